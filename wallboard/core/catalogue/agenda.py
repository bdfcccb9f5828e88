"""Sentences of a stand-up's agenda, as the collector freezes it."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    "agenda.number.open": ("open case", "open cases"),
    "agenda.number.on-hold": "on hold",
    "agenda.number.late": "late",
    "agenda.number.urgent": "urgent",
    "agenda.number.due-today": "still due today",
    "agenda.number.on-time": ("on time, due on the last work day", "on time, due in the last {n} work days"),
    "agenda.number.opened": "opened on {on:weekday_long}",
    "agenda.number.closed": "closed on {on:weekday_long}",
    "agenda.number.net": "net on {on:weekday_long}",
    "agenda.number.without-owner": "without owner",
    "agenda.queues.unknown": (
        "Nobody knows since when {n} running case waits in its queue",
        "Nobody knows since when {n} running cases wait in their queues",
    ),
    "agenda.none-open": "No case is open",
    "agenda.owners.as-known": "No open case is without owner, as far as owners are known",
}
