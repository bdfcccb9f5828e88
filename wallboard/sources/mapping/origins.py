"""Where each field of a resource comes from: a way from a record to its value, and how that is read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any, Final

from wallboard.sources.contract import Part
from wallboard.sources.mapping.columns import TextColumn
from wallboard.sources.mapping.paths import PathText, PathTime, getter
from wallboard.sources.mapping.plain import NOT_PLAIN, text_of
from wallboard.sources.mapping.rows import KEYS, NUMBER, columns_in

_SEEN: Final = 1_000
# What databases write in the place of a time where there is none.
_NEVER: Final = ("0000-00-00", "0000-00-00 00:00:00", "infinity", "-infinity")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a field comes from: `get` leads from a record to its value; `said` names that in sentences.

    `missing` are texts that mean no value; `format` and `time_zone` are those of a time.
    """

    field: str
    said: str
    get: Callable[[Any], Any]
    is_time: bool = False
    is_key: bool = False
    missing: frozenset[str] = frozenset()
    values: Mapping[str, str] | None = None
    default: str | None = None
    format: str | None = None
    time_zone: str | None = None

    def texts(self, records: Sequence[Any]) -> list[str | None]:
        """The field's texts, one a record; NOT_PLAIN where its value is none that is plain."""
        get, missing = self.get, self.missing
        found = [text_of(get(record)) for record in records]
        if missing:
            found = [None if text in missing else text for text in found]
        if self.is_key:  # true and false are nobody's number or name
            found = [NOT_PLAIN if text in ("true", "false") else text for text in found]
        if not self.values and self.default is None:
            return found
        return [self._meant(text) for text in found]

    def _meant(self, text: str | None) -> str | None:
        """What a word stands for."""
        if text is None:
            return self.default
        if not self.values or text == NOT_PLAIN:
            return text
        return self.values.get(text, text if self.default is None else self.default)


def by_path(resource: str, fields: Part, missing: Sequence[str] = ()) -> tuple[Origin, ...]:
    """The origins of fields that are named by a path in a record; `missing` hold for all of them."""
    return tuple(_of_path(resource, name, path, missing) for name, path in _given(fields))


def _given(fields: Part) -> Iterator[tuple[str, PathText | PathTime]]:
    for name, info in type(fields).model_fields.items():
        value = getattr(fields, name)
        if isinstance(value, str):
            yield name, PathTime(path=value) if "PathTime" in str(info.annotation) else PathText(path=value)
        elif value is not None:
            yield name, value


def _of_path(resource: str, name: str, path: PathText | PathTime, missing: Sequence[str]) -> Origin:
    is_time = isinstance(path, PathTime)
    return Origin(
        name,
        path.path,
        getter(path.path),
        is_time=is_time,
        is_key=_is_key(resource, name),
        missing=frozenset((*missing, *path.missing)),
        values=getattr(path, "values", None),
        default=getattr(path, "default", None),
        format=getattr(path, "format", None),
        time_zone=getattr(path, "time_zone", None),
    )


def by_column(
    resource: str, fields: Part, places: Mapping[str, int], missing: Sequence[str] = ()
) -> tuple[Origin, ...]:
    """The origins of fields that are named by a column; `places` has each column's place in a row."""
    return tuple(
        Origin(
            name,
            column.column,
            itemgetter(places[column.column]),
            is_time=not isinstance(column, TextColumn),
            is_key=_is_key(resource, name),
            missing=frozenset(missing if isinstance(column, TextColumn) else (*missing, *_NEVER)),
            values=getattr(column, "values", None),
            format=getattr(column, "format", None),
            time_zone=getattr(column, "time_zone", None),
        )
        for name, column in columns_in(fields).items()
    )


def _is_key(resource: str, name: str) -> bool:
    return name == KEYS.get(resource, NUMBER) or (resource in KEYS and name == "person")


def samples(origins: Sequence[Origin], records: Sequence[Any], most: int = 3) -> dict[str, tuple[str, ...]]:
    """The first few distinct values of each field as the source writes them, for a look: never kept, never logged."""
    found: dict[str, tuple[str, ...]] = {}
    for origin in origins:
        texts = dict.fromkeys(text_of(origin.get(record)) for record in records[:_SEEN])
        found[origin.field] = tuple(islice((text for text in texts if text is not None and text != NOT_PLAIN), most))
    return found
