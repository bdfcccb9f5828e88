"""Which panels of a board have no room for what they show, in sentences."""

import os

from wallboard.cli.boards import Moment
from wallboard.collect.plain import said


def complaints(moment: Moment, size: tuple[int, int]) -> list[tuple[int, str, str, bool]]:
    """Page (from 1), title, what has no room, and whether that is more than a note."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from wallboard.ui.fits import fits  # noqa: PLC0415 - the platform must be chosen before
    from wallboard.ui.picture import application  # noqa: PLC0415

    qt = application()
    found = fits(moment.board.layout(), moment.composed.picture, size, moment.at_us)
    del qt
    return [(one.page + 1, one.panel, said(one.what).rstrip("."), one.is_grave) for one in found]
