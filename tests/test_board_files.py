"""A board's files on a real disk: written, replaced, half-written, gone and back; looked at step by step."""

from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue

import pytest

from tests.cli.small_office import BOARD, write_office
from tests.waiting import until
from wallboard.collect.board_files import TRY_AGAIN_S, BoardFiles, Reloaded, trouble_of
from wallboard.collect.inbox import StandUp
from wallboard.collect.watch import Watch
from wallboard.collect.wishes import Wishes
from wallboard.config.board import Board
from wallboard.config.faults import BoardFaults, Fault
from wallboard.config.load import load_board
from wallboard.core.words import words
from wallboard.store.wishes import wish

PATIENCE_S = 60
MORE = BOARD.replace("title: More", "title: Everything else")
BAD = BOARD.replace("type: sources", "type: saucers").replace("hours: 12}", "hours: much}")
HOLIDAYS = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:{on}\nSUMMARY:Stocktaking\nEND:VEVENT\nEND:VCALENDAR\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_office(tmp_path / "office")


def files_of(path: Path) -> BoardFiles:
    found = BoardFiles("board", path, load_board)
    found.load()
    settle(found)
    return found


def settle(files: BoardFiles) -> list[Reloaded]:
    """What four looks in a row bring: files that are only seconds old are read once more."""
    return [found for found in (files.look(0.0) for _ in range(4)) if found is not None]


def replace(path: Path, text: str) -> None:
    """As most editors save: written beside it, and renamed over it."""
    beside = path.with_name(path.name + "~")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def titles(found: Reloaded) -> list[str]:
    assert isinstance(found.board, Board)
    return [page.title for page in found.board.pages]


def test_nothing_is_loaded_while_nothing_changes(path: Path) -> None:
    files = files_of(path)
    assert settle(files) == []
    assert not files.is_moving


@pytest.mark.parametrize("save", [Path.write_text, replace])
def test_a_change_is_taken_up_once_it_stood_still(path: Path, save: object) -> None:
    files = files_of(path)
    save(path, MORE)  # type: ignore[operator]
    assert files.look(0.0) is None
    assert files.is_moving
    found = files.look(0.0)
    assert found is not None
    assert titles(found) == ["Service", "Everything else"]
    assert settle(files) == []


def test_a_file_that_grows_from_look_to_look_is_waited_for(path: Path) -> None:
    files = files_of(path)
    for end in range(len(MORE) // 2, len(MORE), 200):
        path.write_text(MORE[:end], encoding="utf-8")
        assert files.look(0.0) is None
    path.write_text(MORE, encoding="utf-8")
    (found,) = settle(files)
    assert titles(found) == ["Service", "Everything else"]


def test_a_file_that_is_gone_for_one_look_is_no_fault(path: Path) -> None:
    files = files_of(path)
    path.unlink()
    assert files.look(0.0) is None
    path.write_text(MORE, encoding="utf-8")
    assert [titles(found) for found in settle(files)] == [["Service", "Everything else"]]


def test_faults_are_told_once_and_the_good_file_after_them(path: Path) -> None:
    files = files_of(path)
    replace(path, BAD)
    (found,) = settle(files)
    assert (found.board, [(fault.line, fault.column) for fault in found.faults]) == (None, [(22, 26), (32, 16)])
    replace(path, BAD + "# the same faults\n")
    assert settle(files) == []
    replace(path, BOARD)
    assert [titles(found) for found in settle(files)] == [["Service", "More"]]


def test_a_deleted_file_is_a_fault_until_it_is_back(path: Path) -> None:
    files = files_of(path)
    path.unlink()
    (found,) = settle(files)
    assert "cannot read this file" in found.faults[0].found
    path.write_text(BOARD, encoding="utf-8")
    (found,) = settle(files)
    assert titles(found) == ["Service", "More"]


def test_included_files_and_calendars_are_watched_also_those_that_a_change_brought(path: Path) -> None:
    files = files_of(path)
    shared, holidays = path.with_name("shared.yaml"), path.with_name("days.ics")
    holidays.write_text(HOLIDAYS.format(on="20260501"), encoding="utf-8")
    shared.write_text('calendars: {spare: {hours: {sat: ["10:00-12:00"]}, holidays: days.ics}}\n', encoding="utf-8")
    replace(path, BOARD + "include: shared.yaml\n")
    found = settle(files)[-1]
    assert found.board is not None
    assert set(found.board.files) == {path, shared, holidays}
    replace(holidays, HOLIDAYS.format(on="20260502"))
    assert settle(files)[-1].board is not None
    replace(shared, "calendars: {spare: {hours: {}}}\n")
    (found,) = settle(files)
    assert found.faults[0].file == str(shared)
    replace(shared, "calendars: {}\n")
    assert settle(files)[-1].board is not None
    assert settle(files) == []


def test_a_file_that_was_missing_is_noticed_when_it_comes(path: Path) -> None:
    files = files_of(path)
    replace(path, BOARD + "include: shared.yaml\n")
    assert "shared.yaml" in settle(files)[0].faults[0].found
    path.with_name("shared.yaml").write_text("types: [Return]\n", encoding="utf-8")
    assert settle(files)[-1].board is not None


def test_a_bad_board_is_tried_again_without_a_change(path: Path) -> None:
    other = path.parent / "elsewhere" / "deep" / "shared.yaml"
    files = files_of(path)
    replace(path, BOARD + "include: elsewhere/deep/shared.yaml\n")
    settle(files)
    assert settle(files) == []
    other.parent.mkdir(parents=True)
    settle(files)  # the folder beside the board has changed, but not that in which the file comes to be
    other.write_text("types: [Return]\n", encoding="utf-8")
    assert settle(files) == []
    found = files.look(TRY_AGAIN_S)
    assert found is not None
    assert found.board is not None


def test_a_file_seconds_old_that_only_reading_brought_to_light_is_read_again(tmp_path: Path) -> None:
    path = write_office(tmp_path, BOARD + "include: shared.yaml\n")
    path.with_name("shared.yaml").write_text("types: [Return]\n", encoding="utf-8")
    files = BoardFiles("board", path, load_board)
    files.load()
    assert len(settle(files)) == 1
    assert settle(files) == []


def test_an_error_of_our_own_is_a_fault_too_and_logged_once(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    failing: list[Exception] = []

    def load(of: Path) -> Board:
        for fault in failing:
            raise fault
        return load_board(of)

    files = BoardFiles("board", path, load)
    files.load()
    failing.append(ZeroDivisionError("of nothing"))
    for text in (MORE, BOARD):
        replace(path, text)
        settle(files)
    assert [record.getMessage() for record in caplog.records] == [f"{path} cannot be loaded"]
    failing.clear()
    replace(path, MORE)
    assert titles(settle(files)[-1]) == ["Service", "Everything else"]


def test_a_board_that_is_bad_at_first_says_all_its_faults(tmp_path: Path) -> None:
    with pytest.raises(BoardFaults) as bad:
        BoardFiles("board", write_office(tmp_path, BAD), load_board).load()
    assert len(bad.value.faults) == 2


def test_the_corner_has_the_first_fault_with_its_file_and_line_and_how_many_more() -> None:
    faults = [Fault("/srv/boards/wall.yaml", line, 5, "pages", "none are left") for line in (3, 9, 12)]
    assert trouble_of(faults[:1]) == words("trouble.board", fault="wall.yaml:3: pages: none are left")
    assert trouble_of(faults) == words("trouble.board-more", fault="wall.yaml:3: pages: none are left", n=2)


def test_the_corner_lists_nothing_that_would_be_allowed(tmp_path: Path) -> None:
    path = write_office(tmp_path, BOARD.replace("type: on-time", "type: on-tiem"))
    with pytest.raises(BoardFaults) as bad:
        load_board(path)
    (fault,) = bad.value.faults
    assert "allowed: all-work, appointments" in str(fault)
    said = f'{path.name}:{fault.line}: type: found "on-tiem", which is no panel type of this version'
    assert trouble_of([fault]) == words("trouble.board", fault=said)


def test_the_corner_names_a_key_once_and_cuts_what_is_long() -> None:
    of_key = Fault("wall.yaml", 3, 5, "pages.1.panels.2.dwel", '"dwel" is no key here')
    assert trouble_of([of_key]) == words("trouble.board", fault='wall.yaml:3: "dwel" is no key here')
    of_entry = Fault("wall.yaml", 3, 5, "people.1", "x" * 200)
    assert trouble_of([of_entry]) == words("trouble.board", fault=f"wall.yaml:3: people: {'x' * 119}…")


def test_a_board_whose_file_was_bad_at_first_is_loaded_though_it_has_not_changed_since(tmp_path: Path) -> None:
    path = write_office(tmp_path, BOARD + "include: shared.yaml\n")
    files = BoardFiles("board", path, load_board)
    with pytest.raises(BoardFaults):
        files.load()
    path.with_name("shared.yaml").write_text("types: [Return]\n", encoding="utf-8")
    assert [found.board is not None for found in settle(files)] == [True, True]


def test_a_change_that_is_taken_back_before_it_stood_still_is_none(path: Path) -> None:
    files = files_of(path)
    aside = path.rename(path.with_name("aside"))
    assert files.look(0.0) is None
    aside.rename(path)
    assert settle(files) == []
    assert not files.is_moving


def test_one_look_goes_over_all_boards_and_the_wishes_of_their_glasses(tmp_path: Path) -> None:
    paths = [write_office(tmp_path / name) for name in ("first", "second")]
    told: list[object] = []
    left = tmp_path / "second.wish"
    watch = Watch([files_of(path) for path in paths], Wishes({"second": left}), told.append)
    watch.look(0.0)
    assert told == []
    wish(left)
    for path in paths:
        replace(path, MORE)
    watch.look(0.0)
    assert told == [StandUp("second")]
    watch.look(0.0)
    assert [titles(found)[-1] for found in told[1:] if isinstance(found, Reloaded)] == ["Everything else"] * 2


def test_the_thread_looks_until_it_is_stopped(path: Path) -> None:
    outbox: SimpleQueue[object] = SimpleQueue()
    watch = Watch([files_of(path)], Wishes({}), outbox.put, 0.001)
    watch.start()
    found = []
    for text in (MORE, BAD, BOARD):
        replace(path, text)
        found.append(outbox.get(timeout=PATIENCE_S))
    watch.stop()
    watch.join(PATIENCE_S)
    assert not watch.is_alive()
    assert all(isinstance(one, Reloaded) for one in found)
    assert all(one != other for one, other in pairwise(found))


def test_an_error_in_a_look_does_not_end_the_looking(path: Path) -> None:
    outbox: SimpleQueue[object] = SimpleQueue()

    def tell(found: object) -> None:
        outbox.put(found)
        if outbox.qsize() == 1:
            raise ValueError("the first is one too much")

    watch = Watch([files_of(path)], Wishes({}), tell, 0.001)
    watch.start()
    for number, text in enumerate((MORE, BOARD), start=1):
        replace(path, text)
        until(lambda number=number: outbox.qsize() == number, f"{number} boards")
    watch.stop()
    watch.join(PATIENCE_S)
    assert not watch.is_alive()
