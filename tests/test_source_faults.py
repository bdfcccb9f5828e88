"""What goes wrong with a live source, seen from a board: the word that the wall shows, and what it keeps.

A board with a rest source over a server on loopback that really fails. The collector reads it well once, then badly:
the rows of before stay, and the word is that of the table in which every kind of fault has one.
"""

import base64
import json
import socket
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from tests.loopback import behaviour as does
from tests.loopback.authority import Authority
from tests.loopback.server import Asked, Behaviour, Loopback, Wire, closed_port, loopback
from tests.loopback.tickets import Row, lists, pages, ticket, tickets
from tests.loopback.tokens import TokenServer
from tests.servers.nginx import Throttle
from tests.small_board import us
from wallboard.collect.collector import Collector
from wallboard.collect.once import request_for, site_of_source
from wallboard.collect.plain import said
from wallboard.collect.polling import Outcome, attempt
from wallboard.compose import compose
from wallboard.config.board import Board
from wallboard.config.load import load_board
from wallboard.core.records import Batch
from wallboard.core.views.freshness import condition_of, word_of_source
from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places

NOW_US = us("2026-11-23 10:00")
MINUTE_US, DAY_US = 60_000_000, 86_400_000_000
MB = 1_000_000
SECRET = "pa55-of-the-desk"

BOARD: dict[str, Any] = {
    "version": 1,
    "organisation": {"name": "Northwind", "time_zone": "Europe/London", "locale": "en_GB", "calendar": "office"},
    "calendars": {"office": {"hours": {"mon-fri": ["09:00-17:00"]}}},
    "statuses": {"open": ["open"], "closed": ["closed"]},
    "pages": [{"title": "One", "panels": [{"type": "open-cases", "place": [0, 0, 12, 8], "across": "queue"}]}],
    "queues": {"Front": {"tier": "front"}},
}
CASES: dict[str, Any] = {
    "request": {"path": "/tickets"},
    "records": "items",
    "fields": {"number": "id", "status": "status", "queue": "queue", "opened": "made"},
}
BY_PAGE = CASES | {
    "request": {"path": "/tickets", "params": {"page": "{page}"}},
    "paging": {"by": "page", "size": 10, "total": "total"},
}
BY_LINK = CASES | {"paging": {"by": "next", "next": "next", "total": "total"}}


@dataclass
class Wall:
    """A board, its collector, and what the wall shows of it; a test moves its clock."""

    board: Board
    places: Places
    secret: Callable[[str], str]
    now_us: int = NOW_US
    kept: dict[str, Any] = field(default_factory=dict)
    token: str = ""
    outcome: Outcome | None = None

    def __post_init__(self) -> None:
        self.collector = Collector({"board": self.board}, self.places, compose, lambda _site: _NoThread())
        self.collector.begin(self.now_us)

    def poll(self, minutes: float = 1) -> Outcome:
        """One read by the collector, until it has no more; the wall shows what came of it."""
        self.now_us += round(minutes * MINUTE_US)
        (entry,) = self.board.sources
        for _ in range(20):
            request = request_for(self.board, entry, self.now_us)
            request = replace(request, secret=self.secret, kept=self.kept, token=self.token)
            site = site_of_source(self.board, entry)
            self.outcome = attempt(site, entry.type, entry.options, request)
            assert not self.outcome.trace, self.outcome.trace
            batch = self.outcome.batch
            if batch is not None:
                self.token = batch.token
            self.collector.take(self.outcome)
            if batch is None or not batch.has_more:
                break
        self.collector.show(self.now_us)
        return self.outcome

    def word(self, days_later: float = 0) -> str:
        """What the panel says, now or later."""
        picture = self._picture()
        now_us = self.now_us + round(days_later * DAY_US)
        return condition_of(picture.sources, now_us, now_us).word

    def says(self) -> str:
        """All that the wall says of the source's fault."""
        (note,) = self._picture().sources
        return " ".join(said(one) for one in (note.fault, note.remedy) if one is not None)

    def is_late(self) -> bool:
        """Whether what the wall has is older than a poll may be, whatever else there is to say of it."""
        (note,) = self._picture().sources
        return word_of_source(note, self.now_us) != "LIVE"

    @property
    def rows(self) -> int:
        """How many rows the wall has."""
        return int(self._picture().sources[0].rows)

    @property
    def batch(self) -> Batch:
        """What the last read brought."""
        assert self.outcome is not None
        assert self.outcome.batch is not None
        return self.outcome.batch

    def _picture(self) -> Any:
        with closing(JournalReader(self.places.journal, "board")) as reader:
            return reader.picture()


class _NoThread:
    """Stands where a source's thread is: these tests read by themselves."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


class Switch:
    """A server that is told anew how to behave."""

    def __init__(self, behave: Behaviour) -> None:
        self.behave = behave

    def __call__(self, asked: Asked, wire: Wire) -> None:
        self.behave(asked, wire)


def secret_of(name: str) -> str:
    return SECRET


@contextmanager
def wall_of(tmp_path: Path, url: str, *, secret: Callable[[str], str] = secret_of, **source: Any) -> Iterator[Wall]:
    """A wall with one source."""
    path = tmp_path / "board.yaml"
    entry = {"type": "rest", "url": url, "timeout_s": 10.0, "cases": CASES, **source}
    path.write_text(yaml_text({**BOARD, "sources": {"desk": entry}}))
    places = Places(tmp_path / "state")
    places.make()
    wall = Wall(load_board(path), places, secret)
    try:
        yield wall
    finally:
        wall.collector.end()


def yaml_text(board: dict[str, Any]) -> str:
    """A board as JSON, which is YAML."""
    return json.dumps(board)


@contextmanager
def read_well_once(
    tmp_path: Path, well: Behaviour | None = None, **source: Any
) -> Iterator[tuple[Wall, Switch, Loopback]]:
    """A wall whose source was read well, and its server, which is about to change its behaviour."""
    switch = Switch(well or lists(tickets(25)))
    with loopback(switch) as server, wall_of(tmp_path, server.url, **source) as wall:
        wall.poll()
        assert (wall.word(), wall.rows) == ("LIVE", 25)
        yield wall, switch, server


# Faults that may mend themselves


PASSING: dict[str, Behaviour] = {
    "reset": does.resets,
    "closed": does.closes,
    "breaks off": does.breaks_off,
    "breaks off in a chunk": does.breaks_off_in_chunks,
    "tells two lengths": does.tells_two_lengths,
    "hangs": does.hangs,
    "drips": does.drips,
    "drips its headers": does.drips_headers,
    "goes on waiting": does.keeps_waiting,
    "429": does.answers(status=429),
    "500": does.answers(status=500),
    "502": does.answers(status=502),
    "503": does.answers(status=503),
    "504": does.answers(status=504),
}

SLOW = ("hangs", "drips", "drips its headers", "goes on waiting")


@pytest.mark.parametrize("fault", PASSING)
def test_what_may_mend_itself_is_late_then_stale_and_live_again(tmp_path: Path, fault: str) -> None:
    with read_well_once(tmp_path, timeout_s=1.5 if fault in SLOW else 10.0) as (wall, switch, _):
        switch.behave = PASSING[fault]
        assert not wall.poll().needs_person
        assert (wall.word(), wall.rows) == ("LATE", 25)
        assert wall.word(days_later=3) == "STALE"
        switch.behave = lists(tickets(26))
        wall.poll()
        assert (wall.word(), wall.rows) == ("LIVE", 26)


def test_a_server_that_is_gone_is_late_then_stale(tmp_path: Path) -> None:
    with loopback(lists(tickets(25))) as server, wall_of(tmp_path, server.url) as wall:
        wall.poll()
        server.__exit__()
        wall.poll()
        assert "refuses the connection" in wall.says()
        assert (wall.word(), wall.word(days_later=3), wall.rows) == ("LATE", "STALE", 25)


@pytest.mark.parametrize("is_known", [True, False])
def test_a_server_that_never_answered_leaves_no_data_and_says_why(tmp_path: Path, is_known: bool) -> None:
    url = f"http://127.0.0.1:{closed_port()}" if is_known else "http://desk.invalid"
    with wall_of(tmp_path, url) as wall:
        wall.poll()
        assert wall.word() == "NO DATA"
        assert url.removeprefix("http://") in wall.says()


def test_a_resolver_that_hangs_is_late_then_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, resolve = Event(), socket.getaddrinfo

    def hang(*what: Any, **more: Any) -> Any:
        go_on.wait(60)
        return resolve(*what, **more)

    with read_well_once(tmp_path, timeout_s=1.5) as (wall, *_), monkeypatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", hang)
        for _ in range(3):
            assert not wall.poll().needs_person
        assert "did not answer in full" in wall.says()
        assert (wall.word(), wall.word(days_later=3), wall.rows) == ("LATE", "STALE", 25)
        go_on.set()


@pytest.mark.parametrize("status", [429, 503])
def test_the_wait_that_a_server_asks_for_is_kept(tmp_path: Path, status: int) -> None:
    with read_well_once(tmp_path) as (wall, switch, server):
        switch.behave = does.answers(status=status, headers={"Retry-After": "300"})
        assert wall.poll().retry_after_s == 300
        before = len(server.asked)
        assert wall.poll().retry_after_s == pytest.approx(300, abs=30)
        assert len(server.asked) == before
        assert wall.word() == "LATE"


# Faults that need a person


NEEDS_PERSON: dict[str, tuple[Behaviour, str]] = {
    "no JSON": (does.answers(b"{items:"), "no correct JSON"),
    "a page to log in": (does.answers(b"<html><form>", headers={"Content-Type": "text/html"}), "web page"),
    "gzip that breaks off": (does.packs(b'{"items": []}' * 99, upto=30), "packed"),
    "500 MB": (does.sends(500 * MB, tells=True), "32 MB"),
    "500 MB that are not told": (does.sends(500 * MB, tells=False), "32 MB"),
    "a body without end": (does.sends_without_end, "32 MB"),
    "chunks without end": (does.chunks_without_end, "32 MB"),
    "a bomb of gzip": (does.packed_bomb(500 * MB), "32 MB"),
    "10,000 deep": (does.answers(b'{"items":' + b"[" * 10_000 + b"]" * 10_000 + b"}"), "100 levels"),
    "too many values": (does.answers(b'{"items":[' + b"[]," * 3 * MB + b"[]]}"), "values"),
    "another encoding": (does.answers('{"items": ["Müller"]}'.encode("latin-1")), "encoding"),
    "one key twice": (does.answers(b'{"items": [], "items": []}'), "twice"),
    "no list": (does.says({"tickets": []}), "no list"),
    "400": (does.answers(status=400), "400"),
    "403": (does.answers(status=403), "forbids"),
    "404": (does.answers(status=404), "nothing at an address"),
    "a redirect in a circle": (does.redirects("/tickets"), "again and again"),
    "a redirect to a file": (does.redirects("file:///etc/passwd"), "names an address"),
    "another language": (does.no_web_server, "not as a web server"),
}


@pytest.mark.parametrize("fault", NEEDS_PERSON)
def test_what_needs_a_person_is_failed_keeps_the_rows_and_takes_little_memory(tmp_path: Path, fault: str) -> None:
    behave, told = NEEDS_PERSON[fault]
    with read_well_once(tmp_path) as (wall, switch, server):
        switch.behave = behave
        before = server.sent_bytes
        tracemalloc.start()
        try:
            assert wall.poll().needs_person
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert (wall.word(), wall.rows) == ("FAILED", 25)
        assert told in wall.says()
        assert peak < 100 * MB
        assert server.sent_bytes - before < 64 * MB
        switch.behave = lists(tickets(26))
        wall.poll()
        assert (wall.word(), wall.rows) == ("LIVE", 26)


@pytest.mark.parametrize("is_trusted", [True, False])
def test_a_certificate_that_is_not_trusted_is_failed_and_the_setting_named(tmp_path: Path, is_trusted: bool) -> None:
    authority = Authority(tmp_path / "authority")
    more = {"authority": "authority/authority.pem"} if is_trusted else {}
    with (
        loopback(lists(tickets(25)), authority.server()) as server,
        wall_of(tmp_path, server.url, **more) as wall,
    ):
        wall.poll()
        if is_trusted:
            assert (wall.word(), wall.rows) == ("LIVE", 25)
        else:
            assert wall.outcome is not None
            assert wall.outcome.needs_person
            assert "authority" in wall.says()
            assert server.asked == []


def test_a_refused_sign_in_is_failed_names_the_secret_and_is_tried_once(tmp_path: Path) -> None:
    sign_in = {"user": "wallboard", "secret": "helpdesk"}
    with read_well_once(tmp_path, sign_in=sign_in) as (wall, switch, server):
        switch.behave = does.answers(status=401)
        before = len(server.asked)
        for _ in range(5):
            assert wall.poll().needs_person
        assert (wall.word(), wall.rows) == ("FAILED", 25)
        assert "“helpdesk”" in wall.says()
        assert "wallboard secret set helpdesk" in wall.says()
        assert SECRET not in wall.says()
        assert len(server.asked) == before + 1


def test_what_is_forbidden_is_failed_and_names_the_secret(tmp_path: Path) -> None:
    with read_well_once(tmp_path, sign_in={"user": "wallboard", "secret": "helpdesk"}) as (wall, switch, _):
        switch.behave = does.answers(status=403)
        assert wall.poll().needs_person
        assert (wall.word(), wall.rows) == ("FAILED", 25)
        assert "“helpdesk”" in wall.says()
        switch.behave = lists(tickets(25))
        wall.poll()
        assert wall.word() == "LIVE"


def test_a_token_that_is_over_is_renewed_and_nobody_sees_it(tmp_path: Path) -> None:
    tokens, rows = TokenServer(), lists(tickets(25))

    def behave(asked: Asked, wire: Wire) -> None:
        if asked.path == "/token" or asked.headers.get("authorization") != f"Bearer {tokens.good}":
            tokens(asked, wire)
        else:
            rows(asked, wire)

    oauth = {"token_url": "/token", "client": "board"}
    with (
        loopback(behave) as server,
        wall_of(tmp_path, server.url, sign_in={"how": "oauth2", "secret": "helpdesk", "oauth": oauth}) as wall,
    ):
        wall.poll()
        tokens.forget()
        wall.poll()
        assert (wall.word(), wall.rows, tokens.given) == ("LIVE", 25, 2)


@pytest.mark.parametrize("key", ["fault.no-secret"])
def test_a_secret_that_is_missing_is_failed_and_nothing_is_asked(tmp_path: Path, key: str) -> None:
    def no_secret(name: str) -> str:
        raise NeedsPerson(words(key, name=name))

    with loopback(lists(tickets(25))) as server:
        sign_in = {"user": "wallboard", "secret": "helpdesk"}
        with wall_of(tmp_path, server.url, secret=no_secret, sign_in=sign_in) as wall:
            assert wall.poll().needs_person
            assert "“helpdesk”" in wall.says()
        assert server.asked == []


@pytest.mark.parametrize("kind", ["redirect", "next link"])
def test_no_credential_follows_to_another_host_which_is_named(tmp_path: Path, kind: str) -> None:
    sign_in = {"user": "wallboard", "secret": "helpdesk"}
    with (
        loopback(lists(tickets(25))) as other,
        read_well_once(tmp_path, sign_in=sign_in, cases=BY_LINK) as (wall, switch, server),
    ):
        away = f"{other.url}/tickets"
        switch.behave = does.redirects(away) if kind == "redirect" else does.says({"items": tickets(5), "next": away})
        assert wall.poll().needs_person
        assert (wall.word(), wall.rows) == ("FAILED", 25)
        assert other.url in wall.says()
        assert other.connections == 0
        packed = base64.b64encode(f"wallboard:{SECRET}".encode()).decode()
        assert server.asked[-1].headers["authorization"] == f"Basic {packed}"


# Pages


def fixed(count: int) -> Callable[[], list[Row]]:
    return lambda: tickets(count)


@pytest.mark.parametrize(
    ("behave", "cases"),
    [
        pytest.param(pages(fixed(25)), BY_PAGE, id="by number"),
        pytest.param(pages(fixed(20)), BY_PAGE, id="by number, the last page full"),
        pytest.param(pages(fixed(25), size=4), BY_PAGE, id="by number, clamped"),
        pytest.param(pages(fixed(25)), BY_LINK, id="by link"),
    ],
)
def test_pages_in_order_are_right(tmp_path: Path, behave: Behaviour, cases: dict[str, Any]) -> None:
    with loopback(behave) as server, wall_of(tmp_path, server.url, cases=cases) as wall:
        wall.poll()
        assert wall.word() == "LIVE"
        assert wall.rows in (20, 25)


@pytest.mark.needs_debian
def test_a_long_list_is_read_to_its_end_through_a_real_throttle(tmp_path: Path) -> None:
    with (
        loopback(pages(fixed(120))) as server,
        Throttle(tmp_path / "nginx", server.url, per_minute=240, burst=3) as throttle,
        wall_of(tmp_path, throttle.url, cases=BY_PAGE) as wall,
    ):
        wall.poll()
        assert (wall.word(), wall.rows) == ("LIVE", 120)
        assert 429 in throttle.answered()


@pytest.mark.parametrize(
    ("behave", "cases"),
    [
        pytest.param(pages(fixed(25), total=lambda count: count + 5), BY_PAGE, id="ends before its total"),
        pytest.param(pages(fixed(25), total=lambda count: count + 5), BY_LINK, id="ends before its total, by link"),
        pytest.param(pages(fixed(45), page_of=lambda page: min(page, 2)), BY_PAGE, id="repeats a page for ever"),
        pytest.param(pages(fixed(45), next_of=lambda page: page % 3 + 1), BY_LINK, id="goes round"),
        pytest.param(pages(fixed(45), next_of=lambda page: page), BY_LINK, id="leads to itself"),
    ],
)
def test_pages_that_lie_are_partial_and_never_read_for_ever(
    tmp_path: Path, behave: Behaviour, cases: dict[str, Any]
) -> None:
    with read_well_once(tmp_path, pages(fixed(25)), cases=cases) as (wall, switch, server):
        switch.behave = behave
        wall.poll()
        assert wall.batch.is_cut_short
        assert wall.batch.remarks
        assert wall.word() == "PARTIAL"
        assert len(server.asked) < 60
        for _ in range(10):
            wall.poll()
            assert wall.word() == "PARTIAL"
        assert not wall.is_late(), "the server gives no more than it gives"


def test_a_first_list_that_lies_is_no_data_until_it_was_asked_for_three_times_then_partial(tmp_path: Path) -> None:
    with loopback(pages(fixed(25), total=lambda count: count + 5)) as server:
        with wall_of(tmp_path, server.url, cases=BY_PAGE) as wall:
            words = []
            for _ in range(4):
                wall.poll()
                words.append((wall.word(), wall.rows))
        assert words == [("NO DATA", 25)] * 2 + [("PARTIAL", 25)] * 2


def test_rows_that_come_and_go_between_pages_are_neither_lost_nor_doubled(tmp_path: Path) -> None:
    held = tickets(45)

    def rows() -> list[Row]:
        if len(held) < 60:
            held.append(ticket(len(held) + 1))
        return list(held)

    with loopback(pages(rows)) as server, wall_of(tmp_path, server.url, cases=BY_PAGE) as wall:
        wall.poll()
        wall.poll()
        assert wall.word() == "LIVE"
        assert wall.rows == len(held)


# Rows


def test_bad_rows_are_counted_and_named_and_the_others_shown(tmp_path: Path) -> None:
    rows: list[Any] = tickets(300)
    rows[10] = ticket(11, made="soon")
    rows[20] = ticket(21, made=None)
    rows[30] = "no ticket"
    rows[40] = {"status": "open"}
    rows[50] = ticket(51, queue={"name": "Front"})
    with loopback(lists(rows)) as server, wall_of(tmp_path, server.url) as wall:
        wall.poll()
        assert wall.word() == "LIVE"
        assert wall.rows == 296  # of which one has no time of opening: it counts as unusable beside them
        assert {(one.count, one.examples) for one in wall.batch.unusable} == {
            (1, ("11",)),
            (1, ("cases 31",)),
            (1, ("cases 41",)),
            (1, ("51",)),
        }


# The command


@pytest.mark.parametrize(
    ("behave", "state", "code"),
    [
        (lists(tickets(25)), "LIVE", 0),
        (does.answers(status=500), "NO DATA", 1),
        (does.answers(b"<html>"), "NO DATA", 1),
    ],
)
def test_the_report_tells_the_same(tmp_path: Path, behave: Behaviour, state: str, code: int) -> None:
    with loopback(behave) as server, wall_of(tmp_path, server.url):
        told = subprocess.run(
            [sys.executable, "-m", "wallboard", "report", tmp_path / "board.yaml"],
            capture_output=True,
            text=True,
            check=False,
        )
    assert told.returncode == code, told.stderr
    assert json.loads(told.stdout)["pages"][0]["panels"][0]["state"] == state
    assert "Traceback" not in told.stderr
