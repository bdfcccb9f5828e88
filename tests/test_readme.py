"""What the README tells a newcomer to do works as it stands there."""

import re
import shlex
import textwrap
from pathlib import Path

import pytest

from wallboard.__main__ import main
from wallboard.collect.polling import LONGEST_BACK_OFF_S, LONGEST_FILE_BACK_OFF_S

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
CASES = """Ref,Kind,State,Agent,Created,Finished
1,Order,New,Kim,2026-03-02 09:00,
2,Order,Done,Kim,2026-03-02 09:30,2026-03-03 10:00
3,Quote,In progress,,2026-03-04 11:00,
"""


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The README's board beside an export of three cases."""
    monkeypatch.setenv("WALLBOARD_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    found = re.search(r"```yaml\n(.*?)\n *```", README, re.DOTALL)
    assert found
    (tmp_path / "board.yaml").write_text(textwrap.dedent(found[1]))
    (tmp_path / "cases.csv").write_text(CASES)
    return tmp_path / "board.yaml"


def test_the_board_of_five_minutes_is_all_well(board: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", str(board)])
    said = capsys.readouterr().out
    assert code == 0, said
    assert "All well." in said


def test_the_live_systems_are_sources_that_a_board_takes(board: Path, capsys: pytest.CaptureFixture[str]) -> None:
    live = re.search(r"```yaml\n(sources:\n.*?)```", README, re.DOTALL)
    assert live
    text = re.sub(r"^sources:\n.*?(?=^\S)", live[1], board.read_text(), count=1, flags=re.DOTALL | re.MULTILINE)
    board.write_text(text)
    assert main(["check", str(board), "--offline"]) in (0, 1)  # 2 for a board with faults
    said = capsys.readouterr()
    assert "sources 3" in said.out, said.err
    named = re.findall(r"secret set (\w+)", README)
    assert named
    assert [name for name in named if f"secret: {name}}}" not in live[1]] == [], "set, and not asked for by the board"


def test_how_soon_a_system_is_back_is_what_the_poller_does() -> None:
    assert "up to a quarter of an hour" in README
    assert (LONGEST_BACK_OFF_S, LONGEST_FILE_BACK_OFF_S) == (15 * 60, 60)


SAMPLED = sorted(set(re.findall(r"^\./installer/run (\S+ config/.*?)(?:  #.*)?$", README, re.MULTILINE)))


@pytest.mark.parametrize("command", SAMPLED)
def test_a_command_about_a_sample_answers(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WALLBOARD_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(ROOT)
    code = main(shlex.split(command))
    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    assert len(said.out.splitlines()) > 1


def test_there_is_such_a_command() -> None:
    assert SAMPLED


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)]+)\)", README))))
def test_what_the_readme_links_to_is_there(path: str) -> None:
    assert (ROOT / path).is_file()
