"""What stands beside named measures, so that they cannot be misread: the re-open rate beside speeds (rule 5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from wallboard.core.measures.asked import Ask, reopenings
from wallboard.core.measures.coverage import Coverage
from wallboard.core.measures.lines import Explain, explained
from wallboard.core.measures.named_words import reopened_fact
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.figures import Fact, Figure

RATE = "reopen_rate"


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """Facts, figures, and what explains each figure by its name."""

    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    makers: Mapping[str, Explain] = field(default_factory=dict)


def beside(snapshot: Snapshot, asks: tuple[Ask, ...], lacks: Coverage) -> Beside:
    """What stands beside these measures, all of one `where`."""
    speed = next((ask for ask in asks if ask.measure.is_speed), None)
    if speed is None or any(ask.name == "reopen-rate" for ask in asks):
        return Beside()
    undone = reopenings(snapshot, speed, lacks)
    if undone is None:
        return Beside()
    found = undone.reckon()
    return Beside((reopened_fact(found),), (found.figure(RATE, "%"),), {RATE: partial(explained, undone)})
