"""On time of a finished week never changes in the journal, whatever happens to the rows later (rule 7)."""

from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.lives import at, batch, life, organisation
from tests.small_board import board, no_read, panel, source
from wallboard.collect.collector import Collector
from wallboard.collect.once import site_of_source
from wallboard.collect.polling import Outcome
from wallboard.compose import compose
from wallboard.panels.contract import Envelope
from wallboard.panels.registry import types
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places
from wallboard.store.weeks import stored_weeks

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
CASES = st.lists(st.tuples(st.integers(-4, 4), st.sampled_from(DAYS), st.integers(9, 16), st.booleans()), max_size=30)


class Idle:
    """A source's thread that brings nothing by itself."""

    def poll_now(self) -> None: ...
    def poll_every(self, every_s: float) -> None: ...
    def stop(self) -> None: ...


@settings(max_examples=25)
@given(st.lists(st.tuples(CASES, st.integers(0, 10)), min_size=2, max_size=6))
def test_on_time_of_a_finished_week_never_changes(
    tmp_path_factory: pytest.TempPathFactory, reads: list[tuple[list[tuple[int, str, int, bool]], int]]
) -> None:
    folder = tmp_path_factory.mktemp("board")
    places = Places(folder / "state")
    places.make()
    desk = source("desk", no_read)  # type: ignore[arg-type]
    kind = types()["on-time"]
    entry = replace(panel("On time"), type=kind, options=kind.options(), envelope=Envelope("on-time", "On time"))
    house = replace(board(folder, desk, panels=(entry,)), organisation=organisation())
    collector = Collector({"board": house}, places, compose, lambda site: Idle())
    collector.begin(at("Mon 00:00"))
    stored: dict[object, object] = {}
    hour = 0
    for cases, hours in reads:
        hour += hours * 24
        now_us = at("Mon 12:00") + hour * 3_600_000_000
        lives = [
            life(f"{n}", f"{day}{week:+d} {opened:02d}:00 opened" + (f"; {day}{week:+d} 17:00 closed" * is_closed))
            for n, (week, day, opened, is_closed) in enumerate(cases)
        ]
        known = life("old", "Mon-14 09:00 opened; Mon-14 10:00 closed")  # weeks before the first row are not stored
        read = replace(batch(known, *lives), as_of_us=now_us, clock_us=now_us)
        collector.take(Outcome(site_of_source(house, desk), now_us, batch=read))
        collector.show(now_us)
        now_stored = stored_weeks(places, "board")
        assert {key: now_stored[key] for key in stored} == stored
        stored = dict(now_stored)
        with closing(JournalReader(places.journal, "board")) as reader:
            shown = reader.picture()
        assert shown is not None
        figures = {one.name: (one.value, one.numerator, one.denominator) for one in shown.pages[0][0].figures}
        for key, count in now_stored.items():
            known = (count.value, count.numerator, count.denominator)
            assert figures.get(f"week:{key.week_on}", known) == known
    collector.end()
    assert len(stored) >= 12
