"""A board's source as the collector polls it: what is known after each read, from the beginning or from its token."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from tests.servers.kept import ROOT
from tests.sources.reads import Reads
from wallboard.collect.once import request_for
from wallboard.collect.plain import said
from wallboard.config.load import load_board
from wallboard.core.records import Batch
from wallboard.sources.contract import SourceFault

BOARD = """\
version: 1
organisation: {{name: Northwind, time_zone: Europe/London, calendar: office}}
calendars: {{office: {{hours: {{mon-sun: ["00:00-24:00"]}}}}}}
sources:
  desk: {source}
pages:
  - title: Desk
    panels:
      - {{type: open-cases, title: Open, place: [0, 0, 6, 8], across: queue}}
      - {{type: in-and-out, title: In and out, place: [6, 0, 6, 4]}}
      - {{type: all-work, title: All, place: [6, 4, 6, 4]}}
"""

Row = tuple[Any, ...]


class Polled:
    """A source of a board, said in YAML's short form, with its secret; polls are as far apart as the test says."""

    def __init__(self, folder: Path, source: str, secret: str) -> None:
        self.path = folder / "board.yaml"
        self.path.write_text(BOARD.format(source=source))
        self._board = load_board(self.path)
        self._secret = secret
        self._later_us = 0
        self._reads = Reads(self._read)

    @property
    def known(self) -> Batch | None:
        """What is known after the reads so far."""
        return self._reads.known

    @property
    def token(self) -> str:
        """From where the next read goes on."""
        return self._reads.token

    def now_us(self) -> int:
        """The reader's clock: the machine's, and what the test let pass."""
        return time.time_ns() // 1000 + self._later_us

    def passes(self, hours: float) -> None:
        """Time passes for the reader alone."""
        self._later_us += round(hours * 3_600_000_000)

    def restarts(self) -> None:
        """Rows and token are kept, everything else is gone."""
        self._reads.restart()

    def reads(self) -> Iterator[Batch]:
        """The slices of a read, each laid over what is known before the next is asked for. Raises SourceFault."""
        return self._reads.cycle()

    def _read(self, token: str, kept: dict[str, Any]) -> Batch | None:
        (source,) = self._board.sources
        request = request_for(self._board, source, self.now_us())
        return source.type.read(source.options, replace(request, token=token, secret=lambda _: self._secret, kept=kept))

    def poll(self) -> Batch:
        """What is known after a read to its end. Raises SourceFault."""
        for batch in self.reads():
            assert not batch.is_cut_short, [said(one) for one in batch.remarks]
        assert self.known is not None
        return self.known

    def fault(self) -> SourceFault:
        """Why a read fails."""
        try:
            self.poll()
        except SourceFault as fault:
            return fault
        raise AssertionError("the read did not fail")

    def rows(self, resource: str, *columns: str) -> list[Row]:
        """Columns of what is known, in the order of their values; instants to the second, in UTC, as SQL has them."""
        assert self.known is not None
        frame = self.known.frame(resource).select(columns)
        return sorted_rows(frame.with_columns(pl.col(pl.Datetime).dt.strftime("%Y-%m-%d %H:%M:%S")).rows())


def sorted_rows(rows: list[Row]) -> list[Row]:
    """Rows in the order of their values, missing ones first."""
    return sorted(rows, key=lambda row: [("" if value is None else str(value)) for value in row])


def figures(board: Path, secret: str) -> dict[str, Any]:
    """What the panel *Open* of the board shows, by the command that people use."""
    ended = subprocess.run(
        [sys.executable, "-m", "wallboard", "report", str(board), "--panel", "Open", "--format", "json"],
        env={**os.environ, "WALLBOARD_SECRET_DESK": secret, "WALLBOARD_STATE": str(board.parent / "state")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr + ended.stdout
    (page,) = json.loads(ended.stdout)["pages"]
    (panel,) = page["panels"]
    return {figure["name"]: figure["value"] for figure in panel["view"]["figures"]}
