"""A board whose appointments lie on a real CalDAV server: what `report` and `check` say of it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers.radicale import PASSWORD, Radicale, radicale
from tests.sources.diaries import calendar_of, day, entry

BOARD = """
version: 1
organisation: {{name: Northwind Instruments, time_zone: Europe/London, locale: en_GB, calendar: office}}
calendars:
  office: {{hours: {{mon-fri: ["09:00-17:00"]}}}}
sources:
  diaries:
    type: calendar
    appointments: {{url: "{url}/{{person}}/", counts: {{category: [Visit, Demo]}}}}
    absences: {{url: "{url}/{{person}}/", counts: {{category: [Leave]}}}}
    sign_in: {{user: wallboard, secret: diaries}}
    every: 5m
people:
  - {{name: Amira Haddad, role: salesperson, slots: 4, also: {{diaries: amira}}}}
  - {{name: Farid Nazari, role: salesperson, slots: 4, also: {{diaries: farid}}}}
  - {{name: Lena Fuchs, role: salesperson, slots: 4, also: {{diaries: lena}}}}
  - {{name: Noor Aziz, role: salesperson, slots: 4}}
  - {{name: Kim Moore, role: csr, capacity: 9}}
pages:
  - title: Sales
    panels:
      - {{type: appointments, place: [0, 0, 6, 8], past_is_performed: true}}
      - {{type: bookings, place: [6, 0, 6, 5]}}
"""
# Wednesday, 13:00 in London
AT = "2026-04-01T12:00:00Z"
VISIT, DEMO, OFFICE, LEAVE = (f"CATEGORIES:{one}" for one in ("Visit", "Demo", "Office", "Leave"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        for name in ("amira", "farid"):
            running.calendar(name)
        # two a week since February, one of them moved to today
        moved = entry(
            "w", "20260401T100000", "20260401T110000", "RECURRENCE-ID;TZID=Europe/London:20260331T090000", VISIT
        )
        weekly = entry("w", "20260203T090000", "20260203T100000", "RRULE:FREQ=WEEKLY;BYDAY=TU,WE", VISIT)
        running.put("amira/w", calendar_of(weekly, moved))
        running.put("amira/d", calendar_of(entry("d", "20260401T150000", "20260401T160000", DEMO, title="Müller")))
        running.put("amira/o", calendar_of(entry("o", "20260401T110000", "20260401T120000", OFFICE)))
        running.put("farid/v", calendar_of(entry("v", "20260401T090000", "20260401T100000", VISIT)))
        running.put("farid/l", calendar_of(day("l", "20260402", "20260404", LEAVE)))
        yield running


def command(folder: Path, server: Radicale, *words: str) -> subprocess.CompletedProcess[str]:
    board = folder / "board.yaml"
    board.write_text(BOARD.format(url=server.url))
    environment = os.environ | {"WALLBOARD_SECRET_DIARIES": PASSWORD, "XDG_STATE_HOME": str(folder / "state")}
    line = [sys.executable, "-m", "wallboard", words[0], str(board), *words[1:]]
    return subprocess.run(line, capture_output=True, text=True, check=False, env=environment, cwd=folder)


def panel(report: Any, kind: str) -> Any:
    return next(one for page in report["pages"] for one in page["panels"] if one["type"] == kind)


def test_the_day_of_each_is_reported_and_nobody_unread_looks_free(server: Radicale, tmp_path: Path) -> None:
    done = command(tmp_path, server, "report", "--at", AT)
    assert done.returncode == 0, done.stderr
    view = panel(json.loads(done.stdout), "appointments")["view"]
    figures = {one["name"]: one["value"] for one in view["figures"]}
    # Amira: the weekly one, the one that was moved to today, and a demo to come
    assert (figures["performed:Amira Haddad"], figures["slots:Amira Haddad"]) == (2, 4)
    assert (figures["performed:Farid Nazari"], figures["slots:Farid Nazari"]) == (1, 4)
    assert (figures["performed:Lena Fuchs"], figures["slots:Lena Fuchs"]) == (None, None)
    assert (figures["performed"], figures["booked"], figures["slots"], figures["empty"]) == (3, 1, 8, 4)
    assert figures["week_slots"] == 24  # three days of two people
    assert (figures["performed:Noor Aziz"], figures["slots:Noor Aziz"]) == (None, None)
    left_out = ("diaries.unread-people", "diaries.without-people")
    assert view["remarks"] == [{"key": key, "args": {"n": 1}} for key in left_out]
    assert "appointments.unread" in json.dumps(view)
    assert "Müller" not in done.stdout


def test_explain_says_of_whom_no_calendar_is_read(server: Radicale, tmp_path: Path) -> None:
    for name in ("Noor Aziz", "Lena Fuchs"):
        done = command(tmp_path, server, "explain", "--panel", "appointments", "--figure", f"slots:{name}", "--at", AT)
        assert done.returncode == 0, done.stderr
        (line,) = done.stdout.splitlines()[1:]
        assert line.startswith(f"{name},2026-04-01")
        assert "its person's diary is not known" in line


def test_check_names_whose_calendar_cannot_be_read(server: Radicale, tmp_path: Path) -> None:
    done = command(tmp_path, server, "check")
    assert "reached 127.0.0.1" in done.stdout
    assert "signed in as wallboard" in done.stdout
    assert done.returncode != 0
    assert "The calendar of “Lena Fuchs” cannot be read: the server has none there." in done.stdout
    assert PASSWORD not in done.stdout + done.stderr
