"""The panel types there are: one file of this room each, and those of installed packages."""

from functools import cache
from types import ModuleType
from typing import Final

import wallboard.panels
from wallboard.discovery import FoundTypes, attribute, fields_beside, modules_of
from wallboard.panels.contract import SCOPE_KEYS, FigureName, PanelOptions, PanelType

ENVELOPE: Final = frozenset({"type", "title", "where", "place", "calendar", "clock"})
"""What every panel has, so that no type's options may be named so."""


@cache
def types() -> FoundTypes[PanelType]:
    """Every panel type by name, imported when looked up. Raises BadType where there is none."""
    return FoundTypes(modules_of(wallboard.panels, "wallboard.panels"), panel_type)


def panel_type(name: str, module: ModuleType) -> PanelType:
    """The panel type that a module is. Raises BadType where it lacks something."""
    options = attribute(
        module,
        "Options",
        lambda value: isinstance(value, type) and issubclass(value, PanelOptions),
        "a class Options(PanelOptions)",
    )
    fields_beside(module, options, ENVELOPE)
    figures = attribute(
        module,
        "FIGURES",
        lambda value: isinstance(value, tuple) and all(isinstance(one, FigureName) for one in value),
        "a tuple FIGURES of FigureName",
    )
    takes = attribute(
        module,
        "TAKES",
        lambda value: isinstance(value, frozenset),
        "a frozenset TAKES of the resources it takes",
    )
    show = attribute(module, "show", callable, "a function show(options, envelope, snapshot)")
    has_uses = hasattr(module, "USES")
    what = "a frozenset USES of the keys that it uses, of where, calendar and clock"
    uses = (
        attribute(module, "USES", lambda value: isinstance(value, frozenset) and value <= SCOPE_KEYS, what)
        if has_uses
        else SCOPE_KEYS
    )
    return PanelType(name, options, show, figures, takes, uses)
