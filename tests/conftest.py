"""One Qt application for all tests, of the kind that the wall uses, and no screen needed."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """The wall has no widgets: a command run in the tests' own process makes the same application."""
    from PySide6.QtGui import QGuiApplication

    import wallboard.ui  # noqa: F401 - keeps None alive before Qt is used

    return QGuiApplication
