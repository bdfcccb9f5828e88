"""Reading each source once, for the commands that compose in their own process."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from wallboard.collect.polling import Outcome, Secrets, attempt
from wallboard.config.board import Board, SourceEntry
from wallboard.core.records import Batch
from wallboard.core.words import Words, words
from wallboard.sources.contract import ReadRequest
from wallboard.store.cache import Cache, site_of
from wallboard.store.condition import UNREAD, SourceCondition
from wallboard.store.places import places_of

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
    budget_s: float = BUDGET_S,
) -> Read:
    """Each source's batch and condition by its name, in the board's order, ready to be composed.

    Sources are read side by side; one that does not answer within `budget_s` has failed. `until_us` is set in the
    past. `cached` reads what the collector has kept instead, and nothing else. `progress` is called with the name
    of each source that is done, on the caller's thread; `detail` with that of a fault and what a desk may read of it.
    """
    if cached:
        return _from_cache(board, state_dir)
    outcomes = _outcomes(board, now_us, until_us, secret, progress, budget_s)
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
        batch = outcome.batch
        as_of_us = batch.as_of_us if batch is not None and not batch.is_cut_short else None
        conditions[source.name] = SourceCondition(as_of_us, now_us, outcome.fault, outcome.remedy, outcome.needs_person)
        if batch is not None:
            batches[source.name] = batch
    return batches, conditions


def site_of_source(board: Board, source: SourceEntry) -> str:
    """What a board's source is called in the cache."""
    settings = source.options.model_dump(mode="json")
    return site_of(source.type.name, settings, board.folder, board.organisation.time_zone)


def request_for(board: Board, source: SourceEntry, now_us: int) -> ReadRequest:
    """A read of a board's source, at an instant."""
    return ReadRequest(source.name, board.folder, now_us, board.organisation.time_zone)


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
    now_us: int,
    until_us: int | None,
    secret: Secrets | None,
    progress: Callable[[str], None] | None,
    budget_s: float,
) -> dict[str, Outcome]:
    done: SimpleQueue[tuple[str, Outcome]] = SimpleQueue()

    def read(source: SourceEntry) -> None:
        request = replace(request_for(board, source, now_us), until_us=until_us, secret=secret)
        done.put((source.name, attempt(source.name, source.type, source.options, request)))

    for source in board.sources:
        # Daemons: one that hangs must not keep the command from ending.
        Thread(target=read, args=(source,), name=f"read {source.name}", daemon=True).start()
    outcomes: dict[str, Outcome] = {}
    ends = monotonic() + budget_s
    while len(outcomes) < len(board.sources):
        try:
            name, outcome = done.get(timeout=max(0.0, ends - monotonic()))
        except Empty:
            break
        outcomes[name] = outcome
        if progress is not None:
            progress(name)
    return outcomes
