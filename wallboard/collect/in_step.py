"""Next reads of sources brought together: to wake once for three of them is half the work of waking three times."""

from threading import Lock

SHARE = 0.1
"""Of a wait: by so much it may become longer or shorter."""


class InStep:
    """When the sources of one process are read next, in the machine's own seconds; asked from their threads."""

    def __init__(self) -> None:
        self._due_s: dict[str, float] = {}
        self._lock = Lock()

    def due_s(self, site: str, now_s: float, wait_s: float) -> float:
        """When a site that would be read after a wait is read: when another one is, where that is nearly then."""
        own_s, reach_s = now_s + wait_s, wait_s * SHARE
        with self._lock:
            others_s = (due for name, due in self._due_s.items() if name != site and due > now_s)
            nearest_s = min(others_s, key=lambda due: abs(due - own_s), default=own_s)
            self._due_s[site] = nearest_s if abs(nearest_s - own_s) <= reach_s else own_s
            return self._due_s[site]
