"""What systemd is told, where there is one: ready, still alive, how it stands."""

import os
import socket
from collections.abc import MutableMapping
from contextlib import suppress


class Notifier:
    """Datagrams to NOTIFY_SOCKET, as sd_notify(3) has them; without a socket nothing happens. Never raises or blocks.

    Its variables are taken out of the environment, so that no child speaks in the kiosk's name. WATCHDOG_PID is not
    asked: where a compositor starts the kiosk, the unit's main process is the compositor, which feeds nobody.
    """

    def __init__(self, environment: MutableMapping[str, str] | None = None) -> None:
        told = os.environ if environment is None else environment
        address = told.pop("NOTIFY_SOCKET", "")
        usec = told.pop("WATCHDOG_USEC", "")
        told.pop("WATCHDOG_PID", None)
        self._address = "\0" + address[1:] if address.startswith("@") else address
        # Twice within the time that systemd waits, as sd_watchdog_enabled(3) advises.
        self.watchdog_s = int(usec) / 2e6 if usec.isascii() and usec.isdecimal() and int(usec) > 0 else None
        self._fed_s: float | None = None
        self._status = ""
        self._socket: socket.socket | None = None
        if self._address:
            with suppress(OSError):
                self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                self._socket.settimeout(0)

    def ready(self) -> None:
        """The children are started."""
        self._send("READY=1")

    def stopping(self) -> None:
        """The end has begun."""
        self._send("STOPPING=1")

    def alive(self, now_s: float) -> None:
        """Feed the watchdog, as often as it wants; `now_s` in seconds that only grow."""
        if self.watchdog_s is not None and (self._fed_s is None or now_s - self._fed_s >= self.watchdog_s):
            self._fed_s = now_s
            self._send("WATCHDOG=1")

    def status(self, text: str) -> None:
        """One line of how it stands, where that has changed."""
        if text != self._status:
            self._status = text
            self._send(f"STATUS={' '.join(text.split())}")

    def close(self) -> None:
        """Say nothing more."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _send(self, message: str) -> None:
        if self._socket is not None:
            with suppress(OSError):  # a full or vanished socket is systemd's to mend
                self._socket.sendto(message.encode(), self._address)
