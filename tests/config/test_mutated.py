"""Good boards gone wrong at random: a board or faults with places, never anything else."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.config.good_board import GOOD, PANELS, SOURCES
from wallboard.config.board import Board
from wallboard.config.faults import BoardFaults
from wallboard.config.load import load_board

LINES = GOOD.splitlines()
KEYS = [match.span(1) for match in re.finditer(r"([\w-]+): ", GOOD)]
SCALARS = [match.span(1) for match in re.finditer(r"[:,\[] ?([^\s:,{}\[\]]+)(?=[,}\]\n])", GOOD)]
ODD = st.sampled_from(
    [
        "", "~", "true", "7", "-1", "1.5", "1e400", ".nan", "text", '""', "[]", "{}", "[[1]]", "{a: b}", "*x", "&x 1",
        "!!int 1", "2026-02-30", "99:99", "30s", "0s", "\u2028", "\U0001f600", '"\\ud83d"', "?", "|", "- 1", "&a [*a]",
        "any", "default", "GB-ENG-X", "../../etc", "a\tb", "9" * 5000, "x" * 5000, "null", "[null]", "{not: null}",
    ]
)  # fmt: skip


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], Board | None]:
    """The board of some bytes; None where it has faults, all of them with a place and something found."""
    monkeypatch.chdir(tmp_path)

    def judge(data: bytes) -> Board | None:
        Path("board.yaml").write_bytes(data)
        try:
            return load_board(Path("board.yaml"), source_types=SOURCES, panel_types=PANELS)
        except BoardFaults as caught:
            faults = caught.faults
        # Some signs end a line in YAML and not in other texts.
        lines = len(data.decode("utf-8", "replace").splitlines()) + 2
        assert faults
        for fault in faults:
            assert fault.file == "board.yaml"
            assert 1 <= fault.line <= lines
            assert fault.column >= 1
            assert fault.found
            assert not re.search(r"pydantic|validation|NoneType|Traceback|\bdict\b|\bstr\b", str(fault))
        return None

    return judge


tried = settings(
    max_examples=80,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # the folder may stay the same
)


@tried
@given(st.integers(0, len(LINES) - 1))
def test_a_line_less(judged, at):
    judged("\n".join(LINES[:at] + LINES[at + 1 :]).encode())


@tried
@given(st.integers(0, len(LINES) - 1))
def test_a_line_twice(judged, at):
    judged("\n".join(LINES[: at + 1] + LINES[at:]).encode())


@tried
@given(st.integers(0, len(GOOD.encode())))
def test_a_file_cut_short(judged, at):
    judged(GOOD.encode()[:at])


@tried
@given(st.sampled_from(KEYS), st.one_of(ODD, st.text(max_size=8)))
def test_a_key_of_another_name(judged, span, word):
    judged((GOOD[: span[0]] + word + GOOD[span[1] :]).encode("utf-8", "surrogatepass"))


@tried
@given(st.lists(st.tuples(st.sampled_from(SCALARS), ODD), min_size=1, max_size=4, unique_by=lambda one: one[0]))
@example([((SCALARS[0]), "9" * 5000)])
def test_values_of_another_form(judged, changes):
    text = GOOD
    for (start, end), value in sorted(changes, reverse=True):
        text = text[:start] + value + text[end:]
    judged(text.encode())


@tried
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=6), st.integers(0, 4))
def test_random_bytes(judged, at, noise, gone):
    data = GOOD.encode()
    judged(data[:at] + noise + data[at + gone :])


@tried
@given(st.binary(max_size=60))
def test_a_file_of_noise(judged, noise):
    assert judged(noise) is None


def test_the_good_board_is_good(judged):
    assert judged(GOOD.encode()) is not None
