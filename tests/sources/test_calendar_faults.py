"""What goes wrong with calendars, one test a kind.

kind                                            outcome
----------------------------------------------  ------------------------------------------------------
no file                                         Passing, naming the path with {person}
cut off, empty, written to while it is read     Passing
no calendar at all (a sign-in page)             NeedsPerson
another kind of file                            NeedsPerson, naming what can be read
does not say whose it is                        NeedsPerson
too large, too many entries                     NeedsPerson, naming the bound
takes too long to follow, too many occurrences  NeedsPerson, naming the bound
an entry that is not whole, without a start     that entry counted
a time that is none, in a zone that is none     that entry counted
an end before its start                         that entry counted
leave with a time and without a length          that entry counted
a rule of every second, or that is none         that series counted; a rule that never comes true too
a zone that changes every second                its entries counted
entries, of which not one can be used           NeedsPerson, naming the first reason
an address, a sign-in, no way to tell persons   a fault of the board
"""

import gzip
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.sources.diaries import batch, calendar_of, counted, day, entry, known_as, read, starts
from tests.sources.exports import put, touch
from wallboard.core.records import Batch
from wallboard.core.sentences import SENTENCES
from wallboard.sources import calendar
from wallboard.sources.calendars.series import LONGEST_S, MOST_OCCURRENCES, Effort
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault

ONE = {"appointments": {"path": "{person}.ics"}}
RULE = "calendar.row.rule"
GOOD = entry("good", "20260330T090000", "20260330T100000")


def fault(folder: Path, data: str | bytes, kind: type[SourceFault], options: Any = None) -> tuple[str, dict[str, Any]]:
    put(folder, "amira.ics", data)
    with pytest.raises(SourceFault) as caught:
        batch(folder, options or ONE)
    assert type(caught.value) is kind
    assert caught.value.fault.key in SENTENCES
    assert caught.value.remedy is not None
    assert caught.value.remedy.key in SENTENCES
    return caught.value.fault.key, dict(caught.value.fault.args)


def test_no_file_names_the_path_as_the_board_has_it(tmp_path: Path) -> None:
    with pytest.raises(Passing) as caught:
        batch(tmp_path, ONE)
    assert dict(caught.value.fault.args) == {"path": "{person}.ics"}


@pytest.mark.parametrize(
    "data",
    [
        "",
        calendar_of(GOOD)[:-3],
        calendar_of(GOOD).replace("END:VCALENDAR\r\n", ""),
        calendar_of(GOOD)[:150],
        "BEGIN:VCALENDAR\r\n" + calendar_of(GOOD),
    ],
)
def test_a_calendar_that_is_cut_off_is_read_again_later(tmp_path: Path, data: str) -> None:
    assert fault(tmp_path, data, Passing)[0] in ("file.damaged", "file.empty")


def test_a_damaged_archive_is_read_again_later(tmp_path: Path) -> None:
    put(tmp_path, "amira.ics.gz", gzip.compress(calendar_of(GOOD).encode())[:-9])
    with pytest.raises(Passing):
        batch(tmp_path, {"appointments": {"path": "{person}.ics.gz"}})


@pytest.mark.parametrize(
    "data", ["<!doctype html><title>Sign in</title>", "Ref,Start\n1,2\n", "BEGIN:VCARD\r\nEND:VCARD\r\n"]
)
def test_what_is_no_calendar_needs_a_person(tmp_path: Path, data: str) -> None:
    assert fault(tmp_path, data, NeedsPerson) == ("calendar.none", {"file": "amira.ics"})


def test_another_kind_of_file_needs_a_person(tmp_path: Path) -> None:
    put(tmp_path, "amira.csv", "x")
    with pytest.raises(NeedsPerson) as caught:
        batch(tmp_path, {"appointments": {"path": "{person}.csv"}})
    assert caught.value.remedy is not None
    assert caught.value.remedy.key == "calendar.remedy.kind"


def test_an_archive_holds_one_calendar(tmp_path: Path) -> None:
    for names in (["a.ics"], ["a.ics", "b.ics"]):
        with zipfile.ZipFile(tmp_path / "amira.zip", "w") as archive:
            for name in names:
                archive.writestr(name, calendar_of(GOOD))
        touch(tmp_path / "amira.zip", 3600)
        if len(names) == 1:
            assert len(starts(batch(tmp_path, {"appointments": {"path": "{person}.zip"}}))) == 1
    with pytest.raises(NeedsPerson) as caught:
        batch(tmp_path, {"appointments": {"path": "{person}.zip"}})
    assert caught.value.fault.key == "file.member.several"


def test_a_calendar_without_a_name_needs_a_person(tmp_path: Path) -> None:
    options = {"appointments": {"path": "*.ics"}}
    assert fault(tmp_path, calendar_of(GOOD), NeedsPerson, options) == ("calendar.nobody", {"file": "amira.ics"})


def test_a_calendar_without_entries_is_an_empty_diary(tmp_path: Path) -> None:
    assert read(tmp_path).frame("appointments").is_empty()


@pytest.mark.parametrize(
    ("bad", "key"),
    [
        (entry("b", ""), "calendar.row.no-start"),
        (entry("b", ":"), "calendar.row.time"),
        (entry("b", "20260230T090000"), "calendar.row.time"),
        (entry("b", "20260330T250000"), "calendar.row.time"),
        (entry("b", "16010101T000000"), "calendar.row.time"),
        (entry("b", "20260330T090000", ";VALUE=DATE:20260331"), "calendar.row.time"),
        (entry("b", "20260330T090000", "", "DURATION:an hour"), "calendar.row.time"),
        (entry("b", "20260330T090000", "", "DURATION:P999999W"), "calendar.row.time"),
        (entry("b", "20260330T090000", "", "DURATION:-PT1H"), "file.row.ends-before"),
        (entry("b", "20260330T090000", "20260330T085959"), "file.row.ends-before"),
        (entry("b", "20260330T090000", "", "RDATE;VALUE=PERIOD:20260331T090000Z/PT1H"), "calendar.row.time"),
        (entry("b", ";TZID=Middle/Earth:20260330T090000"), "calendar.row.zone"),
        (entry("b", "20260330T090000", "", "RRULE:FREQ=SECONDLY"), RULE),
        (entry("b", "20260330T090000", "", "RRULE:FREQ=HOURLY;COUNT=3"), RULE),
        (entry("b", "20260330T090000", "", "RRULE:FREQ=DAILY;BYMINUTE=0,1,2,3,4;BYSECOND=0,1,2,3,4"), RULE),
        (entry("b", "20260330T090000", "", "RRULE:FREQ=DAILY;INTERVAL=0"), RULE),
        (entry("b", "20260330T090000", "", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), RULE),
        (entry("b", "20260330T090000", "", "RRULE:FREQ=MONTHLY;BYDAY=MO;RSCALE=HEBREW"), RULE),
        (entry("b", "20260330T090000", "", "RRULE:W1 MO"), RULE),
        (entry("b", "20260330T090000", "", "RRULE:FREQ=WEEKLY;BYMONTH=13"), RULE),
        (entry("b", "20260330T090000", "", "RRULE:FREQ=WEEKLY", "EXRULE:FREQ=WEEKLY;INTERVAL=2"), RULE),
        (entry("b", "20200330T090000", "20260330T090000", "RRULE:FREQ=DAILY"), "calendar.row.long"),
        (GOOD.replace("END:VEVENT\r\n", "").replace("good", "b"), "calendar.row.broken"),
        (entry("b", "20260330T090000", "", "BEGIN:VALARM"), "calendar.row.broken"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_used_is_counted_and_costs_only_itself(tmp_path: Path, bad: str, key: str) -> None:
    found = read(tmp_path, bad, GOOD)
    assert starts(found) == ["2026-03-30 08:00"]
    assert counted(found) == [(key, 1, ("amira.ics:4",))]


def test_entries_that_would_not_count_anyhow_are_not_counted_as_unusable(tmp_path: Path) -> None:
    bad = entry("b", "20260330T090000", "20260330T080000", "CATEGORIES:Lunch")
    good = entry("g", "20260330T090000", "", "CATEGORIES:Visit")
    assert counted(read(tmp_path, bad, good, counts={"category": ["Visit"]})) == []


def test_entries_of_which_not_one_can_be_used_need_a_person(tmp_path: Path) -> None:
    entries = [entry(f"e{n}", ";TZID=Middle/Earth:20260330T090000") for n in range(3)]
    key, args = fault(tmp_path, calendar_of(*entries), NeedsPerson)
    assert (key, args["n"], args["where"]) == ("calendar.useless", 3, "amira.ics:4, amira.ics:9, amira.ics:14")


def test_a_zone_whose_clock_changes_every_second_is_no_zone(tmp_path: Path) -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Bomb\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
        "TZOFFSETTO:+0200\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    found = read(tmp_path, entry("b", ";TZID=Bomb:20260330T090000"), GOOD, about=zone)
    assert [(key, count) for key, count, _ in counted(found)] == [("calendar.row.zone", 1)]


def test_rules_that_begin_long_ago_are_followed_and_those_that_never_come_true_are_not(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        entry("old", "19000101T090000", "19000101T093000", "RRULE:FREQ=DAILY;BYHOUR=9,10"),
        entry("never", "20260330T110000", "", "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU;COUNT=5"),
    )
    assert found.frame("appointments").height == 53 * 7 * 2
    assert counted(found) == [(RULE, 1, ("amira.ics:11",))]


def test_more_occurrences_than_anyone_keeps_are_refused(tmp_path: Path) -> None:
    rule = "RRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23"
    entries = [entry(f"e{n}", "20260105T090000", "", rule) for n in range(20)]
    key, args = fault(tmp_path, calendar_of(*entries), NeedsPerson)
    assert (key, args["most"]) == ("calendar.many", MOST_OCCURRENCES)


def test_following_rules_ends_when_its_time_is_over() -> None:
    at_s = 0.0
    effort = Effort(lambda: at_s)
    effort.count("amira.ics", 10)
    at_s = LONGEST_S + 0.1
    with pytest.raises(NeedsPerson) as caught:
        effort.count("amira.ics", 10)
    assert caught.value.fault.key == "calendar.slow"


def test_too_many_entries_and_too_large_a_file_are_refused(tmp_path: Path) -> None:
    entries = "BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 100_001
    assert fault(tmp_path, calendar_of(entries), NeedsPerson)[0] == "calendar.many"
    assert fault(tmp_path, b" " * 50_000_001, NeedsPerson)[0] == "file.large"


def test_a_picture_in_an_entry_is_passed_over(tmp_path: Path) -> None:
    picture = "ATTACH;ENCODING=BASE64:" + "\r\n ".join(["A" * 74] * 50_000)
    found = read(tmp_path, entry("a", "20260330T090000", "", picture))
    assert starts(found) == ["2026-03-30 08:00"]
    assert found.unusable == ()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sign_in": {"user": "a"}, "appointments": {"path": "{person}.ics"}}, "sign_in is for addresses"),
        ({"repetitions": "own", "appointments": {"path": "{person}.ics"}}, "repetitions is for addresses"),
        ({"appointments": {}}, "give one of the two"),
        ({"appointments": {"path": "a.ics", "url": "https://mail.example.com/a"}}, "give one of the two"),
        (
            {"appointments": {"path": "a.ics"}, "absences": {"url": "https://mail.example.com/leave.ics"}},
            "files and addresses are two sources",
        ),
        (
            {"appointments": {"url": "https://a.example.com/a"}, "absences": {"url": "https://b.example.com/a"}},
            "on two servers are two sources",
        ),
        ({"appointments": {"url": "https://{person}.example.com/"}}, "behind the host"),
        ({"appointments": {"url": "https://a.example.com/", "person": "path"}}, "the url has no {person}"),
        ({"appointments": {"url": "https://amira:secret@a.example.com/"}}, "no name or password"),
        ({"appointments": {"url": "https://a.example.com/{secret}.ics"}}, "give both or neither"),
        ({"appointments": {"url": "https://a.example.com/a.ics"}, "secrets": "diary"}, "give both or neither"),
        ({"appointments": {"url": "webcal://a.example.com/"}}, "https://"),
        ({}, "appointments, absences or both"),
        ({"appointments": {"path": "a.ics", "person": "path"}}, "the path has no {person}"),
        ({"appointments": {"path": "{person}.ics", "person": "organizer"}}, "person can only be path"),
        ({"appointments": {"path": "{person}/**/*.ics"}}, "without \\*\\*"),
        ({"appointments": {"path": "{person}/{person}.ics"}}, "{person} once"),
        ({"appointments": {"path": "a.ics", "states": {"performed": {}}}}, "by which category or summary"),
    ],
)
def test_what_a_board_cannot_mean_is_said_at_once(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        calendar.Options.model_validate(options)


ENTRIES = [
    entry("plain", "20260330T090000", "20260330T100000", "CREATED:20260301T090000Z"),
    entry("series", "20260302T110000", "20260302T113000", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260401T000000Z"),
    entry("series", "20260310T120000", "20260310T123000", "RECURRENCE-ID;TZID=Europe/London:20260309T110000"),
    entry("utc", ":20260331T090000Z", ":20260331T093000Z", "STATUS:CANCELLED", "LAST-MODIFIED:20260330T100000Z"),
    entry("tz", ";TZID=Tokyo Standard Time:20260331T180000", "", "DURATION:PT45M", "CLASS:PRIVATE"),
    day("days", "20260401", "20260403"),
]
WHOLE = calendar_of(*ENTRIES, about="X-WR-CALNAME:Amira\r\n").encode()


def seen(found: Batch) -> set[tuple[Any, ...]]:
    return set(found.frame("appointments").rows())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("diaries")


@pytest.fixture(scope="module")
def reading(folder: Path) -> Callable[[bytes], Batch]:
    def found(data: bytes) -> Batch:
        put(folder, "amira.ics", data)
        whole = batch(folder, ONE)
        assert isinstance(whole, Batch)
        return whole

    return found


noises = st.text("0129TZ;:=,-+PRULEDYMW\r\n ", min_size=1, max_size=4)
patient = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)


@patient
@given(st.integers(0, len(WHOLE)), st.binary(min_size=1, max_size=4))
def test_bytes_overwritten_anywhere_raise_nothing_but_a_fault(
    reading: Callable[[bytes], Batch], place: int, noise: bytes
) -> None:
    try:
        reading(WHOLE[:place] + noise + WHOLE[place + len(noise) :])
    except SourceFault:
        return


@patient
@example(0, -1, "0000")  # of its end
@given(st.integers(0, len(ENTRIES) - 1), st.integers(0, 400), noises)
def test_a_damaged_entry_leaves_the_others_as_they_are(
    reading: Callable[[bytes], Batch], index: int, place: int, noise: str
) -> None:
    good = seen(reading(WHOLE))
    text = ENTRIES[index]
    place = len("BEGIN:VEVENT\r\n") + place % (len(text) - len("BEGIN:VEVENT\r\nEND:VEVENT\r\n"))
    damaged = text[:place] + noise + text[place + len(noise) :]
    entries = [*ENTRIES[:index], damaged, *ENTRIES[index + 1 :]]
    found = reading(calendar_of(*entries).encode())
    name = known_as(text.split("UID:")[1].split("\r\n")[0])
    others = {row for row in good if not row[0].startswith(name)}
    if "END:VEVENT\r\n" in damaged:
        assert others <= seen(found)
    else:
        assert found.unusable


@patient
@given(st.integers(0, len(WHOLE) - 3))
def test_a_calendar_cut_off_anywhere_is_never_half_a_diary(reading: Callable[[bytes], Batch], place: int) -> None:
    with pytest.raises(SourceFault):
        reading(WHOLE[:place])


rules = st.lists(
    st.one_of(
        st.builds("{}={}".format, st.just("FREQ"), st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"])),
        st.builds("{}={}".format, st.sampled_from(["INTERVAL", "COUNT"]), st.integers(-1, 60)),
        st.builds(
            "{}={},{}".format,
            st.sampled_from(["BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYHOUR", "BYYEARDAY", "BYWEEKNO"]),
            st.integers(-40, 40),
            st.integers(-40, 40),
        ),
        st.builds(
            "BYDAY={}{}".format, st.sampled_from(["", "1", "-1", "5", "54"]), st.sampled_from(["MO", "SU", "XX"])
        ),
        st.builds("UNTIL={}".format, st.sampled_from(["20260401", "20260401T090000", "20260401T090000Z", "19991231"])),
    ),
    min_size=1,
    max_size=4,
).map(";".join)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rules, st.booleans())
def test_any_rule_is_followed_or_counted_and_the_first_of_a_series_is_there(
    reading: Callable[[bytes], Batch], rule: str, is_days: bool
) -> None:
    series = entry("s", "20260330T090000", "20260330T093000", f"RRULE:{rule}")
    if is_days:
        series = day("s", "20260330", "", f"RRULE:{rule}")
    put_in = calendar_of(series, GOOD).encode()
    found = reading(put_in)
    own = [row for row in seen(found) if row[0].startswith(known_as("s"))]
    assert is_days or bool(own) != bool(found.unusable)
    assert (f"{known_as('good')} amira",) in {row[:1] for row in seen(found)}


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIRST_ON = date(2026, 2, 2)


def plain(weeks: bool, interval: int, days: list[int], count: int, gone: set[int]) -> list[str]:
    """What a rule of days or weeks comes to, reckoned day by day."""
    found, on = [], FIRST_ON
    while len(found) < count:
        passed = (on - FIRST_ON).days
        is_turn = passed // 7 % interval == 0 if weeks else passed % interval == 0
        if is_turn and (on.weekday() in days):
            found.append(on)
        on += timedelta(days=1)
    local = [datetime.combine(on, time(9), tzinfo=ZoneInfo("Europe/London")) for on in found]
    return [f"{at.astimezone(UTC):%Y-%m-%d %H:%M}" for number, at in enumerate(local) if number not in gone]


@settings(max_examples=60, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    st.booleans(),
    st.integers(1, 3),
    st.sets(st.integers(1, 6), max_size=3),
    st.integers(1, 14),
    st.sets(st.integers(0, 13), max_size=3),
)
def test_rules_come_to_what_counting_the_days_comes_to(
    tmp_path_factory: pytest.TempPathFactory, weeks: bool, interval: int, days: set[int], count: int, gone: set[int]
) -> None:
    # The first of a series belongs to it, so its weekday is among the days.
    listed = sorted({0, *days})
    whole = plain(weeks, interval, listed, count, set())
    without = "".join(
        f"EXDATE:{at.replace('-', '').replace(' ', 'T').replace(':', '')}00Z\r\n"
        for number, at in enumerate(whole)
        if number in gone
    ).rstrip()
    rule = f"RRULE:FREQ={'WEEKLY' if weeks else 'DAILY'};INTERVAL={interval};COUNT={count}"
    rule += f";WKST=MO;BYDAY={','.join(DAYS[day] for day in listed)}"
    series = entry("s", f"{FIRST_ON:%Y%m%d}T090000", f"{FIRST_ON:%Y%m%d}T093000", rule, *filter(None, [without]))
    found = read(tmp_path_factory.mktemp("rule"), series)
    # The span ends half a year after the reader's clock.
    assert starts(found) == [at for at in plain(weeks, interval, listed, count, gone) if at < "2026-10-05"]
    assert found.unusable == ()
