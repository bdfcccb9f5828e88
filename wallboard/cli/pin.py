"""Makes the hash of a PIN for a board's file; the PIN itself is never shown, kept, or an argument of a command."""

import getpass
import sys

from wallboard.cli.ends import ALL_WELL, Refused, give, tell
from wallboard.core.views.pin import LEAST_DIGITS, MOST_DIGITS

_ROUNDS, _MEMORY_KIB, _LANES = 2, 19_456, 1
"""OWASP's recommendation for Argon2id: a tenth of a second on a small machine, in 19 MiB that the glass can spare."""


def pin() -> int:
    """Asks for a PIN twice, or reads it from standard input where nobody can type; prints the line for the board."""
    typed = _asked() if sys.stdin is not None and sys.stdin.isatty() else _read()
    give(f"pin: {hash_of(typed)}\n")
    tell("This line goes into the board's file.")
    return ALL_WELL


def hash_of(typed: str) -> str:
    """The hash of a PIN, another one each time. Raises Refused for what cannot be typed on the wall."""
    if not (typed.isascii() and typed.isdigit() and LEAST_DIGITS <= len(typed) <= MOST_DIGITS):
        raise Refused(f"A PIN is {LEAST_DIGITS} to {MOST_DIGITS} digits, and nothing else: it may come from a remote.")
    try:
        from argon2 import PasswordHasher  # noqa: PLC0415 - not needed by any other command
    except ImportError as missing:
        raise Refused(f"The PIN cannot be hashed: {missing}.") from missing
    return PasswordHasher(_ROUNDS, _MEMORY_KIB, _LANES).hash(typed)


def _asked() -> str:
    try:
        first = getpass.getpass("PIN: ")
        second = getpass.getpass("Once more: ")
    except EOFError:
        raise Refused("No PIN was typed.") from None
    if first != second:
        raise Refused("The two are not the same.")
    return first


def _read() -> str:
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        raise Refused("No PIN was given: type it when asked, or put it into standard input.")
    return line.rstrip("\r\n")
