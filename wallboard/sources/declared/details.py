"""The further request for each record that has changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.declared.answers import Door, document_of, expecting, found, held_in, is_true, refuse_part, says
from wallboard.sources.declared.asking import ask_of, laid_over
from wallboard.sources.declared.listing import Doubt, Lister, Listing
from wallboard.sources.declared.moments import Now
from wallboard.sources.declared.requests import Refusal
from wallboard.sources.declared.resources import Detail
from wallboard.sources.declared.template import NoValue
from wallboard.sources.mapping.doubts import shortened

_OF_AN_ANSWER: Final = frozenset({"rest.refused", "rest.part"})
_MOST_PAGES = 200
"""Of one record's details: where they never end, those of several records are asked for before the poll fails."""


@dataclass(frozen=True)
class Details:
    """What is asked for each record of a resource."""

    what: str
    detail: Detail
    errors: list[Refusal]
    settings: Mapping[str, Any]
    door: Door
    now: Now

    def is_for(self, record: Any) -> bool:
        """Whether a record needs them."""
        only = self.detail.only
        return isinstance(record, dict) and (only is None or is_true(record, only))

    def with_details(self, record: Any, key: str | None) -> tuple[Any, Doubt]:
        """A record that needs them with its details under their key, and why those may not be whole.

        Raises SourceFault.
        """
        detail = self.detail
        values = {**self.settings, **{name: found(record, path) for name, path in detail.values.items()}, "key": key}
        try:
            told, doubt = self._asked(values)
        except NoValue:  # its path cannot be made of this record
            told, doubt = None, ""
        except NeedsPerson as fault:
            raise self._of_record(fault, key) from fault
        return {**record, detail.into: told}, doubt

    def _of_record(self, fault: NeedsPerson, key: str | None) -> NeedsPerson:
        """A fault of an answer, told as one of a record's details and not of the list that they belong to."""
        record = shortened(key or "…")
        if fault.fault.key == "rest.no-list":
            told = words("rest.no-details", host=fault.fault.args["host"], what=self.what)
            looks = words("rest.no-details.looks", key=record, path=self.detail.records, looks=fault.detail)
            return NeedsPerson(told, fault.remedy, detail=looks)
        if fault.fault.key in _OF_AN_ANSWER:
            return NeedsPerson(fault.fault, fault.remedy, detail=words("rest.no-details.record", key=record))
        return fault

    def _asked(self, values: Mapping[str, Any]) -> tuple[Any, Doubt]:
        detail, errors = self.detail, [*self.detail.errors, *self.errors]
        if detail.paging.by != "none":
            lister = Lister.of(self.what, detail.request, detail.records, detail.paging, errors)
            listing = Listing(self.door, lister, values)
            return list(listing.rows(self.now.is_late, _MOST_PAGES)) if listing.has_place else None, listing.doubt
        ask = ask_of(laid_over(detail.request), values, expecting(errors))
        answer = self.door.ask(replace(ask, is_refused=says(errors, "sign-in"), is_limited=says(errors, "busy")))
        document = document_of(answer, errors, self.what)
        refuse_part(answer, self.what)
        return held_in(document, detail.records, answer.host, self.what), ""
