"""Sentences of the glass itself: keys, menu, waiting, what has no room."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    # the glass
    "glass.waiting": "Waiting for the first figures",
    "glass.collector-gone": "The collector ended and is started again {at:time}",
    "help.title": "Keys",
    "help.full-screen": "full screen on or off",
    "help.page": "page before, page after",
    "help.refresh": "ask the sources now",
    "help.help": "this list, on or off",
    "help.leave": "leave",
    "fits.value": "its figure has no room",
    "fits.lanes": "its lanes have no room",
    "fits.rows": "fewer rows have room than it needs",
    "fits.columns": "not all of its columns have room",
    "fits.secondary": "its notes have no room",
    "fits.heading": "its heading has no room",
}
