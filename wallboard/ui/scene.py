"""What a page looks like before it is painted: immutable items in pixels, so that a test can walk them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from wallboard.core.views.figures import Zone

ZoneSign = Literal["circle", "triangle", "diamond", "square", "dash"]
PipSign = Literal["ring", "done", "half", "dashed", "crossed", "struck"]
"""An appointment: a ring, a disc with a check cut out, a half-filled ring; rings dashed, with a cross, with a dash."""
MarkShape = ZoneSign | PipSign

PIP_SIGNS: frozenset[str] = frozenset(get_args(PipSign))
MARK_OF_ZONE: Mapping[Zone, MarkShape] = {
    "on-track": "circle",
    "watch": "triangle",
    "urgent": "diamond",
    "late": "square",
}


class Rect(NamedTuple):
    """A rectangle in pixels."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    def inset(self, dx: float, dy: float) -> "Rect":
        """The rectangle within, less a margin at the sides and at top and bottom."""
        return Rect(self.x + dx, self.y + dy, max(0.0, self.w - 2 * dx), max(0.0, self.h - 2 * dy))

    def below(self, height: float) -> "Rect":
        """What is left below a strip of this height."""
        return Rect(self.x, self.y + height, self.w, max(0.0, self.h - height))

    def upper(self, height: float) -> "Rect":
        """The strip of this height at the top."""
        return Rect(self.x, self.y, self.w, min(height, self.h))

    def meets(self, other: "Rect", slack: float = 0.0) -> bool:
        """Whether the two overlap by more than `slack` pixels both ways."""
        across = min(self.right, other.right) - max(self.x, other.x)
        down = min(self.bottom, other.bottom) - max(self.y, other.y)
        return across > slack and down > slack


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: left edge, baseline, advance width; `full` is the whole string where a name was elided.

    `role` names a colour of the theme. `is_name` tells a name, the only thing that may be elided; `is_value` a figure;
    `is_private` what visitors need not read (who, and which case), which is drawn as a bar while they are here.
    """

    string: str
    x: float
    baseline: float
    width: float
    px: int
    weight: int
    role: str
    is_name: bool = False
    is_value: bool = False
    full: str | None = None
    ground: str = "panel"
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign, drawn about its centre; `halo` is the ground's role where marks may lie over each other."""

    shape: MarkShape
    x: float
    y: float
    size: float
    role: str
    is_filled: bool = True
    halo: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle with round corners."""

    rect: Rect
    role: str
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A straight stroke."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    role: str
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Polyline:
    """A stroke through points."""

    points: tuple[tuple[float, float], ...]
    width: float
    role: str


@dataclass(frozen=True, slots=True)
class Hatch:
    """Slanting stripes over an area with round lower corners: what is under them is no longer true of now."""

    rect: Rect
    role: str
    pitch: float
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Image:
    """A picture from a file as it was when laid out (`stamp`), decoded for a room of so many pixels; faint if grey."""

    rect: Rect
    path: str
    stamp: tuple[int, int]
    room: tuple[int, int]
    fills: bool = False
    is_grey: bool = False


Item = Text | Mark | Box | Line | Polyline | Hatch | Image


@dataclass(frozen=True, slots=True)
class Scene:
    """The items of one region of a page; `lacks` names what the region had no room for (keys `fits.*`)."""

    rect: Rect
    items: tuple[Item, ...]
    lacks: tuple[str, ...] = ()
