"""How people are called where their whole names have no room."""

from collections.abc import Sequence


def first_names(names: Sequence[str]) -> tuple[str, ...] | None:
    """First names, where they tell everybody apart; else None."""
    firsts = tuple(name.split()[0] if name.split() else name for name in names)
    return firsts if len(set(firsts)) == len(firsts) else None
