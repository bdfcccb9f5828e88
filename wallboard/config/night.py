"""A screen's black and dimmed hours, as the glass judges them."""

from datetime import datetime

from wallboard.config.faults import Path
from wallboard.config.models import DarkPart, DimPart, ScreenPart
from wallboard.config.reading import Reading
from wallboard.core.views.night import LEAST_LIGHT, Dimming, Night, Spell

_A_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 - a time on the wall of any week


def read_night(reading: Reading, part: ScreenPart) -> Night:
    """The hours of a screen's part; faults where it would never be lit, or darker than its theme can bear."""
    night = Night(tuple(map(_spell, part.dark)), tuple(_dimming(one) for one in part.dim))
    if _is_never_lit(night):
        remedy = "leave some hours of the week in which the board can be seen"
        reading.fault(("screen", "dark"), "the screen is black all week", remedy=remedy)
    for number, one in enumerate(part.dim):
        theme = one.theme or part.theme
        least = round(LEAST_LIGHT[theme] * 100)
        if one.to < least:
            found, allowed = f"found {one.to:g} on a board of the theme {theme}", f"at least {least}"
            remedy = "darker, its zones could not be told apart"
            if theme == "light":
                remedy += "; with theme: dark beside it, these hours have the dark theme"
            reading.fault((*_path(reading, number), "to"), found, allowed=allowed, remedy=remedy)
    return night


def _spell(part: DarkPart | DimPart) -> Spell:
    return Spell(*part.at, part.days.numbers) if part.days is not None else Spell(*part.at)


def _dimming(part: DimPart) -> Dimming:
    return Dimming(_spell(part), part.to / 100, part.theme)


def _is_never_lit(night: Night) -> bool:
    moments = (_A_MONDAY.replace(day=1 + day) for day in range(7))
    return bool(night.dark) and all(night.is_dark_at(moment) and night.lit_at(moment) is None for moment in moments)


def _path(reading: Reading, number: int) -> Path:
    """Where a dimming was written: one may stand without a list around it."""
    path: Path = ("screen", "dim")
    return (*path, number) if isinstance(reading.at(path), list) else path
