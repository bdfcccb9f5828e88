"""Tables of words for numbers, read now and then: who 7 is, which queue 3 is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wallboard.core.words import words
from wallboard.sources.contract import TRIES, Passing
from wallboard.sources.declared.answers import Door, found
from wallboard.sources.declared.leads import Leads
from wallboard.sources.declared.listing import Doubt, Lister, Listing
from wallboard.sources.declared.moments import Now
from wallboard.sources.declared.requests import Refusal
from wallboard.sources.declared.resources import LookUp
from wallboard.sources.mapping.plain import NOT_PLAIN, text_of

_MOST: Final = 200_000


@dataclass
class Tables:
    """The tables of a source, read when they are first asked and when they have grown old.

    `halves` are those that were taken though they may not be whole, and why: until they come without a doubt. `leads`
    are what their paths have found so far.
    """

    options: Mapping[str, LookUp]
    errors: list[Refusal]
    settings: Mapping[str, Any]
    door: Door
    now: Now
    halves: dict[str, Doubt] = field(default_factory=dict)
    leads: dict[str, Leads] = field(default_factory=dict)
    _doubted_us: dict[str, set[int]] = field(default_factory=dict)
    _rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    _read_us: dict[str, int] = field(default_factory=dict)
    _unknown: dict[str, set[str]] = field(default_factory=dict)
    _fresh: set[str] = field(default_factory=set)

    def start(self) -> None:
        """A read begins: in each of them a number that no table has may have its table read again, once."""
        self._fresh = set()

    def value(self, table: str, number: str) -> Any:
        """What a number stands for; None where the table does not have it. Raises SourceFault."""
        if self._is_old(table) or self._may_be_new(table, number):
            self._rows[table], self._unknown[table] = self._read(table), set()
            self._read_us[table] = self.now.now_us
            self._fresh.add(table)
        if number not in self._rows[table] and len(self._unknown[table]) < _MOST:
            self._unknown[table].add(number)  # of which it is not asked again
        return self._rows[table].get(number)

    def _is_old(self, table: str) -> bool:
        age_us = self.now.now_us - self._read_us.get(table, -(1 << 62))
        return not 0 <= age_us < self.options[table].refresh * 1e6

    def _may_be_new(self, table: str, number: str) -> bool:
        is_known = number in self._rows[table] or number in self._unknown[table]
        return not is_known and table not in self._fresh

    def _read(self, table: str) -> dict[str, Any]:
        option = self.options[table]
        lister = Lister.of(table, option.request, option.records, option.paging, [*option.errors, *self.errors])
        leads = self.leads.setdefault(table, Leads.of_table(option))
        listing, rows = Listing(leads.door(self.door, lister), lister, self.settings), dict[str, Any]()
        for row in listing.rows(self.now.is_late):
            key = text_of(found(row, option.key))
            if key is not None and key != NOT_PLAIN and len(rows) < _MOST:
                rows[key] = found(row, option.value)
        self._weigh(table, listing.doubt)
        return rows

    def _weigh(self, table: str, doubt: Doubt) -> None:
        """Note whether a table is whole. Raises Passing where it may not be, until it has so often come no better.

        For a number that it lacks a row would have nothing, and would not come again when the table does.
        """
        tries = self._doubted_us.setdefault(table, set())
        tries.add(self.now.now_us)
        if doubt and table not in self.halves and len(tries) < TRIES:
            raise Passing(words(f"rest.doubt.{doubt}", what=table))
        del self._doubted_us[table]
        if doubt:
            self.halves[table] = doubt
        else:
            self.halves.pop(table, None)
