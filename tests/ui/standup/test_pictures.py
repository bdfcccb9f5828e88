"""A stand-up looks as it did."""

import pytest
from PySide6.QtGui import QImage

from tests.ui.standup.pictures import FOLDER, REFERENCES, drawn
from tests.ui.test_picture import difference


@pytest.mark.parametrize("name", REFERENCES)
def test_a_stand_up_looks_like_its_reference(name):
    expected = QImage(str(FOLDER / f"{name}.png"))
    assert not expected.isNull(), "python -m tests.ui.standup.pictures draws it"
    assert difference(drawn(name), expected) <= 0.002
