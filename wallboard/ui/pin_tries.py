"""Tries at the PIN: each wrong one after the second makes the next wait longer, over a restart too."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from wallboard.store.whole_file import write_whole

TRIES_FILE = "pin-tries.json"
"""In the state directory."""

FREE_TRIES = 2
FIRST_DELAY_S = 30.0
MOST_DELAY_S = 3600.0


def delay_after(wrong: int) -> float:
    """Seconds to wait after so many wrong tries: none after the first two, then 30, 60, 120 … up to an hour."""
    return 0.0 if wrong <= FREE_TRIES else min(MOST_DELAY_S, FIRST_DELAY_S * 2.0 ** min(wrong - FREE_TRIES - 1, 20))


@dataclass(frozen=True, slots=True)
class _Told:
    """What the file tells: wrong tries so far, and when the last was (seconds, UTC)."""

    wrong: int = 0
    last_s: float = 0.0


class PinTries:
    """Checks PINs against a hash and counts the wrong ones in a file; all boards of a machine share it.

    `clock` gives seconds UTC, `monotonic` seconds that only grow. A try counts as wrong, in the file, before it is
    checked: pulling the plug saves none. What other boards counted is read by `look`, and before each try.
    """

    def __init__(
        self, file: Path | None, clock: Callable[[], float], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._file = file
        self._clock = clock
        self._monotonic = monotonic
        self._kept = _Told()
        self._told = _Told()
        self._free_at_s = 0.0
        self._count_from(self._read())

    @property
    def wait_s(self) -> float:
        """How long the next try has to wait; 0 for not at all.

        Counted by `monotonic`: whatever becomes of the clock, nobody waits longer than the delay. A try before this
        process began is placed by the clock; one in the future, since the clock was put back, counts as made now.
        """
        return max(0.0, self._free_at_s - self._monotonic())

    def look(self) -> None:
        """See what the file tells; where this process knows of more, that counts: a full disk must not set it back."""
        found = self._read()
        told = found if found.wrong >= self._kept.wrong else self._kept
        if told != self._told:
            self._count_from(told)

    def is_right(self, pin: str, hashed: str) -> bool:
        """Whether it is the PIN; never while there is something to wait for. Takes a tenth of a second or so."""
        self.look()
        if self.wait_s > 0:
            return False
        self._keep(_Told(self._told.wrong + 1, self._clock()))
        if not is_pin_of(pin, hashed):
            return False
        self._keep(_Told())
        return True

    def _count_from(self, told: _Told) -> None:
        """Begin to count the time after a try that this process has not seen yet."""
        passed_s = max(0.0, self._clock() - told.last_s)
        self._told = told
        self._free_at_s = self._monotonic() + max(0.0, delay_after(told.wrong) - passed_s)

    def _read(self) -> _Told:
        if self._file is None:
            return _Told()
        try:
            plain = json.loads(self._file.read_bytes())
            last_s = float(plain["last_s"])
            return _Told(min(max(0, int(plain["wrong"])), 10_000), last_s if isfinite(last_s) else 0.0)
        except FileNotFoundError:
            return _Told()
        except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
            # Nobody at the wall can damage it: whoever could has no need of the PIN.
            return _Told()

    def _keep(self, told: _Told) -> None:
        self._kept = told
        self._count_from(told)
        if self._file is None:
            return
        with suppress(OSError):
            write_whole(self._file, json.dumps({"wrong": told.wrong, "last_s": told.last_s}).encode())


def is_pin_of(pin: str, hashed: str) -> bool:
    """Whether the hash is this PIN's; a hash that cannot be read is nobody's."""
    from argon2 import PasswordHasher  # noqa: PLC0415 - only where somebody types a PIN
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    try:
        return PasswordHasher().verify(hashed, pin)
    except (VerificationError, InvalidHashError):
        return False
