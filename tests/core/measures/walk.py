"""A second way to every case's figures: each history walked step by step, every minute of five weeks labelled."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
MINUTES = 60 * 24 * 80


def _labelled() -> tuple[np.ndarray, list[int]]:
    """Which minutes are worked (Monday to Friday, 9 to 17 in London), and each minute's local day."""
    local = [(START + timedelta(minutes=minute)).astimezone(LONDON) for minute in range(MINUTES)]
    worked = np.array([one.weekday() < 5 and 9 <= one.hour < 17 for one in local])
    return worked, [(one.date() - START.date()).days for one in local]


WORKED, DAY = _labelled()
BEFORE = np.concatenate([[0], np.cumsum(WORKED)])


def worked(start: int, end: int) -> int:
    """Worked minutes in [start, end)."""
    return int(BEFORE[end] - BEFORE[start])


def reached(start: int, need: int) -> int:
    """The first minute at which so much has been worked since the start."""
    return int(np.searchsorted(BEFORE, BEFORE[start] + need)) if need else start


def work_day(minute: int) -> int:
    """The work days before the one that a minute belongs to: a weekend's minutes are Monday's."""
    day = DAY[minute]
    return day // 7 * 5 + min(day % 7, 5)


@dataclass
class Walked:
    """What the walk finds of one case."""

    number: str
    opened: int
    state: str = "open"
    closed: int | None = None
    organisation: int = 0
    customer: int = 0
    due: int | None = None
    reopened: int = 0
    closings: list[int] = field(default_factory=list)
    spans: list[tuple[int, int, str]] = field(default_factory=list)


def walk(number: str, opened: int, steps: list[tuple[int, str]], now: int, need: int, clock: str) -> list[Walked]:
    """The cases that a history is at a minute; steps are (minute, state), states open, on-hold, closed or ignored."""
    if opened > now:
        return []
    known = [(max(at, opened), state) for at, state in sorted(steps, key=lambda step: step[0]) if at <= now]
    mapped = _without_unmapped(known)
    if mapped and mapped[-1][1] == "ignored":
        return []
    case = Walked(number, opened)
    cases, since = [case], opened
    for at, state in [step for step in mapped if step[1] != "ignored"]:
        if state == case.state:
            continue
        if case.state == "closed":
            if work_day(at) - work_day(since) > 5:
                case = Walked(f"{number}#{len(cases) + 1}", at, state)
                cases.append(case)
                since = at
                if state == "closed":
                    case.closed = at
                continue
            case.reopened += 1
        case.spans.append((since, at, case.state))
        case.state, since = state, at
        case.closed = at if state == "closed" else None
        if state == "closed":
            case.closings.append(at)
    case.spans.append((since, now, case.state))
    for one in cases:
        if one is not case:
            one.spans.append((one.closed or one.opened, now, "closed"))
        _reckon(one, need, clock)
    return cases


def _without_unmapped(steps: list[tuple[int, str]]) -> list[tuple[int, str]]:
    result: list[tuple[int, str]] = []
    for at, state in steps:
        if state == "unmapped":
            state = "ignored" if result and result[-1][1] == "ignored" else "open"  # noqa: PLW2901
        result.append((at, state))
    return result


def _reckon(case: Walked, need: int, clock: str) -> None:
    """Lead times by adding up; the due by asking at each span whether it was reached, for a closed one in thought."""
    used = 0
    for index, (start, end, state) in enumerate(case.spans):
        length = worked(start, end)
        case.organisation += length if state == "open" else 0
        case.customer += length if state in ("open", "on-hold") else 0
        runs = state == "open" or (state == "on-hold" and clock == "customer")
        is_last = index == len(case.spans) - 1
        if case.due is None and (runs or state == "closed"):
            due = reached(start, need - used)
            if is_last or due <= end:
                case.due = due
        used += length if runs else 0
