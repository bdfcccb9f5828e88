"""`wallboard snapshot`: pages drawn into files without a screen."""

import pytest
from PySide6.QtGui import QImage

from tests.cli.small_office import AT, write_office


@pytest.fixture
def snapshot(wallboard, office, tmp_path):
    return lambda name, *arguments: wallboard("snapshot", office, "--at", AT, "--out", str(tmp_path / name), *arguments)


def test_each_page_becomes_a_file_and_is_named(snapshot, tmp_path):
    ended = snapshot("board.png", "--size", "1280x720")
    first, second = tmp_path / "board-1.png", tmp_path / "board-2.png"
    assert ended == (0, f"{first}\n{second}\n", "")
    assert [(QImage(str(one)).width(), QImage(str(one)).height()) for one in (first, second)] == [(1280, 720)] * 2


def test_one_page_has_the_name_that_was_given(snapshot, tmp_path):
    assert snapshot("board.png", "--page", "2").out == f"{tmp_path / 'board.png'}\n"
    assert not (tmp_path / "board-2.png").exists()
    assert QImage(str(tmp_path / "board.png")).width() == 1920


def test_all_pages_are_one_pdf(snapshot, tmp_path):
    assert snapshot("board.pdf").out == f"{tmp_path / 'board.pdf'}\n"
    assert (tmp_path / "board.pdf").read_bytes().startswith(b"%PDF")


def test_a_panel_that_is_not_live_ends_with_1_and_is_drawn_all_the_same(wallboard, tmp_path):
    path = write_office(tmp_path / "broken")
    (path.parent / "events.csv").unlink()
    out = tmp_path / "board.png"
    assert wallboard("snapshot", str(path), "--out", str(out), "--page", "1").code == 1
    assert out.exists()


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("board.jpg", (), "ends in neither .png nor .pdf"),
        ("board.png", ("--page", "3"), "There is no page 3: the board has 2."),
        ("board.png", ("--page", "0"), "There is no page 0"),
        ("board.png", ("--size", "big"), "“big” is no size"),
        ("board.png", ("--size", "١٢٨٠x٧٢٠"), "is no size"),
        ("board.png", ("--size", "99999x10"), "“99999x10” is no size"),
        ("none/board.png", (), "none/board-1.png cannot be written: No such file or directory."),
        ("none/board.pdf", (), "none/board.pdf cannot be written: No such file or directory."),
    ],
)
def test_what_cannot_be_drawn_is_refused(snapshot, name, arguments, said):
    ended = snapshot(name, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_without_a_file_to_draw_into_the_usage_is_told(wallboard, office):
    ended = wallboard("snapshot", office)
    assert ended.code == 2
    assert "--out" in ended.err


@pytest.mark.parametrize("name", ["board.png", "board.pdf"])
def test_two_runs_draw_the_same_bytes(process, office, tmp_path, name):
    made = []
    for seed in "12":
        out = tmp_path / f"{seed}-{name}"
        arguments = ("snapshot", office, "--at", AT, "--page", "1", "--out", str(out))
        assert process(*arguments, PYTHONHASHSEED=seed).code == 0
        made.append(out.read_bytes())
    assert made[0] == made[1]


def test_what_was_kept_is_drawn_without_a_call(snapshot):
    assert snapshot("read.png", "--page", "1").code == 0
    ended = snapshot("kept.png", "--page", "1", "--cached")
    said = "Nothing is kept of this board yet: start its wall, or `wallboard collect BOARD`.\n"
    assert (ended.code, ended.err) == (1, said), "no collector has kept anything yet, and nothing was read for it"
