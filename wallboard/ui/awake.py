"""Keeps the screen lit: nobody touches a wall, and to a desktop that looks like nobody being there."""

import ctypes
import logging
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QNativeInterface

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection, QDBusPendingCall

log = logging.getLogger(__name__)

INHIBITORS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
    (
        "org.freedesktop.PowerManagement",
        "/org/freedesktop/PowerManagement/Inhibit",
        "org.freedesktop.PowerManagement.Inhibit",
    ),
)
"""Service, object and interface of those who blank screens on desktops; each has `Inhibit(application, reason)`."""

_EVERY_BEATS = 30
"""The shortest time after which an X server can be told to blank is a minute on every desktop there is."""
_RESET = 0


class Awake:
    """Asks the desktop as soon as it can be asked, and an X server every half a minute.

    Both go back to their own ways when the process ends.
    """

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._beats = 0
        self._x_server = _XServer.of_qt()
        bus = _session_bus(environ)
        self._inhibitors = [_Inhibitor(bus, *names) for names in INHIBITORS] if bus is not None else []

    def beat(self) -> None:
        """Once a second; never waits for anybody."""
        for inhibitor in self._inhibitors:
            inhibitor.beat()
        if self._beats % _EVERY_BEATS == 0:
            if self._x_server is not None:
                self._x_server.reset_idle_time()
            for inhibitor in self._inhibitors:
                inhibitor.ask_who()
        self._beats += 1


class _Inhibitor:
    """One of those who blank screens: asked once, and again where another process has taken its place.

    QtDBus would tell of that by itself, but its watcher waits for a thread that waits for Python.
    """

    def __init__(self, bus: "QDBusConnection", service: str, path: str, interface: str) -> None:
        self._bus = bus
        self._names = service, path, interface
        self._pending: QDBusPendingCall | None = None
        self._owner = ""

    def ask_who(self) -> None:
        """Ask the bus who does it now."""
        self._pending = self._call("org.freedesktop.DBus", "/", "org.freedesktop.DBus", "GetNameOwner", self._names[0])

    def beat(self) -> None:
        """Take the answer, if there is one."""
        if self._pending is None or not self._pending.isFinished():
            return
        arguments = [] if self._pending.isError() else self._pending.reply().arguments()
        self._pending = None
        owner = str(arguments[0]) if arguments else ""
        if owner and owner != self._owner:
            # What it promises is bound to this connection: its answer, a number to take it back with, is of no use.
            self._call(*self._names, "Inhibit", "Wallboard", "The board is on the wall")
        self._owner = owner

    def _call(self, service: str, path: str, interface: str, method: str, *arguments: str) -> "QDBusPendingCall":
        from PySide6.QtDBus import QDBusMessage  # noqa: PLC0415 - only where there is a desktop

        call = QDBusMessage.createMethodCall(service, path, interface, method)
        call.setAutoStartService(False)
        call.setArguments(list(arguments))
        return self._bus.asyncCall(call)


class _XServer:
    """The connection that Qt has to an X server."""

    def __init__(self, library: ctypes.CDLL, connection: int) -> None:
        self._library = library
        self._connection = ctypes.c_void_p(connection)

    @classmethod
    def of_qt(cls) -> "_XServer | None":
        """None on anything but X."""
        app = QGuiApplication.instance()
        if QGuiApplication.platformName() != "xcb" or not isinstance(app, QGuiApplication):
            return None
        native = app.nativeInterface()
        if not isinstance(native, QNativeInterface.QX11Application):
            return None
        try:
            return cls(ctypes.CDLL("libxcb.so.1"), native.connection())
        except OSError as fault:
            log.warning("the screen may go blank: %s", fault)
            return None

    def reset_idle_time(self) -> None:
        """As if a key had been pressed: the saver's and the monitor's own waiting begin anew."""
        self._library.xcb_force_screen_saver(self._connection, _RESET)
        self._library.xcb_flush(self._connection)


def _session_bus(environ: Mapping[str, str]) -> "QDBusConnection | None":
    """The desktop's bus; None where there is none, for Qt would try to start one."""
    runtime = environ.get("XDG_RUNTIME_DIR")
    if not environ.get("DBUS_SESSION_BUS_ADDRESS") and not (runtime and os.path.exists(f"{runtime}/bus")):  # noqa: PTH110
        return None
    from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - only where there is a desktop

    bus = QDBusConnection.sessionBus()
    return bus if bus.isConnected() else None
