"""What names a board in the journal: its path as it was given."""

import hashlib
import os
from pathlib import Path

import pytest

from wallboard.store.places import Places, board_id, whole_path


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """Two releases of a board and a link to the older one."""
    for number in (7, 8):
        (tmp_path / f"release-{number}").mkdir()
        (tmp_path / f"release-{number}" / "wall.yaml").write_text(f"version: {number}\n")
    (tmp_path / "current").symlink_to("release-7")
    return tmp_path


def point_to(link: Path, target: str) -> None:
    """Sets a link anew, as whoever rolls out a release does."""
    link.unlink()
    link.symlink_to(target)


def test_a_board_keeps_its_name_when_a_link_on_its_way_is_set_to_another_release(releases: Path) -> None:
    before = board_id(releases / "current" / "wall.yaml")
    point_to(releases / "current", "release-8")
    assert board_id(releases / "current" / "wall.yaml") == before


def test_a_board_that_is_itself_a_link_keeps_its_name_too(releases: Path) -> None:
    link = releases / "office.yaml"
    link.symlink_to("release-7/wall.yaml")
    before = board_id(link)
    point_to(link, "release-8/wall.yaml")
    assert board_id(link) == before
    assert before.startswith("office-")


def test_two_names_of_one_file_are_two_boards(releases: Path) -> None:
    assert board_id(releases / "current" / "wall.yaml") != board_id(releases / "release-7" / "wall.yaml")


def test_without_links_a_board_is_named_by_its_whole_path_however_it_was_written(
    releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = releases / "release-7" / "wall.yaml"
    name = f"wall-{hashlib.blake2b(os.fsencode(path.resolve()), digest_size=6).hexdigest()}"
    monkeypatch.chdir(releases)
    written = (path, Path("release-7/wall.yaml"), Path("./release-8/../release-7/./wall.yaml"))
    assert [board_id(one) for one in written] == [name, name, name]


def test_a_path_that_leaves_a_link_by_two_dots_is_named_where_it_leads(releases: Path) -> None:
    away = releases / "away" / "deep"
    away.mkdir(parents=True)
    (releases / "link").symlink_to(away)
    assert whole_path(releases / "link" / ".." / "wall.yaml") == releases / "away" / "wall.yaml"


def test_a_name_from_the_working_folder_goes_by_the_link_through_which_a_shell_came_there(
    releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(releases / "current")
    monkeypatch.setenv("PWD", str(releases / "current"))
    assert whole_path(Path("wall.yaml")) == releases / "current" / "wall.yaml"


@pytest.mark.parametrize("said", ["", "release-8", "/nowhere/at/all", "/"])
def test_a_working_folder_that_is_not_so_is_not_believed(
    said: str, releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(releases / "current")
    monkeypatch.setenv("PWD", said)
    assert whole_path(Path("wall.yaml")) == releases / "release-7" / "wall.yaml"


def test_a_file_in_a_folders_place_is_set_aside_and_the_state_directorys_own_is_not(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    for name in ("images", "journal-copies", "locks", "logs"):
        (state / name).write_text(name)
    Places(state).make()
    Places(state).make()
    assert all((state / name).is_dir() for name in ("images", "journal-copies", "locks", "logs"))
    assert (state / "images.damaged-1").read_text() == "images"
    assert len(list(state.iterdir())) == 8
    with pytest.raises(FileExistsError):
        Places(state / "images.damaged-1").make()


def test_a_link_that_leads_nowhere_yet_is_left_for_the_disk_that_is_to_come(tmp_path: Path) -> None:
    (tmp_path / "images").symlink_to(tmp_path / "not mounted")
    with pytest.raises(FileExistsError):
        Places(tmp_path).make()
    assert (tmp_path / "images").is_symlink()
