"""What is left of a stand-up's time."""

import pytest

from tests.ui.standup.samples import AT, SECOND
from wallboard.core.sentences import SENTENCES
from wallboard.ui.standup.countdown import countdown


@pytest.mark.parametrize(
    ("gone_s", "time", "key", "zone"),
    [
        (0, "20:00", "standup.left", None),
        (378, "13:42", "standup.left", None),
        (899, "5:01", "standup.left", None),
        (900, "5:00", "standup.left", "urgent"),
        (1199, "0:01", "standup.left", "urgent"),
        (1200, "0:00", "standup.left", "late"),
        (1201, "0:01", "standup.over", "late"),
        (1200 + 3725, "1:02:05", "standup.over", "late"),
        (-90, "20:00", "standup.left", None),
    ],
)
def test_it_turns_amber_after_fifteen_minutes_and_red_for_good_after_twenty(gone_s, time, key, zone):
    told = countdown(AT, 20, AT + gone_s * SECOND)
    assert (told.said.key, told.said.args["time"], told.zone) == (key, time, zone)
    assert told.said.key in SENTENCES


def test_another_length_turns_amber_after_three_quarters():
    assert countdown(AT, 12, AT + 539 * SECOND).zone is None
    assert countdown(AT, 12, AT + 540 * SECOND).zone == "urgent"
