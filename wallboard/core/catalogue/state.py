"""Sentences of what is fresh, what is missing and what could not be used."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    # freshness
    "state.no-data": "NO DATA",
    "state.partial": "PARTIAL",
    "state.failed": "FAILED",
    "state.stale": "STALE",
    "state.late": "LATE",
    "state.live": "LIVE",
    "state.demo": "DEMO",
    "state.at": "AT {at}",
    "state.collector": "collector not answering",
    "state.disk-full": "disk full",
    "state.disk-read-only": "disk read-only",
    "state.as-of": "as of {at:time}, {age} old",
    "state.as-of-weekday": "as of {at:weekday_time}, {age} old",
    "state.as-of-date": "as of {on:date}, {age} old",
    "state.oldest": "LIVE, oldest {age}",
    "state.unread": "not read yet",
    "state.kept": "Last good data kept. Next try {at:time}.",
    "state.kept-no-retry": "Last good data kept.",
    "state.source-age": "{name} {age}",
    "state.source-old": "{name} {age} old",
    "state.source-unread": "{name} not read yet",
    "state.source-cut": "{name} not read to its end",
    "state.source-fault": "{name}: {fault}",
    "header.shut-until": "closed until {at:weekday_time}",
    # rows that cannot be used, why
    "unusable.no-opening": ("{n} case without an opening time", "{n} cases without an opening time"),
    "unusable.no-closing": ("{n} closed case without a closing time", "{n} closed cases without a closing time"),
    "unusable.closed-before-opened": ("{n} case closed before it opened", "{n} cases closed before they opened"),
    "unusable.in-future": (
        "{n} case later than the source’s own clock",
        "{n} cases later than the source’s own clock",
    ),
    "unusable.event-in-future": (
        "{n} event later than the source’s own clock",
        "{n} events later than the source’s own clock",
    ),
    "unusable.unknown-case": ("{n} event of an unknown case", "{n} events of unknown cases"),
    # reading and keeping
    "fault.internal": "An error inside Wallboard: {what}. The log has the details.",
    "fault.look": "It could not be looked at any closer: {what}.",
    "fault.no-answer": "No answer within {n} s.",
    "fault.no-secret": "The secret “{name}” is not there.",
    "trouble.cache": "The cache cannot be written: {why}.",
    "trouble.panel": "An error inside this panel: {what}. The log has the details.",
    "trouble.board": "The board’s file was not taken: {fault}",
    "trouble.board-more": (
        "The board’s file was not taken: {fault} (and {n} more fault)",
        "The board’s file was not taken: {fault} (and {n} more faults)",
    ),
    "trouble.board-brief": "The board’s file was not taken: {fault}. `check` says more.",
    "trouble.board-more-brief": (
        "The board’s file was not taken: {fault} (and {n} more fault). `check` says more.",
        "The board’s file was not taken: {fault} (and {n} more faults). `check` says more.",
    ),
    # rows that count, though not for everything
    "doubt.dates": (
        "{n} case has a date without a time: its hours are unknown",
        "{n} cases have dates without times: their hours are unknown",
    ),
    "doubt.holds": (
        "{n} case is on hold without a history: its hours are unknown",
        "{n} cases are on hold without a history: their hours are unknown",
    ),
    "doubt.types": ("{n} type is not in the list of types", "{n} types are not in the list of types"),
    "doubt.apart": (
        "{n} case shares a key with one that is taken: it counts by itself",
        "{n} cases share a key with ones that are taken: they count by themselves",
    ),
    "doubt.keys": (
        "{n} case has a shared key that no other system knows",
        "{n} cases have shared keys that no other system knows",
    ),
    # what a panel lacks
    "window.since": "since {on:day}",
    "window.no-day": "no whole day read yet",
    "window.no-due": "on time not known yet",
    "missing.sources": "No source of this board brings cases.",
    "missing.withheld": (
        "{n} record of {source} is missing or old",
        "{n} records of {source} are missing or old",
    ),
    "missing.useless.cases": ("{n} case of {source} is unusable", "{n} cases of {source} are unusable"),
    "missing.useless.appointments": (
        "{n} appointment of {source} is unusable",
        "{n} appointments of {source} are unusable",
    ),
    "missing.useless.opportunities": (
        "{n} opportunity of {source} is unusable",
        "{n} opportunities of {source} are unusable",
    ),
    "missing.usable": "Not one row of {sources} can be used.",
    "missing.entered": "What was entered in diaries before {on:day} has not been read yet: {sources}.",
    "missing.unread": "Not read yet: {sources}.",
    "missing.work-day": "The calendar “{calendar}” has no work day until {on:date}.",
    "missing.targets": "No targets are set.",
    "missing.statuses": (
        "{n} status not mapped, counts as open: {first}",
        "{n} statuses not mapped, count as open: {first}; {second}{more}",
    ),
    "missing.status": ("“{word}”, {n} row", "“{word}”, {n} rows"),
    "missing.field": "The field “{field}” is not mapped for {sources}.",
    "missing.dues": "On time is known from {on:day} on: what closed before {before:day} is not read yet: {sources}.",
    "missing.history": "No history before {at:weekday_time} for {sources}.",
    "missing.hours": (
        "The hours of the only case are unknown: its dates have no times, or its hold has no history.",
        "The hours of all {n} cases are unknown: their dates have no times, or their holds no history.",
    ),
    "with-target": "{with_target} of {all} have a target",
    "hours-unknown": ("hours unknown for {n} case", "hours unknown for {n} cases"),
    "late-list.unknown": ("hours unknown for {n} case", "hours unknown for {n} cases"),
}
