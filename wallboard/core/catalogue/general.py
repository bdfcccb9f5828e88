"""Sentences that many panels share: ages, headings, the general panels and the list of sources."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    # headings, where the board gives no title
    "heading.open-cases": "Open cases by share of target",
    "heading.open-cases.queue": "Open cases by queue",
    "heading.on-time": "On time",
    "heading.in-and-out": "In and out today",
    "heading.in-and-out.day": "In and out on {on:date}",
    "heading.dated": "{title}, {on:date}",
    "heading.late-list": "Late",
    "heading.sources": "Sources",
    "heading.clock": "Time",
    # the sources' panel
    "sources.none": "no source",
    "sources.cases": ("{n} case", "{n} cases"),
    "sources.events": ("{n} event", "{n} events"),
    "sources.activities": ("{n} activity", "{n} activities"),
    "sources.opportunities": ("{n} opportunity", "{n} opportunities"),
    "sources.appointments": ("{n} appointment", "{n} appointments"),
    "sources.absences": ("{n} absence", "{n} absences"),
    "sources.unmapped": ("{n} status not mapped: {words}", "{n} statuses not mapped: {words}"),
    # ages
    "age.seconds": "{n} s",
    "age.minutes": "{n} min",
    "age.hours": "{hours} h {minutes}",
    "age.days": "{n} d",
    "verbatim": "{text}",
}
