"""The incident log's 141,712 rows to every lead time, net of holds, against a bare read of the same CSV by polars.

Ours reads the CSV as the `file` source does, writes events, joins and settles; the reference only reads the columns'
text and parses the dates. Needs the public log; without it the made one is repeated to a like size.
"""

from __future__ import annotations

import os
import tempfile
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

import polars as pl

from tests.incident_log import MADE_LOG, PUBLIC_LOG, options, organisation
from wallboard.core.measures.history import build_history
from wallboard.core.measures.settle import settle
from wallboard.sources import file
from wallboard.sources.contract import ReadRequest

ROUNDS = 7
DATES = ("opened_at", "sys_created_at", "sys_updated_at", "resolved_at", "closed_at")
NOW_US = round(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000


class Row(NamedTuple):
    """One line of the table: seconds of both sides, ours ÷ reference, and the ratio aimed at."""

    name: str
    reference: float
    ours: float
    ratio: float
    goal: float


def unpacked(folder: Path) -> Path:
    """The log as a plain CSV."""
    path = folder / "log.csv"
    with zipfile.ZipFile(PUBLIC_LOG if PUBLIC_LOG.exists() else MADE_LOG) as archive:
        path.write_bytes(archive.read(archive.namelist()[0]))
    if not PUBLIC_LOG.exists():
        _repeat(path, 141_712)
    os.utime(path, (0, NOW_US / 1e6 - 86_400))  # an old file: a young one is waited out, which is not reading
    return path


def _repeat(path: Path, rows: int) -> None:
    made = pl.read_csv(path, infer_schema=False)
    copies = [made.with_columns(pl.col("number") + f"-{copy}") for copy in range(-(-rows // made.height))]
    pl.concat(copies).head(rows).write_csv(path)


def bare(path: Path) -> float:
    """Seconds of polars alone: the whole CSV with its dates parsed."""
    start = time.perf_counter()
    frame = pl.read_csv(path, infer_schema=False, null_values="?")
    dates = [name for name in DATES if name in frame.columns]
    frame.with_columns(pl.col(dates).str.to_datetime("%d/%m/%Y %H:%M", strict=False))
    return time.perf_counter() - start


def ours(path: Path) -> float:
    """Seconds of the source, the histories and the settled book."""
    start = time.perf_counter()
    batch = file.read(options(path), ReadRequest("log", path.parent, NOW_US, "Europe/London"))
    assert batch is not None
    book = settle(build_history(organisation(), {"log": batch}), NOW_US)
    assert book.organisation_us.size > 20_000
    return time.perf_counter() - start


def run() -> list[Row]:
    """Both sides in turn, medians of the rounds."""
    with tempfile.TemporaryDirectory() as folder:
        path = unpacked(Path(folder))
        pairs = [(bare(path), ours(path)) for _ in range(ROUNDS)]
    reference, own = median(one for one, _ in pairs), median(one for _, one in pairs)
    return [Row("incident log to every lead time", reference, own, own / reference, 3.0)]


if __name__ == "__main__":
    for row in run():
        print(f"{row.name}: {row.reference:.3f} s, {row.ours:.3f} s, {row.ratio:.2f} x (goal {row.goal})")
