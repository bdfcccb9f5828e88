"""Whether the views may differ from what was last composed, and whether that may wait."""

from dataclasses import replace

from wallboard.collect.site import Told
from wallboard.store.plain_batch import has_changed


class News:
    """What has come since the last composing; at first everything has."""

    def __init__(self) -> None:
        self.has_come = True
        """Whether the views may differ from what was last composed."""
        self.is_urgent = True
        """Whether that is more than other rows, or somebody waits for it."""
        self._is_asked = False

    def come(self, *, is_urgent: bool = True) -> None:
        """Something may look different."""
        self.has_come = True
        self.is_urgent |= is_urgent

    def ask(self) -> None:
        """Somebody waits: the next other rows are urgent."""
        self._is_asked = True

    def weigh(self, before: Told, now: Told) -> None:
        """Note whether more of a site differs than how old its rows are."""
        (condition, batch), (condition_now, batch_now) = before, now
        is_same_condition = replace(condition, as_of_us=condition_now.as_of_us) == condition_now
        if batch is None or batch_now is None or not is_same_condition:
            self.come()
        elif has_changed(batch, batch_now):
            self.come(is_urgent=self._is_asked)

    def clear(self) -> None:
        """All of it is composed now; who asked before anything came still waits."""
        self._is_asked &= not self.has_come
        self.has_come = self.is_urgent = False
