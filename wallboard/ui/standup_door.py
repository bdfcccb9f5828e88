"""The way from the wall into a stand-up: what that needs is imported after the first page, which need not wait."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QKeyEvent

from wallboard.core.views.layout import Layout
from wallboard.ui.scene import Rect

if TYPE_CHECKING:
    from wallboard.ui.standup.desk import Desk
    from wallboard.ui.standup.show import StandupShow

DeskMaker = Callable[[], "Desk"]

FOR_STANDUPS = (
    "wallboard.store.sqlite",
    "wallboard.store.plausible",
    "wallboard.store.answers",
    "wallboard.store.wishes",
    "wallboard.ui.standup",
    "wallboard.ui.standup.desk",
    "wallboard.ui.standup.walk",
    "wallboard.ui.standup.keys",
    "wallboard.ui.standup.say",
    "wallboard.ui.standup.choices",
    "wallboard.ui.standup.rows",
    "wallboard.ui.standup.way",
    "wallboard.ui.standup.case_page",
    "wallboard.ui.standup.countdown",
    "wallboard.ui.standup.header",
    "wallboard.ui.standup.side",
    "wallboard.ui.standup.team_pages",
    "wallboard.ui.standup.holes_page",
    "wallboard.ui.standup.layout",
    "wallboard.ui.standup.starts",
    "wallboard.ui.standup.show",
)
"""What the first beat asks for, innermost first: a few milliseconds each, 30 in one go."""
_BETWEEN_MS = 30


def bring_in(modules: list[str]) -> None:
    """Import modules one by one, with room between them for whatever the thread has to do."""
    if modules:
        with suppress(ImportError):  # whoever needs it says so, where that is caught
            import_module(modules.pop(0))
        QTimer.singleShot(_BETWEEN_MS, lambda: bring_in(modules))


class StandupDoor:
    """The stand-up of one window; `desk` makes what it asks of the process, None where nobody freezes figures."""

    def __init__(self, desk: DeskMaker | None, clock: Callable[[], int], monotonic: Callable[[], float]) -> None:
        self._desk = desk
        self._clock = clock
        self._monotonic = monotonic
        self._made: StandupShow | None = None

    @property
    def is_possible(self) -> bool:
        """Whether there can be one."""
        return self._desk is not None

    @property
    def is_on(self) -> bool:
        """Whether the team stands before the window, and its pages wait."""
        return self._made is not None and self._made.is_on

    @property
    def is_open(self) -> bool:
        """Whether one was broken off that can be taken up again."""
        return self._made is not None and self._made.is_open

    @property
    def image(self) -> QImage | None:
        """What shows in the place of a page; None where no stand-up is on."""
        return self._made.image if self._made is not None and self._made.is_on else None

    def begin(self) -> None:
        """Begin, or take up what was broken off."""
        if self._desk is not None:
            self._show(self._desk).begin()

    def beat(self, layout: Layout) -> bool:
        """Once a second: begin by itself at the board's hour; tells whether a stand-up was on at this beat."""
        if self._desk is None:
            return False
        show = self._show(self._desk)
        show.begin_if_due(layout)
        was_on = show.is_on
        show.beat()
        return was_on

    def press(self, event: QKeyEvent) -> bool:
        """A key during a stand-up; tells whether it is one of its own."""
        if self._made is None:
            return False
        return self._made.press(event.key(), event.text(), self._struck_s(event), is_repeated=event.isAutoRepeat())

    def is_echo(self, event: QKeyEvent) -> bool:
        """Whether a key only repeats, by a bounce or a hand too quick, the one that gave the wall back."""
        return self._made is not None and self._made.is_echo(event.key(), self._struck_s(event))

    def draw(
        self,
        layout: Layout,
        size: tuple[int, int],
        pixels: tuple[int, int],
        colours: Mapping[str, str],
        *,
        is_for_visitors: bool,
    ) -> list[Rect]:
        """Bring its image of `size` up to now, on a screen of `pixels`; returns the rectangles that were painted."""
        if self._made is None:
            return []
        from wallboard.ui.standup.show import Canvas  # noqa: PLC0415 - after the first page

        return self._made.draw(layout, Canvas(size, pixels, colours, is_for_visitors))

    def _struck_s(self, event: QKeyEvent) -> float:
        """When a key was struck, by the display's own clock where it says so: a page that takes long to paint must not
        part two strokes."""
        return event.timestamp() / 1000 if event.timestamp() else self._monotonic()

    def _show(self, desk: DeskMaker) -> "StandupShow":
        if self._made is None:
            from wallboard.ui.standup.show import StandupShow  # noqa: PLC0415 - after the first page

            self._made = StandupShow(desk(), self._clock, self._monotonic)
        return self._made
