"""The house stands as drawn: who may import whom, and what no file may hold."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "wallboard").rglob("*.py"))
PAPERS = ("README.md", "ARCHITECTURE.md", "DECISIONS.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "REFERENCE.md")
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base"}


FOLDERS = ("wallboard", "tests", "installer", "config", "assets", ".ci")


def own_files() -> list[Path]:
    """The project's own files, without what tools leave among them."""
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts]
    return [path for path in [*inside, *ROOT.glob("*.md"), ROOT / "pyproject.toml"] if path.is_file()]


def test_every_import_keeps_to_the_diagram() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_says_in_its_first_line_what_it_is_for(module: Path) -> None:
    text = module.read_text()
    assert not text or ast.get_docstring(ast.parse(text)), "no docstring"
    assert not FORBIDDEN_NAMES & {module.stem, *(part.name for part in module.parents)}


def test_the_papers_are_there() -> None:
    assert [name for name in PAPERS if not (ROOT / name).is_file()] == []


def test_no_file_names_a_registry_or_a_place_of_one_machine() -> None:
    told = re.compile(r"pypi\.(?:org|python)|files\.pythonhosted|deb\.debian\.org|registry\.npm|/root/|/home/\w+/")
    found = []
    for path in own_files():
        if path.suffix in {".png", ".otf", ".zip", ".xlsx", ".gz"} or path == Path(__file__):
            continue
        found += [f"{path.relative_to(ROOT)}: {one}" for one in told.findall(path.read_text(errors="replace"))]
    assert found == []
