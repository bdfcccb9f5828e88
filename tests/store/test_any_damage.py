"""Whatever bytes of the stores' files are changed, cut or moved: nobody raises, and the next write stands."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from wallboard.core.records import Batch, in_form
from wallboard.core.views.layout import Layout, PageLayout, PanelPlace, Screen
from wallboard.core.views.shapes import Count, Counts, Picture, View
from wallboard.core.words import verbatim
from wallboard.store.cache import Cache
from wallboard.store.journal import Journal
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places
from wallboard.store.rows import in_order

DAY_US = 86_400_000_000

harms = st.lists(
    st.tuples(st.sampled_from(["write", "zero", "cut", "double"]), st.floats(0, 1), st.binary(min_size=1, max_size=40)),
    min_size=1,
    max_size=3,
)


def harm(path, what):
    content = bytearray(path.read_bytes())
    for kind, where, some in what:
        at = int(where * max(0, len(content) - 1))
        if kind == "write":
            content[at : at + len(some)] = some
        elif kind == "zero":
            content[at : at + 600] = bytes(len(content[at : at + 600]))
        elif kind == "cut":
            del content[at:]
        else:
            content += content[at:]
    path.write_bytes(bytes(content))


def batch(count, owner):
    frame = pl.DataFrame({"number": [str(number) for number in range(count)], "owner": [owner] * count})
    events = pl.DataFrame({"number": [str(number // 3) for number in range(count)], "to": [owner] * count})
    return Batch({"cases": in_form("cases", frame), "events": in_form("events", events)}, {}, 0, 0)


def settled(path):
    """Everything in the one file, as after a long run."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@given(what=harms, is_running=st.booleans())
@settings(max_examples=50)
def test_a_cache_damaged_anywhere_takes_the_next_read(tmp_path_factory, what, is_running):
    places = Places(tmp_path_factory.mktemp("state"))
    places.make()
    cache = Cache(places)
    cache.apply("site", batch(300, "a"))
    cache.write_image("site")
    settled(places.cache)
    if not is_running:
        cache.close()
        cache = Cache(places)
    harm(places.cache, what)
    cache.load("site")
    cache.condition("site")
    cache.check()
    cache.apply("site", batch(301, "b"))
    cache.tidy(0)
    assert cache.trouble is None
    assert cache.load("site").frames["cases"].equals(in_order(batch(301, "b")).frames["cases"])
    cache.close()
    with closing(Cache(places)) as other:
        found = other.load("site")
    if found is None:  # the image hid a broken letter from the first, the digest showed it to the second
        return
    for name, frame in in_order(batch(301, "b")).frames.items():
        assert found.frames[name].equals(frame, null_equal=True)


def picture(at_us, value):
    views = tuple(
        View("number", title, verbatim(title), Counts((Count("n", verbatim("n"), value),)))
        for title in (f"Panel {number}" for number in range(40))
    )
    return Picture("board", at_us, (views,))


def layout():
    panels = tuple(PanelPlace("number", f"Panel {number}", (0, 0, 6, 4)) for number in range(40))
    return Layout("board", "Northwind", "UTC", "en_GB", Screen(), (PageLayout("One", 30.0, (12, 8), panels),))


@given(what=harms, is_running=st.booleans())
@settings(max_examples=50)
def test_a_journal_damaged_anywhere_takes_the_next_picture(tmp_path_factory, what, is_running):
    places = Places(tmp_path_factory.mktemp("state"))
    places.make()
    journal = Journal(places)
    journal.show("board", layout(), picture(DAY_US, 1))
    journal.tidy(DAY_US)
    journal.show("board", layout(), picture(DAY_US + 1, 2))
    settled(places.journal)
    if not is_running:
        journal.close()
        journal = Journal(places)
    harm(places.journal, what)
    with closing(JournalReader(places.journal, "board")) as reader:
        reader.change()
        reader.layout()
        reader.picture()
        journal.check()
        assert journal.show("board", layout(), picture(DAY_US + 2, 3))
        journal.tidy(DAY_US + 2)
        shown = reader.picture()
        assert shown == picture(shown.composed_at_us, 3)
        assert replace(reader.layout(), board="board") == layout()
    journal.close()
