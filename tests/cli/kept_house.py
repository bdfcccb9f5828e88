"""A board of one late list, whose cases, people and clients can be looked for afterwards; and its collector."""

from contextlib import closing
from pathlib import Path
from time import time_ns

from tests.still import write_still
from wallboard.collect.collector import Collector
from wallboard.collect.once import request_for
from wallboard.collect.polling import attempt
from wallboard.collect.site import Polling, Site
from wallboard.compose import compose
from wallboard.config.load import load_board
from wallboard.core.views.shapes import Picture
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places, board_id

BOARD = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London, calendar: office}
calendars: {office: {hours: {mon-sun: ["00:00-24:00"]}}}
sources:
  desk:
    type: file
    cases:
      path: cases.csv
      fields: {number: Ref, type: Kind, owner: Who, client: Client, status: State, opened: Opened}
targets: [{type: default, hours: 1}]
pages:
  - title: Service
    panels:
      - {type: late-list, place: [0, 0, 12, 8], owner: initials}
"""
CASES = """\
Ref,Kind,Who,Client,State,Opened
C-1001,Order,Zora Quill,Umbrella & Sons,Open,2026-03-02 09:00
C-1002,Order,Piet Maas,Contoso,Open,2026-03-02 09:00
C-10010,Order,Piet Maas,Contoso,Open,2026-03-02 09:00
"""


class NoThread:
    """A source's thread that never polls: the test brings its rows."""

    def poll_now(self) -> None: ...
    def poll_every(self, every_s: float) -> None: ...
    def stop(self) -> None: ...


class House:
    """A board and its collector, step by step."""

    def __init__(self, folder: Path, state: Path, board: str = BOARD) -> None:
        folder.mkdir(exist_ok=True)
        self.path = folder / "wall.yaml"
        self.path.write_text(board, encoding="utf-8")
        write_still(folder / "cases.csv", CASES)
        self.places = Places(state)
        self.places.make()
        self.board = load_board(self.path)
        self.name = board_id(self.path)
        self.collector = Collector({self.name: self.board}, self.places, compose, self._start)
        self.now_us = time_ns() // 1000
        self._sites: list[Site] = []

    def _start(self, site: Site) -> Polling:
        self._sites.append(site)
        return NoThread()

    def read(self) -> None:
        """The source is read, and everything composed and kept, with a daily copy."""
        self.collector.begin(self.now_us)
        for site in self._sites:
            request = request_for(self.board, site.source, self.now_us)
            outcome = attempt(site.name, site.source.type, site.source.options, request)
            self.collector.take(outcome)
        self.collector.show(self.now_us)
        self.collector.tidy(self.now_us)

    def picture(self) -> Picture:
        with closing(JournalReader(self.places.journal, self.name)) as reader:
            shown = reader.shown()
        assert shown is not None
        return shown[1]
