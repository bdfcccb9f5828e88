"""What is known after a read: a complete one, one cut short, or changes, which are laid over what was known before."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from wallboard.core.local_time import DAY_US
from wallboard.core.records import EVENT_KINDS, SCHEMAS, Batch, Unusable
from wallboard.core.words import Words
from wallboard.store.laying import Step, lay
from wallboard.store.rows import N, key_of, numbered_rows

Steps = Mapping[str, Step]
"""How the rows of resources came to be what they are, where that is known."""

EXAMPLES = 20
MOST_KEYS = 1000
"""So many unusable rows of a reason are told apart by their keys; of more it is known how many there were at most."""
_EVENTS = "events"
_OF_CASES = ("events", "activities")
"""What goes with a case that is gone."""

_COUNT = "n"


def merged(previous: Batch | None, batch: Batch) -> Batch:
    """What is known after a read, both in order (`in_order`): of a complete one the read itself, of one cut short its
    rows over those known before, of changes what they leave of those. The token is that from which to read on, and the
    as-of of one that is behind is that of what was known.

    What comes of it is itself no changes any more, whatever the read was.
    """
    return step(previous, batch)[0]


def step(previous: Batch | None, batch: Batch) -> tuple[Batch, Steps]:
    """What is known after a read, and how it came from what was known, where it brought changes."""
    steps: Steps = {}
    as_of_us = previous.as_of_us if batch.is_behind and previous is not None else batch.as_of_us
    if batch.is_changes:
        batch, steps = _with_changes(previous or Batch({}, {}, 0, 0), batch)
    else:
        if batch.is_cut_short:
            batch = _laid_whole(previous, batch) if previous is not None else batch
        if previous is not None:
            batch = replace(batch, frames=_kept_once(previous.frames, batch.frames))
    told = replace(batch, as_of_us=as_of_us, is_changes=False, adds=frozenset(), withdrawn={}, gone={}, left={})
    return replace(told, has_more=False), steps


def _kept_once(before: Mapping[str, pl.DataFrame], now: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The frames of now; one that equals the frame before is that very object, so that memory holds it once."""
    return {name: _either(before.get(name), frame) for name, frame in now.items()}


def _either(before: pl.DataFrame | None, now: pl.DataFrame) -> pl.DataFrame:
    if before is None or before is now or before.height != now.height:
        return now
    return before if before.equals(now, null_equal=True) else now


def _laid_whole(previous: Batch, batch: Batch) -> Batch:
    """A read that was to bring all, and was cut short: each row stands for the one at its place."""
    resources = [name for name in SCHEMAS if name in previous.frames or name in batch.frames]
    frames = {name: _laid_over(name, previous.frame(name), batch.frame(name)) for name in resources}
    # how far back it is known stays: it is told that the read was cut short, and all is read again
    come = {name: at_us for name, at_us in batch.since_us.items() if name not in previous.frames}
    return replace(batch, frames=frames, since_us={**come, **previous.since_us})


def _laid_over(resource: str, before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    place = [key_of(resource), N]
    new, old = numbered_rows(now), numbered_rows(before)
    kept = old.join(new, on=place, how="anti", nulls_equal=True)
    return pl.concat([kept, new]).sort(place).drop(N)


def _with_changes(previous: Batch, batch: Batch) -> tuple[Batch, dict[str, Step]]:
    resources = [name for name in SCHEMAS if name in previous.frames or name in batch.frames]
    gone = gone_keys(previous, batch)
    steps = {
        name: lay(
            name,
            previous.frame(name),
            batch.frame(name),
            gone.get(name, ()),
            is_added=name in batch.adds,
            withdrawn=batch.withdrawn.get(name, frozenset()),
        )
        for name in resources
    }
    now = replace(
        batch,
        frames={name: one.now for name, one in steps.items()},
        mapped=_mapped(previous, batch),
        unusable=_unusable(previous.unusable, batch, gone),
        since_us=_since_us(previous, batch),
        diaries_of=previous.diaries_of if batch.diaries_of is None else batch.diaries_of,
    )
    return now, {name: one for name, one in steps.items() if one.changes is not None}


def _mapped(previous: Batch, batch: Batch) -> dict[str, frozenset[str]]:
    """What the mapping of now feeds; and the kinds of events that came before, since rows of those stay."""
    kinds = previous.mapped.get(_EVENTS, frozenset()) & frozenset(EVENT_KINDS)
    found = {**previous.mapped, **batch.mapped}
    return {name: names | kinds if name == _EVENTS else names for name, names in found.items()}


def _since_us(previous: Batch, batch: Batch) -> dict[str, int]:
    """From when on each resource is known, after a read that was laid over what was known.

    That is as far back as it was, however far a read begun anew has come, where nothing lies between. It is later where
    all keys were read from some instant on and others are gone, and where a list's first day moves on with the clock.
    """
    found = {name: at_us for name, at_us in previous.since_us.items() if name not in batch.frames}
    for name, at_us in batch.since_us.items():
        is_other = name not in previous.frames or name in batch.left or at_us > previous.as_of_us
        known_us = at_us if is_other else previous.since_us.get(name)
        if known_us is None:
            continue
        has_moved = at_us - known_us <= batch.as_of_us - previous.as_of_us + DAY_US
        found[name] = at_us if has_moved else known_us
    return found


def gone_keys(previous: Batch, batch: Batch) -> dict[str, tuple[str, ...]]:
    """The keys, by resource, that changes take from what was known.

    What only tells of a case goes with it, but what comes in the same read stays. What was known of a row that cannot
    be used any more goes too, as a whole read would have it.
    """
    gone = dict(batch.gone)
    for name, left in batch.left.items():
        known = previous.frame(name).get_column(key_of(name)).drop_nulls().unique().to_list()
        gone[name] = (*gone.get(name, ()), *(key for key in known if key not in left))
    for one in batch.unusable:
        if one.resource not in batch.adds:
            gone[one.resource] = (*gone.get(one.resource, ()), *_keys(one))
    for name in _OF_CASES:
        gone[name] = (*gone.get(name, ()), *gone.get("cases", ()))
    return {name: keys for name, keys in gone.items() if keys}


def _unusable(before: Iterable[Unusable], batch: Batch, gone: Mapping[str, tuple[str, ...]]) -> tuple[Unusable, ...]:
    """The rows known to be unusable: those of before stay until something else is said of their key.

    Rows of changes are read again and again. Those that are not told apart by keys count once only if each read's are
    taken to be among those of the one that had most: rather too few than ever more with every poll.
    """
    now = {_reason(one): one for one in batch.unusable}
    before = tuple(before)
    told = _told(before, batch, gone)
    left = {_reason(one): _without(one, told.get(one.resource, frozenset())) for one in before}
    found = [_both(left.get(reason), now.get(reason)) for reason in dict.fromkeys((*left, *now))]
    return tuple(one for one in found if one is not None and one.count)


def _reason(one: Unusable) -> tuple[str, str]:
    """What rows that cannot be used have in common, however many they are."""
    args = sorted((name, repr(said)) for name, said in one.why.args.items() if name != _COUNT)
    return one.resource, f"{one.why.key} {args}"


def _told(before: Iterable[Unusable], batch: Batch, gone: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """The keys, by resource, of which a read says anew whether they have rows, and whether those can be used."""
    found: dict[str, set[str]] = {name: set(keys) for name, keys in gone.items()}
    for name, frame in batch.frames.items():
        if name not in batch.adds:
            found.setdefault(name, set()).update(frame.get_column(key_of(name)).drop_nulls().unique().to_list())
    for one in batch.unusable:
        found.setdefault(one.resource, set()).update(_keys(one))
    for one in before:
        if one.resource in batch.left:
            found.setdefault(one.resource, set()).update(set(_keys(one)) - batch.left[one.resource])
    return {name: frozenset(keys) for name, keys in found.items()}


def _keys(one: Unusable) -> tuple[str, ...]:
    """What tells its rows apart; its examples do where they are all of them."""
    are_all = len(set(one.examples)) == one.count
    return one.keys or (one.examples if are_all else ())


def _without(one: Unusable, told: frozenset[str]) -> Unusable:
    keys = _keys(one)
    left = tuple(key for key in keys if key not in told)
    examples = tuple(name for name in one.examples if name not in told)
    return replace(one, keys=left, examples=examples, count=one.count - len(keys) + len(left))


def _both(before: Unusable | None, now: Unusable | None) -> Unusable | None:
    if before is None or now is None:
        return _counted(before) if now is None else now
    old, new = _keys(before), _keys(now)
    keys = tuple(dict.fromkeys((*new, *old)))
    unnamed = max(before.count - len(old), now.count - len(new), 0)
    examples = tuple(dict.fromkeys((*now.examples, *before.examples)))[:EXAMPLES]
    return _counted(replace(now, keys=keys[:MOST_KEYS], examples=examples, count=len(keys) + unnamed))


def _counted(one: Unusable | None) -> Unusable | None:
    """With its count in its sentence."""
    if one is None or one.why.args.get(_COUNT, one.count) == one.count:
        return one
    return replace(one, why=Words(one.why.key, {**one.why.args, _COUNT: one.count}))
