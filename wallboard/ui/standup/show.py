"""A stand-up as the window knows it: it begins, waits for its agenda, takes keys, and gives the wall back."""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QImage

from wallboard.core.views.agenda import Agenda, Answer
from wallboard.core.views.layout import Layout
from wallboard.store.wishes import LASTS_S
from wallboard.ui.page import stage_for
from wallboard.ui.paint import Painter
from wallboard.ui.scene import Rect
from wallboard.ui.scene_image import SceneImage
from wallboard.ui.standup.desk import Desk
from wallboard.ui.standup.keys import Bounce, digit_of, key_of
from wallboard.ui.standup.layout import lay_standup, lay_waiting
from wallboard.ui.standup.starts import due_on
from wallboard.ui.standup.walk import Walk
from wallboard.ui.tongue import PlaceTongue

log = logging.getLogger(__name__)

SILENT_AFTER_S = 20.0
"""So long the collector may take to freeze the figures before the wall says that it does not answer."""
DONE_LASTS_S = 60.0
"""The end gives the wall back by itself."""
_TAKEN_UP_FOR_US = 10 * 60 * 1_000_000
"""After its minutes, so much longer a stand-up that was broken off can be taken up again."""
_FRESH_US = 5 * 60 * 1_000_000
"""Where several screens begin by themselves, or one was just started anew, what is as fresh as this is taken."""
_HELD_KEYS = frozenset({"left", "right", "up", "down"})


@dataclass(frozen=True, slots=True)
class Canvas:
    """What is painted on: size and the whole screen's pixels, a theme, and whether visitors are here."""

    size: tuple[int, int]
    pixels: tuple[int, int]
    theme: Mapping[str, str]
    is_for_visitors: bool = False


class StandupShow:
    """One glass's stand-up, on or off; `clock` gives microseconds UTC, `monotonic` seconds that only grow.

    `walk` is the one under way, or broken off; None before the figures are frozen.
    """

    def __init__(self, desk: Desk, clock: Callable[[], int], monotonic: Callable[[], float]) -> None:
        self.is_on = False
        self._desk = desk
        self._clock = clock
        self._monotonic = monotonic
        self.walk: Walk | None = None
        self._drawn: SceneImage | None = None
        self._theme: Mapping[str, str] = {}
        self._columns = 1
        self._asked_s = self._touched_s = 0.0
        self._begun_on: dt.date | None = None
        self._is_silent = False
        self._bounce = Bounce()

    @property
    def is_open(self) -> bool:
        """Whether a walk was broken off that can be taken up again."""
        return not self.is_on and self.walk is not None and self._is_fresh(self.walk.agenda)

    @property
    def image(self) -> QImage | None:
        """What shows; None before it was drawn."""
        return self._drawn.image if self._drawn is not None else None

    def begin(self) -> None:
        """Take up the stand-up that was broken off, or have the figures frozen for a new one."""
        if self.is_on:
            return
        is_open = self.is_open
        self._turn_on()
        if is_open and self.walk is not None:
            self.walk.is_over = False
            return
        self.walk = None
        broken_off = self._broken_off()
        if broken_off is None:
            self._ask()
        else:
            self._open(broken_off)

    def begin_if_due(self, layout: Layout) -> None:
        """Begin by itself at the board's hour, once a day."""
        tongue = PlaceTongue(layout.locale, layout.time_zone)
        on = due_on(layout.standup, self._clock(), tongue)
        if self.is_on or on is None or on == self._begun_on:
            return
        self._begun_on = on
        self._turn_on()
        latest = self._desk.latest()
        if latest is not None and 0 <= self._clock() - latest.at_us < _FRESH_US:
            self._open(latest)
        else:
            self.walk = None
            self._ask()

    def press(self, key: int, text: str, at_s: float, *, is_repeated: bool = False) -> bool:
        """Do what a key asks for; tells whether the stand-up knows it. Keys held down only move.

        `at_s` is when it was struck, in seconds that only grow. A key that is struck twice at once answers once.
        """
        self._touched_s = self._monotonic()
        meant, digit = key_of(key), digit_of(text)
        if (is_repeated and meant not in _HELD_KEYS) or self._bounce.is_again(key, at_s):
            return meant is not None or digit is not None
        self._bounce.take(key, at_s)
        if self.walk is None:
            return self._press_while_waiting(meant, text)
        if digit is not None:
            self.walk.press_digit(digit)
        elif meant is not None:
            self.walk.press(meant, self._columns)
        if self.walk.is_over:
            self.end()
        return digit is not None or meant is not None

    def is_echo(self, key: int, at_s: float) -> bool:
        """Whether a key only repeats the one that gave the wall back: Escape must not go on to leave the board."""
        return not self.is_on and self._bounce.is_again(key, at_s)

    def beat(self) -> None:
        """Once a second: an agenda that has come, answers that wait for the disk, and nobody there any more."""
        if self._desk.book.has_unwritten:
            self._desk.book.write_again()
        if not self.is_on:
            return
        if self.walk is None:
            self._wait()
            return
        is_done = self.walk.stop.segment == "end"
        lasts_s = DONE_LASTS_S if is_done else self.walk.agenda.minutes * 60.0
        if self._monotonic() - self._touched_s >= lasts_s:
            self.walk.is_over = is_done
            self.end()

    def end(self) -> None:
        """Give the wall back; what was answered is kept, and a walk that is not done can be taken up again."""
        self.is_on = False
        self._drawn = None
        if self.walk is not None and self.walk.stop.segment == "end":
            self.walk = None

    def draw(self, layout: Layout, canvas: Canvas) -> list[Rect]:
        """Bring the image up to now; returns the rectangles that were painted."""
        stage = stage_for(layout, canvas.size, self._clock(), canvas.pixels)
        if self._drawn is None or (self._drawn.size, self._theme) != (canvas.size, canvas.theme):
            self._drawn, self._theme = SceneImage(canvas.size, Painter(canvas.theme)), canvas.theme
        if self.walk is None:
            return self._drawn.show(lay_waiting(canvas.size, stage, is_silent=self._is_silent).scenes)
        try:
            scene = lay_standup(
                self.walk,
                canvas.size,
                stage,
                is_for_visitors=canvas.is_for_visitors,
                is_unkept=self._desk.book.has_unwritten,
            )
        except Exception:  # the wall is worth more than a page that cannot be drawn; the answers are kept
            log.exception("the stand-up cannot be drawn")
            self.end()
            return []
        self._columns = scene.columns
        return self._drawn.show(scene.scenes)

    def _turn_on(self) -> None:
        self.is_on = True
        self._touched_s = self._monotonic()

    def _ask(self) -> None:
        self._is_silent = False
        self._asked_s = self._monotonic()
        self._desk.ask(self._clock())

    def _wait(self) -> None:
        agenda = self._desk.frozen()
        if agenda is not None:
            self._open(agenda)
            return
        waited_s = self._monotonic() - self._asked_s
        self._is_silent = waited_s >= SILENT_AFTER_S
        if waited_s >= LASTS_S:
            self.end()

    def _press_while_waiting(self, meant: str | None, text: str) -> bool:
        if meant == "back":
            self.end()
        elif self._is_silent and text.casefold() == "s":
            self._ask()
        return meant is not None

    def _open(self, agenda: Agenda) -> None:
        book = self._desk.book

        def keep(answer: Answer) -> None:
            book.give(agenda, answer, self._clock())

        self.walk = Walk(agenda, keep, book.given(agenda))
        self._begun_on = dt.date.fromisoformat(agenda.on)
        self._touched_s = self._monotonic()

    def _is_fresh(self, agenda: Agenda) -> bool:
        """Whether its time, and some minutes more, are not over yet."""
        gone_us = self._clock() - agenda.at_us
        return 0 <= gone_us < agenda.minutes * 60_000_000 + _TAKEN_UP_FOR_US

    def _broken_off(self) -> Agenda | None:
        """A stand-up that this process did not finish, nor another one before it: it has answers, but not all."""
        agenda = self._desk.latest()
        if agenda is None or not self._is_fresh(agenda):
            return None
        given = self._desk.book.given(agenda)
        is_begun = 0 < sum(case.name in given for case in agenda.cases) < len(agenda.cases)
        return agenda if is_begun else None
