"""What a first beat asks for is there by then, so that the beat need not wait for it."""

import subprocess
import sys

BROUGHT_IN = """
import sys
from importlib import import_module
import wallboard.ui.glass
from wallboard.ui.standup_door import FOR_STANDUPS
def ours():
    return {name for name in sys.modules if name.startswith("wallboard.")}
for name in FOR_STANDUPS:
    before = ours()
    import_module(name)
    assert ours() - before == {name}, (name, ours() - before)
before = ours()
from wallboard.store.answers import AnswerBook
from wallboard.ui.standup.desk import Desk
from wallboard.ui.standup.show import Canvas, StandupShow
assert ours() == before, ours() - before
"""


def test_it_comes_in_one_module_at_a_time_and_all_of_it():
    done = subprocess.run([sys.executable, "-c", BROUGHT_IN], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
