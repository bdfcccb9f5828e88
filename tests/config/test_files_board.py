"""The sample board of files: it opens, its exports are read whole, and a mistake in a mapping is named in its place."""

from pathlib import Path

import pytest

from wallboard.config.faults import BoardFaults
from wallboard.config.load import load_board
from wallboard.core.records import Batch
from wallboard.sources.contract import ReadRequest

CONFIG = Path(__file__).parents[2] / "config"
NOW_US = 1_775_000_000_000_000


def batches() -> dict[str, Batch]:
    board = load_board(CONFIG / "files.yaml")
    found = {}
    for source in board.sources:
        request = ReadRequest(source.name, board.folder, NOW_US, board.organisation.time_zone)
        batch = source.type.read(source.options, request)
        assert batch is not None
        found[source.name] = batch
    return found


def test_the_samples_are_read_whole_and_say_when_they_were_exported() -> None:
    found = batches()
    assert {name: batch.frame("cases").height for name, batch in found.items()} == {"helpdesk": 40, "erp": 28}
    assert [batch.unusable for batch in found.values()] == [(), ()]
    assert {batch.as_of_us for batch in found.values()} == {1_773_844_200_000_000}


def test_both_systems_share_some_cases() -> None:
    found = batches()
    keys = found["erp"].frame("cases")["shared_key"].drop_nulls()
    assert keys.len() > 1
    assert keys.is_in(found["helpdesk"].frame("cases")["number"].to_list()).all()


def test_a_mistake_in_a_mapping_is_named_with_its_place(tmp_path: Path) -> None:
    text = (CONFIG / "files.yaml").read_text(encoding="utf-8")
    line = next(at for at, one in enumerate(text.splitlines(), start=1) if "column: Created" in one)
    board = tmp_path / "files.yaml"
    board.write_text(text.replace("{column: Created", "{colum: Created"), encoding="utf-8")
    with pytest.raises(BoardFaults) as caught:
        load_board(board)
    assert {fault.line for fault in caught.value.faults} == {line}
    assert any("colum" in str(fault) for fault in caught.value.faults)
