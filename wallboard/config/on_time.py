"""How a board measures on time: its own panel says, so that the wall and a stand-up tell one figure."""

from wallboard.config.board import Board
from wallboard.core.measures.on_time import ON_TIME, OnTimeAsk
from wallboard.core.scope import Where
from wallboard.panels import on_time


def on_time_of(board: Board) -> OnTimeAsk:
    """What the board's panel asks; of several the first that leaves no case out, else the first."""
    panels = (panel for page in board.pages for panel in page.panels)
    asks = [on_time.asked(one.options, one.envelope) for one in panels if isinstance(one.options, on_time.Options)]
    of_all = (ask for ask in asks if ask.where == Where())
    return next(of_all, asks[0] if asks else ON_TIME)
