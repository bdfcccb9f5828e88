"""Systems with an interface of JSON over HTTP: by a preset, or by a declaration of one's own."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from wallboard.core.records import Batch
from wallboard.core.words import Words, words
from wallboard.sources.contract import Look, ReadRequest, SourceFault, SourceOptions
from wallboard.sources.declared.blame import is_of_one
from wallboard.sources.declared.engine import Engine
from wallboard.sources.declared.options import Options
from wallboard.sources.mapping.strange_times import strange_times
from wallboard.sources.web.door import Web

__all__ = ["IS_SERVICE", "POLLS_EVERY_S", "Options", "look", "read"]

POLLS_EVERY_S = 60.0
IS_SERVICE = True
_KEPT = "rest"


def read(options: SourceOptions, request: ReadRequest, clock_s: Callable[[], float] = time.monotonic) -> Batch | None:
    """What has changed since the request's token, as much as a slice of time allows; None where nothing has.

    The token holds how far each resource was read. Requests are made one after the other. `clock_s` gives
    seconds that only grow, by which calls are counted and slices end. Raises SourceFault.
    """
    assert isinstance(options, Options)  # noqa: S101  the registry pairs options with their function
    with Web(options.url, options, request, clock_s=clock_s) as web:
        try:
            return _engine(options, request).read(request, web, clock_s)
        except SourceFault as fault:
            fault.is_of_one |= is_of_one(fault)
            raise


def look(options: SourceOptions, request: ReadRequest) -> Look:
    """Who answers, what the source counts itself, and some of what the read before it brought. Raises SourceFault."""
    assert isinstance(options, Options)  # noqa: S101
    with Web(options.url, options, request) as web:
        engine = _engine(options, request)
        looked = engine.look(request, web)
        return replace(looked, remarks=(*looked.remarks, *_led_nowhere(engine), *_no_times(engine)))


def _led_nowhere(engine: Engine) -> Iterator[Words]:
    """What is to be said of paths that found nothing in any answer, though rows came."""
    for stream in engine.streams:
        changes = stream.resource.changes
        yield from stream.lists.leads.remarks(stream.name, is_read=stream.was_read)
        if changes is not None and changes.by == "token" and stream.was_read and stream.state.mark is None:
            yield words("rest.remark.nowhere", what=stream.name, key="changes.token", path=changes.token or "")


def _no_times(engine: Engine) -> Iterator[Words]:
    """One value of each time that could not be read in the last records."""
    brought = engine.gathered
    for name, records in brought.shown.items():
        yield from strange_times(name, brought.origins[name], records, brought.time_zone)


def _engine(options: Options, request: ReadRequest) -> Engine:
    engine = request.kept.get(_KEPT)
    if not isinstance(engine, Engine) or engine.options != options:
        engine = request.kept[_KEPT] = Engine.of(options, request.time_zone)
    return engine
