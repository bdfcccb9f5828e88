"""Collects what support needs to know of this machine, without secrets and without data of clients."""

import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

from wallboard.cli.discreet import Discretion
from wallboard.cli.doctor_board import board_lines, people_of, titles_of, wall_lines
from wallboard.cli.doctor_machine import (
    account_of,
    environment_lines,
    machine_lines,
    process_lines,
    qt_screens,
    screen_lines,
    secrets_of,
)
from wallboard.cli.doctor_state import file_lines, log_texts, sound_lines
from wallboard.cli.ends import ALL_WELL, FALLS_SHORT, Refused, give, tell
from wallboard.cli.machine import machine_shortcomings
from wallboard.cli.printable import printable, printable_lines
from wallboard.store.home import from_home
from wallboard.store.known_texts import known_texts
from wallboard.store.places import Places, places_of

_SHORTCOMING = "! "
"""How a line begins that says what is not as it should be."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what is collected: a file in the archive, a section in print."""

    name: str
    lines: tuple[str, ...]

    @property
    def is_short(self) -> bool:
        """Whether something in it is not as it should be."""
        return any(line.lstrip().startswith(_SHORTCOMING) for line in self.lines)


def doctor(board: str | None, *, out: str | None = None) -> int:
    """Writes all of it, or packs it into a file with the logs; 1 where something falls short."""
    target = None if out is None else _target(out)
    places = places_of()
    is_old = bool(machine_shortcomings(draws=False))  # what reads a board would end the process
    discretion = _discretion(board, places, is_old=is_old)
    parts = [*_parts(board, places, discretion, is_old=is_old)]
    if target is None:
        give("\n".join(_section(part) for part in parts))
    else:
        _write(target, _packed(parts, places, discretion))
        tell(f"{target} is made. Names, case numbers and secrets are left out; look through it before you send it.")
    return FALLS_SHORT if any(part.is_short for part in parts) else ALL_WELL


def screens() -> int:
    """Writes the screens that Qt finds: asked of a process of its own, which Qt may end."""
    give("".join(f"{line}\n" for line in qt_screens()))
    return ALL_WELL


def _discretion(board: str | None, places: Places, *, is_old: bool) -> Discretion:
    """What is not to be told; where the cache or the board cannot be read, nobody knows whom a log names."""
    texts = known_texts(places)
    people = [] if is_old else people_of(board)  # on an old processor no board was read, and nobody is in its logs
    names = [*account_of(Path.home()), *(texts or ()), *(people or ())]
    is_blind = texts is None or people is None
    return Discretion(secrets_of(os.environ.items()), names, titles_of(places), is_blind=is_blind)


def _parts(board: str | None, places: Places, discretion: Discretion, *, is_old: bool) -> Iterator[Part]:
    made: list[tuple[str, Callable[[], Iterable[str]]]] = [
        ("machine", machine_lines),
        ("environment", partial(environment_lines, os.environ.items())),
        ("screens", screen_lines),
        ("processes", process_lines),
        ("files", partial(file_lines, places)),
        ("soundness", partial(sound_lines, places)),
    ]
    if not is_old:
        made += [("board", partial(board_lines, board)), ("wall", partial(wall_lines, places))]
    for name, lines in made:
        yield Part(name, tuple(discretion.text(line) for line in _all(lines)))


def _all(lines: Callable[[], Iterable[str]]) -> Iterator[str]:
    """All lines of a part, or those until it failed: whoever is ill need not be well to be looked at."""
    try:
        yield from lines()
    except Exception as fault:
        yield f"{_SHORTCOMING}the rest could not be had: {type(fault).__name__}"


def _section(part: Part) -> str:
    return f"{part.name.capitalize()}\n" + "".join(f"  {printable(line)}\n" for line in part.lines)


def _packed(parts: Iterable[Part], places: Places, discretion: Discretion) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(f"{part.name}.txt", "".join(f"{printable(line)}\n" for line in part.lines))
        for name, text in log_texts(places, discretion):
            archive.writestr(f"logs/{name}", printable_lines(text))
    return buffer.getvalue()


def _target(out: str) -> Path:
    path = from_home(out)
    if path.suffix.lower() != ".zip":
        raise Refused(f"--out takes the name of a .zip file, not “{out}”.")
    return path


def _write(path: Path, content: bytes) -> None:
    """Writes the archive, closed to others. Raises Refused where it cannot be."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError as fault:
        raise Refused(f"{path} cannot be written: {fault.strerror}.") from fault
