"""The two commands' set-up, its stamp and its locks; small programs stand in for root and network."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the installer is for Linux")

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / "installer" / "lock"
COMMANDS = ["installer/run", "installer/test", "installer/lock/update", ".ci/run"]
SYSTEM_TOOLS = [
    *("bash", "cat", "chmod", "cp", "cut", "dirname", "env", "flock", "grep", "head", "mkdir", "mktemp"),
    *("mv", "paste", "readlink", "rm", "sed", "sha256sum", "sh", "sort", "tail", "touch"),
]

# Stands in for the interpreter: its environments hold itself and a `wallboard` that notes its arguments.
PYTHON = """#!/bin/sh
case "$*" in
    -V) cat "$STUB_VERSION"; exit 0 ;;
    -c*) exit 0 ;;
esac
echo "python $*" >>"$STUB_LOG"
case "$*" in
    "-m venv "*)
        mkdir -p "$3/bin"
        cp "$0" "$3/bin/python"
        cp "$(dirname "$0")/wallboard-stub" "$3/bin/wallboard"
        ;;
    *" install "*) [ ! -e "$STUB_LOG.no-network" ] ;;
esac
"""
WALLBOARD = """#!/bin/sh
echo "wallboard $*" >>"$STUB_LOG"
for last; do :; done
[ "$1" != snapshot ] || { [ -n "${STUB_CRASH:-}" ] || { touch "$last" && echo "$last"; }; exit "$STUB_CODE"; }
"""
DPKG_QUERY = """#!/bin/sh
for last; do :; done
grep -q -x -F "$last" "$STUB_LOG.not-installed" 2>/dev/null || printf installed
"""


@dataclass(frozen=True)
class Machine:
    """A checkout in a folder with a space in its name, and a PATH on which nothing but stand-ins decide."""

    checkout: Path
    path: Path
    log: Path

    def program(self, name: str, text: str) -> None:
        self.path.joinpath(name).write_text(text)
        self.path.joinpath(name).chmod(0o755)

    def command(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        stubs = {"STUB_LOG": str(self.log), "STUB_VERSION": str(self.path / "version"), "STUB_CODE": "0"}
        return subprocess.run(
            ["bash", *words],
            cwd=self.checkout,
            env={"PATH": str(self.path)} | stubs | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def shell(self, text: str) -> subprocess.CompletedProcess[str]:
        return self.command("-c", f"set -euo pipefail; source installer/set-up; {text}")

    def noted(self, word: str) -> list[str]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line for line in lines if word in line]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    checkout, path = tmp_path / "a checkout", tmp_path / "programs"
    path.mkdir()
    shutil.copytree(ROOT / "installer", checkout / "installer")
    shutil.copy(ROOT / "pyproject.toml", checkout)
    for tool in SYSTEM_TOOLS:
        path.joinpath(tool).symlink_to(shutil.which(tool) or tool)
    made = Machine(checkout, path, tmp_path / "log")
    made.program("python3", PYTHON)
    made.program("wallboard-stub", WALLBOARD)
    made.program("dpkg-query", DPKG_QUERY)
    made.program("id", "#!/bin/sh\necho 1000\n")
    made.program("uname", "#!/bin/sh\necho x86_64\n")
    made.program("getconf", "#!/bin/sh\necho glibc 2.41\n")
    path.joinpath("version").write_text("Python 3.11.2\n")
    return made


@pytest.mark.parametrize("name", [*COMMANDS, "installer/set-up"])
def test_every_script_is_whole_bash(name: str) -> None:
    assert subprocess.run(["bash", "-n", ROOT / name], check=False).returncode == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_started(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)


@pytest.mark.parametrize("name", ["run", "test", "servers"])
def test_a_lock_holds_no_address_and_no_option(name: str) -> None:
    text = (LOCKS / f"{name}.txt").read_text()
    assert not re.search(r"(?m)://|^-|@ ", text)


@pytest.mark.parametrize("name", ["run", "test", "servers"])
def test_every_pin_of_a_lock_is_exact_and_hashed(name: str) -> None:
    text = (LOCKS / f"{name}.txt").read_text()
    digest = "    --hash=sha256:[0-9a-f]{64}"
    pin = rf"[a-z0-9-]+==[0-9][^ ;]*( ; [^\\\n]+)? \\\n({digest} \\\n)*{digest}\n"
    assert re.fullmatch(f"({pin})+", text)


def pins(name: str) -> set[str]:
    return set(re.findall(r"(?m)^\S+==\S+", (LOCKS / f"{name}.txt").read_text()))


def test_the_tests_run_on_the_very_versions_that_the_board_runs_on() -> None:
    assert pins("run") < pins("test")


def test_every_locked_package_is_described_with_its_version_and_a_reason() -> None:
    rows = re.findall(r"(?m)^\| ([a-z0-9-]+) \| ([0-9]\S*) \|.*\| ([^|?]+) \|$", (LOCKS / "README.md").read_text())
    assert {f"{name}=={version}" for name, version, _ in rows} == pins("test")


def test_every_debian_package_has_its_reason() -> None:
    lines = (ROOT / "installer" / "debian-packages").read_text().splitlines()
    rows = [line.split(maxsplit=2) for line in lines if line and not line.startswith("#")]
    assert {row[0] for row in rows} == {"python", "run", "all"}
    assert all(len(row) == 3 for row in rows)


def test_a_second_set_up_asks_neither_pip_nor_apt(machine: Machine) -> None:
    assert machine.shell("set_up run").returncode == 0
    machine.log.unlink()
    assert machine.shell("set_up run").returncode == 0
    assert not machine.log.exists()


def test_what_the_tests_need_includes_what_the_board_needs_but_not_the_other_way_round(
    machine: Machine,
) -> None:
    machine.shell("set_up test")
    levels = "for level in run test all; do is_set_up $level && echo $level; done; true"
    assert machine.shell(levels).stdout.split() == ["run", "test"]


@pytest.mark.parametrize(
    "name", ["pyproject.toml", "installer/set-up", "installer/lock/run.txt", "installer/lock/test.txt"]
)
def test_a_changed_file_is_set_up_anew(machine: Machine, name: str) -> None:
    machine.shell("set_up run")
    with machine.checkout.joinpath(name).open("a") as text:
        text.write("# changed\n")
    assert machine.shell("is_set_up run").returncode == 1


def test_only_the_tests_get_servers_and_only_where_something_changed(machine: Machine) -> None:
    machine.shell("set_up run")
    assert not machine.noted("servers")
    machine.shell("set_up test")
    with machine.checkout.joinpath("pyproject.toml").open("a") as text:
        text.write("# changed\n")
    machine.shell("set_up test")
    assert len(machine.noted("servers.txt")) == 1
    with machine.checkout.joinpath("installer/lock/servers.txt").open("a") as text:
        text.write("# changed\n")
    machine.shell("set_up test")
    assert len(machine.noted("servers.txt")) == 2


def test_servers_that_were_removed_are_set_up_anew(machine: Machine) -> None:
    machine.shell("set_up test")
    shutil.rmtree(machine.checkout / "build")
    assert machine.shell("is_set_up run").returncode == 0
    assert machine.shell("is_set_up test").returncode == 1
    assert machine.shell("set_up test; is_set_up test").returncode == 0


def test_another_python_gets_an_environment_of_its_own(machine: Machine) -> None:
    machine.shell("set_up run")
    machine.path.joinpath("version").write_text("Python 3.13.5\n")
    assert "removing .venv" in machine.shell("set_up run").stderr
    assert machine.shell("is_set_up run").returncode == 0


def test_a_python_that_is_asked_for_replaces_the_one_that_was_found(machine: Machine) -> None:
    machine.shell("set_up run")
    machine.program("python3.13", PYTHON.replace('cat "$STUB_VERSION"', "echo Python 3.13.5"))
    asked = machine.shell("export WALLBOARD_PYTHON=python3.13; set_up run; cat .venv/made-for; is_set_up run")
    assert (asked.returncode, asked.stdout) == (0, f"Python 3.13, {machine.checkout}\n")


def test_a_security_update_of_python_needs_no_network(machine: Machine) -> None:
    machine.shell("set_up run")
    machine.path.joinpath("version").write_text("Python 3.11.3\n")
    assert machine.shell("is_set_up run").returncode == 0


def test_a_moved_checkout_is_set_up_anew(machine: Machine, tmp_path: Path) -> None:
    machine.shell("set_up run")
    moved = Machine(machine.checkout.rename(tmp_path / "elsewhere"), machine.path, machine.log)
    assert "removing .venv" in moved.shell("set_up run").stderr
    assert len(moved.noted("-m venv")) == 2


def test_an_interrupted_set_up_heals_at_the_next(machine: Machine) -> None:
    no_network = Path(f"{machine.log}.no-network")
    no_network.touch()
    broken = machine.shell("set_up run")
    assert broken.returncode == 1
    assert "could not install the Python packages" in broken.stderr
    no_network.unlink()
    healed = machine.shell("set_up run")
    assert healed.returncode == 0
    assert "removing .venv, which is unfinished" in healed.stderr
    assert machine.shell("is_set_up run").returncode == 0


def test_a_smaller_set_up_keeps_what_a_larger_one_installed_up_to_date(machine: Machine) -> None:
    machine.shell("set_up test")
    with machine.checkout.joinpath("pyproject.toml").open("a") as text:
        text.write("# changed\n")
    machine.shell("set_up run")
    assert machine.shell("is_set_up test").returncode == 0
    assert len(machine.noted("lock/test.txt")) == 2


def test_without_root_and_sudo_it_says_what_is_missing_and_who_can_help(machine: Machine) -> None:
    Path(f"{machine.log}.not-installed").write_text("libegl1\nlibegl1t64\nlibgl1\n")
    refused = machine.shell("set_up run")
    assert refused.returncode == 1
    assert "neither root nor sudo" in refused.stderr
    assert "apt-get install --no-install-recommends libegl1\n" in refused.stderr
    assert not machine.checkout.joinpath(".venv").exists()


# Stands in for apt: notes what the policy lets a package do with a service that it has just installed.
APT_GET = """#!/bin/sh
case " $* " in
    *" install "*)
        for action in start restart; do
            "$STUB_POLICY" nginx $action; echo "$action $?" >>"$STUB_LOG"
        done
        echo "bundler $BUNDLER_VERSION" >>"$STUB_LOG"
        [ ! -e "$STUB_LOG.no-network" ]
        ;;
esac
"""


@pytest.fixture
def policy(machine: Machine, tmp_path: Path) -> Path:
    """Where the machine, on which we are root and nginx is missing, would have its policy for services."""
    machine.program("id", "#!/bin/sh\necho 0\n")
    machine.program("dpkg", "#!/bin/sh\n")
    machine.program("apt-get", APT_GET)
    machine.program("apt-cache", "#!/bin/sh\necho 'Package: ruby-bundler\nVersion: 2.3.15-2+deb12u1'\n")
    return tmp_path / "policy-rc.d"


def installs(machine: Machine, policy: Path) -> subprocess.CompletedProcess[str]:
    return machine.command(
        "-c", f"set -eu; source installer/set-up; policy={policy}; install_these nginx", STUB_POLICY=str(policy)
    )


@pytest.mark.parametrize("has_network", [True, False])
def test_nothing_starts_because_it_was_installed(machine: Machine, policy: Path, *, has_network: bool) -> None:
    if not has_network:
        Path(f"{machine.log}.no-network").touch()
    assert installs(machine, policy).returncode == (not has_network)
    assert (machine.noted("start "), policy.exists()) == (["start 101", "restart 0"], False)


def test_the_policy_of_a_set_up_that_was_killed_is_no_persons_own(machine: Machine, policy: Path) -> None:
    policy.write_text("#!/bin/sh\n# wallboard: nothing starts because it was installed\n")
    installs(machine, policy)
    assert (machine.noted("start ")[0], policy.exists()) == ("start 101", False)


def test_a_persons_own_policy_for_services_decides_and_stays(machine: Machine, policy: Path) -> None:
    policy.write_text(own := "#!/bin/sh\nexit 104\n")
    policy.chmod(0o755)
    installs(machine, policy)
    assert (machine.noted("start "), policy.read_text()) == (["start 104", "restart 104"], own)


def test_debians_redmine_is_set_up_with_debians_bundler(machine: Machine, policy: Path) -> None:
    installs(machine, policy)
    assert machine.noted("bundler") == ["bundler 2.3.15"]


def test_without_a_fitting_python_it_asks_for_debians(machine: Machine) -> None:
    machine.program("python3", "#!/bin/sh\nexit 1\n")
    Path(f"{machine.log}.not-installed").write_text("python3-venv\npython3-venvt64\n")
    assert "apt-get install --no-install-recommends python3-venv\n" in machine.shell("set_up run").stderr


@pytest.mark.parametrize(
    ("processor", "libc", "said"),
    [
        ("aarch64", "glibc 2.36", "needs Debian 13 on arm64"),
        ("x86_64", "glibc 2.31", "needs Debian 12 or newer"),
        ("armv7l", "glibc 2.41", "this is armv7l"),
    ],
)
def test_a_machine_that_cannot_run_it_is_told_before_anything_is_fetched(
    machine: Machine, processor: str, libc: str, said: str
) -> None:
    machine.program("uname", f"#!/bin/sh\necho {processor}\n")
    machine.program("getconf", f"#!/bin/sh\necho {libc}\n")
    refused = machine.shell("set_up run")
    assert (refused.returncode, machine.log.exists()) == (1, False)
    assert said in refused.stderr


def test_without_a_display_the_pages_are_drawn_and_their_place_is_printed(machine: Machine) -> None:
    drawn = machine.command("installer/run")
    assert drawn.returncode == 0
    assert "no display" in drawn.stderr
    assert [Path(line).is_file() for line in drawn.stdout.splitlines()] == [True]


@pytest.mark.parametrize(("of_snapshot", "of_run"), [("1", 0), ("2", 2)])
def test_pages_that_show_trouble_are_pages_but_a_bad_board_is_none(
    machine: Machine, of_snapshot: str, of_run: int
) -> None:
    assert machine.command("installer/run", STUB_CODE=of_snapshot).returncode == of_run


def test_a_crash_is_not_taken_for_drawn_pages(machine: Machine) -> None:
    assert machine.command("installer/run", STUB_CODE="1", STUB_CRASH="yes").returncode == 1


def test_an_end_in_good_order_without_a_picture_is_none(machine: Machine) -> None:
    assert machine.command("installer/run", STUB_CODE="0", STUB_CRASH="yes").returncode == 1


def test_what_has_no_meaning_for_a_picture_is_left_aside(machine: Machine) -> None:
    machine.command(
        "installer/run",
        "show",
        "my board.yaml",
        "--screen",
        "HDMI-1",
        "--for",
        "5",
        "--windowed",
        "--page",
        "2",
    )
    (call,) = machine.noted("snapshot")
    assert call.startswith("wallboard snapshot my board.yaml --page 2 --out ")


@pytest.mark.parametrize("board", ["my board.yaml", "boards/service"])
def test_a_board_in_the_place_of_a_command_is_drawn_too(machine: Machine, board: str) -> None:
    (machine.checkout / "boards").mkdir()
    (machine.checkout / "boards" / "service").touch()
    drawn = machine.command("installer/run", board, "--page", "2")
    (call,) = machine.noted("snapshot")
    assert (drawn.returncode, call.startswith(f"wallboard snapshot {board} --page 2 --out ")) == (0, True)


def test_the_help_of_show_draws_nothing_and_deletes_nothing(machine: Machine) -> None:
    pages = machine.checkout / "build" / "pages"
    pages.mkdir(parents=True)
    (pages / "page.png").touch()
    machine.command("installer/run", "show", "--help")
    assert machine.noted("wallboard")[-1] == "wallboard show --help"
    assert (pages / "page.png").exists()


def test_with_a_display_the_demo_board_is_opened(machine: Machine) -> None:
    machine.command("installer/run", DISPLAY=":0")
    assert machine.noted("wallboard")[-1] == "wallboard show"


def test_it_can_be_started_through_a_link_from_any_folder(machine: Machine, tmp_path: Path) -> None:
    link = tmp_path / "board"
    link.symlink_to(machine.checkout / "installer" / "run")
    assert machine.command("-c", f"cd / && {link} types").returncode == 0
    assert machine.noted("wallboard")[-1] == "wallboard types"


def test_other_commands_get_their_arguments_as_they_are(machine: Machine) -> None:
    machine.command("installer/run", "check", "my board.yaml", "--offline")
    assert machine.noted("wallboard")[-1] == "wallboard check my board.yaml --offline"


def test_arguments_of_the_test_command_go_to_pytest(machine: Machine) -> None:
    machine.command("installer/test", "-q", "tests/core")
    assert machine.noted("-m pytest") == [
        "python -m pytest -n auto --dist loadfile -m not needs_debian and not slow -q tests/core"
    ]


def test_all_tests_are_preceded_by_the_debian_packages_that_they_need(machine: Machine) -> None:
    everything = machine.command("installer/test", "--all", "-q")
    assert machine.noted("-m pytest") == ["python -m pytest -n auto --dist loadfile -q"]
    told = re.findall(r"(?m)^    (\S+)", everything.stderr)
    lines = (ROOT / "installer" / "debian-packages").read_text().splitlines()
    assert told == [line.split()[1] for line in lines if line.startswith("all ")]
    assert {"xvfb", "xserver-xorg-video-dummy", "chromium", "request-tracker5", "postgresql"} <= set(told)
