"""Whatever keys are pressed: a stand-up has a page to show, and its answers can be kept."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.standup.samples import AGENDA, BARE, UGLY
from tests.ui.standup.test_layout import laid
from wallboard.core.views.agenda import PROMISES, REASONS
from wallboard.ui.standup.walk import Walk

KEYS = st.one_of(
    st.sampled_from(["left", "right", "right", "up", "down", "choose", "back", "erase"]),
    st.integers(min_value=0, max_value=9),
)


@settings(max_examples=60)
@given(keys=st.lists(KEYS, max_size=60), agenda=st.sampled_from([AGENDA, BARE, UGLY]))
def test_every_key_leads_to_a_page(qapp, keys, agenda):
    kept = []
    walk = Walk(agenda, kept.append)
    columns = 1
    for key in keys:
        if isinstance(key, int):
            walk.press_digit(key)
        else:
            walk.press(key, columns)
        if walk.is_over:
            break
        assert 0 <= walk.choice < max(1, len(walk.options))
        columns = laid(walk, size=(1280, 720)).columns
    numbers = {case.number for case in agenda.cases}
    for answer in kept:
        assert answer.number in numbers
        assert answer.reason in (None, *REASONS)
        assert answer.promise in (None, *PROMISES)
        assert (answer.promise is None) == (answer.promised_on is None)
        assert answer.promise is None or answer.reason is not None


def test_the_last_answer_is_what_the_walk_remembers():
    kept = []
    walk = Walk(AGENDA, kept.append)
    while walk.case is None:
        walk.press("right")
    for digit in (1, 2):
        walk.press_digit(digit)
    walk.press("down")
    walk.press_digit(3)
    assert walk.answer == kept[-1]
