"""What a batch says beside its rows, as text and back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import polars as pl

from wallboard.core.records import OF_ONE_READ, Batch, Unusable
from wallboard.core.views.wire import from_plain, to_plain
from wallboard.core.words import Words
from wallboard.store.rows import FORM


def _program() -> str:
    try:
        return version("wallboard")
    except PackageNotFoundError:
        return ""


_TOLD = tuple(item.name for item in fields(Batch) if item.name not in {"frames"} | OF_ONE_READ)
_PROGRAM = f"{_program()} {FORM}"


def batch_text(batch: Batch, digests: Mapping[str, str]) -> str:
    """All of a batch but its rows, of which the digests by resource, and the version and the form that read it."""
    plain = {name: to_plain(getattr(batch, name)) for name in _TOLD}
    plain["mapped"] = {resource: sorted(names) for resource, names in batch.mapped.items()}
    return json.dumps({**plain, "resources": dict(digests), "program": _PROGRAM})


def batch_of(meta: Mapping[str, Any], frames: Mapping[str, pl.DataFrame]) -> Batch:
    """The batch from its parsed text and its rows. Raises KeyError, TypeError, ValueError.

    A token of another version of the program, or of rows that had other columns, is not kept, so that the source reads
    afresh after an upgrade: what has not changed since would otherwise never tell what new columns hold.
    """
    return Batch(
        {resource: frames[resource] for resource in meta["resources"]},
        {resource: frozenset(names) for resource, names in meta["mapped"].items()},
        meta["as_of_us"],
        meta["clock_us"],
        meta["token"] if meta["program"] == _PROGRAM else "",
        meta["is_cut_short"],
        from_plain(tuple[Unusable, ...], [{"keys": [], **one} for one in meta["unusable"]]),
        from_plain(tuple[Words, ...], meta["remarks"]),
        None if meta["reach_us"] is None else (int(meta["reach_us"][0]), int(meta["reach_us"][1])),
        since_us=_since_us(meta.get("since_us"), meta["resources"]),
        unread=tuple(meta.get("unread", ())),
        diaries_of=None if meta.get("diaries_of") is None else tuple(meta["diaries_of"]),
        is_behind=meta.get("is_behind", False),
    )


def _since_us(plain: Any, resources: Iterable[str]) -> dict[str, int]:
    """From when on each resource was read; earlier versions kept one instant for all of them."""
    if plain is None:
        return {}
    if isinstance(plain, Mapping):
        return {name: int(at_us) for name, at_us in plain.items()}
    return dict.fromkeys(resources, int(plain))


def has_changed(before: Batch, now: Batch) -> bool:
    """Whether anything but the instants and the token of the read differs; equal frames are the same object."""
    if before.frames.keys() != now.frames.keys() or not before.tells_as(now):
        return True
    return any(before.frames[name] is not frame for name, frame in now.frames.items())
