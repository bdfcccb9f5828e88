"""A real server as a child of the tests: on a free loopback port, in a session of its own, ended by its id."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

import psutil

from tests.waiting import PATIENCE_S, until

HOST = "127.0.0.1"
_LAST_BYTES = 4000

CommandFor = Callable[[int], Sequence[str | Path]]


class UntilEnded(ABC):
    """Something that runs for as long as its context."""

    @abstractmethod
    def end(self) -> None:
        """In good order, with all that it has."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


class Server(UntilEnded):
    """A started server that answers on `port`; as a context, it is ended with it.

    `command_for(port)` gives its words; what it says goes to the end of `log`. A server that is killed, or ended,
    may be started again on the same port.
    """

    def __init__(
        self,
        command_for: CommandFor,
        log: Path,
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        port: int | None = None,
    ) -> None:
        self.port = port or free_port()
        self.log = log
        self._command_for = command_for
        self._environment = {**os.environ, **(environment or {})}
        self._folder = folder
        self.start()

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Starts it and comes back when its port answers; fails with its last words where it ends before."""
        words = [str(word) for word in self._command_for(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*_dies_with_us(), *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment,
                cwd=self._folder,
                start_new_session=True,
            )
        self._is_gone = False
        try:
            until(self._answers, f"{words[0]} answers on port {self.port}; {self.log} says why")
        except BaseException:
            self.kill()
            raise

    def _answers(self) -> bool:
        assert self.process.poll() is None, f"the server ended with {self.process.returncode}: {self.last_words()}"
        try:
            socket.create_connection((HOST, self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def last_words(self) -> str:
        """The end of what it wrote."""
        return self.log.read_bytes()[-_LAST_BYTES:].decode(errors="replace") if self.log.exists() else ""

    def kill(self) -> None:
        """At once, with all that it started, as a power cut would."""
        self._signal(signal.SIGSTOP)  # what is stopped starts nothing more that would be missed below
        self._kill_with(self._started())

    def end(self) -> None:
        """In good order; at once where it does not listen."""
        started = self._started()
        self._signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self._kill_with(started)

    def _started(self) -> list[psutil.Process]:
        # A server of several processes may give each a group of its own, which no signal to ours reaches.
        if self._is_gone:
            return []
        try:
            return psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def _kill_with(self, started: Sequence[psutil.Process]) -> None:
        self._signal(signal.SIGKILL)
        for one in started:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        self.process.wait(PATIENCE_S)
        psutil.wait_procs(started, PATIENCE_S)
        self._is_gone = True

    def _signal(self, number: signal.Signals) -> None:
        # Its session has its own id, so what it started is reached too, also after itself has ended. Once all are
        # gone the id may be another's.
        if not self._is_gone:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def free_port() -> int:
    """A port of the loopback on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _dies_with_us() -> tuple[str, ...]:
    """What lets a server go down with a test run that is killed (with the thread that started it, to be exact)."""
    return ("setpriv", "--pdeathsig", "KILL", "--") if shutil.which("setpriv") else ()
