"""A board without anything that moves below its header, and what a page of it must look like at a size."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[1]
BOARD = """
version: 1
organisation: {{name: Northwind, time_zone: Europe/London, locale: en_GB, calendar: office}}
calendars: {{office: {{hours: {{mon-fri: ["09:00-17:00"]}}}}}}
sources: {{}}
screen: {{orbit: 0{output}}}
pages:
  - title: Two notices
    panels:
      - {{type: notice, title: Wide, text: The lift is being repaired, place: [0, 0, 8, 8]}}
      - {{type: notice, title: Narrow, text: "{narrow}", place: [8, 0, 4, 8]}}
"""
HEADER = 0.15
"""So much of the height tells the time."""


def write(folder: Path, name: str = "still", output: str = "", narrow: str = "Fire drill at noon") -> Path:
    """The board's file."""
    path = folder / f"{name}.yaml"
    path.write_text(BOARD.format(output=f", output: {output}" if output else "", narrow=narrow), encoding="utf-8")
    return path


def drawn(board: Path, size: tuple[int, int]) -> QImage:
    """The page as it is drawn without a screen, without what tells the time."""
    picture = board.with_name(f"{board.stem}-{size[0]}x{size[1]}.png")
    command = [sys.executable, "-m", "wallboard", "snapshot", str(board), "--out", str(picture)]
    environment = {**os.environ, "WALLBOARD_STATE": str(board.parent / "snapshot"), "QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run(
        [*command, "--size", f"{size[0]}x{size[1]}"], env=environment, cwd=ROOT, capture_output=True, check=False,
        text=True, timeout=60,
    )  # fmt: skip
    assert picture.exists(), told.stderr
    return without_header(QImage(str(picture)))


def without_header(image: QImage) -> QImage:
    """The part of a page in which nothing moves."""
    top = round(image.height() * HEADER)
    return image.copy(0, top, image.width(), image.height() - top).convertToFormat(QImage.Format.Format_RGB32)
