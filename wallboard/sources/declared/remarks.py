"""What a look says of a declaration: paths that led nowhere, and times that could not be read."""

from collections.abc import Iterator
from typing import Any, Final

from wallboard.core.words import Words, words
from wallboard.sources.declared.answers import found
from wallboard.sources.declared.beside import fields_nowhere, last_known, objects_taken
from wallboard.sources.declared.engine import Engine
from wallboard.sources.mapping.strange_times import strange_times

_MOST_NAMED: Final = 5


def remarks_of(engine: Engine) -> Iterator[Words]:
    """Sentences for a terminal, by what the reads of this process brought: some quote a value."""
    yield from _led_nowhere(engine)
    yield from _tables_nowhere(engine)
    yield from _lists_nowhere(engine)
    yield from _details_nowhere(engine)
    yield from _just_missing(engine)
    brought = engine.gathered
    for name, records in brought.shown.items():
        yield from strange_times(name, brought.origins[name], records, brought.time_zone)
        yield from fields_nowhere(name, brought.origins[name], records)
        yield from objects_taken(name, brought.origins[name], records)


def _led_nowhere(engine: Engine) -> Iterator[Words]:
    for stream in engine.streams:
        changes = stream.resource.changes
        yield from stream.lists.leads.remarks(stream.name, is_read=stream.was_read)
        if changes is not None and changes.by == "token" and stream.was_read and stream.state.mark is None:
            yield words("rest.remark.nowhere", what=stream.name, key="changes.token", path=changes.token or "")


def _tables_nowhere(engine: Engine) -> Iterator[Words]:
    """Paths in tables that were read, and those by which records ask for a word of them."""
    for table, leads in engine.gathered.tables.leads.items():
        yield from leads.remarks(table, is_read=True, within=f"lookups.{table}.")
    for name, resource in engine.options.resources().items():
        records = engine.gathered.shown.get(name, [])
        for key, looked in resource.look_up.items() if records else ():
            if last_known(looked.by, records) is not None:
                yield words("rest.remark.nowhere", what=name, key=f"look_up.{key}.by", path=looked.by)


def _lists_nowhere(engine: Engine) -> Iterator[Words]:
    """Lists within another resource's records that not one of these has."""
    resources = engine.options.resources()
    for name, resource in resources.items():
        if resource.of is None or not resource.each or resources[resource.of].each is not None:
            continue
        path = resource.each if isinstance(resource.each, str) else resource.each[0]
        records = engine.gathered.shown.get(resource.of, [])
        if records and all(found(record, path) is None for record in records):
            yield words("rest.remark.nowhere", what=name, key="each", path=path)


def _details_nowhere(engine: Engine) -> Iterator[Words]:
    """What is taken of the answers with records' details, and stands in none of them."""
    for name, resource in engine.options.resources().items():
        detail = resource.details
        if detail is None or detail.records == "@":
            continue
        told = [record[detail.into] for record in engine.gathered.shown.get(name, []) if _has(record, detail.into)]
        if told and all(one is None for one in told):
            yield words("rest.remark.nowhere", what=name, key="details.records", path=detail.records)


def _just_missing(engine: Engine) -> Iterator[Words]:
    """Records of which the server says that it has no details, though it lists them: a wall asks once more."""
    for stream in engine.streams:
        numbers = stream.withheld.just_missing
        if numbers:
            named = ", ".join(
                [number or "…" for number in numbers[:_MOST_NAMED]] + ["…"] * (len(numbers) > _MOST_NAMED)
            )
            yield words("rest.remark.missing", what=stream.name, n=len(numbers), found=named)


def _has(record: Any, key: str) -> bool:
    return isinstance(record, dict) and key in record
