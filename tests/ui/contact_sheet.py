"""Draws the reference pictures, and one sheet of everything: `python -m tests.ui.contact_sheet [--write] [FILE]`."""

import os
import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from tests.ui import samples
from tests.ui.samples import NOW, layout_of, picture_of
from tests.ui.samples_queues import QUEUES, QUEUES_PLACES
from tests.ui.samples_sales import SALES, SALES_PLACES
from wallboard.ui.picture import application, draw

REFERENCES = (
    "cases-dark",
    "cases-light",
    "cases-upright",
    "cases-small",
    "states-dark",
    "further-light",
    "sales-dark",
    "queues-dark",
)
_SIZES = {"cases-upright": (1080, 1920), "cases-small": (1280, 720)}
_TITLES = {"sales": "Sales", "queues": "Queues"}
_THUMB = 640


def drawn(name: str) -> QImage:
    """One of the reference pictures, drawn now."""
    kind, variant = name.split("-")
    theme = "light" if variant == "light" else "dark"
    places = samples.PLACES
    if kind == "states":
        views, more = samples.STATES, {"sources": samples.STATE_NOTES}
    elif kind == "sales":
        views, places, more = SALES, SALES_PLACES, {}
    elif kind == "queues":
        views, places, more = QUEUES, QUEUES_PLACES, {}
    elif kind == "further":
        views, more = samples.FURTHER, {"sources": (*samples.NOTES, samples.UNREAD_NOTE), "is_demo": True}
    else:
        views, more = samples.SERVICE, {}
    pages = (views, views, views) if kind == "cases" else (views,)
    layout, picture = layout_of(*pages, places=places), picture_of(*pages, **more)
    if kind in _TITLES:
        layout = replace(layout, pages=tuple(replace(page, title=_TITLES[kind]) for page in layout.pages))
    return draw(layout, picture, 0, _SIZES.get(name, (1920, 1080)), NOW, theme)


def ugly(theme: str) -> list[QImage]:
    """Pages of ugly data and of every state."""
    from tests.ui.test_scenes import GROUPS, STATES

    images = []
    flat = [shown for group in GROUPS.values() for shown in group.values()]
    for start in range(0, len(flat), 4):
        views = tuple(flat[start : start + 4])
        named = tuple(samples.replace(shown, title=f"{n}") for n, shown in enumerate(views))
        images.append(draw(layout_of(named), picture_of(named), 0, (1920, 1080), NOW, theme))
    for notes in STATES.values():
        picture = picture_of(samples.SERVICE, sources=notes)
        images.append(draw(layout_of(samples.SERVICE), picture, 0, (1920, 1080), NOW, theme))
    return images


def sheet() -> QImage:
    """Every picture, small, side by side."""
    images = [drawn(name) for name in REFERENCES] + ugly("dark") + ugly("light")
    small = [image.scaledToWidth(_THUMB, Qt.TransformationMode.SmoothTransformation) for image in images]
    small.sort(key=QImage.height)
    columns, cell = 4, 370
    rows = (len(small) + columns - 1) // columns
    whole = QImage(columns * _THUMB, rows * cell + 800, QImage.Format.Format_RGB32)
    whole.fill(Qt.GlobalColor.black)
    painter = QPainter(whole)
    for number, image in enumerate(small):
        target = QRect(number % columns * _THUMB, number // columns * cell, image.width(), image.height())
        painter.drawImage(target, image)
    painter.end()
    return whole


def main(arguments: list[str]) -> None:
    """Write the references where asked to, and the sheet."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = application()
    if "--write" in arguments:
        folder = Path(__file__).parent / "reference"
        folder.mkdir(exist_ok=True)
        for name in REFERENCES:
            drawn(name).save(str(folder / f"{name}.png"))
    files = [argument for argument in arguments if not argument.startswith("--")]
    sheet().save(files[0] if files else "contact-sheet.png")
    del app


if __name__ == "__main__":
    main(sys.argv[1:])
