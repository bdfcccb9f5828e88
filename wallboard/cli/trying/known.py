"""Systems for which there is a preset already: known by an address, or by what a server answers to whoever asks."""

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from wallboard.cli.trying.access import Access
from wallboard.cli.trying.yaml_text import yaml_lines
from wallboard.sources.contract import ReadRequest, SourceFault
from wallboard.sources.declared.preset import Preset, found, preset
from wallboard.sources.web.calls import Calls
from wallboard.sources.web.kept import Kept
from wallboard.sources.web.message import Answer, Ask
from wallboard.sources.web.sign_in import SignIn
from wallboard.sources.web.signing import Signed

_MOST_BYTES: Final = 200_000


@dataclass(frozen=True, slots=True)
class Known:
    """The presets for a system, the likeliest first, and what `url` is to be, if that is sure."""

    presets: tuple[Preset, ...]
    url: str
    is_sure: bool = True

    @property
    def title(self) -> str:
        """The system's name, and whether its preset was ever tried."""
        return self.presets[0].said

    def signs_in_by(self, sign_in: SignIn) -> bool:
        """Whether the likeliest preset signs in in the way in which this does, which was tried without any preset."""
        return bool(self.presets[0].data.get("sign_in", {}).get("how") == sign_in.way)

    def entry(self, access: Access, name: str) -> tuple[dict[str, Any], dict[tuple[str, ...], str]]:
        """A source's entry by the likeliest preset, and what is to be said behind its keys; `name` is for a secret."""
        one = self.presets[0]
        signs, made_up = _signs_in(one, access.sign_in, name)
        lacking = _to_fill_in(signs, made_up)
        settings = dict.fromkeys(self._settings(), "NAME")
        data: dict[str, Any] = {"type": "rest", "preset": one.name, **access.of(self.url, signs)}
        data |= {"settings": settings} if settings else {}
        remarks: dict[tuple[str, ...], str] = {("sign_in",): lacking} if lacking else {}
        if settings:
            remarks["settings",] = "say yours"
        if not self.is_sure and _paths(one):
            remarks["url",] = f"{_paths(one)[0]} is to be below it"
        return data, remarks

    def lacking(self, access: Access, name: str) -> list[str]:
        """What is to be said before anything can be read by the likeliest preset."""
        _, made_up = _signs_in(self.presets[0], access.sign_in, name)
        options = " ".join(f"--{one} NAME" for one in ("user", "secret") if one in made_up)
        after = ", after `wallboard secret set NAME`" if "secret" in made_up else ""
        settings = [f"say what `{one}` is, under `settings` of its entry." for one in self._settings()]
        return [*([f"say who asks, {options}{after}."] if made_up else []), *settings]

    def _settings(self) -> list[str]:
        """What every organisation has to say itself."""
        return [key for key, value in self.presets[0].data.get("settings", {}).items() if value is None]

    def lines(self, access: Access, name: str) -> Iterator[str]:
        """The same as YAML, and which other presets there are for the system."""
        data, remarks = self.entry(access, name)
        placed = {("sources", name, *path): said for path, said in remarks.items()}
        yield from yaml_lines({"sources": {name: data}}, placed)
        if len(self.presets) > 1:
            yield f"# Also: {', '.join(f'{one.name} ({one.about.title})' for one in self.presets[1:])}."


def by_address(url: str, *, has_answered: bool = True) -> Known | None:
    """What the address alone tells: a vendor's host, or, where something answered, a path that others do not have."""
    parts = urlsplit(url)
    presets = list(_all())
    if not has_answered and not any(_is_host_of(one, parts) for one in presets):
        return None
    return _known(parts, parts.path, ((one, _place(one, parts)) for one in presets))


def by_path(url: str) -> Known | None:
    """What has such a path, if others may have it too."""
    parts = urlsplit(url)
    return _known(parts, parts.path, ((one, _before(parts.path, _paths(one))) for one in _all()))


def by_answers(answers: Iterable[Answer], url: str) -> Known | None:
    """What answers tell, by their headers and bodies, at or near the address.

    `url` of what is found is that to which the address leads by its path, else where the answer that tells came from.
    """
    likely = by_path(url)
    for answer in answers:
        parts = urlsplit(answer.url)
        body = answer.body[:_MOST_BYTES].decode(errors="replace")
        telling = [one for one in _all() if _bears(one, answer, body)]
        systems = {_system(one) for one in telling}
        of_path = tuple(one for one in likely.presets if _system(one) in systems) if likely is not None else ()
        if likely is not None and of_path:
            return replace(likely, presets=of_path)
        path = parts.path.rstrip("/")
        known = _known(parts, path, ((one, path) for one in telling))
        if known is not None:
            return replace(known, is_sure=not path)
    return None


def answers_of(url: str, access: Access, request: ReadRequest) -> Iterator[Answer]:
    """What the server answers to somebody who does not sign in and changes nothing: at the address, at its root, and
    before that where the path leads to."""
    parts = urlsplit(url)
    likely = by_path(url)
    first = () if likely is None else (f"{urlsplit(likely.url).path}/",)
    root = f"{parts.scheme}://{parts.netloc}"
    calls = Calls(root, access.reach_as_nobody(root), request, Kept(), time.monotonic, time.sleep)
    try:
        for path in dict.fromkeys((*first, "/", parts.path or "/")):
            with suppress(SourceFault):
                yield calls.answered(Ask(path), Signed())
    finally:
        calls.close()


def _all() -> Iterator[Preset]:
    return (preset(name) for name in found())


def _system(one: Preset) -> str:
    """The system, of which several presets begin alike: odoo, odoo-tasks, odoo-rpc."""
    return one.name.partition("-")[0]


def _known(parts: SplitResult, asked: str, places: Iterable[tuple[Preset, str | None]]) -> Known | None:
    """Those presets that have a place on the host, those first whose longest part is in the path asked, then proven."""
    fitting = [(one, path) for one, path in places if path is not None]
    if not fitting:
        return None
    _, path = min(fitting, key=lambda one: len(one[1]))
    presets = [one for one, _ in fitting]
    presets.sort(key=lambda one: (-_fit(one, asked), not one.about.proven, one.name))
    return Known(tuple(presets), f"{parts.scheme}://{parts.netloc}{path}")


def _fit(one: Preset, path: str) -> int:
    return max((len(part) for part in _paths(one) if part in _with_end(path)), default=0)


def _place(one: Preset, parts: SplitResult) -> str | None:
    """The path before what its interface has; '' for a host of its own, None where nothing tells."""
    before = _before(parts.path, one.about.known_by.paths)
    return "" if before is None and _is_host_of(one, parts) else before


def _paths(one: Preset) -> list[str]:
    return [*one.about.known_by.paths, *one.about.known_by.common_paths]


def _before(path: str, has: Iterable[str]) -> str | None:
    """What stands in a path before what an interface has; None where nothing of that is in it."""
    path = _with_end(path)
    begins = [path.index(part) for part in has if part in path]
    return path[: min(begins)] if begins else None


def _is_host_of(one: Preset, parts: SplitResult) -> bool:
    host = f".{(parts.hostname or '').casefold()}"
    return any(host.endswith(end) for end in one.about.known_by.hosts)


def _with_end(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"


def _bears(one: Preset, answer: Answer, body: str) -> bool:
    by = one.about.known_by
    in_headers = any(name in answer.headers and text in answer.headers[name] for name, text in by.headers.items())
    return in_headers or any(text in body for text in by.texts)


def _signs_in(one: Preset, given: dict[str, str], name: str) -> tuple[dict[str, str], list[str]]:
    """The sign-in with what it lacks made up, and what that was."""
    way = one.data.get("sign_in", {})
    signs, made_up = dict(given), []
    while (lacks := SignIn.model_validate({**way, **signs}, strict=False).lacks()) is not None:
        signs[lacks] = re.sub(r"[^A-Za-z0-9_-]+", "-", name) if lacks == "secret" else "wallboard"
        made_up.append(lacks)
    return {key: signs[key] for key in ("user", "secret") if key in signs}, made_up


def _to_fill_in(signs: dict[str, str], made_up: list[str]) -> str:
    said = {"user": "the account that reads", "secret": f"`wallboard secret set {signs.get('secret', '')}`"}
    return "; ".join(said[key] for key in ("user", "secret") if key in made_up)
