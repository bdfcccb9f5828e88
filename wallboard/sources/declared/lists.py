"""A resource's lists as they can be asked for, and what is read from their rows: keys, numbers, changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from wallboard.core.local_time import DAY_US
from wallboard.core.records import SCHEMAS
from wallboard.sources.declared.answers import Door, Expired, found
from wallboard.sources.declared.changes import Reading
from wallboard.sources.declared.leads import Leads
from wallboard.sources.declared.listing import Lister, Listing
from wallboard.sources.declared.moments import Now, instant_us
from wallboard.sources.declared.requests import Refusal
from wallboard.sources.declared.resources import Resource
from wallboard.sources.declared.shaping import KeyOf, counts, key_of_rows, unfolded
from wallboard.sources.declared.template import names_in
from wallboard.sources.declared.walking import OrderedWalk, Walk
from wallboard.sources.mapping.origins import Origin
from wallboard.sources.mapping.plain import NOT_PLAIN


@dataclass(frozen=True)
class Lists:
    """The lists of a resource with a request of its own."""

    name: str
    resource: Resource
    origins: Sequence[Origin]
    errors: list[Refusal]
    settings: Mapping[str, Any]
    door: Door
    now: Now
    leads: Leads = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "leads", Leads.of_resource(self.resource))

    # How it is asked

    def walk(self, reading: Reading, name: str = "", from_us: int = 0, until_us: int | None = None) -> Walk:
        """A list as it is to be walked through: by the changes of its rows where it can be asked for so."""
        lister, changes = self.lister(reading), self.resource.changes
        door = self.leads.door(self.door, lister)
        if changes is None:
            span = dict(zip(("from", "until"), self.span_us, strict=True))
            return Walk(door, lister, self.values(span), self.key_of)
        values = self.values({name: from_us, "until": until_us})
        is_ordered = changes.is_ordered if reading.is_ordered is None else reading.is_ordered
        if changes.by == "since" and is_ordered and names(name, lister):
            return OrderedWalk(door, lister, values, self.key_of, name=name, changed_of=self.changed_us)
        return Walk(door, lister, values, self.key_of)

    @property
    def span_us(self) -> tuple[int, int]:
        """From when until when a list goes that is read as a whole each time."""
        return self.now.now_us - round(self.resource.first * 1e6), self.now.now_us + round(self.resource.ahead * 1e6)

    def lister(self, reading: Reading | None) -> Lister:
        """The list that one way of reading asks for."""
        resource = self.resource
        assert resource.request is not None  # noqa: S101  others have no lists of their own
        errors = [*resource.errors, *self.errors]
        return Lister.of(self.name, resource.request, resource.records, resource.paging, errors, reading)

    def values(self, more: Mapping[str, Any]) -> dict[str, Any]:
        """The values of placeholders."""
        return {**self.settings, "now": self.now.now_us, **more}

    def total(self, floor_us: int, older: int) -> int | None:
        """How many rows the source itself counts since the floor, with those that are older; None where it does not.

        Costs a call. Raises SourceFault.
        """
        resource = self.resource
        is_plain = resource.each is None and resource.only is None and resource.deleted is None
        if resource.paging.by == "none" or not is_plain or (resource.changes and resource.changes.by == "token"):
            return None
        walk = self.walk(resource.between or resource.whole or Reading(), "from", floor_us, self.now.now_us + DAY_US)
        lister = replace(walk.lister, paging=walk.lister.paging.model_copy(update={"size": 1}))
        try:
            page = next(Listing(self.door, lister, walk.values).pages(), None)
        except Expired:  # which the next read tells
            return None
        if page is None or page.total is None:
            return 0 if page is None else None
        return page.total + (older if names("from", walk.lister) else 0)

    # What its rows tell

    @cached_property
    def key_of(self) -> KeyOf:
        """The function from a row to what tells it from others."""
        return key_of_rows(self.resource, self.origins)

    @cached_property
    def _of_number(self) -> Origin:
        key = next(iter(SCHEMAS[self.name]))
        return next(origin for origin in self.origins if origin.field == key)

    def numbers_in(self, row: Any) -> list[str]:
        """The keys, as the records have them, of what a row brings, whether it counts or not."""
        texts = self._of_number.texts(list(unfolded(row, self.resource.each)))
        return [text for text in texts if text is not None and text != NOT_PLAIN]

    def numbers_of(self, rows: list[Any]) -> set[str]:
        """The keys of what rows bring that count."""
        return {number for row in rows if counts(self.resource, row) for number in self.numbers_in(row)}

    def changed_us(self, row: Any) -> int | None:
        """When a row says that it was last changed."""
        changes = self.resource.changes
        if changes is None or changes.field is None:
            return None
        return instant_us(found(row, changes.field), changes.format, changes.time_zone)

    def last_us(self, rows: list[Any]) -> int | None:
        """The last change that rows tell of."""
        return max((at_us for at_us in map(self.changed_us, rows) if at_us is not None), default=None)

    # What it is

    @property
    def adds(self) -> bool:
        """Whether rows come beside those known of their key."""
        return adds(self.name, self.resource)

    @property
    def is_together(self) -> bool:
        """Whether several rows have one key, and only all of them together tell of it."""
        return self.name == "absences" or (self.name in ("events", "activities") and not self.adds)


def adds(name: str, resource: Resource) -> bool:
    """Whether a resource's rows come beside those known of their number."""
    if resource.adds is not None:
        return resource.adds
    return name in ("events", "activities") and resource.changes is not None


def names(name: str, lister: Lister) -> bool:
    """Whether a list is asked for with a placeholder."""
    asked = lister.asked
    return any(name in names_in(tree) for tree in (asked.path, dict(asked.params), asked.body, dict(asked.headers)))
