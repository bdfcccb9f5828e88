"""Files that were written a while ago: a file source waits for one that was changed less than two seconds before."""

import os
import time
from pathlib import Path

_AGO_S = 4.0


def write_still(path: Path, text: str) -> None:
    """Write a file as it were some seconds ago."""
    path.write_text(text, encoding="utf-8")
    then_s = time.time() - _AGO_S
    os.utime(path, (then_s, then_s))
