"""The kiosk itself: one loop that starts, hears and watches a collector and the boards' glasses."""

import logging
import os
import selectors
import signal
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from time import monotonic

from wallboard.kiosk.board import BoardCommands, ShownBoard
from wallboard.kiosk.child import without_secrets
from wallboard.kiosk.kept import Kept
from wallboard.kiosk.limits import MIB, ChildLimits, Crashes, Limits
from wallboard.kiosk.notify import Notifier
from wallboard.kiosk.words import BAD, FAULT, GOOD, LEFT, LINE_BREAK, REFRESH, STANDUP

log = logging.getLogger(__name__)

_CALM_S = 1.0
_SOON_S = 0.05
_DEAF_S = 5.0
"""A loop that took so long has itself stood still, with the whole machine perhaps: nobody was silent meanwhile."""
_ASKED_S = 60.0
_END_S = 6.0
_BAD_BOARD = """The board’s file has to be mended.
{text}

“wallboard check” lists every fault of the file.
Once it is mended, the board comes up by itself."""


class Kiosk:
    """The collector `collector` of all `boards`, and a glass for each; `run` returns when the board is left.

    `complained` takes each line of a child's stderr, with the child's name and the line's level; `has_picture` says
    whether the journal has something to show of a board.
    """

    def __init__(
        self,
        collector: Sequence[str],
        boards: Sequence[BoardCommands],
        limits: Limits,
        notifier: Notifier,
        *,
        complained: Callable[[str, int, str], None],
        has_picture: Callable[[str], bool],
    ) -> None:
        self._limits = limits
        self._notifier = notifier
        self._complained = complained
        self._has_picture = has_picture
        self._selector = selectors.DefaultSelector()
        self._ending: str | None = None
        self._asked_s = 0.0
        self._collector = self._keep("the collector", collector, limits.collector, self._hear_collector)
        self._collector_fault = ""
        self._collector_crashes = Crashes(limits)
        self._boards = {one.name: self._shown(one) for one in boards}

    def run(self) -> None:
        """Keep all alive until a person leaves the board, or a signal ends this process; then end all."""
        with ExitStack() as stack:
            stack.callback(self._selector.close)
            self._heed_signals(stack)
            before_s = monotonic()
            self._watch(before_s)
            self._notifier.ready()
            while self._ending is None:
                for key, _ in self._selector.select(_SOON_S if self._is_unsettled() else _CALM_S):
                    key.data()
                now_s = monotonic()
                if now_s - before_s > _DEAF_S:
                    self._forgive(now_s)
                before_s = now_s
                self._watch(now_s)
            log.info("ends: %s", self._ending)
            self._end()

    def _shown(self, commands: BoardCommands) -> ShownBoard:
        heard = partial(self._hear_glass, commands.name)
        return ShownBoard(
            commands,
            self._limits,
            lambda name, command: self._keep(name, command, self._limits.glass, heard, without_secrets(os.environ)),
            lambda name, command: self._keep(name, command, self._limits.safe, heard, without_secrets(os.environ)),
        )

    def _keep(
        self,
        name: str,
        command: Sequence[str],
        limits: ChildLimits,
        heard: Callable[[str], None],
        environment: Mapping[str, str] | None = None,
    ) -> Kept:
        return Kept(
            name,
            command,
            limits,
            self._limits,
            selector=self._selector,
            heard=heard,
            complained=self._complained,
            environment=environment,
        )

    def _watch(self, now_s: float) -> None:
        is_quiet = all(board.glass.is_quiet(now_s) for board in self._boards.values())
        ended = self._collector.watch(now_s, may_rest=is_quiet and now_s - self._asked_s >= _ASKED_S)
        if ended is not None and ended.why in ("crash", "hang") and ended.code != 0:
            self._collector_crashed(now_s, ended.last_lines)
        for board in self._boards.values():
            board.watch(now_s)
        self._notifier.alive(now_s)
        self._notifier.status(self._status())

    def _collector_crashed(self, now_s: float, last_lines: Sequence[str]) -> None:
        """Where nothing was ever composed, a collector that cannot live leaves a dark wall: the safe board tells."""
        if not self._collector_crashes.note(now_s):
            return
        for board in self._boards.values():
            if not self._has_picture(board.name):
                program = "The program that reads the sources"
                board.set_bad(board.told_end(program, "ends", last_lines, self._collector_fault))

    def _hear_collector(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        name, _, text = rest.partition(" ")
        board = self._boards.get(name)
        if board is None:
            if word == FAULT:
                log.error("the collector: %s", rest)
                self._collector_fault = rest
        elif word == GOOD:
            self._collector_fault = ""
            board.output = text or None
            board.set_bad("")
        elif word == BAD:
            board.set_bad(_BAD_BOARD.format(text=text.replace(LINE_BREAK, "\n")))

    def _hear_glass(self, name: str, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word == LEFT:
            self._ending = f"{name} was left"
        elif word in (REFRESH, STANDUP):
            self._asked_s = monotonic()
            self._collector.say(f"{word} {name}" if word == STANDUP else word)
        elif word == FAULT:
            log.error("the glass of %s: %s", name, rest)
            self._boards[name].say_fault(rest)

    def _all(self) -> list[Kept]:
        return [self._collector, *(one for board in self._boards.values() for one in board.kept)]

    def _is_unsettled(self) -> bool:
        return any(one.is_unsettled for one in self._all())

    def _forgive(self, now_s: float) -> None:
        for one in self._all():
            one.forgive(now_s)

    def _status(self) -> str:
        boards = (
            _told(board.name, board.glass) + (", safe board shown" if board.is_safe_shown else "")
            for board in self._boards.values()
        )
        return "; ".join((_told("collector", self._collector), *boards))

    def _heed_signals(self, stack: ExitStack) -> None:
        """A signal wakes the loop through a pair of sockets, whatever it waits for."""
        reading, writing = socket.socketpair()
        for one in (reading, writing):
            one.settimeout(0)
            stack.callback(one.close)

        def end(number: int, _frame: object) -> None:
            self._ending = signal.Signals(number).name

        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            stack.callback(signal.signal, number, signal.signal(number, end))
        stack.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(writing.fileno()))
        self._selector.register(reading, selectors.EVENT_READ, lambda: os.read(reading.fileno(), 512))

    def _end(self) -> None:
        """The glasses first, so that the last picture is not seen to age; what does not end is killed."""
        self._notifier.stopping()
        for one in self._all():
            one.is_wanted = False
        until_s = monotonic() + _END_S
        while any(one.is_running for one in self._all()):
            now_s = monotonic()
            for one in self._all():
                if now_s >= until_s:
                    one.kill()
                one.watch(now_s)
            for key, _ in self._selector.select(_SOON_S):
                key.data()
        self._notifier.close()


def _told(name: str, kept: Kept) -> str:
    held = f" {kept.held // MIB} MiB" if kept.held is not None else ""
    starts = f", started {kept.starts} times" if kept.starts > 1 else ""
    return f"{name}{held}{starts}" if kept.is_running else f"{name} is down{starts}"
