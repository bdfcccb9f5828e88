"""The colour of a named measure's figure: from where it is urgent, and from where late."""

from dataclasses import dataclass
from typing import Protocol

from wallboard.core.measures.named import Better, MeasureName
from wallboard.core.views.figures import Zone
from wallboard.panels.named.fit import better_of


@dataclass(frozen=True, slots=True)
class Judged:
    """From where a figure is coloured: beyond `late` late, beyond `urgent` urgent; a target alone is where urgent
    begins, and without any of them there is no colour (rule 13)."""

    better: Better | None
    target: float | None = None
    urgent: float | None = None
    late: float | None = None

    def zone(self, value: float | None) -> Zone | None:
        """The colour of a figure; a value that stands exactly at a threshold is not beyond it."""
        begins = self.target if self.urgent is None else self.urgent
        if value is None or (begins is None and self.late is None):
            return None
        if self._is_beyond(value, self.late):
            return "late"
        return "urgent" if self._is_beyond(value, begins) else "on-track"

    def _is_beyond(self, value: float, threshold: float | None) -> bool:
        if threshold is None:
            return False
        return value < threshold if self.better == "higher" else value > threshold


class Thresholds(Protocol):
    """The options of a panel that colours one measure."""

    @property
    def measure(self) -> MeasureName: ...

    @property
    def better(self) -> Better | None: ...

    @property
    def target(self) -> float | None: ...

    @property
    def urgent(self) -> float | None: ...

    @property
    def late(self) -> float | None: ...


def judged_by(options: Thresholds) -> Judged:
    """The colours that the board asks for."""
    better = better_of(options.measure, options.better)
    return Judged(better, options.target, options.urgent, options.late)
