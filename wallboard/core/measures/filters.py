"""Which cases of a book a panel is about: `where`, as data, made a mask."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.history import NONE
from wallboard.core.scope import Condition, Where
from wallboard.core.views.shapes import ZONES

Bools = NDArray[np.bool_]
HOUR_US = 3_600_000_000


def selected(book: CaseBook, where: Where) -> Bools:
    """The cases that meet all conditions and, where there are alternatives, one of them."""
    mask = np.ones(book.size, dtype=np.bool_)
    for condition in where.conditions:
        mask &= _meets(book, condition)
    if where.any_of:
        mask &= np.logical_or.reduce([selected(book, one) for one in where.any_of])
    return mask


def _meets(book: CaseBook, condition: Condition) -> Bools:
    if condition.field == "open_hours":
        return _in_range(book.lead_us / HOUR_US, condition) & book.has_hours
    if condition.field == "share":
        return _in_range(book.share, condition) & book.has_share
    if condition.field == "source":
        in_sources = _in_sources(book, condition)
        return ~in_sources if condition.is_negated else in_sources
    codes, names = _coded(book, condition.field)
    if condition.field == "status":  # words match without regard to case
        values = {value.casefold() if value is not None else None for value in condition.values}
        names = {code: name.casefold() if name is not None else None for code, name in names.items()}
    else:
        values = set(condition.values)
    wanted = [code for code, name in names.items() if name in values]
    meets: Bools = np.isin(codes, wanted) != condition.is_negated
    return meets


def _in_range(values: NDArray[np.float64], condition: Condition) -> Bools:
    mask = np.ones(values.size, dtype=np.bool_)
    if condition.above is not None:
        mask &= values > condition.above
    if condition.below is not None:
        mask &= values < condition.below
    return mask


def _in_sources(book: CaseBook, condition: Condition) -> Bools:
    """Cases that any of the named sources has; a case in two systems is in both."""
    bits = sum(1 << rank for rank, name in enumerate(book.history.sources) if name in condition.values)
    in_sources: Bools = (book.history.source_bits[book.entity] & bits) != 0
    return in_sources


def _coded(book: CaseBook, field: str) -> tuple[NDArray[np.integer], Mapping[int, str | None]]:
    """A field's codes, and the name of each code; None is a missing value."""
    if field == "zone":
        return book.zone, {NONE: None, **dict(enumerate(ZONES))}
    if field == "status":
        return book.word, {NONE: None, **dict(enumerate(book.history.words))}
    if field == "tier":
        tiers = {queue.name: queue.tier for queue in book.history.organisation.queues}
        names = book.history.fields["queue"].names
        return book.queue, {NONE: None, **{code: tiers.get(name) for code, name in enumerate(names)}}
    column: NDArray[np.int32] = getattr(book, field)
    return column, {NONE: None, **dict(enumerate(book.history.fields[field].names))}
