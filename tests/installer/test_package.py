"""What the Debian package is made of; `bare_root` tries the whole of it."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from configparser import RawConfigParser
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the package is for Debian")

ROOT = Path(__file__).resolve().parents[2]
INSTALLER = ROOT / "installer"
PARTS = INSTALLER / "debian"
BASH = ("package", "kiosk", "smoke")
SHELL = ("postinst", "prerm", "postrm", "session")
PROGRAMS = ("man-page", "licences", "spare-packages", "spare-files", "wallboard")
UNITS = ("system/wallboard-kiosk.service", "system/wallboard-xorg.service", "user/wallboard.service")

Program = Callable[[str, str], Path]


def run(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a small environment of its own."""
    words = [str(word) for word in command]
    known = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | environment
    return subprocess.run(words, env=known, capture_output=True, text=True, check=False, timeout=60)


def made(name: str) -> str:
    """What a program of the package's parts prints, run as the package's build runs it."""
    result = run(sys.executable, PARTS / name, PYTHONPATH=str(ROOT))
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Writes a small program onto a PATH that holds what is there and the system's tools."""

    def write(name: str, text: str) -> Path:
        folder = tmp_path / "programs"
        folder.mkdir(exist_ok=True)
        folder.joinpath(name).write_text(text)
        folder.joinpath(name).chmod(0o755)
        return folder

    return write


@pytest.mark.parametrize(
    ("shell", "script"),
    [*(("bash", INSTALLER / name) for name in BASH), *(("sh", PARTS / name) for name in SHELL)],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_every_script_is_whole_and_can_be_started(shell: str, script: Path) -> None:
    assert run(shell, "-n", script).returncode == 0
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_program_of_the_package_is_python_and_says_what_it_is_for(name: str) -> None:
    code = compile(PARTS.joinpath(name).read_text(), name, "exec")
    assert code.co_consts[0].strip()
    assert os.access(PARTS / name, os.X_OK)


def test_the_manual_page_has_every_command_and_option() -> None:
    from typer.main import get_group

    from wallboard.cli.app import app

    page = made("man-page").replace("\\-", "-")
    for name, command in get_group(app).commands.items():
        if not command.hidden:
            assert re.search(rf"(?m)^\.SS {name}\b", page), name
            told = [one for one in command.params if not getattr(one, "hidden", False) and one.name != "help"]
            assert [word for one in told for word in one.opts if word.startswith("--") and word not in page] == []


def test_no_line_of_the_manual_page_is_taken_for_a_request_of_roff_that_is_none() -> None:
    requests = {line.split()[0] for line in made("man-page").splitlines() if line.startswith((".", "'"))}
    assert requests <= {".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".BR"}


def test_what_only_built_the_wheel_is_left_out_and_what_it_needs_stays() -> None:
    spare = set(made("spare-packages").split())
    assert {"hatchling", "trove-classifiers", "pytest", "mypy"} <= spare
    needed = {"wallboard", "polars", "polars-runtime-compat", "pyside6-essentials", "shiboken6", "numpy", "tzdata"}
    assert not needed & spare


def test_the_licence_of_every_carried_package_is_named() -> None:
    told = dict(line.strip().split(": ", 1) for line in made("licences").splitlines())
    assert any(name.startswith("pyside6_essentials ") for name in told)
    assert "?" not in told.values()


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_never_gives_up_and_starts_what_the_package_lays_down(name: str) -> None:
    unit = RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys have capitals
    unit.read(PARTS / name)
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert unit["Service"]["Restart"] in {"always", "on-failure"}
    program = unit["Service"]["ExecStart"].split()[0]
    assert program in {"/usr/lib/wallboard/session", "/usr/lib/xorg/Xorg", "/usr/bin/wallboard"}


def test_a_package_is_upgraded_without_losing_a_changed_setting() -> None:
    build = INSTALLER.joinpath("package").read_text()
    assert "/etc/default/wallboard >" in build
    assert "conffiles" in build


SHOWS_TYPES = 'case "$1" in --version) echo 1 ;; types) printf "source demo\\npanel clock\\n" ;; {} esac'


def test_a_whole_program_passes_the_smoke_test(program: Program) -> None:
    draws = "snapshot) head -c 30000 /dev/zero >page.png; echo page.png ;;"
    folder = program("whole", f"#!/bin/sh\n{SHOWS_TYPES.format(draws)}\n")
    result = run(INSTALLER / "smoke", folder / "whole")
    assert result.returncode == 0, result.stderr
    assert "panel: 1 types" in result.stdout


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ('case "$1" in types) echo "source demo" ;; esac', "no panel type"),
        ('case "$1" in types) exit 2 ;; esac', "does not list its types"),
        (SHOWS_TYPES.format("snapshot) exit 1 ;;"), "does not draw"),
        (SHOWS_TYPES.format("snapshot) head -c 900 /dev/zero >page.png; echo page.png ;;"), "is empty"),
        ("exit 1", "does not start"),
    ],
)
def test_a_program_that_lost_something_fails_the_smoke_test(program: Program, lacking: str, said: str) -> None:
    folder = program("lacking", f"#!/bin/sh\n{lacking}\n")
    result = run(INSTALLER / "smoke", folder / "lacking")
    assert result.returncode == 1
    assert said in result.stderr


def test_a_copy_without_its_panels_does_not_start(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "wallboard", tmp_path / "wallboard", ignore=shutil.ignore_patterns("__pycache__"))
    for panel in (tmp_path / "wallboard" / "panels").glob("*.py"):
        if panel.stem not in {"__init__", "contract", "registry"}:
            panel.unlink()
    result = run(sys.executable, "-P", "-m", "wallboard", "types", PYTHONPATH=str(tmp_path))
    assert result.returncode != 0
    assert "not whole, install it again" in result.stderr


def test_the_session_gives_the_kiosk_the_boards_that_are_set(program: Program) -> None:
    folder = program("wallboard", '#!/bin/sh\necho "$*"\n')
    command = str(folder / "wallboard")
    result = run(PARTS / "session", "inside", WALLBOARD_COMMAND=command, WALLBOARD_BOARDS="/a.yaml /b.yaml")
    assert result.stdout == "kiosk /a.yaml /b.yaml\n"


def test_a_board_with_a_star_in_its_name_is_that_board_alone(program: Program, tmp_path: Path) -> None:
    command = str(program("wallboard", '#!/bin/sh\necho "$*"\n') / "wallboard")
    (tmp_path / "board-a.yaml").touch()
    result = run(PARTS / "session", "inside", WALLBOARD_COMMAND=command, WALLBOARD_BOARDS=f"{tmp_path}/board*.yaml")
    assert result.stdout == f"kiosk {tmp_path}/board*.yaml\n"


def test_a_display_that_is_there_is_not_waited_for_whatever_screen_of_it_is_named(program: Program) -> None:
    program("wallboard", '#!/bin/sh\necho "on $DISPLAY"\n')
    program("openbox", "#!/bin/sh\n")
    folder = program("sleep", "#!/bin/sh\nexit 1\n")  # whoever waits ends
    number = os.getpid()  # no display has so high a number
    place = Path(f"/tmp/.X11-unix/X{number}")
    place.parent.mkdir(exist_ok=True)
    with closing(socket.socket(socket.AF_UNIX)) as display:
        display.bind(str(place))
        try:
            known = {"WALLBOARD_SESSION": "x11", "DISPLAY": f":{number}.0", "WALLBOARD_COMMAND": "wallboard"}
            result = run(PARTS / "session", PATH=f"{folder}:{os.environ['PATH']}", **known)
        finally:
            place.unlink()
    assert result.stdout == f"on :{number}.0\n"


def test_cage_is_the_session_that_nobody_chose(program: Program) -> None:
    folder = program("cage", '#!/bin/sh\necho "cage $* on $QT_QPA_PLATFORM"\n')
    result = run(PARTS / "session", PATH=f"{folder}:{os.environ['PATH']}")
    assert result.stdout == f"cage -d -- {PARTS / 'session'} inside on wayland\n"


def test_a_session_that_is_none_is_named() -> None:
    result = run(PARTS / "session", WALLBOARD_SESSION="gnome")
    assert result.returncode == 2
    assert "'gnome'; it can be cage or x11" in result.stderr


def test_a_machine_is_made_a_kiosk_by_root_alone(program: Program) -> None:
    folder = program("id", "#!/bin/sh\necho 1000\n")
    result = run(INSTALLER / "kiosk", PATH=f"{folder}:{os.environ['PATH']}")
    assert result.returncode == 1
    assert "run this as root" in result.stderr


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """The place of a kiosk's board."""
    (tmp_path / "etc").mkdir()
    return tmp_path / "etc" / "board.yaml"


def copied(board: Path, shown: Path) -> str:
    """What `wallboard-kiosk --board` says while it puts a board into its place."""
    step = 'set --; source "$KIOSK"; board=$BOARD; copy_board "$SHOWN"'
    done = run("bash", "-c", step, KIOSK=str(INSTALLER / "kiosk"), BOARD=str(board), SHOWN=str(shown))
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_a_board_that_people_wrote_is_kept_beside_the_one_that_takes_its_place(tmp_path: Path, shown: Path) -> None:
    shown.write_text("old")
    (tmp_path / "new.yaml").write_text("new")
    assert f"the board that was there is {shown}.before now" in copied(tmp_path / "new.yaml", shown)
    assert (shown.read_text(), Path(f"{shown}.before").read_text()) == ("new", "old")


def test_the_same_board_once_more_leaves_what_was_kept(tmp_path: Path, shown: Path) -> None:
    (tmp_path / "new.yaml").write_text("new")
    said = [copied(tmp_path / "new.yaml", shown) for _ in range(2)]
    assert not any(".before" in one for one in said)
    assert [path.name for path in shown.parent.iterdir()] == ["board.yaml"]


def test_what_a_board_names_is_said_to_stay_behind(tmp_path: Path, shown: Path) -> None:
    (tmp_path / "new.yaml").write_text("include: [people.yaml]")
    assert f"belongs into {shown.parent}" in copied(tmp_path / "new.yaml", shown)


@pytest.mark.parametrize("name", ["package", "kiosk"])
def test_the_commands_tell_their_options(name: str) -> None:
    result = run(INSTALLER / name, "--help")
    assert result.returncode == 0
    assert f"{name} [--" in result.stdout


@pytest.mark.needs_debian
@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can enter another root")
@pytest.mark.skipif(run("unshare", "--mount", "true").returncode != 0, reason="no mounts of one's own here")
def test_on_a_bare_debian_the_package_installs_comes_back_from_faults_upgrades_and_goes(tmp_path: Path) -> None:
    command = [str(ROOT / "tests" / "installer" / "bare_root"), "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3000)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path.name for path in tmp_path.joinpath("pictures").iterdir()} >= {"cage.png", "x11.png"}
