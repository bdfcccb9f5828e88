"""Whether a source knows anybody of the board: owners that nobody on it has are people under another name."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from wallboard.core.measures.people import words_of
from wallboard.core.organisation import Organisation, folded
from wallboard.core.records import Batch

_MOST_NAMED: Final = 5
_OF_OPPORTUNITIES: Final = frozenset({"salesperson", "coordinator", "project leader"})
"""Who owns opportunities; cases belong to the others."""


def strange_owners(organisation: Organisation, source: str, batch: Batch) -> Iterator[str]:
    """A sentence for the cases, and one for the opportunities, of whose owners not one is on the board's list.

    One that is missing may have left, or belong to another office: nothing is said of that.
    """
    for resource, owners in (("cases", _owners_of_cases(batch)), ("opportunities", _owners(batch, "opportunities"))):
        of_sales = resource == "opportunities"
        if not owners or not any((person.role in _OF_OPPORTUNITIES) == of_sales for person in organisation.people):
            continue
        known = words_of(organisation.people, source)
        if not any(folded(owner) in known for owner in owners):
            yield f"owners of {resource} that nobody on the board has: {_named(owners)}; give people `also`"


def _owners_of_cases(batch: Batch) -> list[str]:
    """Owners that rows of cases name, and those to whom the history gives one."""
    told = batch.frame("events").filter(pl.col("kind").cast(pl.String) == "owner")["to"].drop_nulls().to_list()
    return sorted({*_owners(batch, "cases"), *told})


def _owners(batch: Batch, resource: str) -> list[str]:
    return sorted(set(batch.frame(resource)["owner"].drop_nulls().to_list()))


def _named(owners: list[str]) -> str:
    more = f" and {len(owners) - _MOST_NAMED} more" if len(owners) > _MOST_NAMED else ""
    return ", ".join(f"“{owner}”" for owner in owners[:_MOST_NAMED]) + more
