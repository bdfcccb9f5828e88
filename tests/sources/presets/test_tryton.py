"""The presets for Tryton against a real one: every record equals what its own database says, whatever happens there."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
import requests

from tests.loopback import behaviour as does
from tests.loopback.server import Asked, Wire, loopback
from tests.reported import reported
from tests.servers.tryton import DATABASE, PASSWORD, Tryton, tryton
from tests.sources.presets.meanwhile import being_worked_in, poll_on
from tests.sources.presets.polls import Polls
from tests.waiting import until
from wallboard.collect.plain import said
from wallboard.sources.contract import NeedsPerson, Passing

BERLIN = ZoneInfo("Europe/Berlin")
AMIRA, JOERG = "Amira Haddad", "Jörg Größmann"

# What a board says to come in, each with the secret that it names.
WAYS: dict[str, str] = {
    "by a key": "{{type: rest, preset: tryton, url: '{url}', sign_in: {{secret: erp}}{more}}}",
    "by name and password": "{{type: rest, preset: tryton-session, url: '{url}', "
    "sign_in: {{user: admin, secret: erp}}{more}}}",
}

Start = Callable[[Tryton], Polls]


@pytest.fixture(scope="module")
def erp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tryton]:
    with tryton(tmp_path_factory.mktemp("tryton")) as started:
        yield started


@pytest.fixture(params=WAYS)
def polls(request: pytest.FixtureRequest, tmp_path: Path, erp: Tryton) -> Polls:
    return polled(erp, tmp_path, request.param)


def polled(erp: Tryton, folder: Path, way: str = "by a key", *, more: str = "", zone: str = "Europe/Berlin") -> Polls:
    secret = erp.key if way == "by a key" else PASSWORD
    return Polls(folder, WAYS[way].format(url=erp.url, more=more), {"erp": secret}, time_zone=zone)


Told = tuple[object, ...]


def in_its_database(erp: Tryton, zone: ZoneInfo = BERLIN) -> dict[str, Told]:
    """Number → owner, created, released, won, lost, as the database has them and the preset's comments explain them."""
    rows = erp.sql(
        """
        select o.number, p.name, o.state, o.create_date, o.write_date, o.end_date, o.id
        from sale_opportunity o
        left join company_employee e on e.id = o.employee
        left join party_party p on p.id = e.party
        """
    )
    return {
        number: (
            owner,
            instant(created),
            released(erp, key, state, created),
            ended(None, written, created, end, zone) if state == "won" else None,
            ended(logged(erp, key, *LOST), written, created, end, zone) if state in ("lost", "cancelled") else None,
        )
        for number, owner, state, created, written, end, key in rows
    }


LOST = ("lost", "state:lost", "cancel", "state:cancelled")


def logged(erp: Tryton, opportunity: int, *targets: str) -> str | None:
    """When the last of such entries was made in Tryton's log."""
    places = ", ".join("?" * len(targets))
    query = f"select max(create_date) from ir_model_log where resource = ? and target in ({places})"
    ((last,),) = erp.sql(query, f"sale.opportunity,{opportunity}", *targets)
    return last


def released(erp: Tryton, opportunity: int, state: str, created: str) -> datetime | None:
    if state == "lead":
        return None
    last = logged(erp, opportunity, "state:opportunity") or logged(erp, opportunity, "state:converted")
    return instant(last or created) if last or state in ("opportunity", "converted", "won") else None


def ended(told: str | None, written: str | None, created: str, end: str | None, zone: ZoneInfo) -> datetime | None:
    of_that_date = [
        text for text in (told, written, created) if text is not None and (text == told or text[:10] == end)
    ]
    if of_that_date:
        return instant(of_that_date[0])
    return None if end is None else datetime.combine(date.fromisoformat(end), time(), zone)


def instant(text: str) -> datetime:
    """As its database writes it."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def here(polls: Polls) -> dict[str, Told]:
    """The same of what the board knows; no number twice."""
    names = ("owner", "created_at", "released_at", "won_at", "lost_at")
    rows = polls.rows("opportunities")
    found = {row["number"]: tuple(row[name] for name in names) for row in rows}
    assert len(found) == len(rows)
    return found


RELEASED, WON, LOST_AT = 2, 3, 4


def test_every_opportunity_is_as_in_its_database(polls: Polls, erp: Tryton) -> None:
    lead, own, won, lost, cancelled, back = erp.leads(None, AMIRA, JOERG, AMIRA, None, JOERG)
    erp.win(won)
    erp.press("lost", lost)
    erp.press("cancel", cancelled)
    erp.press("lost", back)
    erp.press("lead", back)
    polls.poll()
    assert here(polls) == in_its_database(erp)
    states = dict(erp.sql("select id, state from sale_opportunity"))
    assert [states[one] for one in (lead, own, won, lost, cancelled, back)] == [
        *("lead", "lead", "won", "lost", "cancelled", "lead"),
    ]
    assert [batch.unusable for batch in polls.reads.brought] == [()] * len(polls.reads.brought)


def test_what_happens_there_is_seen_at_the_next_poll(polls: Polls, erp: Tryton) -> None:
    polls.poll()
    (new,) = erp.leads(AMIRA)
    number = numbered(erp, new)
    polls.poll()
    assert here(polls)[number] == in_its_database(erp)[number]
    erp.call("sale.opportunity", "write", [new], {"employee": erp.employees[JOERG]})
    polls.poll()
    assert here(polls)[number][0] == JOERG
    erp.call("sale.opportunity", "write", [new], {"party": erp.customer})
    erp.press("opportunity", new)
    polls.poll()
    assert here(polls)[number][RELEASED] is not None
    erp.press("lost", new)
    polls.poll()
    assert here(polls)[number][LOST_AT] is not None
    erp.press("lead", new)
    polls.poll()
    assert here(polls)[number][RELEASED:] == (None, None, None)
    erp.win(new)
    polls.poll()
    assert here(polls)[number][WON] is not None
    assert here(polls) == in_its_database(erp)


def numbered(erp: Tryton, opportunity: int) -> str:
    return str(erp.sql("select number from sale_opportunity where id = ?", opportunity)[0][0])


def test_a_poll_without_changes_brings_nothing(polls: Polls, erp: Tryton) -> None:
    erp.leads(AMIRA)
    polls.poll()
    assert polls.poll() == []


def test_an_opportunity_that_was_never_written_comes_with_the_changes(polls: Polls, erp: Tryton) -> None:
    polls.poll()
    (new,) = erp.leads(None)
    assert erp.sql("select write_date from sale_opportunity where id = ?", new) == [(None,)]
    (batch,) = polls.poll()
    assert batch.is_changes
    assert numbered(erp, new) in batch.frame("opportunities")["number"].to_list()


def test_two_changes_within_one_second_are_both_seen(polls: Polls, erp: Tryton) -> None:
    first, second = erp.leads(AMIRA, AMIRA)
    polls.poll()
    erp.call("sale.opportunity", "write", [first], {"employee": erp.employees[JOERG]})
    polls.poll()
    erp.call("sale.opportunity", "write", [first, second], {"employee": None})
    polls.poll()
    assert [here(polls)[numbered(erp, one)][0] for one in (first, second)] == [None, None]


def test_what_was_deleted_leaves_with_the_next_whole_read(erp: Tryton, tmp_path: Path) -> None:
    polls = polled(erp, tmp_path, more=", opportunities: {full_every: 1s}")
    doomed, kept = erp.leads(AMIRA, AMIRA)
    polls.poll()
    number = numbered(erp, doomed)
    assert number in here(polls)
    erp.delete(doomed)
    until_whole(polls)
    assert number not in here(polls)
    assert numbered(erp, kept) in here(polls)
    assert here(polls) == in_its_database(erp)


def until_whole(polls: Polls) -> None:
    """Polls until one of them has read all."""
    seen = len(polls.reads.brought)
    for _ in range(100):
        polls.poll()
        if any(not batch.is_changes or batch.left or batch.gone for batch in polls.reads.brought[seen:]):
            return
    pytest.fail("nothing was ever read whole again")


@pytest.mark.parametrize("size", [7, 100])
@pytest.mark.parametrize("way", WAYS)
def test_the_size_of_pages_changes_nothing(erp: Tryton, tmp_path: Path, way: str, size: int) -> None:
    erp.leads(*[AMIRA, None] * 4)
    polls = polled(erp, tmp_path, way, more=pages_of(size))
    polls.poll()
    new = erp.leads(*[AMIRA, None] * 4)
    erp.press("lost", *new[:3])
    polls.poll()
    assert here(polls) == in_its_database(erp)


def pages_of(size: int, more: str = "") -> str:
    """Every list in pages of a size."""
    ways = ", ".join(f"{way}: {{paging: {{size: {size}}}}}" for way in ("open", "between", "since"))
    return f", opportunities: {{paging: {{size: {size}}}, {ways}{more}}}"


# As Tryton's own documentation has it: a header for the range, 416 past the end; all of it, at every poll.
BY_RANGE = (
    "{{type: rest, url: '{url}', sign_in: {{secret: erp}}, opportunities: {{"
    "request: {{path: /rest/model/sale.opportunity, "
    "params: {{f: [number, create_date], o: {{$b64json: [[id, ASC]]}}}}}}, "
    "key: id, paging: {{by: range, size: {size}}}, fields: {{number: number, created: create_date}}}}}}"
)


@pytest.mark.parametrize("size", [3, 1000])
def test_pages_by_range_end_with_the_range_that_there_is_not(erp: Tryton, tmp_path: Path, size: int) -> None:
    erp.leads(*[None] * (3 - len(in_its_database(erp)) % 3))  # so that the last page is full, and the next one none
    polls = Polls(tmp_path, BY_RANGE.format(url=erp.url, size=size), {"erp": erp.key})
    polls.poll()
    assert {number: told[1] for number, told in here(polls).items()} == {
        number: told[1] for number, told in in_its_database(erp).items()
    }
    (new,) = erp.leads(None)
    polls.poll()
    assert numbered(erp, new) in here(polls)


def test_none_of_5000_is_lost_or_doubled_while_others_are_made(tmp_path: Path) -> None:
    with tryton(tmp_path / "erp") as erp:
        for _ in range(10):
            erp.leads(*[AMIRA] * 500)
        polls = polled(erp, tmp_path / "board", more=pages_of(100, ", full_every: 1s"))
        with being_worked_in(partial(working, erp), MOST_TURNS) as made:
            poll_on(polls)
            assert made.wait(60)
            poll_on(polls)
        polls.poll()
        there = in_its_database(erp)
        assert len(there) > 5000
        assert {number: told for number, told in here(polls).items() if number in there} == there
        until_whole(polls)  # only then is it known what was deleted
        assert here(polls) == there


MOST_TURNS = 60


def working(erp: Tryton) -> Callable[[], None]:
    """Opportunities are made, changed and deleted."""
    other = Tryton(erp.server, erp.database, erp.key)
    other.sign_in()

    def turn() -> None:
        new = other.leads(JOERG, None)
        other.press("lost", new[0])
        other.delete(new[1])

    return turn


def test_one_that_is_deleted_before_its_log_is_read_passes(tmp_path: Path) -> None:
    """A script deletes it: Tryton itself would let its log forget which one it was of.

    On a server of its own: of many that other tests made it would be told which fields they all lack.
    """
    doomed: list[int] = []

    def relay(asked: Asked, wire: Wire) -> None:
        if "ir.model.log" in asked.path:
            for one in doomed:
                erp.by_script("delete from sale_opportunity where id = ?", one)
        told = requests.get(f"{erp.server.url}{asked.target}", headers=asked.headers, timeout=60)
        does.answers(told.content, told.status_code)(asked, wire)

    with tryton(tmp_path / "erp") as erp, loopback(relay) as server:
        polls = Polls(
            tmp_path / "board", WAYS["by a key"].format(url=f"{server.url}/{DATABASE}", more=""), {"erp": erp.key}
        )
        polls.poll()
        doomed += erp.leads(None)
        erp.press("lost", *doomed)
        polls.poll()
        polls.poll()
        assert here(polls) == in_its_database(erp)
        assert polls.reads.known.remarks == ()


def test_a_read_that_was_cut_off_keeps_nothing_and_the_next_one_is_right(tmp_path: Path) -> None:
    with tryton(tmp_path / "erp") as erp:
        erp.leads(*[AMIRA] * 30)
        polls = polled(erp, tmp_path / "board", more=pages_of(1))
        polls.poll()
        known, token = here(polls), polls.reads.token
        erp.leads(*[JOERG] * 200)
        served = erp.server.log.stat().st_size
        reader = Thread(target=partial(pytest.raises, Passing, polls.reads.once), daemon=True)
        reader.start()
        until(lambda: erp.server.log.stat().st_size > served + 500, "some pages were asked for")
        erp.server.kill()
        reader.join(60)
        assert not reader.is_alive()
        assert (here(polls), polls.reads.token) == (known, token)
        erp.server.start()
        polls.poll()
        assert here(polls) == in_its_database(erp)


@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_secret_is_a_persons_matter_and_named(erp: Tryton, tmp_path: Path, way: str) -> None:
    polls = Polls(tmp_path, WAYS[way].format(url=erp.url, more=""), {"erp": "guessed"})
    with pytest.raises(NeedsPerson) as refused:
        polls.poll()
    told = said(refused.value.fault) + said(refused.value.remedy)
    assert "erp" in told
    assert "guessed" not in told


def test_many_polls_sign_in_once(erp: Tryton, tmp_path: Path) -> None:
    polls = polled(erp, tmp_path, "by name and password")
    before = counted(erp, "ir_session")
    for _ in range(3):
        erp.leads(None)
        polls.poll()
    assert counted(erp, "ir_session") == before + 1


def test_a_refused_password_is_not_tried_again_and_again(erp: Tryton, tmp_path: Path) -> None:
    polls = Polls(tmp_path, WAYS["by name and password"].format(url=erp.url, more=""), {"erp": "guessed"})
    before = counted(erp, "res_user_login_attempt")
    for _ in range(4):
        with pytest.raises(NeedsPerson):
            polls.poll()
    assert counted(erp, "res_user_login_attempt") == before + 1
    erp.sign_in()  # which clears the slate


def counted(erp: Tryton, table: str) -> int:
    return int(erp.sql(f"select count(*) from {table}")[0][0])


def test_a_session_that_the_server_forgot_is_begun_again(erp: Tryton, tmp_path: Path) -> None:
    polls = polled(erp, tmp_path, "by name and password")
    polls.poll()
    for (key,) in erp.sql("select key from ir_session"):
        user = erp.sql("select create_uid from ir_session where key = ?", key)[0][0]
        signed = base64.b64encode(f"admin:{user}:{key}".encode()).decode()
        body = json.dumps({"id": 1, "method": "common.db.logout", "params": []})
        headers = {"Authorization": f"Session {signed}", "Content-Type": "application/json"}
        requests.post(f"{erp.url}/rpc/", data=body, headers=headers, timeout=30)
    erp.session.headers.pop("Authorization", None)
    erp.sign_in()
    (new,) = erp.leads(AMIRA)
    polls.poll()
    assert numbered(erp, new) in here(polls)


REPORT = """\
version: 1
organisation: {{name: Northwind, time_zone: Europe/Berlin, calendar: office}}
calendars: {{office: {{hours: {{mon-sun: ["00:00-24:00"]}}}}}}
sources:
  erp: {source}
people:
  - {{name: Amira Haddad, role: salesperson, coordinator: Lena Fuchs}}
  - {{name: Jörg Größmann, role: salesperson, coordinator: Lena Fuchs}}
  - {{name: Lena Fuchs, role: coordinator}}
pages:
  - title: Sales
    panels:
      - {{type: opportunity-buffer, place: [0, 0, 6, 8], title: Buffer, target: 20}}
      - {{type: coordinator-queue, place: [6, 0, 6, 8], title: Coordinators}}
"""


@pytest.mark.parametrize("way", WAYS)
def test_a_board_says_what_sql_says(erp: Tryton, tmp_path: Path, way: str) -> None:
    _, released, lost = erp.leads(AMIRA, JOERG, None)
    erp.call("sale.opportunity", "write", [released], {"party": erp.customer})
    erp.press("opportunity", released)
    erp.press("lost", lost)
    board = tmp_path / "board.yaml"
    board.write_text(REPORT.format(source=WAYS[way].format(url=erp.url, more="")))
    told = reported(board, {"erp": erp.key if way == "by a key" else PASSWORD})
    waiting = "select count(*), count(employee) from sale_opportunity where state = 'lead'"
    assert erp.sql(waiting) == [(told["Buffer"]["waiting"], told["Coordinators"]["waiting:Lena Fuchs"])]
    ((releases,),) = erp.sql(
        "select count(distinct l.resource) from ir_model_log l"
        " join sale_opportunity o on l.resource = 'sale.opportunity,' || o.id"
        " where o.state != 'lead' and l.target = 'state:opportunity'"
    )
    assert told["Buffer"]["releases"] == releases


TASKS = "{{type: rest, preset: tryton-tasks, url: '{url}', sign_in: {{secret: erp}}{more}}}"


@pytest.mark.parametrize("size", [2, 500])
def test_every_task_is_as_in_its_database(erp: Tryton, tmp_path: Path, size: int) -> None:
    project = task(erp, "Umzug", type="project")
    first, *_ = [task(erp, f"Task {n}", parent=project) for n in range(5)]
    ways = ", ".join(f"{way}: {{paging: {{size: {size}}}}}" for way in ("open", "between", "since"))
    more = f", cases: {{full_every: 1s, paging: {{size: {size}}}, {ways}}}"
    polls = Polls(tmp_path, TASKS.format(url=erp.url, more=more), {"erp": erp.key})
    polls.poll()
    assert tasks_here(polls) == tasks_of(erp)
    assert len(tasks_here(polls)) >= 5
    alone = task(erp, "Inventory")
    ((done,),) = erp.sql("select id from project_work_status where progress = 1")
    erp.call("project.work", "write", [first], {"status": done, "progress": 1.0})
    polls.poll()
    assert tasks_here(polls) == tasks_of(erp)
    assert tasks_here(polls)[work_number(erp, first)][1] == "Done"
    erp.call("project.work", "delete", [alone])
    until_whole(polls)
    assert tasks_here(polls) == tasks_of(erp)


def task(erp: Tryton, name: str, **values: object) -> int:
    ((opened,),) = erp.sql("select id from project_work_status where progress is null order by id limit 1")
    (made,) = erp.create("project.work", {"type": "task", "name": name, "status": opened, **values})
    return made


def work_number(erp: Tryton, work: int) -> str:
    return str(erp.sql("select number from project_work where id = ?", work)[0][0])


def tasks_of(erp: Tryton) -> dict[str, Told]:
    """Number → project, status, opened, as the database has them."""
    rows = erp.sql(
        """
        select w.number, p.name, s.name, w.create_date from project_work w
        join project_work_status s on s.id = w.status left join project_work p on p.id = w.parent
        where w.type = 'task'
        """
    )
    return {number: (project, status, instant(created)) for number, project, status, created in rows}


def tasks_here(polls: Polls) -> dict[str, Told]:
    rows = polls.rows("cases")
    found = {row["number"]: (row["queue"], row["status"], row["opened_at"]) for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_an_end_date_without_a_time_is_the_offices(erp: Tryton, tmp_path: Path, zone: str) -> None:
    (old,) = erp.leads(AMIRA)
    end = {"__class__": "date", "year": 2026, "month": 3, "day": 9}
    erp.call("sale.opportunity", "write", [old], {"end_date": end})
    erp.by_script("update sale_opportunity set state = 'lost' where id = ?", old)
    polls = polled(erp, tmp_path, zone=zone)
    polls.poll()
    assert here(polls)[numbered(erp, old)][LOST_AT] == datetime(2026, 3, 9, tzinfo=ZoneInfo(zone))
    assert here(polls) == in_its_database(erp, ZoneInfo(zone))
