"""From the rows of a list to the records that are mapped: what counts, what tables say, lists within lists."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any

from wallboard.sources.declared.answers import found, is_true
from wallboard.sources.declared.resources import Activities, Events, Resource
from wallboard.sources.mapping.origins import Origin
from wallboard.sources.mapping.plain import NOT_PLAIN, text_of

KeyOf = Callable[[Any], str | None]
Hook = Callable[[str, dict[str, Any]], Iterable[dict[str, Any]]]


def key_of_rows(resource: Resource, origins: Iterable[Origin]) -> KeyOf:
    """The function from a record to what tells it from others; None where it has nothing of the kind.

    One of a list of steps in cases has the case's number, but is none of them: without a key it is told by all it says.
    """
    path = resource.key
    if path is None and isinstance(resource, Events | Activities):
        return lambda record: told_of(record).hex()
    of_field = next((origin for origin in origins if origin.field in ("number", "id")), None)

    def key(record: Any) -> str | None:
        value = found(record, path) if path is not None else of_field.get(record) if of_field is not None else None
        text = text_of(value)
        return None if text == NOT_PLAIN else text

    return key


def told_of(record: Any) -> bytes:
    """A record's content, as eight bytes that tell it from another."""
    text = json.dumps(record, sort_keys=True, default=str, separators=(",", ":"))
    return blake2b(text.encode(errors="replace"), digest_size=8).digest()


def counts(resource: Resource, record: Any) -> bool:
    """Whether a record is one that counts: not deleted, and of those that `only` lets in."""
    if resource.deleted is not None and is_true(record, resource.deleted):
        return False
    return resource.only is None or is_true(record, resource.only)


def unfolded(record: Any, each: str | list[str] | None) -> Iterator[Any]:
    """The items of a list within a record, or of lists within lists, each with its `parent` at hand."""
    if each is None:
        yield record
        return
    paths = [each] if isinstance(each, str) else each
    items = found(record, paths[0])
    for item in items if isinstance(items, list) else []:
        inner = {**item, "parent": record} if isinstance(item, dict) else {"value": item, "parent": record}
        yield from unfolded(inner, paths[1:] or None)


def with_looked_up(resource: Resource, record: Any, tables: Callable[[str, str], Any]) -> Any:
    """The record with the values that it gets from tables."""
    if not resource.look_up or not isinstance(record, dict):
        return record
    return {**record, **{name: _looked(record, one.by, one.table, tables) for name, one in resource.look_up.items()}}


def _looked(record: Mapping[str, Any], by: str, table: str, tables: Callable[[str, str], Any]) -> Any:
    number = text_of(found(record, by))
    return None if number is None or number == NOT_PLAIN else tables(table, number)
