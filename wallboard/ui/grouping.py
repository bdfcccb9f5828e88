"""Ways to share panels out among pages, in the order in which they are read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Group = tuple[int, ...]

_ROUNDING = 1e-9
"""Costs that are closer are the same sum, added up in another order."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A row of panels cut up to somewhere: what the groups cost, how torn they are, and the weight of the heaviest."""

    edges: tuple[int, ...] = (0,)
    cost: float = 0.0
    breaks: int = 0
    heaviest: float = 0.0

    def goes_before(self, other: "_Cut") -> bool:
        """Whether no end of the row makes the other the better one, or as good and cut earlier."""
        if self.cost > other.cost or self.breaks > other.breaks or self.heaviest > other.heaviest:
            return False
        is_better = self.cost < other.cost - _ROUNDING or self.breaks < other.breaks
        return is_better or self.edges < other.edges


class Neighbours:
    """A row of panels cut into groups of neighbours, of `most` panels at the most.

    `cost` tells what a group costs, None where it has no room; `weight` its part of the whole. Of all the ways, whose
    number grows without bounds, only those are kept that may be the best by a sum of costs and breaks and the heaviest.
    """

    def __init__(
        self,
        panels: Sequence[int],
        most: int,
        cost: Callable[[Group], float | None],
        weight: Callable[[Group], float],
    ) -> None:
        self._panels = tuple(panels)
        self._most = most
        self._cost = cost
        self._weight = weight
        self._reached: list[dict[int, list[_Cut]]] = [{0: [_Cut()]}]

    def ways(self, count: int) -> Iterator[tuple[Group, ...]]:
        """The ways to cut the row into so many groups that have room; the earliest cut comes first."""
        while len(self._reached) <= count:
            self._reached.append(self._next(self._reached[-1]))
        for cut in self._reached[count].get(len(self._panels), ()):
            yield tuple(self._panels[start:end] for start, end in pairwise(cut.edges))

    def _next(self, before: dict[int, list[_Cut]]) -> dict[int, list[_Cut]]:
        """Where one group more may end, with the ways to get there."""
        found: dict[int, list[_Cut]] = {}
        for start, cuts in before.items():
            for end in range(start + 1, min(start + self._most, len(self._panels)) + 1):
                found.setdefault(end, []).extend(self._longer(cuts, self._panels[start:end], end))
        return {end: _worth_keeping(cuts) for end, cuts in found.items() if cuts}

    def _longer(self, cuts: list[_Cut], group: Group, end: int) -> Iterator[_Cut]:
        cost = self._cost(group)
        if cost is not None:
            weight, torn = self._weight(group), breaks(group)
            for cut in cuts:
                heaviest = max(cut.heaviest, weight)
                yield _Cut((*cut.edges, end), cut.cost + cost, cut.breaks + torn, heaviest)


def _worth_keeping(cuts: list[_Cut]) -> list[_Cut]:
    kept: list[_Cut] = []
    for cut in sorted(cuts, key=lambda cut: (cut.cost, cut.breaks, cut.edges)):
        if not any(one.goes_before(cut) for one in kept):
            kept.append(cut)
    return sorted(kept, key=lambda cut: cut.edges)


def groups(panels: Sequence[int], count: int) -> Iterator[tuple[Group, ...]]:
    """Every way to part panels into so many groups, whoever stands beside whom; a group stands where its first did."""
    for filled in _filled(tuple(panels), count):
        yield tuple(sorted(filled))


def _filled(panels: Group, count: int) -> Iterator[tuple[Group, ...]]:
    if count > len(panels) or count < (1 if panels else 0):
        return
    if not panels:
        yield ()
        return
    *before, last = panels
    for filled in _filled(tuple(before), count - 1):
        yield (*filled, (last,))
    for filled in _filled(tuple(before), count):
        for which, group in enumerate(filled):
            yield (*filled[:which], (*group, last), *filled[which + 1 :])


def breaks(group: Group) -> int:
    """How many panels of others stood between those of a group."""
    return group[-1] - group[0] + 1 - len(group)
