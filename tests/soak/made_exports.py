"""An office's three exports at an instant of the soak, and the ways in which an export goes wrong."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

HELPDESK, ERP, DIARY = "helpdesk.csv", "erp.json", "amira.ics"
NAMES = (HELPDESK, ERP, DIARY)
CASES, ORDERS, VISITS = 300, 200, 40

BOARD = """
version: 1
organisation: {name: Soak & Söhne, time_zone: Europe/Berlin, locale: de_DE, calendar: office}
calendars:
  office: {hours: {mon-fri: ["08:00-12:00", "12:30-17:00"]}}
types: [Order, Quote, Return]
statuses: {open: [open], on-hold: [waiting], closed: [done]}
targets: [{type: default, hours: 8}]
queues: {Front: {tier: front}, Experts: {tier: expert}}
people:
  - {name: Amira Haddad, role: salesperson, slots: 4, also: {diary: amira}}
  - {name: Kim Müller, role: csr, capacity: 20}
sources:
  helpdesk:
    type: file
    cases: {path: helpdesk.csv, fields: {number: n, type: t, queue: q, owner: o, status: s, opened: a, closed: z}}
  erp:
    type: file
    cases: {path: erp.json, fields: {number: n, type: t, queue: q, owner: o, status: s, opened: a, closed: z}}
  diary: {type: calendar, appointments: {path: "{person}.ics"}}
pages:
  - title: Cases
    panels:
      - {type: open-cases, place: [0, 0, 7, 8]}
      - {type: on-time, place: [7, 0, 5, 2], target: 95}
      - {type: in-and-out, place: [7, 2, 5, 2]}
      - {type: late-list, place: [7, 4, 5, 4]}
  - title: Queues
    panels:
      - {type: queue-ages, place: [0, 0, 7, 8]}
      - {type: lead-times, place: [7, 0, 5, 5]}
      - {type: flow, place: [7, 5, 5, 3]}
  - title: Visits
    panels:
      - {type: appointments, place: [0, 0, 6, 8]}
      - {type: sources, place: [6, 0, 6, 8]}
"""


def write_board(folder: Path) -> Path:
    """The board over the three exports."""
    board = folder / "soak.yaml"
    board.write_text(BOARD, encoding="utf-8")
    return board


def write(folder: Path, name: str, at_us: int) -> None:
    """An export as it is at an instant: put in the place of the last one by a rename, and as old as it says."""
    place = folder / name
    if place.is_dir() and not place.is_symlink():
        place.rmdir()
    fresh = folder / f".{name}"
    fresh.write_text(_TEXTS[name](at_us), encoding="utf-8")
    fresh.replace(place)
    os.utime(place, (at_us / 1e6, at_us / 1e6))


def _cases(prefix: str, count: int, at_us: int) -> list[dict[str, str]]:
    """The last cases that were opened, one every twenty minutes; all but the youngest thirty are done."""
    at = datetime.fromtimestamp(at_us / 1e6, UTC).replace(second=0, microsecond=0)
    last = int(at.timestamp()) // 1200
    rows = []
    for number in range(last - count + 1, last + 1):
        opened = datetime.fromtimestamp(number * 1200, UTC)
        is_done = number < last - 30 and number % 50
        rows.append(
            {
                "n": f"{prefix}-{number}",
                "t": ("Order", "Quote", "Return")[number % 3],
                "q": ("Front", "Experts")[number % 7 == 0],
                "o": "Kim Müller",
                "s": "done" if is_done else ("waiting" if number % 5 == 0 else "open"),
                "a": opened.isoformat(),
                "z": (opened + timedelta(hours=number % 9)).isoformat() if is_done else "",
            }
        )
    return rows


def _helpdesk(at_us: int) -> str:
    rows = _cases("C", CASES, at_us)
    return "\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows)]) + "\n"


def _erp(at_us: int) -> str:
    return json.dumps(_cases("R", ORDERS, at_us))


def _diary(at_us: int) -> str:
    """A visit every two hours about an instant, and one that recurs."""
    at = datetime.fromtimestamp(at_us / 1e6, UTC).replace(minute=0, second=0, microsecond=0)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:soak"]
    for place in range(VISITS):
        start = at + timedelta(hours=2 * (place - VISITS // 2))
        lines += ["BEGIN:VEVENT", f"UID:{start:%Y%m%d%H}", f"DTSTART:{start:%Y%m%dT%H%M%SZ}", "DURATION:PT1H"]
        lines += ["RRULE:FREQ=WEEKLY;COUNT=20"] if place == 0 else []
        lines += ["SUMMARY:Visit", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


_TEXTS: dict[str, Callable[[int], str]] = {HELPDESK: _helpdesk, ERP: _erp, DIARY: _diary}


def _gone(place: Path) -> None:
    place.unlink(missing_ok=True)


def _half(place: Path) -> None:
    whole = place.read_bytes()
    place.write_bytes(whole[: len(whole) // 2])


def _empty(place: Path) -> None:
    place.write_bytes(b"")


def _garbage(place: Path) -> None:
    place.write_bytes(Random(0).randbytes(20_000))


def _other_header(place: Path) -> None:
    place.write_bytes(b"x,y\n1,2\n")


def _another_encoding(place: Path) -> None:
    place.write_bytes(place.read_text(encoding="utf-8").encode("utf-16-le"))


def _folder(place: Path) -> None:
    place.unlink(missing_ok=True)
    place.mkdir()


def _nonsense(place: Path) -> None:
    (place.parent / "soak.yaml").write_text("version: 1\npages: [\n", encoding="utf-8")


FAULTS: tuple[Callable[[Path], None], ...] = (
    _gone, _half, _empty, _garbage, _other_header, _another_encoding, _folder, _nonsense,
)  # fmt: skip


def harm(folder: Path, chance: Random) -> None:
    """One fault, by chance, to one of the exports or to the board's own file."""
    place = folder / chance.choice(NAMES)
    if place.is_file():
        chance.choice(FAULTS)(place)


def mend(folder: Path, at_us: int) -> None:
    """All as it should be at an instant."""
    if (folder / "soak.yaml").read_text(encoding="utf-8") != BOARD:
        write_board(folder)
    for name in NAMES:
        write(folder, name, at_us)
