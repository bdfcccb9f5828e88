"""The figures of one named measure, line by line, each with what explains it."""

from collections.abc import Iterable

from wallboard.core.measures.asked import Ask
from wallboard.core.measures.lines import Explain, Line
from wallboard.core.views.figures import Figure
from wallboard.panels.named.judged import Judged


def figures_of(ask: Ask, judged: Judged, named: Iterable[tuple[str, Line]]) -> tuple[list[Figure], dict[str, Explain]]:
    """A figure for each line by the name given to it, coloured, and what makes the evidence behind it."""
    figures: list[Figure] = []
    makers: dict[str, Explain] = {}
    for name, line in named:
        found = line.found[0]
        figures.append(found.figure(name, ask.measure.unit, judged.target, judged.zone(found.value)))
        makers[name] = line.explain[0]
    return figures, makers
