"""What a check found, as it is written down."""

from dataclasses import dataclass, field

from wallboard.cli.printable import printable

_INDENT = "  "


@dataclass(slots=True)
class Findings:
    """What was found, as lines to read, and how much of it falls short: a fault counts once, and not where it shows."""

    lines: list[str] = field(default_factory=list)
    short: int = 0
    follows: int = 0

    def head(self, text: str) -> None:
        """Begins a part."""
        self.lines += ["", text] if self.lines else [text]

    def note(self, text: str, depth: int = 1) -> None:
        """Says how something is."""
        self.lines.append(_INDENT * depth + printable(text))

    def fall_short(self, text: str, depth: int = 1, *, counts: bool = True) -> None:
        """Says what is not as it should be; it does not count where it follows from what was counted before."""
        self.short += int(counts)
        self.follows += int(not counts)
        self.note(f"! {text}", depth)

    def verbatim(self, lines: list[str]) -> None:
        """Lines to be copied: without an indent that they do not have."""
        self.lines += map(printable, lines)

    @property
    def text(self) -> str:
        """All of it, with the sum."""
        things = "One thing falls short." if self.short == 1 else f"{self.short:,} things fall short."
        marked = "1 line with “!” follows" if self.follows == 1 else f"{self.follows:,} lines with “!” follow"
        others = [f"{marked} from others, and {'is' if self.follows == 1 else 'are'} not counted."]
        return "\n".join([*self.lines, "", *others * bool(self.follows), things if self.short else "All well.", ""])
