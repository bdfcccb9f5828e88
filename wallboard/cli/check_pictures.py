"""Picture files that a board names and no glass can show; needs Qt, but no display."""

from collections.abc import Iterator
from pathlib import Path

from wallboard.config.board import Board
from wallboard.core.views.shapes import ImageFile, View
from wallboard.panels import picture
from wallboard.ui.images import PictureFault, fault_of

_SENTENCES: dict[PictureFault, str] = {
    "missing": "is not there",
    "no picture": "holds no picture: save it as PNG, JPEG, WebP, GIF, BMP or TIFF, or correct `path`",
    "too large": "has more than 64 million pixels: save a smaller one",
    "damaged": "is damaged or not whole: save or copy it anew",
}


def picture_faults(board: Board) -> Iterator[str]:
    """A sentence a panel, with its place and what to do; files that are missing are named with the configuration."""
    for number, page in enumerate(board.pages, start=1):
        for panel in page.panels:
            if isinstance(panel.options, picture.Options):
                fault = fault_of(panel.options.path)
                if fault is not None and fault != "missing":
                    yield f"page {number}, {panel.envelope.title}: {_said(panel.options.path, fault)}"


def picture_fault(view: View) -> str:
    """Why the file of a view cannot be shown; empty where it can, or where the view has none."""
    if not isinstance(view.body, ImageFile):
        return ""
    fault = fault_of(view.body.path)
    return _said(Path(view.body.path).name, fault) if fault is not None else ""


def _said(path: str, fault: PictureFault) -> str:
    return f"{path} {_SENTENCES[fault]}"
