"""What is set by hand outlives the glass; what is damaged is as if nothing had been set."""

import json
import logging
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui import samples
from tests.ui.samples import NOW, SECOND, layout_of, picture_of
from tests.ui.test_glass import Journal, options, run_with, window_of
from tests.ui.test_rotation import Clock
from wallboard.ui.commands import Signs
from wallboard.ui.glass import Glass
from wallboard.ui.kept_signs import KeptSigns, SignsFile
from wallboard.ui.rotation import PAUSE_LASTS_S, Rotation

PAGES = (samples.SERVICE, samples.STATES)


def signs_after(qapp, tmp_path, *keys, **more):
    """The signs of a glass on the whole screen that was given these keys, and was seen once more by its beat."""
    glass = Glass(
        options(tmp_path, is_windowed=False, at_us=None, **more), Journal(layout_of(*PAGES), picture_of(*PAGES))
    )
    seen = []

    def steps():
        for key in keys:
            QTest.keyClick(window_of(glass), key)
        glass.beat()
        seen.append((window_of(glass).signs, window_of(glass).page))
        glass.leave()

    run_with(glass, qapp, steps)
    for thread in threading.enumerate():
        if thread.name == "signs":
            thread.join()  # as a process does that ends
    return seen[0]


def signs_file(tmp_path, board="board"):
    """One that writes at once."""
    return SignsFile(tmp_path, board, lambda work: work())


def test_pin_and_visitors_are_still_set_after_a_restart(qapp, tmp_path):
    signs_after(qapp, tmp_path, Qt.Key.Key_Right, Qt.Key.Key_P, Qt.Key.Key_V)
    assert signs_after(qapp, tmp_path) == (Signs(pinned=1, is_for_visitors=True), 1)
    signs_after(qapp, tmp_path, Qt.Key.Key_P, Qt.Key.Key_V)
    assert signs_after(qapp, tmp_path) == (Signs(), 0)


def test_a_pause_goes_on_after_a_restart(qapp, tmp_path):
    signs_after(qapp, tmp_path, Qt.Key.Key_Space)
    assert signs_after(qapp, tmp_path)[0].is_paused


def test_a_page_asked_for_by_the_command_pins_it_for_once(qapp, tmp_path):
    signs_after(qapp, tmp_path, Qt.Key.Key_Right, Qt.Key.Key_P)
    assert signs_after(qapp, tmp_path, Qt.Key.Key_V, page=0)[0] == Signs(pinned=0, is_for_visitors=True)
    assert signs_after(qapp, tmp_path)[0] == Signs(pinned=1, is_for_visitors=True)


def test_another_board_has_signs_of_its_own(tmp_path):
    signs_file(tmp_path, "one").keep(KeptSigns(pinned=1))
    assert signs_file(tmp_path, "other").read() == KeptSigns()
    assert signs_file(tmp_path, "one").read() == KeptSigns(pinned=1)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\0" * 100, b"[1]", b"{", b"[" * 4000, b'{"pinned": "1", "paused_until_us": -5, "is_for_visitors": 1}',
        b'{"pinned": true}', b'{"pinned": 1.5}', b"\xff\xfe",
    ],
)  # fmt: skip
def test_a_damaged_file_is_as_if_nothing_had_been_set(tmp_path, content):
    file = signs_file(tmp_path)
    file.keep(KeptSigns(pinned=1))
    (tmp_path / "glass" / "board.json").write_bytes(content)
    assert file.read() == KeptSigns()


def test_what_is_the_same_is_not_written_again(tmp_path):
    file = signs_file(tmp_path)
    file.keep(KeptSigns(paused_until_us=NOW))
    path = tmp_path / "glass" / "board.json"
    path.unlink()
    file.keep(KeptSigns(paused_until_us=NOW + SECOND))
    assert not path.exists()
    file.keep(KeptSigns(paused_until_us=NOW + 60 * SECOND))
    assert json.loads(path.read_text())["paused_until_us"] == NOW + 60 * SECOND


def test_a_disk_that_takes_nothing_is_told_once(tmp_path, caplog):
    (tmp_path / "glass").write_text("a file in the folder's place")
    file = signs_file(tmp_path)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            file.keep(KeptSigns(pinned=1))
        assert len(caplog.records) == 1
        file.keep(KeptSigns(pinned=2))
    assert len(caplog.records) == 2
    assert file.read() == KeptSigns()


def test_a_pause_that_cannot_be_kept_is_not_told_at_every_beat(tmp_path, caplog):
    (tmp_path / "glass").write_text("a file in the folder's place")
    file = signs_file(tmp_path)
    for beat in range(20):
        file.keep(KeptSigns(paused_until_us=NOW + beat))
    assert len(caplog.records) == 1


def test_nobody_waits_for_the_disk(tmp_path):
    waiting = []
    file = SignsFile(tmp_path, "board", waiting.append)
    file.keep(KeptSigns(pinned=1))
    file.keep(KeptSigns(pinned=1))
    assert file.last == KeptSigns(pinned=1)
    assert len(waiting) == 1
    assert list(tmp_path.iterdir()) == []
    waiting[0]()
    assert signs_file(tmp_path).read() == KeptSigns(pinned=1)


@pytest.mark.parametrize(("left_s", "expected"), [(90.0, 90.0), (5000.0, PAUSE_LASTS_S), (-3.0, None)])
def test_a_pause_from_before_lasts_as_long_as_was_left_but_never_longer_than_a_pause(left_s, expected):
    clock = Clock()
    rotation = Rotation(clock)
    rotation.pause_for(left_s)
    assert rotation.pause_left_s == expected
    assert rotation.is_paused == (expected is not None)
