"""Which resources of a source come together or not at all in one read, and what is said where one part is refused."""

from collections.abc import Collection, Sequence
from typing import Final

from wallboard.core.words import words
from wallboard.sources.contract import SourceFault
from wallboard.sources.declared.blame import may_be_of_rights
from wallboard.sources.declared.stream import Stream

_TOGETHER: Final = (frozenset({"cases", "events", "activities"}), frozenset({"opportunities", "appointments"}))
"""Resources whose rows name each other's: a state without its history, or a booking without what it releases, is no
state that the system ever had. Where a poll takes several reads, what an earlier one brought stays when a later one is
refused; the source then has a fault."""

Together = tuple[Stream, ...]


def parts_of(streams: Sequence[Stream]) -> tuple[Together, ...]:
    """The streams by what comes together, in the order of the first of each."""
    parts: dict[frozenset[str], list[Stream]] = {}
    for stream in streams:
        own = frozenset({stream.name})
        parts.setdefault(next((names for names in _TOGETHER if stream.name in names), own), []).append(stream)
    return tuple(tuple(part) for part in parts.values())


def aside(part: Together, fault: SourceFault) -> SourceFault:
    """The fault of one part, as it is told while others are read."""
    names = ", ".join(stream.name for stream in part)
    told = words("rest.aside", what=names, fault=fault.fault)
    remedy = words("rest.aside.remedy") if may_be_of_rights(fault) else fault.remedy
    return type(fault)(told, remedy, detail=fault.detail)


def may_stand_alone(refused: Collection[str], others: Collection[str]) -> bool:
    """Whether resources may move to a source of their own: none of those that stay comes together with them."""
    return not any(set(refused) & names and set(others) & names for names in _TOGETHER)
