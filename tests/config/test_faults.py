"""One test for each kind of fault: its file, line, column, and what it says."""

import pytest

from tests.config.good_board import GOOD
from wallboard.config.faults import BoardFaults, Fault, in_order, listed, nearest, quoted


def only(lines: list[str]) -> str:
    assert len(lines) == 1, lines
    return lines[0]


# The board's own keys


def test_an_unknown_key(said):
    line = only(said("types: [Order", "tpyes: [Order"))

    assert line.startswith('board.yaml:15:1: tpyes: "tpyes" is no key of a board; allowed: version, organisation,')
    assert line.endswith('; did you mean "types"?')


def test_a_missing_key(said):
    line = only(said("version: 1\n", ""))

    assert line == 'board.yaml:1:1: version: "version" is missing; add it, as in version: 1'


@pytest.mark.parametrize(
    ("old", "new", "start", "meant"),
    [
        ("version: 1\n", "versoin: 1\n", '1:1: versoin: "versoin" is no key of a board; ', "version"),
        (
            "{type: Order, hours: 6}",
            "{type: Order, hour: 6}",
            '42:19: targets.1.hour: "hour" is no key here; ',
            "hours",
        ),
        (
            ", place: [0, 0, 7, 8], title",
            ", plaec: [0, 0, 7, 8], title",
            '49:23: pages.1.panels.1.plaec: "plaec" is no key here; ',
            "place",
        ),
        (
            "{type: marks, ",
            "{tpye: marks, ",
            '49:10: pages.1.panels.1.tpye: "tpye" is no key here; allowed: type; ',
            "type",
        ),
    ],
)
def test_a_misspelt_key_that_a_board_needs_is_one_fault(said, old, new, start, meant):
    line = only(said(old, new))

    assert line.startswith(f"board.yaml:{start}")
    assert line.endswith(f'; did you mean "{meant}"?')


def test_a_key_that_is_missing_beside_a_strange_one_is_told_too(said):
    lines = said("{type: Order, hours: 6}", "{type: Order, colour: red}")

    assert len(lines) == 2
    assert lines[0] == 'board.yaml:42:5: targets.1.hours: "hours" is missing; add it'


def test_another_version(said):
    assert only(said("version: 1", "version: 2")) == (
        "board.yaml:1:10: version: found 2; allowed: 1; a board of another version needs another version of this "
        "program"
    )


def test_a_page_that_is_no_mapping(said):
    lines = said("  - title: More\n    dwell: 1m", "  - More\n  - title: More\n    dwell: 1m")

    assert lines == ['board.yaml:52:5: pages.2: found "More"; allowed: keys and values']


def test_no_pages(said):
    lines = said("pages:\n", "pages: []\nrest:\n")

    assert "board.yaml:46:8: pages: no pages; a board shows at least one page" in lines


def test_every_fault_is_told_at_once_in_the_order_of_the_file(faults_of):
    text = (
        GOOD.replace("diagonal: 55", "diagonal: big")
        .replace("role: csr", "role: crs")
        .replace("type: marks", "type: mark")
        .replace("hours: 24.5", "hours: -1")
        .replace("minutes: 20", "minuets: 20")
        .replace("{tier: expert}", "{tier: expart}")
    )

    assert [(fault.line, fault.path) for fault in faults_of(text)] == [
        (3, "screen.diagonal"),
        (35, "queues.Experts.tier"),
        (40, "people.4.role"),
        (45, "targets.4.hours"),
        (49, "pages.1.panels.1.type"),
        (57, "standup.minuets"),
    ]


# Values of another form


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("diagonal: 55", "diagonal: big", '3:36: screen.diagonal: found "big"; allowed: a number'),
        ("diagonal: 55", "diagonal: 900", "3:36: screen.diagonal: found 900; allowed: at most 300"),
        ("hours: 6}", "hours: 0}", "42:26: targets.1.hours: found 0; allowed: at least 0.01"),
        (
            "name: Northwind",
            "name: 12",
            "2:22: organisation.name: found 12; allowed: text; put it in quotes",
        ),
        (
            "theme: light",
            "theme: lihgt",
            '3:60: screen.theme: found "lihgt"; allowed: dark, light; did you mean "light"?',
        ),
        (
            'fri: ["09:00-16:00"]',
            'fri: "09:00-16:00"',
            (
                '6:59: calendars.office.hours.fri: found "09:00-16:00"; allowed: a list, as in [a, b]; '
                'put it in brackets: ["09:00-16:00"]'
            ),
        ),
        (
            "{tier: expert}",
            "expert",
            '35:12: queues.Experts: found "expert"; allowed: keys and values',
        ),
        (
            "dwell: 1m",
            "dwell:",
            '53:5: pages.2.dwell: found nothing; allowed: a length of time as in "30s", "5m" or "2h"',
        ),
        (
            "size: 1920x1080",
            "size: huge",
            '3:73: screen.size: found "huge"; allowed: a size in pixels as in "1920x1080"',
        ),
        (
            "locale: en_GB",
            "locale: English",
            '2:67: organisation.locale: found "English"; allowed: a language and country as in en_GB or de_DE',
        ),
        (
            "Europe/London,",
            "Europe/Lundon,",
            (
                '2:44: organisation.time_zone: found "Europe/Lundon"; allowed: a time zone as in Europe/London; '
                'did you mean "Europe/London"?'
            ),
        ),
        (
            "grid: [6, 4]",
            "grid: [6, 400]",
            "54:11: pages.2.grid: found a list; allowed: [columns, rows] as whole numbers from 1, each at most 48",
        ),
        (
            "{type: Order, hours: 6}",
            "{type: Order, houres: 6, hours: 6}",
            (
                '42:19: targets.1.houres: "houres" is no key here; allowed: type, hours, priority, calendar, clock, '
                'from; did you mean "hours"?'
            ),
        ),
        ("{type: Order, hours: 6}", "{type: Order}", '42:5: targets.1.hours: "hours" is missing; add it'),
        (
            '{at: "09:00", days',
            '{at: "24:00", days',
            '57:15: standup.at: found "24:00"; write "00:00", and the days after',
        ),
        ("minutes: 20", "minutes: yes", '57:48: standup.minutes: found "yes"; allowed: a whole number'),
    ],
)
def test_a_value_of_another_form(said, old, new, line):
    if old == "locale: en_GB":
        old, new = "calendar: office}", f"{new}, calendar: office}}"

    assert only(said(old, new)) == f"board.yaml:{line}"


@pytest.mark.parametrize(
    ("section", "allowed"),
    [("sources", "keys and values"), ("people", "a list"), ("calendars", "keys and values"), ("targets", "a list")],
)
def test_a_section_of_another_form(faults_of, section, allowed):
    place = GOOD.index(f"\n{section}:") + 1
    end = next(at for at in range(place + 1, len(GOOD)) if GOOD[at - 1] == "\n" and GOOD[at].isalpha())
    faults = faults_of(GOOD[:place] + f"{section}: wrong\n" + GOOD[end:])

    line = GOOD[:place].count("\n") + 1
    told = [fault for fault in faults if (fault.line, fault.path) == (line, section)]
    assert [fault.found for fault in told] == ['found "wrong"']
    assert told[0].allowed.startswith(allowed)


# Lengths of time


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "every: 30s",
            "every: 30",
            (
                '25:12: sources.desk.every: found 30; allowed: a length of time as in "30s", "5m" or "2h"; '
                'write "30s" for seconds'
            ),
        ),
        (
            "every: 30s",
            "every: 2 work days",
            '25:12: sources.desk.every: found "2 work days"; allowed: a length of time as in "30s", "5m" or "2h"',
        ),
        ("every: 30s", "every: 0.1s", '25:12: sources.desk.every: found "0.1s"; allowed: at least 1s'),
        ("dwell: 1m", "dwell: 1s", '53:12: pages.2.dwell: found "1s"; allowed: at least 5s'),
        (
            "expect_every: 1 work day",
            "expect_every: daily",
            (
                '30:19: sources.erp.expect_every: found "daily"; '
                'allowed: a length of time as in "30s", "5m", "2h" or "2 work days"'
            ),
        ),
    ],
)
def test_a_length_of_time(said, old, new, line):
    assert only(said(old, new)) == f"board.yaml:{line}"


# Calendars


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "mon-thu:",
            "mon-thr:",
            (
                '6:13: calendars.office.hours.mon-thr: found "mon-thr"; allowed: days as in mon, mon-thu or "sat,sun", '
                'of mon, tue, wed, thu, fri, sat, sun; did you mean "mon-thu"?'
            ),
        ),
        ("mon-thu:", '"mon,mon":', '6:13: calendars.office.hours.mon,mon: "mon,mon" names a day twice'),
        (
            'fri: ["09:00-16:00"]',
            'thu: ["09:00-16:00"]',
            '6:54: calendars.office.hours.thu: thu stands in "mon-thu" too; name each day once',
        ),
        (
            '"13:00-17:30"',
            '"12:00-17:30"',
            (
                '6:38: calendars.office.hours.mon-thu.2: "12:00-17:30" overlaps "09:00-12:30"; '
                "let one end where the other begins"
            ),
        ),
        (
            '{2026-12-31: ["09:00-12:00"]}',
            '{2026-12-31: ["09:00-12:00", "11:00-13:00"]}',
            (
                '9:43: calendars.office.special.2026-12-31.2: "11:00-13:00" overlaps "09:00-12:00"; '
                "let one end where the other begins"
            ),
        ),
        (
            '["09:00-16:00"]',
            '["09:00-26:00"]',
            (
                '6:60: calendars.office.hours.fri.1: found "09:00-26:00"; allowed: hours as in "09:00-12:30", '
                'up to "24:00"'
            ),
        ),
        (
            '["09:00-16:00"]',
            '["9 to 4"]',
            '6:60: calendars.office.hours.fri.1: found "9 to 4"; allowed: hours as in "09:00-12:30", up to "24:00"',
        ),
        (
            '["09:00-16:00"]',
            '["9-16"]',
            '6:60: calendars.office.hours.fri.1: found "9-16"; allowed: hours as in "09:00-12:30", up to "24:00"',
        ),
        (
            '["09:00-16:00"]',
            '["24:00-06:00"]',
            '6:60: calendars.office.hours.fri.1: "24:00-06:00" begins at 24:00; write "00:00" under the next day',
        ),
        (
            "from: 2026-07-01, ",
            "",
            (
                '14:9: calendars.night.hours.2: "from" is missing; '
                "give every week but the first the date from which it holds, as in from: 2026-07-01"
            ),
        ),
        (
            '- {mon-fri: ["06:00-22:00"]}',
            '- {from: 2026-07-01, mon-fri: ["06:00-22:00"]}',
            "14:16: calendars.night.hours.2.from: two weeks hold from 2026-07-01; keep one of them",
        ),
        (
            'hours: {mon-thu: ["09:00-12:30", "13:00-17:30"], fri: ["09:00-16:00"]}',
            "hours: {mon-fri: []}",
            '6:12: calendars.office.hours: no day has hours; add some, as in mon-fri: ["09:00-17:00"]',
        ),
        (
            'hours: {mon-thu: ["09:00-12:30", "13:00-17:30"], fri: ["09:00-16:00"]}',
            "hours: always",
            (
                '6:12: calendars.office.hours: found "always"; allowed: a list, as in [a, b]; '
                'put it in brackets: ["always"]'
            ),
        ),
        (
            '- {mon-fri: ["06:00-22:00"]}',
            "- always",
            (
                '13:9: calendars.night.hours.1: found "always"; '
                'allowed: days and their hours, as in {mon-fri: ["09:00-17:00"]}'
            ),
        ),
        (
            "[2026-12-25, 2026-12-26]",
            "[2026-12-25, 2026-13-26]",
            "7:28: calendars.office.holidays.2: 2026-13-26 is no date of the calendar",
        ),
        (
            "[2026-12-25, 2026-12-26]",
            "[25.12.2026]",
            (
                '7:16: calendars.office.holidays.1: found "25.12.2026"; '
                "allowed: a date or two as in 2026-11-16/2026-11-18, both included"
            ),
        ),
        (
            "closed: [2026-12-24]",
            "closed: [2026-12-24/2026-12-20]",
            (
                "8:14: calendars.office.closed.1: 2026-12-24/2026-12-20 ends before it begins; "
                "write the earlier date first"
            ),
        ),
        (
            "closed: [2026-12-24]",
            "closed: [2026-12-24/2062-12-24]",
            (
                "8:14: calendars.office.closed.1: 2026-12-24/2062-12-24 lasts more than ten years; "
                "correct one of the dates"
            ),
        ),
        (
            "closed: [2026-12-24]",
            "closed: [12]",
            (
                "8:14: calendars.office.closed.1: found 12; "
                "allowed: a date or two as in 2026-11-16/2026-11-18, both included"
            ),
        ),
        (
            "[2026-12-25, 2026-12-26]",
            "GB-ENK",
            (
                '7:15: calendars.office.holidays: found "GB-ENK"; allowed: GB, GB-ENG, GB-NIR, GB-SCT, GB-WLS; '
                'did you mean "GB-ENG"?'
            ),
        ),
        (
            "[2026-12-25, 2026-12-26]",
            "England",
            (
                '7:15: calendars.office.holidays: found "England"; '
                "allowed: a country as in GB, a part of one as in GB-ENG, a list of dates, or an .ics file"
            ),
        ),
    ],
)
def test_a_calendar(said, old, new, line):
    assert only(said(old, new)) == f"board.yaml:{line}"


@pytest.mark.parametrize(
    ("away", "remedy"),
    [
        ('"2026-03-23 09:00-13:00"', "; whole days only: hours and half days come from the absences of a source"),
        ("Monday", ""),
        ("2026-03-23/2026-03-24/2026-03-25", ""),
        ("2026-03-23/", ""),
    ],
)
def test_leave_that_is_no_dates(said, away, remedy):
    line = only(said("[2026-11-16/2026-11-18]", f"[{away}]"))
    allowed = "allowed: a date or two as in 2026-11-16/2026-11-18, both included"
    assert line.endswith(f"{allowed}{remedy}")
    assert ": people.2.away.1: found " in line


def test_no_calendar_shows_what_to_add(faults_of):
    start, end = GOOD.index("calendars:"), GOOD.index("types:")
    faults = faults_of(GOOD[:start] + GOOD[end:])

    assert str(faults[0]) == (
        "board.yaml:1:1: calendars: no calendar: work hours cannot be reckoned; "
        'add, for example: calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}, holidays: GB-ENG}}'
    )


def test_several_calendars_of_which_none_is_the_boards(said):
    assert only(said(", calendar: office}", "}")) == (
        'board.yaml:2:15: organisation.calendar: "calendar" is missing; allowed: office, night; '
        "say which is the board's, as in calendar: office"
    )


# Names that refer to others


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "calendar: office}",
            "calendar: offise}",
            (
                '2:69: organisation.calendar: found "offise", which is no calendar of this board; '
                'allowed: office, night; did you mean "office"?'
            ),
        ),
        (
            "calendar: night\n",
            "calendar: nihgt\n",
            (
                '29:15: sources.erp.calendar: found "nihgt", which is no calendar of this board; '
                'allowed: office, night; did you mean "night"?'
            ),
        ),
        (
            "calendar: night, clock",
            "calendar: day, clock",
            '51:87: pages.1.panels.3.calendar: found "day", which is no calendar of this board; allowed: office, night',
        ),
        (
            "clock: customer, calendar: night",
            "clock: customer, calendar: nigth",
            (
                '45:61: targets.4.calendar: found "nigth", which is no calendar of this board; '
                'allowed: office, night; did you mean "night"?'
            ),
        ),
        (
            "{type: Order, hours: 6}",
            "{type: Oder, hours: 6}",
            (
                '42:12: targets.1.type: found "Oder", which is no type of this board; '
                'allowed: Order, Quote, Technical, default; did you mean "Order"?'
            ),
        ),
        (
            "coordinator: Lena",
            "coordinator: Lana",
            (
                '37:61: people.1.coordinator: found "Lana", which is no coordinator of this board; '
                'allowed: Lena; did you mean "Lena"?'
            ),
        ),
        (
            "coordinator: Lena",
            "coordinator: Kim",
            '37:61: people.1.coordinator: "Kim" is a csr, no coordinator; give them that role, or name another',
        ),
        (
            "{erp: [FL, FRONT]}",
            "{epr: [FL, FRONT]}",
            (
                '34:36: queues.Front line.also.epr: found "epr", which is no source of this board; '
                'allowed: desk, erp; did you mean "erp"?'
            ),
        ),
        (
            "{tier: expert}",
            "{tier: expert, also: {erp: FL}}",
            '35:39: queues.Experts.also.erp: "FL" of erp stands in board.yaml:34 too; one word can stand for one only',
        ),
        (
            "{tier: expert}",
            "{tier: expert, also: {erp: [FX, 7]}}",
            "35:39: queues.Experts.also.erp: found 7; allowed: text; put it in quotes",
        ),
    ],
)
def test_a_reference(said, old, new, line):
    assert only(said(old, new)) == f"board.yaml:{line}"


# The same twice


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "{type: Quote, hours: 10, from: 2026-12-01}",
            "{type: Quote, hours: 10, priority: high}",
            (
                '44:5: targets.3: a second target for "Quote, high, always"; '
                "it stands in board.yaml:43 too: keep one of them"
            ),
        ),
        (
            "name: Kim",
            "name: Lena",
            '40:12: people.4.name: a second person "Lena"; it stands in board.yaml:39 too: keep one of them',
        ),
        (
            "name: Kim",
            "name: LENA",
            '40:12: people.4.name: a second person "LENA"; it stands in board.yaml:39 too: keep one of them',
        ),
        (
            "name: Kim, role: csr",
            "name: Kim, role: csr, also: {erp: AMIRA}",
            '40:40: people.4.also.erp: "AMIRA" of erp stands in board.yaml:37 too; one word can stand for one only',
        ),
        (
            "name: Kim, role: csr",
            "name: Kim, role: csr, also: {desk: farid}",
            '40:41: people.4.also.desk: "farid" of desk stands in board.yaml:38 too; one word can stand for one only',
        ),
        (
            "types: [Order, Quote,",
            "types: [Order, Order, Quote,",
            '15:16: types.2: a second type "Order"; it stands in board.yaml:15 too: keep one of them',
        ),
        (
            "open: [New, Active]",
            "open: [New, Active, WAITING]",
            '18:13: statuses.on-hold.1: "Waiting" is open too; let it stand in one of the two',
        ),
        (
            "statuses: {closed: [Shipped]}",
            "statuses: {closed: [Shipped], ignored: [shipped]}",
            '32:45: sources.erp.statuses.ignored.1: "shipped" is closed too; let it stand in one of the two',
        ),
        (
            "title: Share again",
            "title: Open cases",
            (
                '56:51: pages.2.panels.1.title: the panel in board.yaml:49 has the title "Open cases" too; '
                "titles are unique on a board: give one of them another title"
            ),
        ),
        (
            ", title: Share again",
            "",
            (
                '56:9: pages.2.panels.1: the panel in board.yaml:50 has the title "share" too; '
                "titles are unique on a board: give one of them another title"
            ),
        ),
        (
            "theme: light",
            "theme: light, diagonal: 50",
            '3:67: screen.diagonal: "diagonal" stands here twice; it stands in line 3 too: keep one of them',
        ),
    ],
)
def test_what_stands_there_twice(said, old, new, line):
    assert only(said(old, new)) == f"board.yaml:{line}"


# Sources and panels


def test_an_unknown_type_is_one_fault_and_the_rest_of_its_entry_is_not_judged(said):
    new = "type: rest\n    url: https://example.com\n    every: never\n    statuses: 7"

    assert only(said("type: table\n    path: cases.csv\n    every: 30s", new)) == (
        'board.yaml:23:11: sources.desk.type: found "rest", which is no source type of this version; allowed: table'
    )


def test_an_unknown_panel_type_names_the_nearest(said):
    assert only(said("type: marks", "type: mark")) == (
        'board.yaml:49:16: pages.1.panels.1.type: found "mark", which is no panel type of this version; '
        'allowed: marks, share, rows; did you mean "marks"?'
    )


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("{type: marks, ", "{", '49:9: pages.1.panels.1.type: "type" is missing; allowed: marks, share, rows'),
        ("{type: marks, ", "{type: 7, ", "49:16: pages.1.panels.1.type: found 7; allowed: marks, share, rows"),
        (
            "{type: marks, place: [0, 0, 7, 8], title: Open cases}",
            "marks",
            '49:9: pages.1.panels.1: found "marks"; allowed: keys and values, of which one is type',
        ),
        (
            ", place: [0, 0, 7, 8], title",
            ", title",
            '49:9: pages.1.panels.1.place: "place" is missing; add it',
        ),
        (
            "[0, 0, 7, 8]",
            "[0, 0, 7]",
            (
                "49:30: pages.1.panels.1.place: found a list; "
                "allowed: [column, row, columns, rows] as whole numbers from 0, each at most 48"
            ),
        ),
        (
            "[0, 0, 7, 8]",
            "[0, 0, 7, 9]",
            (
                "49:30: pages.1.panels.1.place: columns 0 to 6, rows 0 to 8 leave the grid; "
                "allowed: columns 0 to 11, rows 0 to 7"
            ),
        ),
        (
            "[7, 0, 5, 2]",
            "[7, 1, 5, 2]",
            (
                '51:29: pages.1.panels.3.place: lies over the panel "share" (board.yaml:50); '
                "place is column, row, columns, rows: move one of them"
            ),
        ),
        (
            "target: 90",
            "targte: 90",
            (
                '50:44: pages.1.panels.2.targte: "targte" is no key here; allowed: target, within, type, place, '
                'title, where, calendar, clock; did you mean "target"?'
            ),
        ),
        (
            "title: Open cases",
            "titel: Open cases",
            (
                '49:44: pages.1.panels.1.titel: "titel" is no key here; allowed: across, type, place, '
                'title, where, calendar, clock; did you mean "title"?'
            ),
        ),
        (
            "every: 30s",
            "evry: 30s",
            (
                '25:5: sources.desk.evry: "evry" is no key here; allowed: path, kind, type, every, expect_every, '
                'stale_after, calendar, statuses; did you mean "every"?'
            ),
        ),
        ("target: 90", "target: 190", "50:52: pages.1.panels.2.target: found 190; allowed: 0 to 100 %"),
        ("target: 90", "within: -1", "50:52: pages.1.panels.2.within: found -1; allowed: at least 0 h"),
        (
            "title: Open cases",
            "across: queu, title: Open cases",
            '49:52: pages.1.panels.1.across: found "queu"; allowed: type, queue; did you mean "queue"?',
        ),
        (
            "{type: rows, ",
            "{type: rows, queues: [Experts, Expert], ",
            (
                '51:40: pages.1.panels.3.queues.2: found "Expert", which is no queue of this board; '
                'allowed: Front line, Experts; did you mean "Experts"?'
            ),
        ),
        (
            "{type: rows, ",
            "{type: rows, even: 3, ",
            "51:28: pages.1.panels.3.even: found 3; allowed: a multiple of 2",
        ),
        (
            "path: cases.csv",
            "path: cases.csv\n    kind: {column: Kind, types: {O: Ordr}}",
            (
                '25:37: sources.desk.kind.types.O: found "Ordr", which is no case type of this board; '
                'allowed: Order, Quote, Technical; did you mean "Order"?'
            ),
        ),
        (
            "{type: rows, ",
            "{type: rows, zone: Europe/Berln, ",
            (
                '51:28: pages.1.panels.3.zone: found "Europe/Berln"; allowed: a time zone as in Europe/London; '
                'did you mean "Europe/Berlin"?'
            ),
        ),
        (
            "{type: rows, ",
            "{type: rows, zone: Mars/Olympus, ",
            '51:28: pages.1.panels.3.zone: found "Mars/Olympus"; allowed: a time zone as in Europe/London',
        ),
        (
            "{type: rows, ",
            "{type: rows, zone: Asia/Tokyo, ",
            '51:28: pages.1.panels.3.zone: found "Asia/Tokyo": zones of Europe only',
        ),
        (
            "{type: rows, ",
            "{type: rows, code: abc, ",
            '51:28: pages.1.panels.3.code: found "abc"; allowed: text of the form ^[A-Z]+$',
        ),
        (
            "{type: rows, ",
            "{type: rows, day: 2026-02-30, ",
            '51:27: pages.1.panels.3.day: found "2026-02-30"; allowed: a date as in 2026-12-24',
        ),
        (
            "{type: rows, ",
            "{type: rows, most: 200, even: 200, ",
            "51:9: pages.1.panels.3: either most or even must be small",
        ),
        (
            "path: cases.csv",
            "path: cases.csv\n    kind: 7",
            "25:11: sources.desk.kind: found 7; allowed: text, or keys and values; put it in quotes",
        ),
        (
            "path: cases.csv",
            "path: cases.csv\n    kind: {colum: Kind, column: Kind}",
            '25:12: sources.desk.kind.colum: "colum" is no key here; allowed: column, types; did you mean "column"?',
        ),
    ],
)
def test_a_source_or_panel(said, old, new, line):
    assert only(said(old, new)) == f"board.yaml:{line}"


# where


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("Experts", ('50: pages.1.panels.3.where: found "Experts"; allowed: fields and values, as in '
         "{queue: [Orders, Quotes], priority: {not: [low]}}")),
        ("{queu: Experts}", ('51: pages.1.panels.3.where.queu: "queu" is no field of a case; allowed: type, queue, '
         'owner, status, priority, source, tier, zone, open_hours, share, any; did you mean "queue"?')),
        ("{queue: Expert}", ('58: pages.1.panels.3.where.queue: found "Expert", which is no queue of this board; '
         'allowed: Front line, Experts; did you mean "Experts"?')),
        ("{owner: [Kim, Kym]}", ('64: pages.1.panels.3.where.owner.2: found "Kym", which is no owner of this board; '
         'allowed: Amira, Farid, Lena, Kim; did you mean "Kim"?')),
        ("{zone: lat}", ('57: pages.1.panels.3.where.zone: found "lat", which is no zone of this board; '
         'allowed: on-track, watch, urgent, late; did you mean "late"?')),
        ("{priority: 1}", ("61: pages.1.panels.3.where.priority: found 1; allowed: text, or null for a missing one; "
         "put it in quotes")),
        ("{source: null}", "59: pages.1.panels.3.where.source: found nothing; allowed: text"),
        ("{queue: []}", "58: pages.1.panels.3.where.queue: found an empty list; name at least one value"),
        ("{queue: {}}", ("58: pages.1.panels.3.where.queue: found an empty mapping; "
         "allowed: a value, a list, or {not: …}")),
        ("{queue: {nit: Experts}}", ('59: pages.1.panels.3.where.queue.nit: "nit" is no key here; allowed: not; '
         'did you mean "not"?')),
        ("{share: 1}", ("58: pages.1.panels.3.where.share: found 1; "
         "allowed: {above: NUMBER}, {below: NUMBER} or both")),
        ("{share: {abov: 1}}", ('59: pages.1.panels.3.where.share.abov: "abov" is no key here; allowed: above, below; '
         'did you mean "above"?')),
        ("{share: {above: much}}", '66: pages.1.panels.3.where.share.above: found "much"; allowed: a number'),
        ("{share: {above: 2, below: 1}}", "58: pages.1.panels.3.where.share: nothing is above 2 and below 1"),
        ("{any: Experts}", ('56: pages.1.panels.3.where.any: found "Experts"; '
         "allowed: a list of conditions, of which one must hold")),
        ("{any: [{}, {zone: late}]}", ("57: pages.1.panels.3.where.any.1: found an empty mapping; "
         "it lets every case in: remove the list")),
    ],
)  # fmt: skip
def test_a_where(said, where, line):
    assert only(said("{queue: {not: [Experts]}}", where)) == f"board.yaml:51:{line}"


def test_what_no_rule_of_ours_words_is_told_with_what_is_allowed(said):
    line = only(said("{type: rows, ", "{type: rows, span: abc, "))

    assert line.startswith('board.yaml:51:28: pages.1.panels.3.span: found "abc"; allowed: ')


def test_a_where_that_is_nested_without_end(said):
    deep = "{any: [" * 8 + "{zone: late}" + "]}" * 8

    assert '"any" stands more than 5 deep; write it flatter' in only(said("{queue: {not: [Experts]}}", deep))


# The faults themselves


def test_faults_are_sorted_by_place_and_told_once():
    late, early = Fault("a", 9, 1, "", "late"), Fault("a", 2, 7, "", "early")
    shared = Fault("b", 1, 1, "", "shared")

    assert in_order([late, shared, early, late]) == (early, late, shared)
    assert str(BoardFaults([late, early])) == "a:2:7: early\na:9:1: late"


def test_long_values_and_lists_are_cut():
    assert quoted("x" * 100) == '"' + "x" * 59 + '…"'
    assert quoted("a\nb") == '"a·b"'
    assert quoted(value=True) == "true"
    assert quoted([]) == "an empty list"
    assert listed([str(n) for n in range(30)], most=3) == "0, 1, 2 and 27 more"
    assert nearest("zzz", ["open-cases"]) == ""
