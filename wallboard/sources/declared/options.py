"""What a board may say of a `rest` source, and a preset for it: the connection, tables, resources."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from wallboard.core.organisation import State
from wallboard.core.records import RESOURCES
from wallboard.discovery import BadType
from wallboard.sources.contract import given
from wallboard.sources.declared.asking import over
from wallboard.sources.declared.holes import Unfilled, of_resource, of_table
from wallboard.sources.declared.preset import KnownBy, Preset, found, nearest, packages, preset, text_of, told
from wallboard.sources.declared.requests import Refusal
from wallboard.sources.declared.resources import (
    Absences,
    Activities,
    AnyResource,
    Appointments,
    Cases,
    Events,
    LookUp,
    Opportunities,
    Settings,
)
from wallboard.sources.mapping.columns import SourceZone
from wallboard.sources.web.options import WebOptions


def _known_preset(name: str) -> str:
    if name not in found():
        more = {"found": f"“{name}” is no preset", "allowed": ", ".join(found()), "nearest": nearest(name)}
        raise PydanticCustomError("unfit", "unfit", more)
    return name


def _known_hook(named: str) -> str:
    """Only what came with presets is ever run: a board names no code."""
    module, _, name = named.partition(":")
    if not name.isidentifier() or not any(f"{module}.".startswith(f"{package}.") for package in packages()):
        msg = "a hook is a function of a preset, as module:function"
        raise ValueError(msg)
    return named


def _presets(schema: dict[str, Any]) -> None:
    schema["enum"] = list(found())


class Options(WebOptions):
    """Any system with an interface of JSON over HTTP: what is asked, how its answers are read, by declaration."""

    summary: ClassVar[str] = "a help desk, CRM or ERP over its interface of JSON and HTTP, by a preset or a declaration"

    preset: Annotated[str, AfterValidator(_known_preset), Field(json_schema_extra=_presets)] | None = Field(
        default=None, description="A declaration that is there already, as listed below; keys beside it go over its own"
    )
    settings: Settings = Field(
        default={}, description="Values for placeholders of the declaration, such as the name of a database"
    )
    time_zone: SourceZone = None
    hook: Annotated[str, AfterValidator(_known_hook)] | None = Field(
        default=None, description="A function module:function of a preset, which turns a record into others"
    )
    errors: list[Refusal] = Field(default=[], description="Answers that are errors, of every request")
    lookups: dict[str, LookUp] = Field(default={}, description="Tables of words for numbers")
    cases: Cases | None = Field(default=None, description="The cases")
    events: Events | None = Field(default=None, description="The history of cases")
    activities: Activities | None = Field(default=None, description="Logged steps")
    opportunities: Opportunities | None = Field(default=None, description="The opportunities")
    appointments: Appointments | None = Field(default=None, description="The appointments")
    absences: Absences | None = Field(default=None, description="The leave")

    def resources(self) -> dict[str, AnyResource]:
        """The resources that are declared, by name."""
        return given(self)

    @model_validator(mode="before")
    @classmethod
    def _over_preset(cls, data: Any) -> Any:
        """A board's keys over those of its preset; an unknown preset is a fault of that key alone."""
        if not isinstance(data, dict):
            return data
        name = data.get("preset")
        whole = over(sound(name).data, data) if isinstance(name, str) and name in found() else data
        settings = whole.get("settings")
        if "sign_in" in whole and isinstance(settings, dict):
            return {**whole, "sign_in": _with_settings(whole["sign_in"], settings)}
        return whole

    @property
    def from_preset(self) -> str | None:
        """The preset's name."""
        return self.preset

    @property
    def own_statuses(self) -> Mapping[State, list[str]]:
        """What the preset says the system's status words mean."""
        return preset(self.preset).about.statuses if self.preset is not None else {}

    @property
    def untested(self) -> str:
        """The system's name where the preset was never tried with it, else ''."""
        about = preset(self.preset).about if self.preset is not None else None
        return about.title if about is not None and not about.proven else ""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if not self.resources():
            msg = f"a rest source needs a preset, or at least one of {', '.join(RESOURCES)}"
            raise ValueError(msg)
        for said in _faults(self):
            raise ValueError(said)
        for one in _unfilled(self):
            more = {"found": one.found, "remedy": one.remedy, "at": one.at}
            raise PydanticCustomError("unfit", "{found}", more)
        return self


def _with_settings(tree: Any, settings: Mapping[str, Any]) -> Any:
    """A sign-in with settings for their names in braces, such as a database; its own names stay as they are."""
    if isinstance(tree, dict):
        return {key: _with_settings(item, settings) for key, item in tree.items()}
    if isinstance(tree, list):
        return [_with_settings(item, settings) for item in tree]
    if not isinstance(tree, str):
        return tree
    for name, value in settings.items():
        tree = tree.replace(f"{{{name}}}", str(value)) if value is not None else tree
    return tree


@cache
def sound(name: str) -> Preset:
    """A preset by its name, judged by itself. Raises BadType, naming file, line and key, where it is not sound."""
    found_one = preset(name)
    settings = {key: "x" if value is None else value for key, value in found_one.data.get("settings", {}).items()}
    data = {"url": "https://example.com", **found_one.data, "settings": settings}
    try:
        Options.model_validate_json(json.dumps(data))
    except ValidationError as fault:
        raise BadType(told(fault, str(found()[name]), text_of(found()[name]))) from fault
    return found_one


def _too_long(options: Options) -> Iterator[str]:
    """An address that goes on into the interface, as one that was copied does: paths are below it."""
    known_by = preset(options.preset).about.known_by if options.preset is not None else KnownBy()
    parts = [*known_by.paths, *known_by.common_paths]
    paths = [resource.request.path for resource in options.resources().values() if resource.request is not None]
    for part in parts:
        before, found_it, _ = f"{options.url}/".partition(part)
        if found_it and any(path.startswith(part) for path in paths):
            yield f"url ends before {part}: say {before.rstrip('/')}"
            return


def _unfilled(options: Options) -> Iterator[Unfilled]:
    for name, resource in options.resources().items():
        yield from of_resource(name, resource, options.settings)
    for name, table in options.lookups.items():
        yield from of_table(name, table.request, table.paging, options.settings)


def _faults(options: Options) -> Iterator[str]:
    """What does not fit together in a declaration."""
    lacking = [name for name, value in options.settings.items() if value is None]
    if lacking:
        yield f"settings lacks {lacking[0]}: give its value"
    yield from _too_long(options)
    for name, resource in options.resources().items():
        unknown = [one.table for one in resource.look_up.values() if one.table not in options.lookups]
        yield from (f"{name}.look_up names {one}, which is none of lookups" for one in unknown)
        of = options.resources().get(resource.of or "")
        if resource.of is not None and (of is None or of.request is None):
            yield f"{name} is of {resource.of}, which has no request"
