"""Exports as offices have them, written to a folder, and a reader with a fixed clock."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wallboard.collect.plain import said
from wallboard.core.records import Batch
from wallboard.sources import file
from wallboard.sources.contract import NeedsPerson, ReadRequest, SourceFault

NOW_AT = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
NOW_US = int(NOW_AT.timestamp()) * 1_000_000
HOUR_S = 3600

FIELDS = {
    "number": "Ref",
    "type": "Kind",
    "status": "State",
    "owner": "Agent",
    "opened": "Created",
    "closed": "Finished",
}
GOOD = """Ref,Kind,State,Agent,Created,Finished
E1,Order,Open,Kim,2026-03-02 09:00,
E2,Quote,Done,Lee,2026-03-02 10:30,2026-03-03 11:00
E3,Return,Open,,2026-03-04 08:15,
"""


def put(folder: Path, name: str, data: bytes | str, *, age_s: float = HOUR_S) -> Path:
    """A file with a time of change that lies `age_s` before the reader's clock."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    touch(path, age_s)
    return path


def touch(path: Path, age_s: float) -> None:
    """Sets a file's time of change relative to the reader's clock."""
    changed_s = NOW_US / 1e6 - age_s
    os.utime(path, (changed_s, changed_s))


def cases(path: str, fields: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Options with a resource of cases alone."""
    return {"cases": {"path": path, "fields": fields or FIELDS, **more}}


def batch(folder: Path, options: dict[str, Any], *, token: str = "", time_zone: str = "UTC") -> Batch | None:
    """One read, as the collector asks for it."""
    request = ReadRequest("erp", folder, NOW_US, time_zone, token)
    return file.read(file.Options.model_validate(options), request)


def read(folder: Path, options: dict[str, Any], *, time_zone: str = "UTC") -> Batch:
    """One read that brings something."""
    found = batch(folder, options, time_zone=time_zone)
    assert found is not None
    return found


def refusal(folder: Path, options: dict[str, Any]) -> tuple[str, str]:
    """What the wall says of a read that fails, fault and remedy, and what is told at a desk alone."""
    with pytest.raises(SourceFault) as caught:
        read(folder, options)
    fault, remedy, detail = caught.value.fault, caught.value.remedy, caught.value.detail
    return " ".join(said(one) for one in (fault, remedy) if one), said(detail) if detail else ""


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def refusal_of(read: Callable[[], object]) -> tuple[str, dict[str, Any], str, dict[str, Any]]:
    """What a read that needs a person says: the fault and what to do, by keys and arguments."""
    with pytest.raises(NeedsPerson) as caught:
        read()
    remedy = caught.value.remedy
    assert remedy is not None
    return caught.value.fault.key, dict(caught.value.fault.args), remedy.key, dict(remedy.args)
