"""Pictures from files: found, bounded, turned upright, cut to their room, and kept within so many bytes."""

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from wallboard.ui.images import BYTES_A_PIXEL, Shelf, Wanted, decoded, stamp_of


def painted(path, size=(200, 100), colour="#336699"):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return str(path)


def plain(size):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    return image


def striped():
    """A picture that is red at its left, blue at its right and green in the half between."""
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    for x in range(200):
        for y in range(100):
            image.setPixelColor(x, y, QColor("#ff0000" if x < 50 else "#00ff00" if x < 150 else "#0000ff"))
    return image


def taken_upright(path):
    """A JPEG that lies on its side, with the note (Exif, orientation 6) that its left side is up."""
    assert striped().save(str(path), quality=100)
    whole = path.read_bytes()
    note = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0" + bytes(4)
    path.write_bytes(whole[:2] + b"\xff\xe1" + (len(note) + 2).to_bytes(2, "big") + note + whole[2:])
    return str(path)


def size_of(image):
    return image.width(), image.height()


@pytest.mark.parametrize("ending", ["png", "jpg", "bmp"])
def test_a_picture_is_as_large_as_its_room_and_keeps_its_sides(tmp_path, ending):
    path = painted(tmp_path / f"plan.{ending}")
    assert size_of(decoded(Wanted(path, (300, 300)))) == (300, 150)


@pytest.mark.parametrize("ending", ["png", "bmp"])
def test_a_picture_that_fills_loses_its_overhang_on_both_sides(tmp_path, ending):
    path = str(tmp_path / f"striped.{ending}")
    assert striped().save(path)
    cut = decoded(Wanted(path, (50, 50), fills=True))
    assert size_of(cut) == (50, 50)
    assert cut.pixelColor(3, 25).name() == "#00ff00"
    assert cut.pixelColor(46, 25).name() == "#00ff00"


def test_a_picture_taken_upright_is_turned_before_it_is_cut(tmp_path):
    path = taken_upright(tmp_path / "upright.jpg")
    whole, cut = decoded(Wanted(path, (400, 100))), decoded(Wanted(path, (100, 60), fills=True))
    assert size_of(whole) == (50, 100)
    assert whole.pixelColor(25, 5).red() > 200, "its left side is up"
    assert whole.pixelColor(25, 95).blue() > 200
    assert size_of(cut) == (100, 60)
    assert all(cut.pixelColor(50, y).green() > 200 for y in (3, 57))


@pytest.mark.parametrize("fills", [False, True])
@pytest.mark.parametrize("size", [(3000, 3), (3, 3000), (7, 5), (641, 479), (1, 1)])
@pytest.mark.parametrize("room", [(300, 300), (333, 101), (1, 90)])
def test_no_picture_takes_more_pixels_than_its_room_has(tmp_path, size, room, fills):
    image = decoded(Wanted(painted(tmp_path / "plan.png", size), room, fills))
    assert image.width() <= room[0]
    assert image.height() <= room[1]
    assert size_of(image) == room or not fills
    assert image.sizeInBytes() <= room[0] * room[1] * BYTES_A_PIXEL


def test_sixteen_bits_a_colour_are_kept_in_eight(tmp_path):
    path = str(tmp_path / "deep.png")
    deep = plain((100, 100)).convertToFormat(QImage.Format.Format_RGBA64)
    assert deep.save(path)
    assert decoded(Wanted(path, (100, 100))).sizeInBytes() == 100 * 100 * BYTES_A_PIXEL


def test_a_changed_file_is_another_picture(tmp_path):
    path = painted(tmp_path / "plan.png")
    before = stamp_of(path)
    painted(tmp_path / "plan.png", (80, 80), "#aa0000")
    os.utime(path, ns=(before[0] + 10, before[0] + 10))
    assert stamp_of(path) != before
    assert decoded(Wanted(path, (80, 80))).pixelColor(1, 1).name() == "#aa0000"


def test_what_is_no_picture_is_none(tmp_path):
    broken = tmp_path / "plan.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nno more")
    assert decoded(Wanted(str(broken), (50, 50))) is None


def test_a_picture_cut_short_is_none(tmp_path):
    whole = painted(tmp_path / "plan.png", (400, 400))
    cut = tmp_path / "cut.png"
    cut.write_bytes(Path(whole).read_bytes()[:80])
    assert decoded(Wanted(str(cut), (50, 50))) is None


def test_a_place_without_room_shows_none(tmp_path):
    assert decoded(Wanted(painted(tmp_path / "plan.png"), (0, 50))) is None


@pytest.mark.parametrize("path", ["/nowhere/plan.png", "\0", ""])
def test_a_file_that_is_not_there_has_no_stamp(path):
    assert stamp_of(path) is None


def test_a_pipe_or_a_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    assert stamp_of(str(tmp_path / "pipe.png")) is None
    assert stamp_of(str(tmp_path)) is None


@pytest.mark.parametrize("fills", [False, True])
def test_a_picture_of_a_hundred_megapixels_is_refused_though_it_can_be_read(tmp_path, fills):
    path = str(tmp_path / "huge.png")
    assert QImage(10_000, 10_000, QImage.Format.Format_Mono).save(path)
    assert stamp_of(path) is not None
    assert decoded(Wanted(path, (50, 50), fills)) is None


def test_of_a_picture_written_anew_ten_times_one_is_kept():
    shelf, wanted = Shelf(), Wanted("plan.png", (400, 200))
    for number in range(10):
        assert shelf.put(wanted, (number, 1), plain((400, 200))) == []
        assert shelf.kept_bytes == 400 * 200 * BYTES_A_PIXEL
    assert shelf.image(wanted, (8, 1)) is None
    assert shelf.image(wanted, (9, 1)) is not None


def test_what_was_longest_not_used_goes_first():
    shelf = Shelf(most_bytes=3 * 100 * 100 * BYTES_A_PIXEL)
    first, second, third, fourth = (Wanted(f"{number}.png", (100, 100)) for number in range(4))
    for wanted in (first, second, third):
        assert shelf.put(wanted, (1, 1), plain((100, 100))) == []
    shelf.use(first)
    assert shelf.put(fourth, (1, 1), plain((100, 100))) == [second]
    assert shelf.kept_bytes == 3 * 100 * 100 * BYTES_A_PIXEL
    assert [shelf.image(wanted, (1, 1)) is not None for wanted in (first, second, third, fourth)] == [
        True,
        False,
        True,
        True,
    ]


def test_what_is_larger_than_all_room_is_not_kept_and_nothing_goes_for_it():
    shelf = Shelf(most_bytes=100 * 100 * BYTES_A_PIXEL)
    small, large = Wanted("small.png", (50, 50)), Wanted("large.png", (200, 200))
    shelf.put(small, (1, 1), plain((50, 50)))
    assert shelf.put(large, (1, 1), plain((200, 200))) == [large]
    assert shelf.image(large, (1, 1)) is None
    assert shelf.image(small, (1, 1)) is not None


def test_a_drawing_is_no_picture_for_it_may_open_other_files_and_never_end(tmp_path):
    other = tmp_path / "other.png"
    QImage(20, 20, QImage.Format.Format_RGB32).save(str(other))
    drawing = tmp_path / "plan.svg"
    drawing.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40">'
        f'<image xlink:href="{other}" width="40" height="40"/></svg>'
    )
    renamed = tmp_path / "plan.png"
    renamed.write_bytes(drawing.read_bytes())
    assert decoded(Wanted(str(drawing), (40, 40), fills=False)) is None
    assert decoded(Wanted(str(renamed), (40, 40), fills=False)) is None
    assert decoded(Wanted(str(other), (40, 40), fills=False)) is not None
