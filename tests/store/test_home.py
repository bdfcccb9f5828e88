"""Paths that begin with somebody's home, also with that of nobody."""

from pathlib import Path

import pytest

from wallboard.store.home import from_home


def test_a_home_is_found_and_a_name_that_nobody_has_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/srv/wall")
    assert from_home("~/board.yaml") == Path("/srv/wall/board.yaml")
    assert from_home(Path("~")) == Path("/srv/wall")
    assert from_home("~no-such-person/board.yaml") == Path("~no-such-person/board.yaml")
    assert from_home("boards/~/board.yaml") == Path("boards/~/board.yaml")
