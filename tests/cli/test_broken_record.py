"""Commands that read a source once, where its system refuses a record or two: all others are there, as on the wall."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.loopback.server import Loopback, loopback
from tests.test_parts_on_a_wall import DETAILS, STEPS, Office
from tests.test_source_faults import BOARD, CASES, yaml_text
from wallboard.cli.source_try import read_by
from wallboard.cli.trying.entry import Entry
from wallboard.sources.contract import TRIES
from wallboard.store.secrets import Secrets

STAYS = "Of cases, 1 record is missing or stays as it was: the system does not give its details (7)."


@dataclass
class Broken:
    """A board of 25 tickets and their histories, and the server."""

    office: Office
    server: Loopback
    board: str
    entry: dict[str, Any]

    def asked(self, path: str) -> int:
        """How often that was asked for."""
        return sum(asked.path == path for asked in self.server.asked)


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Broken]:
    office = Office()
    with loopback(office) as server:
        path = tmp_path / "board.yaml"
        cases = {**CASES, "details": DETAILS}
        entry = {"type": "rest", "url": server.url, "timeout_s": 10.0, "cases": cases, "events": STEPS}
        path.write_text(yaml_text({**BOARD, "sources": {"desk": entry}}))
        yield Broken(office, server, str(path), entry)


@pytest.mark.parametrize("status", [403, 500])
def test_a_report_has_all_others(wallboard: Command, broken: Broken, status: int) -> None:
    broken.office.refuses["/tickets/7/history"] = status
    ended = wallboard("report", broken.board)
    assert ended.code == 0, ended.err
    ((panel,),) = (page["panels"] for page in json.loads(ended.out)["pages"])
    assert panel["state"] == "LIVE"
    assert {one["name"]: one["value"] for one in panel["view"]["figures"]}["open"] == 24
    assert broken.asked("/tickets/7/history") == TRIES


def test_check_has_all_others_and_names_it(wallboard: Command, broken: Broken) -> None:
    broken.office.refuses["/tickets/7/history"] = 403
    ended = wallboard("check", broken.board)
    assert STAYS in ended.out
    assert "of 24 have a target" in ended.out
    assert "forbids" not in ended.out


def test_a_first_mapping_is_tried_without_it(broken: Broken) -> None:
    broken.office.refuses["/tickets/7/history"] = 403
    outcome = read_by(Entry("", broken.entry), Secrets())
    assert outcome is not None
    assert outcome.batch is not None
    assert (outcome.fault, outcome.batch.frame("cases").height) == (None, 24)


@pytest.mark.parametrize("refused", ["/tickets", "/tickets/{}/history"], ids=["the list", "every history"])
def test_what_is_refused_for_all_is_told_after_as_many_reads(wallboard: Command, broken: Broken, refused: str) -> None:
    broken.office.refuses = {refused.format(number): 403 for number in range(1, 26)}
    ended = wallboard("check", broken.board)
    assert ended.code == 1
    assert "forbids" in ended.out
    assert STAYS not in ended.out
    assert broken.asked("/tickets") == TRIES


def test_a_refused_sign_in_is_tried_once(wallboard: Command, broken: Broken) -> None:
    broken.office.refuses["/tickets"] = 401
    assert wallboard("report", broken.board).code == 1
    assert broken.asked("/tickets") == 1


def test_check_names_a_record_of_which_the_server_has_no_details(wallboard: Command, broken: Broken) -> None:
    broken.office.refuses["/tickets/7/history"] = 404
    ended = wallboard("check", broken.board)
    assert ended.code == 1
    assert "! Of cases, 1 record is listed but left out: the system has no details of it (7)." in ended.out
