"""CalDAV servers that can do less, or do it wrong: what is read from them is right, or it is said what is not."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from tests.loopback.behaviour import answers, redirects
from tests.loopback.server import Loopback, loopback
from tests.sources.dav_server import DavServer, response
from tests.sources.diaries import calendar_of, entry
from tests.sources.served_diaries import Reader, expected, remarks, starts_of, visits
from wallboard.collect.plain import said
from wallboard.core.records import Batch
from wallboard.core.words import words
from wallboard.sources import calendar
from wallboard.sources.calendars.from_addresses import read_addresses
from wallboard.sources.calendars.round import SLICE_S
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault
from wallboard.store.merging import merged

WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"
PEOPLE = {"Amira Haddad": ("amira",), "Farid Nazari": ("farid",)}
WAYS = [
    frozenset({"sync", "ctag", "etag"}),
    frozenset({"ctag", "etag"}),
    frozenset({"etag"}),
    frozenset({"ctag"}),
    frozenset(),
]


def one(name: str, *more: str, at: str = "20260330T090000") -> str:
    return calendar_of(entry(name, at, "", *more))


@pytest.fixture
def dav() -> DavServer:
    return DavServer({"/amira/": {"a.ics": one("a"), "s.ics": one("s", WEEKLY)}, "/farid/": {"b.ics": one("b")}})


@pytest.fixture
def server(dav: DavServer) -> Iterator[Loopback]:
    with loopback(dav) as running:
        yield running


@pytest.fixture
def reader(server: Loopback) -> Reader:
    return Reader(f"{server.url}/{{person}}/", PEOPLE)


def all_of(dav: DavServer) -> Any:
    return [one for word in ("amira", "farid") for one in expected(word, dav.calendars[f"/{word}/"])]


@pytest.mark.parametrize("repetitions", ["own", "server"])
@pytest.mark.parametrize("knows", WAYS, ids=lambda ways: "+".join(sorted(ways)) or "nothing")
def test_whatever_a_server_can_tell_of_changes_they_are_here_at_the_next_poll(
    dav: DavServer, reader: Reader, knows: set[str], repetitions: str
) -> None:
    dav.knows, reader.options = knows, {"repetitions": repetitions}
    assert visits(reader.read()) == all_of(dav)
    assert reader.poll() is None
    dav.calendars["/amira/"]["c.ics"] = one("c", at="20260401T090000")
    assert visits(reader.read()) == all_of(dav)
    dav.calendars["/amira/"]["s.ics"] = one("s", WEEKLY, "EXDATE;TZID=Europe/London:20260406T090000")
    del dav.calendars["/amira/"]["a.ics"]
    assert visits(reader.read()) == all_of(dav)
    reader.restart()
    assert reader.poll() is None
    del dav.calendars["/farid/"]["b.ics"]
    assert visits(reader.read()) == all_of(dav)
    assert reader.poll() is None


def test_with_tags_only_the_entries_that_changed_are_fetched(dav: DavServer, reader: Reader) -> None:
    dav.knows = {"ctag", "etag"}
    reader.read()
    dav.calls.clear()
    dav.calendars["/amira/"]["a.ics"] = one("a", at="20260401T090000")
    reader.read()
    assert dav.calls == {"PROPFIND": 2, "calendar-query": 1, "calendar-multiget": 1}


def test_changes_that_come_in_parts_come_whole(dav: DavServer, reader: Reader) -> None:
    dav.at_once = 3
    reader.read()
    dav.calls.clear()
    for number in range(10):
        dav.calendars["/amira/"][f"n{number}.ics"] = one(f"n{number}", at=f"202604{number + 10}T090000")
    del dav.calendars["/amira/"]["a.ics"]
    assert visits(reader.read()) == all_of(dav)
    assert dav.calls == {"PROPFIND": 2, "sync-collection": 4, "calendar-multiget": 1}


def test_many_changes_are_fetched_a_hundred_at_a_time(dav: DavServer, reader: Reader) -> None:
    reader.read()
    dav.calls.clear()
    for number in range(250):
        dav.calendars["/amira/"][f"n{number}.ics"] = one(f"n{number}")
    assert visits(reader.read()) == all_of(dav)
    assert dav.calls["calendar-multiget"] == 3


def test_an_entry_that_vanishes_while_it_is_read_is_gone(dav: DavServer, reader: Reader) -> None:
    reader.read()
    dav.calendars["/amira/"]["c.ics"] = one("c", at="20260401T090000")

    def vanish(body: str) -> str:
        if "c.ics" in body:
            dav.calendars["/amira/"].pop("c.ics", None)
        return body

    dav.spoils = vanish
    seen = [one for one in (reader.poll(), reader.poll(), reader.poll()) if one is not None]
    assert all(visits(one) == all_of(dav) for one in seen)
    assert "c.ics" not in dav.calendars["/amira/"]
    reader.restart()
    assert reader.poll() is None


# What a server may say that is wrong

BOMB = "".join(f'<!ENTITY a{number} "&a{number - 1};&a{number - 1};">' for number in range(1, 30))
BOMB = f'<!DOCTYPE x [<!ENTITY a0 "lol">{BOMB}]>'
SPOILS: dict[str, Callable[[str], str]] = {
    "entities": lambda body: body.replace("?><", f'?><!DOCTYPE x [<!ENTITY a0 "lol">{BOMB}]><', 1).replace(
        "/amira", "&a29;"
    ),
    "a file": lambda body: body.replace("?><", '?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><', 1),
    "cut off": lambda body: body[: len(body) // 2],
    "no XML": lambda _: "<html><body>Sign in<br></body></html>",
    "other XML": lambda _: "<feed xmlns='http://www.w3.org/2005/Atom'/>",
    "nothing": lambda _: "",
    "deep": lambda body: body.replace("<response>", "<response>" + "<a>" * 10_000, 1),
    "wide": lambda body: body.replace("<response>", "<response>" + "<a/>" * 100_000, 1),
    "another encoding": lambda body: body.replace("utf-8", "x-none"),
}


@pytest.mark.parametrize("way", SPOILS)
def test_an_answer_that_is_no_caldav_is_of_nobody_and_is_named(dav: DavServer, reader: Reader, way: str) -> None:
    dav.spoils = lambda body: SPOILS[way](body) if "amira" in body else body
    found = reader.read()
    assert found.unread == ("amira",)
    assert starts_of(found, "farid") == ["03-30 08:00"]
    dav.spoils = SPOILS[way]
    reader.restart()
    reader.token = ""
    if way != "nothing":
        dav.calendars["/farid/"]["amira.ics"] = one("x")
    with pytest.raises(SourceFault):
        reader.read()


@pytest.mark.parametrize(
    "link", ["http://127.0.0.2/amira/a.ics", "//evil.example.com/a.ics", "https://127.0.0.1/a.ics"]
)
@pytest.mark.parametrize("of", ["a.ics", ""], ids=["an entry", "a calendar"])
def test_addresses_of_other_servers_are_refused_by_name_and_hide_nobody_else(
    dav: DavServer, reader: Reader, link: str, of: str
) -> None:
    dav.spoils = lambda body: body.replace(f"<href>/amira/{of}", f"<href>{link}")
    found = reader.read()
    assert found.unread == ("amira",)
    assert starts_of(found, "farid") == ["03-30 08:00"]
    (remark,) = remarks(found)
    assert remark.startswith("The calendar of “Amira Haddad” cannot be read: the server names http")
    assert link.split("/")[2] in remark
    dav.spoils = lambda body: re.sub(f"<href>/(amira|farid)/({of and '[ab].ics'})", f"<href>{link}", body)
    reader.restart()
    reader.token = ""
    with pytest.raises(NeedsPerson) as caught:
        reader.read()
    assert caught.value.fault.key == "web.link"


def test_what_is_said_of_a_server_after_a_read_is_what_happened(dav: DavServer) -> None:
    def locked(asked: Any, wire: Any) -> None:
        (dav if "authorization" in asked.headers and not refuses else answers(status=401))(asked, wire)

    def looked(reader: Reader) -> tuple[Any, ...]:
        with suppress(SourceFault):
            reader.read()
        look = calendar.look(calendar.Options.model_validate({"appointments": {"url": reader.url}}), reader.request())
        return look.reached, look.signed_in_as, [said(one) for one in look.remarks]

    with loopback(locked) as server:
        host = server.url.removeprefix("http://")
        reader = Reader(f"{server.url}/{{person}}/", PEOPLE)
        refuses = False
        assert looked(reader) == (host, "wallboard", ["2 calendars were read."])
        refuses = True
        assert looked(Reader(reader.url, PEOPLE)) == (host, None, []), "a wrong password"
    assert looked(Reader(reader.url, PEOPLE)) == (None, None, []), "a server that is stopped"


def test_without_its_secret_no_server_was_reached(dav: DavServer, server: Loopback) -> None:
    def missing(_: str) -> str:
        raise NeedsPerson(words("fault.no-secret", name="diaries"))

    given = {
        "appointments": {"url": f"{server.url}/{{person}}/"},
        "sign_in": {"user": "wallboard", "secret": "diaries"},
    }
    options = calendar.Options.model_validate(given)
    request = replace(Reader(server.url, PEOPLE).request(), secret=missing)
    with pytest.raises(NeedsPerson):
        calendar.read(options, request)
    look = calendar.look(options, request)
    assert (look.reached, look.signed_in_as, look.remarks) == (None, None, ())
    assert server.asked == []


def test_a_redirect_to_another_server_takes_no_sign_in_along(server: Loopback) -> None:
    with loopback(answers()) as other, loopback(redirects(f"{other.url}/amira/")) as sending:
        with pytest.raises(NeedsPerson) as caught:
            Reader(f"{sending.url}/{{person}}/", PEOPLE).read()
        assert caught.value.fault.key == "web.redirect"
        assert other.asked == []


def test_entries_in_no_form_are_counted(dav: DavServer, reader: Reader) -> None:
    dav.calendars["/amira/"]["n.ics"] = "no calendar"
    found = reader.read()
    assert [(one.why.key, one.count) for one in found.unusable] == [("calendar.row.broken", 1)]
    assert starts_of(found, "amira")[0] == "03-30 08:00"


def test_control_characters_in_one_persons_titles_hide_nobody_else(dav: DavServer, reader: Reader) -> None:
    """They are no XML; servers pass them on all the same."""
    dav.calendars["/amira/"]["n.ics"] = calendar_of(entry("n", "20260330T090000", title="a\x0bb"))
    found = reader.read()
    assert found.unread == ("amira",)
    assert starts_of(found, "farid") == ["03-30 08:00"]


def test_occurrences_that_do_not_say_which_they_are_are_asked_for_otherwise(dav: DavServer, reader: Reader) -> None:
    """A server that expands without RECURRENCE-ID would leave one occurrence of each series."""
    apart = calendar_of(*(entry("s", f"202603{day}T090000") for day in ("02", "09", "16")))
    whole = dav.calendars["/amira/"]["s.ics"]

    def expand(body: str) -> str:
        return body.replace(whole.replace("&", "&amp;"), apart) if dav.calls["calendar-query"] == 1 else body

    dav.spoils = expand
    reader.options = {"repetitions": "server"}
    assert visits(reader.read()) == all_of(dav)


def test_entries_that_a_server_names_without_their_text_are_asked_for_by_name(dav: DavServer, reader: Reader) -> None:
    def bare(body: str) -> str:
        if dav.calls["calendar-multiget"]:
            return body
        return re.sub("<C:calendar-data>.*?</C:calendar-data>", "", body, count=1, flags=re.DOTALL)

    dav.spoils = bare
    assert visits(reader.read()) == all_of(dav)
    dav.spoils = lambda body: re.sub("<C:calendar-data>.*?</C:calendar-data>", "", body, flags=re.DOTALL)
    reader.restart()
    reader.token = ""
    with pytest.raises(NeedsPerson) as caught:
        reader.read()
    assert caught.value.fault.key == "calendar.strange"


def test_an_answer_that_leaves_out_what_is_too_much_is_no_whole_calendar(dav: DavServer, reader: Reader) -> None:
    more = "<response><href>/amira/</href><status>HTTP/1.1 507 Insufficient Storage</status></response></multistatus>"
    dav.spoils = lambda body: body.replace("</multistatus>", more) if "a.ics" in body else body
    assert reader.read().unread == ("amira",)


@pytest.mark.parametrize("root", ["/", "/remote/dav/"])
@pytest.mark.parametrize("kinds", ["", "<collection/>"])
def test_an_address_of_the_service_leads_on_by_whoever_signs_in(root: str, kinds: str) -> None:
    dav = DavServer({"/cal/amira/": {"a.ics": one("a")}}, names={"/cal/amira/": "amira@example.com"})
    found = {
        root: f"<resourcetype>{kinds}</resourcetype><current-user-principal><href>/me/</href></current-user-principal>",
        "/me/": "<resourcetype/><C:calendar-home-set><href>/cal/</href></C:calendar-home-set>",
    }

    def behave(asked: Any, wire: Any) -> None:
        if asked.path in found and asked.method == "PROPFIND":
            dav.say(asked, wire, response(asked.path, f"<propstat><prop>{found[asked.path]}</prop></propstat>"))
        elif asked.path == "/cal/":
            dav.say(asked, wire, dav.properties("/cal/amira/"))
        else:
            dav(asked, wire)

    with loopback(behave) as server:
        assert starts_of(Reader(f"{server.url}{root}").read(), "amira") == ["03-30 08:00"]
        others = Reader(f"{server.url}{root}?{{person}}", {"Farid": ("farid",)})
        with pytest.raises(NeedsPerson):
            others.read()


# Time and number


def slow(dav: DavServer, step_s: float) -> Callable[[], float]:
    """A clock by which each call takes so long."""
    return lambda: sum(dav.calls.values()) * step_s


def test_what_takes_long_comes_in_parts_and_until_then_nobody_looks_free(dav: DavServer, server: Loopback) -> None:
    people = {}
    for number in range(300):
        word = f"p{number:03}"
        people[word.upper()] = (word,)
        dav.calendars[f"/{word}/"] = {"a.ics": one(word)}
    reader = Reader(f"{server.url}/{{person}}/", people)
    options = calendar.Options.model_validate({"appointments": {"url": reader.url}})
    known: Batch | None = None
    parts = 0
    while True:
        found = read_addresses(options, reader.request(), slow(dav, SLICE_S / 200))
        assert found is not None
        known = merged(known, found)
        reader.token = found.token
        parts += 1
        if not found.has_more:
            break
        assert known.frame("appointments").is_empty()
        assert len(known.unread) == 300
    assert parts > 2
    assert known.frame("appointments").height == 300
    assert known.unread == ()
    assert reader.calls < 300
    assert sum(dav.calls.values()) == 600


def test_while_a_whole_read_is_under_way_the_rows_of_before_stay(dav: DavServer, reader: Reader) -> None:
    reader.people = {**PEOPLE, "Lena": ("lena",)}
    options = calendar.Options.model_validate({"appointments": {"url": reader.url}})
    before = read_addresses(options, reader.request())
    assert before is not None
    assert before.unread == ("lena",)
    reader.token = before.token
    reader.restart()
    dav.calendars["/amira/"]["c.ics"] = one("c")
    part = read_addresses(options, reader.request(), slow(dav, SLICE_S))
    assert part is not None
    assert part.has_more
    known = merged(before, part)
    assert known.frame("appointments").equals(before.frame("appointments"))
    assert known.unread == ("lena",)
    assert known.token == before.token


def test_what_a_read_under_way_has_found_does_not_outlive_its_being_begun_anew(dav: DavServer, reader: Reader) -> None:
    """Who was erased meanwhile, on the server and here, must not come back with it."""
    options = calendar.Options.model_validate({"appointments": {"url": reader.url}})
    part = read_addresses(options, reader.request(), slow(dav, SLICE_S / 2.5))
    assert part is not None
    assert part.has_more
    del dav.calendars["/amira/"]["a.ics"]
    found = read_addresses(options, replace(reader.request(), anew=1))
    assert found is not None
    assert visits(found) == all_of(dav)


# A plain address of an .ics


def test_an_address_of_an_ics_is_read_and_asked_whether_it_changed() -> None:
    texts = {"/amira.ics": one("a"), "/farid.ics": one("b", WEEKLY)}
    with loopback(_ics(texts)) as server:
        reader = Reader(f"{server.url}/{{person}}.ics", PEOPLE)
        assert visits(reader.read()) == [
            one for word in ("amira", "farid") for one in expected(word, {"": texts[f"/{word}.ics"]})
        ]
        server.asked.clear()
        assert reader.poll() is None
        assert [(one.method, "if-none-match" in one.headers) for one in server.asked] == [("GET", True)] * 2
        texts["/amira.ics"] = one("a", at="20260401T090000")
        found = reader.read()
        assert starts_of(found, "amira") == ["04-01 08:00"]
        assert starts_of(found, "farid")[0] == "03-30 08:00"
        reader.restart()
        assert reader.poll() is None
        del texts["/farid.ics"]
        assert reader.read().unread == ("farid",)


def test_a_shared_ics_says_itself_whose_it_is() -> None:
    text = calendar_of(entry("a", "20260330T090000"), about="X-WR-CALNAME:amira@example.com\r\n")
    with loopback(_ics({"/a.ics": text})) as server:
        assert starts_of(Reader(f"{server.url}/a.ics").read(), "amira") == ["03-30 08:00"]


def test_private_addresses_hold_secrets_that_nothing_repeats() -> None:
    texts = {"/ical/amira/private-k3y-1/basic.ics": one("a"), "/ical/farid/private-k3y-2/basic.ics": one("b")}
    held = {"of-amira": "k3y-1", "of-farid": "k3y-2"}
    with loopback(_ics(texts)) as server:
        given = {
            "appointments": {"url": f"{server.url}/ical/{{person}}/private-{{secret}}/basic.ics"},
            "secrets": {"amira": "of-amira", "farid": "of-farid"},
        }
        options = calendar.Options.model_validate(given)
        request = replace(Reader("", PEOPLE).request(), secret=held.__getitem__)
        found = calendar.read(options, request)
        assert found is not None
        assert starts_of(found, "farid") == ["03-30 08:00"]
        assert "k3y" not in repr(found) + found.token
        del texts["/ical/farid/private-k3y-2/basic.ics"]
        found = calendar.read(options, replace(request, token=found.token))
        assert found is not None
        assert found.unread == ("farid",)
        assert "k3y" not in repr(found) + found.token
        with pytest.raises(NeedsPerson) as caught:
            calendar.read(options, replace(request, people={"Kim Moore": ("kim",)}))
        assert caught.value.fault.key == "calendar.no-secret"


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("<html>Sign in</html>", NeedsPerson, "web.page"),
        ("Sign in", NeedsPerson, "calendar.none"),
        (one("a")[:-20], Passing, "calendar.cut"),
        ("", NeedsPerson, "calendar.none"),
    ],
)
def test_what_is_no_ics_is_a_fault(text: str, kind: type[SourceFault], key: str) -> None:
    with loopback(_ics({"/a.ics": text})) as server, pytest.raises(kind) as caught:
        Reader(f"{server.url}/a.ics", resource={"person": "organizer"}).read()
    assert caught.value.fault.key == key


def test_an_address_beyond_the_bound_is_refused() -> None:
    with loopback(_ics({"/a.ics": one("a") + "X" * 2_000_000})) as server, pytest.raises(SourceFault) as caught:
        Reader(f"{server.url}/a.ics", options={"most_mb": 1}).read()
    assert caught.value.fault.key.startswith("web.")


def test_a_server_that_is_down_for_a_while_is_waited_for_and_loses_nothing(dav: DavServer) -> None:
    down = {"is": False}

    def behave(asked: Any, wire: Any) -> None:
        (answers(status=503, headers={"Retry-After": "60"}) if down["is"] else dav)(asked, wire)

    with loopback(behave) as server:
        reader = Reader(f"{server.url}/{{person}}/", PEOPLE)
        reader.read()
        down["is"] = True
        with pytest.raises(Passing) as caught:
            reader.poll()
        assert caught.value.retry_after_s == 60


def _ics(texts: dict[str, str]) -> Callable[..., None]:
    def behave(asked: Any, wire: Any) -> None:
        text = texts.get(asked.path)
        tag = f'"{hash(text)}"'
        if asked.method != "GET":
            answers(status=405)(asked, wire)
        elif text is None:
            answers(status=404)(asked, wire)
        elif asked.headers.get("if-none-match") == tag:
            answers(status=304)(asked, wire)
        else:
            answers(text.encode(), headers={"ETag": tag, "Content-Type": "text/calendar"})(asked, wire)

    return behave
