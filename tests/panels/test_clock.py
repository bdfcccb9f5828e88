"""A clock's face."""

from tests.core.lives import snapshot
from wallboard.core.views.shapes import ClockFace
from wallboard.panels.clock import Options, show
from wallboard.panels.contract import Envelope


def test_the_clock_shows_the_organisations_time_or_another_places() -> None:
    envelope = Envelope("clock", "clock")
    assert show(Options(), envelope, snapshot("Mon 12:00")).view.body == ClockFace("Europe/London", has_date=True)
    elsewhere = Options(time_zone="Asia/Tokyo", date=False)
    assert show(elsewhere, envelope, snapshot("Mon 12:00")).view.body == ClockFace("Asia/Tokyo", has_date=False)
