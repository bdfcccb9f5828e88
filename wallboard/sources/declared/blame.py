"""Which faults are of what was asked alone: the server answers, and may answer well to anything else."""

from typing import Final

from wallboard.sources.contract import SourceFault

_OF_ONE: Final = frozenset(
    {
        *("web.forbidden", "web.missing", "web.bad", "web.down", "web.large", "web.packed", "web.page", "web.encoding"),
        *("web.json.none", "web.json.deep", "web.json.many", "web.json.twice"),
        *("rest.refused", "rest.no-list", "rest.no-details", "rest.part", "rest.no-key", "rest.emptied"),
        *("rest.disorder", "rest.unheeded", "rest.endless", "rest.slow"),
    }
)

_OF_A_RECORD: Final = frozenset(
    {"web.slow", "web.broken", "web.lengths", "web.redirect", "web.redirect.circle", "web.link", "rest.gone"}
)

_OF_RIGHTS: Final = frozenset({"web.forbidden", "web.missing", "rest.refused"})


def is_of_one(fault: SourceFault) -> bool:
    """Whether a fault says nothing of the server as a whole, of the way to it, or of the sign-in.

    A server that says how long it wants to be left alone speaks of all that it is asked.
    """
    return fault.retry_after_s is None and fault.fault.key in _OF_ONE


def may_be_of_a_record(fault: SourceFault) -> bool:
    """Whether a record alone may be to blame for what came of asking for its details, while others come.

    A way to the server on which one answer breaks down may bear others; a list is not asked for so often that this
    would show.
    """
    return is_of_one(fault) or (fault.retry_after_s is None and fault.fault.key in _OF_A_RECORD)


def is_of_the_way(fault: SourceFault) -> bool:
    """Whether it took a wait to learn that an answer breaks down."""
    return fault.fault.key in ("web.slow", "web.broken")


def is_missing(fault: SourceFault) -> bool:
    """Whether what was asked for is not there, be it that it was deleted since it was listed."""
    return fault.fault.key == "web.missing" or is_gone(fault)


def is_gone(fault: SourceFault) -> bool:
    """Whether the server says itself that what was asked for was deleted meanwhile."""
    return fault.fault.key == "rest.gone"


def may_be_of_rights(fault: SourceFault) -> bool:
    """Whether servers say so to an account that may not see what was asked for, though it may have other causes."""
    return fault.fault.key in _OF_RIGHTS
