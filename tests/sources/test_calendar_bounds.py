"""Calendars of people who mean no harm or some: what may cost nothing, count for nobody, or be told to no one."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.sources.diaries import batch, calendar_of, counted, day, entry, leave, read, spans, starts
from tests.sources.exports import NOW_US, at, put
from wallboard.core.records import Batch
from wallboard.sources.calendars.claims import span_us_at
from wallboard.sources.calendars.lines import calendars
from wallboard.sources.calendars.options import Appointments
from wallboard.sources.calendars.parts import goes_on, parts_of
from wallboard.sources.calendars.series import LONGEST_S, Effort
from wallboard.sources.calendars.taken import Taker
from wallboard.sources.contract import NeedsPerson

RULE = "calendar.row.rule"
GOOD = entry("good", "20260330T090000", "20260330T100000")


def whose(folder: Path, organizer: str) -> list[str]:
    put(folder, "team.ics", calendar_of(GOOD, entry("b", "20260331T090000", "", f"ORGANIZER:{organizer}")))
    found: Batch = batch(folder, {"appointments": {"path": "team.ics", "person": "organizer"}})
    return found.frame("appointments")["person"].to_list()


@pytest.mark.parametrize(
    "organizer", ["MAILTO:Amira@office.example", "amira@office.example", "Amira Haddad mailto:amira@office.example"]
)
def test_an_organizer_is_what_stands_before_the_at(tmp_path: Path, organizer: str) -> None:
    assert whose(tmp_path, organizer) == ["amira"]


@pytest.mark.parametrize("organizer", ["a" * 190_000, "a" * 190_000 + "@office.example", "mailto:@office", "amira @x"])
def test_what_is_no_address_is_nobody_however_long(tmp_path: Path, organizer: str) -> None:
    put(tmp_path, "team.ics", calendar_of(entry("b", "20260331T090000", "", f"ORGANIZER:{organizer}"), WITH_OWNER))
    found = batch(tmp_path, {"appointments": {"path": "team.ics", "person": "organizer"}})
    assert found.frame("appointments")["person"].to_list() == ["grace"]
    assert counted(found) == [("calendar.row.no-organizer", 1, ("team.ics:4",))]


WITH_OWNER = entry("c", "20260331T100000", "", "ORGANIZER:mailto:grace@office.example")


@pytest.mark.parametrize("end", ["", "20260330T090000"])
def test_leave_without_a_length_is_counted_and_keeps_nobody_away(tmp_path: Path, end: str) -> None:
    found = leave(tmp_path, entry("a", "20260330T090000", end), day("b", "20260401"))
    assert spans(found) == [(at("2026-03-31 23:00"), at("2026-04-01 23:00"))]
    assert counted(found) == [("calendar.row.no-length", 1, ("amira.ics:4",))]


def test_leave_called_off_needs_no_length(tmp_path: Path) -> None:
    weekly = entry("a", "20260316T090000", "20260316T170000", "RRULE:FREQ=WEEKLY;COUNT=2")
    off = entry("a", "20260323T090000", "", "RECURRENCE-ID;TZID=Europe/London:20260323T090000", "STATUS:CANCELLED")
    found = leave(tmp_path, weekly, off)
    assert starts(found, "absences") == ["2026-03-16 09:00"]
    assert found.unusable == ()


def test_a_whole_day_begins_at_the_offices_midnight_wherever_the_program_was_set(tmp_path: Path) -> None:
    entries = day("a", "20260330"), entry("b", ":20260401T090000", ":20260401T100000")
    found = leave(tmp_path, *entries, about="X-WR-TIMEZONE:Australia/Sydney\r\n")
    assert spans(found) == [
        (at("2026-03-29 23:00"), at("2026-03-30 23:00")),
        (at("2026-03-31 22:00"), at("2026-03-31 23:00")),
    ]


def test_a_whole_day_is_in_the_zone_that_the_board_gives_the_source(tmp_path: Path) -> None:
    put(tmp_path, "amira.ics", calendar_of(day("a", "20260330"), about="X-WR-TIMEZONE:Australia/Sydney\r\n"))
    options: dict[str, Any] = {"time_zone": "America/New_York", "absences": {"path": "{person}.ics"}}
    assert spans(batch(tmp_path, options)) == [(at("2026-03-30 04:00"), at("2026-03-31 04:00"))]


NEVER = (
    "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=12",
    "FREQ=DAILY;BYYEARDAY=1;BYMONTH=12",
    "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=7",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=50",
    "FREQ=YEARLY;BYDAY=99MO",
    "FREQ=DAILY;INTERVAL=7;BYDAY=SU",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
)


@pytest.mark.parametrize("rule", NEVER)
@pytest.mark.parametrize("end", ["", ";COUNT=3", ";UNTIL=20260501T000000Z"])
def test_a_rule_that_excludes_itself_is_counted_and_not_followed(tmp_path: Path, rule: str, end: str) -> None:
    found = read(tmp_path, GOOD, entry("b", "20230102T090000", "20230102T100000", f"RRULE:{rule}{end}"))
    assert starts(found) == ["2026-03-30 08:00"]
    assert counted(found) == [(RULE, 1, ("amira.ics:10",))]


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2000-02-29"),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR", "1980-01-04"),
        ("FREQ=YEARLY;BYYEARDAY=366", "1999-12-31"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "1900-01-31"),
    ],
)
def test_a_rule_that_seldom_comes_true_goes_on(rule: str, first: str) -> None:
    for end in ("1990-01-01", "1999-12-31", "2026-10-05", "2199-12-31"):
        assert goes_on(parts_of(rule), datetime.fromisoformat(first), datetime.fromisoformat(end))


def test_a_rule_that_comes_true_beyond_number_is_not_followed(tmp_path: Path) -> None:
    rule = "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5,6;BYMINUTE=0,10,20,30"
    assert counted(read(tmp_path, GOOD, entry("b", "20000103T010000", "", rule))) == [(RULE, 1, ("amira.ics:10",))]


def take(clock: Callable[[], float], *rules: str, uid: str = "{n}") -> None:
    """Takes fifty entries that repeat so."""
    repeated = (entry(uid.format(n=n), "20230102T090000", "", *rules) for n in range(50))
    (found,) = calendars(calendar_of(*repeated).encode())
    resource = Appointments.model_validate({"path": "{person}.ics"})
    taker = Taker("appointments", resource, "Europe/London", span_us_at(NOW_US), Effort(clock))
    taker.taken("amira.ics", found, "amira", ())


@pytest.mark.parametrize(
    ("uid", "rule"),
    [("{n}", NEVER[0]), ("{n}", "FREQ=SECONDLY"), ("one", "FREQ=WEEKLY;BYDAY=MO")],
    ids=["never", "too often", "versions of one"],
)
def test_the_time_is_heeded_after_each_rule_whatever_it_comes_to(uid: str, rule: str) -> None:
    looks = 0

    def clock() -> float:
        nonlocal looks
        looks += 1
        return 0.0

    take(clock, f"RRULE:{rule}", uid=uid)
    assert looks > 2 * 50, "as each is found, and once its rule was followed"


def test_rules_that_cannot_be_followed_end_a_read_that_takes_too_long() -> None:
    at_s = 0.0

    def clock() -> float:
        nonlocal at_s
        at_s += LONGEST_S / 75
        return at_s

    with pytest.raises(NeedsPerson) as caught:
        take(clock, "RRULE:FREQ=SECONDLY")
    assert caught.value.fault.key == "calendar.slow"


@pytest.mark.parametrize(
    ("lines", "counts", "is_told"),
    [
        (("DTSTART;VALUE=DATE:20260331", "DTEND;VALUE=DATE:20260330"), {}, False),
        (("DTSTART;VALUE=DATE:20260331", "DTEND;VALUE=DATE:20260330"), {"all_day": True}, True),
        (("DTSTART:20260331T090000Z", "DTEND:20260331T080000Z", "TRANSP:TRANSPARENT"), {}, False),
        (("DTSTART:20260331T090000Z", "DTEND:20260331T080000Z", "CLASS:PRIVATE"), {"private": False}, False),
        (("DTSTART:20260331T090000Z", "DTEND:20260331T080000Z"), {}, True),
        (("DTSTART:99999999", "DTEND:20260331T080000Z"), {}, False),
        (("DTEND:20260331T080000Z",), {}, True),
    ],
    ids=["all day", "all day counts", "free", "private", "counts", "no date", "no start"],
)
def test_what_is_wrong_with_an_entry_that_would_not_count_is_not_told(
    tmp_path: Path, lines: tuple[str, ...], counts: dict[str, bool], is_told: bool
) -> None:
    bad = "\r\n".join(("BEGIN:VEVENT", "UID:b", *lines, "END:VEVENT", ""))
    put(tmp_path, "amira.ics", calendar_of(GOOD, day("d", "20260330", "20260331"), bad))
    found = batch(tmp_path, {"appointments": {"path": "{person}.ics", "counts": counts}})
    assert sum(one.count for one in found.unusable) == is_told


def test_no_text_of_a_private_entry_is_told(tmp_path: Path) -> None:
    private = "CLASS:PRIVATE"
    found = read(
        tmp_path,
        entry("SECRET-oncology", "20260330T090000", "", private),
        entry("b", ";TZID=SECRET/Clinic:20260331T090000", "", private),
        entry("c", ";TZID=Middle/Earth:20260331T090000"),
    )
    assert len(starts(found)) == 1
    assert "SECRET" not in repr(found)
    assert "SECRET" not in str(found.frame("appointments").rows())
    assert [dict(one.why.args)["zone"] for one in found.unusable] == ["…", "Middle/Earth"]


def test_an_entry_is_the_same_one_at_the_next_read(tmp_path: Path) -> None:
    ids = [read(tmp_path, entry(uid, "20260330T090000")).frame("appointments")["id"][0] for uid in ("a", "a", "b")]
    assert ids[0] == ids[1] != ids[2]
