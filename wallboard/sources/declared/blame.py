"""Which faults are of what was asked alone: the server answers, and may answer well to anything else."""

from typing import Final

from wallboard.sources.contract import SourceFault

_OF_ONE: Final = frozenset(
    {
        *("web.forbidden", "web.missing", "web.bad", "web.down", "web.large", "web.packed", "web.page", "web.encoding"),
        *("web.json.none", "web.json.deep", "web.json.many", "web.json.twice"),
        *("rest.refused", "rest.no-list", "rest.part", "rest.no-key", "rest.emptied"),
        *("rest.disorder", "rest.unheeded", "rest.endless", "rest.slow"),
    }
)


def is_of_one(fault: SourceFault) -> bool:
    """Whether a fault says nothing of the server as a whole, of the way to it, or of the sign-in.

    A server that says how long it wants to be left alone speaks of all that it is asked.
    """
    return fault.retry_after_s is None and fault.fault.key in _OF_ONE
