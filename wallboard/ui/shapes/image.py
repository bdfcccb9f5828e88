"""A picture from a file, whole in the middle of its place or filling it; in words where there is none."""

from pathlib import PurePath

from wallboard.core.views.shapes import ImageFile
from wallboard.core.words import words
from wallboard.ui.scene import Image, Rect
from wallboard.ui.sheet import Sheet


def lay_image(body: ImageFile, rect: Rect, sheet: Sheet) -> None:
    """The picture as it was last seen; a file that is missing or broken is said by its name."""
    stage = sheet.stage
    room = (int(rect.w), int(rect.h))
    sight = stage.images.sight(body.path, room, fills=body.fills)
    if sight.word in ("missing", "unreadable"):
        _lay_sentence(f"image.{sight.word}", body, rect, sheet)
    elif sight.word == "ready":
        place = _centred(sight.size, rect)
        sheet.add(Image(place, body.path, sight.stamp, room, body.fills, stage.is_grey))


def _centred(size: tuple[int, int], rect: Rect) -> Rect:
    w, h = size
    return Rect(round(rect.x + (int(rect.w) - w) / 2), round(rect.y + (int(rect.h) - h) / 2), w, h)


def _lay_sentence(key: str, body: ImageFile, rect: Rect, sheet: Sheet) -> None:
    stage = sheet.stage
    said = stage.say(words(key, name=PurePath(body.path).name))
    for px in (stage.scale.body, stage.scale.least):
        if sheet.lines([said], rect, px, role="muted"):
            return
    sheet.lack("fits.value")
