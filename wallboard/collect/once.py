"""Reading each source once, for the commands that compose in their own process."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from wallboard.collect.polling import Outcome, Secrets, attempt, look_at
from wallboard.config.board import Board, SourceEntry
from wallboard.core.records import Batch
from wallboard.core.words import Words, words
from wallboard.sources.contract import TRIES, Look, ReadRequest, SourceOptions, SourceType
from wallboard.store.cache import Cache, site_of
from wallboard.store.condition import UNREAD, SourceCondition
from wallboard.store.merging import merged
from wallboard.store.places import places_of
from wallboard.store.secrets import Secrets as SecretPlaces

Read = tuple[dict[str, Batch], dict[str, SourceCondition]]

BUDGET_S = 120.0
"""After so long without an answer a source is said not to answer."""


def read_once(  # noqa: PLR0913 - one call for each way that the commands read
    board: Board,
    now_us: int,
    until_us: int | None = None,
    *,
    cached: bool = False,
    state_dir: Path | None = None,
    secret: Secrets | None = None,
    progress: Callable[[str], None] | None = None,
    detail: Callable[[str, Words], None] | None = None,
    look: Callable[[str, Look], None] | None = None,
    budget_s: float = BUDGET_S,
) -> Read:
    """Each source's batch and condition by its name, in the board's order, ready to be composed.

    Sources are read side by side, from nothing; one that does not answer within `budget_s` has failed, and one whose
    read goes on by then is left at what it brought, with `has_more`. `until_us` is set in the past. `cached` reads what
    the collector has kept instead, and nothing else. `progress` is called with the name of each source that is done, on
    the caller's thread; `detail` with that of a fault and what a desk may read of it. With `look` sources are looked at
    after their read, and it is called with what they told.
    """
    if cached:
        return _from_cache(board, state_dir)
    requests = {}
    for source in board.sources:
        given = secret or SecretPlaces(board.secret_file)  # each thread its own
        requests[source.name] = replace(request_for(board, source, now_us), until_us=until_us, secret=given)
    outcomes = _outcomes(board, requests, progress, budget_s, looks=look is not None)
    batches: dict[str, Batch] = {}
    conditions: dict[str, SourceCondition] = {}
    for source in board.sources:
        outcome = outcomes.get(source.name)
        if outcome is None:
            fault = words("fault.no-answer", n=round(budget_s))
            conditions[source.name] = SourceCondition(attempted_us=now_us, fault=fault)
            continue
        if detail is not None and outcome.detail is not None:
            detail(source.name, outcome.detail)
        if look is not None and outcome.look is not None:
            look(source.name, outcome.look)
        batch = outcome.batch
        is_complete = batch is not None and batch.is_complete and outcome.fault is None
        as_of_us = batch.as_of_us if batch is not None and is_complete else None
        conditions[source.name] = SourceCondition(as_of_us, now_us, outcome.fault, outcome.remedy, outcome.needs_person)
        if batch is not None:
            batches[source.name] = batch
    return batches, conditions


def site_of_source(board: Board, source: SourceEntry) -> str:
    """What a board's source is called in the cache."""
    settings = source.options.model_dump(mode="json")
    if source.options.asks_for_people:
        # Boards with other people have other rows of the same source.
        settings["people"] = _people_of(board, source)
    return site_of(source.type.name, settings, board.folder, board.organisation.time_zone)


def request_for(board: Board, source: SourceEntry, now_us: int) -> ReadRequest:
    """A read of a board's source, at an instant."""
    people = _people_of(board, source) if source.options.asks_for_people else {}
    return ReadRequest(source.name, board.folder, now_us, board.organisation.time_zone, people=people)


def _people_of(board: Board, source: SourceEntry) -> dict[str, tuple[str, ...]]:
    """What a source calls those of the board's people for whom it has words of its own."""
    return {one.name: one.also[source.name] for one in board.organisation.people if one.also.get(source.name)}


def _from_cache(board: Board, state_dir: Path | None) -> Read:
    batches: dict[str, Batch] = {}
    conditions: dict[str, SourceCondition] = {}
    places = places_of(state_dir)
    if not places.cache.exists():
        return {}, {source.name: UNREAD for source in board.sources}
    with closing(Cache(places, is_read_only=True)) as cache:
        for source in board.sources:
            site = site_of_source(board, source)
            conditions[source.name] = cache.condition(site)
            batch = cache.load(site)
            if batch is not None:
                batches[source.name] = batch
    return batches, conditions


def _outcomes(
    board: Board,
    requests: Mapping[str, ReadRequest],
    progress: Callable[[str], None] | None,
    budget_s: float,
    *,
    looks: bool,
) -> dict[str, Outcome]:
    done: SimpleQueue[tuple[str, Outcome]] = SimpleQueue()
    parts: dict[str, Outcome] = {}
    ends = monotonic() + budget_s

    def read(source: SourceEntry) -> None:
        request = requests[source.name]
        for outcome in slices(source.name, source.type, source.options, request):
            parts[source.name] = outcome  # plain assignments, each of a whole value
            if monotonic() >= ends:
                break
        outcome = parts[source.name]
        if looks:
            outcome = replace(outcome, look=look_at(source.type, source.options, request, outcome))
        done.put((source.name, outcome))

    for source in board.sources:
        # Daemons: one that hangs must not keep the command from ending.
        Thread(target=read, args=(source,), name=f"read {source.name}", daemon=True).start()
    outcomes: dict[str, Outcome] = {}
    while len(outcomes) < len(board.sources):
        try:
            name, outcome = done.get(timeout=max(0.0, ends - monotonic()))
        except Empty:
            break
        outcomes[name] = outcome
        if progress is not None:
            progress(name)
    return {**parts, **outcomes}


def slices(name: str, kind: SourceType, options: SourceOptions, request: ReadRequest) -> Iterator[Outcome]:
    """What is known after each part of a read that goes on while the source has more; a fault ends it.

    One that may be of a record does so once that would be left out, and a list in doubt ends it once that would be
    taken as it comes: until then it is read again, with the same `kept`.
    """
    batch: Batch | None = None
    tries = 0
    while True:
        outcome = attempt(name, kind, options, request)
        has_more = outcome.batch is not None and outcome.batch.has_more
        if outcome.batch is not None:
            request = replace(request, token=outcome.batch.token)
            batch = merged(batch, outcome.batch)
        yield replace(outcome, batch=batch if batch is None else replace(batch, has_more=has_more))
        tries = tries + 1 if outcome.is_unsettled else 0
        if 0 < tries < TRIES:
            # Another instant, or it would not count as another read. No later one: rows are not to be of after now, and
            # what is put off to a later poll is due, since none follows.
            request = replace(request, now_us=request.now_us - 1)
        elif not has_more:
            return


def first_slice(name: str, kind: SourceType, options: SourceOptions, request: ReadRequest) -> Outcome:
    """What comes of the first part of a read, be it without a record that keeps the others from coming."""
    outcomes = islice(slices(name, kind, options, request), TRIES)
    outcome = next(outcomes)
    while outcome.is_unsettled and (later := next(outcomes, None)) is not None:
        outcome = later
    return outcome
