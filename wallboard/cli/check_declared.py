"""What a look found wrong with a source's declaration, and which of that may have made figures wrong."""

from typing import Final

from wallboard.cli.declared_lines import declared_line
from wallboard.cli.findings import Findings
from wallboard.collect.plain import said
from wallboard.config.board import SourceEntry
from wallboard.core.records import Batch
from wallboard.core.words import Words
from wallboard.sources.contract import Look

_COSTS_CALLS: Final = frozenset({"paging.size_told", "paging.last_page"})
"""Keys without whose paths a read only asks for a page more."""
_OF_RECORDS: Final = "look_up."
"""How keys begin whose paths a few records may lack, where others have them."""
_FIELDS: Final = frozenset({"rest.remark.field", "rest.remark.field.near"})
_FALLS_SHORT: Final = _FIELDS | {
    *("rest.remark.nowhere", "rest.remark.time", "rest.remark.object", "rest.remark.missing"),
    *("rest.remark.since", "rest.disorder", "rest.unheeded", "sql.remark.since"),
}


def check_declared(found: Findings, source: SourceEntry, look: Look, batch: Batch | None) -> None:
    """Tells of paths that lead nowhere, and of changes that are not to be had: as a shortcoming where rows or values
    may be missing for it.

    Of fields only of those that no row of a whole read has: what was looked at are a few rows.
    """
    unfilled = {_field(one) for one in batch.remarks if one.key == "record.unfilled"} if batch is not None else set()
    for remark in look.remarks:
        if remark.key in _FIELDS and _field(remark) not in unfilled:
            continue
        is_short = remark.key in _FALLS_SHORT and not _is_minor(str(remark.args.get("key")))
        (found.fall_short if is_short else found.note)(said(remark), 2)
        line = declared_line(remark, None, source) if is_short or "key" in remark.args else None
        if line is not None:
            found.note(f"see {line}", 3)


def _is_minor(key: str) -> bool:
    """Whether a path that leads nowhere may cost a call at the most, or may lead somewhere all the same."""
    return key.endswith(tuple(_COSTS_CALLS)) or key.startswith(_OF_RECORDS)


def is_told_better(remark: Words, look: Look | None) -> bool:
    """Whether a look tells why a field is without a value."""
    told = {_field(one) for one in look.remarks if one.key in _FIELDS} if look is not None else set()
    return remark.key == "record.unfilled" and _field(remark) in told


def _field(remark: Words) -> tuple[object, object]:
    return remark.args["resource"], remark.args["field"]
