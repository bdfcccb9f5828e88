"""Keeps None alive under Python 3.11, where PySide6 6.12 loses one reference to it at every call that returns nothing.

The wheel is built for the stable interface of Python 3.12, whose None is immortal and not counted; 3.11 counts it, and
ends the process when the count reaches zero, after a few thousand strokes of a pen.
"""

import sys

_ENOUGH = 1 << 48
"""At a million calls a second this lasts nine years."""


def keep_none_alive() -> None:
    """Give None as many references as an immortal object has; once, before Qt is used. Later Pythons need nothing."""
    if sys.version_info >= (3, 12):
        return
    import ctypes  # noqa: PLC0415 - only where it is needed: it costs some milliseconds of the first paint

    count = ctypes.c_ssize_t.from_address(id(None))
    if count.value < _ENOUGH:
        count.value += _ENOUGH
