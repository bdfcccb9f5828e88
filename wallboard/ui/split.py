"""Other places for the panels of a page, or more pages for them, where they have room for what they show."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.ui.grouping import Group, Neighbours, breaks, groups
from wallboard.ui.scene import Rect
from wallboard.ui.slicing import Place, Sharing, cuttings
from wallboard.ui.trials import Trials, farthest

MOST_PANELS = 24
"""More panels of one page are not shared out: trying them elsewhere would take minutes, and end before it is done."""
_MOST_ON_A_PAGE = 6
_MOST_SORTED = 6
"""Panels that may be parted in any way; more keep beside their neighbours, so that the search stays short."""
_MOST_LAID = 5
"""Ways to cut a page that are looked at closely."""

# What is worse than what: a page that tears panels apart, one that holds most of them, a note that goes, and another
# shape or order than the supervisor gave.
_BREAK, _UNEVEN, _LOSS, _SHAPE, _ORDER = 0.6, 3.0, 0.35, 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Short:
    """A panel (its number on the page) that has no room even alone: what it lacks, and from how near it would not."""

    panel: int
    lacks: tuple[str, ...]
    distance: float | None


@dataclass(frozen=True, slots=True)
class Split:
    """The pages that a page would become: on each the panels, by their numbers on the page, with their places."""

    grid: tuple[int, int]
    pages: tuple[dict[int, Place], ...]
    short: tuple[Short, ...] = ()


def split_of(layout: Layout, picture: Picture, page: int, size: tuple[int, int], now_us: int) -> Split:
    """The fewest pages on which every panel of a page has room; one that has none even alone stands alone.

    Panels keep their order and, where they can, their neighbours, and share a page out by what they need, then by the
    parts of the page that they have today. The same arguments give the same split. The page has `MOST_PANELS` at most.
    """
    search = _Search(Trials(layout, picture, page, size, now_us), len(layout.pages[page].panels))
    short = tuple(
        Short(
            panel,
            search.trials.outcome(panel, search.whole).lacks,
            farthest(layout, picture, (page, panel), size, now_us),
        )
        for panel in search.alone
    )
    return Split(search.trials.grid, search.pages(), short)


class _Search:
    def __init__(self, trials: Trials, count: int) -> None:
        self.trials = trials
        self.whole: Place = (0, 0, *trials.grid)
        self._needs = {panel: trials.needs(panel) for panel in range(count)}
        self.alone = [panel for panel, needs in self._needs.items() if not needs]
        self._others = [panel for panel, needs in self._needs.items() if needs]
        areas = {panel: rect.w * rect.h for panel, rect in enumerate(trials.was)}
        self._weights = {panel: area / sum(areas.values()) for panel, area in areas.items()}
        evener = {panel: weight**0.5 for panel, weight in self._weights.items()}
        self._sharings = [
            Sharing(trials.grid, lambda panel, wide: self._needs[panel].get(wide), weights)
            for weights in (self._weights, evener)
        ]
        self._kept: dict[Group, tuple[float, dict[int, Place]] | None] = {}
        self._in_a_row = Neighbours(self._others, _MOST_ON_A_PAGE, self._cost, self._weight)

    def pages(self) -> tuple[dict[int, Place], ...]:
        """The best of the fewest pages."""
        found = {panel: {panel: self.whole} for panel in self.alone}
        for count in range(1, len(self._others) + 1):
            best = min(self._costs(count), key=lambda told: told[0], default=None)
            if best is not None:
                found |= {group[0]: self._known(group)[1] for group in best[1]}
                break
        return tuple(found[first] for first in sorted(found))

    def _costs(self, count: int) -> Iterator[tuple[float, tuple[Group, ...]]]:
        """What each way to so many pages costs, of those on which every panel has room."""
        is_sorted = len(self._others) <= _MOST_SORTED
        whole = self._weight(tuple(self._others))
        for way in groups(self._others, count) if is_sorted else self._in_a_row.ways(count):
            laid = [self._laid(group) for group in way]
            if any(one is None for one in laid):
                continue
            uneven = max(map(self._weight, way)) / whole - 1 / count
            costs = sum(one[0] for one in laid if one is not None)
            yield costs + _BREAK * sum(map(breaks, way)) + _UNEVEN * uneven, way

    def _weight(self, group: Group) -> float:
        return sum(self._weights[panel] for panel in group)

    def _cost(self, group: Group) -> float | None:
        laid = self._laid(group)
        return None if laid is None else laid[0]

    def _known(self, group: Group) -> tuple[float, dict[int, Place]]:
        laid = self._laid(group)
        if laid is None:
            raise KeyError(group)
        return laid

    def _laid(self, group: Group) -> tuple[float, dict[int, Place]] | None:
        """The best page of these panels with its cost; None where they have no room on one."""
        if group not in self._kept:
            self._kept[group] = self._lay(group) if len(group) <= _MOST_ON_A_PAGE else None
        return self._kept[group]

    def _lay(self, group: Group) -> tuple[float, dict[int, Place]] | None:
        shared = (sharing.places(part) for part in cuttings(group) for sharing in self._sharings)
        drawn = [(self._strangeness(places), places) for places in shared if places and self._have_shape(places)]
        drawn.sort(key=lambda told: told[0])
        roomy = [told for told in drawn[: 4 * _MOST_LAID] if self._have_room(told[1])][:_MOST_LAID]
        return min(((cost + self._loss(places), places) for cost, places in roomy), key=lambda t: t[0], default=None)

    def _have_room(self, places: dict[int, Place]) -> bool:
        return all(self.trials.has_room(panel, place) for panel, place in places.items())

    def _have_shape(self, places: dict[int, Place]) -> bool:
        return all(self.trials.has_shape(panel, place) for panel, place in places.items())

    def _loss(self, places: dict[int, Place]) -> float:
        return _LOSS * sum(self.trials.loss(panel, place) for panel, place in places.items())

    def _strangeness(self, places: dict[int, Place]) -> float:
        """How far the panels are from the shapes that they have today, and from standing as they do to each other.

        A page of one panel is of any shape.
        """
        if len(places) == 1:
            return 0.0
        was, rects = self.trials.was, {panel: self.trials.rect(place) for panel, place in places.items()}
        shapes = sum(self.trials.turn(panel, place) ** 2 for panel, place in places.items())
        pairs = list(combinations(rects, 2))
        turned = sum(not _sides(was[one], was[two]) & _sides(rects[one], rects[two]) for one, two in pairs)
        return _SHAPE * shapes / len(rects) + _ORDER * turned / max(1, len(pairs))


def _sides(one: Rect, other: Rect) -> frozenset[str]:
    """On which sides of one panel the other stands."""
    sides = {
        "right": one.right <= other.x,
        "left": other.right <= one.x,
        "below": one.bottom <= other.y,
        "above": other.bottom <= one.y,
    }
    return frozenset(side for side, is_there in sides.items() if is_there)
