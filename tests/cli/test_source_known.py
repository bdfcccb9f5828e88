"""`wallboard source try` on systems for which there is a preset: known by address or answers, and said so."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.cli.test_source_try import BOARD, ticket
from tests.loopback.authority import Authority
from tests.loopback.behaviour import answers, asks_for, by_path, says
from tests.loopback.server import loopback
from tests.servers.django_helpdesk import PASSWORD, django_helpdesk
from tests.servers.radicale import PASSWORD as DAV_PASSWORD
from tests.servers.radicale import USER as DAV_USER
from tests.servers.radicale import radicale
from tests.servers.tryton import tryton
from wallboard.cli.trying.known import by_address
from wallboard.config.load import load_board


def preset_of(text):
    """The only source's entry of what was printed."""
    (entry,) = YAML(typ="safe", pure=True).load(text)["sources"].values()
    return entry


@pytest.mark.parametrize(
    ("path", "preset", "below"),
    [
        ("/rt/REST/2.0/tickets?query=id>0", "request-tracker", "/rt"),
        ("/office/rest/model/sale.opportunity", "tryton", "/office"),
        ("/office/rest/model/project.work", "tryton-tasks", "/office"),
        ("/jsonrpc", "odoo-rpc", ""),
        ("/json/2/project.task/search_read", "odoo-tasks", ""),
        ("/services/data/v60.0/query", "salesforce", ""),
    ],
)
def test_an_interface_is_known_by_a_path_of_its_own_where_something_answers(wallboard, path, preset, below):
    with loopback(asks_for(lambda _: False, says([]))) as server:
        ended = wallboard("source", "try", f"{server.url}{path}")
        assert ended.code == 0
        entry = preset_of(ended.out)
        assert (entry["type"], entry["preset"], entry["url"]) == ("rest", preset, f"{server.url}{below}")
    nothing = wallboard("source", "try", f"https://127.0.0.1:9{path}")
    assert (nothing.code, nothing.out) == (2, "")
    assert "127.0.0.1:9 refuses the connection." in nothing.err
    assert "preset" not in nothing.err


COMMON = [
    ("/help/api/tickets", "django-helpdesk", "/help", b"<html>Powered by django-helpdesk</html>"),
    ("/issues.json", "redmine", "", b'<html><meta content="Redmine" name="description">'),
    ("/office/rpc/", "tryton-session", "/office", b"<html><title>Tryton</title></html>"),
]


@pytest.mark.parametrize(("path", "preset", "below", "page"), COMMON)
def test_a_path_that_others_have_too_makes_a_system_only_of_what_shows_itself_as_one(
    wallboard, path, preset, below, page
):
    asks = asks_for(lambda _: False, says([]))
    with loopback(by_path({f"{below}/": answers(page), path: asks})) as server:
        entry = preset_of(wallboard("source", "try", f"{server.url}{path}").out)
        assert (entry["preset"], entry["url"]) == (preset, f"{server.url}{below}")
    with loopback(asks) as server:
        ended = wallboard("source", "try", f"{server.url}{path}")
        assert (ended.code, ended.out) == (2, "")
        assert "If this is " in ended.err
        assert f", there is a preset: say preset: {preset}, url: {server.url}{below}\n" in ended.err
    nothing = wallboard("source", "try", f"https://127.0.0.1:9{path}")
    assert (nothing.code, nothing.out) == (2, "")
    assert "preset" not in nothing.err


def test_rows_at_a_path_that_others_have_too_are_mapped_and_the_preset_is_a_question(wallboard):
    rows = by_path({"/api/tickets": says({"tickets": [ticket(1)]})})
    with loopback(rows) as server:
        ended = wallboard("source", "try", f"{server.url}/api/tickets")
    assert ended.code == 0
    assert "# If this is django-helpdesk, there is a preset. In the place of what is below:\n" in ended.out
    assert "looks like" not in ended.out
    assert "preset" not in preset_of(ended.out)


@pytest.mark.parametrize(
    ("host", "preset"),
    [
        ("office.zendesk.com", "zendesk"),
        ("office.freshdesk.com", "freshdesk"),
        ("office.my.salesforce.com", "salesforce"),
        ("api.hubapi.com", "hubspot"),
        ("office.odoo.com", "odoo-rpc"),
        ("notzendesk.com", None),
        ("zendesk.com.example.com", None),
        ("127.0.0.1", None),
    ],
)
def test_a_vendors_host_is_known_by_its_name(host, preset):
    known = by_address(f"https://{host}/x")
    assert (known and known.presets[0].name) == preset


def test_what_is_printed_for_a_known_system_is_a_source_that_a_board_takes(wallboard, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    paths = ("/REST/2.0", "/web/session", "/office/rest/model/x", "/services/data", "/json/2/x")
    for number, path in enumerate(paths):
        with loopback(asks_for(lambda _: False, says([]))) as server:
            ended = wallboard("source", "try", f"{server.url}{path}")
        (tmp_path / f"{number}.yaml").write_text(ended.out)
        (tmp_path / "board.yaml").write_text(BOARD.format(file=f"{number}.yaml"))
        (source,) = load_board(tmp_path / "board.yaml").sources
        assert source.options.sign_in.lacks() is None, "what its sign-in needs is there to be filled in"


@pytest.mark.parametrize(
    ("page", "preset"),
    [
        (answers(b"<html>Powered by django-helpdesk</html>"), "django-helpdesk"),
        (answers(b"<html></html>", headers={"Set-Cookie": "_redmine_session=x; path=/"}), "redmine"),
        (answers(b'<html><meta name="generator" content="Odoo"></html>'), "odoo-rpc"),
        (answers(b"<html><!-- Best Practical Solutions --></html>"), "request-tracker"),
        (answers(b"<html><title>Tryton</title></html>"), "tryton"),
        (answers(b"", status=403, headers={"X-Freshdesk-Api-Version": "latest=v2"}), "freshdesk"),
    ],
)
def test_a_system_is_known_by_the_page_at_its_root_or_at_the_address(wallboard, page, preset):
    with loopback(by_path({"/": page})) as server:
        ended = wallboard("source", "try", f"{server.url}/some/page")
        entry = preset_of(ended.out)
        assert (ended.code, entry["preset"], entry["url"]) == (0, preset, server.url)
        assert "has nothing at an address" not in ended.out, "the preset knows what to ask"
        assert "# ! " not in ended.out
        assert "# Not read yet: say " in ended.out
    with loopback(by_path({"/help": page})) as server:
        entry = preset_of(wallboard("source", "try", f"{server.url}/help").out)
        assert (entry["preset"], entry["url"]) == (preset, f"{server.url}/help")


def test_whoever_looks_for_a_system_changes_nothing_and_shows_no_secret(wallboard, monkeypatch):
    monkeypatch.setenv("WALLBOARD_SECRET_TRIED", "planted-4711")
    page = answers(b"<html>Powered by django-helpdesk</html>")
    with loopback(page) as server:
        ended = wallboard("source", "try", f"{server.url}/x?api=planted-4711", "--user", "wall", "--secret", "tried")
        assert preset_of(ended.out)["sign_in"] == {"user": "wall", "secret": "tried"}
        assert "planted" not in ended.out + ended.err
        first, *looked = server.asked
        assert "authorization" in first.headers
        assert looked
        for asked in looked:
            assert asked.method == "GET"
            is_by_preset = asked.path == "/api/tickets/"
            assert ("authorization" in asked.headers) == is_by_preset, "only what asks for data signs in"
            assert "planted" not in asked.target


def test_a_system_behind_an_authority_of_ones_own_is_known(wallboard, tmp_path):
    authority = Authority(tmp_path)
    page = answers(b"<html>Powered by django-helpdesk</html>")
    with loopback(page, authority.server()) as server:
        ended = wallboard("source", "try", server.url, "--authority", str(authority.certificate))
    entry = preset_of(ended.out)
    assert (entry["preset"], entry["authority"]) == ("django-helpdesk", str(authority.certificate))


def test_an_address_that_can_be_mapped_is_and_the_preset_is_named_before_it(wallboard):
    page = {"issues": [ticket(1)], "total_count": 1, "offset": 0, "limit": 25}
    shown = answers(b"", headers={"Set-Cookie": "_redmine_session=x; path=/"})
    with loopback(by_path({"/": shown, "/issues.json": says(page)})) as server:
        ended = wallboard("source", "try", f"{server.url}/issues.json")
    assert ended.code == 0
    assert "# This looks like Redmine, for which there is a preset." in ended.out
    commented = [line.removeprefix("#   ") for line in ended.out.splitlines() if line.startswith("#   ")]
    assert preset_of("\n".join(commented))["preset"] == "redmine"
    assert "preset" not in preset_of(ended.out)
    with loopback(says([ticket(1)])) as server:
        assert "preset" not in wallboard("source", "try", f"{server.url}/tickets").out


def test_json_without_a_list_of_a_known_system_is_no_end(wallboard):
    with loopback(by_path({"/jsonrpc": says({"jsonrpc": "2.0", "error": {"code": 404}})})) as server:
        ended = wallboard("source", "try", f"{server.url}/jsonrpc")
    assert (ended.code, preset_of(ended.out)["preset"]) == (0, "odoo-rpc")
    assert ended.out.endswith(
        "# Not read yet: say who asks, --user NAME --secret NAME, after `wallboard secret set NAME`.\n"
        "# Not read yet: say what `database` is, under `settings` of its entry.\n"
    )
    assert "# Also: odoo-tasks-rpc (Odoo tasks (JSON-RPC)), odoo-tickets-rpc (Odoo tickets (JSON-RPC))." in ended.out


def event(uid, at):
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z")
    span = (f"DTSTART:{at:%Y%m%dT%H%M%SZ}", f"DTEND:{at + timedelta(hours=1):%Y%m%dT%H%M%SZ}")
    return "\r\n".join((*lines, *span, "SUMMARY:Visit", "END:VEVENT", "END:VCALENDAR", ""))


def opened(number):
    return {"id": number, "queue": 1, "status": 1, "priority": 3, "on_hold": False, "followup_set": []}


def helpdesk_page(then):
    """A page to log in where people go, and an interface for who signs in."""
    page = answers(b"<html>Powered by django-helpdesk</html>")
    return by_path({"/": page, "/api/tickets/": asks_for(lambda asked: "authorization" in asked.headers, then)})


def test_a_known_system_is_read_by_its_preset_once_it_is_said_who_asks(wallboard, monkeypatch):
    monkeypatch.setenv("WALLBOARD_SECRET_DESK", "planted-4711")
    with loopback(helpdesk_page(says({"count": 3, "next": None, "results": [opened(n) for n in (1, 2, 3)]}))) as server:
        ended = wallboard("source", "try", server.url, "--user", "wall", "--secret", "desk")
    assert ended.code == 0
    assert preset_of(ended.out)["sign_in"] == {"user": "wall", "secret": "desk"}
    assert "# Read by it: 3 cases" in ended.out
    assert "web page" not in ended.out + ended.err
    assert "planted" not in ended.out + ended.err


def test_what_keeps_the_preset_from_being_read_is_said_and_not_what_the_page_is(wallboard, monkeypatch):
    monkeypatch.setenv("WALLBOARD_SECRET_DESK", "planted-4711")
    with loopback(helpdesk_page(answers(b"{}", status=401))) as server:
        ended = wallboard("source", "try", server.url, "--user", "wall", "--secret", "desk")
        assert ended.code == 1
        assert "refuses the sign-in with the secret “desk”." in ended.out
        assert "web page" not in ended.out
        ended = wallboard("source", "try", server.url, "--user", "wall", "--secret", "nobodys")
    assert ended.code in (1, 2)
    assert "# Read by it" not in ended.out
    assert "`wallboard secret set nobodys`" in ended.out + ended.err


def test_a_secret_that_was_refused_is_not_tried_once_more_by_the_preset(wallboard, monkeypatch):
    monkeypatch.setenv("WALLBOARD_SECRET_DESK", "planted-4711")
    with loopback(asks_for(lambda _: False, says([]))) as server:
        ended = wallboard("source", "try", f"{server.url}/REST/2.0/tickets", "--user", "wall", "--secret", "desk")
        tried = [asked for asked in server.asked if "authorization" in asked.headers]
    assert ended.code == 1
    assert preset_of(ended.out)["preset"] == "request-tracker"
    assert "refuses the sign-in with the secret “desk”." in ended.out
    assert len(tried) == 1


def test_what_nobody_knows_is_refused_as_before(wallboard):
    with loopback(asks_for(lambda _: False, says([]))) as server:
        ended = wallboard("source", "try", f"{server.url}/tickets")
    assert (ended.code, ended.out) == (2, "")


def test_real_systems_are_known(wallboard, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("WALLBOARD_SECRET_DESK", PASSWORD)
    with django_helpdesk(tmp_path / "helpdesk") as helpdesk:
        helpdesk.ticket()
        ended = wallboard("source", "try", helpdesk.url, "--user", "wallboard", "--secret", "desk")
        assert (ended.code, ended.out.splitlines()[-1]) == (0, "# Read by it: 1 case, 0 events, 1 activity.")
        for path in ("", "/api/tickets/", "/no/such/page"):
            entry = preset_of(wallboard("source", "try", f"{helpdesk.url}{path}").out)
            assert (entry["preset"], entry["url"]) == ("django-helpdesk", helpdesk.url), path
    with tryton(tmp_path / "tryton") as erp:
        entry = preset_of(wallboard("source", "try", f"{erp.url}/rest/model/sale.opportunity").out)
        assert (entry["preset"], entry["url"]) == ("tryton", erp.url)


def test_calendars_are_found_below_an_address_that_shows_people_a_page(wallboard, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("WALLBOARD_SECRET_DESK", DAV_PASSWORD)
    with radicale(tmp_path / "radicale") as server:
        server.home("team")
        server.calendar("team/kim", "Kim")
        soon = datetime.now(UTC) + timedelta(days=1)
        server.put("team/kim/one", event("one", soon))
        ended = wallboard("source", "try", f"{server.url}/team/", "--user", DAV_USER, "--secret", "desk")
        assert ended.code == 0
        entry = preset_of(ended.out)
        assert entry["appointments"] == {"url": f"{server.url}/team/", "person": "calendar"}
        assert entry["sign_in"] == {"user": DAV_USER, "secret": "desk"}
        assert "# leads to calendars, 1 of them, such as /team/kim/" in ended.out
        assert ended.out.endswith("# Read by it: 1 appointment.\n")


def test_a_page_is_none_to_log_in_for_whoever_was_not_refused(wallboard, monkeypatch):
    monkeypatch.setenv("WALLBOARD_SECRET_DESK", "planted-4711")
    with loopback(answers(b"<html>")) as server:
        ended = wallboard("source", "try", f"{server.url}/x", "--user", "wall", "--secret", "desk")
        assert ended.code == 2
        assert "log in" not in ended.err
        assert ended.err.endswith(
            "Check the address: nobody was refused, but there are pages for people. Data often lie under /api.\n"
        )
        assert "page to log in" in wallboard("source", "try", f"{server.url}/x").err
