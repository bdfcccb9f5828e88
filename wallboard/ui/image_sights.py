"""What is known of picture files: at once for a snapshot, on threads for the glass, whose clock must not wait."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Literal, Protocol

from wallboard.ui.images import Stamp, decoded, look, stamp_of

_LOOK_AGAIN_S = 2.0
_MOST_KEYS = 4
"""Sizes in which one file is kept: those of the pages that show it, not of every size that a window once had."""

_Key = tuple[tuple[int, int], bool]


@dataclass(frozen=True, slots=True)
class Sight:
    """What a file is: not known yet, missing, unreadable, or ready: decoded, `size` pixels large as it is drawn."""

    word: Literal["waiting", "missing", "unreadable", "ready"]
    stamp: Stamp = (0, 0)
    size: tuple[int, int] = (0, 0)


class Sights(Protocol):
    """How a layout sees picture files."""

    def state(self, path: str) -> Hashable:
        """What changes whenever `sight` has something new to say of a file."""

    def sight(self, path: str, room: tuple[int, int], *, fills: bool) -> Sight:
        """The file as it is to be drawn in a room of so many pixels."""


class SightsAtOnce:
    """Reads while the caller waits."""

    def state(self, path: str) -> Hashable:
        """The file's stamp."""
        return stamp_of(path)

    def sight(self, path: str, room: tuple[int, int], *, fills: bool) -> Sight:
        """The file as it is now."""
        found = look(path)
        if found is None:
            return Sight("missing")
        # decoded here and not first when painting: only so is it known whether it can be shown
        image = decoded(path, found.stamp, room, fills=fills) if found.size is not None else None
        if image is None:
            return Sight("unreadable", found.stamp)
        return Sight("ready", found.stamp, (image.width(), image.height()))


AT_ONCE = SightsAtOnce()


class SightsInPassing:
    """Tells what was last seen and looks again in the background, every two seconds at most.

    A file of many megapixels takes a third of a second to decode, and one on a share that is gone takes minutes to be
    missed; neither may stop the clock on the wall. One thread a file at a time; a file that hangs keeps its last sight.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, dict[_Key, Sight]] = defaultdict(dict)
        self._turns: dict[str, int] = defaultdict(int)
        self._looked_s: dict[str, float] = {}
        self._threads: dict[str, threading.Thread] = {}

    def state(self, path: str) -> Hashable:
        """How often something new was seen."""
        if self._seen[path]:
            self._look_again(path)
        return self._turns[path]

    def sight(self, path: str, room: tuple[int, int], *, fills: bool) -> Sight:
        """What was last seen; waiting where this size is new."""
        key = (room, fills)
        with self._lock:
            seen = self._seen[path]
            if key not in seen:
                seen[key] = Sight("waiting")
                self._looked_s.pop(path, None)
                while len(seen) > _MOST_KEYS:
                    seen.pop(next(iter(seen)))
            last = seen[key]
        self._look_again(path)
        return last

    def settle(self) -> None:
        """Wait until every look is done that has begun."""
        for thread in list(self._threads.values()):
            thread.join()

    def _look_again(self, path: str) -> None:
        now_s = self._clock()
        running = self._threads.get(path)
        is_due = now_s - self._looked_s.get(path, -_LOOK_AGAIN_S) >= _LOOK_AGAIN_S
        if not is_due or (running is not None and running.is_alive()):
            return
        self._looked_s[path] = now_s
        self._threads[path] = threading.Thread(target=self._look, args=(path,), name="picture", daemon=True)
        self._threads[path].start()

    def _look(self, path: str) -> None:
        with self._lock:
            wanted = dict(self._seen[path])
        stamp = stamp_of(path)
        for (room, fills), last in wanted.items():
            if last.word != "waiting" and last.stamp == (stamp or (0, 0)):
                continue
            found = AT_ONCE.sight(path, room, fills=fills)
            with self._lock:
                if (room, fills) in self._seen[path] and found != last:
                    self._seen[path][room, fills] = found
                    self._turns[path] += 1
