"""`wallboard schema`, `reference`, `types`, and `collect` of a bad board."""

import json

from wallboard.__main__ import COMMANDS
from wallboard.cli.app import app
from wallboard.sources.declared.preset import found


def test_types_are_named_with_what_they_are(wallboard):
    lines = wallboard("types").out.splitlines()
    sources = ["calendar", "demo", "file", "rest", "sql"]
    panels = [
        "all-work", "appointments", "bars", "bookings", "clock", "coordinator-queue", "due-next", "flow", "in-and-out",
        "late-list", "lead-times", "notice", "number", "on-time", "open-cases", "opportunity-buffer", "picture",
        "queue-ages", "sources", "table", "trend", "unfilled-slots",
    ]  # fmt: skip
    named = [["source", name] for name in sources] + [["preset", name] for name in found()]
    named += [["panel", name] for name in panels]
    assert [line.split()[:2] for line in lines] == named
    assert all(len(line.split()) > 4 for line in lines if not line.startswith("preset"))


def test_presets_that_were_never_tried_say_so(wallboard):
    lines = {line.split()[1]: line for line in wallboard("types").out.splitlines() if line.startswith("preset")}
    assert lines["zendesk"].endswith("Zendesk (untested: from documentation)")
    assert lines["tryton"].endswith("Tryton")


def test_the_reference_tells_what_a_preset_maps_means_and_feeds(wallboard):
    told = wallboard("reference").out
    zendesk = told.partition("### Preset `zendesk`")[2].partition("\n#")[0]
    assert "Zendesk (untested: from documentation)." in zendesk
    assert "| `cases` | number, opened, owner, priority, queue, status, type |" in zendesk
    assert "| on-hold | pending, hold |" in zendesk
    assert "`open-cases`" in zendesk
    assert "`appointments`" not in zendesk
    odoo = told.partition("### Preset `odoo`")[2].partition("\n#")[0]
    assert "Needs `settings`: `database`." in odoo
    assert "`appointments`" in odoo


def test_the_schema_is_json(wallboard):
    ended = wallboard("schema")
    assert (ended.code, json.loads(ended.out)["title"]) == (0, "A board of Wallboard")


def test_the_reference_tells_every_command_and_every_option(wallboard):
    ended = wallboard("reference")
    assert (ended.code, ended.out.splitlines()[0]) == (0, "# Reference")
    commands = ended.out.partition("\n## Commands\n")[2]
    for name in COMMANDS - {"picture"}:
        assert f"\n### `wallboard {name}`\n" in commands
    for option in ("--windowed", "--screen NAME", "--at INSTANT", "--for SECONDS", "--hold FROM/TO", "--case NUMBER"):
        assert f"| `{option}` |" in commands
    assert "picture" not in commands
    assert "--for-glass" not in commands
    assert ended.out.endswith("|\n") or ended.out.endswith(".\n")


def test_the_thin_look_knows_every_command():
    assert {command.name or command.callback.__name__ for command in app.registered_commands} == COMMANDS


def test_a_bad_board_is_not_collected(process, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("version: 2\n", encoding="utf-8")
    ended = process("collect", str(path))
    assert ended.code == 2
    assert f"{path}:1:10: version: found 2" in ended.err
