"""The PIN of a board, of which the board's file has only the hash."""

import re
from typing import Final

from wallboard.config.reading import Reading

_HASH: Final = re.compile(
    r"\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}", re.ASCII
)
_MOST_KIB, _MOST_ROUNDS, _MOST_LANES = 131_072, 10, 8
"""What checking a PIN may take of a glass on a small machine: 128 MiB, and some seconds at the very most."""

_LEAST_KIB, _LEAST_WORK = 7_168, 35_840
"""The least that OWASP names for Argon2id: 7 MiB, and so many KiB times rounds (19456 × 2, 12288 × 3 … 7168 × 5)."""


def read_pin(reading: Reading) -> str | None:
    """The hash under `pin`. What is no hash may be a PIN, so that no fault repeats what stands there.

    One that is guessed too fast is a warning: it still guards the wall, and a board without it would not.
    """
    value = reading.at(("pin",))
    if value is None:
        return None
    match = _HASH.fullmatch(value) if isinstance(value, str) else None
    if match is None or not isinstance(value, str):
        reading.fault(("pin",), "found something that is no hash of a PIN", remedy="make one with `wallboard pin`")
        return None
    memory, rounds, lanes = map(int, match.groups())
    if not (8 * lanes <= memory <= _MOST_KIB and 1 <= rounds <= _MOST_ROUNDS and 1 <= lanes <= _MOST_LANES):
        allowed = f"m up to {_MOST_KIB}, t up to {_MOST_ROUNDS}, p up to {_MOST_LANES}"
        found = f"found a hash with m={memory}, t={rounds}, p={lanes}"
        reading.fault(("pin",), found, allowed=allowed, remedy="make one with `wallboard pin`")
    elif memory < _LEAST_KIB or memory * rounds < _LEAST_WORK:
        found = f"whoever reads this hash with m={memory}, t={rounds} soon has the PIN"
        reading.warn(("pin",), found, remedy="make another with `wallboard pin`")
    return value
