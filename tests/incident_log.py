"""The incident log as a board's source: its settings, its reading, and where the public one lies."""

from datetime import datetime
from functools import cache
from pathlib import Path

from tests.public import PUBLIC
from wallboard.core.measures.history import History, build_history
from wallboard.core.openings import HoursRule, interval
from wallboard.core.organisation import Organisation, StatusMap, Target
from wallboard.core.worktime import WorkCalendar
from wallboard.sources import file
from wallboard.sources.contract import ReadRequest

DATA = Path(__file__).parent / "data"
PUBLIC_LOG = PUBLIC / "incident_event_log.zip"
MADE_LOG = DATA / "incidents.zip"
HOUR_US = 3_600_000_000

_TIME = "%d/%m/%Y %H:%M"


def options(log: Path) -> file.Options:
    """The log's mapping: one row states a case from then on, and its opening on every row."""
    return file.Options.model_validate({
        "time_zone": "Europe/London",
        "cases": {
            "path": str(log),
            "missing": ["?"],
            "fields": {"number": "number", "opened": {"column": "opened_at", "format": _TIME}},
        },
        "events": {
            "path": str(log),
            "missing": ["?"],
            "fields": {
                "number": "number",
                "at": {"column": "sys_updated_at", "format": _TIME},
                "status": "incident_state",
                "queue": "assignment_group",
                "owner": "assigned_to",
                "type": "category",
            },
        },
    })  # fmt: skip


def office() -> WorkCalendar:
    """Monday to Friday 09:00-17:00 in London, no holidays."""
    day = (interval("09:00", "17:00"),)
    return WorkCalendar("office", "Europe/London", [HoursRule(None, (day,) * 5 + ((), ()))])


def organisation() -> Organisation:
    """16 work hours for every case; waiting for the user is on hold."""
    statuses = StatusMap({"awaiting user info": "on-hold", "resolved": "closed", "closed": "closed"})
    calendars = {"office": office()}
    targets = (Target(None, 16 * HOUR_US, place="incidents"),)
    return Organisation("Incidents", "Europe/London", "office", calendars, ("log",), statuses=statuses, targets=targets)


@cache
def history(log: Path) -> History:
    """The histories of all incidents of a log."""
    request = ReadRequest("log", log.parent, round(datetime(2026, 1, 1).timestamp() * 1e6), "Europe/London")  # noqa: DTZ001
    batch = file.read(options(log), request)
    assert batch is not None
    return build_history(organisation(), {"log": batch})
