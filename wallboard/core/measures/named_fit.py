"""Which options fit a named measure: what cannot be meant is refused in a sentence, before anything is reckoned."""

from collections.abc import Sequence

from wallboard.core.measures.named import MEASURES, WEEKLY, Better, MeasureName

MOST_WEEKS = 52


def fit_days(days: int | None, names: Sequence[MeasureName], *, is_weekly: bool = False) -> int | None:
    """The days of a window. Raises ValueError where no measure has one; a week is a window of its own."""
    has_window = any(MEASURES[name].has_days and not (is_weekly and MEASURES[name].window != "now") for name in names)
    if days is not None and names and not has_window:
        said = "a week is the window" if is_weekly else f"{' and '.join(names)} is of now"
        raise ValueError(f"{said}: leave days out")
    return days


def fit_threshold(threshold: float | None, names: Sequence[MeasureName], better: Better | None) -> float | None:
    """A target, or where a colour begins. Raises ValueError where nobody says which way is good."""
    unsure = [name for name in names if MEASURES[name].better is None]
    if threshold is not None and better is None and unsure:
        raise ValueError(f"more {unsure[0]} is neither good nor bad: say which with better")
    return threshold


def fit_late(
    late: float | None, urgent: float | None, names: Sequence[MeasureName], better: Better | None
) -> float | None:
    """Where late begins. Raises ValueError where that lies before the urgent begins."""
    way = better_of(names[0], better) if names else better
    if late is not None and urgent is not None and way is not None:
        is_before = late > urgent if way == "higher" else late < urgent
        if is_before:
            raise ValueError(f"with {way} being better, late begins beyond urgent ({urgent:g})")
    return late


def fit_weekly(over: str | None, names: Sequence[MeasureName]) -> str | None:
    """What the groups are. Raises ValueError for a measure that past weeks cannot be told of."""
    untold = [name for name in names if name not in WEEKLY]
    if over == "week" and untold:
        raise ValueError(f"{untold[0]} is of now: it has no weeks")
    return over


def better_of(name: MeasureName, better: Better | None) -> Better | None:
    """Which way is good: as the board says, else as the measure has it."""
    return better or MEASURES[name].better


def fit_rows(rows: int, over: str | None) -> int:
    """How many groups. Raises ValueError for more weeks than a wall can be asked for."""
    if over == "week" and rows > MOST_WEEKS:
        raise ValueError(f"at most {MOST_WEEKS} weeks")
    return rows


def fit_this_week(this_week: bool, over: str | None) -> bool:
    """Whether the running week is shown too. Raises ValueError where nothing is shown by week."""
    if this_week and over is not None and over != "week":
        raise ValueError("only over week shows a week that is running")
    return this_week


def idle_keys(names: Sequence[MeasureName], *, is_weekly: bool = False) -> frozenset[str]:
    """Keys of a panel that mean nothing to any of its measures: its days, its clock."""
    measures = [MEASURES[name] for name in names]
    used = set()
    if any(one.has_calendar and not (is_weekly and one.window != "now") for one in measures):
        used.add("calendar")
    if any(one.has_clock for one in measures):
        used.add("clock")
    return frozenset({"calendar", "clock"} - used)
