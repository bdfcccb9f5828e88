"""Locks are one process's until it lets go, and looking at one takes nothing from anybody."""

from pathlib import Path

from wallboard.store.locks import is_held, take
from wallboard.store.places import Places


def test_a_lock_is_had_once_until_it_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    first = take(path)
    assert first is not None
    assert take(path) is None
    first.release()
    second = take(path)
    assert second is not None
    second.release()


def test_who_looks_whether_a_lock_is_held_makes_no_file_and_keeps_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    assert not is_held(path)
    assert not path.exists()
    lock = take(path)
    assert lock is not None
    with lock:
        assert is_held(path)
    assert not is_held(path)
    again = take(path)
    assert again is not None
    again.release()


def test_where_nobody_can_tell_no_lock_is_held(tmp_path: Path) -> None:
    (tmp_path / "locks").write_text("a file in the folder's place")
    assert not is_held(tmp_path / "locks" / "a.lock")


def test_a_screen_has_a_lock_whatever_it_is_called(tmp_path: Path) -> None:
    places = Places(tmp_path)
    assert [places.screen_lock(name).name for name in ("HDMI-1", "HDMI 1/x", "", "../..")] == [
        "screen-HDMI-1.lock", "screen-HDMI-1-x.lock", "screen-screen.lock", "screen------.lock"
    ]  # fmt: skip
    assert places.screen_claim("HDMI 1/x") == tmp_path / "locks" / "screen-HDMI-1-x.claim"


def test_a_folder_in_a_locks_place_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "kiosk.lock" / "something").mkdir(parents=True)
    lock = take(tmp_path / "kiosk.lock")
    assert lock is not None
    assert take(tmp_path / "kiosk.lock") is None
    assert (tmp_path / "kiosk.damaged-1" / "something").is_dir()
    lock.release()
