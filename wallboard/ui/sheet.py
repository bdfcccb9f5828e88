"""Where a layout function writes its items: text measured, aligned and recoloured on its way into a scene."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from wallboard.core.views.freshness import Condition, SourceNote
from wallboard.core.words import Words, say
from wallboard.ui.fonts import BOLD, MEDIUM, elided, width_of, wrapped
from wallboard.ui.image_sights import AT_ONCE, Sights
from wallboard.ui.scene import Hatch, Item, Mark, MarkShape, Rect, Scene, Text
from wallboard.ui.tongue import PlaceTongue
from wallboard.ui.type_scale import CAP_HEIGHT_EM, TypeScale

Align = Literal["left", "right", "centre"]

ASCENT_EM = 0.95
"""From the baseline up to the top of an accented capital."""
DESCENT_EM = 0.25
LINE_EM = ASCENT_EM + DESCENT_EM
CAP_EM = CAP_HEIGHT_EM
"""From the baseline up to the top of a plain capital, and of a figure."""

_GREY_MARKS = frozenset({"on-track", "watch", "urgent", "late", "line", "no-target"})


@dataclass(frozen=True)
class Stage:
    """What every layout function needs beside its body and rectangle.

    `notes` are those of the sources that feed the view; `condition` is the view's word at `now_us`. `is_grey` draws
    the figure without its colours. `images` sees picture files. `remarks` are the view's: a shape that has a place for
    one may say it there.
    """

    scale: TypeScale
    tongue: PlaceTongue
    now_us: int
    notes: tuple[SourceNote, ...] = ()
    condition: Condition = field(default_factory=lambda: Condition("LIVE"))
    is_grey: bool = False
    images: Sights = AT_ONCE
    remarks: tuple[Words, ...] = ()

    def say(self, sentence: Words) -> str:
        """The sentence in the tongue of the place."""
        return say(sentence, self.tongue)

    def number(self, value: float, decimals: int = 0) -> str:
        """The number as the place writes it."""
        return self.tongue.number(value, decimals)


class Sheet:
    """The items of a scene to be; `lacks` names what had no room.

    `columns` is how many columns are drawn of those that the panel's note counts; None for all.
    """

    def __init__(self, stage: Stage, ground: str = "panel") -> None:
        self.stage = stage
        self.items: list[Item] = []
        self.lacks: list[str] = []
        self.columns: int | None = None
        self._ground = ground

    def add(self, *items: Item) -> None:
        """Take items as they are."""
        self.items.extend(items)

    def lack(self, key: str) -> None:
        """Remember what had no room."""
        if key not in self.lacks:
            self.lacks.append(key)

    def text(  # noqa: PLR0913 - a line of text has that many sides, all but two with a usual value
        self,
        string: str,
        at: tuple[float, float],
        px: int,
        *,
        weight: int = MEDIUM,
        role: str = "text",
        align: Align = "left",
        room: float | None = None,
        is_value: bool = False,
        is_private: bool = False,
    ) -> float:
        """Write a string with its baseline at a point, and return its width.

        `room` makes it a name, elided to fit; `is_private` hides it from visitors.
        """
        full = None
        if room is not None:
            shown = elided(string, px, weight, room)
            full, string = (string if shown != string else None), shown
        if not string:
            return 0.0
        width = width_of(string, px, weight)
        x = at[0] - {"left": 0.0, "right": width, "centre": width / 2}[align]
        role = self._role(role)
        self.items.append(
            Text(string, x, at[1], width, px, weight, role, room is not None, is_value, full, self._ground, is_private)
        )
        return width

    def mark(
        self,
        shape: MarkShape,
        at: tuple[float, float],
        size: float,
        role: str,
        *,
        is_filled: bool = True,
        halo: str | None = None,
    ) -> None:
        """Draw a zone's sign about a point; `halo` parts it from marks under it."""
        self.items.append(Mark(shape, at[0], at[1], size, self._mark_role(role), is_filled, halo))

    def lines(
        self, sentences: Sequence[str], rect: Rect, px: int, *, weight: int = MEDIUM, role: str = "text"
    ) -> float:
        """Write sentences, wrapped, down a rectangle; returns the height used, or 0 where not all has room."""
        lines = [line for sentence in sentences for line in wrapped(sentence, px, weight, rect.w)]
        height = len(lines) * line_height(px)
        if height > rect.h + 0.5:
            return 0.0
        for number, line in enumerate(lines):
            self.text(line, (rect.x, baseline_in(rect.y, px, number)), px, weight=weight, role=role)
        return height

    def scene(self, rect: Rect) -> Scene:
        """The finished scene."""
        return Scene(rect, tuple(self.items), tuple(self.lacks))

    def hatch(self, rect: Rect, radius: float) -> None:
        """Stripes over an area, its lower corners round."""
        self.items.append(Hatch(rect, "hatch", max(6.0, self.stage.scale.least * 0.55), radius))

    def _role(self, role: str) -> str:
        if self.stage.is_grey and (role == "text" or role.startswith(("text-", "value-"))):
            return "grey"
        return role

    def _mark_role(self, role: str) -> str:
        return "grey-mark" if self.stage.is_grey and role in _GREY_MARKS else role


def line_height(px: int) -> float:
    """The distance between baselines of running text."""
    return round(px * LINE_EM, 1)


def baseline_in(top: float, px: int, line: int = 0) -> float:
    """The baseline of the n-th line of text below `top`."""
    return top + line * line_height(px) + px * ASCENT_EM


def fitting_px(string: str, room: tuple[float, float], *, least: int, most: int, weight: int = BOLD) -> int | None:
    """The largest size at which a figure stands in (width, cap height); None where not even the least does."""
    by_height = int(room[1] / CAP_EM)
    px = min(most, by_height)
    if px >= least and width_of(string, px, weight) > room[0]:
        px = min(px, int(px * room[0] / width_of(string, px, weight)))
    return px if px >= least else None
