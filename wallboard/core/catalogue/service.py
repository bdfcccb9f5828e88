"""Sentences of the panels of customer service."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    # open-cases
    "open-cases.note": "{running} running · {held} on hold",
    "zone.late": "late",
    "zone.urgent": "urgent",
    "zone.watch": "watch",
    "zone.on-track": "on track",
    "lane.on-hold": "on hold",
    "lane.none.type": "no type",
    "lane.none.queue": "no queue",
    "lane.others": ("{n} other", "{n} others"),
    "lane.without-target": "no target",
    "axis.target": "target",
    "open-cases.none": "no open case",
    # on-time
    "on-time.window": "due in the last {n} work days",
    "on-time.of": "{numerator} of {denominator}",
    "on-time.target": "target {target} %",
    "on-time.undecided": "{n} undecided",
    "on-time.too-few": "too few for a percentage",
    "on-time.reopened": "re-opened {percent:1} %",
    "on-time.reopened-few": "re-opened {reopened} of {closings}",
    # in-and-out
    "in-and-out.opened": "opened",
    "in-and-out.closed": "closed",
    "in-and-out.net": "net",
    "in-and-out.reopened": "re-opened",
    "in-and-out.usual": "usual by now {opened} in, {closed} out",
    "in-and-out.usual.short": "usual {opened} in, {closed} out",
    # late-list
    "late-list.note": "{late} late · {urgent} urgent, highest share first",
    "late-list.note.short": "{late} late · {urgent} urgent",
    "late-list.note-late": "{late} late, highest share first",
    "late-list.note-late.short": "{late} late",
    "late-list.note-urgent": "{urgent} urgent, highest share first",
    "late-list.note-urgent.short": "{urgent} urgent",
    "late-list.none": "nothing late, nothing urgent",
    "late-list.over": "{hours:1} h over",
    "late-list.left": "{hours:1} h left",
    "late-list.no-owner": "no owner",
    "late-list.on-hold": "on hold",
    "more": "and {n} more",
    # queue-ages
    "heading.queue-ages": "Queue ages",
    "queue-ages.note": "work hours since entering, running cases",
    "queue-ages.note.short": "work hours since entering",
    "queue-ages.unknown": (
        "of {n} running case nobody knows since when it waits",
        "of {n} running cases nobody knows since when they wait",
    ),
    # lead-times
    "heading.lead-times": "Lead time",
    "lead-times.note.organisation": "organisation clock, {n} work days",
    "lead-times.note.customer": "customer clock, {n} work days",
    "lead-times.legend": "85th percentile, median inside, target tick",
    "lead-times.unknown": ("hours unknown for {n} closed case", "hours unknown for {n} closed cases"),
    # flow
    "heading.flow": "Closed less opened",
    "flow.note": ("today", "{n} work days"),
    "flow.net": "closed less opened",
    "flow.backlog": ("backlog {days:1} day", "backlog {days:1} days"),
    "flow.slack": "slack {percent} %",
    "flow.no-capacity": "capacity not set",
    "flow.no-closures": "nothing closed: no backlog in days",
    # due-next
    "heading.due-next": "Due next",
    "due-next.note": ("in the next work hour", "in the next {n} work hours"),
    "due-next.none": "nothing falls due",
    "due-next.total": ("{n} falls due", "{n} fall due"),
    "due-next.hour": "{at:time}",
    "due-next.day": "{at:weekday_time}",
    # all-work
    "heading.all-work": "All open work",
    "all-work.total": ("{n} open case", "{n} open cases"),
    "all-work.shared": ("{n} in more than one system", "{n} in more than one system"),
    "all-work.both": ("{n} in both", "{n} in both"),
    "all-work.all": "all",
    "all-work.others": "other types",
    "all-work.sum": "together",
}
