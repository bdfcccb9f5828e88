"""From a declared request and what is laid over it to the request that is made."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wallboard.sources.declared.requests import Patch, Request
from wallboard.sources.declared.template import NoValue, Values, filled, filled_text
from wallboard.sources.web.message import Ask

_ODD_PLACES = ("", ".", "..")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with everything laid over it, its placeholders still empty."""

    method: str
    path: str
    params: Mapping[str, Any]
    body: Any
    headers: Mapping[str, Any]


def laid_over(request: Request, *patches: Patch | None) -> Asked:
    """A request with patches over it: parameters, headers and objects of the body key by key; null takes one away."""
    asked = Asked(request.method or "GET", request.path, request.params, request.body, request.headers)
    for patch in patches:
        if patch is not None:
            asked = Asked(
                patch.method or asked.method,
                patch.path or asked.path,
                over(asked.params, patch.params),
                asked.body if patch.body is None else over(asked.body, patch.body),
                over(asked.headers, patch.headers),
            )
    return asked


def over(below: Any, above: Any) -> Any:
    """JSON with other JSON over it: objects key by key, null taking a key away, everything else in its place."""
    if not isinstance(below, Mapping) or not isinstance(above, Mapping) or _is_encoder(below) or _is_encoder(above):
        return above
    merged = dict(below)
    for key, value in above.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = over(merged[key], value) if key in merged else value
    return merged


def _is_encoder(tree: Mapping[str, Any]) -> bool:
    return any(key.startswith("$") for key in tree)


def ask_of(asked: Asked, values: Values, expected: frozenset[int] = frozenset()) -> Ask:
    """The request with its placeholders filled. Raises NoValue where its path lacks one."""
    params: list[tuple[str, str]] = []
    for name, value in filled(dict(asked.params), values).items():
        items: Sequence[Any] = value if isinstance(value, list) else [value]
        params.extend((name, _text(item)) for item in items)
    headers = {name: _text(value) for name, value in filled(dict(asked.headers), values).items()}
    return Ask(
        path=_path(asked.path, values),
        method=asked.method,
        params=tuple(params),
        headers=headers,
        json=_body(asked.body, values),
        expected=expected,
    )


def _path(template: str, values: Values) -> str:
    """The path; none (NoValue) where a value would lead out of its place in it, as `..` does, or leaves it empty."""
    path = filled_text(template, values, "url")
    places, own = path.partition("?")[0].split("/"), template.partition("?")[0].split("/")
    if any(odd in _ODD_PLACES and places.count(odd) > own.count(odd) for odd in places):
        raise NoValue(template)
    return path


def _body(tree: Any, values: Values) -> Any:
    if tree is None:
        return None
    try:
        return filled(tree, values)
    except NoValue:
        return None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
