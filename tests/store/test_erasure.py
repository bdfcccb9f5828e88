"""What is erased is found as a word of its own, and in nothing else; and rows go wherever they were kept."""

import json
import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from wallboard.core.records import Batch, Unusable, in_form
from wallboard.core.words import words
from wallboard.store.cache import Cache
from wallboard.store.condition import SourceCondition
from wallboard.store.erase_journal import erase_journal
from wallboard.store.erase_rows import erase_rows
from wallboard.store.erasure import ERASED, Erasure
from wallboard.store.journal import Journal
from wallboard.store.places import Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    made = Places(tmp_path / "state")
    made.make()
    return made


def batch() -> Batch:
    cases = pl.DataFrame(
        {"number": ["1", "2", "2#2"], "owner": ["Ann Lee", "ann lee", "Bo"], "client": ["C", "C", "D"]}
    )
    events = pl.DataFrame({"number": ["1", "2"], "kind": ["owner", "owner"], "to": ["Ann Lee", "Bo"]})
    absences = pl.DataFrame({"person": ["Ann Lee", "Bo"]})
    frames = {"cases": cases, "events": events, "absences": absences}
    return Batch({name: in_form(name, frame) for name, frame in frames.items()}, {}, 5, 5, token="t")


def column(places: Places, resource: str, name: str) -> list[str | None]:
    with closing(Cache(places)) as cache:
        found = cache.load("site")
    assert found is not None
    return found.frame(resource).get_column(name).to_list()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("C-1", ERASED),
        ("c-1#3", ERASED),
        ("case C-1, and C-1.", f"case {ERASED}, and {ERASED}."),
        ("C-10", "C-10"),
        ("AC-1", "AC-1"),
    ],
)
def test_a_number_is_found_as_a_word_of_its_own(text: str, left: str) -> None:
    assert Erasure("C-1").text(text) == left


def test_plain_data_without_it_is_the_very_same_object() -> None:
    data = {"rows": [{"number": "C-10", "owner": "AL"}], "n": 3}
    assert Erasure("C-1", frozenset({"BO"})).plain(data) is data


def test_initials_go_where_a_list_says_who_owns_a_case_and_nowhere_else() -> None:
    data = [{"owner": "AL", "label": "AL"}]
    assert Erasure("Ann Lee", frozenset({"AL"})).plain(data) == [{"owner": ERASED, "label": "AL"}]


def test_a_person_goes_from_every_column_and_the_cases_stay(places: Places) -> None:
    with closing(Cache(places)) as cache:
        cache.apply("site", batch())
    assert erase_rows(places, Erasure("Ann Lee")) == {"cases": 2, "events": 1, "absences": 1}
    assert column(places, "cases", "number") == ["1", "2", "2#2"]
    assert column(places, "cases", "owner") == [None, None, "Bo"]
    assert column(places, "events", "to") == [None, "Bo"]
    assert column(places, "absences", "person") == ["Bo"]


def test_a_case_goes_with_those_that_it_became(places: Places) -> None:
    with closing(Cache(places)) as cache:
        cache.apply("site", batch())
    assert erase_rows(places, Erasure("2")) == {"cases": 2, "events": 1}
    assert column(places, "cases", "number") == ["1"]


def test_a_read_that_was_cut_short_keeps_nothing_of_it_either(places: Places) -> None:
    with closing(Cache(places)) as cache:
        cache.apply("site", replace(batch(), is_cut_short=True))
    erase_rows(places, Erasure("1"))
    assert column(places, "cases", "number") == ["2", "2#2"]


def test_what_was_said_of_a_read_is_erased_and_the_source_is_read_anew(places: Places) -> None:
    unusable = (Unusable("cases", words("unusable.no-opening", n=1), 1, ("7", "8")),)
    with closing(Cache(places)) as cache:
        cache.apply("site", replace(batch(), unusable=unusable))
        cache.set_condition("site", SourceCondition(5, 6, fault=words("file.special", file="7.csv")))
    assert erase_rows(places, Erasure("7")) == {}
    with closing(Cache(places)) as cache:
        found, condition = cache.load("site"), cache.condition("site")
    assert found is not None
    assert found.unusable[0].examples == (ERASED, "8")
    assert found.token == ""
    assert condition.fault == words("file.special", file=f"{ERASED}.csv")


def test_a_site_that_has_nothing_of_it_is_left_as_it_is(places: Places) -> None:
    with closing(Cache(places)) as cache:
        cache.apply("site", batch())
        before = cache.stamp("site")[0]
    assert erase_rows(places, Erasure("99")) == {}
    with closing(Cache(places)) as cache:
        assert cache.stamp("site")[0] == before
        found = cache.load("site")
    assert found is not None
    assert found.token == "t"


def test_where_a_reader_is_in_the_way_it_is_told(places: Places) -> None:
    with closing(Journal(places)) as journal:
        journal.weeks("board")
    with closing(sqlite3.connect(places.journal, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM boards").fetchall()
        assert [erased.is_wiped for erased in erase_journal(places, Erasure("C-1"), busy_s=0.05)] == [False]
    assert [erased.is_wiped for erased in erase_journal(places, Erasure("C-1"))] == [True]


@pytest.mark.parametrize("name", ['Ann "Bo" Lee', "Zoë Ångström", "C:\\1"])
def test_a_name_that_json_writes_in_another_way_is_found(places: Places, name: str) -> None:
    with closing(Journal(places)) as journal:
        journal.weeks("board")
    content = zlib.compress(json.dumps({"client": name}, ensure_ascii=False).encode())
    with closing(sqlite3.connect(places.journal)) as connection:
        connection.execute("INSERT INTO shown VALUES (1, 'board', 'A', 1, ?)", (content,))
        connection.commit()
    assert [erased.counts for erased in erase_journal(places, Erasure(name))] == [{"views": 1}]
    with closing(sqlite3.connect(places.journal)) as connection:
        left = zlib.decompress(connection.execute("SELECT content FROM shown").fetchone()[0])
    assert json.loads(left) == {"client": ERASED}
