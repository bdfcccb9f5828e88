"""A week of four salespeople, every figure worked out on paper.

The rows lie in `data/sales_by_hand`. Open Monday to Thursday 09:00-17:00 (8 h), Friday 09:00-13:00 (4 h); the instant
is Thursday 5 March 2026, 12:00.

Slots of each person-day, the number in force by the present share:

            Fri 27  Mon 2  Tue 3  Wed 4  Thu 5 | Fri 6  Mon 9  Tue 10  Wed 11
    Amira        4      4      4      4      4 |     4      4       4       4   four, where the board says nothing
    Ben          4      4      4      3      3 |     3      3       3       3   three from Wednesday on
    Chloe        4      4      4      4      – |     –      4       4       4   away on Thursday and Friday
    Dev          4      4      4      2      2 |     4      4       2       4   away Wed, Thu from 13:00, Tue to 13:00
    all         16     16     16     13      9 |    11     15      13      15

Dev's leave on Monday 9 is entered on Friday: nobody knows of it yet. His two leaves on Thursday overlap.

What fills them (p performed, u unconfirmed, b booked, n no-show, c cancelled and not refilled, e empty, + beyond):

    Fri 27   Amira 4e; Ben 4e; Chloe 4e; Dev 1p 3e                                  p 1, e 15
    Mon 2    Amira 4p + 1p; Ben 2p 1c 1e; Chloe 1p 3e; Dev 1n 3e                    p 7 + 1, n 1, c 1, e 7
    Tue 3    Amira 1u 3e (its outcome is entered on Friday); the others 4e each     u 1, e 15
    Wed 4    Amira 4e; Ben 3p; Chloe 4e; Dev 1p 1c                                  p 4, c 1, e 8
    Thu 5    Amira 2p 1u (over at 12:00) 1b, another booked beyond, 1 cancelled refilled;
             Ben 1n 1p 1e; Dev 1p in a refilled slot, 1b                            p 4, u 1, b 2, n 1, e 1
"""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from wallboard.cli.boards import Moment, board_of, moment_of
from wallboard.cli.report_data import report_of
from wallboard.collect.plain import said
from wallboard.core.evidence import reckoned
from wallboard.core.views.shapes import Booked, Bookings, Buffer, Columns, PipRow, Pips, Shape, StackRow, Stacks
from wallboard.core.words import verbatim, words

DATA = Path(__file__).parent / "data" / "sales_by_hand"
LONG_AGO_S = 1_000_000_000


@pytest.fixture(scope="module")
def thursday(tmp_path_factory: pytest.TempPathFactory) -> Moment:
    """The board on Thursday at noon."""
    return moment_at("2026-03-05T12:00:00Z", tmp_path_factory.mktemp("by hand"))


def moment_at(at: str, folder: Path) -> Moment:
    shutil.copytree(DATA, folder, dirs_exist_ok=True)
    for path in folder.iterdir():
        os.utime(path, (LONG_AGO_S, LONG_AGO_S))  # a file that has just been written is waited for
    return moment_of(board_of(str(folder / "board.yaml")), at, state_dir=folder / "state")


def body(moment: Moment, kind: str) -> Shape:
    return next(one.view.body for page in moment.composed.shown for one in page if one.view.type == kind)


def remarks(moment: Moment, kind: str) -> Any:
    return next(one.view.remarks for page in moment.composed.shown for one in page if one.view.type == kind)


def details(moment: Moment, kind: str) -> Any:
    return next(one.details for page in moment.composed.shown for one in page if one.view.type == kind)


def reported(moment: Moment) -> dict[str, dict[str, float | None]]:
    """The figures of each panel, as `report` writes them."""
    return {
        panel["title"]: {figure["name"]: figure["value"] for figure in panel["view"]["figures"]}
        for page in report_of(moment)["pages"]
        for panel in page["panels"]
    }


def test_the_day(thursday: Moment) -> None:
    assert reported(thursday)["appointments"] == {
        "performed": 4,  # Amira 2, Ben 1, Dev 1
        "slots": 9,  # 4 + 3 + 0 + 2
        "booked": 2,  # Amira's at 13:00, Dev's at 16:00; Amira's at 15:00 has no slot
        "unconfirmed": 1,  # Amira's at 11:00
        "no_show": 1,  # Ben's
        "cancelled": 0,  # Amira's and Dev's were refilled, Chloe is away
        "empty": 1,  # Ben's
        "beyond": 0,
        "week_performed": 16,  # 8 + 0 + 4 + 4
        "week_slots": 54,  # 16 + 16 + 13 + 9
        "performed:Amira Haddad": 2,
        "slots:Amira Haddad": 4,
        "performed:Ben Okafor": 1,
        "slots:Ben Okafor": 3,
        "performed:Chloe Martin": 0,
        "slots:Chloe Martin": 0,
        "performed:Dev Patel": 1,
        "slots:Dev Patel": 2,
    }


def test_the_days_pips(thursday: Moment) -> None:
    found = body(thursday, "appointments")
    assert isinstance(found, Pips)
    assert found.rows == (
        PipRow("Amira Haddad", ("performed", "performed", "unconfirmed", "booked", "booked"), 2, 4),
        PipRow("Ben Okafor", ("no-show", "performed", "empty"), 1, 3),
        PipRow("Chloe Martin", (), 0, 0, words("appointments.away-until", on="2026-03-09")),
        PipRow("Dev Patel", ("performed", "booked"), 1, 2),
    )
    assert remarks(thursday, "appointments") == (words("diaries.strangers", n=1),)
    assert details(thursday, "appointments") == (words("diaries.unknown", names="“zoe”"),)


def test_the_days_ahead(thursday: Moment) -> None:
    """Goals 4, 3, 2, 1 of four slots: Ben's, of three, 3, 2 (2.25), 2 (1.5), 1 (0.75); Dev's half Tuesday 1.

            Fri 6     Mon 9     Tue 10    Wed 11   booked
    Amira   3 of 4    1 of 3    2 of 2    0 of 1        6   Monday's other one is booked at 13:00
    Ben     0 of 3    2 of 2    0 of 2    0 of 1        2
    Chloe   –         0 of 3    0 of 2    0 of 1        0   Friday's will not be kept; Monday's is cancelled
    Dev     0 of 4    0 of 3    1 of 1    0 of 1        1
    """
    assert reported(thursday)["bookings"] == {
        "holes": 30,  # Amira 1 + 3 + 2, Ben 3 + 1 + 3, Chloe 0 + 4 + 4, Dev 4 + 4 + 1
        "cover": pytest.approx(9 / (54 / 4)),
        "booked": 9,
        "slots": 54,  # 11 + 15 + 13 + 15
        "short": 5,  # Amira Fri and Wed, Ben Wed, Chloe Wed, Dev Wed
        "far_short": 7,  # Amira Mon, Ben Fri and Tue, Chloe Mon and Tue, Dev Fri and Mon
        "holes:Amira Haddad": 6,
        "booked:Amira Haddad": 6,
        "holes:Ben Okafor": 7,
        "booked:Ben Okafor": 2,
        "holes:Chloe Martin": 8,
        "booked:Chloe Martin": 0,
        "holes:Dev Patel": 9,
        "booked:Dev Patel": 1,
    }
    found = body(thursday, "bookings")
    assert isinstance(found, Bookings)
    assert found.days == ("2026-03-06", "2026-03-09", "2026-03-10", "2026-03-11")
    amira, ben, chloe, dev = (row.days for row in found.rows)
    calm, one_short, far = "on-track", "urgent", "late"
    assert amira == (
        Booked(3, 4, 4, one_short),
        Booked(1, 4, 3, far),
        Booked(2, 4, 2, calm),
        Booked(0, 4, 1, one_short),
    )
    assert ben == (Booked(0, 3, 3, far), Booked(2, 3, 2, calm), Booked(0, 3, 2, far), Booked(0, 3, 1, one_short))
    assert chloe == (None, Booked(0, 4, 3, far), Booked(0, 4, 2, far), Booked(0, 4, 1, one_short))
    assert dev == (Booked(0, 4, 4, far), Booked(0, 4, 3, far), Booked(1, 2, 1, calm), Booked(0, 4, 1, one_short))
    assert remarks(thursday, "bookings") == (words("bookings.without-slot", n=1),)
    assert details(thursday, "bookings") == (words("bookings.without-slot-named", names="Chloe Martin"),)


def test_the_slots_of_the_last_five_work_days(thursday: Moment) -> None:
    assert reported(thursday)["unfilled-slots"] == {
        "unfilled": 54,  # 70 slots, less the 16 performed in one: 1 + 7 + 0 + 4 + 4
        "no_show": 2,  # Dev on Monday, Ben on Thursday
        "cancelled": 2,  # Ben on Monday, Dev on Wednesday
        "never_booked": 46,  # 15 + 7 + 15 + 8 + 1
        "open": 4,  # Amira on Tuesday, three on Thursday
        "slots": 70,  # 16 + 16 + 16 + 13 + 9
    }
    found = body(thursday, "unfilled-slots")
    assert isinstance(found, Columns)
    assert [column.values for column in found.columns] == [
        (0, 0, 15, 0),
        (1, 1, 7, 0),
        (0, 0, 15, 1),
        (0, 1, 8, 0),
        (1, 0, 1, 3),
    ]


def test_the_pile(thursday: Moment) -> None:
    """Waiting, in work hours: O-1 12 (1 + 8 + 3), O-2 2, O-3 4 (1 + 3), O-4 8 (5 + 3), O-5 3, O-12 1.

    O-6 was released today, O-7 on Tuesday by the first of its two appointments, O-8 is lost, O-9 won without one. O-10
    comes later; O-11 was released before it was created. The twenty work days begin on Friday 6 February: O-13 was
    released the day before, O-14 on it.
    """
    assert reported(thursday)["opportunity-buffer"] == {
        "waiting": 6,
        "cover": 38.75,  # 6 ÷ (3 releases ÷ 19⅜ work days: of today 3 hours of 8 have passed)
        "oldest": 12,
        "came": 3,  # O-2, O-5, O-12
        "released": 1,  # O-6
        "releases": 3,  # O-6, O-7, O-14
    }
    found = body(thursday, "opportunity-buffer")
    # 6 are just two thirds of 9: enough; 12 hours are over the 8
    assert found == Buffer(
        6, 9, None, is_too_many=False, cover_days=38.75, oldest_h=12, oldest_zone="late", came=3, released=1
    )
    assert remarks(thursday, "opportunity-buffer") == (words("unusable.opportunity-order", n=1),)


def test_the_pile_by_coordinator(thursday: Moment) -> None:
    """Of a target of 8 h a third is 2:40, two thirds are 5:20.

    The waits that ended are O-6's 26 h (3 × 8 + 2) and O-7's 8 h with Lena, O-14's 3 h with Marek.
    """
    assert reported(thursday)["coordinator-queue"] == {
        "waiting": 6,
        "oldest": 12,
        "wait_p85": 26,  # rank ⌈0.85 × 3⌉ = 3 of 3, 8, 26
        "on_track": 2,  # O-2, O-12
        "watch": 2,  # O-3, O-5
        "urgent": 1,  # O-4, just at the target
        "late": 1,  # O-1
        "waiting:Lena Fuchs": 2,
        "oldest:Lena Fuchs": 12,
        "wait_p85:Lena Fuchs": 26,
        "waiting:Marek Novak": 2,
        "oldest:Marek Novak": 8,
        "wait_p85:Marek Novak": 3,
        "waiting:others": 1,
        "oldest:others": 1,
        "wait_p85:others": None,
        "waiting:none": 1,
        "oldest:none": 3,
        "wait_p85:none": None,
    }
    found = body(thursday, "coordinator-queue")
    assert isinstance(found, Stacks)
    assert found.rows[:2] == (
        StackRow(verbatim("Lena Fuchs"), 2, (1, 0, 0, 1), 0, 0, 12, "late", 26, 2, is_grey=True, is_private=True),
        StackRow(verbatim("Marek Novak"), 2, (0, 1, 1, 0), 0, 0, 8, "urgent", 3, 1, is_grey=True, is_private=True),
    )


def test_on_friday_more_is_known(tmp_path: Path) -> None:
    """At 10:30: Tuesday's outcome and Dev's leave on Monday were entered, and Amira's afternoon was performed.

    Thursday: Amira 4 performed and a fifth beyond, Dev's at 16:00 unconfirmed.
    """
    found = reported(moment_at("2026-03-06T10:30:00Z", tmp_path))
    # Monday to Thursday: 8 + 1 + 4 + (5 + 1 + 1); 54 slots and Friday's 11
    assert (found["appointments"]["week_performed"], found["appointments"]["week_slots"]) == (20, 65)
    # on Monday Amira has two, with the one that was booked on Thursday at 13:00
    assert found["bookings"]["holes:Amira Haddad"] == 2 + 2 + 4
    assert found["bookings"]["slots"] == 11 + 13 + 15 + 15  # Mon 9 without Dev, Tue, Wed, Thu 12
    assert found["bookings"]["holes:Dev Patel"] == 0 + 1 + 4
    # performed in a slot: 7 + 1 + 4 + 6
    assert (found["unfilled-slots"]["slots"], found["unfilled-slots"]["unfilled"]) == (65, 47)
    # O-10 has come, O-1 was released by its appointment of 13:00
    assert (found["opportunity-buffer"]["waiting"], found["opportunity-buffer"]["releases"]) == (6, 3)


def test_no_remark_on_the_wall_names_anybody(thursday: Moment) -> None:
    shown = [one for page in thursday.composed.shown for one in page]
    sentences = [said(remark) for one in shown for remark in one.view.remarks]
    assert sentences
    assert not [name for name in ("Amira", "Ben", "Chloe", "Dev", "zoe", "“") if any(name in one for one in sentences)]


def test_every_figure_is_what_its_records_add_up_to(thursday: Moment) -> None:
    for shown in (one for page in thursday.composed.shown for one in page):
        assert set(shown.evidence) == {figure.name for figure in shown.view.figures}
        for figure in shown.view.figures:
            assert reckoned(shown.evidence[figure.name]) == pytest.approx(figure.value, abs=1e-9), figure.name
