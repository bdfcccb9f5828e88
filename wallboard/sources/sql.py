"""Databases: one query a resource, in a transaction that only reads, for all rows or for what has changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from wallboard.core.local_time import DAY_US
from wallboard.core.records import CLOCK_LEEWAY_US, SCHEMAS, Batch
from wallboard.core.words import Words, words
from wallboard.sources.contract import Look, NeedsPerson, Passing, ReadRequest, ResourceLook, SourceFault, SourceOptions
from wallboard.sources.databases.memory import Memory, digest_of, memory_of
from wallboard.sources.databases.options import AnyResource, Options, key_column
from wallboard.sources.databases.queries import asks_for_changes
from wallboard.sources.mapping.gathering import Gathering, Mapped, unfilled
from wallboard.sources.mapping.origins import Origin, by_column, samples
from wallboard.sources.mapping.record_keys import KEY
from wallboard.sources.mapping.rows import columns_in

if TYPE_CHECKING:
    from wallboard.sources.databases.door import Database

__all__ = ["IS_SERVICE", "POLLS_EVERY_S", "Options", "look", "read"]

POLLS_EVERY_S = 60.0
IS_SERVICE = True
# Their rows stand beside each other: of several with one number none is a later version of another.
_ADDS: Final = frozenset({"events", "activities"})
_NAMED: Final = 40
_NEAR: Final = 0.8


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a read asks for: all rows, or those changed since an instant of the database's clock."""

    clock_us: int
    since_us: int
    is_whole: bool


def read(options: SourceOptions, request: ReadRequest) -> Batch | None:
    """All rows, or where queries take `:since` what has changed since the last read.

    All rows are read at first, after `full_every`, where the settings are others, and where the database's clock has
    gone back. Rows of queries without `:since` are read whole each time, and those that are gone are told. What the
    database shows is of one instant in all queries, where it can do that. Raises SourceFault.
    """
    assert isinstance(options, Options)  # noqa: S101  the registry pairs options with their function
    from wallboard.sources.databases.door import opened  # noqa: PLC0415  SQLAlchemy takes a fifth of a second to import

    zone = options.time_zone or request.time_zone
    told = digest_of(options, zone)
    known = memory_of(request.token, told)
    with opened(options, request) as database:
        plan = _plan(options, known, database.clock_us(request.now_us))
        origins: dict[str, Sequence[Origin]] = {}
        found: dict[str, Mapped] = {}
        for name, resource in options.resources().items():
            gathering, origins[name] = _gathered(database, name, resource, plan, zone)
            found[name] = gathering.mapped()
    for name, mapped in found.items():
        is_whole = plan.is_whole or name not in _asking(options)
        mapped.refuse_useless(is_whole=is_whole)
        if is_whole and known is not None:
            _refuse_emptied(options.resources()[name], mapped, known.rows.get(name, 0))
    return _batch(options, request, known, plan, found, origins, told)


def _refuse_emptied(resource: AnyResource, mapped: Mapped, before: int) -> None:
    """Raises NeedsPerson where a query that brought rows brings none: a right that was lost looks like no work."""
    if before and not mapped.records and not resource.may_be_empty:
        said = words("sql.emptied", resource=mapped.resource, n=before)
        raise NeedsPerson(said, words("sql.remedy.emptied", resource=mapped.resource))


def _plan(options: Options, known: Memory | None, clock_us: int) -> _Plan:
    whole = _Plan(clock_us, 0, is_whole=True)
    if known is None or not _asking(options) or clock_us < known.clock_us - CLOCK_LEEWAY_US:
        return whole
    if options.full_every is not None and clock_us - known.full_us >= options.full_every * 1e6:
        return whole
    return _Plan(clock_us, max(0, known.clock_us - round(options.overlap * 1e6)), is_whole=False)


def _asking(options: Options) -> frozenset[str]:
    """The resources whose queries ask for changes."""
    return frozenset(name for name, resource in options.resources().items() if asks_for_changes(resource.query))


def _gathered(
    database: "Database", name: str, resource: AnyResource, plan: _Plan, zone: str
) -> tuple[Gathering, Sequence[Origin]]:
    since = database.kind.since(plan.since_us, zone)
    slices = database.slices(name, resource.query, since)
    columns, _ = next(slices)
    origins = _origins(name, resource, columns)
    gathering = Gathering(name, origins, zone)
    for _, rows in slices:
        gathering.take(rows)
    return gathering, origins


def _origins(name: str, resource: AnyResource, columns: Sequence[str]) -> tuple[Origin, ...]:
    """Where the fields, and the key of a row that has one, stand in a row."""
    places = _places(name, resource, columns)
    origins = by_column(name, resource.fields, places, resource.missing)
    key = key_column(resource)
    return origins if key is None else (*origins, Origin(KEY, key, itemgetter(places[key])))


def _places(name: str, resource: AnyResource, columns: Sequence[str]) -> dict[str, int]:
    """Where the columns that feed fields stand in a row, whatever case the database gives their names.

    Raises NeedsPerson for one that is missing, or there twice.
    """
    places: dict[str, int] = {}
    lower = [column.lower() for column in columns]
    key = key_column(resource)
    of_fields = [column.column for column in columns_in(resource.fields).values()]
    for wanted in dict.fromkeys([*of_fields, *([key] if key is not None else [])]):
        among, sought = (columns, wanted) if wanted in columns else (lower, wanted.lower())
        if among.count(sought) != 1:
            raise _no_column(name, wanted, columns, is_twice=sought in among)
        places[wanted] = among.index(sought)
    return places


def _no_column(name: str, wanted: str, columns: Sequence[str], *, is_twice: bool) -> NeedsPerson:
    near = [] if is_twice else get_close_matches(wanted, columns, n=1, cutoff=_NEAR)
    key = "twice" if is_twice else "near" if near else "gone"
    said = words(f"sql.column.{key}", resource=name, column=wanted, **({"near": near[0]} if near else {}))
    detail = words("sql.detail.columns", found=", ".join(columns[:_NAMED]))
    return NeedsPerson(said, words("sql.remedy.columns"), detail=detail)


def _batch(
    options: Options,
    request: ReadRequest,
    known: Memory | None,
    plan: _Plan,
    found: Mapping[str, Mapped],
    origins: Mapping[str, Sequence[Origin]],
    told: str,
) -> Batch:
    asking = _asking(options)
    keys = {name: _keys(mapped) for name, mapped in found.items() if not plan.is_whole and name not in asking}
    earlier = known.feeds if known is not None and not plan.is_whole else {}
    feeds = {name: mapped.feeds | set(earlier.get(name, ())) for name, mapped in found.items()}
    had = known.rows if known is not None and not plan.is_whole else {}
    memory = Memory(
        told,
        plan.clock_us,
        plan.clock_us if plan.is_whole or known is None else known.full_us,
        {name: sorted(fields) for name, fields in feeds.items() if name == "events"},
        {
            name: mapped.records if name in keys else max(mapped.records, had.get(name, 0))
            for name, mapped in found.items()
        },
        _repeats(found, asking, known if not plan.is_whole else None),
    )
    remarks = [
        remark
        for name, mapped in found.items()
        for remark in (unfilled(origins[name], mapped.records, mapped.filled, name) if plan.is_whole else ())
    ]
    remarks += [words("sql.repeated", what=name, n=n, number=number) for name, (n, number) in memory.repeats.items()]
    return Batch(
        frames={name: mapped.frame for name, mapped in found.items()},
        mapped=feeds,
        as_of_us=request.now_us,
        clock_us=plan.clock_us,
        token=memory.token(),
        unusable=tuple(one for mapped in found.values() for one in mapped.unusable),
        remarks=tuple(remarks),
        is_changes=not plan.is_whole,
        adds=frozenset() if plan.is_whole else _ADDS & asking,
        withdrawn={name: mapped.rowless for name, mapped in found.items() if mapped.rowless and not plan.is_whole},
        left=keys,
    )


def _repeats(
    found: Mapping[str, Mapped], asking: Collection[str], known: Memory | None
) -> dict[str, Sequence[int | str]]:
    """How many rows of each resource repeat a number, and the first such number.

    What changed shows few of them, so that it stays as the last read of all found it.
    """
    now: dict[str, Sequence[int | str]] = {
        name: (mapped.repeats, mapped.repeating) for name, mapped in found.items() if mapped.repeats
    }
    return now if known is None else now | {name: said for name, said in known.repeats.items() if name in asking}


def _keys(mapped: Mapped) -> frozenset[str]:
    return frozenset(mapped.frame.get_column(next(iter(SCHEMAS[mapped.resource]))).drop_nulls())


def look(options: SourceOptions, request: ReadRequest) -> Look:
    """Who answered, as whom we are signed in, how many rows each query brings, how many have changed in the last day
    by those that ask for changes, and some of their values."""
    assert isinstance(options, Options)  # noqa: S101
    from wallboard.sources.databases.door import opened  # noqa: PLC0415

    zone = options.time_zone or request.time_zone
    with opened(options, request) as database:
        seen = []
        for name, resource in options.resources().items():
            total, columns, rows = database.first(name, resource.query, database.kind.since(0, zone))
            origins = _origins(name, resource, columns)
            seen.append(ResourceLook(name, total, samples(origins, rows)))
        changed = _asked_since(database, options, request, zone)
        asking, kind = database.asking, database.kind
    remarks = [] if kind.only_reads else [words("sql.may-write", kind=kind.name)]
    return Look(asking.where, asking.user or None, tuple(seen), remarks=(*remarks, *changed))


def _asked_since(database: "Database", options: Options, request: ReadRequest, zone: str) -> list[Words]:
    """What comes of the queries for changes as later polls make them, with the last day in the place of all time."""
    since = database.kind.since(max(0, database.clock_us(request.now_us) - DAY_US), zone)
    came: list[Words] = []
    for name in sorted(_asking(options)):
        try:
            came.append(words("sql.since", what=name, n=database.count(name, options.resources()[name].query, since)))
        except Passing as fault:  # which tells nothing of the query
            return [*came, words("sql.since.unknown", what=name, fault=fault.fault)]
        except SourceFault as fault:  # after which the transaction may answer to nothing more
            return [*came, words("sql.remark.since", what=name, fault=fault.fault), *filter(None, [fault.detail])]
    return came
