"""Whose calendars a read has found, be they empty: of whom there is none, nobody knows whether they are free."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.loopback import behaviour as does
from tests.loopback.server import Loopback, loopback
from tests.sources.dav_server import DavServer, response
from tests.sources.diaries import batch, calendar_of, day, entry
from tests.sources.exports import put
from tests.sources.served_diaries import Reader
from wallboard.core.records import Batch
from wallboard.sources import calendar
from wallboard.sources.calendars.from_addresses import read_addresses
from wallboard.sources.contract import SLICE_S
from wallboard.store.merging import merged

VISIT = entry("a", "20260330T090000")
OF_PATH = {"appointments": {"path": "{person}.ics"}}


def read(folder: Path, options: dict[str, Any], token: str = "") -> Batch:
    found = batch(folder, options, token=token)
    assert isinstance(found, Batch)
    return found


# Files


def test_each_file_that_was_read_is_somebodys_diary_also_an_empty_one(tmp_path: Path) -> None:
    put(tmp_path, "amira.ics", calendar_of(VISIT))
    put(tmp_path, "ben.ics", calendar_of())
    found = read(tmp_path, OF_PATH)
    assert (found.rows, found.diaries_of) == (1, ("amira", "ben"))


def test_a_file_that_comes_or_goes_is_told_though_no_row_is_another(tmp_path: Path) -> None:
    put(tmp_path, "amira.ics", calendar_of(VISIT))
    before = read(tmp_path, OF_PATH)
    put(tmp_path, "ben.ics", calendar_of())
    with_ben = read(tmp_path, OF_PATH, before.token)
    assert (before.diaries_of, with_ben.diaries_of) == (("amira",), ("amira", "ben"))
    assert not with_ben.tells_as(before)
    (tmp_path / "ben.ics").unlink()
    assert read(tmp_path, OF_PATH, with_ben.token).diaries_of == ("amira",)


def test_a_calendar_by_its_name_is_of_whom_it_names(tmp_path: Path) -> None:
    put(tmp_path, "one.ics", calendar_of(VISIT, about="X-WR-CALNAME:Amira@office.example\r\n"))
    put(tmp_path, "two.ics", calendar_of(about="X-WR-CALNAME:Ben Okafor\r\n"))
    assert read(tmp_path, {"appointments": {"path": "*.ics"}}).diaries_of == ("Ben Okafor", "amira")


def test_where_entries_say_whose_they_are_and_of_leave_alone_nobody_can_tell(tmp_path: Path) -> None:
    mine = entry("a", "20260330T090000", "", "ORGANIZER:mailto:amira@office.example")
    put(tmp_path, "team.ics", calendar_of(mine))
    put(tmp_path, "leave.ics", calendar_of(day("l", "20260401"), about="X-WR-CALNAME:amira\r\n"))
    assert read(tmp_path, {"appointments": {"path": "team.ics", "person": "organizer"}}).diaries_of is None
    assert read(tmp_path, {"absences": {"path": "leave.ics"}}).diaries_of is None


def test_a_calendar_of_leave_is_no_diary_of_appointments(tmp_path: Path) -> None:
    put(tmp_path, "visits/amira.ics", calendar_of(VISIT))
    put(tmp_path, "leave/ben.ics", calendar_of(day("l", "20260401")))
    options = {"appointments": {"path": "visits/{person}.ics"}, "absences": {"path": "leave/{person}.ics"}}
    assert read(tmp_path, options).diaries_of == ("amira",)


# Addresses


@pytest.fixture
def dav() -> DavServer:
    visits = {"a.ics": calendar_of(VISIT)}
    return DavServer({"/team/amira/": visits, "/team/farid/": {}})


@pytest.fixture
def server(dav: DavServer) -> Iterator[Loopback]:
    with loopback(dav) as running:
        yield running


def people(*words: str) -> dict[str, tuple[str, ...]]:
    return {word.upper(): (word,) for word in words}


def test_an_address_of_each_person_is_their_diary_also_an_empty_one(server: Loopback) -> None:
    found = Reader(f"{server.url}/team/{{person}}/", people("amira", "farid")).read()
    assert (found.rows, found.diaries_of, found.unread) == (1, ("amira", "farid"), ())


def test_an_address_that_gives_none_any_more_is_no_diary(dav: DavServer, server: Loopback) -> None:
    reader = Reader(f"{server.url}/team/{{person}}/", people("amira", "farid"))
    before = reader.read()
    dav.calendars["/team/amira/"]["b.ics"] = calendar_of(entry("b", "20260331T090000"))
    del dav.calendars["/team/farid/"]
    found = reader.read()
    assert (before.diaries_of, found.diaries_of, found.unread) == (("amira", "farid"), ("amira",), ("farid",))


def test_a_home_has_the_diaries_that_are_found_in_it_by_their_names(dav: DavServer) -> None:
    dav.names = {"/team/amira/": "amira@office.example", "/team/farid/": "Farid Nazari"}

    def behave(asked: Any, wire: Any) -> None:
        if asked.path == "/team/" and asked.headers.get("depth") == "1":
            dav.say(asked, wire, "".join(map(dav.properties, dav.calendars)))
        elif asked.path == "/team/":
            home = "<propstat><prop><resourcetype><collection/></resourcetype></prop></propstat>"
            dav.say(asked, wire, response("/team/", home))
        else:
            dav(asked, wire)

    with loopback(behave) as server:
        reader = Reader(f"{server.url}/team/")
        before = reader.read()
        dav.calendars["/team/lena/"] = {}
        dav.names["/team/lena/"] = "Lena"
        found = reader.read()
    assert (before.diaries_of, found.diaries_of) == (("Farid Nazari", "amira"), ("Farid Nazari", "Lena", "amira"))


def test_the_text_at_an_address_says_itself_whose_it_is() -> None:
    text = calendar_of(about="X-WR-CALNAME:Ben Okafor\r\n")
    with loopback(does.answers(text.encode())) as server:
        assert Reader(f"{server.url}/all.ics").read().diaries_of == ("Ben Okafor",)


def test_a_read_under_way_leaves_known_whose_diaries_are_known(dav: DavServer, server: Loopback) -> None:
    reader = Reader(f"{server.url}/team/{{person}}/", people("amira", "farid"))
    options = calendar.Options.model_validate({"appointments": {"url": reader.url}})

    def part(token: str) -> Batch:
        found = read_addresses(options, replace(reader.request(), token=token), slow)
        assert found is not None
        assert found.has_more
        return found

    def slow() -> float:
        return sum(dav.calls.values()) * SLICE_S

    assert merged(None, part("")).diaries_of == (), "nobody is known yet"
    reader.restart()
    before = reader.read()
    reader.restart()
    dav.calendars["/team/amira/"]["b.ics"] = calendar_of(entry("b", "20260331T090000"))
    assert merged(before, part(before.token)).diaries_of == ("amira", "farid")
