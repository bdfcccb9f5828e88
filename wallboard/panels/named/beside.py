"""What stands beside named measures, lest they be misread: the re-open rate beside speeds (rule 5), the re-opened
cases beside net (rule 13)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from wallboard.core.measures.asked import Ask, reopenings
from wallboard.core.measures.coverage import Coverage
from wallboard.core.measures.lines import Explain, Line, Lines, explained
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.figures import Fact, Figure
from wallboard.core.words import words
from wallboard.panels.named.said import reopened_fact

RATE, RESUMED = "reopen_rate", "reopened"


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """Facts, figures, and what explains each figure by its name."""

    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    makers: Mapping[str, Explain] = field(default_factory=dict)

    def __add__(self, other: "Beside") -> "Beside":
        return Beside(self.facts + other.facts, self.figures + other.figures, {**self.makers, **other.makers})


def beside(
    snapshot: Snapshot, asks: tuple[Ask, ...], lacks: Coverage, found: Lines, last: Line | None = None
) -> Beside:
    """What stands beside these measures, all of one `where`.

    `found` are their lines, asked for with what `resumed_with` adds; the re-opened are told of the line of all, else of
    `last`, else over all lines.
    """
    place = len(asks)
    lines = found.lines if found.total is None else (found.total, *found.lines)
    has_resumed = any(len(line.found) > place for line in lines)
    return _rate(snapshot, asks, lacks) + (_resumed(found, place, last) if has_resumed else Beside())


def _resumed(found: Lines, place: int, last: Line | None) -> Beside:
    whole = found.total or last
    named = [(RESUMED, whole)] if whole is not None else []
    named += [(f"{RESUMED}:{line.name}", line) for line in found.lines]
    told = found.lines if whole is None else (whole,)
    count = sum(line.found[place].value or 0 for line in told)
    facts = (Fact(words("fact.reopened", n=round(count))),) if count else ()
    figures = tuple(line.found[place].figure(name, "cases") for name, line in named)
    return Beside(facts, figures, {name: line.explain[place] for name, line in named})


def _rate(snapshot: Snapshot, asks: tuple[Ask, ...], lacks: Coverage) -> Beside:
    speed = next((ask for ask in asks if ask.measure.is_speed), None)
    if speed is None or any(ask.name == "reopen-rate" for ask in asks):
        return Beside()
    undone = reopenings(snapshot, speed, lacks)
    if undone is None:
        return Beside()
    found = undone.reckon()
    return Beside((reopened_fact(found),), (found.figure(RATE, "%"),), {RATE: partial(explained, undone)})
