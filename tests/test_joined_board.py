"""Four systems on one board: what `report` says equals SQL over those systems' own databases, written by hand."""

import csv
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.reported import reported
from tests.servers.radicale import PASSWORD as DIARIES_PASSWORD
from tests.servers.radicale import Radicale, radicale
from tests.servers.request_tracker import PASSWORD as HELPDESK_PASSWORD
from tests.servers.request_tracker import RequestTracker
from tests.servers.tryton import Tryton, tryton

pytestmark = pytest.mark.needs_debian

ROOT = Path(__file__).parents[1]
LONDON = ZoneInfo("Europe/London")
# Open day and night, so that today is today whenever this runs; the sample board's own hours are in the other tests.
HOURS = ('hours: {mon-fri: ["09:00-17:30"]}\n    holidays: GB-ENG', 'hours: {mon-sun: ["00:00-24:00"]}')


@dataclass
class Office:
    """The four systems, running, and the board that joins them."""

    helpdesk: RequestTracker
    crm: Tryton
    diaries: Radicale
    folder: Path
    today: date
    tickets: dict[str, int] = field(default_factory=dict)

    @property
    def export(self) -> Path:
        return self.folder / "samples-joined" / "erp-cases.csv"

    def report(self) -> dict[str, dict[str, Any]]:
        """Panel → figure → value."""
        secrets = {"helpdesk": HELPDESK_PASSWORD, "crm": self.crm.key, "diaries": DIARIES_PASSWORD}
        return reported(self.folder / "joined.yaml", secrets)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("joined")
    with ExitStack() as running:
        folder.joinpath("rt").mkdir()
        helpdesk = running.enter_context(RequestTracker(folder / "rt"))
        crm = running.enter_context(tryton(folder / "crm"))
        diaries = running.enter_context(radicale(folder / "diaries"))
        made = Office(helpdesk, crm, diaries, folder, datetime.now(LONDON).date())
        write_board(made)
        seed(made)
        yield made


def write_board(office: Office) -> None:
    """The board of `config/`, with the addresses of these systems in it."""
    text = ROOT.joinpath("config", "joined.yaml").read_text("utf-8")
    for old, new in (
        ("https://helpdesk.example.com", office.helpdesk.url),
        ("https://erp.example.com/larkfield", office.crm.url),
        ("https://mail.example.com", office.diaries.url),
        HOURS,
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    office.folder.joinpath("joined.yaml").write_text(text, "utf-8")


def seed(office: Office) -> None:
    """Each system through its own interface; the ERP through an export."""
    desk = office.helpdesk
    desk.add_queue("Front line")
    desk.add_queue("Experts")
    desk.add_user("kmoore", "Kim Moore")
    _, held, solved, shared, both, _ = (
        desk.create(queue, Owner=owner)
        for queue, owner in (
            *(("Front line", "kmoore"), ("Front line", "Nobody"), ("Front line", "kmoore")),
            *(("Front line", "Nobody"), ("Experts", "kmoore"), ("Experts", "Nobody")),
        )
    )
    desk.change(held, Status="stalled")
    desk.change(solved, Status="resolved")
    desk.change(both, Status="resolved")
    office.tickets = {"solved": solved, "shared": shared, "both": both}
    export(office, shared=shared, both=both)
    crm = office.crm
    won, lost, released, *_ = crm.leads(
        "Amira Haddad", "Amira Haddad", "Jörg Größmann", "Jörg Größmann", "Jörg Größmann", "Amira Haddad", None
    )
    crm.win(won)
    crm.press("lost", lost)
    crm.call("sale.opportunity", "write", [released], {"party": crm.customer})
    crm.press("opportunity", released)
    for person, entries in diary(office.today).items():
        office.diaries.calendar(person)
        for name, lines in entries.items():
            office.diaries.put(f"{person}/{name}", event(name, *lines))


def export(office: Office, *, shared: int, both: int) -> None:
    """What the ERP wrote an hour ago: `shared` is open in both systems, `both` is closed in the help desk alone."""
    today = office.today.strftime("%d/%m/%Y")
    before = (office.today - timedelta(days=1)).strftime("%d/%m/%Y")
    office.export.parent.mkdir(exist_ok=True)
    office.export.write_text(
        "Ref,HelpdeskNo,Kind,Desk,Agent,State,Created,Finished\n"
        f"E1,{shared},O,FL,KM,In progress,{before} 09:00,\n"
        f"E2,{both},O,EX,KM,In progress,{before} 10:00,\n"
        f"E3,,R,FL,,Query with client,{before} 11:00,\n"
        f"E4,,O,FL,KM,Completed,{before} 12:00,{before} 13:00\n"
        f"E5,,R,EX,,Entered,{today} 00:00,\n",
        "utf-8",
    )


def complete(office: Office, ref: str) -> None:
    """The ERP's next export, in which a case is completed."""
    lines = office.export.read_text("utf-8").splitlines()
    done = [f"{one.replace('In progress', 'Completed')}{office.today:%d/%m/%Y} 00:00" for one in lines]
    told = [new if old.startswith(f"{ref},") else old for old, new in zip(lines, done, strict=True)]
    office.export.write_text("\n".join(told) + "\n", "utf-8")


def event(uid: str, *lines: str) -> str:
    body = "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Larkfield//EN\r\n{body}\r\nEND:VCALENDAR\r\n"


def at(today: date, days: int, hour: int) -> tuple[str, str]:
    on = (today + timedelta(days=days)).strftime("%Y%m%d")
    return f"DTSTART:{on}T{hour:02}0000Z", f"DTEND:{on}T{hour:02}3000Z"


def diary(today: date) -> dict[str, dict[str, tuple[str, ...]]]:
    """Person → entry → its lines: visits today and later, a weekly one, one called off, and what is no appointment."""
    visit = ("CATEGORIES:Visit", "SUMMARY:Bäckerei Ümit")
    return {
        "amira": {
            "a1": (*at(today, 0, 8), *visit),
            "a2": (*at(today, 0, 22), *visit),
            "a3": (*at(today, 1, 9), *visit, "STATUS:CANCELLED"),
            "a4": (*at(today, 2, 9), "CATEGORIES:Demo"),
            "a5": (*at(today, 1, 12), "SUMMARY:Lunch"),
        },
        "joerg": {
            "j1": (*at(today, 1, 10), *visit, "RRULE:FREQ=DAILY;COUNT=3"),
            "j2": (*at(today, 30, 10), *visit),
        },
    }


def joined(office: Office) -> sqlite3.Connection:
    """One connection to all of it: `rt` and `crm` are those systems' own files, `erp` holds the rows of the export and
    `diary` those of Radicale's files; `today` has the office's day as UTC instants."""
    found = sqlite3.connect(":memory:", uri=True)
    found.execute("attach ? as rt", (f"file:{office.helpdesk.database}?mode=ro",))
    found.execute("attach ? as crm", (f"file:{office.crm.database}?mode=ro",))
    begins = datetime.combine(office.today, time(), LONDON)
    ends = datetime.combine(office.today + timedelta(days=1), time(), LONDON)
    found.execute(
        "create temp table today as select ? midnight, ? next_midnight", [in_utc(one) for one in (begins, ends)]
    )
    found.execute("create temp table erp (number, shared, type, queue, status, opened, closed)")
    with office.export.open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            desk = {"FL": "Front line", "EX": "Experts"}[row["Desk"]]
            times = [
                in_utc(datetime.strptime(row[name], "%d/%m/%Y %H:%M").replace(tzinfo=LONDON)) if row[name] else None
                for name in ("Created", "Finished")
            ]
            kind = {"O": "Order", "R": "Return"}[row["Kind"]]
            values = (row["Ref"], row["HelpdeskNo"] or None, kind, desk, row["State"], *times)
            found.execute("insert into erp values (?, ?, ?, ?, ?, ?, ?)", values)
    found.execute("create temp table diary (person, begins, category, status, times)")
    for person in ("amira", "joerg"):
        for text in office.diaries.files(person).values():
            found.execute("insert into diary values (?, ?, ?, ?, ?)", (person, *entry(text)))
    return found


def in_utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def entry(text: str) -> tuple[str | None, ...]:
    """When it begins, its category, its status, how many days it is repeated."""

    def told(pattern: str) -> str | None:
        match = re.search(pattern, text)
        return match[1] if match else None

    begins = datetime.strptime(str(told(r"DTSTART:(\S+)")), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return in_utc(begins), told(r"CATEGORIES:(\S+)"), told(r"STATUS:(\S+)"), told(r"RRULE:FREQ=DAILY;COUNT=(\d+)")


# A case in both systems is opened first, closed last and only if closed in both, and queues where the help desk says.
CASES = """
with cases as (
    select q.Name queue, case q.Name when 'Experts' then 'Technical' else 'Enquiry' end type,
        t.Status = 'resolved' and (e.number is null or e.status = 'Completed') is_closed,
        t.Status = 'stalled' and (e.number is null or e.status = 'Query with client') is_held,
        min(datetime(t.Created), coalesce(e.opened, datetime(t.Created))) opened,
        max(datetime(t.Resolved), coalesce(e.closed, datetime(t.Resolved))) closed,
        1 in_helpdesk, e.number is not null in_erp
    from rt.Tickets t
    join rt.Queues q on q.id = t.Queue
    left join erp e on e.shared = t.id
    where t.Status not in ('rejected', 'deleted')
    union all
    select e.queue, e.type, e.status = 'Completed', e.status = 'Query with client', e.opened, e.closed, 0, 1
    from erp e where e.shared is null
)
"""
OPPORTUNITIES = """
with opportunities as (
    select o.state, o.create_date created, p.name owner, (
        select max(l.create_date) from crm.ir_model_log l
        where l.resource = 'sale.opportunity,' || o.id and l.target = 'state:opportunity'
    ) released
    from crm.sale_opportunity o
    left join crm.company_employee e on e.id = o.employee
    left join crm.party_party p on p.id = e.party
)
"""
VISITS = """
with recursive visits (person, begins, times) as (
    select person, begins, coalesce(times, 1) + 0 from diary
    where category in ('Visit', 'Demo') and coalesce(status, '') != 'CANCELLED'
    union all
    select person, datetime(begins, '+1 day'), times - 1 from visits where times > 1
)
"""
AHEAD = (
    f"{VISITS} select count(*) from visits, today"
    " where begins >= next_midnight and begins < datetime(next_midnight, '+10 days')"
)
OF_TODAY = "between (select midnight from today) and (select datetime(next_midnight, '-1 second') from today)"
COORDINATORS = {"Amira Haddad": "Lena Fuchs", "Jörg Größmann": "Mark Osei"}
DIARIES = {"amira": "Amira Haddad", "joerg": "Jörg Größmann"}

# Panel, figure, and the question of which it is the answer.
QUESTIONS = [
    ("Open cases", "open", f"{CASES} select count(*) from cases where not is_closed"),
    ("Open cases", "on_hold", f"{CASES} select count(*) from cases where is_held"),
    ("All work", "open:helpdesk", f"{CASES} select count(*) from cases where not is_closed and in_helpdesk"),
    ("All work", "open:erp", f"{CASES} select count(*) from cases where not is_closed and in_erp"),
    ("All work", "open", f"{CASES} select count(*) from cases where not is_closed"),
    ("All work", "shared", f"{CASES} select count(*) from cases where not is_closed and in_helpdesk and in_erp"),
    *(
        ("All work", f"open::{kind}", f"{CASES} select count(*) from cases where not is_closed and type = '{kind}'")
        for kind in ("Order", "Return", "Enquiry", "Technical")
    ),
    ("Today", "opened", f"{CASES} select count(*) from cases where opened {OF_TODAY}"),
    ("Today", "closed", f"{CASES} select count(*) from cases where is_closed and closed {OF_TODAY}"),
    *(
        ("Queues", f"open:{queue}", f"{CASES} select count(*) from cases where not is_closed and queue = '{queue}'")
        for queue in ("Front line", "Experts")
    ),
    ("Opportunities", "waiting", f"{OPPORTUNITIES} select count(*) from opportunities where state = 'lead'"),
    ("Opportunities", "came", f"{OPPORTUNITIES} select count(*) from opportunities where created {OF_TODAY}"),
    ("Opportunities", "released", f"{OPPORTUNITIES} select count(*) from opportunities where released {OF_TODAY}"),
    *(
        (
            "Waiting by coordinator",
            f"waiting:{coordinator}",
            f"{OPPORTUNITIES} select count(*) from opportunities where state = 'lead' and owner = '{owner}'",
        )
        for owner, coordinator in COORDINATORS.items()
    ),
    ("Appointments", ("booked", "unconfirmed"), f"{VISITS} select count(*) from visits where begins {OF_TODAY}"),
    *(
        (
            "Bookings",
            f"booked:{name}",
            f"{AHEAD} and person = '{person}'",
        )
        for person, name in DIARIES.items()
    ),
]


def differing(office: Office) -> dict[tuple[str, object], tuple[object, object]]:
    """Figures that are not what the systems' own databases say: ours, theirs."""
    shown = office.report()
    found = {}
    with closing(joined(office)) as systems:
        for panel, names, question in QUESTIONS:
            ours = sum(shown[panel][name] for name in ((names,) if isinstance(names, str) else names))
            ((theirs,),) = systems.execute(question).fetchall()
            if ours != theirs:
                found[panel, names] = (ours, theirs)
    return found


def test_the_report_equals_sql_on_the_systems_own_databases(office: Office) -> None:
    assert differing(office) == {}


def test_so_it_does_after_all_of_them_have_changed(office: Office) -> None:
    before = office.report()
    desk, crm = office.helpdesk, office.crm
    desk.change(desk.create("Experts", Owner="kmoore"), Status="stalled")
    desk.create("Front line", Owner="Nobody")
    desk.change(office.tickets["solved"], Status="open")
    desk.change(office.tickets["shared"], Status="resolved")  # and still open in the ERP
    new, own = crm.leads("Amira Haddad", "Amira Haddad")
    crm.press("lost", new)
    crm.win(own)
    office.diaries.put("amira/a6", event("a6", *at(office.today, 3, 9), "CATEGORIES:Visit"))
    office.diaries.delete("joerg/j1.ics")
    complete(office, "E2")
    assert differing(office) == {}
    after = office.report()
    told = {
        ("Open cases", "open"): 2,  # two are new, one came back, one is closed in both
        ("Today", "closed"): 0,  # one closed in both, one came back
        ("Opportunities", "waiting"): 0,
        ("Opportunities", "came"): 2,
        ("Opportunities", "released"): 1,
        ("Bookings", "booked:Amira Haddad"): 1,
        ("Bookings", "booked:Jörg Größmann"): -3,
    }
    assert {one: after[one[0]][one[1]] - before[one[0]][one[1]] for one in told} == told
