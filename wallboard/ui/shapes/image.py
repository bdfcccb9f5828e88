"""A picture from a file, whole in the middle of its place or filling it; in words where there is none."""

from pathlib import PurePath

from wallboard.core.views.shapes import ImageFile
from wallboard.core.words import words
from wallboard.ui.images import decoded, look
from wallboard.ui.scene import Image, Rect
from wallboard.ui.sheet import Sheet


def lay_image(body: ImageFile, rect: Rect, sheet: Sheet) -> None:
    """The picture as it is now; a file that is missing or broken is said by its name."""
    found = look(body.path)
    if found is None:
        _lay_sentence("image.missing", body, rect, sheet)
        return
    place = _whole_pixels(rect)
    if found.size is not None and not body.fills:
        place = _contained(found.size, place)
    room = (round(place.w), round(place.h))
    # decoded here and not first when painting: only so is it known whether it can be shown
    if found.size is None or decoded(body.path, found.stamp, room, fills=body.fills) is None:
        _lay_sentence("image.unreadable", body, rect, sheet)
        return
    sheet.add(Image(place, body.path, found.stamp, body.fills, sheet.stage.is_grey))


def _contained(size: tuple[int, int], room: Rect) -> Rect:
    """The largest place of a picture's shape in the middle of a room."""
    factor = min(room.w / size[0], room.h / size[1])
    w, h = max(1, round(size[0] * factor)), max(1, round(size[1] * factor))
    return Rect(room.x + round((room.w - w) / 2), room.y + round((room.h - h) / 2), w, h)


def _whole_pixels(rect: Rect) -> Rect:
    return Rect(round(rect.x), round(rect.y), int(rect.w), int(rect.h))


def _lay_sentence(key: str, body: ImageFile, rect: Rect, sheet: Sheet) -> None:
    stage = sheet.stage
    said = stage.say(words(key, name=PurePath(body.path).name))
    for px in (stage.scale.body, stage.scale.least):
        if sheet.lines([said], rect, px, role="muted"):
            return
    sheet.lack("fits.value")
