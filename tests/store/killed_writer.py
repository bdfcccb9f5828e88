"""A process whose children write cache and journal without end until they are killed; see `test_kills`.

For each line `FOLDER NUMBER` on its input it forks a child, which has everything imported already, and says `pid N`.
The child writes NUMBER, NUMBER + 1 … and says `cache N`, `changes N`, `picture N`, `week N` or `answer N` once that is
promised to be kept. When the child has ended it says `ended`.
"""

import logging
import os
import sys
from pathlib import Path

import polars as pl

from wallboard.core.measures.weeks import WeekCount, WeekKey
from wallboard.core.records import SCHEMAS, Batch, in_form
from wallboard.core.views.agenda import Agenda, Answer
from wallboard.core.views.layout import Layout, PageLayout, PanelPlace, Screen
from wallboard.core.views.shapes import Count, Counts, Picture, View
from wallboard.core.words import verbatim
from wallboard.store.answers import AnswerBook
from wallboard.store.cache import Cache
from wallboard.store.journal import Journal
from wallboard.store.places import Places

DAY_US = 86_400_000_000
NOW_US = 20_500 * DAY_US
ROWS = 400
CHANGED = 7
VIEWS = 12
WEEKS = 10


def batch(number: int) -> Batch:
    """Rows of which every one says the number."""
    frame = pl.DataFrame({"number": [str(row) for row in range(ROWS)], "owner": [str(number)] * ROWS})
    return Batch({"cases": in_form("cases", frame)}, {"cases": frozenset(SCHEMAS["cases"])}, number, number)


def changes(number: int) -> Batch:
    """One case that says the number, and one event more."""
    case = pl.DataFrame({"number": [str(number % CHANGED)], "owner": [str(number)]})
    event = pl.DataFrame({"number": [str(number % CHANGED)], "to": [str(number)]})
    frames = {"cases": in_form("cases", case), "events": in_form("events", event)}
    return Batch(frames, {}, number, number, str(number), is_changes=True, adds=frozenset({"events"}))


def picture(number: int) -> Picture:
    """Views of which every one says the number."""
    views = tuple(
        View("number", title, verbatim(title), Counts((Count("n", verbatim("n"), number),)))
        for title in (f"Panel {place}" for place in range(VIEWS))
    )
    return Picture("board", at_us(number), (views,))


def layout() -> Layout:
    panels = tuple(PanelPlace("number", f"Panel {place}", (0, 0, 6, 4)) for place in range(VIEWS))
    return Layout("board", "Northwind", "UTC", "en_GB", Screen(), (PageLayout("One", 30.0, (12, 8), panels),))


def at_us(number: int) -> int:
    """A quarter of an hour a write, so that copies and thinning have their turns too."""
    return NOW_US + number * 900_000_000


def week(number: int) -> dict[WeekKey, WeekCount]:
    """One of a few weeks, with the number as its figure: recomputed again and again, all of them kept."""
    return {WeekKey("on-time", "{}", f"2026-01-{number % WEEKS + 1:02d}"): WeekCount(number, number, number)}


def write(places: Places, number: int) -> None:
    """Write without end."""
    cache, journal, answers = Cache(places), Journal(places), AnswerBook(places.journal, "board")
    while True:
        if cache.apply("site", batch(number)).seq is not None:
            _say(f"cache {number}")
        if cache.apply("changes", changes(number)).seq is not None:
            _say(f"changes {number}")
        if journal.show("board", layout(), picture(number)):
            _say(f"picture {number}")
        if journal.recompute_weeks("board", week(number), at_us(number)) is not None:
            _say(f"week {number}")
        if answers.give(Agenda(at_us(number), "2026-03-02"), Answer(str(number), reason="expert"), at_us(number)):
            _say(f"answer {number}")
        cache.tidy(at_us(number))
        journal.tidy(at_us(number))
        cache.write_image("site")
        cache.write_image("changes")
        number += 1


def _say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def main() -> None:
    logging.basicConfig(stream=sys.stderr)
    for line in sys.stdin:
        folder, number = line.split()
        child = os.fork()
        if child == 0:
            _say(f"pid {os.getpid()}")
            write(Places(Path(folder)), int(number))
        os.waitpid(child, 0)
        _say("ended")


if __name__ == "__main__":
    main()
