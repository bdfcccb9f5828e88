"""A page: header, panels on their grid, and a line in the corner where the configuration is in trouble."""

from dataclasses import dataclass, replace

from wallboard.core.views.layout import Layout, PanelPlace
from wallboard.core.views.shapes import Blank, Picture, View
from wallboard.core.words import verbatim, words
from wallboard.ui.board_trouble import in_tongue
from wallboard.ui.commands import Signs
from wallboard.ui.fonts import MEDIUM, wrapped
from wallboard.ui.geometry import panel_rects
from wallboard.ui.header import header_height, lay_header
from wallboard.ui.panel import lay_panel
from wallboard.ui.scene import Rect, Scene
from wallboard.ui.sheet import CAP_EM, Sheet, Stage, baseline_in, line_height
from wallboard.ui.tongue import PlaceTongue
from wallboard.ui.type_scale import TypeScale, scale_for
from wallboard.ui.visitors import for_visitors

_TROUBLE_LINES = 3
_NO_SIGNS = Signs()


@dataclass(frozen=True, slots=True)
class PageFrame:
    """Where everything on a page stands: header, panels in the layout's order, and the line of troubles.

    `area` is what the panels share; also what may lie over a page stays in it, so that nothing covers its state.
    """

    size: tuple[int, int]
    scale: TypeScale
    header: Rect
    area: Rect
    panels: tuple[Rect, ...]
    trouble: Rect


@dataclass(frozen=True, slots=True)
class PageScene:
    """A page's scenes by region."""

    frame: PageFrame
    header: Scene
    panels: tuple[Scene, ...]
    trouble: Scene

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """Every region, in painting order."""
        return (self.header, *self.panels, self.trouble)


def stage_for(layout: Layout, size: tuple[int, int], now_us: int, pixels: tuple[int, int] | None = None) -> Stage:
    """The stage of a page of this size; `pixels` are the whole screen's where the page does not fill it."""
    screen = layout.screen
    scale = scale_for(screen.diagonal, screen.distance, pixels or size)
    tongue = PlaceTongue(layout.locale, layout.time_zone)
    return Stage(replace_shortest(scale, size), tongue, now_us)


def replace_shortest(scale: TypeScale, size: tuple[int, int]) -> TypeScale:
    """The scale with margins that follow the page's own size."""
    return replace(scale, shortest=float(min(size)))


def frame_of(layout: Layout, picture: Picture, page: int, size: tuple[int, int], stage: Stage) -> PageFrame:
    """The regions of a page."""
    scale = stage.scale
    margin = scale.margin
    header_h = header_height(size, scale)
    lines = _trouble_lines(picture, size[0] - 2 * margin, stage)
    trouble_h = round(len(lines) * line_height(scale.least)) + (scale.gap if lines else 0)
    area = Rect(margin, header_h, size[0] - 2 * margin, size[1] - header_h - margin - trouble_h)
    header = Rect(margin, 0, size[0] - 2 * margin, header_h)
    trouble = Rect(margin, area.bottom + scale.gap, area.w, max(0.0, trouble_h - scale.gap))
    return PageFrame(size, scale, header, area, tuple(panel_rects(layout.pages[page], area, scale.gap)), trouble)


def lay_page(
    layout: Layout,
    picture: Picture,
    page: int,
    size: tuple[int, int],
    stage: Stage,
    signs: Signs = _NO_SIGNS,
) -> PageScene:
    """The whole page."""
    frame = frame_of(layout, picture, page, size, stage)
    header = lay_header(layout, picture, page, frame.header, stage, signs)
    views = views_of(layout, picture, page)
    panels = tuple(
        lay_panel_for(view, rect, stage, picture, signs) for view, rect in zip(views, frame.panels, strict=True)
    )
    return PageScene(frame, header, panels, lay_trouble(picture, frame.trouble, stage))


def lay_panel_for(view: View, rect: Rect, stage: Stage, picture: Picture, signs: Signs) -> Scene:
    """A panel as those who stand before it may see it."""
    scene = lay_panel(view, rect, stage, picture)
    return for_visitors(scene) if signs.is_for_visitors else scene


def views_of(layout: Layout, picture: Picture, page: int) -> list[View]:
    """The views of a page in the layout's order, by title; one that its board could not be composed for yet waits."""
    by_title = {view.title: view for views in picture.pages for view in views}
    return [by_title.get(place.title) or _waiting(place) for place in layout.pages[page].panels]


def lay_trouble(picture: Picture, rect: Rect, stage: Stage) -> Scene:
    """What is wrong with the board's file, in the corner."""
    sheet = Sheet(stage, ground="page")
    least = stage.scale.least
    for number, line in enumerate(_trouble_lines(picture, rect.w, stage)):
        baseline = baseline_in(rect.y, least, number)
        if number == 0:
            sheet.mark("diamond", (rect.x + least * 0.42, baseline - least * CAP_EM / 2), least * 0.6, "urgent")
        sheet.text(line, (rect.x + least * 1.05, baseline), least, role="text-urgent")
    return sheet.scene(rect)


def _trouble_lines(picture: Picture, width: float, stage: Stage) -> list[str]:
    """The troubles in full while they have room, then how many more there are."""
    if not picture.trouble:
        return []
    least = stage.scale.least
    room = width - least * 1.05
    said = [wrapped(stage.say(in_tongue(trouble, stage.tongue)), least, MEDIUM, room) for trouble in picture.trouble]
    lines = list(said[0])
    for number, further in enumerate(said[1:], start=1):
        if len(lines) + len(further) > _TROUBLE_LINES - 1:
            return [*lines, stage.say(words("more", n=len(said) - number))]
        lines += further
    return lines


def _waiting(place: PanelPlace) -> View:
    return View(place.type, place.title, verbatim(place.title), Blank((words("glass.waiting"),)))
