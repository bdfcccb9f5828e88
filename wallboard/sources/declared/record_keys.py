"""The key of a record beside all rows that come of it, where rows are known again by it."""

from collections.abc import Iterable
from typing import Any, Final

from wallboard.core.records import SCHEMAS
from wallboard.sources.declared.resources import Resource
from wallboard.sources.mapping.origins import Origin
from wallboard.sources.mapping.record_keys import KEY

# No key of a JSON object that a server sends is read by a path of this name.
_MARK: Final = "\0key"


def of_record(name: str, resource: Resource, *, adds: bool) -> tuple[Origin, ...]:
    """Where a row finds the key of its record, for those of a resource that come beside the ones known."""
    if not adds or resource.key is None or KEY not in SCHEMAS[name]:
        return ()
    each = resource.each
    depth = 0 if each is None else 1 if isinstance(each, str) else len(each)

    def key(item: Any) -> Any:
        for _ in range(depth):
            item = item["parent"]
        return item.get(_MARK) if isinstance(item, dict) else None

    return (Origin(KEY, resource.key, key),)


def marked(records: Iterable[Any], key: str | None) -> list[Any]:
    """Records with the key of the one that they came of."""
    return [{**record, _MARK: key} if isinstance(record, dict) else record for record in records]
