"""Whatever goes wrong, and however often: no thread, no socket and no file is left behind, and nothing grows."""

import gc
import os
from contextlib import ExitStack, suppress
from threading import enumerate as threads
from typing import Any

from tests.loopback import behaviour as does
from tests.loopback.server import Behaviour, Loopback
from tests.sources.web.asking import door, request
from wallboard.sources.contract import SourceFault
from wallboard.sources.web.kept import MOST_COOKIES
from wallboard.sources.web.message import Ask

READS = 20
WAYS: tuple[Behaviour, ...] = (
    does.says({"is": "well"}),
    does.resets,
    does.closes,
    does.breaks_off,
    does.breaks_off_in_chunks,
    does.answers(status=500),
    does.answers(b"x" * 100_000, status=404),
    does.redirects("http://127.0.0.1:1/"),
    does.packed_bomb(50_000_000),
    does.sends_without_end,
    does.no_web_server,
)


def open_files() -> int:
    gc.collect()
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - no path is wanted of it


def read(url: str, kept: dict[str, Any]) -> None:
    """One read, whose connections nobody closes by hand."""
    with suppress(SourceFault):
        door(url, request(kept), timeout_s=5.0, most_mb=0.1).ask(Ask("/"))


def read_all(times: int) -> list[str]:
    """Reads from each server; the threads that still ask afterwards."""
    with ExitStack() as stack:
        servers = [stack.enter_context(Loopback(way)) for way in WAYS]
        for server in servers:
            kept: dict[str, Any] = {}
            for _ in range(times):
                read(server.url, kept)
        return [thread.name for thread in threads() if thread.name.startswith("ask ") and thread.is_alive()]


def test_reads_that_fail_leave_nothing_behind() -> None:
    read_all(1)
    before = open_files()
    assert read_all(READS) == []
    assert open_files() <= before


def test_cookies_that_are_new_each_time_do_not_pile_up() -> None:
    def behave(asked: Any, wire: Any) -> None:
        headers = [("Set-Cookie", f"c{asked.number}-{number}=1; Path=/") for number in range(20)]
        does.says({}, headers=headers)(asked, wire)

    kept: dict[str, Any] = {}
    with Loopback(behave) as server:
        for _ in range(10):
            read(server.url, kept)
        sent = [one.headers.get("cookie", "").count("=") for one in server.asked]
    assert max(sent) <= MOST_COOKIES + 20
