"""`where` as data: which cases a panel is about."""

from dataclasses import dataclass

FIELDS = ("type", "queue", "owner", "status", "priority", "source", "tier", "zone")
NUMBERS = ("open_hours", "share")


@dataclass(frozen=True, slots=True)
class Condition:
    """One field's condition: any of the values (None is a missing one), or none of them, or a range."""

    field: str
    values: tuple[str | None, ...] = ()
    is_negated: bool = False
    above: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """All conditions hold and, where there are alternatives, at least one of them."""

    conditions: tuple[Condition, ...] = ()
    any_of: tuple["Where", ...] = ()
