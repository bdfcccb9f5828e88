"""Figures that stand in where a board has none yet, so that the room of its panels can be judged all the same."""

from dataclasses import replace

from wallboard.cli.boards import Moment
from wallboard.collect import read_once
from wallboard.compose import compose
from wallboard.config.board import Board, PanelEntry
from wallboard.config.find import sample_path
from wallboard.config.load import load_board
from wallboard.core.scope import Where
from wallboard.core.views.judged import condition_of_view
from wallboard.core.views.shapes import Blank, Picture, View

_AT_US = 1_773_312_120_000_000
"""A Thursday morning of the demo, 12 March 2026 10:42 in London."""


def filled(moment: Moment) -> tuple[Picture, list[str]]:
    """The moment's picture, where panels without a figure show what they would of the demo, and the titles of these."""
    picture = moment.composed.picture
    empty = {view.title for views in picture.pages for view in views if _is_empty(view, moment)}
    shown = _of_the_demo(moment.board) if empty else {}
    empty &= shown.keys()
    pages = tuple(tuple(shown[one.title] if one.title in empty else one for one in views) for views in picture.pages)
    return replace(picture, pages=pages), [view.title for views in pages for view in views if view.title in empty]


def _is_empty(view: View, moment: Moment) -> bool:
    picture = moment.composed.picture
    return condition_of_view(view, picture.sources, picture.composed_at_us, moment.at_us).word == "NO DATA"


def _of_the_demo(board: Board) -> dict[str, View]:
    """What the board's panels would show of the demo's rows, by title; those that show nothing even then are left out.

    What they are narrowed to is the board's own and unknown to the demo, so they show everything.
    """
    demo = load_board(sample_path("demo"))
    pages = tuple(replace(page, panels=tuple(map(_opened, page.panels))) for page in board.pages)
    batches, conditions = read_once(demo, _AT_US, _AT_US)
    picture = compose(replace(demo, pages=pages), batches, conditions, _AT_US, is_past=True).picture
    views = (view for page in picture.pages for view in page)
    return {view.title: replace(view, sources=()) for view in views if not isinstance(view.body, Blank)}


def _opened(panel: PanelEntry) -> PanelEntry:
    return replace(panel, envelope=replace(panel.envelope, where=Where(), calendar=None))
