"""From data to a model; what pydantic finds wrong is told in plain words, each thing once and at its place."""

import json
import re
from collections.abc import Sequence
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from wallboard.config.document import Data
from wallboard.config.faults import Path, listed, nearest, quoted
from wallboard.config.reading import Reading
from wallboard.config.sign_in_keys import sign_in_remedy

Model = TypeVar("Model", bound=BaseModel)

_HOURS = re.compile(r"\d\d:\d\d-\d\d:\d\d")
_FORMS: Final = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list, as in [a, b]",
    "tuple_type": "a list, as in [a, b]",
    "set_type": "a list, as in [a, b]",
    "frozen_set_type": "a list, as in [a, b]",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
    "date_type": "a date as in 2026-12-24",
    "date_parsing": "a date as in 2026-12-24",
    "date_from_datetime_parsing": "a date as in 2026-12-24",
    "time_type": 'a time as in "09:00"',
    "time_parsing": 'a time as in "09:00"',
    "datetime_type": "a date and time as in 2026-12-24T09:00",
    "datetime_parsing": "a date and time as in 2026-12-24T09:00",
    "datetime_from_date_parsing": "a date and time as in 2026-12-24T09:00",
    "none_required": "nothing",
    "url_parsing": "an address as in https://example.com",
    "url_scheme": "an address as in https://example.com",
    "url_type": "an address as in https://example.com",
}
_BOUNDS: Final = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
    "multiple_of": ("a multiple of", "multiple_of"),
    "string_too_short": ("length at least", "min_length"),
    "string_too_long": ("length at most", "max_length"),
    "too_short": ("entries: at least", "min_length"),
    "too_long": ("entries: at most", "max_length"),
}


def model_of(
    reading: Reading, form: type[Model], path: Path, data: Data = None, beside: Sequence[str] = ()
) -> Model | None:
    """The model of the data at a path, or of a part of it; None with its faults where it does not fit.

    Keys `beside` stand in the same place and are another model's: a fault names them with the model's own.
    Models read JSON, not Python objects: strict models then take a list for a tuple and text for a date.
    """
    data = reading.at(path) if data is None else data
    try:
        return form.model_validate_json(json.dumps(data))
    except ValidationError as error:
        _tell_all(reading, form, path, error.errors(include_url=False), beside)
        return None


def _tell_all(
    reading: Reading, form: type[BaseModel], base: Path, details: Sequence[ErrorDetails], beside: Sequence[str]
) -> None:
    """Tells each error; where a union's forms each say that the value has another form, they say it together."""
    placed = [(detail, reading.document.known(base, detail["loc"])) for detail in details]
    forms: dict[Path, list[str]] = {}
    for detail, place in placed:
        if detail["type"] in _FORMS and not _fits_another_form(detail, place, placed):
            forms.setdefault(place, []).append(_FORMS[detail["type"]])
    for detail, place in placed:
        if detail["type"] not in _FORMS:
            _tell(reading, form, base, detail, beside)
        elif place in forms:
            allowed = ", or ".join(dict.fromkeys(forms.pop(place)))
            value = detail["input"]
            found, of_key = f"found {quoted(value)}", "[key]" in detail["loc"]
            reading.fault(place, found, of_key=of_key, allowed=allowed, remedy=_remedy(detail["type"], value, place))


def _fits_another_form(detail: ErrorDetails, place: Path, placed: Sequence[tuple[ErrorDetails, Path]]) -> bool:
    """Whether a value is of another form of a union, which has found something within it or against it."""
    others = [(one["type"] in _FORMS, at) for one, at in placed if one is not detail]
    return any(at[: len(place)] == place and (len(at) > len(place) or not is_form) for is_form, at in others)


def _tell(reading: Reading, form: type[BaseModel], base: Path, detail: ErrorDetails, beside: Sequence[str]) -> None:
    kind, parts = detail["type"], detail["loc"]
    parent = reading.document.known(base, parts[:-1])
    if kind == "missing" and isinstance(parts[-1], int):
        reading.fault(parent, f"found a list of {len(reading.sequence(parent))}", allowed="more entries")
    elif kind == "missing":
        reading.missing_key((*parent, parts[-1]), remedy="add it")
    elif kind == "extra_forbidden":
        key = str(parts[-1])
        keys = [*known_keys(form, parts[:-1]), *(beside if len(parts) == 1 else ())]
        remedy = sign_in_remedy(key, keys, known_keys(form, ()))
        reading.unknown_key((*parent, key), keys, f'"{key[:60]}" is no key here', remedy=remedy)
    else:
        within = detail.get("ctx", {}).get("at", ())
        path = reading.document.known(base, (*parts, *within))
        _tell_value(reading, path, detail, of_key="[key]" in parts)


def _tell_value(reading: Reading, path: Path, detail: ErrorDetails, *, of_key: bool) -> None:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    found = f"found {quoted(value)}"
    more: dict[str, str] = {}
    if kind == "unfit":
        found = context.get("found") or found
        more = {name: context[name] for name in ("allowed", "nearest", "remedy") if context.get(name)}
    elif kind in _BOUNDS:
        phrase, name = _BOUNDS[kind]
        found = f"found a list of {len(value)}" if isinstance(value, list) and value else found
        more = {"allowed": f"{phrase} {context[name]:g}"}
    elif kind in ("literal_error", "enum"):
        choices = re.findall(r"'([^']*)'|(\S+?)(?:,| or |$)", context["expected"])
        names = [quoted_ or plain for quoted_, plain in choices]
        near = nearest(value, names) if isinstance(value, str) else ""
        more = {"allowed": listed(names), "nearest": near}
    elif kind == "value_error":
        if reading.has_fault(path):
            return  # its kind has said so, with the nearest name
        found = str(context["error"]) if isinstance(value, dict | list) else f"{found}: {context['error']}"
    elif kind == "string_pattern_mismatch":
        more = {"allowed": f"text of the form {context['pattern']}"}
    else:
        more = {"allowed": detail["msg"].removeprefix("Input should be ").lower()}
    reading.fault(path, found, of_key=of_key, **more)


def _remedy(kind: str, value: object, place: Path) -> str:
    """What to do about a value of another form, where that is plain."""
    if kind == "string_type" and isinstance(value, int | float):
        return "put it in quotes"
    if isinstance(value, str) and place[:2] in (("screen", "dark"), ("screen", "dim")):
        return f"write {{at: {quoted(value if _HOURS.fullmatch(value) else '20:00-06:30')}}}"
    if kind in ("list_type", "tuple_type") and isinstance(value, str):
        return f"put it in brackets: [{quoted(value)}]"
    if value is None:
        return "write a value after the colon, or remove the key"
    return ""


def known_keys(form: type[BaseModel], parts: Sequence[str | int]) -> list[str]:
    """The keys that a model has at a place within it; none where the place leads to no model."""
    models: list[type[BaseModel]] = [form]
    for part in parts:
        inner: list[type[BaseModel]] = []
        for model in models:
            named = [info for name, info in model.model_fields.items() if part in (name, info.alias)]
            inner.extend(one for info in named for one in _models_in(info.annotation))
        models = inner or models
    return [info.alias or name for model in models for name, info in model.model_fields.items()]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_in(part)]
