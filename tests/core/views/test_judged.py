"""One judgement of a view's word."""

import pytest

from wallboard.core.views.judged import condition_of_view
from wallboard.core.views.shapes import ClockFace, Columns, ImageFile, Notice, Shape, View
from wallboard.core.words import verbatim

DAY_US = 86_400_000_000


@pytest.mark.parametrize("body", [ClockFace("Europe/London"), Notice(("Fire drill",)), ImageFile("/srv/plan.png")])
def test_what_rests_on_no_source_is_live_even_when_the_collector_is_silent(body: Shape) -> None:
    view = View("notice", "Notice", verbatim("Notice"), body)
    assert condition_of_view(view, (), 0, DAY_US).word == "LIVE"


def test_a_figure_of_a_silent_collector_is_stale() -> None:
    view = View("flow", "Flow", verbatim("Flow"), Columns((), ()))
    assert condition_of_view(view, (), 0, DAY_US).word == "STALE"
