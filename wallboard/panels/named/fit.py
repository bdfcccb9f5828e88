"""Which options fit a named measure: what cannot be meant is refused in a sentence, before anything is reckoned.

A function `fit_…` checks one option, given the options above it.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from wallboard.core.measures.named import MEASURES, WEEKLY, Better, MeasureName

MOST_WEEKS = 52


class Given(Protocol):
    """What was said by the options above the one that is checked; one that was refused is not there."""

    @property
    def data(self) -> dict[str, Any]:
        """Their values by name."""


def fit_days(days: int | None, given: Given) -> int | None:
    """The days of a window. Raises ValueError where no measure has one; a week is a window of its own."""
    return _fit_days(days, _names(given), is_weekly=given.data.get("over") == "week")


def fit_days_of_weeks(days: int | None, given: Given) -> int | None:
    """The same where all is by week."""
    return _fit_days(days, _names(given), is_weekly=True)


def _fit_days(days: int | None, names: Sequence[MeasureName], *, is_weekly: bool) -> int | None:
    has_window = any(MEASURES[name].has_days and not (is_weekly and MEASURES[name].window != "now") for name in names)
    if days is not None and names and not has_window:
        said = "a week is the window" if is_weekly else f"{' and '.join(names)} is of now"
        raise ValueError(f"{said}: leave days out")
    return days


def fit_threshold(threshold: float | None, given: Given) -> float | None:
    """A target, or where a colour begins. Raises ValueError where nobody says which way is good."""
    unsure = [name for name in _names(given) if MEASURES[name].better is None]
    if threshold is not None and given.data.get("better") is None and unsure:
        raise ValueError(f"more {unsure[0]} is neither good nor bad: say which with better")
    return threshold


def fit_late(late: float | None, given: Given) -> float | None:
    """Where late begins. Raises ValueError where nobody says which way is good, and where it begins before urgent."""
    fit_threshold(late, given)
    better, urgent = given.data.get("better"), given.data.get("urgent")
    names = _names(given)
    way = better_of(names[0], better) if names else better
    if late is not None and urgent is not None and way is not None:
        is_before = late > urgent if way == "higher" else late < urgent
        if is_before:
            raise ValueError(f"with {way} being better, late begins beyond urgent ({urgent:g})")
    return late


def fit_over(over: str, given: Given) -> str:
    """What the groups are. Raises ValueError for a measure that past weeks cannot be told of."""
    untold = [name for name in _names(given) if name not in WEEKLY]
    if over == "week" and untold:
        raise ValueError(f"{untold[0]} is of now: it has no weeks")
    return over


def better_of(name: MeasureName, better: Better | None) -> Better | None:
    """Which way is good: as the board says, else as the measure has it."""
    return better or MEASURES[name].better


def fit_rows(rows: int, given: Given) -> int:
    """How many groups. Raises ValueError for more weeks than a wall can be asked for."""
    if given.data.get("over") == "week" and rows > MOST_WEEKS:
        raise ValueError(f"at most {MOST_WEEKS} weeks")
    return rows


def fit_this_week(this_week: bool, given: Given) -> bool:
    """Whether the running week is shown too. Raises ValueError where nothing is shown by week."""
    if this_week and given.data.get("over", "week") != "week":
        raise ValueError("only over week shows a week that is running")
    return this_week


def _names(given: Given) -> tuple[MeasureName, ...]:
    """The panel's measure, or its measures."""
    names: tuple[MeasureName, ...] = given.data.get("measures", ())
    return (given.data["measure"],) if "measure" in given.data else names


def idle_keys(names: Sequence[MeasureName], *, is_weekly: bool = False) -> frozenset[str]:
    """Keys of a panel that mean nothing to any of its measures: its days, its clock."""
    measures = [MEASURES[name] for name in names]
    used = set()
    if any(one.has_calendar and not (is_weekly and one.window != "now") for one in measures):
        used.add("calendar")
    if any(one.has_clock for one in measures):
        used.add("clock")
    return frozenset({"calendar", "clock"} - used)
