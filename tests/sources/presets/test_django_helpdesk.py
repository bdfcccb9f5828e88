"""The preset for django-helpdesk against a real one: every record equals its own database, and what it cannot tell is
told so."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from tests.reported import reported
from tests.servers.django_helpdesk import PASSWORD, Helpdesk, django_helpdesk
from tests.sources.presets.meanwhile import being_worked_in, poll_on
from tests.sources.presets.polls import Polls
from wallboard.collect.plain import said
from wallboard.core.measures.source_cases import source_rows
from wallboard.sources.contract import NeedsPerson, Passing

SOURCE = "{{type: rest, preset: django-helpdesk, url: '{url}', sign_in: {{user: wallboard, secret: desk}}{more}}}"
WORDS = {1: "Open", 2: "Reopened", 3: "Resolved", 4: "Closed", 5: "Duplicate"}
PRIORITIES = {1: "Critical", 2: "High", 3: "Normal", 4: "Low", 5: "Very low"}

Case = tuple[str | None, ...]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Helpdesk]:
    with django_helpdesk(tmp_path_factory.mktemp("helpdesk")) as started:
        yield started


@pytest.fixture
def polls(tmp_path: Path, desk: Helpdesk) -> Polls:
    return polled(desk, tmp_path)


def polled(desk: Helpdesk, folder: Path, more: str = "") -> Polls:
    return Polls(folder, SOURCE.format(url=desk.url, more=more), {"desk": PASSWORD})


def at(text: str) -> datetime:
    """An instant as its database writes it."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def cases_of(desk: Helpdesk) -> dict[str, tuple[object, ...]]:
    """Number → queue, owner, status, priority, opened, as the database has them."""
    rows = desk.sql(
        """
        select t.id, t.queue_id, t.assigned_to_id, t.status, t.on_hold, t.priority, min(f.date)
        from helpdesk_ticket t left join helpdesk_followup f on f.ticket_id = t.id
        group by t.id
        """
    )
    return {
        str(number): (
            str(queue),
            None if owner is None else str(owner),
            "On hold" if on_hold and status < 3 else WORDS[status],
            PRIORITIES[priority],
            None if opened is None else at(opened),
        )
        for number, queue, owner, status, on_hold, priority, opened in rows
    }


def cases_here(polls: Polls) -> dict[str, tuple[object, ...]]:
    """The same of what the board knows; no number twice."""
    names = ("queue", "owner", "status", "priority", "opened_at")
    rows = polls.rows("cases")
    found = {row["number"]: tuple(row[name] for name in names) for row in rows}
    assert len(found) == len(rows)
    return found


def history_of(desk: Helpdesk, ticket: int) -> list[tuple[object, ...]]:
    """When a ticket got which status by a step, as the database has it."""
    rows = desk.sql(
        "select date, new_status from helpdesk_followup where ticket_id = ? and new_status is not null order by date",
        ticket,
    )
    return [(at(date), WORDS[status]) for date, status in rows]


def history_here(polls: Polls, ticket: int) -> list[tuple[object, ...]]:
    return [(row["at"], row["to"]) for row in polls.rows("events") if row["number"] == str(ticket)]


def test_every_ticket_is_as_in_its_database(polls: Polls, desk: Helpdesk) -> None:
    desk.ticket(1)
    desk.ticket(2, 2)
    desk.ticket(3, 3)
    for status in (3, 4, 5):
        desk.follow_up(desk.ticket(1, 2), status)
    desk.patch(desk.ticket(1), priority=1)
    polls.poll()
    assert cases_here(polls) == cases_of(desk)
    assert polls.reads.brought[-1].unusable == ()


def test_a_ticket_that_closes_and_comes_back_is_seen_at_the_next_poll(polls: Polls, desk: Helpdesk) -> None:
    ticket = desk.ticket(1)
    polls.poll()
    assert history_here(polls, ticket) == []
    for turn, status in enumerate((3, 2, 4), 1):
        desk.follow_up(ticket, status)
        polls.poll()
        assert len(history_here(polls, ticket)) == turn
        assert history_here(polls, ticket) == history_of(desk, ticket)
        assert cases_here(polls) == cases_of(desk)


def test_a_changed_queue_and_owner_are_seen_at_the_next_poll(polls: Polls, desk: Helpdesk) -> None:
    ticket = desk.ticket(1, 2)
    polls.poll()
    desk.patch(ticket, queue=2, assigned_to=None)
    polls.poll()
    assert cases_here(polls)[str(ticket)][:2] == ("2", None)
    assert cases_here(polls) == cases_of(desk)


def test_a_deleted_ticket_is_gone_at_the_next_poll(polls: Polls, desk: Helpdesk) -> None:
    ticket = desk.ticket(1)
    desk.follow_up(ticket, 4)
    polls.poll()
    assert str(ticket) in cases_here(polls)
    desk.delete(ticket)
    polls.poll()
    assert str(ticket) not in cases_here(polls)
    assert history_here(polls, ticket) == []
    assert cases_here(polls) == cases_of(desk)


def test_every_step_is_an_activity(polls: Polls, desk: Helpdesk) -> None:
    ticket = desk.ticket(1)
    desk.follow_up(ticket, comment="Called.")
    polls.poll()
    there = desk.sql("select date, user_id from helpdesk_followup where ticket_id = ? order by date", ticket)
    here = [(row["at"], row["person"]) for row in polls.rows("activities") if row["number"] == str(ticket)]
    assert here == [(at(date), str(user)) for date, user in there]
    assert len(here) == 2


def hold(desk: Helpdesk, ticket: int, address: str) -> None:
    """By the button of its web page, which its interface has not."""
    desk.shell(
        f"""
from django.contrib.auth import get_user_model
from django.test import Client
client = Client(SERVER_NAME="127.0.0.1")
client.force_login(get_user_model().objects.get(username="wallboard"))
assert client.post("/tickets/{ticket}/{address}/").status_code == 302
"""
    )


def test_a_hold_begins_and_ends_when_its_button_is_pressed(polls: Polls, desk: Helpdesk) -> None:
    ticket = desk.ticket(1)
    hold(desk, ticket, "hold")
    polls.poll()
    assert cases_here(polls)[str(ticket)][2] == "On hold"
    ((held_at, _),) = desk.sql(
        "select date, title from helpdesk_followup where ticket_id = ? and title like '%hold%'", ticket
    )
    assert history_here(polls, ticket) == [(at(held_at), "On hold")]
    hold(desk, ticket, "unhold")
    polls.poll()
    assert [word for _, word in history_here(polls, ticket)] == ["On hold", "Open"]
    assert cases_here(polls) == cases_of(desk)


def left_out(polls: Polls) -> dict[str, tuple[str, ...]]:
    """Why which cases cannot be used, as the board says it."""
    assert polls.reads.known is not None
    rows = source_rows(polls.board.organisation, "it", polls.reads.known)
    return {one.why.key: one.examples for one in rows.unusable}


def test_a_ticket_closed_without_a_step_is_closed_without_a_time(polls: Polls, desk: Helpdesk) -> None:
    ticket = desk.ticket(1)
    desk.patch(ticket, status=4)
    polls.poll()
    assert cases_here(polls)[str(ticket)][2] == "Closed"
    assert history_here(polls, ticket) == []
    assert str(ticket) in left_out(polls)["unusable.no-closing"]


def test_a_ticket_opened_again_without_a_step_is_open(polls: Polls, desk: Helpdesk) -> None:
    ticket = desk.ticket(1)
    desk.follow_up(ticket, 4)
    desk.patch(ticket, status=2)
    polls.poll()
    assert cases_here(polls)[str(ticket)][2] == "Reopened"
    assert history_here(polls, ticket) == []
    assert all(str(ticket) not in which for which in left_out(polls).values())


def test_a_ticket_put_on_hold_without_a_step_is_on_hold_since_nobody_knows_when(polls: Polls, desk: Helpdesk) -> None:
    ticket = desk.ticket(1)
    desk.patch(ticket, on_hold=True)
    polls.poll()
    assert cases_here(polls)[str(ticket)][2] == "On hold"
    assert history_here(polls, ticket) == []


def test_a_ticket_without_any_step_has_no_opening(polls: Polls, desk: Helpdesk) -> None:
    desk.shell("from helpdesk.models import Ticket; Ticket.objects.create(queue_id=1, title='By a script')")
    ((ticket,),) = desk.sql("select max(id) from helpdesk_ticket")
    polls.poll()
    assert cases_here(polls)[str(ticket)][4] is None
    assert str(ticket) in left_out(polls)["unusable.no-opening"]


@pytest.mark.parametrize("size", [1, 7, 100])
def test_the_size_of_pages_changes_nothing(desk: Helpdesk, tmp_path: Path, size: int) -> None:
    for _ in range(8):
        desk.ticket(1)
    polls = polled(desk, tmp_path, f", cases: {{paging: {{size: {size}}}}}")
    polls.poll()
    assert cases_here(polls) == cases_of(desk)


REPORT = """\
version: 1
organisation: {{name: Northwind, time_zone: Europe/Berlin, calendar: office}}
calendars: {{office: {{hours: {{mon-sun: ["00:00-24:00"]}}}}}}
sources:
  desk: {source}
queues:
  Front line: {{tier: front, also: {{desk: ["1"]}}}}
  Experts: {{tier: expert, also: {{desk: ["2"]}}}}
  Returns: {{tier: front, also: {{desk: ["3"]}}}}
targets: [{{type: default, hours: 8}}]
pages:
  - title: All
    panels:
      - {{type: in-and-out, place: [0, 0, 6, 4], title: Today}}
      - {{type: queue-ages, place: [6, 0, 6, 8], title: Queues}}
"""
QUEUES = {"Front line": 1, "Experts": 2, "Returns": 3}


def test_a_board_says_what_sql_says(tmp_path: Path) -> None:
    with django_helpdesk(tmp_path / "desk") as desk:
        for queue in (1, 1, 2, 3, 3, 3):
            desk.ticket(queue)
        desk.follow_up(1, 4)
        desk.follow_up(3, 3)
        desk.follow_up(3, 2)
        desk.follow_up(4, 5)
        board = tmp_path / "board.yaml"
        board.write_text(REPORT.format(source=SOURCE.format(url=desk.url, more="")))
        told = reported(board, {"desk": PASSWORD})
        for name, queue in QUEUES.items():
            ((there,),) = desk.sql("select count(*) from helpdesk_ticket where queue_id = ? and status < 3", queue)
            assert told["Queues"][f"open:{name}"] == there
        counted = "select count(*), sum(status in (3, 4)) from helpdesk_ticket where status != 5"
        assert desk.sql(counted) == [(told["Today"]["opened"], told["Today"]["closed"])]


MANY = """
from django.utils import timezone
from helpdesk.models import FollowUp, Ticket
now = timezone.now()
made = Ticket.objects.bulk_create(
    Ticket(queue_id=1 + n % 3, title="Größe?", created=now, modified=now, priority=3) for n in range(5000)
)
FollowUp.objects.bulk_create(FollowUp(ticket_id=one.pk, date=now, title="Ticket Opened", public=True) for one in made)
"""


@pytest.mark.slow
def test_none_of_5000_is_lost_or_doubled_while_others_are_made(tmp_path: Path) -> None:
    with django_helpdesk(tmp_path / "desk") as desk:
        desk.shell(MANY)
        before = cases_of(desk)
        assert len(before) == 5000
        polls = polled(desk, tmp_path / "board")
        with being_worked_in(partial(working, desk)) as made:
            poll_on(polls)
            here = cases_here(polls)
            assert {number: told for number, told in here.items() if number in before} == before
            assert made.wait(60)
            poll_on(polls)
            assert {number: told for number, told in cases_here(polls).items() if number in before} == before
        poll_on(polls)
        assert cases_here(polls) == cases_of(desk)


def working(desk: Helpdesk) -> Callable[[], None]:
    """Tickets are made, changed and deleted."""
    other = Helpdesk(desk.server, desk.folder)

    def turn() -> None:
        first, second = other.ticket(1), other.ticket(2, 2)
        other.follow_up(first, 3)
        other.delete(second)

    return turn


def test_a_wrong_password_is_a_persons_matter_and_named(desk: Helpdesk, tmp_path: Path) -> None:
    polls = Polls(tmp_path, SOURCE.format(url=desk.url, more=""), {"desk": "guessed"})
    with pytest.raises(NeedsPerson) as refused:
        polls.poll()
    told = said(refused.value.fault) + said(refused.value.remedy)
    assert "desk" in told
    assert "guessed" not in told


def test_a_server_that_is_down_is_waited_for(tmp_path: Path) -> None:
    with django_helpdesk(tmp_path / "desk") as desk:
        ticket = desk.ticket(1)
        polls = polled(desk, tmp_path / "board")
        polls.poll()
        desk.server.kill()
        with pytest.raises(Passing):
            polls.poll()
        assert str(ticket) in cases_here(polls)
        desk.server.start()
        desk.ticket(2)
        polls.poll()
        assert cases_here(polls) == cases_of(desk)
