"""A real throttle: what nginx asks for is heeded, and the read completes."""

import time
from pathlib import Path

import pytest

from tests.loopback.behaviour import says
from tests.loopback.server import Asked, Wire, loopback
from tests.servers.nginx import Throttle
from tests.sources.web.asking import options, request
from wallboard.sources.web.door import Web
from wallboard.sources.web.message import Ask

pytestmark = pytest.mark.needs_debian


def pages(asked: Asked, wire: Wire) -> None:
    """A list of ten pages."""
    page = int(asked.param["page"])
    says({"page": page, "next": page + 1 if page < 10 else None})(asked, wire)


def test_a_list_longer_than_the_throttle_lets_through_at_once_is_read_to_its_end(tmp_path: Path) -> None:
    with loopback(pages) as server, Throttle(tmp_path / "nginx", server.url, per_minute=120, burst=3) as throttle:
        reach = options(throttle.url)
        seen, page = [], 1
        with Web(reach.url, reach, request(), clock_s=time.monotonic, sleep=time.sleep) as web:
            while page is not None:
                found = web.ask(Ask("/list", params=(("page", str(page)),))).json()
                seen.append(found["page"])
                page = found["next"]
            calls = web.calls
        assert seen == list(range(1, 11))
        answered = throttle.answered()
        assert answered.count(200) == 10
        assert answered.count(429) == calls - 10 > 0
        assert len(server.asked) == 10


def test_a_gap_that_the_board_sets_keeps_below_the_throttle(tmp_path: Path) -> None:
    with loopback(pages) as server, Throttle(tmp_path / "nginx", server.url, per_minute=600, burst=1) as throttle:
        reach = options(throttle.url, gap_s=0.11)
        with Web(reach.url, reach, request()) as web:
            for page in range(1, 11):
                web.ask(Ask("/list", params=(("page", str(page)),)))
        assert throttle.answered() == [200] * 10
