"""What becomes on a wall of a calendar server that fails: the word, the rows that stay, whom it names."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.loopback import behaviour as does
from tests.loopback.server import Behaviour, loopback
from tests.sources.dav_server import DavServer
from tests.sources.diaries import calendar_of, entry
from tests.test_source_faults import BOARD, NOW_US, SECRET, Switch, Wall, yaml_text
from wallboard.collect.once import request_for, site_of_source
from wallboard.config.ages import notes_of
from wallboard.config.board import Board
from wallboard.config.load import load_board
from wallboard.core.records import Batch, empty
from wallboard.store.condition import SourceCondition
from wallboard.store.places import Places

PEOPLE = [
    {"name": "Amira Haddad", "role": "salesperson", "slots": 4, "also": {"diaries": "amira"}},
    {"name": "Farid Nazari", "role": "salesperson", "slots": 4, "also": {"diaries": "farid"}},
    {"name": "Kim Moore", "role": "csr", "also": {"helpdesk": "kmoore"}},
]
MINUTE_US = 60_000_000
REFUSES = does.answers(status=401)


def board_of(folder: Path, url: str, people: Any = PEOPLE, **source: Any) -> Board:
    path = folder / "board.yaml"
    entry = {"type": "calendar", "appointments": {"url": f"{url}/{{person}}/"}, **source}
    panel = {"type": "appointments", "place": [0, 0, 12, 8], "past_is_performed": True}
    pages = [{"title": "Sales", "panels": [panel]}]
    path.write_text(yaml_text({**BOARD, "people": people, "pages": pages, "sources": {"diaries": entry}}))
    return load_board(path)


@contextmanager
def wall(folder: Path) -> Iterator[tuple[Wall, Switch, DavServer]]:
    """A wall that has read two diaries, and their server."""
    diary = {"a.ics": calendar_of(entry("a", "20261123T090000", "20261123T093000"))}
    dav = DavServer({f"/{name}/": dict(diary) for name in ("amira", "farid")})
    switch = Switch(dav)
    with loopback(switch) as server:
        sign_in = {"user": "wallboard", "secret": "diaries"}
        board = board_of(folder, server.url, sign_in=sign_in, timeout_s=0.5)
        places = Places(folder / "state")
        places.make()
        made = Wall(board, places, lambda _: SECRET)
        try:
            made.poll()
            assert (made.word(), made.rows) == ("LIVE", 2)
            yield made, switch, dav
        finally:
            made.collector.end()


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (does.resets, "LATE"),
        (does.hangs, "LATE"),
        (does.answers(status=429), "LATE"),
        (does.answers(status=500), "LATE"),
        (does.answers(status=503), "LATE"),
        (REFUSES, "FAILED"),
        (does.answers(status=403), "FAILED"),
        (does.answers(status=404), "FAILED"),
        (does.redirects("http://127.0.0.2:9/amira/"), "FAILED"),
        (does.answers(b"<html>Sign in</html>", 207), "FAILED"),
        (does.answers(b"<html>Sign in</html>", 200), "FAILED"),
        (does.packed_bomb(1 << 28), "FAILED"),
    ],
    ids=["reset", "hangs", "429", "500", "503", "401", "403", "404", "redirect", "no XML", "a page", "bomb"],
)
def test_a_server_that_fails_has_its_word_and_the_rows_stay(tmp_path: Path, fault: Behaviour, word: str) -> None:
    with wall(tmp_path) as (found, switch, dav):
        switch.behave = fault
        outcome = found.poll()
        assert (found.word(), found.rows) == (word, 2)
        assert outcome.needs_person is (word == "FAILED")
        if word == "LATE":
            assert found.word(days_later=3) == "STALE"
        assert SECRET not in found.says()
        switch.behave = dav
        dav.calendars["/amira/"]["b.ics"] = calendar_of(entry("b", "20261124T090000"))
        found.poll()
        if fault is REFUSES:  # which may lock the account: not tried again with the same secret
            assert (found.word(), found.rows) == ("FAILED", 2)
        else:
            assert (found.word(), found.rows) == ("LIVE", 3)


def test_one_person_without_a_calendar_is_named_and_the_wall_is_live(tmp_path: Path) -> None:
    with wall(tmp_path) as (found, _, dav):
        del dav.calendars["/farid/"]
        found.poll()
        assert (found.word(), found.rows) == ("LIVE", 1)
        assert found.batch.unread == ("farid",)
        dav.calendars["/farid/"] = {"a.ics": calendar_of(entry("a", "20261123T090000"))}
        found.poll()
        assert (found.rows, found.batch.unread) == (2, ())


def test_nothing_new_is_a_read_that_keeps_the_rows_live(tmp_path: Path) -> None:
    with wall(tmp_path) as (found, _, _dav):
        for _ in range(12):
            assert found.poll(minutes=5).batch is None
        assert (found.word(), found.rows) == ("LIVE", 2)


def test_a_source_is_asked_for_the_people_who_have_a_word_in_it(tmp_path: Path) -> None:
    board = board_of(tmp_path, "https://mail.example.com")
    (source,) = board.sources
    assert request_for(board, source, 0).people == {"Amira Haddad": ("amira",), "Farid Nazari": ("farid",)}


def test_a_board_with_other_people_has_rows_of_its_own(tmp_path: Path) -> None:
    boards = [board_of(tmp_path, "https://mail.example.com", people) for people in (PEOPLE, PEOPLE[:1], PEOPLE)]
    first, second, third = (site_of_source(one, one.sources[0]) for one in boards)
    assert first == third != second
    shared = [
        board_of(tmp_path, "https://mail.example.com", people, appointments={"url": "https://mail.example.com/all.ics"})
        for people in (PEOPLE, PEOPLE[:1])
    ]
    assert len({site_of_source(one, one.sources[0]) for one in shared}) == 1
    assert request_for(shared[0], shared[0].sources[0], 0).people == {}


def test_addresses_are_a_service_and_files_are_not(tmp_path: Path) -> None:
    """A service that has not answered for a night is old; a file that nobody wrote in the night is not."""
    served = board_of(tmp_path, "https://mail.example.com")
    filed = board_of(tmp_path, "", appointments={"path": "{person}.ics"})
    assert [(one.sources[0].every_s, one.sources[0].type.is_service) for one in (served, filed)] == [
        (300.0, True),
        (5.0, False),
    ]
    friday_us = NOW_US - 66 * 60 * MINUTE_US
    for board, is_old in ((served, True), (filed, False)):
        (source,) = board.sources
        condition = SourceCondition(friday_us, friday_us)
        batch = Batch({"appointments": empty("appointments")}, {}, friday_us, friday_us)
        (note,) = notes_of(board, {source.name: condition}, {source.name: batch}, NOW_US)
        assert note.stale_at_us is not None
        assert (note.stale_at_us < NOW_US) is is_old
