"""When a screen is black and when it gives less light: plain hours of weekdays, judged by the time on the wall."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Theme = Literal["dark", "light"]

DAY_S = 86_400
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
LEAST_LIGHT: dict[Theme, float] = {"dark": 0.4, "light": 0.65}
"""How far each theme can be dimmed before its zones come too near to each other; the tests of dimmed themes hold it."""

_FADE = 20
_FADE_STEP = timedelta(seconds=15)
_STEP = 0.05


@dataclass(frozen=True, slots=True)
class Spell:
    """Hours that begin on some weekdays (0 is Monday).

    Seconds since midnight by the clock on the wall; an end beyond 86,400 lies on the next day, at most 24 hours later.
    """

    start_s: int
    end_s: int
    days: tuple[int, ...] = EVERY_DAY

    def holds_at(self, local: datetime) -> bool:
        """Whether a local time lies in it; the start does, the end does not."""
        second, day = _second_of_day(local), local.weekday()
        is_of_today = day in self.days and self.start_s <= second < self.end_s
        return is_of_today or ((day - 1) % 7 in self.days and self.start_s <= second + DAY_S < self.end_s)

    def left(self, local: datetime) -> timedelta:
        """How long it lasts after a local time that lies in it."""
        second = _second_of_day(local)
        began_today = local.weekday() in self.days and self.start_s <= second
        end_s = self.end_s if began_today else self.end_s - DAY_S
        return timedelta(seconds=end_s - second, microseconds=-local.microsecond)


@dataclass(frozen=True, slots=True)
class Dimming:
    """Hours with less light: `light` is the part of the theme's own, `theme` another one for these hours."""

    spell: Spell
    light: float = 1.0
    theme: Theme | None = None


@dataclass(frozen=True, slots=True)
class Night:
    """A screen's black hours, and those with less light."""

    dark: tuple[Spell, ...] = ()
    dim: tuple[Dimming, ...] = ()

    def is_dark_at(self, local: datetime) -> bool:
        """Whether the screen is black at a local time."""
        return any(spell.holds_at(local) for spell in self.dark)

    def lit_at(self, local: datetime) -> datetime | None:
        """When a screen that is black at a local time is lit again, by the clock on the wall; None for never."""
        until = local.replace(tzinfo=None)
        for _ in range(7 * len(self.dark) + 1):
            left = [spell.left(until) for spell in self.dark if spell.holds_at(until)]
            if not left:
                return until
            until += max(left)
        return None

    def theme_at(self, local: datetime, theme: Theme) -> Theme:
        """The theme at a local time, on a board whose own is given."""
        told = [one.theme for one in self.dim if one.theme is not None and one.spell.holds_at(local)]
        return told[-1] if told else theme

    def light_at(self, local: datetime, theme: Theme) -> float:
        """The part of the theme's light at a local time, in steps of a twentieth.

        The mean over the last five minutes, so that light comes and goes softly in whatever order hours stand;
        black hours give none.
        """
        if not self.dim:
            return 1.0
        moments = [local.replace(tzinfo=None) - number * _FADE_STEP for number in range(_FADE)]
        mean = sum(self._light_of(moment) for moment in moments) / _FADE
        return max(LEAST_LIGHT[theme], round(round(mean / _STEP) * _STEP, 2))

    def _light_of(self, local: datetime) -> float:
        if self.is_dark_at(local):
            return 0.0
        return min((one.light for one in self.dim if one.spell.holds_at(local)), default=1.0)


NO_NIGHT = Night()


def _second_of_day(local: datetime) -> int:
    return local.hour * 3600 + local.minute * 60 + local.second
