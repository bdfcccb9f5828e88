"""Words and traces without the secrets that were given for a read, in whichever way they may be written there."""

import base64
import json
from collections.abc import Iterable, Iterator
from typing import TypeVar, cast
from urllib.parse import quote, quote_plus

from wallboard.core.words import Argument, Words

Said = TypeVar("Said", str, Words, None, "Words | None")

HIDDEN = "•••"
_SHORTEST = 3
"""A secret of a letter or two is in every text."""


def unsaid(said: Said, secrets: Iterable[str]) -> Said:
    """A text, or a sentence's arguments, with every form of the secrets hidden."""
    forms = sorted({form for secret in secrets for form in _forms(secret)}, key=len, reverse=True)
    return cast("Said", _hidden(said, forms)) if forms else said


def _hidden(said: Argument, forms: list[str]) -> Argument:
    if isinstance(said, Words):
        return Words(said.key, {name: _hidden(value, forms) for name, value in said.args.items()})
    if isinstance(said, str):
        for form in forms:
            said = said.replace(form, HIDDEN)
    return said


def _forms(secret: str) -> Iterator[str]:
    """As it is, in an address, in JSON, as Python writes it, and in base 64 (where it stands alone)."""
    if len(secret.strip()) < _SHORTEST:
        return
    yield from (secret, quote(secret), quote(secret, safe=""), quote_plus(secret))
    yield from (json.dumps(secret)[1:-1], repr(secret)[1:-1])
    yield base64.b64encode(secret.encode()).decode().rstrip("=")
