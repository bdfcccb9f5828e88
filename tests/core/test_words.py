"""Sentences are keys and arguments until a tongue says them."""

import pytest

from wallboard.core.sentences import SENTENCES
from wallboard.core.words import Words, age, say, verbatim, words


class Plain:
    """English, with the time as a count, so that what was formatted how can be seen."""

    def sentence(self, key: str) -> str | tuple[str, str]:
        return SENTENCES[key]

    def number(self, value: float, decimals: int) -> str:
        return f"{value:.{decimals}f}"

    def time(self, at_us: int) -> str:
        return f"time({at_us})"

    def weekday_time(self, at_us: int) -> str:
        return f"weekday({at_us})"

    def date(self, iso: str) -> str:
        return f"date({iso})"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (words("open-cases.note", running=166, held=12), "166 running · 12 on hold"),
        (words("lane.others", n=1), "1 other"),
        (words("lane.others", n=0), "0 others"),
        (words("late-list.over", hours=6.24), "6.2 h over"),
        (words("header.shut-until", at=5), "closed until weekday(5)"),
        (words("heading.in-and-out.day", on="2026-03-02"), "In and out on date(2026-03-02)"),
        (words("state.as-of", at=7, age=age(2820)), "as of time(7), 47 min old"),
        (verbatim("a {brace}"), "a {brace}"),
        (Words("verbatim", {}), ""),
    ],
)
def test_a_sentence_is_said_with_its_arguments(sentence: Words, said: str) -> None:
    assert say(sentence, Plain()) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-3, "0 s"), (24, "24 s"), (59.9, "59 s"), (60, "1 min"), (2820, "47 min"), (7199, "119 min"), (9000, "2 h 30"),
     (7260, "2 h 01"), (172_800, "2 d")],
)  # fmt: skip
def test_an_age_stands_in_the_largest_unit_worth_reading(seconds: float, said: str) -> None:
    assert say(age(seconds), Plain()) == said


def test_an_unknown_sentence_is_found_where_it_is_made() -> None:
    with pytest.raises(KeyError, match="no sentence named 'no such'"):
        words("no such")
