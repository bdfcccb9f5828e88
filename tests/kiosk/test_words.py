"""What a child of the kiosk says: whole lines or nothing, and never a stop of the child."""

import os
from collections.abc import Iterator

import pytest

from wallboard.kiosk.words import BEAT_VARIABLE, FAULT, STANDUP, Beats


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:
            continue


def beats(writing: int) -> Beats:
    return Beats({BEAT_VARIABLE: str(writing)})


def test_a_beat_is_one_line(pipe: tuple[int, int]) -> None:
    beats(pipe[1]).beat()
    assert os.read(pipe[0], 100) == b"beat\n"


def test_a_text_of_many_lines_is_said_in_one_and_cut_where_it_is_too_long(pipe: tuple[int, int]) -> None:
    said = beats(pipe[1])
    said.say(f"{FAULT} first\nsecond\x00")
    assert os.read(pipe[0], 5000) == b"fault first second\x00\n"
    for text in ("ä" * 5000, "x" + "ä" * 5000, "€" * 5000):
        said.say(text)
        line = os.read(pipe[0], 5000)
        assert 1990 < len(line) <= 2001
        assert line.decode() == f"{text[: len(line.decode()) - 3]} …\n"


def test_what_is_just_short_enough_is_not_said_to_be_cut(pipe: tuple[int, int]) -> None:
    beats(pipe[1]).say("ä" * 1000)
    assert os.read(pipe[0], 5000).decode() == "ä" * 1000 + "\n"


def test_a_process_without_a_kiosk_says_nothing() -> None:
    alone = Beats({})
    alone.beat()
    alone.say(STANDUP)
    alone.busy(1.0)
    alone.close()


@pytest.mark.parametrize("number", ["none", "-1", "99999", "9" * 40, "²"])
def test_a_number_that_is_no_open_file_is_no_kiosk(number: str) -> None:
    environment = {BEAT_VARIABLE: number}
    alone = Beats(environment)
    alone.beat()
    alone.say(STANDUP)
    assert environment == {}


def test_the_number_is_taken_from_the_environment_so_that_no_grandchild_uses_it(pipe: tuple[int, int]) -> None:
    environment = {BEAT_VARIABLE: str(pipe[1]), "LANG": "C"}
    Beats(environment).beat()
    assert os.read(pipe[0], 100) == b"beat\n"
    assert environment == {"LANG": "C"}
    assert not os.get_inheritable(pipe[1])


def test_a_full_pipe_stops_nobody_drops_beats_and_keeps_words(pipe: tuple[int, int]) -> None:
    said = beats(pipe[1])
    for _ in range(30_000):
        said.beat()
    said.say(STANDUP)
    os.set_blocking(pipe[0], False)
    while True:
        try:
            os.read(pipe[0], 65_536)
        except BlockingIOError:
            break
    said.beat()
    assert os.read(pipe[0], 100) == b"standup\nbeat\n"


def test_a_kiosk_that_is_gone_is_nothing_to_speak_of(pipe: tuple[int, int]) -> None:
    said = beats(pipe[1])
    os.close(pipe[0])
    said.beat()
    said.say(STANDUP)
    with pytest.raises(OSError, match="Bad file"):  # nor is the pipe kept open for nobody
        os.fstat(pipe[1])
