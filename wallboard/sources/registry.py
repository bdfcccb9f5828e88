"""The source types there are: one file of this room each, and those of installed packages."""

from functools import cache
from types import ModuleType
from typing import Final

import wallboard.sources
from wallboard.discovery import FoundTypes, attribute, fields_beside, modules_of
from wallboard.sources.contract import SourceOptions, SourceType

ENVELOPE: Final = frozenset({"type", "every", "expect_every", "stale_after", "calendar", "statuses"})
"""What every source has, so that no type's options may be named so."""


@cache
def types() -> FoundTypes[SourceType]:
    """Every source type by name, imported when looked up. Raises BadType where there is none."""
    return FoundTypes(modules_of(wallboard.sources, "wallboard.sources"), source_type)


def source_type(name: str, module: ModuleType) -> SourceType:
    """The source type that a module is. Raises BadType where it lacks something."""
    options = attribute(
        module,
        "Options",
        lambda value: isinstance(value, type) and issubclass(value, SourceOptions),
        "a class Options(SourceOptions)",
    )
    fields_beside(module, options, ENVELOPE)
    read = attribute(module, "read", callable, "a function read(options, request)")
    every_s = attribute(
        module,
        "POLLS_EVERY_S",
        lambda value: isinstance(value, int | float) and value > 0,
        "a number POLLS_EVERY_S above 0",
    )
    is_service = attribute(module, "IS_SERVICE", lambda value: isinstance(value, bool), "IS_SERVICE, True or False")
    look = None
    if hasattr(module, "look"):
        look = attribute(module, "look", callable, "a function look(options, request)")
    polls = None
    if hasattr(module, "polls_as_service"):
        polls = attribute(module, "polls_as_service", callable, "a function polls_as_service(options)")
    is_demo = bool(getattr(module, "IS_DEMO", False))
    return SourceType(name, options, read, float(every_s), is_service, is_demo, look, polls)
