"""Formats of dates that a board may state: parts that say each thing once, and enough of them for a date."""

import re
from collections import Counter
from typing import Final

EPOCHS: Final = {"epoch_s": 1_000_000, "epoch_ms": 1_000}
# What each part says, so that nothing is said twice; those of a day of twelve hours need its half.
SAYS: Final = {
    "Y": ("year",),
    "y": ("year",),
    "m": ("month",),
    "b": ("month",),
    "B": ("month",),
    "d": ("day",),
    "e": ("day",),
    "F": ("year", "month", "day"),
    "D": ("month", "day", "year"),
    "H": ("hour",),
    "I": ("hour", "hour of twelve"),
    "p": ("half",),
    "M": ("minute",),
    "R": ("hour", "minute"),
    "T": ("hour", "minute", "second"),
    "S": ("second",),
    "f": ("fraction",),
    "z": ("offset",),
}
PART: Final = re.compile(r"%(?:-?([YymbBdeHIpMSRTFDz])|\.?[369]?(f))")
_NEEDS: Final = (
    ("fraction", "second"),
    ("second", "minute"),
    ("minute", "hour"),
    ("hour", "minute"),
    ("hour of twelve", "half"),
    ("half", "hour of twelve"),
)
_WRITTEN: Final = {"half": "half of the day (%p)", "hour of twelve": "hour of twelve (%I)"}


def known_format(text: str) -> str:
    """The format, if times can be read by it. Raises ValueError naming what is wrong with it."""
    if text in EPOCHS:
        return text
    used = [day or fraction for day, fraction in PART.findall(text)]
    strange = re.search(r"%.{0,2}", PART.sub("", text))
    if strange:
        allowed = " ".join(f"%{part}" for part in sorted(SAYS))
        msg = f"“{strange[0]}” is not a part of a date format; allowed are {allowed}"
        raise ValueError(msg)
    said = Counter(thing for part in used for thing in SAYS[part])
    if not said["day"] or not said["month"] or not said["year"]:
        msg = "a date format needs a day, a month and a year, as in “%d/%m/%Y %H:%M”; or say epoch_s or epoch_ms"
        raise ValueError(msg)
    for thing, times in said.items():
        if times > 1:
            msg = f"this format says the {thing} {times} times"
            raise ValueError(msg)
    for thing, other in _NEEDS:
        if said[thing] and not said[other]:
            msg = f"this format has a part for the {thing}, but none for the {_WRITTEN.get(other, other)}"
            raise ValueError(msg)
    return text
