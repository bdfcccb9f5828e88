"""A board's views as plain data that mean the same everywhere: keys instead of sentences, instants in UTC."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from string import Formatter
from typing import Any

from wallboard.cli.boards import Moment
from wallboard.cli.instants import utc_text
from wallboard.core.sentences import SENTENCES
from wallboard.core.views.judged import condition_of_view
from wallboard.core.views.shapes import View
from wallboard.core.views.wire import to_plain
from wallboard.core.words import Words

Plain = dict[str, Any]

_TIMES = ("time", "weekday_time")


def report_of(moment: Moment, panel: tuple[int, int] | None = None) -> Plain:
    """The whole board, or one panel of it with its page: instants ISO 8601 UTC, numbers unrounded."""
    pages = [
        {"title": title, "panels": [panel_of(view, moment) for view in views]}
        for title, views in views_of(moment, panel)
    ]
    at, organisation = utc_text(moment.at_us), moment.board.organisation.name
    return {"at": at, "organisation": organisation, "pages": pages}


def views_of(moment: Moment, panel: tuple[int, int] | None = None) -> Iterator[tuple[str, list[View]]]:
    """The titles of the pages with their views, or one panel's page with that view alone."""
    for page, entry in enumerate(moment.board.pages):
        views = moment.composed.picture.pages[page]
        shown = [view for number, view in enumerate(views) if panel in (None, (page, number))]
        if shown:
            yield entry.title, shown


def panel_of(view: View, moment: Moment) -> Plain:
    """One panel: its word by rule 11, the age of the oldest of its sources, and its view."""
    notes = moment.composed.picture.notes_of(view)
    known = [note.as_of_us for note in notes if note.as_of_us is not None]
    body = {"heading": view.heading, **_shape(view), "note": view.note, "remarks": view.remarks}
    return {
        "type": view.type,
        "title": view.title,
        "state": word_of(view, moment),
        "as_of": utc_text(min(known)) if known else None,
        "sources": list(view.sources),
        "view": {"kind": view.body.kind, "figures": to_plain(view.figures), **_plain(body)},
    }


def word_of(view: View, moment: Moment) -> str:
    """The first word of rule 11 that applies; a panel that cannot show its figure has NO DATA."""
    picture = moment.composed.picture
    return condition_of_view(view, picture.sources, None, moment.at_us, picture.clock_ahead_us).word


def of_data(word: str) -> str:
    """A word of rule 11 or 12 among others: cases are late too, so LATE says of what it is said."""
    return "data LATE" if word == "LATE" else word


def is_all_live(report: Plain) -> bool:
    """Whether no panel of a report is anything but LIVE."""
    return all(panel["state"] == "LIVE" for page in report["pages"] for panel in page["panels"])


def _shape(view: View) -> dict[str, Any]:
    return {item.name: getattr(view.body, item.name) for item in fields(view.body)}


def _plain(value: Any) -> Any:
    """Plain data with the instants among a sentence's arguments written out."""
    if isinstance(value, Words):
        return {"key": value.key, "args": _arguments(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    return value


def _arguments(sentence: Words) -> Plain:
    template = SENTENCES[sentence.key]
    whole = template if isinstance(template, str) else "".join(template)
    instants = {name for _, name, spec, _ in Formatter().parse(whole) if spec in _TIMES}
    return {
        name: utc_text(value) if name in instants and isinstance(value, int) else _plain(value)
        for name, value in sorted(sentence.args.items())
    }
