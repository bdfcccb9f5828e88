"""When a case has turned late, and how strong the soft pulse is that says so."""

from collections.abc import Callable

from wallboard.core.views.judged import condition_of_view
from wallboard.core.views.shapes import Picture

_LASTS_S = 2.0
_RISES_S = 0.6
_APART_S = 60.0
_NEWS_US = 120_000_000


class LateWatch:
    """Notices the panels on which a case has just turned late, each once."""

    def __init__(self) -> None:
        self._seen: dict[str, int | None] = {}

    def turned(self, picture: Picture, now_us: int) -> set[str]:
        """The titles of panels on which a case turned late since the last call and within two minutes.

        A panel seen for the first time turns nothing, nor does one whose figure is no longer true of now.
        """
        before, self._seen = self._seen, {}
        found = set()
        for view in (view for views in picture.pages for view in views):
            at_us = self._seen[view.title] = view.turned_late_us
            is_known, known_us = view.title in before, before.get(view.title)
            if not is_known or at_us is None or now_us - at_us > _NEWS_US or (known_us or at_us - 1) >= at_us:
                continue
            if not condition_of_view(view, picture.sources, picture.composed_at_us, now_us).is_hatched:
                found.add(view.title)
        return found


class Pulse:
    """At most one a minute on the whole glass; `clock` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._since_s: float | None = None

    def start(self) -> bool:
        """Begin, unless the last one began less than a minute ago; tells whether it did."""
        now_s = self._clock()
        if self._since_s is not None and now_s - self._since_s < _APART_S:
            return False
        self._since_s = now_s
        return True

    @property
    def strength(self) -> float:
        """From 0 up to 1 and back to 0, without a corner anywhere."""
        passed_s = _LASTS_S if self._since_s is None else self._clock() - self._since_s
        if passed_s < _RISES_S:
            return _eased(passed_s / _RISES_S)
        return _eased(max(0.0, (_LASTS_S - passed_s) / (_LASTS_S - _RISES_S)))

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be seen of it."""
        return self._since_s is None or self._clock() - self._since_s >= _LASTS_S


def _eased(part: float) -> float:
    return part * part * (3 - 2 * part)
