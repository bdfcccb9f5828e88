"""`wallboard check` names pictures that no glass can show."""

import struct
import zlib

import pytest

from tests.cli.small_office import write_office


def png(width=40, height=30):
    """A whole PNG of one colour."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x33\x66\x99" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


BOARD = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
pages:
  - title: Notices
    panels: [{type: picture, place: [0, 0, 12, 8], title: Floor plan, path: plan.png}]
"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"The plan follows.", "holds no picture: save it as PNG, JPEG, WebP, GIF, BMP or TIFF, or correct `path`"),
        (b"", "holds no picture: save it as PNG, JPEG, WebP, GIF, BMP or TIFF, or correct `path`"),
        (SVG, "holds no picture: save it as PNG, JPEG, WebP, GIF, BMP or TIFF, or correct `path`"),
        (png()[:-20], "is damaged or not whole: save or copy it anew"),
        (png(8001, 8001)[:200], "has more than 64 million pixels: save a smaller one"),
    ],
    ids=["text", "empty", "drawing", "cut short", "huge"],
)
def test_a_picture_that_cannot_be_shown_is_named_with_its_place_and_the_way_out(wallboard, tmp_path, content, said):
    board = write_office(tmp_path / "checked", BOARD)
    file = board.parent / "plan.png"
    file.write_bytes(content)
    for more in ((), ("--offline",)):
        ended = wallboard("check", str(board), *more)
        assert ended.code == 1
        assert f"! page 1, Floor plan: {file} {said}" in ended.out
        assert ended.out.endswith("One thing falls short.\n")
    assert "! 1.1 Notices / Floor plan: cannot be shown" in wallboard("check", str(board)).out


def test_a_whole_picture_is_good(wallboard, tmp_path):
    board = write_office(tmp_path / "checked", BOARD)
    (board.parent / "plan.png").write_bytes(png())
    ended = wallboard("check", str(board))
    assert ended.code == 0
    assert "1.1 Notices / Floor plan: good" in ended.out


def test_a_picture_that_is_missing_is_one_thing(wallboard, tmp_path):
    ended = wallboard("check", str(write_office(tmp_path / "checked", BOARD)))
    assert ended.code == 1
    assert "no such file is there" in ended.out
    assert ended.out.endswith("One thing falls short.\n")
