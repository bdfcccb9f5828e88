"""How secrets and their places look: one in the place of a name, or in an address, is told and never repeated."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

from pydantic_core import PydanticCustomError

_ISSUED: Final = re.compile(
    r"(gh[pousr]_|github_pat_|glpat-|sk-|xox[a-z]-|pat-|eyJ|AKIA|SG\.)[\w.-]{12,}|[0-9a-f]{32,}|[0-9A-F]{32,}", re.ASCII
)
_LONG: Final = 24
_PARAMETER: Final = re.compile(
    r"(^|[_-])(api[_-]?key|(access|auth|private|session|api)[_-]?token|token|password|passwd|secret)$", re.IGNORECASE
)


def looks_like_secret(name: str) -> bool:
    """Whether what stands in the place of a secret's name looks like the secret: as services issue them, or long and
    of mixed letters and digits as nobody names things."""
    kinds = (str.isupper, str.islower, str.isdigit)
    return bool(_ISSUED.fullmatch(name)) or (len(name) >= _LONG and all(any(map(kind, name)) for kind in kinds))


def refuse_secrets(path: str | None, params: Mapping[str, Any]) -> None:
    """Raises PydanticCustomError for a key or a password in the address of a request, which it does not repeat."""
    told = [("path", name, value) for name, value in parse_qsl((path or "").partition("?")[2])]
    for part, name, value in (*told, *_texts(params)):
        if _PARAMETER.search(name) and value and "{" not in value:
            say = f"sign_in: {{how: query, parameter: {name}, secret: NAME}}"
            remedy = f"put it away with `wallboard secret set NAME`, and say {say}"
            at = (part, name) if part == "params" else (part,)
            more = {"found": f"found a password or a key under {name}", "remedy": remedy, "at": at}
            raise PydanticCustomError("unfit", "no password and no key stands in an address", more)


def _texts(params: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, value in params.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield "params", name, one
