"""Rows under their fields' names → the forms of the records: times read, histories and diaries told."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import polars as pl

from wallboard.core.records import EVENT_KINDS, in_form
from wallboard.sources.mapping import diary, history
from wallboard.sources.mapping.doubts import Reading
from wallboard.sources.mapping.record_keys import KEY, numbers
from wallboard.sources.mapping.rows import KEYS, NUMBER, Rows, timed

_DIARIES = ("appointments", "absences")
# Several rows of one key are several things there, not versions of one.
_MANY_OF_A_KEY = ("events", "activities", "absences")


def told(rows: Rows, times: Mapping[str, Reading]) -> Rows:
    """The rows with their times read, and what a history or a diary tells by them; unusable ones are counted."""
    resource = rows.resource
    for field, how in times.items():
        is_needed = field in ("at", "start") or (resource, field) == ("absences", "end")
        rows = timed(rows, field, how, is_needed=is_needed)
    if KEY in rows.frame.columns:
        rows = replace(rows, frame=rows.frame.with_columns(numbers(rows.frame.get_column(KEY))))
    if resource == "events":
        return history.changes(rows) if "kind" in rows.frame.columns else history.states(rows)
    if resource in _DIARIES:
        rows = diary.ended(rows, times.get("end", times["start"]).time_zone)
    return diary.stated(rows) if resource == "appointments" else rows


def in_form_of_records(rows: Rows, fields: Collection[str], times: Collection[str]) -> pl.DataFrame:
    """What `told` gave, as SCHEMAS has it; of several rows with one key the last counts."""
    resource = rows.resource
    if resource == "events":
        return in_form(resource, rows.frame)
    frame = rows.frame
    if resource not in _MANY_OF_A_KEY:
        frame = frame.unique(KEYS.get(resource, NUMBER), keep="last", maintain_order=True)
    names = {field: _schema_name(field) if field in times else field for field in fields}
    if resource in _DIARIES:
        names |= {"end": "end_at", "start_on": "start_on", "end_on": "end_on"}
        names |= {"state": "state"} if resource == "appointments" else {}
    # A field that is named as an instant already was read as one all the same.
    frame = frame.rename({f"{name}_at": name for name in names.values() if f"{name}_at" in frame.columns})
    flags = [f"{field}_is_date" for field in ("opened", "closed")] if resource == "cases" else []
    missing = [pl.lit(value=False).alias(flag) for flag in flags if flag not in frame.columns]
    return in_form(resource, frame.select(*names.values(), *(set(flags) & set(frame.columns)), *missing))


def _schema_name(field: str) -> str:
    return field if field == "at" or field.endswith("_at") else f"{field}_at"


def feeds(resource: str, fields: Iterable[str], kinds: Iterable[str], frame: pl.DataFrame) -> frozenset[str]:
    """The fields that a mapping feeds. A history also feeds the kinds of change that it tells of: `kinds`, which its
    words stand for, and those that there are, since other words stand for themselves."""
    found = frozenset(fields) - {KEY}
    if resource != "events" or "kind" not in found:
        return found
    told_of = {kind.lower() for kind in kinds} | set(frame.get_column("kind").cast(pl.String).unique())
    return found | (told_of & set(EVENT_KINDS))
