"""The names that a board gives to its types, queues, people, calendars and sources."""

from dataclasses import dataclass, field
from zoneinfo import available_timezones

from wallboard.config.reading import Reading


@dataclass(slots=True)
class Names:
    """Names by list (types, queues, people, calendars, sources), in order; an empty list binds nobody."""

    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, choices: str) -> tuple[str, ...] | None:
        """The names of a list; None where every name will do."""
        if choices == "time zones":
            return tuple(sorted(available_timezones()))
        return self.lists.get(choices) or None


def raw_names(reading: Reading) -> Names:
    """The names that stand in the board, also of parts with faults: one fault must not bring forth others."""
    data = reading.document.data
    lists: dict[str, tuple[str, ...]] = {}
    for key in ("calendars", "sources", "queues"):
        part = data.get(key)
        lists[key] = tuple(part) if isinstance(part, dict) else ()
    for key in ("types", "people"):
        part = data.get(key)
        entries = part if isinstance(part, list) else []
        found = (entry.get("name") if isinstance(entry, dict) else entry for entry in entries)
        lists[key] = tuple(name for name in found if isinstance(name, str))
    return Names(lists)
