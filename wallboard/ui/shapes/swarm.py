"""Where a lane's marks stand: their height is given, their place across is free, and they make way for each other."""

from collections import defaultdict

_GOLDEN = 0.6180339887498949
_TRIES = 10


def spread(heights: list[float], sizes: list[float], left: float, width: float) -> list[float]:
    """The x of each mark, in the order given: the first of a few fixed places where it touches no earlier mark.

    Deterministic: the places follow the mark's number in its lane. Where a lane is too full for that, the place
    farthest from its neighbours is taken.
    """
    most = max(sizes, default=1.0)
    inner = max(1.0, width - 1.3 * most)
    start = left + (width - inner) / 2
    rows: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    places = []
    for number, (y, size) in enumerate(zip(heights, sizes, strict=True)):
        row = int(y // most)
        near = [other for step in (-1, 0, 1) for other in rows[row + step]]
        x = _place(number, y, size, near, (start, inner))
        rows[row].append((x, y, size))
        places.append(x)
    return places


def _place(
    number: int, y: float, size: float, near: list[tuple[float, float, float]], span: tuple[float, float]
) -> float:
    best, best_room = span[0], -1e9
    for attempt in range(_TRIES):
        x = span[0] + span[1] * ((0.5 + (number + 1) * _GOLDEN + attempt * _GOLDEN * _GOLDEN) % 1.0)
        room = min((max(abs(x - ox), abs(y - oy)) - (size + osize) * 0.54 for ox, oy, osize in near), default=0.0)
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
