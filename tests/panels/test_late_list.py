"""Late cases, then urgent ones."""

from tests.core.lives import life, snapshot, target
from wallboard.core.organisation import CaseType
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Blank, CaseRows
from wallboard.core.words import Words, words
from wallboard.panels.contract import Envelope
from wallboard.panels.late_list import Options, initials, show


def rows(of: Snapshot, **options: int) -> CaseRows:
    body = show(Options(**options), Envelope("late-list", "late-list"), of).view.body  # type: ignore[arg-type]
    assert isinstance(body, CaseRows)
    return body


def test_the_highest_share_stands_first_and_ties_go_by_number() -> None:
    targets = (target(2, "Order"), target(6, "Quote"))
    cases = [life("C", "Mon 09:00 opened", type="Quote"), life("B", "Mon 09:00 opened", type="Order"),
             life("A", "Mon 09:00 opened", type="Order"), life("D", "Mon 12:00 opened", type="Quote")]  # fmt: skip
    body = rows(snapshot("Mon 16:30", *cases, targets=targets))
    assert [row.number for row in body.rows] == ["A", "B", "C", "D"]
    assert [(row.zone, row.is_over, row.hours) for row in body.rows][2:] == [
        ("late", True, 1.5),
        ("urgent", False, 1.5),
    ]


def test_what_the_list_cannot_hold_is_counted() -> None:
    cases = [life(f"C-{n:02d}", "Mon 09:00 opened") for n in range(12)]
    body = rows(snapshot("Tue 12:00", *cases), rows=5)
    assert (len(body.rows), body.total, body.late) == (5, 12, 12)


def test_the_note_counts_both_kinds_that_the_list_shows_and_no_kind_that_has_none() -> None:
    late, urgent = life("A", "Mon 09:00 opened"), life("B", "Mon 11:00 opened")

    def note(*cases: dict[str, object]) -> Words | None:
        found = snapshot("Mon 16:30", *cases, targets=(target(6),))
        return show(Options(), Envelope("late-list", "late-list"), found).view.note

    assert note(late, urgent) == words("late-list.note", late=1, urgent=1)
    assert note(late) == words("late-list.note-late", late=1)
    assert note(urgent) == words("late-list.note-urgent", urgent=1)
    assert note() is None


def test_without_any_target_nothing_can_be_late() -> None:
    found = snapshot("Mon 12:00", life("A", "Mon 09:00 opened"), targets=())
    assert show(Options(), Envelope("late-list", "late-list"), found).view.body == Blank((words("missing.targets"),))


def test_a_case_without_a_type_says_so() -> None:
    assert rows(snapshot("Tue 12:00", life("A", "Mon 09:00 opened"))).rows[0].type == words("lane.none.type")


def test_a_type_brings_the_short_name_that_the_board_gives_it() -> None:
    types = (CaseType("Order"), CaseType("Technical", "Techn."))
    cases = [life("A", "Mon 09:00 opened", type="Technical"), life("B", "Mon 09:00 opened", type="Order")]
    body = rows(snapshot("Tue 12:00", *cases, types=types))
    named = [words("verbatim", text="Technical", short="Techn."), words("verbatim", text="Order")]
    assert [row.type for row in body.rows] == named


def test_initials_are_of_every_part_of_a_name() -> None:
    assert [initials(name) for name in ("Kim Moore", "anna-lena fuchs", "Özil")] == ["KM", "ALF", "Ö"]
