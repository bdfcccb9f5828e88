"""Sentences that the glass itself writes into shapes: labels of figures, legends, units."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    # stacks
    "stacks.open": "{n} open",
    "stacks.waiting": "{n} waiting",
    "stacks.oldest": "oldest",
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
}
