"""What tests of more than one room need: one Qt application of the wall's kind without a screen, a state directory, and
a help desk to read.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.sources.declared.model_desk import Desk, served
from wallboard.store.places import Places

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("unhurried", deadline=None)  # no test is about how long anything takes
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """The wall has no widgets: a command run in the tests' own process makes the same application."""
    from PySide6.QtGui import QGuiApplication

    import wallboard.ui  # noqa: F401 - keeps None alive before Qt is used

    return QGuiApplication


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Where a process keeps its files, in a directory of the test's own."""
    made = Places(tmp_path / "state")
    made.make()
    return made


@pytest.fixture
def desk() -> Desk:
    """A help desk that gives ten rows a page; a module that needs another one says so itself."""
    return Desk(most=10)


@pytest.fixture
def url(desk: Desk) -> Iterator[str]:
    """The desk's address."""
    with served(desk) as url:
        yield url
