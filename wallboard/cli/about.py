"""What the program knows of itself: the schema, the reference, the types."""

import json

import wallboard.panels.registry
import wallboard.sources.registry
from wallboard.cli.ends import ALL_WELL, give
from wallboard.cli.sheet import aligned


def schema() -> int:
    """Writes the JSON Schema of a board."""
    from wallboard.config.schema import board_schema  # noqa: PLC0415 - `types` needs none of it

    made = board_schema(wallboard.sources.registry.types(), wallboard.panels.registry.types())
    give(json.dumps(made, ensure_ascii=False, indent=2) + "\n")
    return ALL_WELL


def types() -> int:
    """Writes every source and panel type with what it is, and the presets of `rest`."""
    from wallboard.cli.presets import preset_lines  # noqa: PLC0415 - only here and in the reference

    lines: list[list[str]] = []
    for kind, found in (
        ("source", wallboard.sources.registry.types()),
        ("panel", wallboard.panels.registry.types()),
    ):
        lines += [[kind, name, found[name].options.summary.rstrip(".")] for name in found]
        if kind == "source":
            lines += preset_lines()
    give("\n".join(aligned(lines)) + "\n")
    return ALL_WELL


def reference(commands: str) -> int:
    """Writes the reference in Markdown: the board's, and the commands'."""
    from wallboard.cli.presets import presets_reference  # noqa: PLC0415 - as above
    from wallboard.config.reference import board_reference  # noqa: PLC0415 - as above

    board = board_reference(wallboard.sources.registry.types(), wallboard.panels.registry.types())
    give(f"{board}\n{presets_reference()}\n{commands}")
    return ALL_WELL
