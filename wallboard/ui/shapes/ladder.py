"""The upright scale of open cases: a share of the target to a height, linear to 1½ and compressed beyond."""

import math
from dataclasses import dataclass

_LINEAR_TO = 1.5
_OVERSHOOT = 1.6
_TICKS = ((0.0, "0"), (1 / 3, "⅓"), (2 / 3, "⅔"), (1.0, "target"), (1.5, "1½"))


@dataclass(frozen=True, slots=True)
class Ladder:
    """Maps shares to pixels between `bottom` (share 0) and `top`; `most` is the share at the top."""

    top: float
    bottom: float
    most: float

    def y(self, share: float) -> float:
        """The height of a share in pixels; above 1½ each doubling takes the same step."""
        linear_top = self._linear_top()
        if share <= _LINEAR_TO or self.most == _OVERSHOOT:
            return self.bottom + (linear_top - self.bottom) * max(0.0, share) / _LINEAR_TO
        steps = math.log2(min(share, self.most) / _LINEAR_TO) / math.log2(self.most / _LINEAR_TO)
        return linear_top + (self.top - linear_top) * steps

    def ticks(self, apart: float) -> list[tuple[float, str]]:
        """Shares and their labels, from 0 upwards, at least `apart` pixels from each other; the target always."""
        wanted = [*_TICKS, *((float(2**n), str(2**n)) for n in range(1, 12) if 2**n <= self.most)]
        ranked = sorted(wanted, key=lambda tick: (tick[0] != 1.0, tick[0] not in (0.0, self.most), tick[0]))
        kept: list[tuple[float, str]] = []
        for share, label in ranked:
            if all(abs(self.y(share) - self.y(other)) >= apart for other, _ in kept):
                kept.append((share, label))
        return sorted(kept)

    def _linear_top(self) -> float:
        if self.most == _OVERSHOOT:
            return self.top + (self.bottom - self.top) * (1 - _LINEAR_TO / _OVERSHOOT)
        beyond = min(0.3, 0.08 + 0.045 * math.log2(self.most / 2))
        return self.top + (self.bottom - self.top) * beyond


def ladder_for(shares: list[float], top: float, bottom: float) -> Ladder:
    """The scale on which every one of these shares stands."""
    highest = max(shares, default=0.0)
    if highest <= _OVERSHOOT:
        return Ladder(top, bottom, _OVERSHOOT)
    return Ladder(top, bottom, float(2 ** max(1, math.ceil(math.log2(highest)))))
