"""An image from a file."""

from typing import ClassVar

from pydantic import Field

from wallboard.core.kinds import FilePath
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import ImageFile, View
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, heading

TAKES: frozenset[str] = frozenset()
USES: frozenset[str] = frozenset()
FIGURES: tuple[FigureName, ...] = ()


class Options(PanelOptions):
    """The file, and how it stands in the panel."""

    summary: ClassVar[str] = "an image from a file, such as a floor plan or a logo"

    path: FilePath = Field(
        min_length=1,
        description="a PNG, JPEG, WebP, GIF, BMP or TIFF file; of a relative path the start is the board's file",
    )
    fills: bool = Field(
        default=False, description="whether it fills the panel, its edges cut off, or stands there whole"
    )


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """Where the file is: the glass reads it, and reads it again when it changes."""
    del snapshot
    return Shown(View(envelope.type, envelope.title, heading(envelope), ImageFile(options.path, options.fills)))
