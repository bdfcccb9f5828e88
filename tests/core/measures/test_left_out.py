"""Appointments and opportunities that count in nothing stand behind the figures all the same, with the reason."""

from tests.sales_rows import Row, opportunity, snapshot, visit
from tests.shown import show
from wallboard.core.evidence import Records, reckoned
from wallboard.core.measures.left_out import REASONS
from wallboard.core.sentences import SENTENCES
from wallboard.panels import appointments, opportunity_buffer
from wallboard.panels.contract import Shown

GOOD = "Amira Haddad"


def visits(*rows: Row) -> Shown:
    """The panel of appointments on Tuesday, with one good visit of the morning."""
    return show(appointments, snapshot("Tue 12:00", appointments=[visit(GOOD, "Tue 10:00", "performed"), *rows]))


def told(shown: Shown, figure: str) -> dict[object, tuple[bool, str]]:
    """By the first column: whether each record is in, and why."""
    records = shown.evidence[figure]
    assert isinstance(records, Records)
    verdicts = zip(records.rows, records.is_in.tolist(), records.reason.tolist(), strict=True)
    return {row[0]: (is_in, records.reasons[reason]) for row, is_in, reason in verdicts}


def test_an_appointment_that_cannot_be_used_is_listed_with_the_reason() -> None:
    shown = visits(
        {**visit(GOOD, "Tue 11:00", id="no start"), "start_at": None},
        visit(GOOD, "Tue 11:00", "postponed", id="no state"),
        visit(GOOD, "Tue 11:00", id="backwards", end="Tue 10:00"),
        visit(GOOD, "Tue 11:00", id="to come", booked="Mon+9 09:00"),
    )
    assert told(shown, "performed") == {
        f"{GOOD} Tue 10:00 performed": (True, "performed"),
        "no start": (False, "unusable: it has no start"),
        "no state": (False, "unusable: its state is none of the known words"),
        "backwards": (False, "unusable: it ends before it starts"),
        "to come": (False, "unusable: booked later than its source's clock"),
    }
    assert reckoned(shown.evidence["performed"]) == 1


def test_an_appointment_of_nobody_on_the_board_is_listed_in_the_sources_own_words() -> None:
    shown = visits(visit("Zoe", "Tue 11:00", "performed", id="Z"), {**visit("", "Tue 11:00", id="N"), "person": None})
    found = told(shown, "performed")
    assert found["Z"] == (False, "not counted: its person is not one of the board's")
    assert found["N"] == (False, "not counted: it names no person")
    records = shown.evidence["performed"]
    assert isinstance(records, Records)
    zoe = next(dict(zip(records.columns, row, strict=True)) for row in records.rows if row[0] == "Z")
    assert zoe == {
        "id": "Z", "source": "diary", "person": "Zoe", "day": "2026-03-03", "start": "2026-03-03T11:00:00+00:00",
        "end": "2026-03-03T12:00:00+00:00", "state": "performed", "opportunity": None,
    }  # fmt: skip


def test_a_row_with_two_reasons_is_listed_once_with_the_first() -> None:
    shown = visits({**visit(GOOD, "Tue 11:00", "postponed", id="both"), "start_at": None})
    records = shown.evidence["performed"]
    assert isinstance(records, Records)
    assert [row[0] for row in records.rows].count("both") == 1
    assert told(shown, "performed")["both"] == (False, "unusable: it has no start")


def test_an_opportunity_that_cannot_be_used_is_listed_with_the_reason() -> None:
    rows = [
        opportunity("good", "Mon 09:00"),
        opportunity("undated", None, owner="Zoe"),
        opportunity("backwards", "Mon 09:00", won="Sun-1 09:00"),
        opportunity("to come", "Mon+9 09:00"),
    ]
    shown = show(opportunity_buffer, snapshot("Tue 12:00", opportunities=rows))
    for figure, count in (("waiting", 1), ("oldest", 11)):
        assert told(shown, figure) == {
            "good": (True, "waiting"),
            "undated": (False, "unusable: it has no creation"),
            "backwards": (False, "unusable: something happened before its creation"),
            "to come": (False, "unusable: later than its source's clock"),
        }
        assert reckoned(shown.evidence[figure]) == count


def test_every_sentence_that_counts_such_rows_has_a_reason_for_one_of_them() -> None:
    kinds = ("unusable.appointment-", "unusable.opportunity-")
    unusable = {key for key in REASONS if key.startswith("unusable.")}
    assert unusable == {key for key in SENTENCES if key.startswith(kinds)}
    assert set(REASONS) <= set(SENTENCES)
