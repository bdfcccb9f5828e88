"""A line of a log is taken apart in one way by all who change one."""

import pytest

from wallboard.store.log_lines import LogLine, log_line

HEAD = "2026-03-06 09:00:00,123 ERROR "
FRAME = '  File "/opt/wallboard/panels/x.py", line 3, in show'


@pytest.mark.parametrize("head", ["", HEAD])
@pytest.mark.parametrize("child", ["", "the collector: ", "the glass of wall-1f: ", "the safe board of wall-1f: "])
@pytest.mark.parametrize("said", ["", "board was loaded anew", "ValueError: x", FRAME, "a\nb", "the collector ended"])
def test_a_line_has_a_head_a_child_and_what_it_says(head: str, child: str, said: str) -> None:
    line = log_line(head + child + said)
    assert line == LogLine(head, child, said)
    assert line.head + line.message == head + child + said
    assert line.is_frame == (said == FRAME)


def test_who_quotes_a_place_is_no_place() -> None:
    assert not log_line(f"{HEAD}found {FRAME}").is_frame
    assert not log_line('File "x", line 3, in show').is_frame
