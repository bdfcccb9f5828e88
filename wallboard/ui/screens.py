"""Which screen a window stands on: its own where that is there, and back on it however screens come, go and change."""

import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QScreen

from wallboard.store.locks import Lock, is_held, take
from wallboard.store.places import Places
from wallboard.ui.wall_window import WallWindow

_TRIES = 5
"""So often a window is put right that is not where it was put; then its window manager has its way."""


@dataclass(frozen=True, slots=True)
class SeatWish:
    """Where a board wants to stand.

    `wanted` is a screen's name; without it, or while that screen is away, the board stands on the primary one.
    `is_patient`: where there is no room it waits for a screen, and it may take any that is free; else it gives up.
    `is_below`: it takes a free screen and lets any board come up over it.
    """

    wanted: str | None = None
    is_windowed: bool = False
    is_patient: bool = False
    is_below: bool = False


class ScreenTaken(Exception):
    """Another board stands on the screen, and this one does not wait; its argument is the screen's name."""


class ScreenSeat:
    """The screen of one window, and its lock; `settle` whenever something may have changed, at least once a second.

    A board that stands on a screen which another board has by name gives way within a second.
    """

    def __init__(self, window: WallWindow, wish: SeatWish, state_dir: Path) -> None:
        self._window = window
        self._wish = wish
        self._places = Places(state_dir)
        self._held: str | None = None
        self._lock: Lock | None = None
        self._claim: Lock | None = None
        self._tries = 0
        self._watch: _ScreenWatch | None = None
        self._known: _Screens | None = None

    def take(self) -> None:
        """Stand on a screen for the first time, and from now on follow what becomes of it. Raises ScreenTaken."""
        if self._wish.is_windowed:
            screen = screen_named(self._wish.wanted, QGuiApplication.screens(), QGuiApplication.primaryScreen())
            self._window.place(screen, is_windowed=True)
            return
        self._watch = _ScreenWatch(self._changed)
        self._sit()
        if self._held is None and not self._wish.is_patient:
            names = self._screens.names
            raise ScreenTaken(names[0] if names else "")
        self._put_right()

    def settle(self) -> None:
        """Bring the window to where it belongs, if it is not there; a window that a person made smaller stays so."""
        if self._watch is None:
            return
        self._sit()
        self._put_right()

    def leave(self) -> None:
        """Give the screen to whoever wants it."""
        if self._watch is not None:
            self._watch.end()
            self._watch = None
        self._let_go()
        self._drop_claim()

    def _changed(self) -> None:
        self._tries = 0
        self._known = None
        self.settle()

    @property
    def _screens(self) -> "_Screens":
        """As they were when last any came, went or changed: to ask Qt for each anew every second is work."""
        if self._known is None or self._watch is None or self._watch.is_due:  # Qt may have deleted one
            there = by_name(real_screens())
            self._known = _Screens(there, preferred(self._wish, there, _primary_name()))
        return self._known

    def _sit(self) -> None:
        """Hold the best screen there is."""
        names = self._screens.names
        if self._held is not None and (self._held not in names or self._is_of_another(self._held)):
            self._let_go()
        for name in names:
            if name == self._held or (not self._is_of_another(name) and self._hold(name)):
                break
        self._claim_wanted(names)

    def _is_of_another(self, name: str) -> bool:
        """Whether a board that has the screen by name waits for it."""
        return name != self._wish.wanted and is_held(self._places.screen_claim(name))

    def _hold(self, name: str) -> bool:
        try:
            lock = self._taken(self._places.screen_lock(name))
        except OSError:
            # A disk that takes no lock must not make the wall dark.
            if not self._wish.is_patient:
                raise
        else:
            if lock is None:
                return False
            self._let_go()
            if self._wish.is_below:
                lock.release()
            else:
                self._lock = lock
        self._held = name
        self._tries = 0
        return True

    def _taken(self, path: Path) -> Lock | None:
        """A lock, in a folder that a collector need not have made yet. Raises OSError."""
        self._places.locks.mkdir(mode=0o700, parents=True, exist_ok=True)
        return take(path)

    def _claim_wanted(self, names: list[str]) -> None:
        """Ask whoever stands on the screen that is ours by name to go, as long as it does."""
        wanted = self._wish.wanted
        if wanted is None or wanted not in names or wanted == self._held:
            self._drop_claim()
        elif self._claim is None:
            with suppress(OSError):
                self._claim = self._taken(self._places.screen_claim(wanted))

    def _put_right(self) -> None:
        if self._held is None:
            if self._window.isVisible():
                self._window.hide()
            return
        screen = self._screens.there.get(self._held)
        if screen is None or not self._is_astray(screen):
            self._tries = 0
        elif self._tries < _TRIES:
            self._tries += 1
            self._window.place(screen, is_windowed=False)

    def _is_astray(self, screen: QScreen) -> bool:
        window = self._window
        if not window.isVisible():
            return True
        # The place within the desktop is no question of Wayland's: there a window does not know it.
        return window.is_full_screen and (
            window.screen().name() != screen.name() or window.size() != screen.geometry().size()
        )

    def _let_go(self) -> None:
        self._held = None
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()

    def _drop_claim(self) -> None:
        claim, self._claim = self._claim, None
        if claim is not None:
            claim.release()


@dataclass(frozen=True, slots=True)
class _Screens:
    """The screens that can show something, by name, and those on which a board may stand, the best first."""

    there: Mapping[str, QScreen]
    names: list[str]


class _ScreenWatch(QObject):
    """Calls back, once things stand, after any screen came, went or changed."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)  # Qt moves windows off a lost screen after it has told of the loss
        self._later.timeout.connect(changed)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)  # noqa: S101 - a window stands there
        self._app = app
        app.screenAdded.connect(self._added)
        app.screenRemoved.connect(self._soon)
        app.primaryScreenChanged.connect(self._soon)
        for screen in app.screens():
            screen.geometryChanged.connect(self._soon)

    @property
    def is_due(self) -> bool:
        """Whether something has changed of which it is yet to be told."""
        return self._later.isActive()

    def end(self) -> None:
        """Call back no more."""
        self._later.stop()
        self._app.screenAdded.disconnect(self._added)
        self._app.screenRemoved.disconnect(self._soon)
        self._app.primaryScreenChanged.disconnect(self._soon)
        for screen in self._app.screens():
            screen.geometryChanged.disconnect(self._soon)

    def _added(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._soon)
        self._later.start()

    def _soon(self) -> None:
        self._later.start()


def preferred(wish: SeatWish, names: Iterable[str], primary: str | None) -> list[str]:
    """The screens that a board may stand on, the best first.

    Where its own is there, that alone; else the primary one, and for a patient board then any other.
    """
    there = list(names)
    if wish.wanted in there:
        return [wish.wanted] if wish.wanted is not None else []
    first = [name for name in there if name == primary] or there[:1]
    return [*first, *(name for name in there if name not in first)] if wish.is_patient else first


def real_screens() -> list[QScreen]:
    """The screens that can show something: Qt puts an empty one in their place while there is none."""
    return [screen for screen in QGuiApplication.screens() if not screen.geometry().isEmpty()]


def by_name(screens: Iterable[QScreen]) -> dict[str, QScreen]:
    """Each screen by its name; of two with one name the first, which Qt prefers."""
    found: dict[str, QScreen] = {}
    for screen in screens:
        found.setdefault(screen.name(), screen)
    return found


def screen_named(name: str | None, screens: list[QScreen], primary: QScreen) -> QScreen:
    """The screen of this output name, else the primary one."""
    return next((screen for screen in screens if screen.name() == name), primary)


def tell_of_taken(taken: ScreenTaken) -> None:
    """Say on standard error why no board comes up; a screen may be without a name."""
    name = str(taken)
    which = f"The screen {name}" if name else "This screen"
    print(f"{which} already shows a board.", file=sys.stderr)  # noqa: T201


def _primary_name() -> str | None:
    primary = QGuiApplication.primaryScreen()
    return primary.name() if primary is not None else None
