"""How a source asks for a secret, and what becomes of one that cannot be had."""

from pathlib import Path

import pytest

from wallboard.collect.polling import Outcome, attempt, delay_s
from wallboard.core.records import Batch
from wallboard.core.words import Words, words
from wallboard.sources.contract import Passing, ReadRequest, SourceOptions, SourceType
from wallboard.store.ring import KeyringLocked, KeyringSilent
from wallboard.store.secrets import NOT_AT_HAND, Secrets

NOW_US = 1_000_000


class Ring:
    def __init__(self, fault: type[Exception] | None = None):
        self.fault, self.asked = fault, 0

    def get(self, name):
        self.asked += 1
        if self.fault:
            raise self.fault
        return "hunter2"


def attempted(read, secrets):
    kind = SourceType("crm", SourceOptions, read, 60.0, is_service=True)
    return attempt("crm", kind, SourceOptions(), ReadRequest("crm", Path(), NOW_US, "UTC", secret=secrets))


def signs_in(options, request):
    request.secret("crm")
    return Batch({}, {}, NOW_US, NOW_US)


@pytest.mark.parametrize(
    ("fault", "key"),
    [(None, "fault.no-secret"), (KeyringLocked, "fault.keyring-locked"), (KeyringSilent, "fault.keyring-silent")],
)
def test_a_secret_that_cannot_be_had_needs_a_person_and_says_what_to_do(fault, key, tmp_path):
    ring = Ring(fault)
    ring.get = ring.get if fault else (lambda name: None)
    found = attempted(signs_in, Secrets(str(tmp_path / "{name}"), environ={}, keyring=ring))
    assert (found.fault.key, found.needs_person) == (key, True)
    assert found.remedy is not None


@pytest.mark.parametrize("key", sorted(NOT_AT_HAND))
def test_while_a_machine_starts_a_keyring_is_asked_again_within_seconds(key):
    one = Outcome("crm", NOW_US, fault=Words(key, {"name": "crm"}), needs_person=True)
    waits = {"every_s": 900.0, "failures": 1, "turn": 0, "is_service": True}
    assert delay_s(one, **waits, is_starting=True) < 6
    assert delay_s(one, **waits) > 800


def test_a_secret_is_asked_for_anew_at_each_read():
    ring = Ring()
    secrets = Secrets(environ={}, keyring=ring)
    for _ in range(3):
        assert attempted(signs_in, secrets).fault is None
    assert ring.asked == 3


def test_a_secret_that_a_source_lets_slip_into_its_words_is_hidden():
    def read(options, request):
        value = request.secret("crm")
        told = words("verbatim", text=f"try {value}")
        raise Passing(words("web.refused", host=value), told, detail=words("verbatim", text=value))

    found = attempted(read, Secrets(environ={}, keyring=Ring()))
    assert "hunter2" not in repr(found)
    assert found.remedy == words("verbatim", text="try •••")
