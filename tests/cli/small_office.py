"""An office of six cases in files, small enough to reckon by hand; Monday to Friday 09:00-17:00 in London."""

from pathlib import Path

from tests.still import write_still

AT = "2026-03-06T12:00"  # a Friday; London is on UTC

BOARD = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London, locale: en_GB, calendar: office}
calendars:
  office:
    hours: {mon-fri: ["09:00-17:00"]}
  nights:
    time_zone: Europe/Berlin
    hours: {mon-fri: ["22:00-06:00"]}
types: [Order, Quote]
statuses: {open: [Active], on-hold: [Waiting], closed: [Closed]}
sources:
  desk:
    type: file
    cases:
      path: cases.csv
      fields: {number: Ref, opened: {column: Created, format: "%Y-%m-%d %H:%M"}}
    events:
      path: events.csv
      fields: {number: Ref, at: {column: At, format: "%Y-%m-%d %H:%M"}, status: State, owner: Agent, type: Kind}
targets:
  - {type: Order, hours: 6}
  - {type: Quote, hours: 12}
pages:
  - title: Service
    panels:
      - {type: open-cases, place: [0, 0, 7, 8], title: Open}
      - {type: on-time, place: [7, 0, 5, 4], title: On time}
      - {type: late-list, place: [7, 4, 5, 4], title: Late}
  - title: More
    panels:
      - {type: in-and-out, place: [0, 0, 6, 8], title: Today}
      - {type: sources, place: [6, 0, 6, 8], title: Sources}
"""

CASES = """\
Ref,Created
A-1,2026-03-02 15:00
A-2,2026-03-05 09:00
A-3,2026-03-06 09:00
A-4,2026-03-05 09:00
A-5,2026-03-06 10:00
A-6,2026-02-02 09:00
A-7,2026-03-09 09:00
"""

# A-1 is rule 2's example; A-6 comes back on the 23rd work day after its closing, so as a case of its own.
EVENTS = """\
Ref,At,State,Agent,Kind
A-1,2026-03-02 15:00,Active,Kim,Order
A-1,2026-03-02 16:00,Waiting,Kim,Order
A-1,2026-03-04 10:00,Active,Kim,Order
A-1,2026-03-04 12:00,Closed,Kim,Order
A-2,2026-03-05 09:00,Active,,Order
A-3,2026-03-06 09:00,Active,Kim,Quote
A-4,2026-03-05 09:00,Active,Kim,Quote
A-4,2026-03-05 11:00,Waiting,Kim,Quote
A-5,2026-03-06 10:00,Active,=cmd(),-100
A-6,2026-02-02 09:00,Active,Kim,Order
A-6,2026-02-02 10:00,Closed,Kim,Order
A-6,2026-03-05 16:00,Active,Kim,Order
A-7,2026-03-09 09:00,Active,Kim,Order
"""


def write_office(folder: Path, board: str = BOARD) -> Path:
    """The board's file, with its tables beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    write_still(folder / "cases.csv", CASES)
    write_still(folder / "events.csv", EVENTS)
    path = folder / "board.yaml"
    path.write_text(board, encoding="utf-8")
    return path
