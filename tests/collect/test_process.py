"""The collector as a whole, in this process and in one of its own, to its end."""

import logging
import os
import signal
import subprocess
import sys
import threading
from contextlib import closing, suppress
from pathlib import Path
from queue import SimpleQueue

import pytest

from tests.collect.collecting import PATIENCE_S, Running, counting_reads, picture, rows_shown
from tests.small_board import batch, board, no_read, source
from wallboard.collect import run
from wallboard.collect.once import site_of_source
from wallboard.compose import compose
from wallboard.config.faults import BoardFaults, Fault
from wallboard.kiosk.words import ALREADY_COMPOSED, BAD_BOARD, BEAT_VARIABLE, NO_STATE, Beats
from wallboard.store.cache import Cache
from wallboard.store.locks import take
from wallboard.store.places import board_id, places_of

HERE = Path(__file__).parent


def test_the_collector_ends_in_good_order_when_its_glass_is_gone(tmp_path):
    read, _ = counting_reads()
    one = Running(tmp_path / "state", lambda path: board(path.parent, source("crm", read)))
    one.until(lambda rows, conditions: rows == 2)
    assert one.end(patience_s=5) == 0
    found = picture(places_of(tmp_path / "state"), board_id(tmp_path / "small.yaml"))
    assert rows_shown(found) == 2
    with closing(Cache(places_of(tmp_path / "state"))) as cache:
        house = board(tmp_path, source("crm", read))
        assert cache.load(site_of_source(house, house.sources[0])).rows == 2
    assert list((tmp_path / "state" / "images").iterdir())


def test_a_hung_source_does_not_hold_up_the_end(tmp_path):
    hold = threading.Event()

    def read(options, request):
        hold.wait(PATIENCE_S)

    one = Running(tmp_path / "state", lambda path: board(path.parent, source("crm", read)))
    one.until(lambda rows, conditions: True)
    assert one.end(patience_s=5) == 0
    hold.set()


def test_refresh_polls_at_once(tmp_path):
    read, reads = counting_reads()
    one = Running(tmp_path / "state", lambda path: board(path.parent, source("crm", read, every_s=3600)))
    reads.get(timeout=PATIENCE_S)
    one.until(lambda rows, conditions: rows == 2)
    os.write(one.glass, b"what\nrefr")
    os.write(one.glass, b"esh\n")
    reads.get(timeout=PATIENCE_S)
    assert one.end() == 0


def test_a_tick_notices_what_others_brought(tmp_path):
    read, _ = counting_reads()
    house = board(tmp_path, source("crm", read))
    places = places_of(tmp_path / "state")
    places.make()
    site = site_of_source(house, house.sources[0])
    with take(places.site_lock(site)), closing(Cache(places)) as cache:
        one = Running(tmp_path / "state", lambda path: house, tick_s=0.01)
        one.until(lambda rows, conditions: rows == 0)
        cache.apply(site, batch("1", "2", "3"))
        one.until(lambda rows, conditions: rows == 3)
        assert one.end() == 0


def test_an_error_of_our_own_does_not_end_the_collector(tmp_path):
    read, _ = counting_reads()
    composed = SimpleQueue()
    state = tmp_path / "state"
    pipe, glass = os.pipe()

    def composing(of, batches, conditions, now_us, **told):
        composed.put(len(batches))
        raise ZeroDivisionError

    def work():
        codes.append(
            run(
                [tmp_path / "small.yaml"],
                load=lambda path: board(tmp_path, source("crm", read)),
                compose=composing,
                for_glass=True,
                state_dir=state,
                tick_s=0.01,
                pipe=pipe,
            )
        )

    codes: list[int] = []
    thread = threading.Thread(target=work)
    thread.start()
    while composed.get(timeout=PATIENCE_S) == 0:
        pass
    os.close(glass)
    thread.join(PATIENCE_S)
    assert codes == [0]
    assert "an error inside Wallboard" in next((state / "logs").iterdir()).read_text()


def bad_load(path):
    raise BoardFaults([Fault(str(path), 3, 7, "pages", 'found "x"', "a list")])


def test_a_bad_board_is_said_on_stderr_and_in_the_corner_of_its_last_picture(tmp_path, capfd):
    state, path = tmp_path / "state", tmp_path / "small.yaml"
    assert run([path], load=bad_load, compose=compose, state_dir=state) == BAD_BOARD
    assert f'{path}:3:7: pages: found "x"; allowed: a list' in capfd.readouterr().err
    read, _ = counting_reads()
    one = Running(state, lambda path: board(path.parent, source("crm", read)))
    one.until(lambda rows, conditions: rows == 2)
    assert one.end() == 0
    name = board_id(path)
    before = picture(places_of(state), name)
    assert run([path], load=bad_load, compose=compose, state_dir=state) == BAD_BOARD
    after = picture(places_of(state), name)
    assert [line.key for line in after.trouble] == ["trouble.board"]
    assert after.pages == before.pages
    assert after.composed_at_us == before.composed_at_us


def test_a_kiosk_hears_the_faults_of_a_board_as_its_file_is_and_then_that_it_was_mended(tmp_path, places, caplog):
    caplog.set_level(logging.INFO)
    path = tmp_path / "small.yaml"
    path.write_text("on-tme")

    def load(path):
        if path.read_text() == "good":
            return board(path.parent, source("crm", no_read))
        raise BoardFaults([Fault(path.name, 3, 7, "type", f'found "{path.read_text()}"')])

    heard, childs = os.pipe()
    beats = Beats({BEAT_VARIABLE: str(childs)})
    lines = os.fdopen(heard)

    def rewrite_when_told():
        for line in lines:
            if line.startswith("bad") and "on-tme" in line:
                path.write_text("lat-list")
            elif line.startswith("bad"):
                told.append(line.strip())
                path.write_text("good")
            elif line.startswith("anew"):
                told.append(line.strip())

    told = []
    hearer = threading.Thread(target=rewrite_when_told)
    hearer.start()
    assert run([path], load=load, compose=compose, state_dir=places.state, files_every_s=0.02, beats=beats) == 0
    beats.close()
    hearer.join(PATIENCE_S)
    lines.close()
    name = board_id(path)
    assert told == [f'bad {name} small.yaml:3:7: type: found "lat-list"', "anew for a mended board"]
    assert "has other faults now" in caplog.text


def test_a_board_that_another_process_composes_is_left_to_it(tmp_path, places):
    path = tmp_path / "small.yaml"

    def load(path):
        return board(path.parent, source("crm", no_read))

    with take(places.board_lock(board_id(path))):
        told = {"load": load, "compose": compose, "state_dir": places.state}
        assert run([path], **told) == 0
        assert run([path], for_glass=True, **told) == ALREADY_COMPOSED


def test_a_state_directory_that_cannot_be_used_is_said(tmp_path, capfd):
    (tmp_path / "file").write_text("in the way")
    code = run([tmp_path / "x.yaml"], load=bad_load, compose=compose, state_dir=tmp_path / "file" / "state")
    assert code == NO_STATE
    assert "The state directory cannot be used" in capfd.readouterr().err


def start(state, mode, *told):
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    return subprocess.Popen(
        [sys.executable, str(HERE / "collector_under_test.py"), str(state), mode, *told],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_collector_in_good_order(tmp_path, number):
    with start(tmp_path / "state", "steady") as process:
        process.stdout.readline()
        process.send_signal(number)
        _, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    assert f"ends: {number.name}" in errors


def test_a_process_ends_within_five_seconds_of_its_glass(tmp_path):
    with start(tmp_path / "state", "hanging", "for-glass") as process:
        process.stdout.readline()
        process.stdin.close()
        process.stdin = None
        _, errors = process.communicate(timeout=5)
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert "Fatal" not in errors


def test_a_second_process_for_the_same_board_says_so(tmp_path):
    with start(tmp_path / "state", "steady", "for-glass") as first:
        first.stdout.readline()
        with start(tmp_path / "state", "steady", "for-glass") as second:
            second.communicate(timeout=PATIENCE_S)
        assert second.returncode == ALREADY_COMPOSED
        first.communicate(timeout=PATIENCE_S)
    assert first.returncode == 0


def test_kill_at_any_moment_loses_nothing_that_was_kept(tmp_path):
    state = tmp_path / "state"
    places = places_of(state)
    kept_rows = kept_shown = 0
    house = board(tmp_path, source("crm", no_read))
    for turn in range(30):
        with start(state, "growing") as process:
            # The moment of the kill moves through the work: a few pictures, and some way into the next one.
            for _ in range(2 + turn % 5):
                line = process.stdout.readline()
            with suppress(subprocess.TimeoutExpired):
                process.wait(turn % 7 * 0.004)
            process.kill()
            rest = process.stdout.read()
            process.stderr.read()
        said = [text.split() for text in (line + rest).splitlines() if len(text.split()) == 3]
        kept_rows = max(kept_rows, *(int(one[1]) for one in said))
        kept_shown = max(kept_shown, *(int(one[2]) for one in said))
        with closing(Cache(places)) as cache:
            found = cache.load(site_of_source(house, house.sources[0]))
            assert found.rows >= kept_rows
            assert found.rows % 10 == 0  # no half of a read
            assert cache.trouble is None
        shown = picture(places, board_id(tmp_path / "small.yaml"))
        assert rows_shown(shown) >= kept_shown
        assert shown.sources[0].rows == rows_shown(shown)
    assert kept_rows >= 300
    assert not [path for path in state.iterdir() if ".damaged" in path.name]
