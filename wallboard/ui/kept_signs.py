"""What a person set by hand on a glass, kept over its restarts: a small file, and no great loss."""

import json
import logging
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from wallboard.store.whole_file import write_whole
from wallboard.ui.beside import Beside, Do

log = logging.getLogger(__name__)

_MOST_BYTES = 4096
_SLACK_US = 30_000_000
"""A pause begins anew with every page turned by hand; so much later an end is worth no new file."""


@dataclass(frozen=True, slots=True)
class KeptSigns:
    """The page that is pinned (from 0), until when the pages pause (microseconds UTC), whether visitors are here."""

    pinned: int | None = None
    paused_until_us: int | None = None
    is_for_visitors: bool = False


class SignsFile:
    """The file of one board's glass; `do` does what writes, beside the thread that paints unless given."""

    def __init__(self, state_dir: Path, board: str, do: Do | None = None) -> None:
        self._path = state_dir / "glass" / f"{board}.json"
        self._do = do or Beside("signs").do
        self.last = KeptSigns()
        """What was read, or set since."""

    def read(self) -> KeptSigns:
        """What was kept last; nothing set by hand where there is no such file, or none that can be read."""
        self.last = _read(self._path)
        return self.last

    def keep(self, signs: KeptSigns) -> None:
        """Write what differs from the last; a disk that takes nothing is named once for each thing that is set."""
        if not _is_same(signs, self.last):
            self._do(partial(_write, self._path, signs))
            self.last = signs


def _is_same(one: KeptSigns, other: KeptSigns) -> bool:
    if (one.pinned, one.is_for_visitors) != (other.pinned, other.is_for_visitors):
        return False
    if one.paused_until_us is None or other.paused_until_us is None:
        return one.paused_until_us is other.paused_until_us
    return abs(one.paused_until_us - other.paused_until_us) < _SLACK_US


def _read(path: Path) -> KeptSigns:
    try:
        with path.open("rb") as file:
            plain = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return KeptSigns()
    if not isinstance(plain, dict):
        return KeptSigns()
    visitors = plain.get("is_for_visitors")
    return KeptSigns(
        _whole(plain.get("pinned")),
        _whole(plain.get("paused_until_us")),
        visitors if isinstance(visitors, bool) else False,
    )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _write(path: Path, signs: KeptSigns) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, json.dumps(asdict(signs)).encode())
    except OSError as fault:
        log.warning("what is set by hand cannot be kept: %s", fault)
