"""Scenes for visitors' eyes: calm bars in the place of what says who, or which case."""

from dataclasses import dataclass

from wallboard.ui.scene import Box, Item, Mark, Rect, Scene, Text
from wallboard.ui.sheet import CAP_EM

_BAR_EM = 0.62
_STEP_EM = 2.0


@dataclass(slots=True, eq=False)
class _Column:
    """Bars that begin (or end, where `is_right`) on one line; `left` and `right` bound what is free for all of them."""

    edge: float
    is_right: bool
    width: float = 0.0
    room: float = float("inf")

    def bar(self, text: Text) -> Rect:
        width = max(text.width, min(self.width, self.room))
        height = text.px * _BAR_EM
        x = self.edge - width if self.is_right else self.edge
        return Rect(x, text.baseline - text.px * CAP_EM / 2 - height / 2, width, height)


def for_visitors(scene: Scene) -> Scene:
    """The scene with a bar for each private text, and all else as it was.

    The bars of a column are as wide as its widest, one that stands alone goes up in steps: they tell no lengths.
    """
    private = [item for item in scene.items if isinstance(item, Text) and item.is_private]
    if not private:
        return scene
    taken = [_reach(item) for item in scene.items if isinstance(item, (Text, Mark))]
    columns = _columns(private)
    for text, column in zip(private, columns, strict=True):
        step = _STEP_EM * text.px if columns.count(column) == 1 else 1.0
        column.width = max(column.width, -(-text.width // step) * step)
        column.room = min(column.room, _room(text, taken, scene.rect, is_right=column.is_right))
    bars = iter([Box(column.bar(text), "veil", text.px * 0.2) for text, column in zip(private, columns, strict=True)])
    items = tuple(next(bars) if isinstance(item, Text) and item.is_private else item for item in scene.items)
    return Scene(scene.rect, items, scene.lacks)


def _columns(texts: list[Text]) -> list[_Column]:
    """Each text's column: those that begin on its line, or those that end on it where these are more."""
    lefts, rights = [round(text.x) for text in texts], [round(text.x + text.width) for text in texts]
    known: dict[tuple[bool, int], _Column] = {}
    found = []
    for text, left, right in zip(texts, lefts, rights, strict=True):
        is_right = rights.count(right) > lefts.count(left)
        edge = text.x + text.width if is_right else text.x
        found.append(known.setdefault((is_right, right if is_right else left), _Column(edge, is_right)))
    return found


def _room(text: Text, taken: list[Rect], scene: Rect, *, is_right: bool) -> float:
    """How wide a bar may be in a text's place: up to what stands beside it, less a gap."""
    own = _reach(text)
    gap = 0.3 * text.px
    beside = [other for other in taken if other != own and other.y < own.bottom and own.y < other.bottom]
    if is_right:
        edges = [other.right for other in beside if other.right <= own.x + 1]
        return own.right - gap - max(edges, default=scene.x)
    edges = [other.x for other in beside if other.x >= own.right - 1]
    return min(edges, default=scene.right) - gap - own.x


def _reach(item: Item) -> Rect:
    match item:
        case Text():
            return Rect(item.x, item.baseline - item.px * CAP_EM, item.width, item.px * CAP_EM)
        case Mark():
            return Rect(item.x - item.size / 2, item.y - item.size / 2, item.size, item.size)
    raise TypeError(item)
