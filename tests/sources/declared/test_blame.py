"""Which faults are of what was asked alone: each that the catalogue knows has its side."""

import pytest

from wallboard.core.catalogue import rest, web
from wallboard.core.words import words
from wallboard.sources.contract import Passing
from wallboard.sources.declared.blame import is_of_one, may_be_of_a_record

OF_ONE = {
    *("web.forbidden", "web.missing", "web.bad", "web.down", "web.large", "web.packed", "web.page", "web.encoding"),
    *("web.json.none", "web.json.deep", "web.json.many", "web.json.twice"),
    *(
        "rest.refused",
        "rest.no-list",
        "rest.no-details",
        "rest.part",
        "rest.no-key",
        "rest.emptied",
        "rest.disorder",
        "rest.unheeded",
    ),
    *("rest.endless", "rest.slow"),
}
OF_ALL = {
    *("web.address", "web.refused", "web.unreachable", "web.slow", "web.broken", "web.lengths", "web.strange"),
    "web.proxy",
    *("web.plain", "web.url.bad", "web.tls", "web.not-encrypted", "web.encrypted", "web.authority"),
    *("web.certificate.expired", "web.certificate.name", "web.certificate.unknown", "web.certificate.other"),
    *("web.redirect", "web.redirect.circle", "web.link", "web.link.bad"),
    *("web.sign-in", "web.sign-in.none", "web.sign-in.lacks", "web.sign-in.strange", "web.busy", "web.budget"),
    *("web.token.refused", "web.token.redirect"),
    *("web.secret.key", "web.secret.line", "rest.sign-in", "rest.busy", "rest.gone", "rest.no-address", "rest.expired"),
}
OF_A_WAY = {"web.slow", "web.broken", "web.lengths", "web.redirect", "web.redirect.circle", "web.link", "rest.gone"}
# Remedies, details, and what stands beside rows that came.
NO_FAULTS = (
    ".remedy",
    ".detail.",
    ".remark.",
    "rest.no-list.",
    "rest.no-details.",
    "rest.doubt.",
    "rest.untested",
    "rest.since",
    "rest.aside",
)
KEYS = sorted(key for key in (*web.SENTENCES, *rest.SENTENCES) if not any(part in key for part in NO_FAULTS))


def test_every_fault_of_a_source_over_http_has_its_side():
    assert set(KEYS) == OF_ONE | OF_ALL
    assert not OF_ONE & OF_ALL


@pytest.mark.parametrize("key", KEYS)
def test_a_fault_is_of_what_was_asked_alone_or_of_the_server(key):
    assert is_of_one(Passing(words(key))) == (key in OF_ONE)
    assert not is_of_one(Passing(words(key), retry_after_s=60.0))


@pytest.mark.parametrize("key", KEYS)
def test_a_fault_of_a_records_details_may_be_the_ways_which_others_pass(key):
    assert may_be_of_a_record(Passing(words(key))) == (key in OF_ONE | OF_A_WAY)
    assert not may_be_of_a_record(Passing(words(key), retry_after_s=60.0))
