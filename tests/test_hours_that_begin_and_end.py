"""Calendars whose hours begin, or end, by date: no panel may fail for them."""

from pathlib import Path

from wallboard.cli.boards import Moment, board_of, moment_of
from wallboard.core.views.shapes import Blank
from wallboard.core.words import words

EVERY_PANEL = Path(__file__).parents[1] / "config" / "every-panel.yaml"
OFFICE = 'hours: {mon-thu: ["09:00-17:30"], fri: ["09:00-16:00"]}'
AT = "2026-03-18T14:30"


def moment(folder: Path, hours: str) -> Moment:
    text = EVERY_PANEL.read_text(encoding="utf-8")
    assert OFFICE in text
    board = folder / "board.yaml"
    board.write_text(text.replace(OFFICE, hours), encoding="utf-8")
    return moment_of(board_of(str(board)), AT)


def test_after_the_last_work_day_of_a_calendar_that_ends_panels_show_that_day(tmp_path: Path) -> None:
    ended = moment(tmp_path, 'hours: [{mon-fri: ["09:00-17:00"]}, {from: 2026-03-16, mon-fri: []}]').composed
    assert ended.faults == ()
    views = {view.type: view for page in ended.picture.pages for view in page}
    assert views["in-and-out"].heading == words("heading.in-and-out.day", on="2026-03-13")


def test_before_the_first_work_day_of_a_calendar_panels_say_that_it_has_none_yet(tmp_path: Path) -> None:
    begins = moment(tmp_path, 'hours: [{from: 2026-03-19, mon-fri: ["09:00-17:00"]}]').composed
    assert begins.faults == ()
    bodies = {view.type: view.body for page in begins.picture.pages for view in page}
    why = words("missing.work-day", calendar="office", on="2026-03-18")
    assert bodies["on-time"] == bodies["appointments"] == Blank((why,))
    assert not isinstance(bodies["open-cases"], Blank)
