"""Monitors of an X server, by RandR 1.5: `python -m tests.x_monitors plug NAME X Y W H` and `unplug NAME`.

Xvfb has one output and no other way to change; to programs a monitor is a screen like any other. The monitor that is
plugged with the word `whole` before its name takes the server's only output, which then is no screen of its own.
"""

import ctypes
import sys


class Monitor(ctypes.Structure):
    """XRRMonitorInfo, as Xrandr.h has it."""

    _fields_ = (
        ("name", ctypes.c_ulong), ("primary", ctypes.c_int), ("automatic", ctypes.c_int), ("noutput", ctypes.c_int),
        ("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int),
        ("mwidth", ctypes.c_int), ("mheight", ctypes.c_int), ("outputs", ctypes.POINTER(ctypes.c_ulong)),
    )  # fmt: skip


def main(command: str, *arguments: str) -> None:
    x11, randr = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = ctypes.c_ulong
    randr.XRRAllocateMonitor.restype = randr.XRRGetMonitors.restype = ctypes.POINTER(Monitor)
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    has_output = arguments[0] == "whole"
    name, *place = arguments[has_output:]
    atom = ctypes.c_ulong(x11.XInternAtom(display, name.encode(), 0))
    if command == "unplug":
        randr.XRRDeleteMonitor(display, root, atom)
    else:
        monitor = randr.XRRAllocateMonitor(display, int(has_output))
        told = monitor.contents
        told.name, told.mwidth, told.mheight = atom.value, 1210, 680
        told.x, told.y, told.width, told.height = map(int, place)
        if has_output:
            count = ctypes.c_int()
            told.outputs[0] = randr.XRRGetMonitors(display, root, 1, ctypes.byref(count)).contents.outputs[0]
        randr.XRRSetMonitor(display, root, monitor)
    x11.XSync(display, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
