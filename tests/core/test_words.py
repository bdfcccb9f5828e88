"""Sentences are keys and arguments until a tongue says them."""

from string import Formatter

import pytest

from wallboard.core.sentences import SENTENCES
from wallboard.core.words import Words, age, english, quoted_list, say, verbatim, words


class Plain:
    """English, with the time as a count, so that what was formatted how can be seen."""

    def template(self, key: str, n: int | None) -> str:
        return english(key, n)

    def number(self, value: float, decimals: int) -> str:
        return f"{value:.{decimals}f}".replace("-", "−")

    def time(self, at_us: int) -> str:
        return f"time({at_us})"

    def weekday_time(self, at_us: int) -> str:
        return f"weekday({at_us})"

    def date(self, iso: str, form: str) -> str:
        return f"{form}({iso})"


class Its(Plain):
    """A tongue whose every sentence is one template."""

    def __init__(self, template: str) -> None:
        self._template = template

    def template(self, key: str, n: int | None) -> str:
        return self._template


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
        (quoted_list(["Farbe", "Größe", "XX"]), "“Farbe”, “Größe”, “XX”"),
        (quoted_list([]), ""),
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


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{n:+}", "+5"),
        ("{loss:+}", "−5"),
        ("{nought:+}", "0"),
        ("{tiny:+}", "0"),
        ("{tiny}", "0"),
        ("{tiny:+1}", "−0.4"),
        ("{on:date}, {on:day}, {on:weekday}, {on:weekday_long}",
         "date(2026-11-03), day(2026-11-03), weekday(2026-11-03), weekday_long(2026-11-03)"),
        ("{on}", "2026-11-03"),
        ("{gone:date}{gone:time}{gone:+}{missing}", ""),
    ],
)  # fmt: skip
def test_format_words_choose_how_an_argument_is_written(template: str, said: str) -> None:
    args = {"n": 5, "loss": -5, "nought": 0, "tiny": -0.4, "on": "2026-11-03", "gone": None}
    assert say(Words("any", args), Its(template)) == said


@pytest.mark.parametrize(("n", "said"), [(1, "1 other"), (1.0, "1 other"), (1.5, "2 others"), ("1", "1 others")])
def test_one_is_a_count_of_one_and_nothing_else(n: float | str, said: str) -> None:
    assert say(Words("lane.others", {"n": n}), Plain()) == said


def test_a_key_of_another_version_stands_for_itself() -> None:
    assert say(Words("panel.of-tomorrow", {"n": 3}), Plain()) == "panel.of-tomorrow"


SPECS = {"", "1", "2", "+", "+1", "time", "weekday_time", "date", "day", "weekday", "weekday_long", "resource"}


@pytest.mark.parametrize("key", SENTENCES)
def test_every_sentence_is_written_in_format_words_that_there_are(key: str) -> None:
    found = SENTENCES[key]
    for template in (found,) if isinstance(found, str) else found:
        for _, name, spec, conversion in Formatter().parse(template):
            assert name is None or (name.isidentifier() and spec in SPECS and conversion is None)
