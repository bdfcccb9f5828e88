"""A panel that cannot show its figure: the reason, in sentences."""

from wallboard.core.views.shapes import Blank
from wallboard.ui.scene import Rect
from wallboard.ui.sheet import Sheet


def lay_blank(body: Blank, rect: Rect, sheet: Sheet) -> None:
    """Every sentence at the preferred size where all have room, else at the least, else as many as have."""
    scale = sheet.stage.scale
    sentences = [sheet.stage.say(why) for why in body.why]
    for count in range(len(sentences), 0, -1):
        for px in (scale.body, scale.least):
            if sheet.lines(sentences[:count], rect, px):
                if count < len(sentences):
                    sheet.lack("fits.secondary")
                return
    if sentences:
        sheet.lack("fits.value")
