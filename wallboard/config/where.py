"""`where`: from a board's data to the conditions of core.scope, values checked against the board's names."""

from collections.abc import Iterable
from typing import Final

from wallboard.config.document import Data
from wallboard.config.faults import Path, listed, nearest, quoted
from wallboard.config.names import Names
from wallboard.config.reading import Reading
from wallboard.core.scope import FIELDS, NUMBERS, Condition, Where
from wallboard.core.views.shapes import ZONES

_FIXED: Final = {"tier": ("front", "expert"), "zone": ZONES}
_LISTS: Final = {"type": "types", "queue": "queues", "owner": "people", "source": "sources"}
_ALWAYS_THERE: Final = ("source",)
_MOST_DEPTH: Final = 5


def read_where(reading: Reading, path: Path, names: Names, depth: int = 0) -> Where:
    """The conditions at a path; what is wrong with them is noted, and left out."""
    data = reading.at(path)
    if data is None:
        return Where()
    if not isinstance(data, dict):
        allowed = "fields and values, as in {queue: [Orders, Quotes], priority: {not: [low]}}"
        reading.fault(path, f"found {quoted(data)}", allowed=allowed)
        return Where()
    conditions: list[Condition] = []
    any_of: tuple[Where, ...] = ()
    for field in data:
        at = (*path, field)
        if field == "any":
            any_of = _alternatives(reading, at, names, depth)
        elif field in NUMBERS:
            conditions.extend(_range(reading, at, field))
        elif field in FIELDS:
            conditions.extend(_values(reading, at, field, names))
        else:
            fields = [*FIELDS, *NUMBERS, "any"]
            found = f'"{field[:60]}" is no field of a case'
            reading.fault(at, found, of_key=True, allowed=listed(fields), nearest=nearest(field, fields))
    return Where(tuple(conditions), any_of)


def _alternatives(reading: Reading, path: Path, names: Names, depth: int) -> tuple[Where, ...]:
    data = reading.at(path)
    if not isinstance(data, list) or not data:
        reading.fault(path, f"found {quoted(data)}", allowed="a list of conditions, of which one must hold")
        return ()
    if depth >= _MOST_DEPTH:
        reading.fault(path, f'"any" stands more than {_MOST_DEPTH} deep', remedy="write it flatter")
        return ()
    for index, part in enumerate(data):
        if part is None or part == {}:
            reading.fault((*path, index), f"found {quoted(part)}", remedy="it lets every case in: remove the list")
    return tuple(read_where(reading, (*path, index), names, depth + 1) for index in range(len(data)))


def _range(reading: Reading, path: Path, field: str) -> Iterable[Condition]:
    data = reading.at(path)
    if not isinstance(data, dict) or not data:
        reading.fault(path, f"found {quoted(data)}", allowed="{above: NUMBER}, {below: NUMBER} or both")
        return
    bounds: dict[str, float] = {}
    for name, value in data.items():
        if name not in ("above", "below"):
            found = f'"{name[:60]}" is no key here'
            near = nearest(name, ("above", "below"))
            reading.fault((*path, name), found, of_key=True, allowed="above, below", nearest=near)
        elif isinstance(value, bool) or not isinstance(value, int | float):
            reading.fault((*path, name), f"found {quoted(value)}", allowed="a number")
        else:
            bounds[name] = float(value)
    if len(bounds) == 2 and bounds["above"] >= bounds["below"]:
        reading.fault(path, f"nothing is above {bounds['above']:g} and below {bounds['below']:g}")
    yield Condition(field, above=bounds.get("above"), below=bounds.get("below"))


def _values(reading: Reading, path: Path, field: str, names: Names) -> Iterable[Condition]:
    data = reading.at(path)
    is_negated = isinstance(data, dict)
    if is_negated:
        for key in data:
            if key != "not":
                near = nearest(key, ("not",))
                reading.fault((*path, key), f'"{key[:60]}" is no key here', of_key=True, allowed="not", nearest=near)
        if "not" not in data:
            if not data:
                reading.fault(path, "found an empty mapping", allowed="a value, a list, or {not: …}")
            return
        path = (*path, "not")
        data = data["not"]
    items: list[tuple[Path, Data]] = [(path, data)]
    if isinstance(data, list):
        items = [((*path, index), item) for index, item in enumerate(data)]
        if not items:
            reading.fault(path, "found an empty list", remedy="name at least one value")
    values = tuple(item for at, item in items if _is_fit(reading, at, field, item, names))
    if values:
        yield Condition(field, values, is_negated)


def _is_fit(reading: Reading, path: Path, field: str, value: Data, names: Names) -> bool:
    """Whether a value can be a field's; null is a missing one, which a source never is."""
    if value is None and field not in _ALWAYS_THERE:
        return True
    if not isinstance(value, str) or not value:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        remedy = "put it in quotes" if is_number else ""
        allowed = "text" if field in _ALWAYS_THERE else "text, or null for a missing one"
        reading.fault(path, f"found {quoted(value)}", allowed=allowed, remedy=remedy)
        return False
    choices = _FIXED.get(field) or names.of(_LISTS.get(field, ""))
    if choices is not None and value not in choices:
        reading.unknown(path, value, choices, f"{field} of this board")
        return False
    return True
