"""What `check` shows of a source beside its state: who answered, samples of its fields, the panels that it can feed."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl
from pydantic import ValidationError

import wallboard.panels.registry
from wallboard.cli.instants import minute_text
from wallboard.cli.sheet import aligned
from wallboard.config.board import Board
from wallboard.core.records import EVENT_KINDS, SCHEMAS, Batch, empty
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Blank
from wallboard.core.worktime import NoWorkDay
from wallboard.panels.contract import Envelope, PanelType
from wallboard.sources.contract import Look, ResourceLook

_SAMPLES = 3
_LONGEST = 40
_LACKS = ("missing.field", "missing.sources", "missing.history", "missing.performed", "missing.unread")
"""What a panel says where rows, or a field of them, are not to be had; other reasons are the board's own."""


def looked_lines(look: Look) -> Iterator[str]:
    """Who answered, who is signed in, and what that took of the calls that are allowed."""
    parts = []
    if look.reached is not None:
        parts.append(f"reached {look.reached}")
    if look.signed_in_as is not None:
        parts.append(f"signed in as {look.signed_in_as}" if look.signed_in_as else "signed in")
    if look.calls is not None:
        parts.append("1 call" if look.calls == 1 else f"{look.calls:,} calls")
    if look.calls_left is not None:
        parts.append("1 call left" if look.calls_left == 1 else f"{look.calls_left:,} calls left")
    if parts:
        yield ", ".join(parts)


def is_looked_at(look: Look | None, resource: str) -> bool:
    """Whether the source told of a resource at all, be it that it has no total of it."""
    return any(one.resource == resource for one in _resources(look))


def total_of(look: Look | None, resource: str) -> int | None:
    """How many rows the source itself counts of a resource."""
    return next((one.total for one in _resources(look) if one.resource == resource), None)


def rows_of(count: int) -> str:
    """The word behind a count of rows."""
    return "row" if count == 1 else "rows"


def sample_lines(batch: Batch, resource: str, look: Look | None, time_zone: str) -> list[str]:
    """Up to three values of each mapped field: as the source writes them where it was looked at, else as rows hold
    them."""
    looked = next((one.samples for one in _resources(look) if one.resource == resource), {})
    frame = batch.frame(resource)
    rows = []
    for field in fields_of(batch, resource):
        values = _values(frame, resource, field)
        if looked.get(field):
            rows.append([field, ", ".join(map(_quoted, looked[field][:_SAMPLES]))])
        elif values is not None:
            rows.append([field, ", ".join(_samples(values, time_zone)) or "no value"])
        elif field in looked:
            rows.append([field, "no value"])
    return aligned(rows)


def fields_of(batch: Batch, resource: str) -> list[str]:
    """The mapped fields of a resource, in the order of its schema, then what has no column there."""
    mapped = batch.mapped.get(resource, frozenset())
    schema = (name.removesuffix("_at") for name in SCHEMAS[resource] if not name.endswith("is_date"))
    known = [*schema, *sorted(mapped)]
    return list(dict.fromkeys(name for name in known if name in mapped))


def possible_panels(board: Board, source: str, batch: Batch, at_us: int) -> list[str]:
    """The panel types that this source alone can feed, by the fields that it maps, whether it has rows or not.

    Each type is shown from a batch without rows, and says itself what it lacks; those of which a board has to say more
    than their type are left out.
    """
    mapped = dict(batch.mapped)
    if "events" in batch.frames:
        kinds = batch.frame("events")["kind"].cast(pl.String).unique()
        mapped["events"] = mapped.get("events", frozenset()) | set(kinds)
    bare = Batch({name: empty(name) for name in batch.frames}, mapped, batch.as_of_us, batch.clock_us)
    feeds = {source: frozenset(batch.frames)}
    organisation = replace(board.organisation, sources=(source,), feeds=feeds)
    snapshot = Snapshot(organisation, at_us, {source: bare})
    types = wallboard.panels.registry.types()
    return [name for name in types if _is_possible(types[name], snapshot, frozenset(batch.frames))]


def _is_possible(kind: PanelType, snapshot: Snapshot, resources: frozenset[str]) -> bool:
    if not kind.takes & resources or kind.takes >= frozenset(SCHEMAS):  # the sources themselves are always shown
        return False
    try:
        options = kind.options()
        body = kind.show(options, Envelope(kind.name, kind.name), snapshot).view.body
    except ValidationError:
        return False
    except NoWorkDay:
        return True
    except Exception:  # a panel's own mistake, which its place on a board would show
        return False
    why = body.why if isinstance(body, Blank) else ()
    return not any(one.key.startswith(_LACKS) for one in why)


def _resources(look: Look | None) -> tuple[ResourceLook, ...]:
    return look.resources if look is not None else ()


def _values(frame: pl.DataFrame, resource: str, field: str) -> pl.Series | None:
    """What rows hold of a field; of a history that states fields, what they were changed to."""
    names = [name for name in (field, f"{field}_at", f"{field}_on") if name in SCHEMAS[resource]]
    if names:
        return frame[next((name for name in names if frame[name].count()), names[0])]
    if resource == "events" and field in EVENT_KINDS:
        return frame.filter(pl.col("kind") == field)["to"]
    return None


def _samples(values: pl.Series, time_zone: str) -> Iterator[str]:
    for value in values.drop_nulls().unique(maintain_order=True).head(_SAMPLES).to_list():
        if values.dtype == pl.Datetime("us", "UTC"):
            yield minute_text(round(value.timestamp() * 1e6), time_zone)
        else:
            yield _quoted(str(value)) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}”"
