"""A disk without room is told from a collector that is silent."""

import threading
from dataclasses import replace

import pytest

from tests.room import room_for
from tests.store.test_full_disk import on_a_disk_of
from tests.ui.samples import NOW, SECOND
from tests.ui.test_glass import journal, options, run_with
from tests.ui.test_state_words import laid, said
from wallboard.core.words import words
from wallboard.ui.full_disk import FullDisk, hindrance_in
from wallboard.ui.glass import Glass
from wallboard.ui.state_words import DISK_TROUBLE


def tried():
    """Wait for the disk's answer."""
    for thread in threading.enumerate():
        if thread.name == "full disk":
            thread.join()


def test_a_disk_is_tried_only_once_the_picture_grows_old_and_then_now_and_then(tmp_path):
    tries = []

    def find(folder):
        tries.append(folder)
        return "full"

    disk = FullDisk(tmp_path, find, lambda work: work())
    assert not disk.look(NOW, NOW + 54 * SECOND)
    assert tries == []
    assert all(disk.look(NOW, NOW + age * SECOND) for age in range(55, 75))
    assert tries == [tmp_path, tmp_path]
    assert not disk.look(NOW + 76 * SECOND, NOW + 77 * SECOND)


def test_until_a_slow_disk_has_answered_nobody_blames_it_and_nobody_waits(tmp_path):
    waiting = []
    disk = FullDisk(tmp_path, lambda _: "full", waiting.append)
    old = [disk.look(NOW, NOW + age * SECOND) for age in range(55, 60)]
    assert (old, len(waiting)) == ([""] * 5, 1)
    waiting[0]()
    assert disk.look(NOW, NOW + 59 * SECOND)
    waiting[0]()
    assert not disk.look(NOW + 60 * SECOND, NOW + 61 * SECOND)


def test_a_picture_that_does_not_age_needs_no_disk(tmp_path):
    assert not FullDisk(tmp_path, lambda _: "full").look(None, NOW)


def test_a_folder_is_left_as_it_was_whether_it_has_room_or_not(tmp_path):
    assert hindrance_in(tmp_path) == ""
    with room_for(4096):
        assert hindrance_in(tmp_path) == "full"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_says_nothing_of_the_disk(tmp_path):
    assert hindrance_in(tmp_path / "nothing") == ""


def test_a_disk_that_can_only_be_read_is_told_from_one_that_is_full(tmp_path):
    code = (
        "import subprocess, sys; from pathlib import Path; from wallboard.ui.full_disk import hindrance_in\n"
        "subprocess.run(['mount', '-o', 'remount,ro', sys.argv[1]], check=True); print(hindrance_in(Path(sys.argv[1])))"
    )
    done = on_a_disk_of("1m", tmp_path, code)
    assert (done.stdout, done.stderr) == ("read-only\n", "")


@pytest.mark.parametrize(
    ("hindrance", "short", "told"),
    [("full", "disk full", "The disk is full"), ("read-only", "disk read-only", "The disk can only be read")],
)
def test_the_corner_says_what_is_wrong_with_the_disk_and_blames_no_collector(hindrance, short, told):
    old = NOW - 90 * SECOND
    pictured = {"composed_at_us": old, "trouble": (words(DISK_TROUBLE[hindrance], at=old),)}
    strings = said(laid(**pictured).header) + said(laid(**pictured).trouble)
    assert any(line.startswith(short) for line in strings)
    assert any(line.startswith(f"{told}: nothing new can be kept or shown since") for line in strings)
    assert not any("not answering" in line for line in strings)


def test_a_glass_whose_picture_is_old_says_what_the_disk_says(qapp, tmp_path):
    held = journal()
    layout, picture = held.now_shown
    held.now_shown = (layout, replace(picture, composed_at_us=NOW - 90 * SECOND))
    glass = Glass(options(tmp_path), held)
    with room_for(4096):
        run_with(glass, qapp, lambda: (tried(), glass.beat(), glass.leave()))
    assert [line.key for line in glass._shown[1].trouble][-1:] == ["glass.disk-full"]
