"""Holidays from a region, a list and a calendar file."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.config.good_board import GOOD
from wallboard.config.holidays import NoHolidays, of_dates, of_file, of_region

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261225
DTEND;VALUE=DATE:20261227
SUMMARY:Christmas
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:2027
 0101
SUMMARY:New Year
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART:20270105T090000Z
DTEND:20270105T100000Z
SUMMARY:A meeting
END:VEVENT
END:VCALENDAR
"""


def of_text(folder: Path, text: str) -> tuple[date, ...]:
    path = folder / "days.ics"
    path.write_bytes(text.encode("latin-1"))
    return of_file(path).dates


def test_a_region_has_holidays_from_2000_to_2060():
    england = of_region("GB-ENG")

    assert date(2026, 12, 25) in england.dates
    assert date(2026, 12, 28) in england.dates  # Boxing Day is a Saturday
    assert min(england.dates).year == 2000
    assert england.until == date(2060, 12, 31)


def test_parts_of_a_country_differ():
    assert date(2026, 8, 15) in of_region("DE-SL").dates
    assert date(2026, 8, 15) not in of_region("DE").dates


def test_a_list_that_the_library_knows_for_some_years_ends_with_them():
    assert of_region("IN").until == date(2035, 12, 31)


def test_a_list_ends_with_its_last_date():
    listed = of_dates([(date(2026, 12, 25), date(2026, 12, 26)), (date(2026, 5, 1), date(2026, 5, 1))])

    assert listed.dates == (date(2026, 12, 25), date(2026, 12, 26), date(2026, 5, 1))
    assert listed.until == date(2026, 12, 26)
    assert of_dates([]).until is None


def test_a_calendar_file_gives_its_all_day_entries(tmp_path):
    dates = of_text(tmp_path, CALENDAR.replace("\n", "\r\n"))

    assert dates == (date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1))


def test_a_board_reads_its_calendar_file_beside_it(load):
    board = load(GOOD.replace("[2026-12-25, 2026-12-26]", "days.ics"), days_ics=CALENDAR)

    assert board.organisation.calendars["office"].holidays_until == date(2027, 1, 1)
    assert [str(path) for path in board.files] == ["board.yaml", "days.ics"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("SUMMARY:Christmas", "RRULE:FREQ=YEARLY", "repeats by a rule, which is not read"),
        ("20261225", "20261325", "20261325 is no date of the calendar"),
        ("20261227", "20361227", '"Christmas" lasts longer than a year'),
        (CALENDAR, "BEGIN:VCALENDAR\n", "has no all-day entry"),
        ("Christmas", "No\xebl", "is no UTF-8 text"),
    ],
)
def test_a_calendar_file_that_cannot_be_read(tmp_path, old, new, said):
    with pytest.raises(NoHolidays) as caught:
        of_text(tmp_path, CALENDAR.replace(old, new))
    assert said in caught.value.found
    assert caught.value.remedy


def test_a_calendar_file_with_too_many_dates(tmp_path):
    years = "".join(
        f"BEGIN:VEVENT\nDTSTART;VALUE=DATE:{1900 + n}0101\nDTEND;VALUE=DATE:{1901 + n}0101\nEND:VEVENT\n"
        for n in range(80)
    )
    with pytest.raises(NoHolidays, match="dates"):
        of_text(tmp_path, years)


def test_a_calendar_file_that_is_too_large(tmp_path):
    with pytest.raises(NoHolidays, match="more than 4 MB"):
        of_text(tmp_path, "X" * (4 * 1024 * 1024 + 1))


def test_a_calendar_file_that_is_missing(said):
    (line,) = said("[2026-12-25, 2026-12-26]", "none.ics")

    assert line == (
        "board.yaml:7:15: calendars.office.holidays: cannot read none.ics: no such file or directory; "
        "correct the path, or the rights of the file"
    )


def test_boards_without_a_region_do_not_import_the_library(tmp_path):
    script = (
        "import sys, pathlib, good_board as g\n"
        "from wallboard.config.load import load_board\n"
        "load_board(pathlib.Path(sys.argv[1]), source_types=g.SOURCES, panel_types=g.PANELS)\n"
        "print('holidays' in sys.modules)\n"
    )
    board = tmp_path / "board.yaml"
    here, root = Path(__file__).parent, Path(__file__).parents[2]
    said = []
    for text in (GOOD, GOOD.replace("[2026-12-25, 2026-12-26]", "GB")):
        board.write_text(text)
        run = subprocess.run(
            [sys.executable, "-c", script, str(board)],
            env={"PYTHONPATH": f"{root}:{here}"},
            capture_output=True,
            text=True,
            check=True,
        )
        said.append(run.stdout.strip())
    assert said == ["False", "True"]


EVERY_COUNTRY = """
import sys
from wallboard.config.holidays import keep_countries_apart
keep_countries_apart()
import holidays
from holidays.registry import EntityLoader
codes = [code for code in EntityLoader.get_country_codes() if len(code) == 2]
apart = {code: sorted(holidays.country_holidays(code, years=2026)) for code in codes}
for name in [name for name in sys.modules if name.split(".")[0] == "holidays"]:
    del sys.modules[name]
import holidays.countries
for code in codes:
    assert sorted(holidays.country_holidays(code, years=2026)) == apart[code], code
print(len(codes))
"""


ONE_COUNTRY = """
import sys
from wallboard.config.holidays import of_region
of_region("GB-ENG")
print(len([name for name in sys.modules if name.startswith("holidays.countries.")]))
"""


def test_countries_kept_apart_have_the_holidays_that_they_have_together():
    done = subprocess.run([sys.executable, "-c", EVERY_COUNTRY], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 200


def test_a_region_does_not_import_every_country():
    done = subprocess.run([sys.executable, "-c", ONE_COUNTRY], capture_output=True, text=True, check=True)
    assert 0 < int(done.stdout) < 20


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("de-nw", "DE-NW"),
        ("DE_NW", "DE-NW"),
        ("gb", "GB"),
        ("Germany", "DE"),
        ("United Kingdom", "GB"),
        ("DE-Bayern", "DE-BY"),
        ("GB-ENK", "GB-ENG"),
        ("DE-XX", ""),
    ],
)
def test_of_a_region_that_is_none_the_one_that_was_meant_is_named(name, near):
    with pytest.raises(NoHolidays) as fault:
        of_region(name)
    assert fault.value.nearest == near
    assert not name.startswith("DE-") or "DE-NW, DE-RP" in fault.value.allowed
