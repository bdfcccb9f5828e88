"""`where` as data: which cases a panel is about."""

from dataclasses import dataclass

FIELDS = ("type", "queue", "owner", "status", "priority", "source", "tier", "zone")
NUMBERS = ("open_hours", "share")
OF_ROWS = frozenset({"type", "queue", "owner", "status", "priority"})
"""The fields whose words a source's rows tell."""
_FED_BY = {"tier": "queue", "zone": "opened", "open_hours": "opened", "share": "opened"}
"""The field of rows that another is told from."""


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

    @property
    def fields(self) -> frozenset[str]:
        """The fields of rows that it asks for, in whichever alternative."""
        own = {_FED_BY.get(one.field, one.field) for one in self.conditions if one.field != "source"}
        return frozenset(own.union(*(one.fields for one in self.any_of)))
