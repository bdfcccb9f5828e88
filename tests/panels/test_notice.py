"""A text on the wall."""

from datetime import date

import pytest
from pydantic import ValidationError

from tests.core.lives import snapshot
from wallboard.core.views.shapes import Notice
from wallboard.core.words import verbatim, words
from wallboard.panels.contract import Envelope
from wallboard.panels.notice import Options, show

ENVELOPE = Envelope("notice", "notice")


def lines(now: str, text: str = "Stand-up at nine", **dates: date) -> tuple[str, ...]:
    body = show(Options(text=text, **dates), ENVELOPE, snapshot(now)).view.body  # type: ignore[arg-type]
    assert isinstance(body, Notice)
    return body.lines


def test_a_text_stands_there_line_by_line_as_it_is() -> None:
    assert lines("Mon 12:00", "\nFire drill <b>today</b>\n\n  {at} 15:00\t★ \n") == (
        "Fire drill <b>today</b>",
        "",
        "  {at} 15:00 ★",
    )


def test_it_stands_there_from_its_first_date_to_its_last() -> None:
    dates = {"from_on": date(2026, 3, 3), "until_on": date(2026, 3, 4)}
    seen = [lines(now, **dates) for now in ("Mon 23:59", "Tue 00:00", "Wed 23:59", "Thu 00:00")]
    assert [bool(one) for one in seen] == [False, True, True, False]


def test_one_date_alone_leaves_the_other_end_open() -> None:
    assert lines("Mon 12:00", from_on=date(2026, 3, 3)) == ()
    assert lines("Thu 12:00", until_on=date(2026, 3, 3)) == ()
    assert lines("Thu 12:00", from_on=date(2026, 3, 3))


def test_dates_are_those_of_the_organisations_place() -> None:
    # half past twelve at night of the first of June in London is still May in UTC
    assert lines("2026-06-01 00:30", from_on=date(2026, 6, 1))


def test_it_has_neither_figures_nor_sources() -> None:
    view = show(Options(text="Hello"), ENVELOPE, snapshot("Mon 12:00")).view
    assert (view.figures, view.sources, view.heading) == ((), (), words("heading.notice"))
    own = Envelope("notice", "This week", has_title=True)
    assert show(Options(text="Hello"), own, snapshot("Mon 12:00")).view.heading == verbatim("This week")


def test_a_board_calls_its_dates_from_and_until() -> None:
    read = Options.model_validate_json('{"text": "Hello", "from": "2026-03-03", "until": "2026-03-04"}')
    assert (read.from_on, read.until_on) == (date(2026, 3, 3), date(2026, 3, 4))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"text": ""}, "at least 1"),
        ({"text": " \n"}, "it says nothing"),
        ({"text": "a" * 601}, "at most 600"),
        ({"text": "a\n" * 21}, "21 lines; at most 20"),
        ({"text": "a", "from_on": date(2026, 3, 4), "until_on": date(2026, 3, 3)}, "ends before it begins"),
    ],
)
def test_what_cannot_stand_on_a_wall_is_a_fault(options: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Options(**options)  # type: ignore[arg-type]
