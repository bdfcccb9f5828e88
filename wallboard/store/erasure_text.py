"""Texts as names are compared in them, whatever their case and the form of their accents. Standard library alone."""

import re
from unicodedata import normalize


def folded(text: str) -> str:
    """A text as it is compared with another, as `core.organisation.folded` has it, which a lean process cannot load."""
    return normalize("NFC", text.strip().casefold())


def replaced(pattern: re.Pattern[str], text: str, by: str) -> str:
    """The text with `by` for every part that matches once folded; the very text where none does.

    What is around such a part stays, written in Unicode's NFC. `pattern` is to match folded texts.
    """
    composed = normalize("NFC", text)
    pieces = [normalize("NFC", letter.casefold()) for letter in composed]
    compared = "".join(pieces)
    if pattern.search(compared) is None:
        return text
    places = [place for place, piece in enumerate(pieces) for _ in piece]  # one letter may fold to several: ß is ss
    made, done = [], 0
    for match in pattern.finditer(compared):
        start, last = places[match.start()], places[match.end() - 1]
        made += [composed[done:start], by]
        done = last + 1
    return "".join([*made, composed[done:]])
