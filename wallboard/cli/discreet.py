"""Logs made fit to leave the house: no secret, no name, no case number, nothing that an error quoted."""

import re
from collections.abc import Iterable
from typing import Final
from unicodedata import normalize

from wallboard.core.words import Argument
from wallboard.core.words import Words as Sentence
from wallboard.store.erasure_text import folded
from wallboard.store.log_lines import log_line

HIDDEN: Final = "•••"

_LEAST = 2
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)|‘[^’]*’")
_NAME = r"(?:\w+\.)*\w*(?:Error|Exception|Warning|Fault|Exit|Interrupt|Timeout)\b"
# What stands behind an error's name in a trace is whatever it met.
_ERROR = re.compile(rf"(?<![\w.])(?P<name>{_NAME}): .*$")
_ERROR_ALONE = re.compile(rf"{_NAME}: {HIDDEN}")
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"[^\s<>,;:\"“”]+@[^\s<>,;:\"“”]+")
# Between spaces and outside quotations, in what the doctor says itself: a figure or an instant, and no name; and the
# name of a daily copy.
_FIGURE = re.compile(
    r"(?:(?<=\s)|^)(?:journal-copies/)?journal-\d{4}-\d\d-\d\d\.sqlite(?=:?(?:\s|$))|(?:(?<=\s)|^)(?:\d{4}-\d\d-\d\dT[\d:.]+(?:\+[\d:]+|Z)?|[^\w\s“”]*\d[\d.,:;×+-]*)[,;:]?(?=\s|$)"
)
# A fault of a board lists the names that may stand there, which are the house's own; a warning may stand behind it.
_ALLOWED = re.compile(r"\ballowed: [^;]*")
_OWN_QUOTATION = re.compile(r"(“[^”]*”)")

_HOSTS: Final = frozenset({"host"})
_DATE = re.compile(r"\d{4}-\d\d-\d\d")

Words = tuple[str, ...]


def without_texts(sentence: Sentence) -> Sentence:
    """A sentence of a source with its figures and its host, which is the house's own: its other texts may be the name
    of a file, a column or a person, whoever gave it."""
    return Sentence(sentence.key, {name: _discreet_argument(name, value) for name, value in sentence.args.items()})


def _discreet_argument(name: str, value: Argument) -> Argument:
    if isinstance(value, Sentence):
        return without_texts(value)
    return HIDDEN if isinstance(value, str) and name not in _HOSTS and not _DATE.fullmatch(value) else value


class _Runs:
    """Runs of words that are hidden wherever they stand."""

    def __init__(self, runs: Iterable[Words]) -> None:
        self._runs = frozenset(runs)
        self._longest: dict[str, int] = {}
        for run in self._runs:
            self._longest[run[0]] = max(len(run), self._longest.get(run[0], 0))

    def hidden(self, text: str) -> str:
        """Every one of them goes; the longest first, so that a whole name is hidden at once."""
        text = normalize("NFC", text)
        if "@" in text:
            text = _ADDRESS.sub(HIDDEN, text)
        made, done = [], 0
        spans = [match.span() for match in _WORD.finditer(text)]
        words = [folded(text[start:end]) for start, end in spans]
        for place, (start, _) in enumerate(spans):
            if start < done:
                continue
            for count in range(self._longest.get(words[place], 0), 0, -1):
                if tuple(words[place : place + count]) in self._runs:
                    made += [text[done:start], HIDDEN]
                    done = spans[min(place + count, len(spans)) - 1][1]
                    break
        return "".join([*made, text[done:]])


class Discretion:
    """Knows what is not to be told: `secrets` anywhere, also inside a word; `texts`, which are names and numbers, and
    each word of a name.

    A word of a name is one of two letters or more, however it is written. It is better that a word too many is hidden.
    `titles` are what a board calls its panels, its pages and itself: a log does not tell them, as a whole, but each of
    their words, which are words of the program too. `is_blind`: not all names are known, and so nothing is told of
    what a log says.
    """

    def __init__(
        self, secrets: Iterable[str], texts: Iterable[str], titles: Iterable[str] = (), *, is_blind: bool = False
    ) -> None:
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
        self._is_blind = is_blind
        names = {_words(name) for name in texts}
        alone = {(word,) for name in names for word in name if sum(map(str.isalpha, word)) >= _LEAST}
        known = {name for name in names if len("".join(name)) >= _LEAST} | alone
        self._names = _Runs(known)
        self._names_and_titles = _Runs(known | {title for title in map(_words, titles) if title})

    def line(self, line: str) -> str:
        """A line of a log: its time, level and frames as they are, quotations and what errors say hidden."""
        parts = log_line(line)
        message = self._without_secrets(parts.message)
        if parts.is_frame:
            return parts.head + self._names.hidden(message)
        message = _ERROR.sub(rf"\g<name>: {HIDDEN}", message)
        if self._is_blind:
            is_error = _ERROR_ALONE.fullmatch(message.removeprefix(parts.child))
            return parts.head + (message if is_error else HIDDEN)
        message = _ALLOWED.sub(f"allowed: {HIDDEN}", _QUOTED.sub(HIDDEN, message))
        return parts.head + self._names_and_titles.hidden(message)

    def text(self, text: str) -> str:
        """What the doctor says itself: without secrets and names; figures that stand alone are its own, and stay."""
        return "\n".join(self._own_line(line) for line in text.split("\n"))

    def _own_line(self, line: str) -> str:
        for secret in self._secrets:
            if not secret.isdecimal():  # one of figures alone is looked for beside the doctor's own
                line = line.replace(secret, HIDDEN)
        made, done = [], 0
        quotations = [match.span() for match in _OWN_QUOTATION.finditer(line)]
        for match in _FIGURE.finditer(line):
            start, end = match.span()
            if not any(first <= start < last for first, last in quotations):
                made += [self._without(line[done:start]), match[0]]
                done = end
        return "".join([*made, self._without(line[done:])])

    def _without(self, text: str) -> str:
        return self._names.hidden(self._without_secrets(text))

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


def _words(name: str) -> Words:
    """A name's words as they are compared, whatever stands between them."""
    return tuple(folded(word) for word in _WORD.findall(normalize("NFC", name)))
