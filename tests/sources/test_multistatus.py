"""Answers of CalDAV: what they say, and that nothing in them takes more than it may."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.sources.calendars.multistatus import CALDAV, DAV, Multistatus, NoMultistatus, Response

OPEN = '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
CLOSE = "</d:multistatus>"
GOOD = (
    f"{OPEN}<d:response><d:href>/a/1.ics</d:href><d:propstat><d:prop><d:getetag>&quot;1&quot;</d:getetag>"
    "<c:calendar-data>BEGIN:VCALENDAR&#13;\nEND:VCALENDAR</c:calendar-data></d:prop>"
    "<d:status>HTTP/1.1 200 OK</d:status></d:propstat><d:propstat><d:prop><d:displayname/></d:prop>"
    "<d:status>HTTP/1.1 404 Not Found</d:status></d:propstat></d:response>"
    "<d:response><d:href>/a/2.ics</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>"
    f"<d:sync-token>urn:1</d:sync-token>{CLOSE}"
).encode()
MIB = 1 << 20


def responses(body: str | bytes) -> list[Response]:
    return list(Multistatus(body.encode() if isinstance(body, str) else body))


def test_what_an_address_has_is_told_from_what_it_lacks() -> None:
    whole = Multistatus(GOOD)
    first, second = whole
    assert (first.href, first.status, first.is_gone) == ("/a/1.ics", None, False)
    assert first.text(f"{DAV}getetag") == '"1"'
    assert first.text(f"{CALDAV}calendar-data") == "BEGIN:VCALENDAR\r\nEND:VCALENDAR"
    assert f"{DAV}displayname" not in first.properties
    assert (second.href, second.is_gone) == ("/a/2.ics", True)
    assert whole.sync_token == "urn:1"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no XML",
        "<html/>",
        f"{OPEN}<d:response>",
        f"<!DOCTYPE x><d:multistatus xmlns:d='DAV:'>{CLOSE}",
        f"<!DOCTYPE x [<!ENTITY a 'b'>]><d:multistatus xmlns:d='DAV:'>&a;{CLOSE}",
        f"<!DOCTYPE x SYSTEM 'http://127.0.0.1/x.dtd'><d:multistatus xmlns:d='DAV:'>{CLOSE}",
        f"{OPEN}&unknown;{CLOSE}",
        f"{OPEN}{'<a>' * 31}{'</a>' * 31}{CLOSE}",
        f"{OPEN}<d:response>{'<a/>' * 5001}</d:response>{CLOSE}",
        '<multistatus xmlns="urn:other"/>',
        "\N{NULL}" * 100,
    ],
    ids=range(12),
)
def test_what_is_none_is_refused(body: str) -> None:
    with pytest.raises(NoMultistatus):
        responses(body)


@pytest.mark.parametrize(
    "body",
    [
        f"{OPEN}<d:response>{'<a/>' * 4_000_000}",
        f"{OPEN}{'<d:response><d:href>/</d:href></d:response>' * 250_000}{CLOSE}",
        f"{OPEN}{'<a>' * 4_000_000}",
        f"{OPEN}<d:response>{'x' * 16_000_000}",
    ],
    ids=["wide", "many", "deep", "long"],
)
def test_what_an_answer_takes_is_bounded_by_its_own_size(body: str) -> None:
    data = body.encode()
    tracemalloc.start()
    try:
        with pytest.raises(NoMultistatus):
            for _ in Multistatus(data):
                pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * len(data) + 8 * MIB


def test_only_one_response_stands_in_memory_at_a_time() -> None:
    one = f"<d:response><d:href>/</d:href><d:propstat><d:prop>{'<a/>' * 100}</d:prop></d:propstat></d:response>"
    data = f"{OPEN}{one * 20_000}{CLOSE}".encode()
    tracemalloc.start()
    try:
        assert sum(1 for _ in Multistatus(data)) == 20_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 32 * MIB


@given(st.data())
def test_a_damaged_answer_says_so_or_is_read_but_never_ends_otherwise(data: st.DataObject) -> None:
    body = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(body) - 1))
        body[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        found = responses(bytes(body))
    except NoMultistatus:
        return
    assert all(isinstance(one.href, str) for one in found)
