"""Tables that other programs export: CSV, TSV, XLSX, JSON and Parquet, plain or packed, read again on change."""

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from wallboard.core.records import Batch, Unusable
from wallboard.core.words import Words
from wallboard.sources.contract import ReadRequest, SourceOptions
from wallboard.sources.files.freshness import Fresh, fresh
from wallboard.sources.files.losses import has, refuse_losses
from wallboard.sources.files.mapped import (
    columns_of,
    fields_of,
    key_columns,
    reading,
    refuse_useless,
    repeated,
    rows_of,
)
from wallboard.sources.files.options import FileResource, Options
from wallboard.sources.files.places import Seen, files_of, refuse_changed, wait_until_quiet
from wallboard.sources.files.table import Layout, Table
from wallboard.sources.files.tables import table_of
from wallboard.sources.mapping.forms import feeds, in_form_of_records, told
from wallboard.sources.mapping.had import parted, token_with
from wallboard.sources.mapping.rows import times_of

__all__ = ["IS_SERVICE", "POLLS_EVERY_S", "Options", "read"]

POLLS_EVERY_S = 5.0
IS_SERVICE = False
# Raised when the same files and options give other rows: batches kept from before are then read anew.
_FORM: Final = "6"


@dataclass(frozen=True, slots=True)
class _Part:
    """A resource's rows in the form of the records, how fresh they are, and what could not be used."""

    frame: pl.DataFrame
    mapped: frozenset[str]
    fresh: Fresh
    unusable: tuple[Unusable, ...]
    remarks: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class _Come:
    """How a resource's tables came: from which files, when, read in which zone, and whether as its history too."""

    files: tuple[Seen, ...]
    now_us: int
    time_zone: str
    is_history: bool


def read(options: SourceOptions, request: ReadRequest) -> Batch | None:
    """All resources of a file source; None when no file has changed since the request's token.

    The batch is as old as its oldest resource. A resource is as old as its newest file, or as the
    latest time in the column that `as_of` names. The token also tells how many rows there were, since
    a file that has lost them is a fault. Raises SourceFault.
    """
    assert isinstance(options, Options)  # noqa: S101  the registry pairs options with their function
    resources = options.resources()
    found = {name: files_of(resource, request.folder) for name, resource in resources.items()}
    token = _token(options, request, found)
    known, before = parted(request.token)
    if token == known:
        return None
    files = tuple(sorted({one for several in found.values() for one in several}))
    wait_until_quiet(files, request.now_us, time.sleep)
    tables = _tables(options, found)
    refuse_changed(files)
    zone = options.time_zone or request.time_zone
    of: dict[str, list[Table]] = {}
    parts: dict[str, _Part] = {}
    for name, resource in resources.items():
        of[name] = [tables[one, _layout(resource)] for one in found[name]]
        come = _Come(found[name], request.now_us, zone, not set(found[name]).isdisjoint(found.get("events", ())))
        parts[name] = _part(name, resource, of[name], come)
    refuse_losses(resources, of, before)
    return Batch(
        frames={name: part.frame for name, part in parts.items()},
        mapped={name: part.mapped for name, part in parts.items()},
        as_of_us=min(part.fresh.as_of_us for part in parts.values()),
        clock_us=request.now_us,
        token=token_with(token, {name: has(tables) for name, tables in of.items()}),
        unusable=tuple(one for part in parts.values() for one in part.unusable),
        remarks=_remarks(tables.values(), parts.values()),
    )


def _token(options: Options, request: ReadRequest, found: Mapping[str, tuple[Seen, ...]]) -> str:
    said = f"{_FORM}\n{request.time_zone}\n{options.model_dump_json()}\n{found!r}"
    return hashlib.sha256(said.encode()).hexdigest()


def _layout(resource: FileResource) -> Layout:
    return Layout(
        resource.sheet, resource.header_row, resource.delimiter, resource.encoding, resource.member, resource.records
    )


def _tables(options: Options, found: Mapping[str, tuple[Seen, ...]]) -> dict[tuple[Seen, Layout], Table]:
    """Every file, read once for all the resources that it holds, with the columns that any of them wants."""
    wanted: dict[tuple[Seen, Layout], frozenset[str]] = {}
    keys: dict[tuple[Seen, Layout], tuple[str, ...]] = {}
    for name, resource in options.resources().items():
        for one in found[name]:
            place = one, _layout(resource)
            wanted[place] = wanted.get(place, frozenset()) | columns_of(resource)
            keys[place] = (*keys.get(place, ()), *key_columns(name, resource))
    return {place: table_of(*place, columns, keys[place]) for place, columns in wanted.items()}


def _part(name: str, resource: FileResource, tables: Sequence[Table], come: _Come) -> _Part:
    columns = fields_of(resource)
    rows = rows_of(name, resource, tables)
    times = times_of(columns)
    rows = told(rows, {field: reading(field, column, tables, come.time_zone) for field, column in times.items()})
    age = fresh(resource, tables, come.files, come.time_zone, come.now_us)
    refuse_useless(rows, tables)
    remarks = repeated(rows) if name in ("cases", "appointments") and not come.is_history else ()
    frame = in_form_of_records(rows, columns.keys(), times.keys())
    mapped = feeds(name, columns.keys(), getattr(columns.get("kind"), "values", {}).values(), frame)
    return _Part(frame, mapped, age, rows.unusable, remarks)


def _remarks(tables: Iterable[Table], parts: Iterable[_Part]) -> tuple[Words, ...]:
    """What is to be said of files and resources, each once: several resources may come from one file."""
    said = [remark for table in tables for remark in table.remarks]
    for part in parts:
        said += [remark for remark in (*part.fresh.remarks, *part.remarks) if remark not in said]
    return tuple(said)
