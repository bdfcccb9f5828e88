"""A board that was not taken, said on walls of other languages."""

import pytest

from wallboard.core.words import say, verbatim, words
from wallboard.ui.board_trouble import in_tongue
from wallboard.ui.tongue import PlaceTongue

ENGLISH, GERMAN = PlaceTongue("en_GB", "Europe/London"), PlaceTongue("de_DE", "Europe/Berlin")
FAULT = 'board.yaml:44: type: found "ontime"; allowed: on-time'


@pytest.mark.parametrize("locale", ["en_GB", "fr_FR"])
def test_a_wall_that_speaks_english_says_what_was_found(locale):
    tongue = PlaceTongue(locale, "Europe/London")
    assert say(in_tongue(words("trouble.board", fault=FAULT), tongue), tongue).endswith(FAULT)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (FAULT, "board.yaml:44, type, „ontime“"),
        ('board.yaml:3: "dwel" is no key here', "board.yaml:3, „dwel“"),
        ("board.yaml:7: pages: none are left", "board.yaml:7, pages"),
        ("board.yaml:9: found a tab", "board.yaml:9"),
        ("C:board.yaml", "C:board.yaml"),
    ],
)
def test_a_german_wall_says_place_key_and_word_and_nothing_in_english(fault, told):
    line = say(in_tongue(words("trouble.board", fault=fault), GERMAN), GERMAN)
    assert told in line
    assert "found" not in line
    assert " is no key" not in line


def test_how_many_more_faults_there_are_is_said_too():
    line = say(in_tongue(words("trouble.board-more", fault=FAULT, n=2), GERMAN), GERMAN)
    assert "2 weitere Fehler" in line


def test_other_troubles_stay_as_they_are():
    for trouble in (verbatim(FAULT), words("trouble.cache", why="OSError")):
        assert in_tongue(trouble, GERMAN) == trouble
