"""The entry of a source for tables: which resource they are, which column feeds which field, what words mean."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from wallboard.cli.trying.headings import FIELDS, HINTS, TIMES, assigned, parts_of
from wallboard.cli.trying.times import Times, times_in
from wallboard.cli.trying.words import MISSING, became, kinds, sorted_statuses
from wallboard.core.records import Batch

_MOST_WORDS: Final = 40
_NEEDED: Final[Mapping[str, frozenset[str]]] = {
    "cases": frozenset({"number"}),
    "events": frozenset({"number", "at"}),
    "activities": frozenset({"number", "at"}),
    "opportunities": frozenset({"number"}),
    "appointments": frozenset({"id", "person", "start"}),
    "absences": frozenset({"person", "start"}),
}
_TELLING: Final[Mapping[str, frozenset[str]]] = {
    "events": frozenset({"to", "kind"}),
    "opportunities": frozenset({"won", "lost", "released", "accepted", "coordinator"}),
    "appointments": frozenset({"end", "booked"}),
    "absences": frozenset({"end"}),
}
"""Fields that hardly any other resource has."""
_STATES: Final = frozenset({"status", "queue", "owner", "type", "priority"})

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """Columns of text as they came, each with how its times are written, if it has any."""

    name: str
    cells: pl.DataFrame
    times: Mapping[str, Times]

    @property
    def headings(self) -> list[str]:
        """The columns' headings."""
        return self.cells.columns

    def words(self, heading: str) -> list[str]:
        """The distinct words of a column, the most frequent first; none where there are too many to be words."""
        texts = self.cells[heading].str.strip_chars()
        counted = texts.filter(texts.is_not_null() & (texts != "") & ~texts.is_in(MISSING)).value_counts(name="n")
        if counted.height > _MOST_WORDS:
            return []
        return counted.sort(["n", heading], descending=[True, False])[heading].to_list()

    def share_of_distinct(self, heading: str) -> float:
        """How many of a column's values are there once, of all rows."""
        texts = self.cells[heading]
        return texts.drop_nulls().n_unique() / max(1, texts.len())


@dataclass(slots=True)
class Entry:
    """A source's entry, what is to be said behind its lines, and which columns it leaves alone."""

    resource: str
    data: dict[str, Any]
    remarks: dict[Path, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)

    @property
    def lacking(self) -> list[str]:
        """The fields without which nothing is read."""
        fields = self.data[self.resource].get("fields", {})
        states = ["kind and to"] if self.resource == "events" and not {"kind", *_STATES} & fields.keys() else []
        return [*sorted(_NEEDED[self.resource] - fields.keys()), *states]

    def sort_statuses(self, words: Iterable[str], closed: Collection[str] = ()) -> None:
        """Says what each status seems to mean; all rows of those in `closed` have a closing time."""
        found = sorted_statuses(words, closed)
        self.data["statuses"] = found.states
        self.remarks["statuses",] = "what each status means: sort them"
        doubts = {"open": found.unsure, "closed": found.by_closing}
        why = {"open": "not known", "closed": "every row has a closing time"}
        for state, some in doubts.items():
            self.remarks.pop(("statuses", state), None)
            if some:
                self.remarks["statuses", state] = f"{why[state]}: {', '.join(some)}"

    def take_statuses(self, batch: Batch) -> None:
        """Sorts those too that came with later rows than were looked at, if they are few enough to be words."""
        states: Mapping[str, list[str]] = self.data.get("statuses", {})
        words = {word.strip().casefold(): word for listed in states.values() for word in listed}
        for word in _statuses(batch):
            words.setdefault(word.strip().casefold(), word)
        if states and len(words) <= _MOST_WORDS:
            self.sort_statuses(words.values(), {words[one.strip().casefold()] for one in _closed(batch)})


def _closed(batch: Batch) -> list[str]:
    """The statuses of cases whose rows all have a closing time."""
    cases = batch.frame("cases").filter(pl.col("status").is_not_null())
    closed = cases.group_by("status").agg(pl.col("closed_at").is_not_null().all())
    return closed.filter("closed_at")["status"].to_list()


def _statuses(batch: Batch) -> Iterator[str]:
    """The statuses of cases and of their histories, the most frequent first."""
    cases, events = batch.frame("cases")["status"], batch.frame("events")
    steps = events.filter(pl.col("kind").cast(pl.String) == "status")["to"]
    both = pl.concat([cases.cast(pl.String), steps.cast(pl.String)]).drop_nulls().alias("word")
    yield from both.value_counts(name="n").sort(["n", "word"], descending=[True, False])["word"]


def tried(name: str, cells: pl.DataFrame, *, is_typed: bool = False) -> Tried:
    """The columns of a table, looked at."""
    times = {one: how for one in cells.columns if (how := times_in(cells[one], is_typed)) is not None}
    return Tried(name, cells, times)


def entry_of(
    table: Tried, kind: str, where: Mapping[str, Any], resource: str | None = None, *, column: str = "column"
) -> Entry:
    """The entry of a source of this kind whose only resource lies `where`; `column` is its word for a column."""
    chosen, found, guessed = _chosen(table, resource)
    fields, remarks = _fields(table, chosen, found, guessed, column)
    missing = [word for word in MISSING if any((table.cells[one] == word).any() for one in found.values())]
    part: dict[str, Any] = {**where, **({"missing": missing} if missing else {}), "fields": fields}
    entry = Entry(chosen, {"type": kind, chosen: part})
    entry.remarks = {(chosen, "fields", *path): text for path, text in remarks.items()}
    entry.unused = [one for one in table.headings if one not in found.values()]
    heading = found.get("status")
    words = table.words(heading) if heading is not None and chosen in ("cases", "events") else []
    if words:
        entry.sort_statuses(words)
    return entry


def _chosen(table: Tried, resource: str | None) -> tuple[str, dict[str, str], frozenset[str]]:
    """The resource that the columns fit best, its fields with their headings, and which of them are mere guesses."""
    found = {one: assigned(one, table.headings, table.times) for one in ([resource] if resource else FIELDS)}
    guesses = {one: frozenset(_guess(table, one, fields)) for one, fields in found.items()}
    best = max(found, key=lambda one: _fitness(table, one, found[one], guesses[one]))
    if resource is None and not _NEEDED[best] <= found[best].keys():
        best = "cases"
    return best, found[best], guesses[best]


def _guess(table: Tried, resource: str, found: dict[str, str]) -> Iterator[str]:
    """Finds by its values a field that is needed and that no heading means."""
    free = [one for one in table.headings if one not in found.values()]
    key = "id" if resource == "appointments" else "number"
    if key in _NEEDED[resource] and key not in found:
        plain = [one for one in free if one not in table.times]
        distinct = max(plain, key=table.share_of_distinct, default=None)
        if distinct is not None and (table.share_of_distinct(distinct) > 0.99 or resource in ("events", "activities")):
            found[key] = distinct
            yield key
    time = {"cases": "opened", "opportunities": "created", "events": "at", "activities": "at"}.get(resource, "start")
    if time not in found:
        whole = [one for one in free if one in table.times and not table.cells[one].null_count()]
        if whole:
            found[time] = whole[0]
            yield time


def _fitness(table: Tried, resource: str, found: Mapping[str, str], guessed: frozenset[str]) -> float:
    """How well a resource fits: what its fields find, what tells it from others, and what the name hints at."""
    if not _NEEDED[resource] <= found.keys():
        return -100.0 + len(found)
    fit = len(found) - 1.5 * len(guessed) + 2.0 * len(_TELLING.get(resource, frozenset()) & found.keys())
    if resource == "events" and "kind" not in found and not _STATES & found.keys():
        return -100.0
    if resource in ("events", "activities"):
        # What happened to a case stands in several rows of it.
        fit += 3.0 if table.share_of_distinct(found["number"]) < 0.8 else -4.0
        fit -= 1.0 if resource == "activities" else 0.0
    elif (key := found.get("number") or found.get("id")) is not None and table.share_of_distinct(key) < 0.8:
        fit -= 4.0
    name = " ".join(parts_of(table.name))
    fit += 4.0 if any(hint in name for hint in HINTS.get(resource, ())) else 0.0
    if resource in ("appointments", "absences") and "end" not in found:
        fit -= 3.0
    if resource == "absences" and not any(hint in name for hint in HINTS[resource]):
        fit -= 2.0
    return fit


def _fields(
    table: Tried, resource: str, found: Mapping[str, str], guessed: frozenset[str], column: str
) -> tuple[dict[str, Any], dict[Path, str]]:
    """The `fields` block, with what is in doubt about each."""
    fields: dict[str, Any] = {}
    remarks: dict[Path, str] = {}
    for name, heading in found.items():
        if resource == "events" and name in _STATES and {"kind", "to"} <= found.keys():
            continue  # rows are either changes or states
        if resource == "events" and name in ("kind", "to") and not {"kind", "to"} <= found.keys():
            continue
        fields[name] = heading
        if name in TIMES:
            how = table.times[heading]
            if how.format is not None:
                fields[name] = {column: heading, "format": how.format}
            if how.other is not None:
                remarks[name,] = f"! in doubt: it reads as {how.other} too"
        elif values := _values(table, resource, name, heading):
            fields[name] = {column: heading, "values": values}
            remarks[name,] = "what each word means: look it through"
        if name in guessed:
            remarks[name,] = f"guessed by its values{'; ' + remarks[name,] if (name,) in remarks else ''}"
    return fields, remarks


def _values(table: Tried, resource: str, name: str, heading: str) -> dict[str, str]:
    """What a field's words stand for, where they have to be some of ours."""
    if resource == "events" and name == "kind":
        return kinds(table.words(heading))
    if resource == "appointments" and name == "state":
        return became(table.words(heading))
    return {}


def headings_said(headings: Sequence[str]) -> str:
    """Headings in a row, for a remark."""
    return ", ".join(headings[:40]) + (" …" if len(headings) > 40 else "")
