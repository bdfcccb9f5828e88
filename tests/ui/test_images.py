"""Pictures from files: found, bounded, turned upright, and read again when they change."""

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from wallboard.ui.images import decoded, look, stamp_of


def painted(path, size=(200, 100), colour="#336699"):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return str(path)


@pytest.mark.parametrize("ending", ["png", "jpg", "bmp"])
def test_a_picture_is_as_large_as_its_room_and_keeps_its_sides(qapp, tmp_path, ending):
    path = painted(tmp_path / f"plan.{ending}")
    found = look(path)
    assert found.size == (200, 100)
    image = decoded(path, found.stamp, (300, 300), fills=False)
    assert (image.width(), image.height()) == (300, 150)


def test_a_picture_that_fills_loses_its_overhang_on_both_sides(qapp, tmp_path):
    path = tmp_path / "halves.png"
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    for x in range(200):
        for y in range(100):
            image.setPixelColor(x, y, QColor("#ff0000" if x < 50 else "#00ff00" if x < 150 else "#0000ff"))
    image.save(str(path))
    cut = decoded(str(path), stamp_of(str(path)), (50, 50), fills=True)
    assert (cut.width(), cut.height()) == (50, 50)
    assert cut.pixelColor(3, 25).name() == "#00ff00"
    assert cut.pixelColor(46, 25).name() == "#00ff00"


def test_a_changed_file_is_another_picture(qapp, tmp_path):
    path = painted(tmp_path / "plan.png")
    before = look(path)
    painted(tmp_path / "plan.png", (80, 80), "#aa0000")
    os.utime(path, ns=(before.stamp[0] + 10, before.stamp[0] + 10))
    after = look(path)
    assert after.stamp != before.stamp
    assert after.size == (80, 80)
    assert decoded(path, after.stamp, (80, 80), fills=False).pixelColor(1, 1).name() == "#aa0000"


def test_what_is_no_picture_has_no_size(qapp, tmp_path):
    broken = tmp_path / "plan.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nno more")
    found = look(str(broken))
    assert found.size is None
    assert decoded(str(broken), found.stamp, (50, 50), fills=False) is None


def test_a_picture_cut_short_is_none(qapp, tmp_path):
    whole = painted(tmp_path / "plan.png", (400, 400))
    cut = tmp_path / "cut.png"
    cut.write_bytes(Path(whole).read_bytes()[:80])
    assert decoded(str(cut), stamp_of(str(cut)), (50, 50), fills=False) is None


@pytest.mark.parametrize("path", ["/nowhere/plan.png", "\0", ""])
def test_a_file_that_is_not_there_is_none(path):
    assert look(path) is None


def test_a_pipe_or_a_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    assert stamp_of(str(tmp_path / "pipe.png")) is None
    assert stamp_of(str(tmp_path)) is None


def test_a_picture_of_a_hundred_megapixels_is_refused_unread(qapp, tmp_path):
    bomb = tmp_path / "bomb.bmp"
    # only the head of the file: its promised size is all that is looked at
    side = 10_000
    head = b"BM" + bytes(8) + (54).to_bytes(4, "little") + (40).to_bytes(4, "little")
    head += side.to_bytes(4, "little") * 2 + b"\x01\x00\x18\x00" + bytes(24)
    bomb.write_bytes(head)
    assert look(str(bomb)).size is None
