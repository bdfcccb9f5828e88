"""Sentences for logs and terminals: English, instants as they are, numbers in groups as the commands' own lines."""

from datetime import UTC, datetime

from wallboard.core.words import DateForm, Words, english, say


class _PlainTongue:
    """The same on every machine, so that logs can be compared."""

    def template(self, key: str, n: int | None) -> str:
        return english(key, n)

    def number(self, value: float, decimals: int) -> str:
        return f"{value:,.{decimals}f}"

    def time(self, at_us: int) -> str:
        return datetime.fromtimestamp(at_us / 1e6, tz=UTC).isoformat(timespec="seconds")

    def weekday_time(self, at_us: int) -> str:
        return self.time(at_us)

    def date(self, iso: str, form: DateForm) -> str:  # noqa: ARG002 - a log has one form of dates
        return iso


def said(sentence: Words) -> str:
    """The sentence in plain English."""
    return say(sentence, _PlainTongue())
