"""The presets of `rest` as `types` and the reference tell of them: fields, words for states, panels."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from wallboard.config.board import Board
from wallboard.config.find import sample_path
from wallboard.core.records import EVENT_KINDS, Batch, empty
from wallboard.sources.declared.options import Options
from wallboard.sources.declared.preset import Preset, found, preset
from wallboard.sources.declared.resources import AnyResource
from wallboard.sources.mapping.paths import PathText

_ANY: Final = {"url": "https://example.com"}


def preset_lines() -> Iterator[list[str]]:
    """Every preset: its name, and that of its system, with whether it was ever tried."""
    return (["preset", name, preset(name).said] for name in found())


def presets_reference() -> str:
    """A part of the reference in Markdown: each preset with its fields, its words for states, the panels it feeds."""
    from wallboard.cli.boards import board_of  # noqa: PLC0415 - every panel, which `types` lists without

    house = board_of(str(sample_path("demo")))
    lines = ["## Presets of `rest`", "", "A board's keys go over a preset's; `check` shows what came of it.", ""]
    for name in found():
        lines += _told(preset(name), house)
    return "\n".join(lines)


def _told(one: Preset, house: Board) -> Iterator[str]:
    options = _options(one)
    mapped = {name: _mapped(name, resource) for name, resource in options.resources().items()}
    yield from (f"### Preset `{one.name}`", "", f"{one.said}.", "")
    settings = [name for name, value in one.data.get("settings", {}).items() if value is None]
    if settings:
        yield from (f"Needs `settings`: {', '.join(f'`{name}`' for name in settings)}.", "")
    yield from ("| resource | fields that are fed |", "| --- | --- |")
    yield from (f"| `{name}` | {', '.join(sorted(fields))} |" for name, fields in mapped.items())
    if one.about.statuses:
        yield from ("", "| state | its words |", "| --- | --- |")
        yield from (f"| {state} | {', '.join(words)} |" for state, words in one.about.statuses.items())
    from wallboard.cli.check_look import possible_panels  # noqa: PLC0415 - as above

    batch = Batch({name: empty(name) for name in mapped}, mapped, 0, 0)
    panels = possible_panels(house, one.name, batch, 0)
    yield from ("", f"Feeds: {', '.join(f'`{name}`' for name in panels) or 'no panel by itself'}.", "")


def _options(one: Preset) -> Options:
    """The declaration of a preset, with something in the place of what a board must say."""
    settings: Mapping[str, object] = one.data.get("settings", {})
    said = {name: "x" for name, value in settings.items() if value is None}
    return Options.model_validate_json(json.dumps({**_ANY, "preset": one.name, "settings": said}))


def _mapped(name: str, resource: AnyResource) -> frozenset[str]:
    """The fields of a resource that are fed, and of a history the kinds of change that it tells of."""
    fields = {field for field, value in resource.fields if value is not None}
    if name != "events":
        return frozenset(fields)
    kind = getattr(resource.fields, "kind", None)
    told = (*kind.values.values(), kind.default) if isinstance(kind, PathText) else ()
    return frozenset(fields | {one for one in told if one in EVENT_KINDS})
