"""A file of SQLite's as a process keeps it open: again where it was replaced, healed where it is damaged."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TypeVar

from wallboard.store.sqlite import FAULTS, Identity, Unsound, identity
from wallboard.store.write_trouble import WriteTrouble

log = logging.getLogger(__name__)
T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]


@dataclass(frozen=True, slots=True)
class Failure:
    """What kept work from being done, and the file at which it failed: one in hand, or while it was opened."""

    fault: Exception
    file: Identity | None
    was_open: bool


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is, and what is done about it. `name` and `meanwhile` are for the log: what becomes of what cannot be
    written.

    `open` opens the file, and `heal` puts another in its place: both raise `FAULTS`. `is_damage` tells whether the file
    is to blame for one of the `faults`, `is_sound` whether all of it can be read.
    """

    name: str
    path: Path
    open: Callable[[], sqlite3.Connection]
    is_damage: Callable[[Failure], bool]
    heal: Callable[[Failure], None]
    is_sound: Callable[[], bool]
    meanwhile: str = ""
    faults: tuple[type[Exception], ...] = FAULTS


class KeptFile:
    """The connection to a file, opened when first needed, for one thread. Never raises for the file's sake.

    `on_opened` is called when another file may be in hand than before, `on_healed` with the one that was healed, before
    anything else is done with it. `trouble` says what keeps the file from being written; None while all is well.
    """

    def __init__(
        self,
        kind: FileKind,
        on_opened: Callable[[], None],
        on_healed: Work[None] = lambda _: None,
        elapsed_s: Callable[[], float] = monotonic,
    ) -> None:
        self.trouble: str | None = None
        self._kind = kind
        self._on_opened = on_opened
        self._on_healed = on_healed
        self._write_trouble = WriteTrouble(elapsed_s)
        self._connection: sqlite3.Connection | None = None
        self._identity: Identity | None = None

    @property
    def identity(self) -> Identity | None:
        """Tells the file in hand from another one that may later stand in its place."""
        return self._identity

    def close(self) -> None:
        """Let the file go."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def safely(self, work: Work[T], otherwise: T, *, is_write: bool = False, is_proof: bool = False) -> T:
        """Do the work; a damaged file is healed, and the work done again.

        Any other fault becomes `trouble`, and the answer `otherwise`. `is_proof` says that the work, a write, had
        failed before, and nothing else waits.
        """
        for is_last in (False, True):
            try:
                result = work(self._opened())
            except self._kind.faults as fault:
                if not is_last and self._heal(fault):
                    continue
                self._complain(fault)
                return otherwise
            if is_write and self._write_trouble.succeeded(is_proof=is_proof):
                log.warning("the %s can be written again", self._kind.name)
                self.trouble = None
            return result
        return otherwise

    def check(self) -> None:
        """Read the whole file for damage, which is healed."""
        self.safely(self._raise_unless_sound, None)

    def _raise_unless_sound(self, _: sqlite3.Connection) -> None:
        if not self._kind.is_sound():
            msg = "a check of all of it found damage"
            raise Unsound(msg)

    def _opened(self) -> sqlite3.Connection:
        path = self._kind.path
        if self._connection is not None and identity(path) != self._identity:
            self.close()  # deleted, or set aside by another process
        if self._connection is None:
            self._identity = identity(path)
            self._connection = self._kind.open()
            self._identity = identity(path)
            self._on_opened()
        return self._connection

    def _heal(self, fault: Exception) -> bool:
        """Whether the file was to blame and is healed."""
        failure = Failure(fault, self._identity, was_open=self._connection is not None)
        if not self._kind.is_damage(failure):
            return False
        self.close()
        try:
            self._kind.heal(failure)
            self._on_healed(self._opened())
        except FAULTS as other:
            self._complain(other)
            return False
        return True

    def _complain(self, fault: Exception) -> None:
        self.trouble = str(fault)
        if self._write_trouble.failed():
            meanwhile = f"; {self._kind.meanwhile}" if self._kind.meanwhile else ""
            log.warning("the %s cannot be used (%s)%s", self._kind.name, fault, meanwhile)
