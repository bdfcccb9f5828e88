"""The list of keys, laid over the page."""

from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import Box, Rect, Scene
from wallboard.ui.sheet import Sheet, Stage, baseline_in, line_height

_KEYS = (
    ("F11", "help.full-screen"),
    ("←  →", "help.page"),
    ("R", "help.refresh"),
    ("?", "help.help"),
    ("Esc", "help.leave"),
)


def lay_help(size: tuple[int, int], stage: Stage) -> Scene:
    """Every key and what it does, in the middle of the page."""
    scale = stage.scale
    px = scale.body
    keys_w = max(width_of(key, px, BOLD) for key, _ in _KEYS) + px
    rows = [(key, stage.say(words(meaning))) for key, meaning in _KEYS]
    title = stage.say(words("help.title"))
    text_w = max(width_of(said, px, MEDIUM) for _, said in rows)
    line = line_height(px) * 1.25
    pad = scale.body
    width, height = keys_w + text_w + 2 * pad, line * (len(rows) + 1) + 2 * pad
    rect = Rect(round((size[0] - width) / 2), round((size[1] - height) / 2), round(width), round(height))
    sheet = Sheet(stage, ground="strip")
    sheet.add(Box(rect, "rule", px * 0.4), Box(rect.inset(2, 2), "strip", px * 0.4))
    left, top = rect.x + pad, rect.y + pad
    sheet.text(title, (left, baseline_in(top, px)), px, weight=SEMIBOLD, role="muted")
    for number, (key, said) in enumerate(rows, start=1):
        baseline = baseline_in(top + number * line, px)
        sheet.text(key, (left, baseline), px, weight=BOLD)
        sheet.text(said, (left + keys_w, baseline), px)
    return sheet.scene(rect)
