"""Sentences of dark hours and of the PIN."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    # the black screen
    "night.until": "Dark until {at:time}",
    "night.until-day": "Dark until {at:weekday_time}",
    "night.key": "Any key lights the board",
    # the PIN
    "pin.leave": "PIN to leave the board",
    "pin.full-screen": "PIN to leave full screen",
    "pin.wrong": "That is not the PIN",
    "pin.wait": ("Wait {n} second", "Wait {n} seconds"),
    "pin.wait-long": ("Wait {n} minute", "Wait {n} minutes"),
    "pin.by-digits": "Digits, then Enter",
    "pin.by-arrows": "↑ ↓ choose, → takes, ← undoes",
    "pin.back": "Esc: back to the board",
}
