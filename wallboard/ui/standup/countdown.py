"""How much of a stand-up's time is left, and when that calls for attention."""

from dataclasses import dataclass

from wallboard.core.views.figures import Zone
from wallboard.core.words import Words, words

_URGENT_FROM = 0.75
"""Of the time: 15 of 20 minutes."""


@dataclass(frozen=True, slots=True)
class Countdown:
    """Whole seconds left, below nought those beyond the end; the zone is None while there is enough."""

    left_s: int
    zone: Zone | None

    @property
    def said(self) -> Words:
        """13:42 left, 2:10 over."""
        minutes, seconds = divmod(abs(self.left_s), 60)
        hours, minutes = divmod(minutes, 60)
        time = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
        return words("standup.left" if self.left_s >= 0 else "standup.over", time=time)


def countdown(at_us: int, minutes: int, now_us: int) -> Countdown:
    """The time since the freeze, set against what a stand-up may take; a clock that was set back gives no more."""
    gone_s = max(0, (now_us - at_us) // 1_000_000)
    whole_s = minutes * 60
    zone: Zone | None = "urgent" if gone_s >= whole_s * _URGENT_FROM else None
    return Countdown(whole_s - gone_s, "late" if gone_s >= whole_s else zone)
