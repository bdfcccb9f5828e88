"""Pages drawn without a screen: images, PNG and PDF, the same bytes for the same data and instant."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, QUuid
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.ui.page import PageScene, lay_page, stage_for
from wallboard.ui.paint import Painter
from wallboard.ui.scene import Rect
from wallboard.ui.theme import THEMES

_PDF_DPI = 96


def application() -> QGuiApplication:
    """The one Qt application of the process, made without a screen where there is none yet."""
    existing = QGuiApplication.instance()
    return existing if isinstance(existing, QGuiApplication) else _made()


@cache
def _made() -> QGuiApplication:
    """A new application, kept to the end of the process: fonts and stamps do not outlive the one they were made in."""
    import os  # noqa: PLC0415 - read once, before Qt looks at it

    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["wallboard"])


def paint_page(painter: QPainter, page: PageScene, brush: Painter) -> None:
    """Paint a laid-out page over the whole of a device."""
    brush.fill(painter, Rect(0, 0, *page.frame.size), "page")
    brush.paint(painter, page.scenes)


def draw(
    layout: Layout,
    picture: Picture,
    page: int,
    size: tuple[int, int],
    now_us: int,
    theme: str | None = None,
) -> QImage:
    """One page as an image of `size` pixels, as it stands at an instant (microseconds UTC)."""
    application()
    scene = lay_page(layout, picture, page, size, stage_for(layout, size, now_us))
    return image_of(scene, Painter(THEMES[theme or layout.screen.theme]))


def image_of(scene: PageScene, brush: Painter) -> QImage:
    """A laid-out page as an image."""
    image = QImage(*scene.frame.size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_page(painter, scene, brush)
    painter.end()
    return image


def save(
    layout: Layout,
    picture: Picture,
    page: int,
    size: tuple[int, int],
    now_us: int,
    *,
    path: Path,
    theme: str | None = None,
) -> None:
    """One page into a .png or .pdf file; raises ValueError for another ending, OSError where it cannot be written."""
    ending = path.suffix.lower()
    if ending == ".png":
        if not draw(layout, picture, page, size, now_us, theme).save(str(path)):
            msg = f"{path} cannot be written"
            raise OSError(msg)
    elif ending == ".pdf":
        save_pdf(layout, picture, (page,), size, now_us, path=path, theme=theme)
    else:
        msg = f"{path.name} is neither .png nor .pdf"
        raise ValueError(msg)


def save_pdf(
    layout: Layout,
    picture: Picture,
    pages: tuple[int, ...],
    size: tuple[int, int],
    now_us: int,
    *,
    path: Path,
    theme: str | None = None,
) -> None:
    """Pages into one PDF, as vectors; raises OSError where it cannot be written."""
    application()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_PDF_DPI)
    writer.setTitle(layout.pages[pages[0]].title)
    writer.setCreator("Wallboard")
    writer.setDocumentId(QUuid.createUuidV5(QUuid(), f"{layout.board} {pages} {now_us}".encode()))
    points = QSizeF(size[0] * 72 / _PDF_DPI, size[1] * 72 / _PDF_DPI)
    form = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(form, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    brush = Painter(THEMES[theme or layout.screen.theme], is_vector=True)
    painter = QPainter(writer)
    for number, page in enumerate(pages):
        if number:
            writer.newPage()
        paint_page(painter, lay_page(layout, picture, page, size, stage_for(layout, size, now_us)), brush)
    painter.end()
    buffer.close()
    path.write_bytes(_dated(bytes(content.data()), now_us))


def _dated(pdf: bytes, now_us: int) -> bytes:
    """The file as if made at the instant that it shows: Qt writes its own clock's, in forms of the same length."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=now_us)
    pdf = re.sub(rb"\(D:\d{14}(?=Z)", b"(D:" + at.strftime("%Y%m%d%H%M%S").encode(), pdf)
    xmp = b'Date="' + at.strftime("%Y-%m-%dT%H:%M:%S").encode()
    return re.sub(rb'Date="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=\+00:00)', xmp, pdf)
