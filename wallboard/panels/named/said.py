"""What is said of a named measure: its name, its window and clock, what stands beside a figure, what it leaves out."""

from collections.abc import Iterable, Sequence

from wallboard.core.measures.asked import Ask
from wallboard.core.measures.groups import Over
from wallboard.core.measures.lines import Lines
from wallboard.core.measures.shares import Shares
from wallboard.core.measures.weighing import Reckoned, Weighed
from wallboard.core.views.figures import Fact
from wallboard.core.words import Words, words


def label(ask: Ask) -> Words:
    """The measure's name."""
    return words(f"measure.{ask.name}")


def headed(ask: Ask, over: Over | None = None) -> Words:
    """What stands above a panel of one measure that has no title of its own."""
    return label(ask) if over is None else words("measure.over", measure=label(ask), over=words(f"over.{over}"))


def note_of(ask: Ask, *, is_weekly: bool = False) -> Words | None:
    """The window and the clock: whatever shows a lead time says which clock it is on."""
    window = _window(ask, is_weekly=is_weekly)
    return _both(window, _clock(ask) if ask.measure.has_clock else None)


def note_of_columns(asks: tuple[Ask, ...], *, is_weekly: bool = False, has_windows: bool = True) -> Words | None:
    """The same for several measures: the window where all have the same, and the clock of those that have one."""
    windows = [_window(ask, is_weekly=is_weekly) for ask in asks]
    clocks = [_clock(ask) for ask in asks if ask.measure.has_clock]
    return _both(windows[0] if has_windows and _is_one(windows) else None, clocks[0] if clocks else None)


def window_facts(asks: tuple[Ask, ...], days: Sequence[str | None], *, is_weekly: bool = False) -> list[Fact]:
    """What each column looks back on, where not all look back on the same; `days` are the dates of those of today,
    where today has no work day."""
    windows = [
        _window(ask, is_weekly=is_weekly) if on is None else words("window.on", on=on)
        for ask, on in zip(asks, days, strict=True)
    ]
    if _is_one(windows) and not any(days):
        return []
    return [
        Fact(words("fact.window", measure=label(ask), window=window), is_minor=True)
        for ask, window in zip(asks, windows, strict=True)
        if window is not None
    ]


def _window(ask: Ask, *, is_weekly: bool) -> Words | None:
    """The work days that a measure looks back on; a week is a window of its own."""
    measure = ask.measure
    is_shown = measure.has_days and not (is_weekly and measure.window != "now")
    return words("window.days", n=ask.window_days) if is_shown else None


def _clock(ask: Ask) -> Words:
    return words(f"clock.{ask.clock or 'organisation'}")


def _both(first: Words | None, second: Words | None) -> Words | None:
    if first is None or second is None:
        return first or second
    return words("note.both", first=first, second=second)


def _is_one(windows: list[Words | None]) -> bool:
    return all(window == windows[0] for window in windows)


def facts_of(ask: Ask, found: Reckoned) -> list[Fact]:
    """What stands beside one figure: of how many, and what it leaves out."""
    facts = []
    if found.denominator:
        facts.append(Fact(words("fact.of", numerator=found.numerator, denominator=found.denominator)))
    elif found.n and ask.measure.needs_many:
        facts.append(Fact(words("fact.n", n=found.n)))
    if found.undecided:
        facts.append(Fact(words("on-time.undecided", n=found.undecided), is_minor=True))
    return facts


def reopened_fact(found: Reckoned) -> Fact:
    """The re-open rate that stands beside every speed (rule 5)."""
    if found.value is None:
        said = words("on-time.reopened-few", reopened=found.numerator, closings=found.denominator)
    else:
        said = words("on-time.reopened", percent=found.value)
    return Fact(said, is_minor=True)


def why_untold(ask: Ask, found: Reckoned) -> Words | None:
    """Why a figure has no value."""
    if found.value is not None:
        return None
    if ask.measure.unit == "%":
        return words("on-time.too-few")
    return words("measure.none-closed" if ask.measure.is_speed or ask.name == "backlog-days" else "measure.none-open")


def more_of(found: Reckoned) -> Words | None:
    """What is said after a bar: of how many it is a percentage, or over how many a percentile."""
    if found.denominator is not None:
        return words("fact.of", numerator=found.numerator, denominator=found.denominator)
    return words("fact.n", n=found.n) if found.is_grey and found.n else None


def all_fact(ask: Ask, found: Reckoned) -> Fact:
    """What all groups together come to: reckoned over all cases, so that one in two systems counts once."""
    if found.value is None:
        return Fact(why_untold(ask, found) or words("measure.nothing"))
    unit = "signed" if ask.measure.is_signed else {"%": "percent", "h": "hours"}.get(ask.measure.unit, ask.measure.unit)
    return Fact(words(f"fact.all.{unit}", n=found.value))


def blank_of(found: Weighed) -> tuple[Words, ...]:
    """Why nothing can be said at all: the hours of every case are unknown."""
    shares = found.shares
    if shares is not None:
        return shares.blank
    is_none_known = found.unknown > 0 and not found.evidence.is_in.any()
    return (words("missing.hours", n=found.unknown),) if is_none_known else ()


def remarks_of(found: Lines) -> tuple[Words, ...]:
    """What the figures leave out, each once: of all cases, and by week."""
    said: list[Words] = []
    for one in found.weighed:
        shares = one.shares or Shares(0, 0, one.unknown)
        said += [remark for remark in shares.remarks if remark not in said]
    weeks = ((line.on, one.shares) for line in found.lines if line.on is not None for one in line.found)
    return (*said, *week_remarks(weeks))


def week_remarks(weeks: Iterable[tuple[str, Shares | None]]) -> tuple[Words, ...]:
    """In how many weeks cases have no target, and how many have one in the week with the smallest part (rule 10).

    `weeks` are Mondays, ISO, with what is known of each, a week as often as there are measures of it.
    """
    lacking = [(on, shares) for on, shares in weeks if shares and shares.without_target]
    if not lacking:
        return ()
    on, fewest = min(lacking, key=lambda one: one[1].with_target / one[1].cases)
    n = len({week_on for week_on, _ in lacking})
    return (words("weeks.with-target", n=n, on=on, with_target=fewest.with_target, all=fewest.cases),)
