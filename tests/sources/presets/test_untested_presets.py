"""The presets that no real server here could prove, against servers that answer as the vendors' documentation says."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.sources.presets.imitations import Freshdesk, HubSpot, Odoo, Salesforce, Zendesk, serving
from tests.sources.reads import Reads
from wallboard.core.records import Batch
from wallboard.sources.contract import NeedsPerson, ReadRequest
from wallboard.sources.declared.options import Options
from wallboard.sources.declared.preset import UNTESTED, found, preset
from wallboard.sources.rest import read

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
UNTRIED = sorted(name for name in found() if not preset(name).about.proven)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def options(name: str, url: str, **more: Any) -> Options:
    data = {"preset": name, "url": url, "sign_in": {"secret": "vendor"}, "gap_s": 0, **more}
    return Options.model_validate_json(json.dumps(data))


class Reader:
    """A source read again and again, as the collector does it, with the token and what it keeps."""

    def __init__(self, name: str, url: str, *, secret: str = "t0k3n", **more: Any) -> None:
        self.options = options(name, url, **more)
        now_us = round(NOW.timestamp() * 1e6)
        self.request = ReadRequest("vendor", Path(), now_us, "Europe/London", secret=lambda _: secret)
        self.reads = Reads(lambda token, kept: read(self.options, replace(self.request, token=token, kept=kept)))

    def poll(self) -> Batch:
        """All that is known after reading as long as there is more."""
        assert not any(batch.is_cut_short for batch in self.reads.cycle())
        assert self.reads.known is not None
        return self.reads.known

    def rows(self, resource: str, *fields: str) -> list[tuple[Any, ...]]:
        """A resource's rows after a poll, by their first field."""
        return sorted(self.poll().frame(resource).select(fields).iter_rows(), key=str)


def iso(days_ago: float) -> str:
    return (NOW - timedelta(days=days_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")


def naive(days_ago: float) -> str:
    return (NOW - timedelta(days=days_ago)).strftime("%Y-%m-%d %H:%M:%S")


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


# Zendesk


def ticket(number: int, status: str, days_ago: float, **more: Any) -> dict[str, Any]:
    base = {"id": number, "status": status, "created_at": iso(20), "updated_at": iso(days_ago), "type": "question"}
    return {**base, "priority": "high", "group_id": 7, "assignee_id": 70, **more}


def change(number: int, of: int, status: str, days_ago: float) -> dict[str, Any]:
    seconds = int(ago(days_ago).timestamp())
    child = {"id": number * 10, "status": status, "event_type": "Change"}
    return {"id": number, "ticket_id": of, "timestamp": seconds, "child_events": [child, {"id": 1, "tags": ["x"]}]}


@pytest.fixture
def zendesk() -> Zendesk:
    return Zendesk(
        tickets=[ticket(1, "open", 9), ticket(2, "pending", 8, assignee_id=None), ticket(3, "solved", 7)],
        events=[change(11, 2, "pending", 8), change(12, 3, "open", 12), change(13, 3, "solved", 7)],
        groups=[{"id": 7, "name": "Österreich"}],
        users=[{"id": 70, "name": "Kim Moore"}],
    )


def test_zendesk_tickets_come_by_cursor_with_names_of_groups_and_agents(zendesk: Zendesk) -> None:
    with serving(zendesk, NOW) as url:
        reader = Reader("zendesk", url, sign_in={"user": "w@example.com", "secret": "vendor"})
        assert reader.rows("cases", "number", "status", "queue", "owner") == [
            ("1", "open", "Österreich", "Kim Moore"),
            ("2", "pending", "Österreich", None),
            ("3", "solved", "Österreich", "Kim Moore"),
        ]


def test_zendesk_events_tell_when_a_status_changed(zendesk: Zendesk) -> None:
    with serving(zendesk, NOW) as url:
        reader = Reader("zendesk", url, sign_in={"user": "w@example.com", "secret": "vendor"})
        assert reader.rows("events", "number", "kind", "to", "at") == [
            ("2", "status", "pending", ago(8)),
            ("3", "status", "open", ago(12)),
            ("3", "status", "solved", ago(7)),
        ]


def test_zendesk_goes_on_from_its_cursor_and_names_deleted_tickets(zendesk: Zendesk) -> None:
    with serving(zendesk, NOW) as url:
        reader = Reader("zendesk", url, sign_in={"user": "w@example.com", "secret": "vendor"})
        reader.poll()
        zendesk.tickets[0] |= {"status": "deleted", "updated_at": iso(1)}
        zendesk.tickets.append(ticket(4, "new", 0.5))
        zendesk.events.append(change(14, 4, "new", 0.5))
        assert [row[0] for row in reader.rows("cases", "number")] == ["2", "3", "4"]
        assert reader.rows("events", "number", "to")[-1] == ("4", "new")


# Freshdesk


@pytest.fixture
def freshdesk() -> Freshdesk:
    def row(number: int, status: int, days_ago: float, **stats: str) -> dict[str, Any]:
        base = {"id": number, "status": status, "priority": 4, "type": "Return", "created_at": iso(30)}
        return {**base, "updated_at": iso(days_ago), "group_id": 7, "responder_id": 70, "stats": stats}

    return Freshdesk(
        tickets=[row(n, 2, 10 - n / 2) for n in range(1, 8)] + [row(8, 4, 2, resolved_at=iso(2), closed_at=iso(1))],
        groups=[{"id": 7, "name": "Front line"}, {"id": 8, "name": "Experts"}, {"id": 9, "name": "Orders"}],
        agents=[{"id": 70, "contact": {"name": "Lena Müller"}}],
    )


def test_freshdesk_tickets_come_by_link_with_words_for_numbers(freshdesk: Freshdesk) -> None:
    with serving(freshdesk, NOW) as url:
        rows = Reader("freshdesk", url).rows("cases", "number", "status", "priority", "queue", "owner", "closed_at")
    assert len(rows) == 8
    assert rows[0] == ("1", "Open", "urgent", "Front line", "Lena Müller", None)
    assert rows[7] == ("8", "Resolved", "urgent", "Front line", "Lena Müller", ago(2))


def test_a_freshdesk_ticket_that_changed_is_seen_at_the_next_poll(freshdesk: Freshdesk) -> None:
    with serving(freshdesk, NOW) as url:
        reader = Reader("freshdesk", url)
        reader.poll()
        freshdesk.tickets[0] |= {"status": 3, "updated_at": iso(0)}
        assert reader.rows("cases", "number", "status")[0] == ("1", "Pending")


# Salesforce


@pytest.fixture
def salesforce() -> Salesforce:
    def case(number: int, days_ago: float, **more: Any) -> dict[str, Any]:
        history = [{"Field": "Status", "NewValue": "Working", "CreatedDate": sf(days_ago)}]
        history.append({"Field": "Owner", "NewValue": "005x", "CreatedDate": sf(days_ago)})
        base = {"Id": f"500{number}", "CaseNumber": f"{number:08}", "Type": "Return", "Status": "Working"}
        base |= {"Priority": "High", "IsClosed": False, "IsDeleted": False, "CreatedDate": sf(40), "ClosedDate": None}
        base |= {"SystemModstamp": sf(days_ago), "Owner": {"Name": "Zoë Ångström", "Type": "User"}}
        return {**base, "Histories": {"records": history, "totalSize": 2, "done": True}, **more}

    def sf(days_ago: float) -> str:
        return ago(days_ago).strftime("%Y-%m-%dT%H:%M:%S.000+0000")

    opportunity = {"Id": "0061", "IsWon": True, "IsClosed": True, "IsDeleted": False, "CreatedDate": sf(50)}
    opportunity |= {"CloseDate": "2026-11-12", "SystemModstamp": sf(8), "Owner": {"Name": "Farid Nazari"}}
    lost = opportunity | {"Id": "0062", "IsWon": False}
    waiting = opportunity | {"Id": "0063", "IsWon": False, "IsClosed": False, "SystemModstamp": sf(400)}
    event = {"Id": "00U1", "WhatId": "0061", "Owner": {"Name": "Farid Nazari"}, "StartDateTime": sf(-2)}
    event |= {"EndDateTime": sf(-2.1), "IsAllDayEvent": False, "ActivityDate": "2026-11-22", "CreatedDate": sf(3)}
    event |= {"IsDeleted": False, "SystemModstamp": sf(3)}
    cases = [case(n, 30 - n) for n in range(1, 6)]
    cases[1] |= {"Owner": {"Name": "Orders", "Type": "Queue"}, "SystemModstamp": sf(300)}
    cases[2] |= {"Status": "Closed", "IsClosed": True, "ClosedDate": sf(27)}
    return Salesforce({"Case": cases, "Opportunity": [opportunity, lost, waiting], "Event": [event]})


OAUTH = {"sign_in": {"secret": "vendor", "oauth": {"client": "key"}}}


def test_salesforce_cases_come_with_owner_or_queue_and_their_history(salesforce: Salesforce) -> None:
    with serving(salesforce, NOW) as url:
        reader = Reader("salesforce", url, **OAUTH)
        rows = reader.rows("cases", "number", "queue", "owner", "status", "closed_at")
        events = reader.rows("events", "number", "kind", "to")
    assert len(rows) == 5
    assert rows[0] == ("00000001", None, "Zoë Ångström", "Working", None)
    assert rows[1] == ("00000002", "Orders", None, "Working", None), "open ones are read however old"
    assert rows[2][3:] == ("Closed", ago(27))
    assert events[0] == ("00000001", "status", "Working")
    assert len(events) == 5, "changes of owners are left out"


def test_salesforce_opportunities_and_events_of_calendars_come(salesforce: Salesforce) -> None:
    with serving(salesforce, NOW) as url:
        reader = Reader("salesforce", url, **OAUTH)
        won = reader.rows("opportunities", "number", "owner", "won_at", "lost_at")
        assert [(row[0], row[2] is not None, row[3] is not None) for row in won] == [
            ("0061", True, False),
            ("0062", False, True),
            ("0063", False, False),
        ]
        assert reader.rows("appointments", "id", "person", "opportunity", "start_at") == [
            ("00U1", "Farid Nazari", "0061", ago(-2))
        ]


def test_salesforce_deletions_are_seen_at_the_next_poll(salesforce: Salesforce) -> None:
    with serving(salesforce, NOW) as url:
        reader = Reader("salesforce", url, **OAUTH)
        reader.poll()
        salesforce.objects["Case"][0] |= {"IsDeleted": True, "SystemModstamp": iso(0)}
        assert "00000001" not in [row[0] for row in reader.rows("cases", "number")]


# HubSpot


@pytest.fixture
def hubspot() -> HubSpot:
    def record(number: int, days_ago: float, **properties: Any) -> dict[str, Any]:
        changed = ago(days_ago).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        return {
            "id": str(number),
            "properties": {"hubspot_owner_id": "9", "hs_lastmodifieddate": changed, **properties},
        }

    def case(number: int, days_ago: float, stage: str = "1", closed: str | None = None) -> dict[str, Any]:
        more = {"hs_pipeline": "0", "hs_pipeline_stage": stage, "closed_date": closed, "createdate": iso(60)}
        return record(number, days_ago, hs_ticket_category="ORDER", hs_ticket_priority="HIGH", **more)

    deal = record(500, 5, createdate=iso(80), closedate=iso(5), hs_is_closed="true", hs_is_closed_won="true")
    lost = record(501, 4, createdate=iso(80), closedate=iso(4), hs_is_closed="true", hs_is_closed_won="false")
    times = {"hs_meeting_start_time": iso(1), "hs_meeting_end_time": iso(0.9), "hs_createdate": iso(6)}
    meetings = [record(900, 3, hs_meeting_outcome="COMPLETED", **times)]
    stages = [{"id": "1", "label": "New"}, {"id": "4", "label": "Closed"}]
    return HubSpot(
        {"tickets": [case(n, 200 - n) for n in range(1, 151)], "deals": [deal, lost], "meetings": meetings},
        owners=[{"id": "9", "firstName": "Jana", "lastName": "Weiß"}],
        pipelines=[{"id": "0", "label": "Support", "stages": stages}],
    )


def test_hubspot_tickets_come_with_words_for_stages_pipelines_and_owners(hubspot: HubSpot) -> None:
    with serving(hubspot, NOW) as url:
        rows = Reader("hubspot", url).rows("cases", "number", "queue", "status", "owner", "type", "closed_at")
    assert len(rows) == 150
    assert rows[0] == ("1", "Support", "New", "Jana Weiß", "ORDER", None)


def test_a_search_that_hubspot_caps_goes_on_at_the_last_change(hubspot: HubSpot) -> None:
    hubspot.caps["tickets"] = 60
    cases = dict(json.loads(preset_text("hubspot", "cases")))
    cases["paging"] |= {"cap": 60, "size": 20}
    with serving(hubspot, NOW) as url:
        rows = Reader("hubspot", url, cases=cases).rows("cases", "number")
    assert len(rows) == 150


def preset_text(name: str, key: str) -> str:
    return json.dumps(preset(name).data[key])


def test_hubspot_deals_and_meetings_come_with_their_outcome(hubspot: HubSpot) -> None:
    with serving(hubspot, NOW) as url:
        reader = Reader("hubspot", url)
        assert reader.rows("opportunities", "number", "won_at", "lost_at") == [
            ("500", ago(5), None),
            ("501", None, ago(4)),
        ]
        assert reader.rows("appointments", "id", "person", "state") == [("900", "Jana Weiß", "performed")]


# Odoo


def odoo() -> Odoo:
    def lead(number: int, days_ago: float, **more: Any) -> dict[str, Any]:
        base = {"id": number, "type": "opportunity", "user_id": [4, "Amira Haddad"], "create_date": naive(200)}
        return {
            **base,
            "write_date": naive(days_ago),
            "date_closed": False,
            "probability": 30.0,
            "active": True,
            **more,
        }

    def event(number: int, **more: Any) -> dict[str, Any]:
        base = {"id": number, "user_id": [4, "Amira Haddad"], "opportunity_id": [1, "Bridge"], "start": naive(-1)}
        base |= {"stop": naive(-1.1), "start_date": False, "stop_date": False, "allday": False, "active": True}
        return {**base, "create_date": naive(9), "write_date": naive(9), **more}

    def task(number: int, state: str, days_ago: float, **more: Any) -> dict[str, Any]:
        base = {"id": number, "project_id": [3, "Returns"], "user_ids": [4], "stage_id": [1, "Any"], "state": state}
        base |= {"priority": "1", "create_date": naive(150), "date_end": False, "active": True}
        return {**base, "date_last_stage_update": naive(days_ago), "write_date": naive(days_ago), **more}

    def helpdesk(number: int, days_ago: float, **more: Any) -> dict[str, Any]:
        base = {"id": number, "number": f"HT{number:05}", "team_id": [2, "Front line"], "user_id": False}
        base |= {"stage_id": [1, "New"], "category_id": [5, "Invoice"], "priority": "2", "create_date": naive(150)}
        return {**base, "closed_date": False, "closed": False, "write_date": naive(days_ago), **more}

    return Odoo(
        {
            "crm.lead": [
                lead(1, 120),
                lead(2, 5, probability=100.0, date_closed=naive(5)),
                lead(3, 4, active=False, probability=0.0, date_closed=naive(4)),
            ],
            "calendar.event": [
                event(1),
                event(2, allday=True, start_date="2026-11-24", stop_date="2026-11-24", opportunity_id=False),
                event(3, active=False),
            ],
            "project.task": [task(1, "01_in_progress", 130), task(2, "1_done", 3), task(3, "04_waiting_normal", 6)],
            "helpdesk.ticket": [
                helpdesk(1, 140),
                helpdesk(2, 3, stage_id=[9, "Done"], closed=True, closed_date=naive(3), user_id=[4, "Amira Haddad"]),
            ],
            "res.users": [{"id": 4, "name": "Amira Haddad"}],
        }
    )


ODOO: Mapping[str, Any] = {"sign_in": {"user": "wallboard", "secret": "vendor"}, "settings": {"database": "office"}}


@pytest.mark.parametrize("way", ["", "-rpc"])
def test_odoo_leads_are_won_lost_or_open_however_old(way: str) -> None:
    with serving(odoo(), NOW) as url:
        rows = Reader(f"odoo{way}", url, **ODOO).rows("opportunities", "number", "owner", "won_at", "lost_at")
    assert rows == [
        ("1", "Amira Haddad", None, None),
        ("2", "Amira Haddad", ago(5), None),
        ("3", "Amira Haddad", None, ago(4)),
    ]


@pytest.mark.parametrize("way", ["", "-rpc"])
def test_odoo_events_are_appointments(way: str) -> None:
    with serving(odoo(), NOW) as url:
        rows = Reader(f"odoo{way}", url, **ODOO).rows("appointments", "id", "opportunity", "state", "start_on")
    assert [row[:3] for row in rows] == [("1", "1", "booked"), ("2", None, "booked"), ("3", "1", "cancelled")]
    assert str(rows[1][3]) == "2026-11-24"


@pytest.mark.parametrize("way", ["", "-rpc"])
def test_odoo_tasks_are_cases_with_projects_as_queues(way: str) -> None:
    with serving(odoo(), NOW) as url:
        rows = Reader(f"odoo-tasks{way}", url, **ODOO).rows("cases", "number", "queue", "owner", "status", "closed_at")
    assert rows == [
        ("1", "Returns", "Amira Haddad", "01_in_progress", None),
        ("2", "Returns", "Amira Haddad", "1_done", ago(3)),
        ("3", "Returns", "Amira Haddad", "04_waiting_normal", None),
    ]


@pytest.mark.parametrize("way", ["", "-rpc"])
def test_odoo_tickets_are_cases_with_teams_as_queues(way: str) -> None:
    with serving(odoo(), NOW) as url:
        rows = Reader(f"odoo-tickets{way}", url, **ODOO).rows("cases", "number", "queue", "owner", "closed_at")
    assert rows == [("HT00001", "Front line", None, None), ("HT00002", "Front line", "Amira Haddad", ago(3))]


@pytest.mark.parametrize("way", ["", "-rpc"])
def test_a_change_in_odoo_within_the_second_that_was_read_last_is_seen(way: str) -> None:
    server = odoo()
    row = server.models["project.task"][1]
    row |= {"write_date": naive(0)}
    with serving(server, NOW) as url:
        reader = Reader(f"odoo-tasks{way}", url, **ODOO)
        reader.poll()
        row |= {"state": "01_in_progress"}
        assert reader.rows("cases", "number", "status")[1] == ("2", "01_in_progress")


@pytest.mark.parametrize("way", ["", "-rpc"])
def test_a_wrong_secret_of_odoo_is_named(way: str) -> None:
    with serving(odoo(), NOW) as url, pytest.raises(NeedsPerson) as refused:
        Reader(f"odoo{way}", url, secret="wrong", **ODOO).poll()
    assert "vendor" in str(refused.value.fault) + str(refused.value.remedy)


# all of them


@pytest.mark.parametrize("name", UNTRIED)
def test_a_preset_that_no_server_proved_says_so(name: str) -> None:
    assert preset(name).said.endswith(f"({UNTESTED})")


def test_all_vendors_of_whom_we_know_by_documentation_alone_are_marked() -> None:
    odoos = {f"odoo{kind}{way}" for kind in ("", "-tasks", "-tickets") for way in ("", "-rpc")}
    assert set(UNTRIED) == {"zendesk", "freshdesk", "salesforce", "hubspot"} | odoos
