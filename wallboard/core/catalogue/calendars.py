"""Sentences of calendars at addresses."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    "calendar.calendars": "The addresses lead to {n} calendars, more than {most}.",
    "calendar.cut": "The calendar of {file} came without its end.",
    "calendar.looked": ("{n} calendar was read.", "{n} calendars were read."),
    "calendar.unexpanded": (
        "The server does not follow repetitions in {n} calendar, or not rightly: they are followed here.",
        "The server does not follow repetitions in {n} calendars, or not rightly: they are followed here.",
    ),
    "calendar.no-calendars": "At the address on {host} there is no calendar.",
    "calendar.no-people": "Nobody on the board has a word for {{person}} in this source.",
    "calendar.no-secret": "No secret is named for {word}.",
    "calendar.strange": "What {host} says of its calendars cannot be understood.",
    "calendar.unread": (
        "The calendar of {who} cannot be read: {why}.",
        "The calendars of {who} cannot be read: {why}.",
    ),
    "calendar.unread.cut": "what came breaks off",
    "calendar.unread.elsewhere": "the server names {other} for it, where nothing is sent",
    "calendar.unread.forbidden": "the server does not allow it",
    "calendar.unread.missing": "the server has none there",
    "calendar.unread.none": "the address leads to none",
    "calendar.unread.strange": "the server's answer cannot be understood",
    "calendar.remedy.address": "Check `url`: it leads to an .ics, a CalDAV calendar or somebody's calendars.",
    "calendar.remedy.emptied": (
        "See what the account may read; if there may be none, say `may_be_empty: true` under `{resource}`."
    ),
    "calendar.remedy.cut": "Wait for the next read; if it stays so, make the calendar shorter.",
    "calendar.remedy.secret": "Name one under `secrets`, and set it with `wallboard secret set`.",
    "calendar.remedy.people": "Give the people `also`, with this source and their part of the address.",
}
