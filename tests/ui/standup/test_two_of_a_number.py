"""Two cases that two systems give one number, through a stand-up with a real journal: keys, a kill, the export."""

from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.ui.samples import SECOND
from tests.ui.standup.samples import AGENDA, AT, agenda_case
from tests.ui.test_rotation import Clock
from wallboard.store.answers import AnswerBook
from wallboard.store.journal import Journal
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places
from wallboard.ui.standup.desk import Desk
from wallboard.ui.standup.show import StandupShow

Key = Qt.Key
DESK, ERP = (agenda_case("100", source=source) for source in ("desk", "erp"))
TWINS = replace(AGENDA, promises=(), numbers=(), cases=(DESK, ERP, agenda_case("101", source="erp")), late=3, urgent=0)


class Glass:
    """A glass that stands up with what is in a journal."""

    def __init__(self, places):
        self.places = places
        self.struck_s = 0.0
        self.readers = []
        self.start()

    def start(self):
        """Begin, or take up what the glass that was killed had begun."""
        reader, book = JournalReader(self.places.journal, "board"), AnswerBook(self.places.journal, "board")
        self.readers.append(reader)
        self.show = StandupShow(Desk(reader, book, lambda: None), lambda: AT + 5 * SECOND, Clock())
        self.show.begin()
        self.show.beat()

    def press(self, *keys):
        for key in keys:
            self.struck_s += 1
            text = key if isinstance(key, str) else ""
            self.show.press(Key(ord(text)) if text else key, text, self.struck_s)


@pytest.fixture
def journal(tmp_path):
    places = Places(tmp_path / "state")
    places.make()
    with closing(Journal(places)) as found:
        found.freeze("board", TWINS)
        yield found


@pytest.fixture
def glass(tmp_path, journal):
    found = Glass(Places(tmp_path / "state"))
    yield found
    for reader in found.readers:
        reader.close()


def said(journal):
    return [(given.answer.number, given.answer.source, given.answer.reason) for given in journal.answers("board")]


def test_answering_one_leaves_the_other_to_be_asked_about(glass, journal):
    glass.press("2", "1", Key.Key_Right)
    walk = glass.show.walk
    assert (walk.case, walk.answer, walk.question) == (ERP, None, "reason")
    glass.press("3", "5")
    assert said(journal) == [("100", "desk", "expert"), ("100", "erp", "customer")]
    glass.press(Key.Key_Left)
    assert (walk.case, walk.answer.reason, walk.answer.promise) == (DESK, "expert", "today")


def test_taking_one_back_leaves_the_others(glass, journal):
    glass.press("2", "1", Key.Key_Right, "3", "5", Key.Key_Backspace)
    assert [answer.source for answer in glass.show.walk.answers] == ["desk"]
    assert said(journal) == [("100", "desk", "expert"), ("100", "erp", None)]


@pytest.mark.parametrize("first", ["desk", "erp"])
def test_a_glass_that_was_killed_takes_up_the_one_that_has_no_answer(glass, first):
    keys = ("2", "1", Key.Key_Right)
    glass.press(*(keys if first == "desk" else (Key.Key_Right, "2", "1")), Key.Key_Right, Key.Key_Right, "1")
    glass.start()
    assert glass.show.walk.case == (ERP if first == "desk" else DESK)
