"""Sentences for the log: English, numbers and instants as they are."""

from datetime import UTC, datetime

from wallboard.core.sentences import SENTENCES
from wallboard.core.words import Words, say


class _PlainTongue:
    """The same on every machine, so that logs can be compared."""

    def sentence(self, key: str) -> str | tuple[str, str]:
        return SENTENCES.get(key, key)

    def number(self, value: float, decimals: int) -> str:
        return f"{value:.{decimals}f}"

    def time(self, at_us: int) -> str:
        return datetime.fromtimestamp(at_us / 1e6, tz=UTC).isoformat(timespec="seconds")

    def weekday_time(self, at_us: int) -> str:
        return self.time(at_us)

    def date(self, iso: str) -> str:
        return iso


def said(sentence: Words) -> str:
    """The sentence in plain English."""
    return say(sentence, _PlainTongue())
