"""Presets: found, sound, laid under what a board says; and what is told of one that is not."""

import json
import re

import pytest
from pydantic import ValidationError

from tests.test_source_faults import BOARD as DECLARED
from tests.test_source_faults import yaml_text
from wallboard.config.faults import BoardFaults
from wallboard.config.load import load_board
from wallboard.discovery import BadType
from wallboard.sources.declared import preset as presets
from wallboard.sources.declared.options import Options, sound

BOARD = """\
version: 1
organisation: {{name: N, time_zone: Europe/London}}
calendars: {{office: {{hours: {{mon-fri: ["09:00-17:00"]}}}}}}
sources:
  desk: {{type: rest, preset: {preset}, url: "https://desk.example.com"{more}}}
pages: [{{title: A, panels: [{{type: open-cases, place: [0, 0, 12, 8]}}]}}]
"""


def board(tmp_path, preset="django-helpdesk", more=""):
    path = tmp_path / "board.yaml"
    path.write_text(BOARD.format(preset=preset, more=more))
    return load_board(path)


@pytest.mark.parametrize("name", presets.found())
def test_every_preset_is_sound_and_says_whether_it_was_tried(name):
    one = sound(name)
    assert one.about.title
    assert one.said == one.about.title or one.said.endswith("(untested: from documentation)")
    assert set(one.about.statuses) <= {"open", "on-hold", "closed", "ignored"}


def test_a_boards_keys_go_over_the_presets_one_by_one(tmp_path):
    (source,) = board(tmp_path, more=", cases: {paging: {size: 7}, fields: {queue: null}}").sources
    assert isinstance(source.options, Options)
    cases = source.options.cases
    assert cases is not None
    assert (cases.paging.size, cases.paging.by, cases.fields.queue) == (7, "page", None)
    assert cases.fields.number == "id"


def test_options_written_out_and_read_again_are_the_same(tmp_path):
    (source,) = board(tmp_path).sources
    dumped = json.dumps(source.options.model_dump(mode="json", by_alias=True))
    assert Options.model_validate_json(dumped) == source.options


def test_a_presets_status_words_hold_unless_the_source_has_its_own(tmp_path):
    statuses = board(tmp_path).organisation.statuses
    assert statuses.state_of("On hold", "desk") == "on-hold"
    assert statuses.state_of("Duplicate", "desk") == "ignored"
    own = board(tmp_path, more=", statuses: {open: [Duplicate]}").organisation.statuses
    assert own.state_of("Duplicate", "desk") == "open"


def test_a_mistyped_preset_is_named_with_the_nearest(tmp_path):
    with pytest.raises(BoardFaults) as faults:
        board(tmp_path, preset="django-helpdsk")
    (fault,) = faults.value.faults
    assert (fault.line, fault.path, fault.nearest) == (5, "sources.desk.preset", "django-helpdesk")


def test_a_mistyped_key_over_a_preset_is_named_at_its_place(tmp_path):
    with pytest.raises(BoardFaults) as faults:
        board(tmp_path, more=', cases: {full_evry: 24h, key: "[id"}')
    told = {fault.path: fault for fault in faults.value.faults}
    assert told["sources.desk.cases.full_evry"].nearest == "full_every"
    assert "no JMESPath" in told["sources.desk.cases.key"].found


@pytest.mark.parametrize(
    ("preset", "url", "before"),
    [
        ("request-tracker", "https://desk.example.com/rt/REST/2.0", "https://desk.example.com/rt"),
        ("request-tracker", "https://desk.example.com/REST/2.0/tickets", "https://desk.example.com"),
        ("redmine", "https://desk.example.com/issues.json", "https://desk.example.com"),
        ("django-helpdesk", "https://desk.example.com/api/tickets/", "https://desk.example.com"),
        ("tryton", "https://erp.example.com/office/rest/model/", "https://erp.example.com/office"),
    ],
)
def test_an_address_that_goes_on_into_the_interface_is_told_where_to_end(preset, url, before):
    with pytest.raises(ValidationError, match=rf"say {re.escape(before)} \["):
        Options.model_validate_json(json.dumps({"preset": preset, "url": url}))
    Options.model_validate_json(json.dumps({"preset": preset, "url": f"{before}/"}))


def test_a_setting_that_a_preset_needs_must_be_given(tmp_path):
    needy = next(name for name in presets.found() if None in presets.preset(name).data.get("settings", {}).values())
    with pytest.raises(BoardFaults, match="settings"):
        board(tmp_path, preset=needy)


def test_a_placeholder_that_nothing_fills_is_a_fault():
    cases = {"request": {"path": "/a/{team}"}, "fields": {"number": "id"}}
    with pytest.raises(ValidationError, match="nothing fills"):
        Options.model_validate_json(json.dumps({"url": "https://a.example", "cases": cases}))
    Options.model_validate_json(json.dumps({"url": "https://a.example", "cases": cases, "settings": {"team": "x"}}))


def declared(tmp_path, **more):
    path = tmp_path / "board.yaml"
    entry = {"type": "rest", "url": "https://a.example", **more}
    path.write_text(yaml_text({**DECLARED, "sources": {"desk": entry}}))
    return load_board(path)


TAKES_PAGE = {"request": {"path": "/a", "params": {"n": 1, "page": "{page}"}}, "fields": {"number": "id"}}
LIMITED = {"path": "/a", "params": {"size": "{limit}"}}


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        (TAKES_PAGE, "cases.request.params.page: {page} is never filled, for no `paging` says how the pages are asked"),
        (TAKES_PAGE | {"paging": {"by": "cursor", "cursor": "next"}}, "{page} is never filled by `paging` by cursor"),
        (
            {"request": {"path": "/a/{offset}"}, "fields": {"number": "id"}},
            "asked for; say how the pages come, as in paging: {by: offset}, or take {offset} out",
        ),
        (
            {"request": {"path": "/a"}, "whole": {"json": {"q": ["{cursor}"]}}, "fields": {"number": "id"}},
            "cases.whole.json.q.1: {cursor} is never filled",
        ),
        ({"request": {"path": "/a/{key}"}, "fields": {"number": "id"}}, "which `details` alone are asked by"),
        (
            {
                "request": {"path": "/a"},
                "details": {"request": {"path": "/a/{key}?p={page}"}, "into": "more"},
                "fields": {"number": "id"},
            },
            "cases.details.request.path: {page} is never filled",
        ),
    ],
)
def test_a_placeholder_of_a_page_that_no_paging_fills_is_a_fault_at_its_line(tmp_path, cases, said):
    with pytest.raises(BoardFaults) as caught:
        declared(tmp_path, cases=cases)
    (fault,) = caught.value.faults
    assert said in str(fault)


@pytest.mark.parametrize(
    "cases",
    [
        {"request": LIMITED},
        TAKES_PAGE | {"paging": {"by": "page"}},
        TAKES_PAGE | {"paging": {"by": "link"}},
        TAKES_PAGE | {"whole": {"paging": {"by": "page"}}, "between": {"paging": {"by": "offset"}}},
        {
            "request": {"path": "/a", "params": {"mark": "{cursor}"}},
            "changes": {"by": "token", "token": "mark"},
        },
        {
            "request": {"path": "/a"},
            "details": {
                "request": {"path": "/a/{key}?p={page}"},
                "paging": {"by": "page"},
                "into": "more",
            },
        },
    ],
    ids=["limit", "page", "link", "ways of their own", "token", "details"],
)
def test_a_placeholder_that_a_way_of_paging_fills_is_none(tmp_path, cases):
    declared(tmp_path, cases={"fields": {"number": "id"}} | cases)


def test_a_placeholder_of_a_table_that_nothing_fills_is_a_fault_at_its_line(tmp_path):
    cases = {"request": {"path": "/a"}, "fields": {"number": "id"}}
    for hole, said in (("page", "never filled"), ("team", "lookups.people has {team}, which nothing fills")):
        table = {"request": {"path": f"/p/{{{hole}}}"}, "key": "id", "value": "name"}
        with pytest.raises(BoardFaults) as caught:
            declared(tmp_path, cases=cases, lookups={"people": table})
        assert "lookups.people.request.path: " in str(caught.value)
        assert said in str(caught.value)


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        ({"fields": {"number": "id"}}, "either a `request`"),
        ({"request": {"path": "/a"}, "changes": {"field": "at"}, "fields": {"number": "id"}}, "need `since`"),
        ({"request": {"path": "/a"}, "changes": {}, "since": {}, "fields": {"number": "id"}}, "need `field`"),
        ({"request": {"path": "/a"}, "paging": {"by": "next"}, "fields": {"number": "id"}}, "need `next`"),
        ({"request": {"path": "/a"}, "paging": {"by": "keyset"}, "fields": {"number": "id"}}, "need `keys`"),
        ({"request": {"path": "/a"}, "full_every": "1 day", "fields": {"number": "id"}}, "length of time"),
    ],
)
def test_a_declaration_that_does_not_hold_together_is_told(cases, said):
    with pytest.raises(ValidationError, match=said):
        Options.model_validate_json(json.dumps({"url": "https://a.example", "cases": cases}))


@pytest.mark.parametrize("hook", ["os:system", "subprocess:run", "wallboard.sources.presets.hooks.x:", "builtins:eval"])
def test_a_board_names_no_code_to_be_run(hook):
    cases = {"request": {"path": "/a"}, "fields": {"number": "id"}}
    with pytest.raises(ValidationError, match="a hook is a function of a preset"):
        Options.model_validate_json(json.dumps({"url": "https://a.example", "cases": cases, "hook": hook}))


def test_what_is_wrong_in_a_preset_is_told_with_file_line_and_key():
    text = "title: A\ncases:\n  request: {path: /a}\n  key: '[id'\n  fields:\n    number: id\n    colour: red\n"
    data = {
        "url": "https://a.example",
        "cases": {"request": {"path": "/a"}, "key": "[id", "fields": {"number": "id", "colour": "red"}},
    }
    with pytest.raises(ValidationError) as fault:
        Options.model_validate_json(json.dumps(data))
    lines = presets.told(fault.value, "a.yaml", text).splitlines()
    assert [line.split(": ")[:2] for line in lines] == [["a.yaml:4", "cases.key"], ["a.yaml:7", "cases.fields.colour"]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n", "keys and values"),
        ("title: A\ntitle: B\n", ":2"),
        ("title: [\n", "no YAML"),
        ("title: A\nsince: 2026-11-02\n", "without quotes"),
        ("proven: true\n", "title"),
        ("title: A\nstatuses: {opn: [New]}\n", "statuses"),
        ("title: !!python/object/apply:os.system [ls]\n", ""),
    ],
)
def test_a_file_that_is_no_preset_is_told_with_its_place(tmp_path, text, said):
    (tmp_path / "bad.yaml").write_text(text)
    with pytest.raises(BadType, match=r"bad\.yaml") as fault:
        presets.read(tmp_path / "bad.yaml", "bad")
    assert said in str(fault.value)
