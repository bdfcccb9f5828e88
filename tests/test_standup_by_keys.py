"""A stand-up by keys alone, from its start on the wall to the export: a real collector, a real journal, a glass."""

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from wallboard.cli import standup as export
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import board_id, places_of
from wallboard.ui.collector_process import ALREADY_COMPOSED
from wallboard.ui.glass import Glass, GlassOptions
from wallboard.ui.standup.walk import Walk
from wallboard.ui.window import GlassWindow

BOARD = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London, locale: en_GB, calendar: office}
calendars: {office: {hours: {mon-sun: ["00:00-24:00"]}}}
statuses: {open: [Active], closed: [Closed]}
sources:
  desk:
    type: file
    cases:
      path: cases.csv
      fields: {number: Ref, opened: {column: Created, format: "%Y-%m-%d %H:%M"}, status: State, queue: Queue}
targets: [{type: default, hours: 24}]
pages:
  - {title: Service, panels: [{type: late-list, place: [0, 0, 12, 8], title: Late}]}
"""
LATE = 11
PATIENCE_S = 60
SLOWLY = 20
"""Looks, of 20 ms."""
Key = Qt.Key


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A board with eleven late cases, each opened some months before anybody runs this, and a closed one."""
    monkeypatch.setenv("WALLBOARD_STATE", str(tmp_path / "state"))
    rows = [f"C-{10201 + n},2026-03-{n + 2:02d} 09:00,Active,{'Orders' if n % 2 else 'Quotes'}" for n in range(LATE)]
    table = "\n".join(["Ref,Created,State,Queue", *rows, "C-10300,2026-03-20 09:00,Closed,Orders"])
    (tmp_path / "cases.csv").write_text(table, encoding="utf-8")
    path = tmp_path / "board.yaml"
    path.write_text(BOARD, encoding="utf-8")
    return path


class Team:
    """Looks at the glass many times a second, and goes on to the next step once what it waits for is there."""

    def __init__(self, glass: Glass) -> None:
        self.glass = glass
        self.fault: BaseException | None = None
        self._steps = self.steps()
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(20)

    @property
    def window(self) -> GlassWindow:
        window = self.glass._window
        assert window is not None
        return window

    @property
    def walk(self) -> Walk | None:
        show = self.window.standup._made
        return show.walk if show is not None else None

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.window, key)

    @property
    def is_waiting(self) -> bool:
        """Whether a step has not come."""
        return self._timer.isActive()

    def _look(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()
        except BaseException as fault:  # an event loop would swallow it
            self.fault = fault
            self._timer.stop()
            self.glass.leave(1)

    def steps(self) -> Iterator[None]:
        while self.glass._shown is None or not self.glass._shown[1].sources[0].rows:
            yield
        self.press(Key.Key_S)
        while self.walk is None:
            yield
        assert self.walk.agenda.late == LATE
        while self.walk.stop.segment != "late":
            self.press(Key.Key_Right)
        yield from self.answer_all()
        self.press(Key.Key_S, Key.Key_Right)  # a key of the wall's means nothing here
        while self.walk.stop.segment != "end":
            self.press(Key.Key_Right)
            yield
        self.press(Key.Key_Return)
        assert not self.window.standup.is_on
        yield
        self.press(Key.Key_Escape)
        yield from (None for _ in range(SLOWLY))
        self.press(Key.Key_Return)

    def answer_all(self) -> Iterator[None]:
        """Number keys for the first, arrows and Enter alone for the second, a date for the third, and so on."""
        for number in range(LATE):
            assert self.walk is not None
            assert self.walk.case is not None
            if number == 1:
                self.press(Key.Key_Down, Key.Key_Right, Key.Key_Return, Key.Key_Right, Key.Key_Return)
            elif number == 2:
                self.press(Key.Key_6, Key.Key_4, Key.Key_2)
            else:
                self.press(Key(Key.Key_1 + number % 6))
                if number % 6 == 1:  # the same key twice: not at once
                    yield from (None for _ in range(SLOWLY))
                self.press(Key.Key_2)
            assert self.walk.answer is not None
            yield
            self.press(Key.Key_Right if number % 2 else Key.Key_Return)


class SecondTeam(Team):
    """A team before a glass whose board another process composes."""

    def steps(self) -> Iterator[None]:
        while self.glass._collector is None or self.glass._collector.verdict != ALREADY_COMPOSED:
            yield
        self.press(Key.Key_S)
        while self.walk is None:
            yield
        assert self.walk.agenda.late == LATE
        self.glass.leave()


def has_rows(reader: JournalReader) -> bool:
    shown = reader.shown()
    return shown is not None and shown[1].sources[0].rows > 0


def glass_of(house: Path) -> Glass:
    places = places_of()
    places.make()
    options = GlassOptions(
        board_id(house),
        places.journal,
        places.state,
        is_windowed=True,
        for_seconds=PATIENCE_S,
        collector=(sys.executable, "-m", "wallboard", "collect", "--for-glass", str(house)),
    )
    return Glass(options, JournalReader(places.journal, board_id(house)))


def test_a_second_glass_of_a_board_can_stand_up_too(qapp: QGuiApplication, qtbot: QtBot, house: Path) -> None:
    elsewhere = [sys.executable, "-m", "wallboard", "collect", str(house)]
    with subprocess.Popen(elsewhere) as composing:
        try:
            with closing(JournalReader(places_of().journal, board_id(house))) as reader:
                qtbot.waitUntil(lambda: has_rows(reader), timeout=PATIENCE_S * 1000)
            glass = glass_of(house)
            team = SecondTeam(glass)
            assert glass.run(qapp) == 0
        finally:
            composing.terminate()
    if team.fault is not None:
        raise team.fault
    assert not team.is_waiting


def test_eleven_late_cases_get_their_reasons_and_promises_by_keys_alone(
    qapp: QGuiApplication, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    glass = glass_of(house)
    team = Team(glass)
    assert glass.run(qapp) == 0
    if team.fault is not None:
        raise team.fault
    capsys.readouterr()
    assert export.standup(str(house)) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["number"] for row in rows] == [f"C-{10201 + n}" for n in range(LATE)]
    assert [row["reason"] for row in rows[:3]] == ["supplier", "expert", "wrong-queue"]
    assert [row["promise"] for row in rows[:4]] == ["tomorrow", "tomorrow", "date", "tomorrow"]
    assert {row["queue"] for row in rows} == {"Orders", "Quotes"}
    assert {row["source"] for row in rows} == {"desk"}
    assert all(row["promised"] > row["standup"] for row in rows)
