"""What becomes on a wall of a source of which one resource, or one record, is refused: the word, and what goes on."""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.loopback import behaviour as does
from tests.loopback.server import Asked, Wire, loopback
from tests.loopback.tickets import Row, ticket, tickets
from tests.test_source_faults import BOARD, CASES, SECRET, Wall, yaml_text
from wallboard.collect.plain import said
from wallboard.config.load import load_board
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places

VISITS = {
    "request": {"path": "/visits"},
    "records": "items",
    "fields": {"id": "id", "person": "who", "start": "from", "end": "until", "state": "state"},
}
DETAILS = {"request": {"path": "/tickets/{key}/history"}, "records": "items", "into": "history"}
STEPS = {"of": "cases", "each": "history", "fields": {"number": "parent.id", "at": "at", "kind": "what", "to": "to"}}
PANELS = [
    {"type": "open-cases", "place": [0, 0, 6, 4], "across": "queue"},
    {"type": "appointments", "place": [6, 0, 6, 4]},
    {"type": "sources", "place": [0, 4, 12, 4]},
]
PEOPLE = [{"name": "Amira", "role": "salesperson", "slots": 4}]


class Office:
    """A server of tickets with their histories, and of visits; what it answers in the place of each."""

    def __init__(self) -> None:
        self.rows: list[Row] = tickets(25)
        self.visits = 1
        self.refuses: dict[str, int] = {}

    def __call__(self, asked: Asked, wire: Wire) -> None:
        status = self.refuses.get(asked.path)
        does.says(self._told(asked.path), status=status or 200)(asked, wire)

    def _told(self, path: str) -> dict[str, list[Row]]:
        if path in ("/visits", "/diary"):
            times = [(f"2026-11-23T{hour}:00:00Z", f"2026-11-23T{hour}:30:00Z") for hour in range(11, 11 + self.visits)]
            return {
                "items": [{"id": at, "who": "Amira", "from": at, "until": to, "state": "booked"} for at, to in times]
            }
        if path == "/tickets":
            return {"items": self.rows}
        row = next(row for row in self.rows if path == f"/tickets/{row['id']}/history")
        return {"items": [{"at": row["made"], "what": "status", "to": row["status"]}]}

    def close(self, number: int) -> None:
        """A ticket is closed."""
        self.rows[number - 1] = ticket(number, status="closed")


@contextmanager
def wall_of(folder: Path, **source: Any) -> Iterator[tuple[Wall, Office]]:
    """A wall with one source of cases and what else is given, read well once, and its server."""
    office = Office()
    with loopback(office) as server:
        path = folder / "board.yaml"
        entry = {"type": "rest", "url": server.url, "timeout_s": 10.0, "cases": CASES, **source}
        pages = [{"title": "One", "panels": PANELS}]
        path.write_text(yaml_text({**BOARD, "people": PEOPLE, "pages": pages, "sources": {"desk": entry}}))
        places = Places(folder / "state")
        places.make()
        wall = Wall(load_board(path), places, lambda _: SECRET)
        try:
            wall.poll()
            assert (wall.word(), figures(wall)["open"]) == ("LIVE", 25)
            yield wall, office
        finally:
            wall.collector.end()


def picture_of(wall: Wall) -> Any:
    with closing(JournalReader(wall.places.journal, "board")) as reader:
        return reader.picture()


def figures(wall: Wall) -> dict[str, float | None]:
    """The figures of all panels, as they are drawn."""
    return {figure.name: figure.value for view in picture_of(wall).pages[0] for figure in view.figures}


def trouble(wall: Wall) -> str:
    """What the panel of sources says is wrong with what was read."""
    (row,) = picture_of(wall).pages[0][2].body.rows
    return " ".join(said(one) for one in row.trouble)


def test_cases_go_on_while_appointments_are_forbidden_and_the_wall_says_which_do_not(tmp_path: Path) -> None:
    with wall_of(tmp_path, appointments=VISITS) as (wall, office):
        as_of_us = picture_of(wall).sources[0].as_of_us
        office.refuses["/visits"], office.visits = 403, 3
        for number in (1, 2, 3):
            office.close(number)
            wall.poll()
            assert figures(wall)["open"] == 25 - number
            assert figures(wall)["booked"] == 1
            assert wall.word() == "FAILED"
            assert "Of appointments, nothing new comes; all else is read." in wall.says()
            assert "forbids" in wall.says()
            assert picture_of(wall).sources[0].as_of_us == as_of_us, "weeks wait for a complete read"
        assert wall.outcome is not None
        assert wall.outcome.needs_person
        office.refuses = {}
        wall.poll(20)
        assert (wall.word(), figures(wall)["booked"]) == ("LIVE", 3)
        assert picture_of(wall).sources[0].as_of_us == wall.now_us


def test_appointments_go_on_while_cases_have_trouble_of_their_own_and_grow_late_then_stale(tmp_path: Path) -> None:
    with wall_of(tmp_path, appointments=VISITS) as (wall, office):
        office.refuses["/tickets"], office.visits = 500, 2
        office.close(1)
        wall.poll()
        assert (wall.word(), figures(wall)["booked"], figures(wall)["open"]) == ("LATE", 2, 25)
        wall.poll(30)
        assert wall.word() == "STALE"
        office.refuses = {}
        wall.poll(30)
        assert (wall.word(), figures(wall)["open"]) == ("LIVE", 24)


def test_one_ticket_without_a_history_leaves_the_wall_live_and_is_named_until_it_has_one(tmp_path: Path) -> None:
    with wall_of(tmp_path, cases={**CASES, "details": DETAILS}, events=STEPS) as (wall, office):
        office.refuses["/tickets/7/history"] = 403
        for number in (6, 7, 8):
            office.close(number)
        assert [wall.poll(2).needs_person for _ in range(3)] == [True, True, False]
        assert (wall.word(), figures(wall)["open"]) == ("LIVE", 23)
        assert (
            trouble(wall)
            == "Of cases, 1 record is missing or stays as it was: the system does not give its details (7)."
        )
        office.close(9)
        wall.poll()
        assert (wall.word(), figures(wall)["open"]) == ("LIVE", 22)
        assert "(7)" in trouble(wall)
        office.refuses = {}
        wall.poll(20)
        assert (wall.word(), figures(wall)["open"], trouble(wall)) == ("LIVE", 21, "")


def test_the_log_tells_one_refused_part_from_another_and_one_reason_from_another(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with wall_of(tmp_path, appointments=VISITS) as (wall, office):
        caplog.set_level(logging.WARNING, "wallboard")
        for refuses in ({"/visits": 403}, {"/visits": 403}, {"/tickets": 403}, {"/tickets": 404}, {"/tickets": 404}):
            office.refuses = refuses
            wall.poll(20)
        first, second, third = (record.getMessage() for record in caplog.records)
        assert "Of appointments, nothing new comes" in first
        assert ("Of cases, nothing new comes" in second, "forbids" in second) == (True, True)
        assert ("Of cases, nothing new comes" in third, "forbids" in third) == (True, False)
