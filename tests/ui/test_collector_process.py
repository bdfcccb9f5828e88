"""The glass keeps a collector alive that it started."""

import sys
from pathlib import Path

from wallboard.ui.collector_process import CollectorProcess

LISTENER = """
import sys
with open(sys.argv[1], "a", encoding="utf-8") as told:
    for line in sys.stdin:
        told.write(line)
        told.flush()
    told.write("end\\n")
"""


class Watch:
    """Seconds that a test moves on."""

    def __init__(self):
        self.now_s = 0.0

    def __call__(self):
        return self.now_s


def ended_with(code, watch):
    """A collector that ended with this code, and was noticed."""
    collector = CollectorProcess([sys.executable, "-c", f"raise SystemExit({code})"], watch)
    collector.start()
    collector._process.wait()
    collector.watch()
    return collector


def test_a_refresh_reaches_it_and_the_end_of_the_pipe_ends_it(tmp_path):
    told = tmp_path / "told"
    collector = CollectorProcess([sys.executable, "-c", LISTENER, str(told)], Watch())
    collector.start()
    collector.refresh()
    assert collector.is_running
    collector.end()
    assert not collector.is_running
    assert told.read_text() == "refresh\nend\n"


def test_one_that_died_is_started_again_later_each_time():
    watch = Watch()
    collector = ended_with(1, watch)
    assert collector.verdict == 1
    assert collector.restarts_in_s == 1.0
    watch.now_s = 1.0
    collector.watch()
    collector._process.wait()
    collector.watch()
    assert collector.restarts_in_s == 2.0
    collector.end()


def test_after_long_work_it_is_started_again_at_once():
    watch = Watch()
    collector = ended_with(1, watch)
    watch.now_s = 1.0
    collector.watch()
    collector._process.wait()
    watch.now_s = 100.0
    collector.watch()
    assert collector.restarts_in_s == 1.0


def test_where_another_composes_the_board_it_is_tried_again_in_silence():
    collector = ended_with(4, Watch())
    assert collector.verdict == 4
    assert collector.restarts_in_s is None


def test_a_bad_board_is_its_verdict():
    assert ended_with(2, Watch()).verdict == 2


def test_a_command_that_is_not_there_is_tried_again(tmp_path):
    collector = CollectorProcess([str(Path(tmp_path) / "nothing")], Watch())
    collector.start()
    assert not collector.is_running
    assert collector.restarts_in_s == 1.0
    collector.refresh()
    collector.end()
