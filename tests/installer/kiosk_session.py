"""Tries the installed kiosk's session, as its unit starts it, on a display without a screen; for a bare root.

    /usr/lib/wallboard/bin/python3 kiosk_session.py cage|x11 FOLDER

Prints a line a fault with the seconds until the wall was back, and puts pictures into FOLDER. Ends with 1 where
something did not come back. Run as root, where `wallboard-kiosk` was; beside that it needs grim and wlr-randr, or xvfb
and x11-apps. For a full disk the kiosk's state has to be a mount of its own.
"""

import os
import pwd
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import psutil

UNIT = Path("/usr/lib/systemd/system/wallboard-kiosk.service")
STATE = Path("/var/lib/wallboard")
RUNTIME = Path("/run/wallboard")
NOTIFY = "/run/wallboard-notify"
PATIENCE_S = 60
RESTART_S = 2
A_PAGE = 40
"""Colours among the sampled pixels of a page; a screen without a window has one or two."""


class Session:
    """The session's processes, what they tell systemd, and what stands on the screen."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.told: list[str] = []
        self.account = pwd.getpwnam("wallboard")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        Path(NOTIFY).unlink(missing_ok=True)
        self._socket.bind(NOTIFY)
        Path(NOTIFY).chmod(0o666)
        self._socket.settimeout(0)
        self._display: subprocess.Popen[bytes] | None = None
        RUNTIME.mkdir(mode=0o700, exist_ok=True)
        os.chown(RUNTIME, self.account.pw_uid, self.account.pw_gid)

    def start(self, **more: str) -> None:
        """What the unit's ExecStart does, with its environment and `more`, and a display that needs no screen."""
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "NOTIFY_SOCKET": NOTIFY, "WATCHDOG_USEC": "4000000"}
        for line in UNIT.read_text().splitlines():
            if line.startswith("Environment="):
                environment |= dict(one.split("=", 1) for one in line.removeprefix("Environment=").split())
        environment |= more
        if self.kind == "x11":
            environment |= {"WALLBOARD_SESSION": "x11", "DISPLAY": ":7"}
            if self._display is None:
                self._display = subprocess.Popen(["Xvfb", ":7", "-screen", "0", "1920x1080x24", "-nolisten", "tcp"])
        else:
            environment |= {"WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}
        self._environment = environment
        log = os.open("/tmp/session.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.process = subprocess.Popen(
            ["/usr/lib/wallboard/session"],
            env=environment,
            cwd=STATE,
            user="wallboard",
            group="wallboard",
            extra_groups=[],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def child(self, word: str) -> psutil.Process | None:
        """The kiosk's own child that does this: collect or show; or the kiosk."""
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                words = process.cmdline()
                if words[:1] == ["/usr/lib/wallboard/bin/python3"] and word in words and _is_whole(process):
                    return process
        return None

    def heard(self) -> list[str]:
        """All that systemd would have been told until now."""
        with suppress(BlockingIOError):
            while True:
                self.told.append(self._socket.recv(4096).decode())
        return self.told

    def image(self) -> tuple[int, int, bytes]:
        """Width, height and four bytes a pixel of what stands on the screen; nothing where there is none."""
        if self.kind == "x11":
            raw = self._run("xwd", "-silent", "-root", "-display", ":7")
            if len(raw) < 100:
                return 0, 0, b""
            header = struct.unpack(">25I", raw[:100])
            return header[4], header[5], raw[header[0] + 12 * header[19] :]
        raw = self._run("grim", "-t", "ppm", "-")
        if not raw.startswith(b"P6"):
            return 0, 0, b""
        _, size, _, pixels = raw.split(b"\n", 3)
        width, height = map(int, size.split())
        return width, height, b"".join(pixels[at : at + 3] + b"\xff" for at in range(0, len(pixels), 3 * 97))

    def is_filled(self, size: tuple[int, int]) -> bool:
        """Whether cage's screen has this size and a page ends where it does: with its ground, as it begins."""
        raw = self._run("grim", "-t", "ppm", "-")
        width, height = size
        head = b"P6\n%d %d\n255\n" % size
        spots = ((2, 2), (width - 3, height // 2), (width // 2, height - 3))
        starts = [len(head) + 3 * (y * width + x) for x, y in spots]
        return raw.startswith(head) and len({raw[start : start + 3] for start in starts}) == 1

    def colours(self) -> int:
        """How many colours a sample of the pixels has."""
        _, _, pixels = self.image()
        step = 4 if self.kind == "cage" else 4 * 97
        return len({pixels[at : at + 3] for at in range(0, len(pixels) - 3, step)})

    def save(self, file: Path) -> None:
        """What stands on the screen, as a picture."""
        if self.kind == "cage":
            file.write_bytes(self._run("grim", "-t", "png", "-"))
            return
        from PySide6.QtGui import QImage

        width, height, pixels = self.image()
        QImage(pixels, width, height, width * 4, QImage.Format.Format_RGB32).save(str(file))

    def output(self, *told: str) -> None:
        """Switch the one output off or on, or to another resolution or scale. Raises AssertionError."""
        done = self._ran("wlr-randr", "--output", "HEADLESS-1", *told)
        assert done is not None, f"wlr-randr {' '.join(told)} has no answer"
        assert done.returncode == 0, f"wlr-randr {' '.join(told)}: {done.stderr.decode().strip()}"

    def seen(self) -> str:
        """What the display itself says of its screen, and what stands there."""
        told = self._run("wlr-randr").decode() if self.kind == "cage" else ""
        width, height, _ = self.image()
        return f"{width}x{height}, {self.colours()} colours\n{told}"

    def end(self) -> int:
        """Tell the kiosk to end, as systemd would; the seconds that it took."""
        began = time.monotonic()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(20)
        until(lambda: self.child("collect") is None and self.child("show") is None, "all have ended")
        return round(time.monotonic() - began)

    def close(self) -> None:
        """Leave nothing behind."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        if self._display is not None:
            self._display.kill()

    def _run(self, *command: str) -> bytes:
        done = self._ran(*command)
        return b"" if done is None else done.stdout

    def _ran(self, *command: str) -> subprocess.CompletedProcess[bytes] | None:
        """What a command ended with; nothing where it did not end."""
        display = next((path.name for path in RUNTIME.glob("wayland-*") if path.suffix != ".lock"), "wayland-0")
        environment = self._environment | {"WAYLAND_DISPLAY": display}
        try:
            return subprocess.run(
                command, env=environment, user="wallboard", capture_output=True, check=False, timeout=20
            )
        except subprocess.TimeoutExpired:
            return None


def _is_whole(process: psutil.Process) -> bool:
    return process.status() != psutil.STATUS_ZOMBIE


def until(what: Callable[[], object], told: str) -> float:
    """Seconds until something holds. Raises TimeoutError."""
    began = time.monotonic()
    while not what():
        if time.monotonic() - began > PATIENCE_S:
            raise TimeoutError(f"not within {PATIENCE_S} s: {told}")
        time.sleep(0.1)
    return time.monotonic() - began


def kill(session: Session, word: str, number: int) -> float:
    """Seconds from a signal to a child until another stands in its place and the page on the screen."""
    before = session.child(word)
    assert before is not None
    began = time.monotonic()
    before.send_signal(number)
    until(lambda: (now := session.child(word)) is not None and now.pid != before.pid, f"another `{word}`")
    until(lambda: session.colours() >= A_PAGE, "a page")
    return time.monotonic() - began


def damage(session: Session, name: str) -> float:
    """Seconds from damage to a file of the store, whose writer is killed, until it is sound and new, with a page up.

    The pages that wait in its -wal are damaged as well: they would stand in for those of the file.
    """
    began = time.monotonic()
    for file in (STATE / name, STATE / f"{name}-wal"):
        size = file.stat().st_size if file.exists() else 0
        if size:
            with file.open("r+b") as held:
                held.seek(size // 3)
                held.write(os.urandom(size // 3))
    damaged = time.time()
    kill(session, "collect", signal.SIGKILL)
    until(lambda: _newest(STATE, name) > damaged and _is_sound(STATE / name), f"{name} is sound")
    until(lambda: session.colours() >= A_PAGE, "a page")
    return time.monotonic() - began


def _is_sound(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
            return opened.execute("PRAGMA quick_check").fetchone() == ("ok",)
    except sqlite3.Error:
        return False


def kill_kiosk(session: Session) -> float:
    """Seconds from the kiosk's own death, after which nothing of the session may stay, through another start to a page.

    systemd's part is played here: it ends what is left of the unit and starts it again after RestartSec.
    """
    kiosk = session.child("kiosk")
    assert kiosk is not None
    began = time.monotonic()
    kiosk.kill()
    until(lambda: session.child("collect") is None and session.child("show") is None, "its children have ended")
    until(lambda: session.process.poll() is not None, "the session has ended")
    with suppress(ProcessLookupError):
        os.killpg(session.process.pid, signal.SIGKILL)
    time.sleep(RESTART_S)
    session.start()
    until(lambda: session.child("show") is not None and session.colours() >= A_PAGE, "a page")
    return time.monotonic() - began


def outgrow(session: Session, word: str, variable: str) -> float:
    """Seconds from the first page of a session with a child above its ceiling until another has its place, and a page.

    The ceiling is set as /etc/default/wallboard would set it, below what the child needs: what grows is the same.
    """
    session.end()
    session.start(**{variable: "16"})
    until(lambda: session.child(word) is not None and session.colours() >= A_PAGE, "a page")
    before = session.child(word)
    assert before is not None
    began = time.monotonic()
    until(lambda: (now := session.child(word)) is not None and now.pid != before.pid, f"another `{word}`")
    until(lambda: session.colours() >= A_PAGE, "a page")
    seconds = time.monotonic() - began
    session.end()
    session.start()
    until(lambda: session.child("show") is not None and session.colours() >= A_PAGE, "a page with the usual ceiling")
    return seconds


def _newest(folder: Path, name: str) -> float:
    return max((path.stat().st_mtime for path in folder.glob(f"{name}*")), default=0.0)


def fill_disk(session: Session) -> float:
    """No room at all for some seconds, a collector that dies meanwhile, then room: seconds until it writes again."""
    filler = STATE / "filler"
    with filler.open("wb") as held, suppress(OSError):
        while True:
            held.write(b"\0" * 65536)
            held.flush()
    collector = session.child("collect")
    assert collector is not None
    collector.kill()
    time.sleep(6)
    assert session.colours() >= A_PAGE, "the page went"
    filler.unlink()
    freed = time.time()
    return until(lambda: _newest(STATE, "journal.sqlite") > freed and session.colours() >= A_PAGE, "it writes again")


def screen_gone(session: Session) -> float:
    """The only screen switched off for some seconds; seconds from its return until the page stands on it."""
    session.output("--off")
    until(lambda: session.colours() == 0, "the screen is gone")
    time.sleep(3)
    began = time.monotonic()
    session.output("--on")
    until(lambda: session.colours() >= A_PAGE, "a page")
    return time.monotonic() - began


def screen_changed(session: Session) -> float:
    """Another resolution and scale, and back again: seconds until the page has filled the screen both times."""
    glass = session.child("show")
    seconds = 0.0
    for size, scale in (((1280, 720), "2"), ((1920, 1080), "1")):
        session.output("--custom-mode", f"{size[0]}x{size[1]}", "--scale", scale)
        seconds += until(lambda size=size: session.is_filled(size) and session.colours() >= A_PAGE, f"a page, {size}")
    assert session.child("show") == glass, "the glass was started anew"
    return seconds


def main(kind: str, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    session = Session(kind)
    faults: list[tuple[str, Callable[[], float]]] = [
        ("kill -9 of the glass", lambda: kill(session, "show", signal.SIGKILL)),
        ("kill -9 of the collector", lambda: kill(session, "collect", signal.SIGKILL)),
        ("kill -STOP of the glass, as a GUI thread that hangs", lambda: kill(session, "show", signal.SIGSTOP)),
        ("kill -9 of the kiosk itself", lambda: kill_kiosk(session)),
        ("memory of the glass above its ceiling", lambda: outgrow(session, "show", "WALLBOARD_GLASS_MIB")),
        ("memory of the collector above its ceiling", lambda: outgrow(session, "collect", "WALLBOARD_COLLECTOR_MIB")),
        ("cache damaged", lambda: damage(session, "cache.sqlite")),
        ("journal damaged", lambda: damage(session, "journal.sqlite")),
    ]
    if os.path.ismount(STATE):
        faults.append(("disk full", lambda: fill_disk(session)))
    if kind == "cage" and shutil.which("wlr-randr"):
        faults.append(("screen gone and back", lambda: screen_gone(session)))
        faults.append(("screen of another size and scale, and back", lambda: screen_changed(session)))
    failed = 0
    try:
        session.start()
        seconds = until(lambda: session.colours() >= A_PAGE, "the first page")
        print(f"{kind}: first page after {seconds:.1f} s", flush=True)
        until(lambda: "READY=1" in session.heard() and "WATCHDOG=1" in session.heard(), "READY and WATCHDOG")
        print(f"{kind}: systemd would have heard READY, WATCHDOG, {session.told[-1]!r}", flush=True)
        session.save(folder / f"{kind}.png")
        for name, happen in faults:
            try:
                print(f"{kind}: {name}: back after {happen():.1f} s", flush=True)
            except (AssertionError, TimeoutError, OSError) as fault:
                failed += 1
                print(f"{kind}: {name}: FAILED: {fault}; {session.seen()}", flush=True)
                session.save(folder / f"{kind}-{name.replace(' ', '-')}.png")
        session.save(folder / f"{kind}-after.png")
        print(f"{kind}: all ended within {session.end()} s of SIGTERM", flush=True)
    except TimeoutError as fault:
        failed += 1
        print(f"{kind}: FAILED: {fault}", flush=True)
    finally:
        session.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
