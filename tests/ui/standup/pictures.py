"""Draws the reference pictures of a stand-up: `python -m tests.ui.standup.pictures`."""

import os
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QImage

from tests.ui.samples import SERVICE, layout_of
from tests.ui.standup.samples import AGENDA, AT, SECOND
from wallboard.ui.page import stage_for
from wallboard.ui.paint import Painter
from wallboard.ui.picture import application
from wallboard.ui.scene_image import SceneImage
from wallboard.ui.standup.layout import lay_standup
from wallboard.ui.standup.walk import Walk
from wallboard.ui.theme import THEMES

FOLDER = Path(__file__).parent / "reference"
REFERENCES = ("case-dark", "date-light", "over-upright", "numbers-dark")
_SIZES = {"over-upright": (1080, 1920)}
_MINUTES = {"over-upright": 22.2}


def drawn(name: str) -> QImage:
    """One of the reference pictures, drawn now."""
    kind, variant = name.split("-")
    walk = Walk(AGENDA, lambda _: None)
    while walk.stop.segment != ("numbers" if kind == "numbers" else "late"):
        walk.press("right")
    if kind == "case":
        walk.press("down")
        walk.press("right")
    if kind == "date":
        walk.press_digit(2)
        walk.press_digit(4)
        walk.press("down")
    size = _SIZES.get(name, (1920, 1080))
    layout = replace(layout_of(SERVICE), time_zone="Europe/London")
    stage = stage_for(layout, size, AT + round(_MINUTES.get(name, 6.3) * 60 * SECOND))
    page = SceneImage(size, Painter(THEMES["light" if variant == "light" else "dark"]))
    page.show(lay_standup(walk, size, stage).scenes)
    return page.image


def main() -> None:
    """Write all of them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = application()
    FOLDER.mkdir(exist_ok=True)
    for name in REFERENCES:
        drawn(name).save(str(FOLDER / f"{name}.png"))
    del app


if __name__ == "__main__":
    main()
