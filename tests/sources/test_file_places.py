"""Which files a path or a pattern means, how far it is looked for, and what is never opened."""

import os
from pathlib import Path

import pytest

from tests.sources.exports import cases, put, read
from wallboard.sources.contract import NeedsPerson, Passing
from wallboard.sources.files.patterns import Search
from wallboard.sources.files.places import Seen, bytes_of

REF = {"number": "Ref"}


def found(folder: Path, pattern: str) -> list[str]:
    return [str(Path(path).relative_to(folder)) for path in Search(pattern).matches(folder)]


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    for name in ("a.csv", "b.csv", "b.txt", ".c.csv", "may/a.csv", "may/old/a.csv", ".git/a.csv", "x[1].csv"):
        put(tmp_path, name, "Ref\nE1\n")
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.csv", ["a.csv", "b.csv", "x[1].csv"]),
        ("[ab].csv", ["a.csv", "b.csv"]),
        ("?.t*", ["b.txt"]),
        (".*.csv", [".c.csv"]),
        ("*/a.csv", ["may/a.csv"]),
        ("ma*/old/*.csv", ["may/old/a.csv"]),
        ("**/a.csv", ["a.csv", "may/a.csv", "may/old/a.csv"]),
        ("may/**/*.csv", ["may/a.csv", "may/old/a.csv"]),
        ("may/**", ["may/a.csv", "may/old", "may/old/a.csv"]),
        ("may/../[a].csv", ["may/../a.csv"]),
        ("none*/a.csv", []),
        ("x[[]1].csv", ["x[1].csv"]),
        ("[a].csv/*.csv", []),
    ],
)
def test_a_pattern_means_what_it_means_in_a_shell(exports: Path, pattern: str, names: list[str]) -> None:
    assert found(exports, pattern) == names
    assert found(exports, f"{exports}/{pattern}") == names


def test_a_file_may_be_called_like_a_pattern(exports: Path) -> None:
    assert read(exports, cases("x[1].csv", REF)).rows == 1


def test_a_link_in_a_circle_is_not_followed_for_ever(exports: Path) -> None:
    (exports / "may" / "again").symlink_to(exports)
    assert found(exports, "**/a.csv") == ["a.csv", "may/a.csv", "may/old/a.csv"]


def test_a_pattern_that_looks_through_too_much_is_refused(tmp_path: Path) -> None:
    for number in range(101):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in range(100):
            (folder / str(name)).symlink_to("nowhere")
    with pytest.raises(NeedsPerson) as caught:
        read(tmp_path, cases("**/*.csv", REF))
    assert caught.value.fault.key == "file.pattern.vast"
    assert found(tmp_path, "7/*.csv") == []


def test_a_pattern_that_takes_too_long_is_given_up(exports: Path) -> None:
    times = iter([0.0, 1.0, 2.5])
    with pytest.raises(Passing) as caught:
        Search("**/*.csv", lambda: next(times)).matches(exports)
    assert caught.value.fault.key == "file.pattern.slow"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
@pytest.mark.parametrize("path", ["pipe.csv", "*.csv", "link.csv"])
def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path, path: str) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "link.csv").symlink_to("pipe.csv")
    with pytest.raises(NeedsPerson) as caught:
        read(tmp_path, cases(path, REF))
    assert caught.value.fault.key == "file.special"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_a_pipe_that_took_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(NeedsPerson) as caught:
        bytes_of(Seen(str(tmp_path / "pipe.csv"), 10, 0, 0))
    assert caught.value.fault.key == "file.special"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such devices")
def test_a_device_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NeedsPerson) as caught:
        read(tmp_path, cases("/dev/zero", REF))
    assert (caught.value.fault.key, caught.value.fault.args["file"]) == ("file.special", "zero")


def test_a_pattern_longer_than_any_name_finds_nothing(tmp_path: Path) -> None:
    with pytest.raises(Passing) as caught:
        read(tmp_path, cases("x" * 5_000 + "*.csv", REF))
    assert caught.value.fault.key == "file.missing"
