"""One board on its screen: the glass, and the safe board where the glass cannot stand."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from wallboard.kiosk.kept import Ended, Kept
from wallboard.kiosk.limits import Crashes, Limits
from wallboard.kiosk.why import how_it_ended, told_end
from wallboard.kiosk.words import ALREADY_SHOWN

log = logging.getLogger(__name__)

_MOST_TOLD = 4_000

Keep = Callable[[str, Sequence[str]], Kept]


@dataclass(frozen=True, slots=True)
class BoardCommands:
    """A board's name in the journal, how its glass is started, and how a safe board: with a text and an output.

    `log_file` is where the wall says that more is told.
    """

    name: str
    glass: tuple[str, ...]
    safe: Callable[[str, str | None], tuple[str, ...]]
    log_file: str = ""


class ShownBoard:
    """Keeps a glass, and in trouble a safe board, below the glass that is tried meanwhile.

    `keep` makes what keeps a glass, `keep_safe` what keeps a safe board.
    """

    def __init__(self, commands: BoardCommands, limits: Limits, keep: Keep, keep_safe: Keep) -> None:
        self.name = commands.name
        self.glass = keep(f"the glass of {commands.name}", commands.glass)
        self.output: str | None = None
        """The screen that the board names, as its collector said."""
        self._commands = commands
        self._limits = limits
        self._keep_safe = keep_safe
        self._safe: Kept | None = None
        self._going: list[Kept] = []
        self._fault = ""
        self._crashes = Crashes(limits)
        self._bad = ""
        self._is_troubled = False

    @property
    def kept(self) -> list[Kept]:
        """All that is kept for this board."""
        return [self.glass, *([self._safe] if self._safe is not None else []), *self._going]

    @property
    def is_safe_shown(self) -> bool:
        """Whether a safe board stands in the glass's place."""
        return self._safe is not None

    def say_fault(self, text: str) -> None:
        """What the glass says that hinders it, for the safe board."""
        self._fault = text

    def set_bad(self, text: str) -> None:
        """The board cannot be shown, and why; "" where it can."""
        self._bad = text
        self.glass.is_wanted = not text
        if text:
            self._show_safe(text)

    def told_end(self, program: str, how: str, last_lines: Iterable[str], fault: str = "") -> str:
        """What the wall says of a program that ends again and again; `fault` is what it said itself."""
        first, *more = told_end(program, how, last_lines, self._commands.log_file).splitlines()
        return "\n".join((first, *([fault] if fault else []), *more))

    def watch(self, now_s: float) -> None:
        """Do what is due."""
        ended = self.glass.watch(now_s)
        if ended is not None:
            self._take_end(ended, now_s)
        if self._is_troubled and self.glass.beats_for_s >= self._limits.steady_s:
            self._is_troubled = False
            self._crashes.forget()
        if self._safe is not None:
            self._safe.watch(now_s)
            if not self._bad and self.glass.beats_for_s >= self._limits.stands_s:
                self._hide_safe()
        for one in self._going:
            one.watch(now_s)
        self._going = [one for one in self._going if one.is_running]

    def _take_end(self, ended: Ended, now_s: float) -> None:
        if ended.why in ("asked", "memory") or ended.code == ALREADY_SHOWN:
            return
        self._is_troubled |= self._crashes.note(now_s)
        if self._is_troubled and not self._bad:
            self.glass.start_at(now_s + self._limits.try_again_s)
            self._show_safe(self._told(ended))
        self._fault = ""

    def _told(self, ended: Ended) -> str:
        how = "gave no sign of life" if ended.why == "hang" else how_it_ended(ended.code)
        return self.told_end("The program that draws this board", how, ended.last_lines, self._fault)

    def _show_safe(self, text: str) -> None:
        command = self._commands.safe(_cut(text), self.output)
        if self._safe is not None and self._safe.command == command:
            return
        self._hide_safe()
        log.error("%s: the safe board is shown: %s", self.name, " ".join(text.split()))
        self._safe = self._keep_safe(f"the safe board of {self.name}", command)

    def _hide_safe(self) -> None:
        if self._safe is not None:
            self._safe.is_wanted = False
            self._going.append(self._safe)
            self._safe = None


def _cut(text: str) -> str:
    """A text that a command line takes; where it is cut, that shows."""
    return text if len(text) <= _MOST_TOLD else f"{text[: _MOST_TOLD - 1]}…"
