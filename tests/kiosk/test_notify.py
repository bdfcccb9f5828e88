"""What systemd hears, at a socket of the kind that it listens to."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from wallboard.kiosk.notify import Notifier


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(0)
        yield listening


def heard(systemd: socket.socket) -> list[str]:
    found = []
    while True:
        try:
            found.append(systemd.recv(4096).decode())
        except BlockingIOError:
            return found


def test_systemd_hears_that_it_is_ready_how_it_stands_and_that_it_ends(tmp_path: Path, systemd: socket.socket) -> None:
    notifier = Notifier({"NOTIFY_SOCKET": str(tmp_path / "notify")})
    notifier.ready()
    notifier.status("all\nwell")
    notifier.status("all\nwell")
    notifier.stopping()
    notifier.close()
    notifier.ready()
    assert heard(systemd) == ["READY=1", "STATUS=all well", "STOPPING=1"]


def test_the_watchdog_is_fed_twice_in_its_time(tmp_path: Path, systemd: socket.socket) -> None:
    notifier = Notifier({"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "20000000"})
    for now_s in range(100, 125):
        notifier.alive(float(now_s))
    notifier.close()
    assert heard(systemd) == ["WATCHDOG=1"] * 3


def test_without_a_watchdog_none_is_fed(tmp_path: Path, systemd: socket.socket) -> None:
    notifier = Notifier({"NOTIFY_SOCKET": str(tmp_path / "notify")})
    notifier.alive(1.0)
    notifier.close()
    assert heard(systemd) == []


def test_no_child_speaks_in_the_kiosk_s_name() -> None:
    environment = {"NOTIFY_SOCKET": "@name", "WATCHDOG_USEC": "1", "WATCHDOG_PID": "7", "LANG": "C"}
    Notifier(environment).close()
    assert environment == {"LANG": "C"}


@pytest.mark.parametrize(
    "told", [{}, {"NOTIFY_SOCKET": "/nowhere/at/all"}, {"NOTIFY_SOCKET": "@", "WATCHDOG_USEC": "x"}]
)
def test_without_systemd_nothing_happens(told: dict[str, str]) -> None:
    notifier = Notifier(told)
    notifier.ready()
    notifier.alive(1.0)
    notifier.status("well")
    notifier.close()
    assert notifier.watchdog_s is None


def test_a_socket_without_a_name_in_the_file_system_is_spoken_to_as_well() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind("\0wallboard-test-notify")
        listening.settimeout(0)
        notifier = Notifier({"NOTIFY_SOCKET": "@wallboard-test-notify"})
        notifier.ready()
        notifier.close()
        assert heard(listening) == ["READY=1"]
