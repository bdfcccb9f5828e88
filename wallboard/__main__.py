"""The program's door: `show`, and the collector it starts, go straight to work, every other command to its module."""

import faulthandler
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from wallboard.cli.run import run
from wallboard.cli.show import ShowArguments, show

COMMANDS = frozenset(
    {"show", "kiosk", "check", "report", "explain", "recompute", "standup", "snapshot", "hours", "collect", "picture"}
    | {"schema", "reference", "types"}
    | {"doctor", "erase", "pin", "secret", "source"}
)
_OWN_OPTIONS = ("--help", "--version")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command line; the exit code."""
    _leave_last_words()
    given = with_command(list(sys.argv[1:] if argv is None else argv))
    boards = given[2:]
    if given[:1] == ["collect"] and given[1:2] in (["--for-glass"], ["--for-kiosk"]) and _are_plain(boards):
        return run(lambda: _collect(boards, for_kiosk=given[1] == "--for-kiosk"))
    if given[:1] == ["kiosk"] and _are_plain(given[1:]):
        return run(lambda: _kiosk(given[1:]))
    plain = show_arguments(given[1:]) if given[:1] == ["show"] else None
    return run(lambda: _other(given) if plain is None else show(plain))


def with_command(given: list[str]) -> list[str]:
    """The command line with its command: without one, or with a board in its place, it is `show`."""
    if not given:
        return ["show"]
    first = given[0]
    if first in COMMANDS or first in _OWN_OPTIONS:
        return given
    if first.startswith("-") or _is_board(first):
        return ["show", *given]
    return given


def show_arguments(given: Sequence[str]) -> ShowArguments | None:
    """What `show` is told, where it is said plainly; None where the slower reader has to judge.

    typer takes longer to import than a page to paint, and this is the way that a wall starts.
    """
    told: dict[str, str] = {}
    flags = {"--windowed": False, "--for-kiosk": False}
    rest = list(given)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if word in flags:
            flags[word] = True
        elif name in ("--screen", "--page", "--at", "--for", "--safe") and name not in told:
            if not equals and (not rest or rest[0].startswith("-")):
                return None
            told[name] = value if equals else rest.pop(0)
        elif word.startswith("-") or not word or "board" in told:
            return None
        else:
            told["board"] = word
    try:
        page = int(told["--page"]) if "--page" in told else None
        for_seconds = float(told["--for"]) if "--for" in told else None
    except ValueError:
        return None
    if (page is not None and page < 1) or (for_seconds is not None and not 0 <= for_seconds < float("inf")):
        return None
    return ShowArguments(
        told.get("board"),
        is_windowed=flags["--windowed"],
        screen=told.get("--screen"),
        page=page,
        at=told.get("--at"),
        for_seconds=for_seconds,
        is_for_kiosk=flags["--for-kiosk"],
        safe=told.get("--safe"),
    )


def _leave_last_words() -> None:
    """Where a library brings the process down, say on standard error, which a kiosk logs, where it stood."""
    if not faulthandler.is_enabled():
        with suppress(OSError, ValueError, RuntimeError):  # a standard error that is none, or closed
            faulthandler.enable()


def _is_board(word: str) -> bool:
    """Whether a first word is a board's file, or a sample's name, and no mistyped command."""
    if Path(word).suffix or any(mark in word for mark in "/\\~") or Path(word).is_file():
        return True
    from wallboard.config.find import sample_path  # noqa: PLC0415 - seldom needed

    return sample_path(word).is_file()


def _are_plain(boards: list[str]) -> bool:
    """Whether these are boards, and no options."""
    return not any(board.startswith("-") or not board for board in boards)


def _collect(boards: list[str], *, for_kiosk: bool) -> int:
    """What a glass or a kiosk starts, for as long as it lives itself: without typer, which would stay in memory."""
    from wallboard.cli.frugal import be_frugal  # noqa: PLC0415 - before polars is there

    be_frugal()
    from wallboard.cli.collect import collect  # noqa: PLC0415 - polars, which `show` does without

    return collect(boards, for_glass=not for_kiosk, for_kiosk=for_kiosk)


def _kiosk(boards: list[str]) -> int:
    """The parent, which lives for months: without typer likewise."""
    from wallboard.cli.kiosk import kiosk  # noqa: PLC0415 - `show` does without

    return kiosk(boards)


def _other(given: list[str]) -> int:
    from wallboard.cli.app import app  # noqa: PLC0415 - typer, which `show` does without

    try:
        app(given, prog_name="wallboard")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
