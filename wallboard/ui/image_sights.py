"""What is known of picture files: at once for a snapshot, on threads for the glass, whose clock must not wait."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Literal, NamedTuple, Protocol

from PySide6.QtGui import QImage

from wallboard.ui.images import BYTES_A_PIXEL, MOST_BYTES, Shelf, Stamp, Wanted, decoded, stamp_of

_LOOK_AGAIN_S = 2.0
_MOST_SIGHTS = 64
"""More than two pages can show: what is not among the last ones asked for is of a layout that is gone."""
_MOST_THREADS = 8
"""Files that hang at one time; while so many do, the others keep their last sights too."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a file is: not known yet, missing, unreadable, or ready: decoded, `size` pixels large as it is drawn."""

    word: Literal["waiting", "missing", "unreadable", "ready"]
    stamp: Stamp = (0, 0)
    size: tuple[int, int] = (0, 0)


class Seen(NamedTuple):
    """What one reading of a file gave; `image` where it is ready."""

    wanted: Wanted
    sight: Sight
    image: QImage | None = None


Read = Callable[[Wanted, Sight], Seen | None]


class Sights(Protocol):
    """How a layout and its painter see picture files."""

    def state(self, path: str) -> Hashable:
        """What changes whenever `sight` has something new to say of a file."""

    def sight(self, path: str, room: tuple[int, int], *, fills: bool) -> Sight:
        """The file as it is to be drawn in a room of so many pixels."""

    def image(self, wanted: Wanted, stamp: Stamp) -> QImage | None:
        """The pixels of what was seen ready with this stamp."""


def read_anew(wanted: Wanted, last: Sight) -> Seen | None:
    """Read a file, on any thread; None where it is as it was last seen."""
    stamp = stamp_of(wanted.path)
    if last.word != "waiting" and last.stamp == (stamp or (0, 0)):
        return None
    return _read(wanted, stamp)


def _read(wanted: Wanted, stamp: Stamp | None) -> Seen:
    if stamp is None:
        return Seen(wanted, Sight("missing"))
    image = decoded(wanted)
    if image is None:
        return Seen(wanted, Sight("unreadable", stamp))
    return Seen(wanted, Sight("ready", stamp, (image.width(), image.height())), image)


class SightsAtOnce:
    """Reads while the caller waits."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf = shelf or Shelf()

    def state(self, path: str) -> Hashable:
        """The file's stamp."""
        return stamp_of(path)

    def sight(self, path: str, room: tuple[int, int], *, fills: bool) -> Sight:
        """The file as it is now."""
        wanted, stamp = Wanted(path, room, fills), stamp_of(path)
        kept = self._shelf.image(wanted, stamp) if stamp is not None else None
        if stamp is not None and kept is not None:
            self._shelf.use(wanted)
            return Sight("ready", stamp, (kept.width(), kept.height()))
        # read here and not first when painting: only so is it known whether it can be shown
        seen = _read(wanted, stamp)
        if seen.image is not None:
            self._shelf.put(wanted, seen.sight.stamp, seen.image)
        return seen.sight

    def image(self, wanted: Wanted, stamp: Stamp) -> QImage | None:
        """The pixels, read again where there was no room to keep them."""
        kept = self._shelf.image(wanted, stamp)
        return kept if kept is not None else decoded(wanted)


AT_ONCE = SightsAtOnce()


class SightsInPassing:
    """Tells what was last seen and looks again in the background, every two seconds at most.

    A file of many megapixels takes a third of a second to decode, and one on a share that is gone takes minutes to be
    missed; neither may stop the clock on the wall. So threads read, one a file at a time, and each puts what it saw
    into a queue and ends. All else here belongs to the caller's thread, and changes only when that says `take`.

    A file that is gone or broken keeps its last sight until a second look finds it so too: it may be in the middle of
    being replaced.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, shelf: Shelf | None = None, read: Read = read_anew
    ) -> None:
        self._clock = clock
        self._shelf = shelf or Shelf()
        self._read = read
        self._inbox: _Inbox = SimpleQueue()
        self._last: dict[Wanted, Sight] = {}
        self._doubted: dict[Wanted, Sight] = {}
        self._turns: Counter[str] = Counter()
        self._looked_s: dict[str, float] = {}
        self._reading: set[str] = set()

    def state(self, path: str) -> Hashable:
        """How often something new was seen."""
        known = [wanted for wanted in self._last if wanted.path == path]
        for wanted in known:
            self._use(wanted)
        if known:
            self._look_again(path)
        return self._turns[path]

    def sight(self, path: str, room: tuple[int, int], *, fills: bool) -> Sight:
        """What was last seen; waiting where this size is new."""
        wanted = Wanted(path, room, fills)
        if wanted not in self._last:
            self._last[wanted] = Sight("waiting")
            self._looked_s.pop(path, None)
            while len(self._last) > _MOST_SIGHTS:
                self._forget(next(iter(self._last)))
        self._use(wanted)
        self._look_again(path)
        return self._last[wanted]

    def image(self, wanted: Wanted, stamp: Stamp) -> QImage | None:
        """The pixels as they were taken: no file is read for them."""
        return self._shelf.image(wanted, stamp)

    def take(self) -> None:
        """Take what was seen since the last time; whoever paints says when, so that no picture changes meanwhile."""
        while True:
            try:
                path, seen = self._inbox.get_nowait()
            except Empty:
                return
            self._took(path, seen)

    def settle(self) -> None:
        """Wait until every look is done that has begun, and take what was seen."""
        while self._reading:
            self._took(*self._inbox.get())

    def resized(self, page_px: tuple[int, int]) -> None:
        """Forget every size: the pages are of another one now, and there is room for two of them."""
        self._last.clear()
        self._doubted.clear()
        self._shelf.empty(max(MOST_BYTES, 2 * BYTES_A_PIXEL * page_px[0] * page_px[1]))

    def _look_again(self, path: str) -> None:
        now_s = self._clock()
        is_due = now_s - self._looked_s.get(path, -_LOOK_AGAIN_S) >= _LOOK_AGAIN_S
        if not is_due or path in self._reading or len(self._reading) >= _MOST_THREADS:
            return
        self._looked_s[path] = now_s
        self._reading.add(path)
        wanted = tuple((wanted, last) for wanted, last in self._last.items() if wanted.path == path)
        given = (path, wanted, self._read, self._inbox)
        threading.Thread(target=_look, args=given, name="picture", daemon=True).start()

    def _took(self, path: str, seen: tuple[Seen, ...]) -> None:
        self._reading.discard(path)
        doubted = {wanted: self._doubted.pop(wanted) for wanted in list(self._doubted) if wanted.path == path}
        for wanted, sight, image in seen:
            if wanted not in self._last or sight == self._last[wanted]:
                continue
            if self._is_to_be_seen_again(wanted, sight) and doubted.get(wanted) != sight:
                self._doubted[wanted] = sight
                continue
            self._last[wanted] = sight
            self._turns[path] += 1
            self._shelf.drop(wanted)
            for gone in self._shelf.put(wanted, sight.stamp, image) if image is not None else ():
                self._forget(gone)
            if wanted not in self._last:  # too large even alone: said, and not read again until it changes
                self._last[wanted] = Sight("unreadable", sight.stamp)

    def _is_to_be_seen_again(self, wanted: Wanted, sight: Sight) -> bool:
        """Whether a look is believed only when the next one finds the same: a file may just be written, or replaced."""
        return sight.word == "unreadable" or (sight.word == "missing" and self._last[wanted].word == "ready")

    def _use(self, wanted: Wanted) -> None:
        self._last[wanted] = self._last.pop(wanted)
        self._shelf.use(wanted)

    def _forget(self, wanted: Wanted) -> None:
        del self._last[wanted]
        self._shelf.drop(wanted)
        self._turns[wanted.path] += 1


_Inbox = SimpleQueue[tuple[str, tuple[Seen, ...]]]


def _look(path: str, wanted: tuple[tuple[Wanted, Sight], ...], read: Read, outbox: _Inbox) -> None:
    """A thread's whole life. It always answers: a file of which nothing came back would never be looked at again."""
    seen: list[Seen] = []
    try:
        seen += [found for one, last in wanted if (found := read(one, last)) is not None]
    finally:
        outbox.put((path, tuple(seen)))
