"""Work hours of a whole table: `seconds` for each start and end, or `due` for each start and work time in seconds."""

import csv
import io
import sys
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.cli.ends import ALL_WELL, REFUSED, Refused, give, tell
from wallboard.core.worktime import NEVER_US, WorkCalendar

Int64s = NDArray[np.int64]
Bools = NDArray[np.bool_]

_MOST_NAMED = 5
_SECOND_US = 1_000_000
# From -12:00 to +14:00, as core/offsets.py has them.
_OFFSET = r"(?:\+(?:0\d|1[0-3])|-(?:0\d|1[01]))(?::?[0-5]\d)?|(?:\+14|-12)(?::?00)?"
_ISO = rf"^\d{{4}}-?\d{{2}}-?\d{{2}}[T ]\d{{2}}(:?\d{{2}}(:?\d{{2}}([.,]\d+)?)?)?(Z|z|{_OFFSET})?$"

_TO_WHOLE = (
    (r"[zZ]$", "+00:00"),
    (r"^(\S{8,10}) ", "${1}T"),
    (",", "."),
    (r"(T[\d:.]+)$", "${1}+00:00"),
    (r"([+-]\d{2})$", "${1}:00"),
    (r"([+-]\d{2})(\d{2})$", "${1}:${2}"),
    (r"^(\d{4})(\d{2})(\d{2})T", "${1}-${2}-${3}T"),
    (r"T(\d{2})(\d{2})", "T${1}:${2}"),
    (r"T(\d{2}:\d{2})(\d{2})", "T${1}:${2}"),
    (r"T(\d{2})([+-])", "T${1}:00${2}"),
    (r"T(\d{2}:\d{2})([+-])", "T${1}:00${2}"),
)
"""What brings the ways of ISO 8601 to 2016-04-15T12:00:00+01:00, in this order."""


def add_hours(calendar: WorkCalendar, file: str) -> int:
    """Writes the table with its column added; `-` is standard input.

    Instants are ISO 8601, UTC unless they carry an offset; `plus` is work time in seconds, as `seconds` is. A cell
    stays empty where there are no work hours: an end before its start, an instant missing or beyond the calendar. Text
    that is no instant, and a `plus` that is missing or more than the calendar has, is named on standard error, and the
    command then ends with 2; the other rows are written all the same.
    """
    table = _read(file)
    columns = set(table.columns)
    if {"start", "end"} <= columns:
        name = "seconds"
        values, bad = _seconds(calendar, table)
        beyond = np.zeros_like(bad)
    elif {"start", "plus"} <= columns:
        name = "due"
        values, bad, beyond = _dues(calendar, table)
    else:
        raise Refused(f"The columns of {file} must be start,end or start,end,holds or start,plus (work time in "
                      f"seconds); found: {', '.join(table.columns)}")  # fmt: skip
    text = table.with_columns(pl.Series(name, values, dtype=pl.String)).write_csv(line_terminator="\n")
    give(text)
    _name(file, bad, f"rows that cannot be read, their {name} left empty")
    _name(file, beyond, f"rows of more work hours than the calendar has, their {name} left empty")
    return REFUSED if bad.any() or beyond.any() else ALL_WELL


def _name(file: str, rows: Bools, what: str) -> None:
    lines = np.flatnonzero(rows) + 2
    if lines.size:
        named = ", ".join(map(str, lines[:_MOST_NAMED].tolist()))
        more = f" and {lines.size - _MOST_NAMED} more" if lines.size > _MOST_NAMED else ""
        tell(f"{file}: {what}: line {named}{more}")


def _read(file: str) -> pl.DataFrame:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as fault:
        raise Refused(f"{file} cannot be read: {fault.strerror or fault}") from fault
    _refuse_doubled(file, data)
    try:
        return pl.read_csv(io.BytesIO(data), infer_schema=False)
    except pl.exceptions.PolarsError as fault:
        raise Refused(f"{file} is no CSV: {str(fault).splitlines()[0]}") from fault


def _refuse_doubled(file: str, data: bytes) -> None:
    """Raises Refused where two columns bear one name: polars would give the second one another, and use the first."""
    try:
        head = next(csv.reader(io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", errors="replace", newline="")), [])
    except csv.Error:
        return
    for name in head:
        if head.count(name) > 1:
            raise Refused(f"{file} has {head.count(name)} columns with the name “{name}”: give each one of its own.")


def _seconds(calendar: WorkCalendar, table: pl.DataFrame) -> tuple[pl.Series, Bools]:
    start_us, start_known, start_bad = _instants(table["start"])
    end_us, end_known, end_bad = _instants(table["end"])
    is_usable = start_known & end_known & _reaches(calendar, start_us) & _reaches(calendar, end_us)
    is_usable &= end_us >= start_us
    bad = start_bad | end_bad
    start_us, end_us = np.where(is_usable, start_us, 0), np.where(is_usable, end_us, 0)
    work_us = calendar.between_us(start_us, end_us)
    if "holds" in table.columns:
        held_us, is_unfit, is_reversed = _held_us(calendar, table["holds"], start_us, end_us)
        work_us -= held_us
        bad |= is_unfit
        is_usable &= ~is_reversed
    return _second_texts(work_us, is_usable & ~bad), bad


def _held_us(calendar: WorkCalendar, holds: pl.Series, start_us: Int64s, end_us: Int64s) -> tuple[Int64s, Bools, Bools]:
    """Each row's held work time, each second once; which rows have holds of no form, which some that end too early."""
    rows = pl.DataFrame({"hold": holds.fill_null("").str.split(";")}).with_row_index("row").explode("hold")
    rows = rows.filter(pl.col("hold").str.strip_chars() != "")
    parts = rows["hold"].str.split_exact("/", 1).struct.rename_fields(["from", "to"]).struct.unnest()
    row = rows["row"].cast(pl.Int64).to_numpy()
    from_us, from_known, from_bad = _instants(parts["from"])
    to_us, to_known, to_bad = _instants(parts["to"].fill_null("?"))  # without a slash there is no hold
    to_us = np.where(to_known, to_us, NEVER_US)
    is_unfit, is_reversed = (np.zeros(holds.len(), dtype=np.bool_) for _ in range(2))
    is_unfit[row[from_bad | to_bad | ~from_known]] = True
    is_reversed[row[to_us < from_us]] = True
    clipped = pl.DataFrame({
        "row": row,
        "from": np.clip(from_us, start_us[row], end_us[row]),
        "to": np.clip(np.maximum(from_us, to_us), start_us[row], end_us[row]),
    }).sort("row", "from")  # fmt: skip
    # What lies before the furthest end so far has been counted by an earlier hold of the row.
    reached = pl.col("to").cum_max().shift(1).over("row")
    alone = clipped.with_columns(pl.max_horizontal("from", reached), pl.max_horizontal("to", reached))
    worked_us = calendar.between_us(alone["from"].to_numpy(), alone["to"].to_numpy())
    held_us = np.zeros(holds.len(), dtype=np.int64)
    np.add.at(held_us, alone["row"].to_numpy(), worked_us)
    return held_us, is_unfit, is_reversed


def _dues(calendar: WorkCalendar, table: pl.DataFrame) -> tuple[pl.Series, Bools, Bools]:
    """The instants; which rows cannot be read, and which need more than the calendar has."""
    start_us, is_known, bad = _instants(table["start"])
    text = table["plus"].fill_null("").str.strip_chars()
    plus = text.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    is_number = np.isfinite(plus) & (plus >= 0)
    bad |= ~is_number & (is_known | (text != "").to_numpy())
    is_usable = is_known & is_number & ~bad & _reaches(calendar, start_us)
    need_us = np.where(is_usable, np.minimum(plus, 1e12), 0.0) * _SECOND_US
    due_us = calendar.due_us(np.where(is_usable, start_us, 0), np.rint(need_us).astype(np.int64))
    beyond = is_usable & (due_us == NEVER_US)
    is_usable &= ~beyond
    return _instant_texts(np.where(is_usable, due_us, 0), is_usable), bad, beyond


def _instants(column: pl.Series) -> tuple[Int64s, Bools, Bools]:
    """Instants (µs UTC, 0 where there is none), which are there, and which cells hold something else."""
    text = column.fill_null("").str.strip_chars()
    at_us = text.str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us", strict=False).dt.timestamp("us")
    others = (at_us.is_null() & (text != "")).arg_true()
    if others.len():
        at_us = at_us.scatter(others, _other_forms_us(text.gather(others)))
    is_known = at_us.is_not_null().to_numpy()
    return at_us.fill_null(0).to_numpy(), is_known, ~is_known & (text != "").to_numpy()


def _other_forms_us(text: pl.Series) -> pl.Series:
    """Instants written in the other ways of ISO 8601, brought to one that has everything; null for anything else."""
    whole = text
    for found, becomes in _TO_WHOLE:
        whole = whole.str.replace(found, becomes)
    at = whole.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us", time_zone="UTC", strict=False)
    has_form = pl.DataFrame({"has_form": text.str.contains(_ISO), "at_us": at.dt.timestamp("us")})
    return has_form.select(pl.when("has_form").then("at_us")).to_series()


def _reaches(calendar: WorkCalendar, at_us: Int64s) -> Bools:
    reaches: Bools = (calendar.first_us <= at_us) & (at_us <= calendar.last_us)
    return reaches


def _second_texts(work_us: Int64s, is_known: Bools) -> pl.Series:
    """Seconds, whole ones without a point."""
    whole, rest = pl.Series(work_us // _SECOND_US), pl.Series(work_us % _SECOND_US)
    rest_text = "." + rest.cast(pl.String).str.zfill(6).str.strip_chars_end("0")
    text = whole.cast(pl.String) + pl.select(pl.when(rest == 0).then(pl.lit("")).otherwise(rest_text)).to_series()
    return _only(text, is_known)


def _instant_texts(at_us: Int64s, is_known: Bools) -> pl.Series:
    """Instants as ISO 8601 UTC, whole seconds without a point."""
    at = pl.Series(at_us).cast(pl.Datetime("us"))
    whole, exact = at.dt.to_string("%Y-%m-%dT%H:%M:%SZ"), at.dt.to_string("%Y-%m-%dT%H:%M:%S%.6fZ")
    is_whole = pl.Series(at_us % _SECOND_US == 0)
    return _only(pl.select(pl.when(is_whole).then(whole).otherwise(exact)).to_series(), is_known)


def _only(text: pl.Series, is_known: Bools) -> pl.Series:
    return pl.select(pl.when(pl.Series(is_known)).then(text).otherwise(None)).to_series()
