"""Sentences of the glass itself: keys, menu, waiting, what has no room."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    # the glass
    "glass.waiting": "Waiting for the first figures",
    "glass.disk-full": "The disk is full: nothing new can be kept or shown since {at:time}",
    "glass.disk-read-only": "The disk can only be read: nothing new can be kept or shown since {at:time}",
    "glass.collector-gone": "The collector ended and is started again {at:time}",
    "header.visitors": "visitors",
    # the menu: each entry says what it will do
    "menu.title": "Menu",
    "menu.next-page": "Next page",
    "menu.page-before": "Page before",
    "menu.pause": "Pause the pages",
    "menu.pause.undo": "Let the pages turn again",
    "menu.pin": "Pin this page",
    "menu.pin.undo": "Unpin this page",
    "menu.visitors": "Visitor mode on",
    "menu.visitors.undo": "Visitor mode off",
    "menu.refresh": "Ask the sources now",
    "menu.full-screen": "Full screen",
    "menu.full-screen.undo": "Leave full screen",
    "menu.help": "Show the keys",
    "menu.leave": "Leave the board",
    # how the keys are written
    "key.next-page": "→",
    "key.page-before": "←",
    "key.pages": "←  →",
    "key.pause": "Space",
    "key.pin": "P",
    "key.visitors": "V",
    "key.refresh": "R",
    "key.full-screen": "F11",
    "key.menu": "Enter",
    "key.help": "?",
    "key.leave": "Esc",
    # what the list of keys says of each
    "help.title": "Keys",
    "help.pages": "page before, page after",
    "help.pause": "stop the pages for ten minutes, or go on",
    "help.pin": "keep this page, or let it go",
    "help.visitors": "hide numbers and names from visitors, or show them",
    "help.refresh": "ask the sources now",
    "help.full-screen": "full screen on or off",
    "help.menu": "menu: ↑ ↓ choose, Enter does it, Esc closes",
    "help.help": "this list, on or off",
    "help.leave": "leave the board, once Enter or the PIN agrees",
    # what has no room
    "fits.value": "its figure has no room",
    "fits.lanes": "its lanes have no room",
    "fits.rows": "fewer rows have room than it needs",
    "fits.columns": "not all of its columns have room",
    "fits.bars": "its bars have no room",
    "fits.line": "its line has no room",
    "fits.secondary": "its notes have no room",
    "fits.heading": "its heading has no room",
}
