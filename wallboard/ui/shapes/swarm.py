"""Where a lane's marks stand: their height is given, their place across is free, and they make way for each other."""

from collections import defaultdict

_GOLDEN = 0.6180339887498949
_TRIES = 10
_REACH = 0.54
"""Of its size, how far a mark reaches, with a little air."""
_AROUND = [(column, row) for column in (0, -1, 1) for row in (0, -1, 1)]


def spread(heights: list[float], sizes: list[float], left: float, width: float) -> list[float]:
    """The x of each mark, in the order given: the first of a few fixed places where it touches no earlier mark.

    Deterministic: the places follow the mark's number in its lane. Where a lane is too full for that, the place
    farthest from its neighbours is taken.
    """
    most = max(sizes, default=1.0)
    inner = max(1.0, width - 1.3 * most)
    start = left + (width - inner) / 2
    cells = _Cells(most)
    places = []
    for number, (y, size) in enumerate(zip(heights, sizes, strict=True)):
        x = _place(number, y, size, cells, (start, inner))
        cells.add(x, y, size)
        places.append(x)
    return places


class _Cells:
    """The marks that have a place, by squares so large that marks can only touch those of the squares round theirs.

    A lane of thousands would else have every mark measured against every other one.
    """

    def __init__(self, most: float) -> None:
        self._side = 2 * _REACH * most
        self._marks: dict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)

    def add(self, x: float, y: float, size: float) -> None:
        self._marks[int(x // self._side), int(y // self._side)].append((x, y, size))

    def room(self, x: float, y: float, size: float, least: float) -> float:
        """How far the nearest mark is beyond touching, 0 at most; nothing above `least` as soon as that is certain."""
        room = 0.0
        column, row = int(x // self._side), int(y // self._side)
        for cell in _AROUND:
            for ox, oy, osize in self._marks.get((column + cell[0], row + cell[1]), ()):
                room = min(room, max(abs(x - ox), abs(y - oy)) - (size + osize) * _REACH)
                if room <= least:
                    return room
        return room


def _place(number: int, y: float, size: float, cells: _Cells, span: tuple[float, float]) -> float:
    best, best_room = span[0], -1e9
    for attempt in range(_TRIES):
        x = span[0] + span[1] * ((0.5 + (number + 1) * _GOLDEN + attempt * _GOLDEN * _GOLDEN) % 1.0)
        room = cells.room(x, y, size, best_room)
        if room >= 0.0:
            return x
        if room > best_room:
            best, best_room = x, room
    return best


def size_for(counts: dict[tuple[int, int], tuple[int, float]], preferred: float, least: float) -> float:
    """The size of a mark at which no cell of the plot is more than about half covered.

    `counts` gives for each cell how many marks it holds and its area in square pixels.
    """
    size = preferred
    for number, area in counts.values():
        if number and area > 0:
            size = min(size, (0.45 * area / number) ** 0.5)
    return float(max(least, round(size)))
