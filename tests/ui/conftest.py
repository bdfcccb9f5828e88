"""What every test of the glass needs: fonts are Qt's, and Qt's fonts need its application."""

import pytest
from PySide6.QtGui import QGuiApplication


@pytest.fixture(autouse=True)
def application(qapp: QGuiApplication) -> QGuiApplication:
    """Qt's application, for each test file by itself too."""
    return qapp
