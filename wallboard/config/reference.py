"""The reference in Markdown: every key of a board, every source and panel type with its options and figures."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from wallboard.config.kinds import bounds, kind_of
from wallboard.config.models import (
    BoardPart,
    CalendarPart,
    DarkPart,
    DimPart,
    OrganisationPart,
    PagePart,
    PanelPart,
    PersonPart,
    QueuePart,
    ScreenPart,
    SourcePart,
    StandupPart,
    StatusesPart,
    TargetPart,
    TypePart,
)
from wallboard.core.kinds import Kind
from wallboard.core.organisation import DEFAULT_STATUSES
from wallboard.core.scope import FIELDS, NUMBERS
from wallboard.panels.contract import PanelType
from wallboard.sources.contract import SourceType

_PARTS: Final = (
    ("organisation", OrganisationPart),
    ("screen", ScreenPart),
    ("screen.dark", DarkPart),
    ("screen.dim", DimPart),
    ("calendars.NAME", CalendarPart),
    ("types.N", TypePart),
    ("statuses", StatusesPart),
    ("queues.NAME", QueuePart),
    ("people.N", PersonPart),
    ("targets.N", TargetPart),
    ("pages.N", PagePart),
    ("standup", StandupPart),
)
_PATHS: Final[Mapping[type[BaseModel], str]] = {part: path for path, part in _PARTS}
_NAMES: Final = {str: "text", int: "whole number", float: "number", bool: "true or false"}
_WRITTEN: Final = {
    (BoardPart, "types"): "list of names, or of keys as in `types.N`",
    (BoardPart, "sources"): "by name, each as under Sources",
    (ScreenPart, "dark"): "keys as in `screen.dark`, or a list of such",
    (ScreenPart, "dim"): "keys as in `screen.dim`, or a list of such",
    (CalendarPart, "hours"): 'lists such as `["09:00-12:30", "13:00-17:30"]` by days; or a list of such',
    (CalendarPart, "holidays"): "text, or a list of dates",
    (CalendarPart, "special"): "lists of hours by date",
    (PersonPart, "slots"): "whole number, or whole numbers by date",
    (PersonPart, "capacity"): "number, or numbers by date",
    (PagePart, "panels"): "list, each as under Panels",
    (PanelPart, "where"): "keys as in `where`",
}
"""What may stand in keys whose form the models leave open."""

_LONG_TABLE: Final = 10
_MOST_OTHER: Final = 3
_LENGTHS_S: Final = (("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60))
_WORDS: Final = (
    ("NO DATA", "none of its sources was ever read to its end, or their rows cannot tell the figure; it says why"),
    ("PARTIAL", "some of its sources, not all, are FAILED, STALE or not read, or one was not read to its end"),
    ("FAILED", "none can be read until a person mends it, such as a column that is gone; the last good rows stay"),
    ("STALE", "all are older than `stale_after` or FAILED, or nothing was composed for 10 minutes; drawn in grey"),
    (
        "LATE",
        "one is older than 1.5 times `expect_every` or failed just now, or nothing was composed for a minute",
    ),
    ("LIVE", "nothing is amiss"),
    ("DEMO", "in the header: the rows are made up"),
)
"""The words of a panel for how fresh it is, the first that applies."""
_HOURS: Final = (
    "Hours of cases and waits are work hours: outside the calendar’s hours none pass, so what comes in at the weekend "
    "counts from the beginning of the next work hours. The organisation’s clock stops while a case is on hold, the "
    "customer’s runs on; neither runs while it stands closed."
)
_RANKS: Final = (
    "Medians and percentiles go by nearest rank: the smallest value that at least so many per cent do not exceed. So "
    "it is one that occurred and no mean of two: of an even number, the median is the lower of the two in the middle."
)


def board_reference(sources: Mapping[str, SourceType], panels: Mapping[str, PanelType]) -> str:
    """The reference of a board with these types, as Markdown; it ends in one line feed."""
    lines = ["# Reference", "", "Made from the program by `wallboard reference`; changes here are overwritten.", ""]
    lines += ["## Keys of a board", "", *_table(BoardPart, _PATHS)]
    for path, part in _PARTS:
        lines += [f"### `{path}`", "", _sentence(part.__doc__), "", *_table(part)]
        lines += _known_words() if part is StatusesPart else []
    lines += ["### `where`", "", *_where()]
    lines += ["## Sources", "", "Every source has:", "", *_table(SourcePart, _PATHS)]
    for name, source in sources.items():
        lines += [f"### Source `{name}`", "", *_options(source.options)]
        lines += [_pace(source), ""]
    lines += ["## Panels", "", "Every panel has:", "", *_table(PanelPart), _HOURS, "", _RANKS, ""]
    for name, panel in panels.items():
        lines += [f"### Panel `{name}`", "", *_options(panel.options), *_figures(panel)]
    lines += ["## Words of freshness", "", "A panel has the first that applies; in the past, age is not judged.", ""]
    lines += ["| word | what it means |", "| --- | --- |"]
    lines += [f"| {word} | {meaning} |" for word, meaning in _WORDS]
    return "\n".join(lines).rstrip() + "\n"


def _known_words() -> list[str]:
    """The status words that every board knows."""
    words: dict[str, list[str]] = {}
    for word, state in DEFAULT_STATUSES.items():
        words.setdefault(state, []).append(word)
    named = "; ".join(f"{', '.join(some)} → `{state}`" for state, some in words.items())
    return [f"Known without being listed, whatever their case: {named}. What is listed goes before that.", ""]


def _pace(source: SourceType) -> str:
    """How often a source is read; of one that reads files or addresses, how often either is."""
    every, service_s = f"{source.polls_every_s:g} s", _service_every_s(source)
    if service_s is None:
        return f"Read every {every} unless `every` says otherwise."
    return f"Files are read every {every}, addresses every {service_s:g} s, unless `every` says otherwise."


def _service_every_s(source: SourceType) -> float | None:
    """Seconds between reads of an address, for a type that may read files instead."""
    if source.polls_as_service is None:
        return None
    for name, info in source.options.model_fields.items():
        for part in _models_in(info.annotation):
            if "url" in part.model_fields:
                of_address = source.options.model_construct(None, **{name: part.model_construct(None, url="https:")})
                return source.polls_as_service(of_address)
    return None


def _options(options: type[BaseModel]) -> Iterator[str]:
    """A type's options: a table of its own, and one for each model within it, where it first occurs.

    Of a table that is nearly one that stands before it, only what differs is written.
    """
    yield from (_sentence(getattr(options, "summary", "") or options.__doc__), "")
    if not options.model_fields:
        yield from ("No options of its own.", "")
        return
    seen: dict[type[BaseModel], str] = {options: ""}
    written: dict[str, list[str]] = {}
    waiting = [options]
    while waiting:
        model = waiting.pop(0)
        base = seen[model]
        if base:
            yield from (f"#### `{base}`", "", _sentence(model.__doc__), "")
        for name, info in model.model_fields.items():
            path = f"{base}.{info.alias or name}".lstrip(".")
            for inner in _models_in(info.annotation):
                if inner not in seen:
                    seen[inner] = path
                    waiting.append(inner)
        table = _table(model, seen)
        alike = next((path for path, earlier in written.items() if _is_nearly(table, earlier)), None)
        if alike is None:
            written |= {base: table} if base else {}
            yield from table
        else:
            other = [row for row in table[2:-1] if row not in written[alike]]
            yield from ((f"Its keys are those of `{alike}`, but for:", "", *table[:2]) if other else ())
            yield from ((*other, "") if other else (f"Its keys are those of `{alike}`.", ""))


def _is_nearly(table: list[str], earlier: list[str]) -> bool:
    """Whether two tables have the same keys, all but a few with the same meaning, and are long enough to say so."""
    keys, known = ([row.split(" | ")[0] for row in one] for one in (table, earlier))
    return keys == known and len(keys) > _LONG_TABLE and len(set(table) - set(earlier)) <= _MOST_OTHER


def _table(model: type[BaseModel], seen: Mapping[type[BaseModel], str] | None = None) -> list[str]:
    rows = ["| key | what may stand there | default | meaning |", "| --- | --- | --- | --- |"]
    for name, info in model.model_fields.items():
        form = _WRITTEN.get((model, name)) or _form(info, seen or {})
        rows.append(f"| `{info.alias or name}` | {form} | {_default(info)} | {_cell(info.description or '')} |")
    return [*rows, ""]


def _figures(panel: PanelType) -> list[str]:
    if not panel.figures:
        return ["No figures.", ""]
    rows = ["| figure | unit | meaning |", "| --- | --- | --- |"]
    rows += [f"| `{figure.name}` | {_cell(figure.unit)} | {_cell(figure.meaning)} |" for figure in panel.figures]
    return [*rows, ""]


def _form(info: FieldInfo, seen: Mapping[type[BaseModel], str]) -> str:
    """What may stand in a field: its kind with bounds, else its form in words."""
    kind = kind_of(info)
    words = _said_by(info.metadata) or _words(info.annotation, kind, seen)
    limits = _limits(info)
    return f"{words}, {limits}" if limits else words


def _words(annotation: Any, kind: Kind | None, seen: Mapping[type[BaseModel], str]) -> str:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        own = next((one for one in parts[1:] if isinstance(one, Kind)), kind)
        inner = [entry for one in parts[1:] if isinstance(one, FieldInfo) for entry in one.metadata]
        words = _said_by(parts[1:]) or _words(parts[0], own, seen)
        return ", ".join(filter(None, (words, _limits_in(inner))))
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(_words(part, kind, seen) for part in parts if part is not NoneType))
    if origin is Literal:
        return ", ".join(f"`{choice}`" for choice in parts)
    if origin is not None:
        within = _words(parts[-1 if origin is dict else 0], kind, seen)
        return f"by name, {within}" if origin is dict else f"list of {within}"
    return _of_one(annotation, kind, seen)


def _of_one(annotation: Any, kind: Kind | None, seen: Mapping[type[BaseModel], str]) -> str:
    """What one value is that is no list, mapping or choice."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"keys as in `{seen[annotation]}`" if annotation in seen else "keys and values"
    if kind is not None:
        return ", ".join(filter(None, (kind.name, bounds(kind) or kind.unit)))
    return _NAMES.get(annotation, "text")


def _said_by(metadata: Iterable[Any]) -> str:
    """What a schema written by hand says of a text or list."""
    for entry in metadata:
        if isinstance(entry, WithJsonSchema) and entry.json_schema is not None:
            return _said_in(entry.json_schema)
    return ""


def _said_in(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_said_in(form) for form in schema["anyOf"])
    if schema["type"] == "array":
        return f"list of {_said_in(schema['items'])}"
    form = {"integer": "whole number", "string": "text"}[schema["type"]]
    return f"{form} as in `{schema['examples'][0]}`" if "examples" in schema else form


def _limits(info: FieldInfo) -> str:
    """Bounds that the field's own constraints state."""
    return _limits_in(info.metadata, _pattern(info.metadata) or _pattern_within(info.annotation))


def _limits_in(metadata: Iterable[Any], pattern: str | None = None) -> str:
    """Bounds in words; those of a length of time, which has a pattern, as it is written."""
    said = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}
    found = ((said[name], getattr(entry, name, None)) for entry in metadata for name in said)
    bounds_of = [(words, bound) for words, bound in found if bound is not None]
    return ", ".join(f"{words} {_number(bound, pattern)}" for words, bound in bounds_of)


def _number(value: float, pattern: str | None) -> str:
    return f"{value:.12g}" if pattern is None else f"`{_length_text(value, pattern)}`"


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "must be given"
    default = info.get_default(call_default_factory=True)
    if default is None or isinstance(default, BaseModel) or default in ((), [], {}, ""):
        return ""
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{list(default)}`" if isinstance(default, tuple) else _plain_default(info, default)


def _plain_default(info: FieldInfo, default: Any) -> str:
    """A default as it can be written on a board: a number in figures, a length of time as a text such as 14w."""
    if isinstance(default, int | float):
        pattern = _pattern(info.metadata) or _pattern_within(info.annotation)
        return f"`{_number(default, pattern).strip('`')}`"
    return f"`{default}`"


def _length_text(length_s: float, pattern: str) -> str:
    """A length of time as short as it can be in the units that may stand there; pattern is that of the schema."""
    whole = [(unit, length_s / unit_s) for unit, unit_s in _LENGTHS_S if length_s and not length_s % unit_s]
    texts = [f"{count:.0f}{unit}" for unit, count in whole if (unit, count) != ("w", 1)]
    return next((text for text in texts if re.match(pattern, text)), f"{length_s:.12g}s")


def _pattern(metadata: Iterable[Any]) -> str | None:
    """What a number that is written as text has to look like; None of one that is written as a number."""
    for entry in metadata:
        if isinstance(entry, WithJsonSchema) and (entry.json_schema or {}).get("type") == "string":
            return str((entry.json_schema or {}).get("pattern", ""))
    return None


def _pattern_within(annotation: Any) -> str | None:
    parts = get_args(annotation)
    if get_origin(annotation) is Annotated and (own := _pattern(parts[1:])) is not None:
        return own
    return next((own for part in parts if (own := _pattern_within(part)) is not None), None)


def _where() -> list[str]:
    return [
        "Which cases a panel is about: every condition must hold.",
        "",
        (
            f"- {', '.join(f'`{name}`' for name in FIELDS)}: a value, a list of values, `{{not: …}}` with either; "
            "`null` stands for a missing value"
        ),
        (
            f"- {', '.join(f'`{name}`' for name in NUMBERS)}: `{{above: NUMBER}}`, `{{below: NUMBER}}` or both, "
            "the bounds outside"
        ),
        "- `any`: a list of such conditions, of which at least one must hold",
        "",
    ]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def _sentence(text: str | None) -> str:
    """The first paragraph of a docstring or summary, as a sentence."""
    first = " ".join((text or "").strip().split("\n\n")[0].split())
    return first[:1].upper() + first[1:] + ("" if first.endswith(".") or not first else ".")


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
