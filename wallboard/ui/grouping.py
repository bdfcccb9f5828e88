"""Ways to share panels out among pages, in the order in which they are read."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

Group = tuple[int, ...]


def neighbours(panels: Sequence[int], count: int) -> Iterator[tuple[Group, ...]]:
    """Every way to cut a row of panels into so many groups of neighbours."""
    for cuts in combinations(range(1, len(panels)), count - 1):
        edges = (0, *cuts, len(panels))
        yield tuple(tuple(panels[start:end]) for start, end in pairwise(edges))


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
