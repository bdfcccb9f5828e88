"""Logs made fit to leave the house: no secret, no name, no case number, nothing that an error quoted."""

import re
from collections.abc import Iterable
from typing import Final

HIDDEN: Final = "•••"

_LEAST = 3
_MOST_WORDS = 7
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)|‘[^’]*’")
# What stands behind an error's name in a trace is whatever it met.
_ERROR = re.compile(r"^(?P<name>(?:\w+\.)*\w*(?:Error|Exception|Warning|Fault|Exit|Interrupt|Timeout)\b): .*$")
_HEAD = re.compile(r"^(?P<head>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ )?(?P<said>.*)$", re.DOTALL)
_FRAME = re.compile(r'^ +File "(?P<file>[^"]*)", line \d+, in ')
_WORD = re.compile(r"\w+")


class Discretion:
    """Knows what is not to be told: `secrets` anywhere, also inside a word; names as words of their own.

    Where `texts`, the cache's names and numbers, are not to be had (None), nothing is told of what a log says.
    """

    def __init__(self, secrets: Iterable[str], texts: Iterable[str] | None, people: Iterable[str] = ()) -> None:
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
        self._is_blind = texts is None
        cores = {_core(name) for name in (*(texts or ()), *people)}
        self._names = frozenset(core for core in cores if len(core) >= _LEAST)
        self._first = frozenset(_WORD.findall(core)[0] for core in self._names)

    def line(self, line: str) -> str:
        """A line of a log: its time, level and frames as they are, quotations and what errors say hidden."""
        if _FRAME.match(line):
            return self._without_names(self._without_secrets(line))
        parts = _HEAD.match(line)
        head, said = (parts["head"] or "", parts["said"]) if parts else ("", line)
        said = self._without_secrets(said)
        said = _ERROR.sub(rf"\g<name>: {HIDDEN}", said)
        if self._is_blind and not said.endswith(f": {HIDDEN}"):
            return head + HIDDEN
        return head + self._without_names(_QUOTED.sub(HIDDEN, said))

    def text(self, text: str) -> str:
        """Any other text: without secrets and names."""
        return "\n".join(self._without_names(self._without_secrets(line)) for line in text.split("\n"))

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text

    def _without_names(self, text: str) -> str:
        """Every run of words that is a name goes; the longest first, so that no half of one stays."""
        made, done = [], 0
        spans = [match.span() for match in _WORD.finditer(text)]
        for place, (start, end) in enumerate(spans):
            if start < done or text[start:end].casefold() not in self._first:
                continue
            for _, last in reversed(spans[place : place + _MOST_WORDS]):
                if text[start:last].casefold() in self._names:
                    made += [text[done:start], HIDDEN]
                    done = last
                    break
        return "".join([*made, text[done:]])


def _core(name: str) -> str:
    """A name from its first to its last letter or figure, without regard to case; no more words than are looked at."""
    spans = [match.span() for match in _WORD.finditer(name)][:_MOST_WORDS]
    return name[spans[0][0] : spans[-1][1]].casefold() if spans else ""
