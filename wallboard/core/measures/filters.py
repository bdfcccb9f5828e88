"""Which cases of a book a panel is about: `where`, as data, made a mask."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import HOUR_US
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.history import NONE
from wallboard.core.organisation import Queue, Tier
from wallboard.core.scope import Condition, Where
from wallboard.core.views.shapes import ZONES

Bools = NDArray[np.bool_]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]

_OF_QUEUES = frozenset({"queue", "tier"})


def selected(book: CaseBook, where: Where) -> Bools:
    """The cases that meet all conditions and, where there are alternatives, one of them."""
    mask = np.ones(book.size, dtype=np.bool_)
    for condition in where.conditions:
        mask &= _meets(book, condition)
    if where.any_of:
        mask &= np.logical_or.reduce([selected(book, one) for one in where.any_of])
    return mask


def selected_in(book: CaseBook, where: Where, case: Int64s, queue: Int32s) -> Bools:
    """The same for cases (rows) in queues (codes) that they may have left since: a stay is judged by its own queue."""
    mask = np.ones(case.size, dtype=np.bool_)
    for condition in where.conditions:
        if condition.field in _OF_QUEUES:
            mask &= _is_named(queue, _queue_names(book, condition.field), condition)
        else:
            mask &= _meets(book, condition)[case]
    if where.any_of:
        mask &= np.logical_or.reduce([selected_in(book, one, case, queue) for one in where.any_of])
    return mask


def lets_in(where: Where, over: str, name: str | None, queues: Sequence[Queue]) -> bool:
    """Whether cases of a type, queue or priority (None for none) can be among those that `where` is about."""
    tiers: dict[str | None, Tier | None] = {queue.name: queue.tier for queue in queues}
    for one in where.conditions:
        if one.field == over and (name in one.values) == one.is_negated:
            return False
        if over == "queue" and one.field == "tier" and (tiers.get(name) in one.values) == one.is_negated:
            return False
    return not where.any_of or any(lets_in(one, over, name, queues) for one in where.any_of)


def _meets(book: CaseBook, condition: Condition) -> Bools:
    if condition.field == "open_hours":
        return _in_range(book.lead_us / HOUR_US, condition) & book.has_hours
    if condition.field == "share":
        return _in_range(book.share, condition) & book.has_share
    if condition.field == "source":
        in_sources = _in_sources(book, condition)
        return ~in_sources if condition.is_negated else in_sources
    return _is_named(*_coded(book, condition.field), condition)


def _is_named(codes: NDArray[np.integer], names: Mapping[int, str | None], condition: Condition) -> Bools:
    """Which codes are of the names that a condition is about."""
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
    if field in _OF_QUEUES:
        return book.queue, _queue_names(book, field)
    column: NDArray[np.int32] = getattr(book, field)
    return column, {NONE: None, **dict(enumerate(book.history.fields[field].names))}


def _queue_names(book: CaseBook, field: str) -> Mapping[int, str | None]:
    """Of each queue's code its name, or its tier."""
    names = book.history.fields["queue"].names
    if field == "queue":
        return {NONE: None, **dict(enumerate(names))}
    tiers = {queue.name: queue.tier for queue in book.history.organisation.queues}
    return {NONE: None, **{code: tiers.get(name) for code, name in enumerate(names)}}
