"""Layout and picture of a board at an instant, as data: what a glass asks for that shows the past."""

from wallboard.cli.boards import board_of, moment_of
from wallboard.cli.ends import ALL_WELL, give
from wallboard.cli.printable import json_text
from wallboard.core.views.wire import to_plain


def picture(board: str | None, *, at: str) -> int:
    """Writes both as JSON."""
    house = board_of(board)
    moment = moment_of(house, at)
    plain = {"layout": to_plain(house.layout()), "picture": to_plain(moment.composed.picture)}
    give(json_text(plain))
    return ALL_WELL
