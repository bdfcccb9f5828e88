"""A theme with less light: every colour by the same part, except where a text would no longer stand out enough."""

from collections.abc import Mapping
from functools import lru_cache

from wallboard.core.views.night import Theme
from wallboard.ui.theme import THEMES

_GROUNDS = ("page", "panel", "strip", "hatch")
_OWN_GROUND = {
    "on-cell": "cell",
    "on-cell-urgent": "cell-urgent",
    "on-cell-late": "cell-late",
    "text-chosen": "chosen",
}
_VALUE, _TEXT = 7.0, 4.5
_SPARE = 1.02
"""Colours are rounded to whole numbers."""

_Colour = tuple[float, float, float]


@lru_cache(maxsize=8)
def colours_of(theme: Theme, light: float = 1.0) -> Mapping[str, str]:
    """The theme's colours with a part of their light (linear, not of the numbers in "#rrggbb").

    Eyes that are used to the dark still need contrast, and a screen in a lit room adds the room's light to every
    colour: the ratio of WCAG 2 counts that in. So a text keeps 4.5 : 1 and a value 7 : 1 to its ground, or what it had.
    """
    whole = THEMES[theme]
    if light >= 1.0:
        return whole
    bright = {role: _linear(colour) for role, colour in whole.items()}
    dim = {role: _times(colour, light) for role, colour in bright.items()}
    for role, least in _texts(whole):
        for ground in (_OWN_GROUND[role],) if role in _OWN_GROUND else _GROUNDS:
            wanted = min(least, _contrast(bright[role], bright[ground])) * _SPARE
            if role in _OWN_GROUND and _light(bright[role]) < _light(bright[ground]):
                dim[ground] = _bearing(dim[ground], bright[ground], wanted)
            dim[role] = _standing_out(dim[role], bright[role], dim[ground], wanted)
    if _light(dim["text"]) > _light(dim["grey-mark"]):  # a segment that is no longer true gives way to its figure
        most = max(0.0, (_light(dim["text"]) + 0.05) / (_TEXT * _SPARE) - 0.05)
        dim["grey-mark"] = _times(dim["grey-mark"], min(1.0, most / _light(dim["grey-mark"])))
    return {role: _written(colour) for role, colour in dim.items()}


def _texts(theme: Mapping[str, str]) -> list[tuple[str, float]]:
    """The roles that are written with, each with the contrast it needs."""
    values = [role for role in theme if role.startswith(("value-", "on-cell")) or role in ("text", "grey")]
    return [(role, _VALUE) for role in values] + [
        (role, _TEXT) for role in theme if role.startswith("text-") or role == "muted"
    ]


def _standing_out(colour: _Colour, bright: _Colour, ground: _Colour, wanted: float) -> _Colour:
    """The colour, with more light or less of it where it would stand out too little."""
    light, of_ground = _light(colour), _light(ground)
    if _light(bright) > of_ground:
        needed = wanted * (of_ground + 0.05) - 0.05
        return colour if light >= needed else _times(bright, min(1.0, needed / _light(bright)))
    most = max(0.0, (of_ground + 0.05) / wanted - 0.05)
    return colour if light <= most else _times(colour, most / light)


def _bearing(ground: _Colour, bright: _Colour, wanted: float) -> _Colour:
    """The ground, with as much light as lets black stand out on it."""
    needed = wanted * 0.05 - 0.05
    return ground if _light(ground) >= needed else _times(bright, min(1.0, needed / _light(bright)))


def _contrast(one: _Colour, other: _Colour) -> float:
    lights = sorted((_light(one), _light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: _Colour) -> float:
    """Relative luminance, 0 to 1."""
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def _times(colour: _Colour, part: float) -> _Colour:
    return colour[0] * part, colour[1] * part, colour[2] * part


def _linear(colour: str) -> _Colour:
    """A "#rrggbb" as linear sRGB (IEC 61966-2-1)."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return _from_srgb(red), _from_srgb(green), _from_srgb(blue)


def _from_srgb(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _written(colour: _Colour) -> str:
    return "#" + "".join(f"{round(255 * to_srgb(channel)):02x}" for channel in colour)


def to_srgb(channel: float) -> float:
    """A part of the light (0 to 1) as the part of the number in "#rrggbb" that gives it."""
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * float(channel ** (1 / 2.4)) - 0.055
