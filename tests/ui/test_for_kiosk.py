"""A glass that a kiosk started: it says that it lives, asks for rows, tells who left, and ends with the kiosk."""

import os
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui import samples
from tests.ui.samples import layout_of, picture_of
from tests.ui.test_glass import Journal, journal, leave, options, run_with, signs_and_menu, window_of
from wallboard.kiosk.words import BEAT_VARIABLE
from wallboard.ui.glass import Glass


class Kiosk:
    """The kiosk's ends of the pipes to a glass in this process."""

    def __init__(self, monkeypatch):
        stdin, self.ours = os.pipe()
        self.words, theirs = os.pipe()
        self.stdin = os.fdopen(stdin)
        monkeypatch.setattr(sys, "stdin", self.stdin)
        monkeypatch.setenv(BEAT_VARIABLE, str(theirs))

    def heard(self):
        """All words up to the glass's end."""
        with os.fdopen(self.words) as words:
            return words.read().splitlines()

    def end(self):
        ours, self.ours = self.ours, None
        if ours is not None:
            os.close(ours)


@pytest.fixture
def kiosk(monkeypatch):
    made = Kiosk(monkeypatch)
    yield made
    made.end()
    made.stdin.close()


def glass_of(tmp_path, kiosk):
    return Glass(options(tmp_path, is_for_kiosk=True), journal())


def press(glass, qapp, key):
    """A person strikes a key, and the glass ends."""

    def steps():
        QTest.keyClick(window_of(glass), key)
        glass.leave()

    run_with(glass, qapp, steps)


def test_it_says_that_the_thread_that_paints_is_alive(qapp, tmp_path, kiosk):
    glass = glass_of(tmp_path, kiosk)

    def steps():
        glass.beat()
        glass.leave()

    assert run_with(glass, qapp, steps) == 0
    assert "beat" in kiosk.heard()


def test_it_ends_when_the_kiosk_is_gone(qapp, tmp_path, kiosk):
    glass = glass_of(tmp_path, kiosk)
    assert run_with(glass, qapp, kiosk.end) == 0
    assert "left" not in kiosk.heard()


def test_a_page_that_can_no_longer_be_brought_up_to_now_is_left_to_the_kiosk(qapp, tmp_path, kiosk):
    class Broken(Journal):
        is_broken = False

        def change(self):
            if self.is_broken:
                raise ZeroDivisionError
            return super().change()

    held = Broken(layout_of(samples.SERVICE), picture_of(samples.SERVICE))
    glass = Glass(options(tmp_path, is_for_kiosk=True), held)
    seen = []

    def steps():
        held.is_broken = True
        for _ in range(29):
            glass.beat()
        seen.append(glass._code)
        held.is_broken = False
        glass.beat()
        held.is_broken = True
        for _ in range(30):
            seen.append(glass._code)
            glass.beat()

    assert run_with(glass, qapp, steps) == 1
    assert set(seen) == {0}
    assert "left" not in kiosk.heard()


def test_words_of_the_kiosk_end_nothing(qapp, tmp_path, kiosk):
    glass = glass_of(tmp_path, kiosk)
    seen = []

    def steps():
        os.write(kiosk.ours, b"anything\n")
        QTest.qWait(10)
        seen.append(window_of(glass).isVisible())
        glass.leave()

    assert run_with(glass, qapp, steps) == 0
    assert seen == [True]


def test_who_leaves_by_a_key_leaves_for_good(qapp, tmp_path, kiosk):
    glass = glass_of(tmp_path, kiosk)
    run_with(glass, qapp, lambda: leave(glass))
    assert "left" in kiosk.heard()


def test_new_rows_are_asked_for_through_the_kiosk(qapp, tmp_path, kiosk):
    press(glass_of(tmp_path, kiosk), qapp, Qt.Key.Key_R)
    assert "refresh" in kiosk.heard()


def test_its_menu_offers_to_ask_the_sources(qapp, tmp_path, kiosk):
    assert "refresh" in signs_and_menu(glass_of(tmp_path, kiosk), qapp)[1]
    kiosk.heard()


def test_who_presses_a_key_is_not_disturbed(qapp, tmp_path, kiosk):
    press(glass_of(tmp_path, kiosk), qapp, Qt.Key.Key_Q)
    assert "busy 60" in kiosk.heard()
