"""What `wallboard check` says of a source beside its state: who answered, totals, samples, what it can feed."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.cli.small_office import BOARD, EVENTS, write_office
from tests.loopback.server import closed_port
from tests.small_board import batch, board, source, us
from tests.still import write_still
from wallboard.cli.boards import Moment
from wallboard.cli.check_look import looked_lines, sample_lines, total_of
from wallboard.cli.check_sources import check_sources
from wallboard.cli.findings import Findings
from wallboard.collect.once import read_once
from wallboard.compose import compose
from wallboard.core.records import Batch, in_form
from wallboard.sources.contract import Look, ResourceLook

TYPE = '''
"""A system that counts its own rows."""

from datetime import UTC, datetime

import polars as pl

from wallboard.core.kinds import SecretName
from wallboard.core.records import Batch, empty, in_form
from wallboard.core.words import words
from wallboard.sources.contract import Look, NeedsPerson, Passing, ResourceLook, SourceOptions

POLLS_EVERY_S = 60
IS_SERVICE = True


class Options(SourceOptions):
    """Made for a test."""

    secret: SecretName
    total: int | None = None
    since: dict[str, int] = {}
    fault: str = ""


def read(options, request):
    request.kept["calls"] = 3
    request.kept["seen"] = request.secret(options.secret)
    if options.fault == "read":
        raise Passing(words("web.refused", host="crm.example.com"))
    opened = [datetime(2026, 3, 2, 9, tzinfo=UTC)] * 2
    rows = {"number": ["1", "2"], "status": ["Open", "Closed"], "opened_at": opened, "closed_at": [None, opened[0]]}
    mapped = {"cases": frozenset({"number", "status", "opened", "closed"})}
    frames = {"cases": in_form("cases", pl.DataFrame(rows)), "events": empty("events")}
    batch = Batch(frames, mapped, request.now_us, request.now_us, since_us=options.since)
    if options.fault == "part":
        raise NeedsPerson(words("web.forbidden", host="crm.example.com"), batch=batch)
    return batch


def look(options, request):
    if options.fault == "read":
        raise Passing(words("web.refused", host="crm.example.com"))
    if options.fault == "look":
        raise NeedsPerson(words("web.forbidden", host="crm.example.com"))
    if options.fault == "mistake":
        raise ValueError(request.kept["seen"])
    samples = {"status": ("offen", "erledigt", f"geheim {request.secret(options.secret)}", "never shown")}
    resources = (ResourceLook("cases", options.total, samples),)
    remark = words("verbatim", text="untested: from documentation")
    return Look("crm.example.com", "wallboard", resources, request.kept["calls"] + 1, 96, (remark,))
'''
NOW_US = us("2026-03-06 12:00")
SECRET = "planted-4711-secret"


@pytest.fixture
def check(tmp_path):
    """A check of a board with a source of an installed package's type, in a process of its own."""
    (tmp_path / "counting.py").write_text(TYPE)
    info = tmp_path / "counting-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: counting\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[wallboard.sources]\ncounting = counting\n")

    def call(**options):
        head, _, _ = BOARD.partition("sources:")
        _, _, tail = BOARD.partition("targets:")
        said = "".join(f", {name}: {value}" for name, value in options.items())
        board = f"{head}sources: {{crm: {{type: counting, secret: crm{said}}}}}\ntargets:{tail}"
        path = write_office(tmp_path / "office", board)
        path_of_modules = os.pathsep.join((str(tmp_path), str(Path(__file__).parents[2])))
        environ = os.environ | {"PYTHONPATH": path_of_modules, "WALLBOARD_SECRET_CRM": SECRET}
        command = [sys.executable, "-m", "wallboard", "check", str(path)]
        run = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        assert SECRET not in run.stdout + run.stderr
        return [line.strip() for line in run.stdout.splitlines()]

    return call


def test_a_source_says_who_answered_what_it_took_and_what_it_counts(check):
    lines = check(total=2)
    assert "reached crm.example.com, signed in as wallboard, 4 calls, 96 calls left" in lines
    assert "untested: from documentation" in lines
    assert "the source itself counts 2" in lines
    assert not any("counts" in line for line in lines if line.startswith("!"))


def test_a_source_that_does_not_count_its_rows_says_so(check):
    lines = check()
    row = next(place for place, line in enumerate(lines) if line.split()[:3] == ["cases", "2", "rows"])
    assert lines[row + 1] == "the source itself does not tell how many there are"
    assert sum("how many there are" in line for line in lines) == 1, "of events it was not asked"


def test_one_row_is_no_rows(tmp_path):
    found = Findings()
    check_sources(found, moment(tmp_path, lambda *_: batch("1", as_of_us=NOW_US)))
    assert ["cases", "1", "row"] in [line.split()[:3] for line in found.lines]


def test_samples_of_instants_are_in_the_organisations_zone_and_a_sources_own_words_as_it_writes_them():
    opened = [datetime(2026, 7, 1, 23, 30, tzinfo=UTC)]
    frame = in_form("cases", pl.DataFrame({"number": ["1"], "opened_at": opened, "closed_at": opened}))
    found = Batch({"cases": frame}, {"cases": frozenset({"opened", "closed"})}, 0, 0)
    look = Look(resources=(ResourceLook("cases", None, {"closed": ("2026-07-01T23:30:00Z",)}),))
    assert sample_lines(found, "cases", look, "Europe/Berlin") == [
        "opened  2026-07-02 01:30",
        "closed  “2026-07-01T23:30:00Z”",
    ]


def test_samples_are_the_sources_own_words_where_it_tells_them_else_what_the_rows_hold(check):
    lines = check()
    assert "number  “1”, “2”" in lines
    assert "status  “offen”, “erledigt”, “geheim •••”" in lines
    assert "opened  2026-03-02 09:00" in lines
    assert not any("counts" in line for line in lines)


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ({}, "read completely"),
        ({"cases": 0, "events": 0}, "read completely, back to 1970-01-01 01:00"),
        ({"events": 0}, "read completely, events back to 1970-01-01 01:00"),
        (
            {"events": 0, "cases": 86_400_000_000},
            "read completely, events back to 1970-01-01 01:00, cases back to 1970-01-02 01:00",
        ),
    ],
)
def test_how_far_back_each_resource_was_read_is_told(check, since, said):
    assert said in check(since=since)


def test_rows_that_did_not_come_fall_short(check):
    assert "! the source itself counts 5: 3 did not come" in check(total=5)


def test_a_count_far_below_what_came_is_doubted(check):
    assert "the source itself counts 0, and more came: the count may be of one page alone" in check(total=0)
    assert "the source itself counts 1" in check(total=1)


def test_what_a_source_feeds_by_itself_is_what_its_fields_allow(check):
    fed = next(line for line in check() if line.startswith("feeds by itself: "))
    assert "in-and-out" in fed
    assert "open-cases" not in fed  # it maps no type
    assert "appointments" not in fed


def test_what_keeps_a_source_from_telling_is_said(check):
    assert "crm.example.com forbids this to the account that signs in." in check(fault="look")
    assert "It could not be looked at any closer: ValueError." in check(fault="mistake")


def test_a_fault_of_the_read_is_not_said_twice(check):
    lines = check(fault="read")
    assert lines.count("crm.example.com refuses the connection.") == 1


def test_rows_that_came_beside_a_fault_are_told_and_not_as_a_whole_read(check):
    lines = check(fault="part")
    assert "crm.example.com forbids this to the account that signs in." in lines
    assert "! a part of it could not be read: not all rows came" in lines
    assert not [line for line in lines if "read completely" in line]
    assert ["cases", "2", "rows"] in [line.split()[:3] for line in lines]


def moment(tmp_path, read):
    """A board of one source, left after a second at what it brought."""
    house = board(tmp_path, source("crm", read))
    batches, conditions = read_once(house, NOW_US, budget_s=1.0)
    looks = {"crm": Look(resources=(ResourceLook("cases", 9),))}
    return Moment(house, NOW_US, compose(house, batches, conditions, NOW_US), looks=looks)


def lines_of(tmp_path, **told):
    """What is said of a read that goes on for ever."""

    def read(options, request):
        number = request.token or "1"
        is_changes = bool(request.token)
        at = {"as_of_us": request.now_us, "token": str(int(number) + 1), "is_changes": is_changes}
        return batch(number, has_more=True, **at, **told)

    found = Findings()
    check_sources(found, moment(tmp_path, read))
    return [line.strip() for line in found.lines]


def test_a_read_that_is_left_half_way_is_not_called_complete(tmp_path):
    lines = lines_of(tmp_path, since_us={"cases": 0}, is_behind=True)
    assert "! its read goes on, back to 1970-01-01 00:00: not all rows have come yet" in lines
    assert "! crm (tiny): not read to its end" in lines
    assert "the source itself counts 9" in lines
    assert not [line for line in lines if "read completely" in line or "did not come" in line]


def test_a_read_that_goes_on_further_back_has_come_to_the_present(tmp_path):
    lines = lines_of(tmp_path, since_us={"cases": 0})
    assert "! its read goes on, back to 1970-01-01 00:00: not all rows have come yet" in lines
    assert next(line for line in lines if "crm (tiny)" in line).startswith("crm (tiny): LIVE, as of ")


def test_a_history_of_states_shows_what_they_were_changed_to(wallboard, tmp_path):
    path = write_office(tmp_path / "office")
    write_still(path.parent / "events.csv", EVENTS)
    lines = [line.strip() for line in wallboard("check", str(path)).out.splitlines()]
    assert next(line for line in lines if line.startswith("owner ")).endswith("“Kim”, “=cmd()”")


@pytest.mark.parametrize(
    ("preset", "said"),
    [("zendesk", "rest, zendesk (untested: from documentation)"), ("django-helpdesk", "rest, django-helpdesk")],
)
def test_a_preset_that_was_never_tried_says_so_in_its_name(wallboard, tmp_path, preset, said):
    head, _, _ = BOARD.partition("sources:")
    _, _, tail = BOARD.partition("targets:")
    source = f"{{type: rest, preset: {preset}, url: http://127.0.0.1:{closed_port()}}}"
    path = write_office(tmp_path / "office", f"{head}sources: {{crm: {source}}}\ntargets:{tail}")
    lines = [line.strip() for line in wallboard("check", str(path)).out.splitlines()]
    assert any(line.startswith(f"! crm ({said}): ") for line in lines)


def test_a_look_tells_what_it_knows_and_no_more():
    assert list(looked_lines(Look())) == []
    assert list(looked_lines(Look("crm", "", calls=1))) == ["reached crm, signed in, 1 call"]
    assert list(looked_lines(Look(calls=1200, calls_left=0))) == ["1,200 calls, 0 calls left"]
    assert list(looked_lines(Look(calls=2, calls_left=1))) == ["2 calls, 1 call left"]


def test_samples_are_shortened_and_a_field_without_a_value_says_so():
    rows = {"id": ["1"], "person": ["Amira"], "start_on": [date(2026, 3, 2)]}
    frame = in_form("appointments", pl.DataFrame(rows))
    mapped = {"appointments": frozenset({"id", "person", "start", "end"})}
    look = Look(resources=(ResourceLook("appointments", 7, {"person": ("x" * 50,)}), ResourceLook("cases", 9)))
    assert sample_lines(Batch({"appointments": frame}, mapped, 0, 0), "appointments", look, "UTC") == [
        "id      “1”",
        f"person  “{'x' * 39}…”",
        "start   2026-03-02",
        "end     no value",
    ]
    assert (total_of(look, "appointments"), total_of(look, "events"), total_of(None, "cases")) == (7, None, None)
