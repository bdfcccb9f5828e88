"""The way to the glass: what `show` is told, how it starts, and what it says where it cannot."""

import os
import socket
import subprocess

import pytest
import typer.main

from tests.cli.small_office import AT
from wallboard.__main__ import show_arguments, with_command
from wallboard.cli.app import app
from wallboard.cli.ends import Refused
from wallboard.cli.qt import refuse_silent_display, refuse_without_display
from wallboard.cli.show import ShowArguments, _no_screen, own_command, past_reader

HEAVY = ["polars", "pydantic", "typer", "sqlalchemy", "ruamel", "rich", "numpy", "wallboard.config.load"]


PLAIN = [
    ([], ShowArguments()),
    (["b.yaml"], ShowArguments("b.yaml")),
    (["--windowed", "b.yaml", "--page", "2"], ShowArguments("b.yaml", is_windowed=True, page=2)),
    (["--screen=HDMI-1", "--for", "2.5"], ShowArguments(screen="HDMI-1", for_seconds=2.5)),
    (["b.yaml", "--at", AT], ShowArguments("b.yaml", at=AT)),
    (["--for-kiosk", "b.yaml"], ShowArguments("b.yaml", is_for_kiosk=True)),
    (["--safe=-9:\n3 lines", "--screen", "DP-1"], ShowArguments(screen="DP-1", safe="-9:\n3 lines")),
]


@pytest.mark.parametrize(("given", "told"), PLAIN)
def test_a_plain_command_line_is_read_at_once(given, told):
    assert show_arguments(given) == told


@pytest.mark.parametrize(("given", "told"), PLAIN)
def test_the_slower_reader_understands_it_in_the_same_way(given, told):
    read = typer.main.get_command(app).commands["show"].make_context("show", list(given)).params
    renamed = {"windowed": "is_windowed", "for_kiosk": "is_for_kiosk"}
    assert ShowArguments(**{renamed.get(name, name): value for name, value in read.items()}) == told


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


def test_the_advice_names_the_board():
    with pytest.raises(Refused, match=r"wallboard snapshot 'my board\.yaml' --out"):
        refuse_without_display({}, "my board.yaml")


def test_a_page_that_the_board_has_not_is_refused(process, office):
    for arguments in ((), ("--at", AT)):
        ended = process("show", office, "--windowed", "--for", "60", "--page", "99", *arguments)
        assert ended == (2, "", "There is no page 99: the board has 2.\n")


def test_a_screen_that_is_not_there_is_told(process, office):
    ended = process("show", office, "--windowed", "--for", "0.2", "--at", AT, "--screen", "nope")
    assert ended.code == 0
    assert ended.err == "No screen “nope”: no screen here has a name. The board goes on the one there is.\n"


@pytest.mark.parametrize(
    ("names", "primary", "said"),
    [
        (["HDMI-1", "DP-1"], "DP-1", "there is “HDMI-1”, “DP-1”. The board goes on “DP-1”."),
        (["HDMI-1", ""], "", "there is “HDMI-1”. The board goes on one that has no name."),
    ],
)
def test_a_screen_that_is_not_there_is_told_with_those_that_are(names, primary, said):
    assert _no_screen("nope", names, primary) == f"No screen “nope”: {said}"


def test_a_state_directory_that_cannot_be_used_is_said_at_once(process, office, tmp_path):
    (tmp_path / "file").touch()
    ended = process("show", office, "--for", "60", WALLBOARD_STATE=str(tmp_path / "file"))
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("The state directory cannot be used: ")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize("seconds", ["1e15", "9999999"])
def test_a_time_that_no_clock_counts_to_is_refused(process, office, seconds):
    ended = process("show", office, "--windowed", "--for", seconds)
    assert (ended.code, ended.out) == (2, "")
    assert "--for takes 0 to 2,000,000 seconds" in ended.err


@pytest.mark.parametrize("at", ["0001-01-01T00:00+14:00", "9999-12-31T23:59:59-12:00", "2080-01-02"])
def test_an_instant_out_of_reach_is_refused(process, office, at):
    ended = process("show", office, "--windowed", "--for", "60", "--at", at)
    assert ended.code == 2
    assert ended.err == f"“{at}” is out of reach: calendars reach from 1990-01-01 to 2080-01-01.\n"


def test_the_folder_that_the_command_is_given_in_is_no_place_for_modules(tmp_path):
    (tmp_path / "wallboard").mkdir()
    for stranger in ("wallboard/__init__.py", "polars.py", "typer.py"):
        (tmp_path / stranger).write_text("raise SystemExit(9)")
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    made = subprocess.run(own_command("types"), capture_output=True, check=False, cwd=tmp_path, env=environ)
    assert (made.returncode, b"open-cases" in made.stdout) == (0, True)


@pytest.mark.parametrize(
    ("named", "display"), [("DISPLAY", ":4711"), ("DISPLAY", "localhost:4711.0"), ("WAYLAND_DISPLAY", "wayland-4711")]
)
def test_a_display_that_does_not_answer_is_named_with_the_command_that_needs_none(process, tmp_path, named, display):
    first = "import os\nfor name in ('DISPLAY', 'WAYLAND_DISPLAY', 'QT_QPA_PLATFORM'):\n    os.environ.pop(name, None)"
    first += f"\nos.environ |= {{{named!r}: {display!r}, 'XDG_RUNTIME_DIR': {str(tmp_path)!r}}}"
    ended = process("show", "demo", first=first)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        f"The display “{display}” does not answer.\n"
        "Draw the pages into a file instead: wallboard snapshot demo --out board.png\n"
    )


def test_one_display_that_answers_is_enough(tmp_path):
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        compositor.listen()
        there = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path), "DISPLAY": ":4711"}
        refuse_silent_display(there)
        with pytest.raises(Refused, match=r"^The display “:4711” does not answer"):
            refuse_silent_display(there | {"QT_QPA_PLATFORM": "xcb"})
    with pytest.raises(Refused, match=r"^The displays “wayland-0” and “:4711” do not answer"):
        refuse_silent_display(there)


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
    layout, picture = reader.shown()
    assert layout is not None
    assert picture is not None
    assert [page.title for page in layout.pages] == ["Service", "More"]
    assert (picture.at_us, picture.composed_at_us, reader.change()) == (1_772_798_400_000_000, None, 1)
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
