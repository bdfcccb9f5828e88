"""JSON Schema of a whole board, for editors: the board's parts, and the options of every source and panel type."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from wallboard.config.kinds import kind_of
from wallboard.config.models import BoardPart, PanelPart, SourcePart, TypePart
from wallboard.core.scope import FIELDS, NUMBERS
from wallboard.panels.contract import PanelType
from wallboard.sources.contract import SourceType

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def board_schema(sources: Mapping[str, SourceType], panels: Mapping[str, PanelType]) -> Schema:
    """The schema of a board with these types; it judges form and names of types, not what refers to what."""
    models: list[type[BaseModel]] = [BoardPart, SourcePart, PanelPart, TypePart]
    models += [kind.options for kind in sources.values()]
    models += [kind.options for kind in panels.values()]
    refs, whole = models_json_schema([(model, "validation") for model in models], by_alias=True)
    parts: Schema = whole["$defs"]
    for model in models:
        _bound(parts, refs[model, "validation"], model)

    def part_of(model: type[BaseModel]) -> Schema:
        return dict(parts[_name(refs[model, "validation"])])

    board = part_of(BoardPart)
    entries = board["properties"]
    source = _entry(part_of(SourcePart), {name: part_of(kind.options) for name, kind in sources.items()})
    on_page = part_of(PanelPart)
    on_page["properties"] = {**on_page["properties"], "where": {"$ref": "#/$defs/where"}}
    panel = _entry(on_page, {name: part_of(kind.options) for name, kind in panels.items()})
    entries["sources"]["additionalProperties"] = {"$ref": "#/$defs/source"}
    entries["types"]["items"] = {"anyOf": [{"type": "string"}, refs[TypePart, "validation"]]}
    parts["PagePart"]["properties"]["panels"]["items"] = {"$ref": "#/$defs/panel"}
    used = {name: part for name, part in parts.items() if name not in ("BoardPart", "SourcePart", "PanelPart")}
    return {
        "$schema": DIALECT,
        "title": "A board of Wallboard",
        **{key: value for key, value in board.items() if key != "title"},
        "$defs": {**used, "source": source, "panel": panel, "where": _where()},
    }


def _name(ref: Mapping[str, Any]) -> str:
    return str(ref["$ref"]).rpartition("/")[2]


def _bound(parts: Schema, ref: Mapping[str, Any], model: type[BaseModel]) -> None:
    """Gives the options of a model the bounds of their kinds."""
    properties = parts[_name(ref)].get("properties", {})
    for name, info in model.model_fields.items():
        kind = kind_of(info)
        found = properties.get(info.alias or name, {})
        for form in (found, *found.get("anyOf", ())) if kind is not None else ():
            if form.get("type") in ("number", "integer"):
                form.update({} if kind is None or kind.least is None else {"minimum": kind.least})
                form.update({} if kind is None or kind.most is None else {"maximum": kind.most})


def _entry(common: Schema, types: Mapping[str, Schema]) -> Schema:
    """An entry whose `type` says which further keys it may have."""
    choices = []
    for name, options in types.items():
        properties = {**common["properties"], **options.get("properties", {}), "type": {"const": name}}
        required = sorted({*common.get("required", ()), *options.get("required", ())})
        then = {"properties": properties, "required": required, "additionalProperties": False}
        choices.append({"if": {"properties": {"type": {"const": name}}, "required": ["type"]}, "then": then})
    kind = {**common["properties"]["type"], "enum": list(types)}
    return {
        "type": "object",
        "properties": {**common["properties"], "type": kind},
        "required": common.get("required", []),
        "allOf": choices,
    }


def _where() -> Schema:
    value = {"type": ["string", "null"]}
    values = {"anyOf": [value, {"type": "array", "items": value, "minItems": 1}]}
    negated = {"type": "object", "properties": {"not": values}, "required": ["not"], "additionalProperties": False}
    bounds = {"above": {"type": "number"}, "below": {"type": "number"}}
    between = {"type": "object", "properties": bounds, "minProperties": 1, "additionalProperties": False}
    fields: Schema = {name: {"anyOf": [*values["anyOf"], negated]} for name in FIELDS}
    fields |= dict.fromkeys(NUMBERS, between)
    fields["any"] = {"type": "array", "items": {"$ref": "#/$defs/where"}, "minItems": 1}
    return {"type": "object", "properties": fields, "additionalProperties": False}
