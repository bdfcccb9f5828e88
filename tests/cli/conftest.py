"""Commands run as people run them, by their command lines, in this process or in one of their own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.small_office import write_office
from wallboard.__main__ import main


class Ended(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the state of whoever runs it."""
    monkeypatch.setenv("WALLBOARD_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return tmp_path / "state"


@pytest.fixture
def office(tmp_path: Path) -> str:
    """The small office's board."""
    return str(write_office(tmp_path / "office"))


@pytest.fixture
def wallboard(capsys: pytest.CaptureFixture[str]) -> Command:
    """A command line in this process."""

    def call(*arguments: str) -> Ended:
        code = main(arguments)
        return Ended(code, *capsys.readouterr())

    return call


@pytest.fixture
def process(tmp_path: Path) -> Command:
    """A command line in a process of its own; `first` is Python that runs before it."""

    def call(*arguments: str, first: str = "", **environ: str) -> Ended:
        code = f"import sys; sys.argv[0] = 'wallboard'\n{first}\nfrom wallboard.__main__ import main\nsys.exit(main())"
        made = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environ},
        )
        return Ended(made.returncode, made.stdout.decode("utf-8"), made.stderr.decode("utf-8"))

    return call
