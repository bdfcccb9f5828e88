"""What falls due, hour by hour."""

from tests.core.lives import at, life, snapshot, target
from wallboard.core.evidence import reckoned
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Blank, Columns
from wallboard.core.words import words
from wallboard.panels.contract import Envelope, Shown
from wallboard.panels.due_next import Options, show


def shown(of: Snapshot, hours: int = 8) -> Shown:
    return show(Options(hours=hours), Envelope("due-next", "due-next"), of)


def columns(of: Snapshot, hours: int = 8) -> list[tuple[str, float]]:
    body = shown(of, hours).view.body
    assert isinstance(body, Columns)
    days = ("Mon", "Tue", "Mon+1")
    texts = [f"{day} {hour:02d}:{minute:02d}" for day in days for hour in range(24) for minute in (0, 20, 30)]
    said = {at(text): text for text in texts}
    return [(said[int(column.label.args["at"])], sum(column.values)) for column in body.columns]  # type: ignore[arg-type]


def test_hours_are_the_clocks_and_go_on_with_the_next_opening() -> None:
    case = life("A", "Mon 09:00 opened")  # due at 15:00
    assert columns(snapshot("Mon 14:20", case), hours=4) == [
        ("Mon 14:20", 1), ("Mon 15:00", 0), ("Mon 16:00", 0), ("Tue 09:00", 0), ("Tue 10:00", 0),
    ]  # fmt: skip


def test_a_due_at_the_full_hour_belongs_to_the_hour_that_it_ends() -> None:
    cases = [life("A", "Mon 09:00 opened"), life("B", "Mon 09:30 opened"), life("C", "Mon 10:00 opened")]
    assert columns(snapshot("Mon 14:30", *cases), hours=2) == [("Mon 14:30", 1), ("Mon 15:00", 2), ("Mon 16:00", 0)]


def test_on_a_shut_day_the_hours_begin_with_the_next_opening() -> None:
    case = life("A", "Fri 12:00 opened")
    assert columns(snapshot("Sat 12:00", case), hours=2) == [("Mon+1 09:00", 1), ("Mon+1 10:00", 0)]


def test_the_first_hour_of_another_day_names_it_and_is_not_now() -> None:
    def told(now: str) -> list[tuple[str, bool]]:
        body = shown(snapshot(now, life("A", "Fri 12:00 opened")), hours=2).view.body
        assert isinstance(body, Columns)
        return [(column.label.key, column.is_now) for column in body.columns]

    assert told("Fri 18:00") == [("due-next.day", False), ("due-next.hour", False)]
    assert told("Fri 16:00") == [("due-next.hour", True), ("due-next.day", False)]


def test_what_is_late_on_hold_or_closed_falls_due_no_more() -> None:
    late = life("A", "Mon 09:00 opened")
    held = life("B", "Mon 12:00 opened; Mon 13:00 waiting")
    closed = life("C", "Mon 12:00 opened; Mon 13:00 closed")
    assert sum(count for _, count in columns(snapshot("Mon 16:30", late, held, closed))) == 0
    body = shown(snapshot("Mon 16:30", late, held, closed)).view.body
    assert isinstance(body, Columns)
    assert body.empty == words("due-next.none")


def test_each_column_is_parted_by_what_its_cases_are_now() -> None:
    targets = (target(6, "Order"), target(2, "Quote"))
    cases = [life("A", "Mon 10:00 opened", type="Order"), life("B", "Mon 13:50 opened", type="Quote")]
    body = shown(snapshot("Mon 14:20", *cases, targets=targets), hours=2).view.body
    assert isinstance(body, Columns)
    assert [column.values for column in body.columns] == [(0, 0, 0), (1, 0, 1), (0, 0, 0)]


def test_without_targets_nothing_can_fall_due() -> None:
    body = shown(snapshot("Mon 12:00", life("A", "Mon 09:00 opened"), targets=())).view.body
    assert body == Blank((words("missing.targets"),))


def test_each_hour_is_explained_by_its_cases() -> None:
    of = shown(snapshot("Mon 12:00", life("A", "Mon 09:00 opened"), life("B", "Mon 11:00 opened")))
    values = {one.name: one.value for one in of.view.figures}
    assert values["due"] == 2
    assert {name: reckoned(of.evidence[name]) for name in values} == values
