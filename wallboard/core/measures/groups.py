"""Cases in groups: by type, queue, source, priority or the role of their owner; a missing value is a value."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.filters import lets_in
from wallboard.core.measures.history import NONE
from wallboard.core.measures.weighing import Scope
from wallboard.core.organisation import Role
from wallboard.core.scope import Where
from wallboard.core.words import Words, verbatim, words

Bools = NDArray[np.bool_]
Int64s = NDArray[np.int64]

GroupedBy = Literal["type", "queue", "source", "priority", "role"]
Over = Literal[GroupedBy, "week"]
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A group of cases: what figures call it ("" where the value is missing), its label, and its cases of the book."""

    name: str
    label: Words
    cases: Bools


def groups(scope: Scope, over: GroupedBy, where: Where, weighed: Int64s) -> list[Group]:
    """The groups in the board's order, others by name, the missing last.

    There is a group where any of the rows `weighed` is in it; a listed type or queue has one even so, unless `where`
    leaves it out.
    """
    is_weighed = np.zeros(scope.book.size, dtype=np.bool_)
    is_weighed[weighed] = True
    if over == "source":
        return _by_source(scope, is_weighed)
    if over == "role":
        return _by_role(scope, is_weighed)
    return _by_field(scope, over, where, is_weighed)


def _by_field(scope: Scope, over: Literal["type", "queue", "priority"], where: Where, is_weighed: Bools) -> list[Group]:
    book, organisation = scope.book, scope.book.history.organisation
    names = book.history.fields[over].names
    lists = {"type": [one.name for one in organisation.types], "queue": [one.name for one in organisation.queues]}
    ranks = {name: rank for rank, name in enumerate(lists.get(over, ()))}
    codes: NDArray[np.int32] = getattr(book, over)
    present = set(np.unique(codes[is_weighed]).tolist())
    shown = [
        code
        for code, name in enumerate(names)
        if code in present or (name in ranks and lets_in(where, over, name, organisation.queues))
    ]
    if over == "priority":  # nobody lists priorities; types and queues that are not listed stand as they come
        shown.sort(key=lambda code: (names[code].casefold(), names[code]))
    found = [Group(names[code], verbatim(names[code]), codes == code) for code in shown]
    return [*found, Group("", words(f"group.none.{over}"), codes == NONE)] if NONE in present else found


def _by_source(scope: Scope, is_weighed: Bools) -> list[Group]:
    """A case that two systems have is in both groups."""
    bits = scope.book.history.source_bits[scope.book.entity]
    found = [
        Group(name, verbatim(name), ((bits >> rank) & 1).astype(np.bool_))
        for rank, name in enumerate(scope.book.history.sources)
    ]
    return [group for group in found if (group.cases & is_weighed).any()]


def _by_role(scope: Scope, is_weighed: Bools) -> list[Group]:
    """The role of each owner: unknown for whoever is not listed, and where the source does not say the owner."""
    book = scope.book
    roles = get_args(Role)
    by_name = {person.name: roles.index(person.role) for person in book.history.organisation.people}
    unknown, none = len(roles), len(roles) + 1
    of_code = [by_name.get(name, unknown) for name in book.history.fields["owner"].names]
    role = np.array([*of_code, none], dtype=np.int64)[book.owner]  # NONE is the last
    role[(role == none) & ~scope.is_told("owner")] = unknown
    found = [Group(name, words(f"role.{name.replace(' ', '-')}"), role == code) for code, name in enumerate(roles)]
    found += [Group(_UNKNOWN, words("group.unknown.role"), role == unknown)]
    found += [Group("", words("group.none.role"), role == none)]
    return [group for group in found if (group.cases & is_weighed).any()]
