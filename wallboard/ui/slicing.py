"""Ways to share a page's grid among panels: cut upright or across, again and again, in reading order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

Place = tuple[int, int, int, int]
Axis = Literal["beside", "below"]


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut through a part of the page: `first` stands left of `second`, or above it. A part is a panel or a cut."""

    axis: Axis
    first: "Part"
    second: "Part"


Part = int | Cut
Need = Callable[[int, int], int | None]
"""The fewest rows that a panel needs in so many columns; None where no number of rows is enough."""


def cuttings(panels: Sequence[int]) -> Iterator[Part]:
    """Every way to cut a page into these panels so that they keep their order; 1, 2, 6, 22, 90, 394 ways of 1 to 6.

    The ways are the large Schröder numbers: cuts of one axis in a row are made from one end only.
    """
    yield from _cuttings(tuple(panels), None)


def _cuttings(panels: tuple[int, ...], but: Axis | None) -> Iterator[Part]:
    if len(panels) == 1:
        yield panels[0]
        return
    axes: tuple[Axis, Axis] = ("beside", "below")
    for axis in axes:
        if axis == but:
            continue
        for count in range(1, len(panels)):
            for first in _cuttings(panels[:count], axis):
                for second in _cuttings(panels[count:], None):
                    yield Cut(axis, first, second)


class Sharing:
    """Where the cuts of a page go: no panel gets less than it needs, and what is left over goes by `weights`."""

    def __init__(self, grid: tuple[int, int], need: Need, weights: Mapping[int, float]) -> None:
        self._columns, self._rows = grid
        self._weights = weights
        self._least = cache(lambda part, columns: self._least_of(part, columns, need))

    def places(self, part: Part) -> dict[int, Place] | None:
        """The place of each panel; None where they do not all get what they need."""
        least = self._least(part, self._columns)
        if least is None or least > self._rows:
            return None
        found: dict[int, Place] = {}
        self._share(part, (0, 0, self._columns, self._rows), found)
        return found

    def _least_of(self, part: Part, columns: int, need: Need) -> int | None:
        """The fewest rows of a part of the page that is so many columns wide."""
        if isinstance(part, int):
            return need(part, columns)
        if part.axis == "below":
            return _sum(self._least(part.first, columns), self._least(part.second, columns))
        pairs = (
            (self._least(part.first, left), self._least(part.second, columns - left)) for left in range(1, columns)
        )
        return min((max(one, two) for one, two in pairs if one is not None and two is not None), default=None)

    def _share(self, part: Part, place: Place, found: dict[int, Place]) -> None:
        if isinstance(part, int):
            found[part] = place
            return
        column, row, columns, rows = place
        length = columns if part.axis == "beside" else rows
        wished = length * self._weight(part.first) / self._weight(part)
        cuts = (cut for cut in range(1, length) if self._holds(part, cut, columns, rows))
        cut = min(cuts, key=lambda cut: abs(cut - wished))
        if part.axis == "beside":
            self._share(part.first, (column, row, cut, rows), found)
            self._share(part.second, (column + cut, row, columns - cut, rows), found)
        else:
            self._share(part.first, (column, row, columns, cut), found)
            self._share(part.second, (column, row + cut, columns, rows - cut), found)

    def _holds(self, part: Cut, cut: int, columns: int, rows: int) -> bool:
        if part.axis == "beside":
            return self._fits(part.first, cut, rows) and self._fits(part.second, columns - cut, rows)
        return self._fits(part.first, columns, cut) and self._fits(part.second, columns, rows - cut)

    def _fits(self, part: Part, columns: int, rows: int) -> bool:
        least = self._least(part, columns)
        return least is not None and least <= rows

    def _weight(self, part: Part) -> float:
        return self._weights[part] if isinstance(part, int) else self._weight(part.first) + self._weight(part.second)


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
