"""Lists of steps on cases, read by what is new in them: every step is there once, whatever is asked for again."""

from typing import Any

import pytest

from tests.sources.declared.model_desk import Desk, Query
from tests.sources.declared.reading import Reader, all_read, declared, later

LOG: dict[str, Any] = {
    "request": {"path": "/log", "params": {"since": "{since|iso_z}"}},
    "records": "log",
    "key": "id",
    "changes": {"field": "changed", "overlap": "2m"},
    "since": {},
    "fields": {"number": "case", "at": "at", "kind": "what", "person": "who"},
}


class Log:
    """Steps that a desk logs; each is told with the instant of its last change."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.steps: list[dict[str, Any]] = []
        desk.make(2)
        desk.special = self._asked

    def add(self, case: int, what: str, at: str = "2026-11-02T08:10:00Z", **more: Any) -> None:
        """A step is logged now."""
        self.steps.append(
            {"id": len(self.steps) + 1, "case": case, "what": what, "at": at, "changed": self._now, **more}
        )

    def edit(self, step: int, **what: Any) -> None:
        """A step is edited now."""
        self.steps[step - 1] |= {**what, "changed": self._now}

    @property
    def _now(self) -> str:
        return f"2026-11-02T{8 + int(self._desk.clock_s) // 3600:02}:{int(self._desk.clock_s) // 60 % 60:02}:00Z"

    def _asked(self, desk: Desk, path: str, query: Query, body: Any) -> Any:
        if path != "/log":
            return None
        some = [step for step in self.steps if step["changed"] >= query.get("since", "")]
        return 200, {}, {"log": sorted(some, key=lambda step: step["changed"])}


def reader_of(desk: Desk, url: str, resource: str = "activities", **what: Any) -> Reader:
    log = {key: value for key, value in (LOG | what).items() if value is not None}
    return all_read(desk, declared(url, **{resource: log}))


def call_and_mail(desk: Desk, url: str) -> tuple[Log, Reader]:
    """Two steps of one case, and who has read them."""
    log = Log(desk)
    log.add(1, "call")
    log.add(1, "mail")
    return log, reader_of(desk, url)


def again(desk: Desk, reader: Reader) -> None:
    """Two minutes later, after a restart: the overlap comes once more."""
    later(desk, reader, 120)
    reader.restart()
    reader.poll_all()


def known(reader: Reader, resource: str = "activities", what: str = "kind") -> list[tuple[Any, ...]]:
    assert reader.known is not None
    return sorted(reader.known.frame(resource).select("number", what).rows())


def test_a_step_that_was_edited_counts_once_as_it_is_now(desk, url):
    log, reader = call_and_mail(desk, url)
    log.edit(1, what="visit")
    again(desk, reader)
    assert known(reader) == [("1", "mail"), ("1", "visit")]


def test_two_steps_that_say_the_same_are_two_whichever_polls_bring_them(desk, url):
    log = Log(desk)
    log.add(1, "call")
    reader = reader_of(desk, url)
    desk.clock_s += 3600
    log.add(1, "call")
    again(desk, reader)
    again(desk, reader)
    assert known(reader) == [("1", "call"), ("1", "call")]


def test_without_a_key_all_steps_of_a_case_come_and_each_once(desk, url):
    log = Log(desk)
    log.add(1, "call")
    log.add(1, "mail")
    log.add(2, "call")
    reader = reader_of(desk, url, key=None)
    again(desk, reader)
    assert known(reader) == [("1", "call"), ("1", "mail"), ("2", "call")]


def test_rows_of_a_resource_that_knows_no_records_come_beside_each_other_too(desk, url):
    log = Log(desk)
    log.add(1, "call", who="Kim")
    fields = {"number": "case", "owner": "who", "created": "at"}
    reader = reader_of(desk, url, "opportunities", adds=True, fields=fields)
    log.edit(1, who="Zoë")
    again(desk, reader)
    assert known(reader, "opportunities", "owner") == [("1", "Kim"), ("1", "Zoë")]


def test_what_is_new_in_a_list_within_a_step_is_told_by_the_steps_key(desk, url):
    log = Log(desk)
    log.add(1, "", parts=[{"to": "open"}, {"to": "done"}])
    log.add(1, "", parts=[{"to": "open"}])
    fields = {"number": "parent.case", "at": "parent.at", "status": "to"}
    reader = reader_of(desk, url, "events", each="parts", fields=fields)
    assert known(reader, "events", "to") == [("1", "done"), ("1", "open"), ("1", "open")]
    log.edit(1, parts=[{"to": "late"}])
    again(desk, reader)
    assert known(reader, "events", "to") == [("1", "late"), ("1", "open")]


def test_a_step_that_was_filed_under_another_case_counts_there_alone(desk, url):
    log, reader = call_and_mail(desk, url)
    log.edit(1, case=2)
    again(desk, reader)
    assert known(reader) == [("1", "mail"), ("2", "call")]
    log.edit(1, case=1)
    again(desk, reader)
    assert known(reader) == [("1", "call"), ("1", "mail")]


@pytest.mark.parametrize("out", [{"deleted": "gone"}, {"only": "!gone"}, {"deleted": "gone", "each": "[@]"}])
def test_a_step_that_is_marked_deleted_goes_alone_and_comes_back_unmarked(desk, url, out):
    fields = LOG["fields"] if "each" not in out else {n: f"parent.{path}" for n, path in LOG["fields"].items()}
    log = Log(desk)
    log.add(1, "call", gone=False)
    log.add(1, "mail", gone=False)
    log.add(2, "call", gone=True)
    reader = reader_of(desk, url, fields=fields, **out)
    log.edit(1, gone=True)
    again(desk, reader)
    assert known(reader) == [("1", "mail")]
    log.edit(1, gone=False)
    log.edit(3, gone=False)
    again(desk, reader)
    assert known(reader) == [("1", "call"), ("1", "mail"), ("2", "call")]


def test_a_step_of_which_nothing_is_left_goes(desk, url):
    log = Log(desk)
    for _ in range(2):
        log.add(1, "", parts=[{"to": "open"}])
    fields = {"number": "parent.case", "at": "parent.at", "status": "to"}
    reader = reader_of(desk, url, "events", each="parts", fields=fields)
    log.edit(1, parts=[])
    again(desk, reader)
    assert known(reader, "events", "to") == [("1", "open")]


def test_a_step_that_cannot_be_used_any_more_goes_and_is_counted(desk, url):
    log, reader = call_and_mail(desk, url)
    log.edit(1, at="soon")
    again(desk, reader)
    assert known(reader) == [("1", "mail")]
    assert reader.known is not None
    assert [one.count for one in reader.known.unusable] == [1]


def test_a_step_that_tells_of_nothing_that_counts_any_more_goes(desk, url):
    log = Log(desk)
    log.add(1, "status", to="open")
    log.add(1, "status", to="done")
    fields = {"number": "case", "at": "at", "kind": {"path": "what", "values": {"chat": "ignored"}}, "to": "to"}
    reader = reader_of(desk, url, "events", fields=fields)
    log.edit(2, what="chat")
    again(desk, reader)
    assert known(reader, "events", "to") == [("1", "open")]


def test_a_step_that_states_what_the_one_before_does_is_not_forgotten(desk, url):
    log = Log(desk)
    log.add(1, "", status="open", at="2026-11-02T08:20:00Z")
    fields = {"number": "case", "at": "at", "status": "status"}
    reader = reader_of(desk, url, "events", fields=fields)
    log.add(1, "", status="open", at="2026-11-02T08:10:00Z")
    again(desk, reader)
    log.edit(2, status="new")
    again(desk, reader)
    assert known(reader, "events", "to") == [("1", "new"), ("1", "open")]


def test_a_step_that_does_not_count_takes_no_other_steps_of_its_case_away(desk, url):
    log = Log(desk)
    log.add(1, "call")
    reader = reader_of(desk, url, only="what != 'draft'")
    desk.clock_s += 3600
    log.add(1, "draft")
    again(desk, reader)
    assert known(reader) == [("1", "call")]
