"""A line over weeks against a target's dashes: runs of known values, gaps where there are none."""

from collections.abc import Iterator, Sequence

from wallboard.ui.scene import Line, Polyline, Rect
from wallboard.ui.sheet import Sheet

Places = list[tuple[float, float] | None]


def lay_week_line(
    values: Sequence[float | None],
    target: float | None,
    least_span: float,
    area: Rect,
    sheet: Sheet,
    *,
    few: Sequence[bool] = (),
) -> Places:
    """Draw values evenly over an area that their range and the target fill; returns where each stands.

    `least_span` is the smallest range that the height stands for, so that small changes stay small; `few` tells the
    values that carry no weight. A place is None where its value is; two values must be given, and one known.
    """
    known = [value for value in values if value is not None]
    goal = [] if target is None else [target]
    low, high = min([*known, *goal]), max([*known, *goal])
    span = max(high - low, least_span)
    step = area.w / (len(values) - 1)

    def at(number: int, value: float) -> tuple[float, float]:
        return area.x + number * step, area.y + (high - value) / span * area.h

    stroke = max(1.5, sheet.stage.scale.least * 0.12)
    is_grey = sheet.stage.is_grey
    if target is not None:
        y = at(0, target)[1]
        role = "grey-mark" if is_grey else "muted"
        sheet.add(Line(area.x, y, area.right, y, stroke * 0.6, role, is_dashed=True))
    places: Places = [None if value is None else at(number, value) for number, value in enumerate(values)]
    faint = [is_grey or (number < len(few) and few[number]) for number in range(len(values))]
    for run, is_faint in _runs(places, faint):
        sheet.add(Polyline(run, stroke, "grey-mark" if is_faint else "line"))
    return places


def _runs(places: Places, faint: Sequence[bool]) -> Iterator[tuple[tuple[tuple[float, float], ...], bool]]:
    """Neighbouring places that are known, parted also where the line turns faint; a place alone is a run of one."""
    run: list[tuple[float, float]] = []
    is_faint = False
    for number, place in enumerate([*places, None]):
        if place is None:
            if run:
                yield tuple(run), is_faint
            run = []
            continue
        turns = bool(run) and (faint[number] or faint[number - 1])
        if len(run) > 1 and turns != is_faint:
            yield tuple(run), is_faint
            run = [run[-1]]
        is_faint = turns if run else faint[number]
        run.append(place)
