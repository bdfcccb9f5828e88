"""Systems with an interface of JSON over HTTP: by a preset, or by a declaration of one's own."""

import time
from collections.abc import Callable
from dataclasses import replace

from wallboard.core.records import Batch
from wallboard.core.words import words
from wallboard.sources.contract import Look, ReadRequest, SourceFault, SourceOptions
from wallboard.sources.declared.blame import is_of_one
from wallboard.sources.declared.engine import Engine
from wallboard.sources.declared.options import Options
from wallboard.sources.declared.remarks import remarks_of
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
            if options.preset is None and fault.remedy is not None and fault.remedy.key == "rest.no-list.remedy":
                fault.remedy = words("rest.remedy.declaration")  # there is no preset to look at
            raise


def look(options: SourceOptions, request: ReadRequest) -> Look:
    """Who answered, what the source counts itself, and some of what the read before it brought. Raises SourceFault
    where the way there is not to be gone at all."""
    assert isinstance(options, Options)  # noqa: S101
    with Web(options.url, options, request) as web:
        engine = _engine(options, request)
        looked = engine.look(request, web)
        return replace(looked, remarks=(*looked.remarks, *remarks_of(engine)))


def _engine(options: Options, request: ReadRequest) -> Engine:
    engine = request.kept.get(_KEPT)
    if not isinstance(engine, Engine) or engine.options != options:
        engine = request.kept[_KEPT] = Engine.of(options, request.time_zone)
    return engine
