"""Sentences that the glass itself writes into shapes: labels of figures, legends, units."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    # stacks
    "stacks.open": "{n} open",
    "stacks.waiting": ("{n} waiting", "{n} waiting"),
    "stacks.oldest": "oldest",
    "stacks.held": "{total} · {held} on hold",
    "stacks.p85": "P85",
    "stacks.p85-few": "P85, n {n}",
    "stacks.all": "all {n}",
    "stacks.none": "nothing here",
    # spans
    "spans.of": "{value} of {target}\u00a0h",
    "spans.alone": "{value}\u00a0h",
    "spans.n": "n\u00a0{n}",
    "spans.none": "none closed",
    "spans.each": "each to its own target",
    "spans.empty": "no type",
    # columns, bars, trend
    "columns.usual": "usual {value}",
    "bars.unknown": "unknown",
    "trend.target": "target {value}",
    "trend.few": "n {n}",
    "trend.none": "no figure yet",
    # figures in their units
    "unit.hours": "{figure} h",
    "unit.percent": "{figure} %",
    "unit.days": "{figure} days",
    # pips
    "pips.performed": "performed",
    "pips.unconfirmed": "unconfirmed",
    "pips.booked": "booked",
    "pips.no-show": "no-show",
    "pips.cancelled": "cancelled",
    "pips.empty": "empty",
    "pips.of": "{performed} / {slots}",
    "pips.week": "Week so far {performed} of {slots}",
    "pips.none": "no salesperson",
    "pips.no-slots": "no slots",
    # bookings
    "bookings.day": "{on:weekday}",
    "bookings.goal": "goal",
    "bookings.holes": ("{n} hole in the next {days} days", "{n} holes in the next {days} days"),
    "bookings.hole-days-one": ("{n} hole in the next day", "{n} holes in the next day"),
    "bookings.cover": "cover {days:1} days",
    "bookings.none": "no salesperson",
    # buffer
    "buffer.cover": "{days:1} days of work",
    "buffer.moved": "{came} in, {released} released",
    "buffer.target": "target {n}",
    "buffer.oldest": "oldest {hours:1} h",
    "buffer.too-many": "too many",
    # number, table, notice, image
    "number.target": "target {amount}",
    "notice.more": ("and {n} more line", "and {n} more lines"),
    "image.missing": "{name} is not there",
    "image.unreadable": "{name} cannot be read",
    "columns.day": "{on:day}",
}
