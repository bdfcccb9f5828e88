"""Sentences of the panels of sales."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    # headings, where the board gives no title
    "heading.appointments": "Appointments today",
    "heading.appointments.day": "Appointments on {on:date}",
    "heading.bookings": "Booked ahead",
    "heading.unfilled-slots": "Unfilled slots",
    "heading.opportunity-buffer": "Waiting for an appointment",
    "heading.coordinator-queue": "Waiting by coordinator",
    # appointments
    "appointments.target": "target {n} each",
    "appointments.away": "on leave",
    "appointments.unread": "diary not read",
    "appointments.away-until": "on leave until {on:weekday_long}",
    "appointments.away-until-date": "on leave until {on:day}",
    # bookings
    "bookings.note": ("slots filled, next work day", "slots filled, next {n} work days"),
    "bookings.note.short": ("next work day", "next {n} work days"),
    "bookings.without-slot": (
        "{n} appointment on a day without a slot",
        "{n} appointments on days without a slot",
    ),
    "bookings.without-slot-named": "booked on days without a slot: {names}",
    # unfilled-slots
    "unfilled-slots.note": ("today", "last {n} work days"),
    "unfilled-slots.day": "{on:weekday}",
    "unfilled-slots.date": "{on:day}",
    "unfilled-slots.no-show": "no-show",
    "unfilled-slots.cancelled": "cancelled",
    "unfilled-slots.never-booked": "never booked",
    "unfilled-slots.open": "still open",
    "unfilled-slots.of": ("{unfilled} of {n} slot unfilled", "{unfilled} of {n} slots unfilled"),
    "unfilled-slots.still-open": "{n} of them still open",
    "unfilled-slots.none": "nobody has a slot",
    # opportunity-buffer, coordinator-queue
    "opportunity-buffer.note": "opportunities",
    "opportunity-buffer.note-day": "in and released on {on:date}",
    "opportunity-buffer.note-day.short": "on {on:day}",
    "opportunity-buffer.no-target": "no target is set",
    "coordinator-queue.note": "target {hours} h",
    "coordinator-queue.note-tenths": "target {hours:1} h",
    "coordinator-queue.no-target": "no target for the wait is set",
    "coordinator-queue.others": "others",
    "coordinator-queue.none": "no coordinator",
    # rows that cannot be used, why
    "unusable.appointment-start": ("{n} appointment without a start", "{n} appointments without a start"),
    "unusable.appointment-state": (
        "{n} appointment in an unknown state",
        "{n} appointments in unknown states",
    ),
    "unusable.appointment-order": (
        "{n} appointment ends before it starts",
        "{n} appointments end before they start",
    ),
    "unusable.appointment-future": (
        "{n} appointment booked later than the source’s own clock",
        "{n} appointments booked later than the source’s own clock",
    ),
    "unusable.named": "{why}: {names}",
    "unusable.absence": (
        "{n} absence without a beginning or an end, or that ends before it begins",
        "{n} absences without a beginning or an end, or that end before they begin",
    ),
    "unusable.opportunity-created": (
        "{n} opportunity without a time of creation",
        "{n} opportunities without a time of creation",
    ),
    "unusable.opportunity-order": (
        "{n} opportunity released, won or lost before it was created",
        "{n} opportunities released, won or lost before they were created",
    ),
    "unusable.opportunity-future": (
        "{n} opportunity later than the source’s own clock",
        "{n} opportunities later than the source’s own clock",
    ),
    # people whom the board does not know
    "diaries.strangers": (
        "{n} appointment of somebody the board does not know",
        "{n} appointments of people the board does not know",
    ),
    "diaries.nobody": ("{n} appointment of nobody", "{n} appointments of nobody"),
    "diaries.absent-strangers": (
        "leave of somebody the board does not know",
        "leave of {n} people the board does not know",
    ),
    "diaries.unknown": "nobody of the board, nor in their `also`: {names}",
    "diaries.unread": (
        "{n} work day lies outside the weeks for which diaries are read, and is left out",
        "{n} work days lie outside the weeks for which diaries are read, and are left out",
    ),
    "diaries.unread-people": (
        "the diary of {n} person cannot be read, who is left out",
        "the diaries of {n} people cannot be read, who are left out",
    ),
    "diaries.without-people": (
        "of {n} person no calendar is read, who is left out",
        "of {n} people no calendar is read, who are left out",
    ),
    # what a panel lacks
    "missing.salespeople": "The board names no salesperson.",
    "missing.diaries": "Of none of these people is a calendar read.",
    "missing.diaries.remedy": (
        "If it stays so, check `path` or `url` of the calendars, and in `also` what the people are called there."
    ),
    "missing.performed": "Which appointments took place is not known from {sources}.",
    "missing.performed.remedy": (
        "Say so with the field `state`, in a calendar with `states`; or say `past_is_performed: true` of the panel."
    ),
    "missing.sources.appointments": "No source of this board brings appointments.",
    "missing.sources.opportunities": "No source of this board brings opportunities.",
}
