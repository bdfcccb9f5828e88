"""How far a source was read, as the text that is kept beside its rows."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, fields
from typing import Any, Final, get_args

from wallboard.sources.declared.filled import Filled
from wallboard.sources.declared.listing import Doubt
from wallboard.sources.declared.sieve import Sieve
from wallboard.sources.declared.state import NOTHING, Counted, First, SoFar, State
from wallboard.sources.declared.withheld import Record

# Raised when the same declaration gives other rows: all is then read anew.
_FORM: Final = 1

_KEYS: Final = {
    "start_us": "start",
    "floor_us": "floor",
    "back_us": "back",
    "since_us": "since",
    "since_part": "since_part",
    "full_us": "full",
    "full_doubt": "doubt",
    "doubt": "taken",
    "doubt_us": "lost",
    "forgot_us": "forgot",
    "mark": "token",
    "told": "told",
    "sieve": "sieve",
    "had": "had",
    "older": "older",
    "has_open": "open",
    "is_whole": "whole",
    "place": "place",
    "reach_us": "reach",
    "latest_us": "latest",
    "began_us": "began",
    "part": "part",
    "received": "received",
    "distinct": "distinct",
    "total": "total",
    "passes": "passes",
    "largest": "largest",
}
"""What the fields of a state are called in the text."""
_OF_FIRST: Final = frozenset(one.name for one in fields(First))
_OF_SO_FAR: Final = frozenset(one.name for one in fields(SoFar))
_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "mark": (str, int),
    "full_doubt": (str,),
    "doubt": (str,),
    "told": (str,),
    "sieve": (str,),
    "has_open": (bool,),
    "is_whole": (bool,),
    "place": (str, dict),
    "part": (list,),
    "since_part": (list,),
}
_NAMES: Final = {key: name for name, key in _KEYS.items()}
# In the year 9892: no instant is later, and none so long ago.
_MOST_US: Final = 250_000_000_000_000_000


@dataclass(frozen=True, slots=True)
class Token:
    """How far each resource was read, which fields and kinds of change its rows have fed so far, and which fields of
    how many records had a value: of none that an earlier version has read. `tables` are those that were taken though
    they may not be whole, and why, and `halves` the marks of such records by their resource; `withheld` are the
    records that were not taken, by resource and key."""

    states: Mapping[str, State] = field(default_factory=dict)
    feeds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    filled: Mapping[str, Filled] = field(default_factory=dict)
    tables: Mapping[str, Doubt] = field(default_factory=dict)
    halves: Mapping[str, frozenset[str]] = field(default_factory=dict)
    withheld: Mapping[str, Mapping[str, Record]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """As it is kept."""
        plain = {
            "form": _FORM,
            "states": {name: _plain(state) for name, state in self.states.items()},
            "feeds": {name: sorted(names) for name, names in self.feeds.items()},
            "filled": {name: [one.records, *sorted(one.fields)] for name, one in self.filled.items()},
            "tables": dict(self.tables),
            "halves": {name: sorted(marks) for name, marks in self.halves.items() if marks},
            "withheld": {name: _listed(records) for name, records in self.withheld.items() if records},
        }
        return json.dumps(plain, separators=(",", ":"))

    def state(self, name: str) -> State:
        """How far a resource was read."""
        return self.states.get(name, NOTHING)

    @classmethod
    def of(cls, text: str) -> "Token":
        """A token that was kept; an empty one where it cannot be read, such as another version's."""
        try:
            data = json.loads(text)
            if data["form"] != _FORM:
                return cls()
            return cls(
                {name: _state(plain) for name, plain in data["states"].items()},
                {name: _names(names) for name, names in data["feeds"].items()},
                {name: Filled(_whole(one[0]), _names(one[1:])) for name, one in data.get("filled", {}).items()},
                {name: _doubt(doubt) for name, doubt in data.get("tables", {}).items()},
                {name: _names(marks) for name, marks in data.get("halves", {}).items()},
                {name: _records(plain) for name, plain in data.get("withheld", {}).items()},
            )
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return cls()


def _plain(state: State) -> dict[str, Any]:
    """What of a state is not as at the beginning."""
    first, before = state.first, NOTHING.first
    return _differing(state, NOTHING) | _differing(first, before) | _differing(first.so_far, before.so_far)


def _differing(state: State | First | SoFar, before: State | First | SoFar) -> dict[str, Any]:
    names = (one.name for one in fields(state) if one.name in _KEYS)
    told = ((name, getattr(state, name)) for name in names if getattr(state, name) != getattr(before, name))
    return {_KEYS[name]: astuple(value) if isinstance(value, Counted) else value for name, value in told}


def _state(plain: Mapping[str, Any]) -> State:
    """A state as it was kept. Raises KeyError for what it does not know, TypeError and ValueError for what is unfit."""
    given = {_NAMES[key]: _fit(_NAMES[key], value) for key, value in plain.items() if value is not None}
    so_far = SoFar(**{name: given.pop(name) for name in list(given) if name in _OF_SO_FAR})
    first = First(**{name: given.pop(name) for name in list(given) if name in _OF_FIRST}, so_far=so_far)
    return State(**given, first=first)


def _listed(records: Mapping[str, Record]) -> list[list[str | int | None]]:
    return [[key, one.number, one.changed_us] for key, one in records.items()]


def _records(plain: Any) -> dict[str, Record]:
    if not isinstance(plain, list):
        raise TypeError
    found = {}
    for key, number, changed_us in plain:
        _names([key, number])
        found[key] = Record(number, None if changed_us is None else _instant(changed_us))
    return found


def _names(plain: Any) -> frozenset[str]:
    if not isinstance(plain, list) or not all(isinstance(one, str) for one in plain):
        raise TypeError
    return frozenset(plain)


def _whole(plain: Any) -> int:
    if not isinstance(plain, int) or isinstance(plain, bool) or plain < 0:
        raise TypeError
    return plain


def _instant(plain: Any) -> int:
    if not isinstance(plain, int) or isinstance(plain, bool):
        raise TypeError
    if abs(plain) > _MOST_US:
        raise ValueError
    return plain


def _doubt(plain: Any) -> Doubt:
    if not plain or plain not in get_args(Doubt):
        raise ValueError
    found: Doubt = plain
    return found


def _fit(name: str, value: Any) -> Any:
    kinds = _KINDS.get(name, (int,))
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise TypeError(name)
    if isinstance(value, int) and abs(value) > _MOST_US and name != "mark":
        raise ValueError(name)
    if name == "sieve":
        Sieve(str(value))
    if name in ("full_doubt", "doubt"):
        return _doubt(value)
    if name in _OF_SO_FAR:
        return _whole(value)
    if isinstance(value, list):
        from_us, total, received, times, lost_us = value
        lost_us = None if lost_us is None else _instant(lost_us)
        return Counted(_instant(from_us), _whole(total), _whole(received), _whole(times), lost_us)
    if isinstance(value, dict):
        for counted in value.keys() & {"page", "offset"}:
            _whole(value[counted])
    return value
