"""What the commands say, and by what time they reckon, where this machine's clock is wrong."""

from contextlib import closing
from dataclasses import replace
from time import time_ns

import pytest

from tests.small_board import batch, board, source
from wallboard.cli.boards import moment_of
from wallboard.cli.check_sources import check_panels, check_sources
from wallboard.cli.findings import Findings
from wallboard.cli.report_data import is_all_live, report_of
from wallboard.core.views.shapes import Picture
from wallboard.store.journal import Journal
from wallboard.store.places import board_id, places_of

HOUR = 3_600_000_000
MINUTE = 60_000_000


def telling(wrong_us):
    """A read of a service, for whose clock ours is wrong by so much."""

    def read(options, request):
        return replace(batch("1", as_of_us=request.now_us), clock_us=request.now_us - wrong_us)

    return read


def silent(options, request):
    return batch("1", as_of_us=request.now_us)


def moment(tmp_path, *reads, is_service=True, files=()):
    sources = [source(f"crm{number}", read, is_service=is_service) for number, read in enumerate(reads)]
    return moment_of(replace(board(tmp_path, *sources), files=files), None, state_dir=tmp_path / "state")


def checked(found):
    told = Findings()
    check_panels(told, found, check_sources(told, found))
    return told


@pytest.mark.parametrize(("wrong_us", "said"), [(3 * HOUR, "3 h 00 ahead of"), (-3 * HOUR, "3 h 00 behind")])
def test_a_report_is_of_the_sources_now_and_says_that_the_clock_is_wrong(tmp_path, capsys, wrong_us, said):
    found = moment(tmp_path, telling(wrong_us))
    assert abs(time_ns() // 1000 - wrong_us - found.at_us) < MINUTE
    assert f"This machine’s clock is {said} crm0’s." in capsys.readouterr().err
    assert is_all_live(report_of(found))


def test_a_read_that_is_behind_is_none_by_the_right_clock_either(tmp_path):
    def behind(options, request):
        return replace(telling(3 * HOUR)(options, request), is_behind=True)

    found = moment(tmp_path, behind)
    assert [note.as_of_us for note in found.composed.picture.sources] == [None]


def test_a_right_clock_is_not_worth_a_word(tmp_path, capsys):
    found = moment(tmp_path, telling(MINUTE), silent)
    assert abs(time_ns() // 1000 - found.at_us) < MINUTE
    assert capsys.readouterr().err == ""
    assert found.composed.picture.clock_ahead_us == 0


def test_check_falls_short_of_a_right_clock_by_the_source_that_tells(tmp_path):
    told = checked(moment(tmp_path, telling(3 * HOUR)))
    assert told.short == 1
    assert checked(moment(tmp_path, telling(0))).short == 0


def test_check_names_the_source_that_does_not_agree_with_the_others(tmp_path):
    found = moment(tmp_path, telling(3 * HOUR), telling(MINUTE))
    assert found.composed.picture.clock_ahead_us == 0
    assert checked(found).short == 1


def test_a_clock_that_is_behind_what_was_kept_is_a_guess_that_no_report_calls_live(tmp_path, capsys):
    places = places_of(tmp_path / "state")
    places.make()
    path = tmp_path / "small.yaml"
    later_us = time_ns() // 1000 + 3 * HOUR
    with closing(Journal(places)) as journal:
        journal.show(board_id(path), board(tmp_path).layout(), Picture("small", later_us, ()))
    found = moment(tmp_path, silent, is_service=False, files=(path,))
    assert abs(found.at_us - later_us) < MINUTE
    assert "This machine’s clock is at least 3 h 00 behind" in capsys.readouterr().err
    assert [panel["state"] for page in report_of(found)["pages"] for panel in page["panels"]] == ["CLOCK WRONG"]
    assert checked(found).short == 1
