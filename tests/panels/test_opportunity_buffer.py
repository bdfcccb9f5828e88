"""The pile that waits for an appointment, against its target."""

import pytest

from tests.core.lives import at
from tests.sales_rows import Row, batch, office, opportunity, snapshot, visit
from tests.shown import show, values
from wallboard.core.evidence import reckoned
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Blank, Buffer, View
from wallboard.core.words import words
from wallboard.panels import opportunity_buffer


def view_of(now: str, *rows: Row, visits: tuple[Row, ...] = (), **options: object) -> View:
    of = snapshot(now, opportunities=list(rows), appointments=list(visits))
    return show(opportunity_buffer, of, **options).view


def body_of(view: View) -> Buffer:
    assert isinstance(view.body, Buffer)
    return view.body


def waiting(count: int, created: str = "Mon 09:00") -> list[Row]:
    return [opportunity(f"W-{n}", created) for n in range(count)]


@pytest.mark.parametrize(
    ("count", "zone", "is_too_many"),
    [
        (2, "late", False),
        (3, "urgent", False),
        (5, "urgent", False),
        (6, None, False),
        (12, None, False),
        (13, None, True),
    ],
)
def test_little_work_is_late_some_is_urgent_and_over_four_thirds_is_too_many(
    count: int, zone: str | None, is_too_many: bool
) -> None:
    body = body_of(view_of("Mon 12:00", *waiting(count), target=9))
    assert (body.waiting, body.zone, body.is_too_many) == (count, zone, is_too_many)


def test_without_a_target_there_is_no_zone_and_that_is_said() -> None:
    view = view_of("Mon 12:00", *waiting(2))
    assert (body_of(view).zone, body_of(view).is_too_many) == (None, False)
    assert view.remarks == (words("opportunity-buffer.no-target"),)


def test_cover_is_the_pile_by_the_mean_releases_of_twenty_work_days() -> None:
    released = [opportunity(f"R-{n}", "Mon-1 09:00", released="Tue-1 09:00") for n in range(10)]
    before = [opportunity("old", "Mon-5 09:00", released="Mon-4 16:00")]
    # 10 releases in 20 work days are half a one a day; at noon three of today's eight hours have passed
    assert body_of(view_of("Mon 20:00", *waiting(3), *released, *before)).cover_days == 6
    assert body_of(view_of("Mon 12:00", *waiting(3), *released, *before)).cover_days == 3 * 19.375 / 10


def test_days_before_the_first_opportunity_do_not_count_into_cover() -> None:
    days = ("Mon-1", "Tue-1", "Wed-1", "Thu-1", "Fri-1")
    released = [opportunity(f"R-{day}-{n}", f"{day} 09:00", released=f"{day} 15:00") for day in days for n in range(2)]
    shown = show(opportunity_buffer, snapshot("Fri-1 20:00", opportunities=[*released, *waiting(10, "Fri-1 09:00")]))
    # two a day on the five days that are known: ten last five days
    assert body_of(shown.view).cover_days == 5
    assert reckoned(shown.evidence["cover"]) == pytest.approx(5)


def test_before_any_work_time_of_the_first_opportunitys_day_has_passed_cover_is_not_known() -> None:
    released = opportunity("R", "Sat-1 10:00", released="Sat-1 11:00")
    for now in ("Sat-1 12:00", "Mon 08:00"):
        shown = show(opportunity_buffer, snapshot(now, opportunities=[released, *waiting(2, "Sat-1 10:00")]))
        assert (body_of(shown.view).waiting, body_of(shown.view).cover_days) == (2, None)
        assert reckoned(shown.evidence["cover"]) is None


def test_without_releases_cover_is_not_known() -> None:
    shown = show(opportunity_buffer, snapshot("Mon 12:00", opportunities=waiting(3)))
    assert body_of(shown.view).cover_days is None
    assert reckoned(shown.evidence["cover"]) is None


@pytest.mark.parametrize(
    ("hours", "zone"), [(None, None), (3, "urgent"), (2.9, "late"), (4.6, "watch"), (9.1, "on-track")]
)
def test_the_oldest_is_coloured_by_its_share_of_the_target_wait(hours: float | None, zone: str | None) -> None:
    body = body_of(view_of("Mon 12:00", *waiting(1), target_wait_h=hours))
    assert (body.oldest_h, body.oldest_zone) == (3, zone)


def test_an_empty_pile_has_no_oldest() -> None:
    body = body_of(view_of("Mon 12:00", target=9, target_wait_h=6))
    assert (body.waiting, body.zone, body.oldest_h, body.oldest_zone) == (0, "late", None, None)


def test_in_and_released_are_those_of_the_work_day() -> None:
    rows = (
        opportunity("A", "Sat-1 10:00"),
        opportunity("B", "Fri-1 10:00"),
        opportunity("C", "Fri-1 10:00", released="Mon 09:30"),
        opportunity("D", "Mon 10:00", released="Mon 11:00"),
    )
    body = body_of(view_of("Mon 12:00", *rows))
    assert (body.came, body.released, body.waiting) == (2, 2, 2)


def test_on_a_date_without_work_they_are_those_of_the_last_work_day_and_it_says_so() -> None:
    rows = (opportunity("A", "Fri 10:00"), opportunity("B", "Sat 10:00"))
    view = view_of("Sat 12:00", *rows)
    assert (body_of(view).came, body_of(view).waiting) == (1, 2)
    assert view.note == words("opportunity-buffer.note-day", on="2026-03-06")


def test_hours_are_those_of_the_panels_calendar() -> None:
    of = snapshot("Mon 12:00", opportunities=[opportunity("A", "Sun-1 12:00")])
    assert values(show(opportunity_buffer, of).view)["oldest"] == 3
    assert values(show(opportunity_buffer, of, calendar="always").view)["oldest"] == 24


def of_crm(*fields: str, diary: frozenset[str] | None = None) -> Snapshot:
    crm = batch(opportunities=waiting(1), mapped={"opportunities": frozenset({"number", "created", *fields})})
    visits = {} if diary is None else {"diary": batch(appointments=[], mapped={"appointments": diary})}
    return Snapshot(office(), at("Mon 12:00"), {"crm": crm, **visits})


def why(of: Snapshot) -> tuple[object, ...]:
    body = show(opportunity_buffer, of).view.body
    return body.why if isinstance(body, Blank) else ()


def test_releases_that_nobody_tells_blank_the_panel() -> None:
    assert why(of_crm()) == (words("missing.field", field="released", sources="crm"),)
    assert why(of_crm("released")) == ()


def test_appointments_that_name_their_opportunity_tell_the_releases() -> None:
    assert why(of_crm(diary=frozenset({"id", "opportunity", "booked"}))) == ()
    undated = of_crm(diary=frozenset({"id", "opportunity"}))
    assert why(undated) == (words("missing.field", field="booked", sources="diary"),)


def test_creations_that_nobody_tells_blank_the_panel() -> None:
    crm = batch(opportunities=[], mapped={"opportunities": frozenset({"number", "released"})})
    of = Snapshot(office(sources=("crm",)), at("Mon 12:00"), {"crm": crm})
    assert why(of) == (words("missing.field", field="created", sources="crm"),)


def test_a_board_without_opportunities_says_so() -> None:
    of = Snapshot(office(), at("Mon 12:00"), {"diary": batch(appointments=[]), "crm": batch(appointments=[])})
    assert why(of) == (words("missing.sources.opportunities"),)


def test_rows_that_cannot_be_used_are_said() -> None:
    of = snapshot("Mon 12:00", opportunities=[opportunity("A", None), opportunity("B", None)])
    shown, why = show(opportunity_buffer, of, target=9), words("unusable.opportunity-created", n=2)
    assert shown.view.remarks == (why,)
    assert shown.details == (words("unusable.named", why=why, names="A, B"),)


def test_an_appointment_releases_though_it_was_cancelled_since() -> None:
    visits = (visit("amira", "Tue 10:00", "cancelled", "Mon 11:00", booked="Mon 10:00", opportunity="W-0"),)
    assert body_of(view_of("Mon 12:00", *waiting(1), visits=visits)).released == 1
