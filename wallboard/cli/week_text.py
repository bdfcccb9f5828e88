"""A week's figure as the commands say it, and what its rows tell beside what was stored."""

from math import isclose

from wallboard.core.evidence import Evidence, Records, amounts_of, reckoned
from wallboard.core.measures.weeks import WeekCount
from wallboard.core.views.shapes import Figure


def figure_text(count: WeekCount) -> str:
    """`90 % (18 of 20)`, `3 of 5` where so few make no percentage, `6.25 (n 40)`, `12`; with `, 8 of 9 with a target`
    where some have none."""
    shares = count.shares
    some = f", {shares.with_target} of {shares.cases} with a target" if shares and shares.without_target else ""
    return f"{_figure_text(count)}{some}"


def _figure_text(count: WeekCount) -> str:
    value = None if count.value is None else f"{count.value:.2f}".rstrip("0").rstrip(".")
    if count.denominator is None:
        return value or "none"
    if count.numerator is None:
        return f"{value or 'none'} (n {count.denominator:g})"
    parts = f"{count.numerator:g} of {count.denominator:g}"
    if count.value is None or value is None:
        return parts
    is_percent = count.denominator != 0 and isclose(count.value, 100 * count.numerator / count.denominator)
    return f"{value} % ({parts})" if is_percent else f"{value} ({parts})"


def otherwise_told(figure: Figure, evidence: Evidence | Records) -> str | None:
    """A line on a week's stored figure whose rows tell another one by now; None where they agree, and for others."""
    if not figure.is_stored:
        return None
    stored = WeekCount(figure.value, figure.numerator, figure.n)
    rows = _told_by(evidence)
    if stored.numerator is None or stored.denominator is None:
        is_same = _is_same(stored.value, rows.value)
    else:
        is_same = (stored.numerator, stored.denominator) == (rows.numerator, rows.denominator)
    if is_same:
        return None
    return f"The week of {figure.week_on} was stored as {figure_text(stored)}; its rows now tell {figure_text(rows)}."


def _told_by(evidence: Evidence | Records) -> WeekCount:
    value, count = reckoned(evidence), int(evidence.is_in.sum())
    if evidence.how == "percent":
        return WeekCount(value, float(amounts_of(evidence)[evidence.is_in].sum()), count)
    return WeekCount(value, denominator=None if evidence.how == "sum" else count)


def _is_same(one: float | None, other: float | None) -> bool:
    return one is other if one is None or other is None else isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
