"""The collector that the glass starts: its pipe, its end, and when it is started again."""

import subprocess
from collections.abc import Callable

from wallboard.kiosk.words import ALREADY_COMPOSED, BAD_BOARD, REFRESH

_FIRST_WAIT_S = 1.0
_MOST_WAIT_S = 30.0
_STEADY_S = 60.0
_END_S = 6.0


class CollectorProcess:
    """A child process that lives as long as its standard input; `watch` once a second starts it again when it ended.

    `clock` gives seconds that only grow. Its complaints go to this process's own standard error.
    """

    def __init__(self, command: list[str], clock: Callable[[], float]) -> None:
        self._command = command
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._started_s = 0.0
        self._wait_s = _FIRST_WAIT_S
        self._again_s: float | None = None
        self.verdict: int | None = None
        """The exit code with which it last ended; None while it has not."""

    def start(self) -> None:
        """Start it now."""
        self._again_s = None
        self._started_s = self._clock()
        try:
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE)  # noqa: S603 - our own command
        except OSError:
            self._process = None
            self._plan()

    def watch(self) -> None:
        """Notice its end, and start it again once its turn has come: at once after long work, later each time else."""
        if self._process is not None and self._process.poll() is not None:
            self.verdict = self._process.returncode
            self._close()
            if self._clock() - self._started_s > _STEADY_S:
                self._wait_s = _FIRST_WAIT_S
            self._plan()
        if self._again_s is not None and self._clock() >= self._again_s:
            self.start()

    @property
    def is_running(self) -> bool:
        """Whether it lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def restarts_in_s(self) -> float | None:
        """How long until it is started again; None where it runs, or another one composes the board."""
        if self._again_s is None or self.verdict == ALREADY_COMPOSED:
            return None
        return max(0.0, self._again_s - self._clock())

    def refresh(self) -> None:
        """Ask it to poll every source now."""
        self.say(REFRESH)

    def say(self, word: str) -> None:
        """Say a word of `wallboard.kiosk.words` to it; one that just ended hears nothing."""
        process = self._process
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.write(f"{word}\n".encode())
            process.stdin.flush()
        except OSError:
            return  # it just ended: `watch` will notice

    def end(self) -> None:
        """Close its input, wait for its end, and kill it where it does not come."""
        process = self._process
        if process is None:
            return
        self._close_input(process)
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._process = None

    def _plan(self) -> None:
        wait_s = _MOST_WAIT_S if self.verdict in (ALREADY_COMPOSED, BAD_BOARD) else self._wait_s
        self._again_s = self._clock() + wait_s
        self._wait_s = min(_MOST_WAIT_S, self._wait_s * 2)

    def _close(self) -> None:
        if self._process is not None:
            self._close_input(self._process)
        self._process = None

    @staticmethod
    def _close_input(process: "subprocess.Popen[bytes]") -> None:
        if process.stdin is not None:
            try:
                process.stdin.close()
            except OSError:
                return  # it was gone before the last line was read
