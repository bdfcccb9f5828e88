"""How much light the glass gives now: black in the board's dark hours unless a key was pressed, dimmed in others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from wallboard.core.views.clocks import is_guessed
from wallboard.core.views.layout import Layout
from wallboard.core.views.night import Night, Theme
from wallboard.core.views.shapes import Picture
from wallboard.core.words import words
from wallboard.ui.dimmed import colours_of
from wallboard.ui.fonts import MEDIUM, width_of
from wallboard.ui.scene import Box, Rect, Scene
from wallboard.ui.sheet import Sheet, Stage, line_height
from wallboard.ui.tongue import PlaceTongue

AWAKE_S = 600.0
"""So long after the last key a screen stays lit in its dark hours."""

BLACK: Mapping[str, str] = {"black": "#000000", "faint": "#7a7a7a"}
"""The colours of dark hours: none, and the faintest grey that stands out from it 4.5 : 1 (4.9)."""

_A_TIME_THAT_CAN_BE_US = 1_735_689_600_000_000
"""2025: a machine whose clock stands before that does not know the time yet."""


@dataclass(frozen=True, slots=True)
class Lighting:
    """What light the glass gives: the theme, the part of its light, and whether it is black, perhaps until when."""

    theme: Theme = "dark"
    light: float = 1.0
    is_dark: bool = False
    until_us: int | None = None

    @property
    def colours(self) -> Mapping[str, str]:
        """What each role of a scene is coloured."""
        return colours_of(self.theme, self.light)


class NightWatch:
    """Judges the light from time to time; `monotonic` gives seconds, by which a key keeps the screen lit."""

    def __init__(self, theme: Theme, monotonic: Callable[[], float]) -> None:
        self.lighting = Lighting(theme)
        self._monotonic = monotonic
        self._woken_s: float | None = None

    def wake(self) -> None:
        """Somebody stands there: no dark hours for the next ten minutes."""
        self._woken_s = self._monotonic()

    def judge(self, layout: Layout, picture: Picture, now_us: int, *, is_on_wall: bool) -> bool:
        """Find the light of now; tells whether it is another than before.

        In a window on somebody's desk, in the past, and where the time is not known, it is never night.
        """
        theme, night = layout.screen.theme, layout.screen.night
        at_us = now_us - picture.clock_ahead_us
        before = self.lighting
        if is_on_wall and _knows_time(picture, at_us):
            self.lighting = self._of_night(night, theme, PlaceTongue(layout.locale, layout.time_zone), at_us)
        else:
            self.lighting = Lighting(theme)
        return self.lighting != before

    def _of_night(self, night: Night, theme: Theme, tongue: PlaceTongue, at_us: int) -> Lighting:
        local = tongue.local(at_us)
        theme = night.theme_at(local, theme)
        if not night.is_dark_at(local) or self._is_awake():
            return Lighting(theme, night.light_at(local, theme))
        lit_at = night.lit_at(local)
        if lit_at is None:
            return Lighting(theme, is_dark=True)
        return Lighting(theme, is_dark=True, until_us=round(_at(lit_at, tongue.time_zone) * 1e6))

    def _is_awake(self) -> bool:
        return self._woken_s is not None and self._monotonic() - self._woken_s < AWAKE_S


def lay_darkness(lighting: Lighting, size: tuple[int, int], stage: Stage) -> Scene:
    """Black, and in one faint line why: a black screen that says nothing looks broken.

    The line stands in another place each minute, through the whole of the screen within an hour.
    """
    whole = Rect(0, 0, *size)
    sheet = Sheet(stage, ground="black")
    sheet.add(Box(whole, "black"))
    px, margin = stage.scale.least, stage.scale.margin
    said = [stage.say(words("night.key"))]
    if lighting.until_us is not None:
        is_soon = timedelta(microseconds=lighting.until_us - stage.now_us) < timedelta(days=1)
        said.insert(0, stage.say(words("night.until" if is_soon else "night.until-day", at=lighting.until_us)))
    width = max(width_of(line, px, MEDIUM) for line in said)
    room = whole.inset(margin, margin)
    across, down = _place(stage.now_us)
    height = line_height(px) * len(said)
    left = room.x + max(0.0, room.w - width) * across
    top = room.y + max(0.0, room.h - height) * down
    for number, line in enumerate(said):
        sheet.text(line, (round(left), round(top + line_height(px) * (number + 0.8))), px, role="faint")
    return sheet.scene(whole)


def _place(now_us: int) -> tuple[float, float]:
    """A place on the screen, as parts of its width and height: places of one hour lie evenly apart (golden ratio)."""
    minute = now_us // 60_000_000
    return minute * 0.754877666 % 1.0, minute * 0.569840291 % 1.0


def _knows_time(picture: Picture, at_us: int) -> bool:
    if at_us < _A_TIME_THAT_CAN_BE_US:
        return False
    clocks = (note.clock_ahead_us for note in picture.sources)
    return picture.at_us is None and not is_guessed(picture.clock_ahead_us, clocks)


def _at(wall: datetime, time_zone: str) -> float:
    return wall.replace(tzinfo=ZoneInfo(time_zone)).timestamp()
