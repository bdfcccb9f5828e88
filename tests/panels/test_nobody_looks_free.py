"""Of whom no calendar is read, no panel says how many appointments they have, nor does `explain`."""

from dataclasses import replace
from typing import Any

import pytest

from tests.sales_rows import snapshot, visit
from tests.shown import show, values
from wallboard.core.evidence import reckoned
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Blank, Bookings, Pips
from wallboard.core.words import words
from wallboard.panels import appointments, bookings, unfilled_slots

PANELS = (appointments, bookings, unfilled_slots)
UNKNOWN = "its person's diary is not known"


def read(*whose: str, unread: tuple[str, ...] = ()) -> Snapshot:
    """Two appointments of Amira's, in a source that has read the diaries of these people."""
    whole = snapshot("Mon 12:00", appointments=[visit("amira", "Mon 10:00", "performed"), visit("amira", "Tue 10:00")])
    diary = replace(whole.batches["diary"], diaries_of=whose, unread=unread)
    return replace(whole, batches={**whole.batches, "diary": diary})


@pytest.mark.parametrize(
    ("known", "key"),
    [(read("amira"), "diaries.without-people"), (read("amira", unread=("Ben Okafor",)), "diaries.unread-people")],
)
def test_who_has_no_calendar_or_one_that_is_refused_has_no_figure_and_is_counted(known: Snapshot, key: str) -> None:
    today, ahead = show(appointments, known), show(bookings, known)
    assert isinstance(today.view.body, Pips)
    assert isinstance(ahead.view.body, Bookings)
    ben = today.view.body.rows[1]
    assert (ben.pips, ben.performed, ben.slots, ben.away) == ((), 0, 0, words("appointments.unread"))
    assert ahead.view.body.rows[1].days == (None,) * len(ahead.view.body.days)
    figures = values(today.view) | values(ahead.view)
    assert [figures[f"{name}:Ben Okafor"] for name in ("performed", "slots", "holes", "booked")] == [None] * 4
    assert [figures[f"{name}:Amira Haddad"] for name in ("performed", "holes", "booked")] == [1, 11, 1]
    assert (values(today.view)["slots"], values(today.view)["empty"]) == (4, 3)
    for panel in PANELS:
        shown = show(panel, known)
        assert shown.view.remarks == (words(key, n=1),)
        assert shown.details == (words("unusable.named", why=words(key, n=1), names="Ben Okafor"),)


@pytest.mark.parametrize("panel", PANELS)
def test_explain_says_why_they_count_in_nothing(panel: Any) -> None:
    shown = show(panel, read("amira"))
    assert all(reckoned(shown.evidence[one.name]) == one.value for one in shown.view.figures if one.name != "cover")
    slots = shown.evidence["slots"]
    told = {row[0]: slots.reasons[why] for row, why in zip(slots.rows, slots.reason, strict=True)}  # type: ignore[misc]
    assert told == {"Amira Haddad": "there", "Ben Okafor": UNKNOWN}


def test_somebody_whose_calendar_is_empty_is_free() -> None:
    known = read("amira", "Ben Okafor")
    figures = values(show(appointments, known).view)
    assert (figures["performed:Ben Okafor"], figures["slots:Ben Okafor"], figures["empty"]) == (0, 4, 7)
    assert values(show(bookings, known).view)["holes:Ben Okafor"] == 12
    assert show(unfilled_slots, known).view.remarks == ()


@pytest.mark.parametrize("panel", PANELS)
def test_where_no_calendar_of_anybody_is_read_nothing_is_shown_and_said_why(panel: Any) -> None:
    body = show(panel, read()).view.body
    assert isinstance(body, Blank)
    assert body.why == (words("missing.diaries"), words("missing.diaries.remedy"))
