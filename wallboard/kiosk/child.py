"""One child process with its three pipes: words in, words out, complaints."""

import logging
import os
import selectors
import signal
import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from wallboard.kiosk.words import BEAT_VARIABLE, Lines

_PIECE = 65_536
_LAST_LINES = 12

_OF_SOURCES = ("WALLBOARD_SECRET_", "CREDENTIALS_DIRECTORY")
"""How variables begin that hold sources' secrets, or tell where they lie."""

Complained = Callable[[int, str], None]
"""Takes a line of a child's standard error and its level, as `logging` counts them."""
_LEVELS = (*[logging.CRITICAL] * 3, logging.ERROR, logging.WARNING, logging.INFO, logging.INFO, logging.DEBUG)
"""Of the priorities 0 to 7 that sd-daemon(3) has."""


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """What a child is given that reads no source: everything but the sources' secrets, and where some lie."""
    return {name: value for name, value in environment.items() if not name.startswith(_OF_SOURCES)}


class Child:
    """A running process. `heard` is called with each line of its words, `complained` with each of its stderr, which
    may begin with a priority as in `<3>`.

    Started in a process group of its own, so that Ctrl+C in a terminal reaches the kiosk alone. Raises OSError where
    it cannot be started. Reading never blocks, and its pipes are read by the selector's owner calling what is
    registered there.
    """

    def __init__(
        self,
        command: Sequence[str],
        selector: selectors.BaseSelector,
        heard: Callable[[str], None],
        complained: Complained,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._selector = selector
        self._ends: dict[int, Callable[[str], None]] = {}
        self.last_lines: deque[str] = deque(maxlen=_LAST_LINES)
        """The last lines of its stderr."""
        words_end, childs_end = os.pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                list(command),
                stdin=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=(childs_end,),
                env={**(os.environ if environment is None else environment), BEAT_VARIABLE: str(childs_end)},
                process_group=0,
                bufsize=0,
            )
        except BaseException:
            os.close(words_end)
            raise
        finally:
            os.close(childs_end)
        self._complained = complained
        assert self._process.stdin is not None and self._process.stderr is not None  # noqa: S101, PT018
        os.set_blocking(self._process.stdin.fileno(), False)
        self._attend(words_end, heard)
        self._attend(os.dup(self._process.stderr.fileno()), self._complain)
        self._process.stderr.close()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def is_falling_silent(self) -> bool:
        """Whether one of its pipes has ended: its own end is near."""
        return len(self._ends) < 2

    def code(self) -> int | None:
        """How it ended, after the last of its words were read; None while it lives."""
        code = self._process.poll()
        if code is not None:
            self._close()
        return code

    def say(self, line: str) -> None:
        """A line to its standard input; one that does not read is not waited for."""
        stdin = self._process.stdin
        if stdin is not None and not stdin.closed:
            with suppress(OSError):
                os.write(stdin.fileno(), f"{line}\n".encode())

    def end(self) -> None:
        """Let it end in good order: its standard input ends."""
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()

    def kill(self) -> None:
        """End it now; one that is stopped or hangs as well."""
        with suppress(OSError):
            self._process.send_signal(signal.SIGKILL)

    def _complain(self, line: str) -> None:
        level, text = priority_of(line)
        self.last_lines.append(text)
        self._complained(level, text)

    def _attend(self, end: int, take: Callable[[str], None]) -> None:
        os.set_blocking(end, False)
        self._ends[end] = take
        lines = Lines()

        def read() -> None:
            try:
                some = os.read(end, _PIECE)
            except BlockingIOError:
                return
            except OSError:
                some = b""
            for line in lines.take(some or b"\n"):
                if line.strip():
                    take(line)
            if not some:
                self._drop(end)

        self._selector.register(end, selectors.EVENT_READ, read)

    def _drop(self, end: int) -> None:
        if self._ends.pop(end, None) is not None:
            self._selector.unregister(end)
            os.close(end)

    def _close(self) -> None:
        """Read what it left, and let its pipes go, also where a grandchild still holds them."""
        self.end()
        for end in list(self._ends):
            read = self._selector.get_key(end).data
            for _ in range(16):
                if end in self._ends:
                    read()
            self._drop(end)


def priority_of(line: str) -> tuple[int, str]:
    """The level of a line and its text. What has no priority was said by a library, or by Python at its end."""
    if len(line) >= 3 and line[0] == "<" and line[2] == ">" and line[1] in "01234567":
        return _LEVELS[int(line[1])], line[3:]
    return logging.WARNING, line
