"""A kiosk whose state lies on a disk that was mounted anew, to be read alone, after an error."""

from pathlib import Path

import pytest

from tests.cli.test_kiosk import CLOCKS
from tests.store.test_full_disk import on_a_disk_of

KIOSK = """
import os, subprocess, sys
from contextlib import closing
from pathlib import Path
from tests.store.killed_writer import layout, picture
from wallboard.store.journal import Journal
from wallboard.store.places import Places, board_id

disk = Path(sys.argv[1])
board = disk / "board.yaml"
board.write_text(TEXT)
places = Places(disk / "state")
if HAS_PICTURE:
    places.make()
    with closing(Journal(places)) as journal:
        assert journal.show(board_id(board), layout(), picture(1))
subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

told = {"WALLBOARD_STATE": str(places.state), "QT_QPA_PLATFORM": "offscreen"}
command = [sys.executable, "-m", "wallboard", "kiosk", str(board)]
kiosk = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **told})
ends = 0
for line in kiosk.stderr:
    print(line, end="")
    ends += "the collector has ended" in line
    if ends > 5 or ("the safe board of" in line and " lives" in line):
        break
kiosk.terminate()
kiosk.stderr.read()
print("rc", kiosk.wait())
"""


@pytest.mark.parametrize("has_picture", [True, False])
def test_the_last_views_stay_on_the_wall_and_without_any_the_safe_board_says_why(
    tmp_path: Path, has_picture: bool
) -> None:
    code = KIOSK.replace("TEXT", repr(CLOCKS.format(screen=""))).replace("HAS_PICTURE", str(has_picture))
    done = on_a_disk_of("8m", tmp_path, code)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.endswith("rc 0\n")
    assert "the glass of board-" in done.stdout
    shown = [line for line in done.stdout.splitlines() if "the safe board is shown: " in line]
    if has_picture:
        assert shown == []
        assert not any("the glass" in line and "has ended" in line for line in done.stdout.splitlines())
    else:
        assert "The state directory cannot be used: [Errno 30] Read-only file system" in shown[0]
