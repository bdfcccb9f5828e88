"""The way to the glass: what `show` is told, how it starts, and what it says where it cannot."""

import pytest

from tests.cli.small_office import AT
from wallboard.__main__ import show_arguments, with_command
from wallboard.cli.ends import Refused
from wallboard.cli.qt import refuse_without_display
from wallboard.cli.show import ShowArguments, past_reader

HEAVY = ["polars", "pydantic", "typer", "sqlalchemy", "ruamel", "rich", "numpy", "wallboard.config.load"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], ShowArguments()),
        (["b.yaml"], ShowArguments("b.yaml")),
        (["--windowed", "b.yaml", "--page", "2"], ShowArguments("b.yaml", is_windowed=True, page=2)),
        (["--screen=HDMI-1", "--for", "2.5"], ShowArguments(screen="HDMI-1", for_seconds=2.5)),
        (["b.yaml", "--at", AT], ShowArguments("b.yaml", at=AT)),
    ],
)
def test_a_plain_command_line_is_read_at_once(given, told):
    assert show_arguments(given) == told


@pytest.mark.parametrize(
    "given",
    [
        ["--help"], ["a.yaml", "b.yaml"], ["--page"], ["--page", "two"], ["--page", "0"],
        ["--page", "1", "--page", "2"], ["--for", "-1"], ["--for", "nan"], ["--for", "inf"], ["--windows"],
        ["-w"], [""],
    ],
)  # fmt: skip
def test_anything_unusual_is_left_to_the_slower_reader(given):
    assert show_arguments(given) is None


@pytest.mark.parametrize(
    ("given", "whole"),
    [
        ([], ["show"]),
        (["board.yaml"], ["show", "board.yaml"]),
        (["~/boards/service"], ["show", "~/boards/service"]),
        (["demo"], ["show", "demo"]),
        (["--windowed"], ["show", "--windowed"]),
        (["show", "x"], ["show", "x"]),
        (["report"], ["report"]),
        (["--help"], ["--help"]),
        (["repotr"], ["repotr"]),
    ],
)
def test_without_a_command_a_board_is_shown_but_a_mistyped_command_is_no_board(given, whole):
    assert with_command(given) == whole


def test_nothing_heavy_is_imported_before_the_glass(process):
    # The glass itself is stopped at its door: what it imports is for its own test.
    code = f"""
import sys
class NoGlass:
    def find_spec(self, name, path=None, target=None):
        if name == 'wallboard.ui':
            print(sorted(set({HEAVY!r}) & set(sys.modules)))
            raise SystemExit(7)
sys.meta_path.insert(0, NoGlass())
"""
    ended = process("show", "demo", "--page", "1", "--windowed", first=code)
    assert (ended.code, ended.out, ended.err) == (7, "[]\n", "")


def test_the_demo_opens_and_leaves_after_its_seconds(process, state):
    ended = process("show", "demo", "--windowed", "--for", "3", WALLBOARD_STATE=str(state))
    assert ended.code == 0
    assert "Traceback" not in ended.err
    assert (state / "journal.sqlite").exists()


def test_a_picture_of_the_past_opens_without_a_collector(process, office, state):
    ended = process("show", office, "--windowed", "--for", "0.2", "--at", AT)
    assert (ended.code, ended.err) == (0, "")
    assert not (state / "journal.sqlite").exists()


def test_a_bad_board_ends_with_2_and_its_faults(process, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("version: 2\n", encoding="utf-8")
    for arguments in ((), ("--at", AT)):
        ended = process("show", str(path), "--for", "60", *arguments)
        assert ended.code == 2
        assert f"{path}:1:10: version: found 2" in ended.err
        assert "Traceback" not in ended.err


def test_without_a_display_a_sentence_names_the_command_that_needs_none(process):
    ended = process("show", "demo", first="import os\nfor name in ('DISPLAY', 'WAYLAND_DISPLAY', 'QT_QPA_PLATFORM'):\n"
                                          "    os.environ.pop(name, None)")  # fmt: skip
    assert (ended.code, ended.out) == (2, "")
    assert "There is no display" in ended.err
    assert "wallboard snapshot" in ended.err


@pytest.mark.parametrize("named", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_display_that_is_named_will_do(named):
    refuse_without_display({named: ":0"})


def test_a_platform_that_draws_on_the_bare_screen_needs_no_display():
    refuse_without_display({"QT_QPA_PLATFORM": "eglfs"})
    with pytest.raises(Refused):
        refuse_without_display({"QT_QPA_PLATFORM": "xcb"})


def test_the_past_is_composed_by_another_process(office):
    from pathlib import Path

    reader = past_reader(Path(office), AT)
    layout, picture = reader.layout(), reader.picture()
    assert layout is not None
    assert picture is not None
    assert [page.title for page in layout.pages] == ["Service", "More"]
    assert (picture.at_us, reader.composed_at_us(), reader.change()) == (1_772_798_400_000_000, None, 1)
    reader.close()


def test_without_qt_all_but_show_and_snapshot_run(process, office):
    blocked = """
import sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] in ('PySide6', 'shiboken6', 'pyqtgraph'):
            raise ModuleNotFoundError(f'No module named {name!r}', name=name)
sys.meta_path.insert(0, NoQt())
"""
    for arguments in (
        ("report", office, "--at", AT),
        ("explain", office, "--at", AT, "--panel", "Late"),
        ("check", office, "--offline"),
        ("hours", "office", "2026-03-02", "2026-03-03", "--config", office),
        ("types",),
        ("schema",),
        ("reference",),
        ("--version",),
    ):
        ended = process(*arguments, first=blocked)
        assert (ended.code, ended.err) == (0, ""), arguments
    for arguments in (("show", office), ("snapshot", office, "--out", "x.png")):
        ended = process(*arguments, first=blocked)
        assert ended.code == 2
        assert "PySide6-Essentials is missing" in ended.err
