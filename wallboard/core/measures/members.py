"""The sources' rows brought to one table of cases and one of changes, with codes for words; unusable rows counted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from wallboard.core.measures.people import words_of
from wallboard.core.organisation import Organisation, State, folded
from wallboard.core.records import CLOCK_LEEWAY_US, Batch, Unusable
from wallboard.core.words import words
from wallboard.core.worktime import NEVER_US

KINDS = ("opening", "status", "queue", "owner", "type", "priority")
STATE_CODES: Mapping[State | None, int] = {"open": 0, "on-hold": 1, "closed": 2, "ignored": 3, None: 4}
NEVER_BEFORE_US = -(1 << 62)
EXAMPLES = 20

NameOf = Callable[[str], str]

_FIELDS = ("type", "queue", "owner", "priority")
_STATE_EVENTS: Mapping[str, State] = {"closed": "closed", "reopened": "open", "merged": "ignored"}
_FRAME: Mapping[str, type[pl.DataType]] = {
    "member": pl.Int64,
    "source": pl.Int64,
    "number": pl.String,
    "shared_key": pl.String,
    "opened_us": pl.Int64,
    "hours_until_us": pl.Int64,
    **dict.fromkeys(_FIELDS, pl.Int32),
}
_CHANGES: Mapping[str, type[pl.DataType]] = {
    "member": pl.Int64,
    "source": pl.Int64,
    "at_us": pl.Int64,
    "row": pl.Int64,
    "kind": pl.Int8,
    "value": pl.Int32,
}


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """One row a case of a source, and one a change.

    `frame`: member (0…n−1), source (rank), number, shared_key, opened_us, hours_until_us (from then on its hours are
    unknown), and the codes that the source states without a history: type, queue, owner, priority (−1: none, or it
    has a history).
    `changes`: member, source, at_us, row, kind (index into KINDS), value: a code of `names`, −1 for none; of a
    status (code of its word + 1) × 8 + its state's code.
    `unusable` are each source's; `doubts` name rows that count, but not for all (hours unknown, a type not listed);
    `unmapped` are status words that nobody mapped: source, word, on how many rows.
    """

    frame: pl.DataFrame
    changes: pl.DataFrame
    sources: tuple[str, ...]
    words: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    unusable: Mapping[str, tuple[Unusable, ...]]
    doubts: Mapping[str, tuple[Unusable, ...]]
    unmapped: tuple[tuple[str, str, int], ...]
    batches: Mapping[str, Batch]

    def keeps(self, name: str) -> frozenset[int]:
        """The ranks of the sources that keep a history of a field, or of "status"."""
        kinds = {"status", *_STATE_EVENTS} if name == "status" else {name}
        return frozenset(
            rank
            for rank, batch in enumerate(self.batches.values())
            if name in batch.mapped.get("events", frozenset())
            or not kinds.isdisjoint(batch.frame("events")["kind"].unique().to_list())
        )


def members_of(organisation: Organisation, batches: Mapping[str, Batch]) -> Members:
    """All rows of all sources, in their order."""
    codes = _codes(organisation)
    frames = [pl.DataFrame(schema=dict(_FRAME))]
    changes = [pl.DataFrame(schema=dict(_CHANGES))]
    unusable: dict[str, tuple[Unusable, ...]] = {}
    doubts: dict[str, tuple[Unusable, ...]] = {}
    unmapped: list[tuple[str, str, int]] = []
    for rank, (source, batch) in enumerate(batches.items()):
        if batch.frames.keys().isdisjoint(("cases", "events")):
            unusable[source], doubts[source] = batch.unusable, ()
            continue
        events, late = _events(batch)
        cases, left_out = _cases(organisation, source, batch, events)
        cases = cases.with_columns(
            member=pl.int_range(pl.len(), dtype=pl.Int64) + sum(frame.height for frame in frames),
            source=pl.lit(rank, pl.Int64),
        )
        known = events.join(cases.select("number", "member", "source"), on="number", how="left", maintain_order="left")
        strangers = known.filter(pl.col("member").is_null()).join(left_out.select("number"), on="number", how="anti")
        known = known.filter(pl.col("member").is_not_null())
        meanings = _meanings(organisation, source)
        frames.append(_frame(cases, codes, meanings))
        changes.append(_openings(cases))
        changes += _status_changes(organisation, source, cases, known, codes["status"])
        changes += [_field_changes(kind, known, codes[kind], meanings.get(kind, str)) for kind in _FIELDS]
        strangers = strangers.with_columns(why=pl.lit("unusable.unknown-case"))
        named = [("cases", left_out), ("events", late), ("events", strangers)]
        unusable[source] = batch.unusable + tuple(one for resource, rows in named for one in _named(resource, rows))
        doubts[source] = tuple(_doubts(organisation, cases, known))
        unmapped += _unmapped(organisation, source, cases, known)
    return Members(
        frame=pl.concat(frames),
        changes=pl.concat(changes),
        sources=tuple(batches),
        words=tuple(codes["status"]),
        names={kind: tuple(codes[kind]) for kind in _FIELDS},
        unusable=unusable,
        doubts=doubts,
        unmapped=tuple(unmapped),
        batches=batches,
    )


def _codes(organisation: Organisation) -> dict[str, dict[str, int]]:
    """Codes by kind and name: the board's lists in their order; others follow as they appear."""
    listed: Mapping[str, Iterable[str]] = {
        "type": [case_type.name for case_type in organisation.types],
        "queue": [queue.name for queue in organisation.queues],
    }
    return {kind: {name: code for code, name in enumerate(listed.get(kind, ()))} for kind in (*_FIELDS, "status")}


def _meanings(organisation: Organisation, source: str) -> dict[str, NameOf]:
    """What a source's own words for queues and people stand for: the board's names, else the word itself."""
    queues = {word: queue.name for queue in organisation.queues for word in queue.also.get(source, ())}
    people = {word: organisation.people[place].name for word, place in words_of(organisation.people, source).items()}
    return {
        "queue": lambda word: queues.get(word, word),
        "owner": lambda word: people.get(folded(word), word),
    }


def _coded(column: pl.Series, codes: dict[str, int], name_of: NameOf = str) -> pl.Series:
    """The codes of a column of names (int32, −1 for null); a new name takes the next code."""
    given = column.unique(maintain_order=True).drop_nulls().to_list()
    if not given:
        return pl.repeat(-1, column.len(), dtype=pl.Int32, eager=True).alias(column.name)
    new = [codes.setdefault(name_of(word), len(codes)) for word in given]
    return column.replace_strict(given, new, default=-1, return_dtype=pl.Int32)


def _events(batch: Batch) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The events in order with at_us and row (the place where the source counts none); and those not to be used."""
    events = batch.frame("events").with_columns(
        at_us=pl.col("at").to_physical(),
        row=pl.coalesce("row", pl.int_range(pl.len(), dtype=pl.Int64)),
    )
    is_future = pl.col("at_us") > batch.clock_us + CLOCK_LEEWAY_US
    late = events.filter(is_future).with_columns(why=pl.lit("unusable.event-in-future"))
    return events.filter(pl.col("at_us").is_not_null() & ~is_future), late


def _cases(
    organisation: Organisation, source: str, batch: Batch, events: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The usable cases with what their events tell (has_*), and those left out with `why` (a sentence's key)."""
    flags = [f"has_{kind}" for kind in ("status", *_FIELDS)]
    marked = events.select(
        "number",
        event_us=pl.when(pl.col("kind") == "opened").then("at_us"),
        has_status=pl.col("kind").is_in(["status", *_STATE_EVENTS]),
        dated_us=pl.when(pl.col("is_date")).then("at_us"),
        **{f"has_{kind}": pl.col("kind") == kind for kind in _FIELDS},
    )
    told = marked.group_by("number").agg(pl.col("event_us", "dated_us").min(), pl.col(flags).any())
    cases = batch.frame("cases").unique("number", keep="last", maintain_order=True)
    if "cases" not in batch.frames:
        numbers = events.select("number").unique(maintain_order=True)
        cases = pl.concat([cases, numbers], how="diagonal")
    state = _states_of(organisation, source, cases["status"])
    if "status" not in batch.mapped.get("cases", frozenset()):
        state = cases.select(pl.when(pl.col("closed_at").is_not_null()).then(2).otherwise(0).cast(pl.Int32)).to_series()
    cases = (
        cases.with_columns(state=state)
        .join(told, on="number", how="left", maintain_order="left")
        .with_columns(
            pl.col(flags).fill_null(value=False),
            opened_us=pl.coalesce(pl.col("opened_at").to_physical(), "event_us"),
            closed_us=pl.col("closed_at").to_physical(),
        )
        # a status word that is missing says nothing: then a closing time closes
        .with_columns(
            state=pl.when(pl.col("status").is_null() & pl.col("closed_us").is_not_null()).then(2).otherwise("state")
        )
        .with_columns(why=_why(batch.clock_us))
    )
    return cases.filter(pl.col("why").is_null()), cases.filter(pl.col("why").is_not_null())


def _why(clock_us: int) -> pl.Expr:
    """Why a case cannot be used, as a sentence's key; null where it can."""
    is_closed = ~pl.col("has_status") & (pl.col("state") == 2)
    return (
        pl.when(pl.col("opened_us").is_null())
        .then(pl.lit("unusable.no-opening"))
        .when(pl.col("opened_us") > clock_us + CLOCK_LEEWAY_US)
        .then(pl.lit("unusable.in-future"))
        .when(is_closed & pl.col("closed_us").is_null())
        .then(pl.lit("unusable.no-closing"))
        .when(is_closed & (pl.col("closed_us") < pl.col("opened_us")) & ~_same_date())
        .then(pl.lit("unusable.closed-before-opened"))
        .when(is_closed & (pl.col("closed_us") > clock_us + CLOCK_LEEWAY_US))
        .then(pl.lit("unusable.in-future"))
        .otherwise(pl.lit(None, pl.String))
    )


def _same_date() -> pl.Expr:
    """A closing known as a date only may stand before the time of an opening on the same day."""
    day_us = 86_400_000_000
    is_date = pl.col("closed_is_date").fill_null(value=False)
    return is_date & (pl.col("closed_us") + day_us > pl.col("opened_us"))


def _states_of(organisation: Organisation, source: str, column: pl.Series) -> pl.Series:
    """The state codes of a column of status words (int32; a missing word is unmapped)."""
    given = column.unique().drop_nulls().to_list()
    if not given:
        return pl.repeat(STATE_CODES[None], column.len(), dtype=pl.Int32, eager=True)
    new = [STATE_CODES[organisation.statuses.state_of(word, source)] for word in given]
    return column.replace_strict(given, new, default=STATE_CODES[None], return_dtype=pl.Int32)


def _is_dated() -> pl.Expr:
    """Whether the case's own columns hold a date without a time."""
    return pl.any_horizontal(pl.col("opened_is_date", "closed_is_date").fill_null(value=False))


def _is_held_without_history() -> pl.Expr:
    return ~pl.col("has_status") & (pl.col("state") == STATE_CODES["on-hold"])


def _frame(cases: pl.DataFrame, codes: Mapping[str, dict[str, int]], meanings: Mapping[str, NameOf]) -> pl.DataFrame:
    fixed = [
        cases.select(
            pl.when(pl.col(f"has_{kind}"))
            .then(-1)
            .otherwise(_coded(cases[kind], codes[kind], meanings.get(kind, str)))
            .cast(pl.Int32)
            .alias(kind)
        ).to_series()
        for kind in _FIELDS
    ]
    return cases.select(
        "member",
        "source",
        "number",
        "shared_key",
        "opened_us",
        pl.when(_is_dated() | _is_held_without_history())
        .then(NEVER_BEFORE_US)
        .otherwise(pl.max_horizontal(pl.col("dated_us").fill_null(NEVER_US), "opened_us"))
        .alias("hours_until_us"),
        *fixed,
    )


def _change(cases: pl.DataFrame, at_us: str, kind: str, value: pl.Expr | pl.Series, row: pl.Expr) -> pl.DataFrame:
    return cases.select(
        "member",
        "source",
        pl.col(at_us).alias("at_us"),
        row.cast(pl.Int64).alias("row"),
        pl.lit(KINDS.index(kind), pl.Int8).alias("kind"),
        value.cast(pl.Int32).alias("value"),
    )


def _openings(cases: pl.DataFrame) -> pl.DataFrame:
    """Each case's opening: running, without a word."""
    return _change(cases, "opened_us", "opening", pl.lit(STATE_CODES["open"]), pl.lit(-1))


def _status_changes(
    organisation: Organisation, source: str, cases: pl.DataFrame, events: pl.DataFrame, codes: dict[str, int]
) -> list[pl.DataFrame]:
    """Status by status: from the events where a case has any, else what its columns say."""
    status = events.filter(pl.col("kind") == "status")
    state = _states_of(organisation, source, status["to"])
    changes = [_change(status, "at_us", "status", (_coded(status["to"], codes) + 1) * 8 + state, pl.col("row"))]
    for kind, meaning in _STATE_EVENTS.items():
        plain = events.filter(pl.col("kind") == kind)
        changes.append(_change(plain, "at_us", "status", pl.lit(STATE_CODES[meaning]), pl.col("row")))
    silent = cases.filter(~pl.col("has_status"))
    word = (_coded(silent["status"], codes) + 1) * 8
    silent = silent.with_columns(
        at_us=pl.when(pl.col("state") == 2).then(pl.max_horizontal("closed_us", "opened_us")).otherwise("opened_us"),
        value=word + silent["state"],
    )
    changes.append(_change(silent, "at_us", "status", pl.col("value"), pl.lit(0)))
    return changes


def _field_changes(kind: str, events: pl.DataFrame, codes: dict[str, int], name_of: NameOf) -> pl.DataFrame:
    changed = events.filter(pl.col("kind") == kind)
    return _change(changed, "at_us", kind, _coded(changed["to"], codes, name_of), pl.col("row"))


def _named(resource: str, rows: pl.DataFrame) -> list[Unusable]:
    """Rows left out, one entry a reason, with the first numbers."""
    found = rows.group_by("why", maintain_order=True).agg(
        count=pl.len(), examples=pl.col("number").unique(maintain_order=True).head(EXAMPLES)
    )
    return [
        Unusable(resource, words(why, n=count), count, tuple(examples)) for why, count, examples in found.iter_rows()
    ]


def _doubts(organisation: Organisation, cases: pl.DataFrame, events: pl.DataFrame) -> list[Unusable]:
    """What is amiss with cases that count: their hours are unknown, or nobody listed their type."""
    found = [
        *_named(
            "cases",
            cases.filter(_is_dated() | pl.col("dated_us").is_not_null()).with_columns(why=pl.lit("doubt.dates")),
        ),
        *_named("cases", cases.filter(_is_held_without_history()).with_columns(why=pl.lit("doubt.holds"))),
    ]
    listed = [case_type.name for case_type in organisation.types]
    if listed:
        told = pl.concat(
            [
                cases.select(name="type"),
                events.filter(pl.col("kind") == "type").select(name="to"),
            ]
        )
        strange = told.drop_nulls().filter(~pl.col("name").is_in(listed)).group_by("name").len().sort("name")
        if strange.height:
            names = tuple(f"“{name}”" for name in strange["name"].head(EXAMPLES).to_list())
            found.append(Unusable("cases", words("doubt.types", n=strange.height), strange.height, names))
    return found


def _unmapped(
    organisation: Organisation, source: str, cases: pl.DataFrame, events: pl.DataFrame
) -> list[tuple[str, str, int]]:
    """Status words that nobody mapped, with how many rows say them."""
    said = pl.concat(
        [
            events.filter(pl.col("kind") == "status").select(word="to"),
            cases.filter(~pl.col("has_status")).select(word="status"),
        ]
    ).drop_nulls()
    counts = said.group_by("word").len().sort("word")
    return [
        (source, word, count)
        for word, count in counts.iter_rows()
        if organisation.statuses.state_of(word, source) is None
    ]
