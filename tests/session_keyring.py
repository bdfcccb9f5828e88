"""A session of its own: a D-Bus, a real GNOME Keyring on it, and a prompter that only notes that it was asked."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.waiting import until

PASSWORD = "the password of the session"
_BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""
_PROMPTER = """\
[D-BUS Service]
Name=org.gnome.keyring.SystemPrompter
Exec=/usr/bin/touch {asked}
"""


@dataclass
class Session:
    """A session's environment, and the file that is there once anybody would have seen a box."""

    environ: dict[str, str]
    asked: Path
    folder: Path
    daemon: "subprocess.Popen[bytes] | None" = None

    def unlock(self) -> None:
        """Begin with a keyring that is open, as after a login with the password; it is made where there is none."""
        self._start("--unlock")

    def lock(self) -> None:
        """Begin anew with the keyring that was made, locked, as after an automatic login."""
        self.end()
        self._start("--start")

    def stop(self) -> None:
        """Let it hang."""
        self.daemon.send_signal(signal.SIGSTOP)

    def end(self) -> None:
        """End the keyring, and nothing else."""
        if self.daemon is not None:
            self.daemon.send_signal(signal.SIGCONT)
            self.daemon.terminate()
            self.daemon.wait(timeout=20)
            self.daemon = None

    def _start(self, how: str) -> None:
        command = ["gnome-keyring-daemon", how, "--foreground", "--components=secrets"]
        command += [f"--control-directory={self.folder / 'control'}"]
        self.daemon = subprocess.Popen(
            command, env=self.environ, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.daemon.stdin.write(PASSWORD.encode() if how == "--unlock" else b"")
        self.daemon.stdin.close()
        until(self._has_owner, "the keyring is on the bus")

    def _has_owner(self) -> bool:
        command = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
        command += ["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"]
        told = subprocess.run(command, env=self.environ, capture_output=True, text=True, check=False).stdout
        return "true" in told


@contextmanager
def session(folder: Path) -> Iterator[Session]:
    """A session below a folder, without a keyring yet."""
    for program in ("dbus-daemon", "gnome-keyring-daemon"):
        if not shutil.which(program):
            pytest.fail(f"{program} is not installed: ./installer/test --all installs it")
    services, home, path = folder / "services", folder / "home", folder / "bus"
    for one in (services, home, folder / "control"):
        one.mkdir(parents=True, mode=0o700)
    asked = folder / "asked"
    (services / "prompter.service").write_text(_PROMPTER.format(asked=asked))
    (folder / "bus.conf").write_text(_BUS.format(path=path, services=services))
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "XDG_"))}
    environ |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(folder), "DBUS_SESSION_BUS_ADDRESS": f"unix:path={path}"}
    command = ["dbus-daemon", f"--config-file={folder / 'bus.conf'}", "--nofork", "--nopidfile"]
    bus = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    made = Session(environ, asked, folder)
    try:
        until(path.exists, "the bus listens")
        yield made
    finally:
        made.end()
        bus.terminate()
        bus.wait(timeout=20)
