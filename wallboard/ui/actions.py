"""What the window of a board asks of the process that it lives in."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from wallboard.ui.pin_tries import PinTries
from wallboard.ui.standup_door import DeskMaker


@dataclass
class Actions:
    """What keys ask of the process; `refresh` is None where nothing can be asked for new rows.

    `tries` counts those at the PIN of a board that has one.
    """

    leave: Callable[[], None] = field(default=lambda: None)
    refresh: Callable[[], None] | None = None
    busy: Callable[[float], None] = field(default=lambda _seconds: None)
    """For so many seconds a restart of the process would be seen."""
    tries: PinTries = field(default_factory=lambda: PinTries(None, time.time))
    desk: DeskMaker | None = None
    """What a stand-up asks of the process; None where nobody can be asked to freeze figures."""
