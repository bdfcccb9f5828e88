"""The catalogue of sentences in English: key → template, or a pair of templates for one and many."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    "verbatim": "{text}",
    # ages
    "age.seconds": "{n} s",
    "age.minutes": "{n} min",
    "age.hours": "{hours} h {minutes}",
    "age.days": "{n} d",
    # headings, where the board gives no title
    "heading.open-cases": "Open cases by share of target",
    "heading.open-cases.queue": "Open cases by queue",
    "heading.on-time": "On time",
    "heading.in-and-out": "In and out today",
    "heading.in-and-out.day": "In and out on {on:date}",
    "heading.late-list": "Late",
    "heading.sources": "Sources",
    "heading.clock": "Time",
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
    # late-list
    "late-list.note": "{n}, highest share first, hours over",
    "late-list.none": "nothing late, nothing urgent",
    "late-list.over": "{hours:1} h over",
    "late-list.left": "{hours:1} h left",
    "late-list.no-owner": "no owner",
    "late-list.on-hold": "on hold",
    "more": "and {n} more",
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
    "state.as-of": "as of {at:time}, {age} old",
    "state.oldest": "LIVE, oldest {age}",
    "state.unread": "not read yet",
    "state.kept": "Last good data kept. Next try {at:time}.",
    "state.kept-no-retry": "Last good data kept.",
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
    "fault.no-answer": "No answer within {n} s.",
    "trouble.cache": "The cache cannot be written: {why}.",
    "trouble.panel": "An error inside this panel: {what}. The log has the details.",
    "trouble.board": "The board’s file was not taken: {fault}",
    # what a panel lacks
    "missing.field": "The field “{field}” is not mapped for {sources}.",
    "missing.history": "No history before {at:weekday_time} for {sources}.",
    "with-target": "{with_target} of {all} have a target",
}
