"""The JSON Schema that editors complete and check a board with."""

import json

import wallboard.panels.registry
import wallboard.sources.registry
from tests.config.good_board import PANELS, SOURCES
from wallboard.config.models import BoardPart
from wallboard.config.schema import board_schema

SCHEMA = board_schema(SOURCES, PANELS)


def refs_in(part):
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "$ref")
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from refs_in(inner)


def then_of(entry, name):
    (then,) = [
        one["then"] for one in SCHEMA["$defs"][entry]["allOf"] if one["if"]["properties"]["type"] == {"const": name}
    ]
    return then


def test_it_has_every_key_of_a_board_and_refuses_others():
    assert list(SCHEMA["properties"]) == list(BoardPart.model_fields)
    assert SCHEMA["additionalProperties"] is False
    assert SCHEMA["required"] == ["version", "organisation", "pages"]


def test_every_reference_leads_somewhere():
    names = {ref.removeprefix("#/$defs/") for ref in refs_in(SCHEMA)}

    assert names <= set(SCHEMA["$defs"])
    assert {"source", "panel", "where", "PagePart", "CalendarPart"} <= names


def test_the_type_of_an_entry_says_which_keys_it_has():
    table, share = then_of("source", "table"), then_of("panel", "share")

    assert SCHEMA["$defs"]["source"]["properties"]["type"]["enum"] == ["table"]
    assert set(table["properties"]) == {
        "type", "every", "expect_every", "stale_after", "calendar", "statuses", "path", "kind",
    }  # fmt: skip
    assert (table["required"], table["additionalProperties"]) == (["path", "type"], False)
    assert share["properties"]["where"] == {"$ref": "#/$defs/where"}


def test_kinds_bound_their_numbers():
    target = then_of("panel", "share")["properties"]["target"]
    within = then_of("panel", "share")["properties"]["within"]

    assert (target["minimum"], target["maximum"]) == (0, 100)
    assert within["anyOf"][0]["minimum"] == 0
    assert "maximum" not in within["anyOf"][0]


def test_keys_are_named_as_they_are_written():
    assert "on-hold" in SCHEMA["$defs"]["StatusesPart"]["properties"]
    assert "from" in SCHEMA["$defs"]["TargetPart"]["properties"]


def test_the_schema_of_every_type_there_is_can_be_made():
    types = wallboard.sources.registry.types(), wallboard.panels.registry.types()
    schema = json.loads(json.dumps(board_schema(*types)))

    assert schema["$defs"]["panel"]["properties"]["type"]["enum"] == list(wallboard.panels.registry.types())
    assert {ref.removeprefix("#/$defs/") for ref in refs_in(schema)} <= set(schema["$defs"])
