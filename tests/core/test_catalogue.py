"""The catalogue holds what is said, and nothing else."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from wallboard.core.sentences import SENTENCES

PACKAGE = Path(__file__).parents[2] / "wallboard"
CATALOGUE = PACKAGE / "core" / "catalogue"


def strings() -> tuple[set[str], set[re.Pattern[str]]]:
    """Every string that the package writes down outside its catalogue, and every one that it puts together."""
    whole: set[str] = set()
    parted: set[re.Pattern[str]] = set()
    for path in PACKAGE.rglob("*.py"):
        whole.add(path.stem.replace("_", "-"))  # a panel type is named by its file
        if path.parent == CATALOGUE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole |= {node.value, node.value.replace(" ", "-")}
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)" for part in node.values
                ]
                if re.search("[a-z]", "".join(part for part in parts if part != "(.+)")):
                    parted.add(re.compile("".join(parts)))
    return whole, parted


def unsaid(keys: Iterable[str]) -> list[str]:
    """The keys that stand nowhere in the package, neither whole nor put together of what stands there."""
    whole, parted = strings()
    found = ((key, (pattern.fullmatch(key) for pattern in parted)) for key in keys if key not in whole)
    return [key for key, matches in found if not any(one and whole.issuperset(one.groups()) for one in matches)]


def test_every_sentence_is_said_somewhere() -> None:
    assert unsaid(SENTENCES) == []


def test_a_sentence_that_nobody_says_is_found() -> None:
    assert unsaid(("on-time.window", "heading.late-list", "heading.bygone", "on-time.bygone")) == [
        "heading.bygone",
        "on-time.bygone",
    ]
