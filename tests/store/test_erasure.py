"""What is erased is found as a word of its own, and in nothing else; and rows go wherever they were kept."""

import json
import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from unicodedata import normalize

import polars as pl
import pytest

from wallboard.core.records import Batch, Unusable, in_form
from wallboard.core.views.figures import Figure
from wallboard.core.views.general import Notice, Table, TableRow
from wallboard.core.views.sales import Booked, BookedRow, Bookings, PipRow, Pips
from wallboard.core.views.service import CaseRow, CaseRows, OnTime, WeekPoint
from wallboard.core.views.shapes import Shape, View
from wallboard.core.views.wire import to_plain
from wallboard.core.words import Words, verbatim, words
from wallboard.store.cache import Cache
from wallboard.store.condition import SourceCondition
from wallboard.store.erase_journal import erase_journal, erase_logs
from wallboard.store.erase_rows import erase_rows
from wallboard.store.erasure import ERASED, Erasure
from wallboard.store.journal import Journal
from wallboard.store.packed import pack, unpack
from wallboard.store.places import Places


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


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("C-1", ERASED),
        ("c-1#2", "c-1#2"),
        ("C-1#3", ERASED),
        ("C-1#22", ERASED),
        ("C-1, C-1#2 and C-1.", f"{ERASED}, C-1#2 and {ERASED}."),
    ],
)
def test_a_number_that_looks_like_a_late_return_and_is_another_cases_stays(text: str, left: str) -> None:
    erasure = Erasure("C-1").apart_from(["C-1", "C-1#2", "C-2#3", "Kim"])
    assert erasure.apart == {"C-1#2"}
    assert erasure.text(text) == left
    assert erasure.is_meant(text) is (left == ERASED)


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
        cache.apply("site", replace(batch(), is_cut_short=True, is_behind=True))
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


def test_whose_diary_was_read_or_could_not_be_is_erased_too(places: Places) -> None:
    with closing(Cache(places)) as cache:
        cache.apply("site", replace(batch(), unread=("kim", "Cleo"), diaries_of=("Ada", "kim")))
    assert erase_rows(places, Erasure("Kim")) == {}
    with closing(Cache(places)) as cache:
        found = cache.load("site")
    assert found is not None
    assert (found.unread, found.diaries_of, found.token) == (("Cleo",), ("Ada",), "")


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


def test_an_erasure_is_noticed_whatever_it_found(places: Places) -> None:
    with closing(Cache(places)) as cache:
        before = cache.erasures()
        cache.apply("site", batch())
        assert cache.erasures() == before
        for term in ("1", "99"):
            erase_rows(places, Erasure(term))
            assert cache.erasures() > before
            before = cache.erasures()


def test_where_a_reader_is_in_the_way_it_is_told(places: Places) -> None:
    with closing(Journal(places)) as journal:
        journal.weeks("board")
    with closing(sqlite3.connect(places.journal, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM boards").fetchall()
        assert [erased.is_wiped for erased in erase_journal(places, Erasure("C-1"), busy_s=0.05)] == [False]
    assert [erased.is_wiped for erased in erase_journal(places, Erasure("C-1"))] == [True]


def late_list(owner: str | None = None, number: str = "7") -> CaseRows:
    return CaseRows((CaseRow(number, verbatim("Order"), "late", 1.5, 22, is_over=True, owner=owner),), 1, 1, 0)


def view(body: Shape, title: str = "A") -> View:
    return View("late-list", title, words("heading.appointments.day", on="2026-11-22"), body, sources=("desk",))


def shown(places: Places, *contents: bytes) -> None:
    """Keep them as the views of one title, the last of which is on the wall."""
    with closing(Journal(places)) as journal:
        journal.weeks("board")
    with closing(sqlite3.connect(places.journal)) as connection:
        rows = [(number, content) for number, content in enumerate(contents, start=1)]
        connection.executemany("INSERT INTO shown VALUES (?, 'board', 'A', 1, ?)", rows)
        connection.execute("INSERT INTO current VALUES ('board', 'A', ?)", (len(contents),))
        connection.commit()


def contents(places: Places) -> list[bytes]:
    with closing(sqlite3.connect(places.journal)) as connection:
        return [row[0] for row in connection.execute("SELECT content FROM shown ORDER BY id")]


@pytest.mark.parametrize("name", ['Ann "Bo" Lee', "Zoë Ångström", "C:\\1"])
def test_a_name_that_json_writes_in_another_way_is_found(places: Places, name: str) -> None:
    shown(places, pack(view(late_list(name))))
    assert [erased.counts for erased in erase_journal(places, Erasure(name))] == [{"views": 1}]
    assert unpack(View, contents(places)[0]) == view(late_list(ERASED))


BODIES: list[Shape] = [
    late_list("22#2", "22"),
    OnTime(22, 22, 22, 0, 90, "on-track", (WeekPoint("2026-11-22", 22, 22),), 0, 22),
    Bookings(("2026-11-22",), (BookedRow("Ann", (Booked(2, 3, 2, "late"),)),), (2,), 1, 1, None),
    Pips((PipRow("Ann", ("booked", "no-show"), 1, 2),), 1, 2, 3, 4),
    Table((Words("heading.dated", {"title": "x", "on": "2026-11-22"}),), (TableRow(verbatim("x"), (), source="late"),)),
]


@pytest.mark.parametrize(
    "term", ["22", "2026", "11", "late", "on-time", "on-track", "booked", "desk", "live", "on", "kind"]
)
@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.kind)
def test_dates_types_and_words_of_the_program_stay_as_they_are(places: Places, body: Shape, term: str) -> None:
    figure = Figure("on-time", 1.0, unit="h", week_on="2026-11-22")
    before = replace(view(body), figures=(figure,))
    shown(places, pack(before))
    list(erase_journal(places, Erasure(term)))
    after = unpack(View, contents(places)[0])
    if body is BODIES[0] and term == "22":
        assert after == replace(view(late_list(ERASED, ERASED)), figures=(figure,))
    else:
        assert after == before


def test_a_sentence_keeps_its_dates_and_figures_and_loses_what_it_quotes() -> None:
    said = Words("x", {"on": "2026-11-22", "minutes": "22", "example": "case 22", "why": Words("y", {"names": "22"})})
    left = Words(
        "x", {"on": "2026-11-22", "minutes": "22", "example": f"case {ERASED}", "why": Words("y", {"names": ERASED})}
    )
    assert Erasure("22").plain([to_plain(said)]) == [to_plain(left)]


def test_names_in_rows_of_people_and_lines_of_notices_go() -> None:
    body = Pips((PipRow("Ann Lee", ("booked",), 1, 1),), 1, 1, 1, 1)
    assert Erasure("ann lee").plain(to_plain(body))["rows"][0]["name"] == ERASED
    assert Erasure("Ann Lee").plain(to_plain(Notice(("Well done, Ann Lee!",))))["lines"] == [f"Well done, {ERASED}!"]


def test_a_view_that_this_version_cannot_read_goes_and_the_wall_keeps_a_place_for_it(places: Places) -> None:
    alien = zlib.compress(json.dumps({"client": "Ann Lee"}).encode())
    shown(places, alien, pack(view(late_list("Bo"))), alien)
    assert [erased.counts for erased in erase_journal(places, Erasure("Ann Lee"))] == [{"views": 2}]
    kept = [unpack(View, content) for content in contents(places)]
    assert [one.title for one in kept] == ["A", "A"]
    assert kept[0] == view(late_list("Bo"))


def test_a_name_is_found_however_its_accents_and_case_are_written() -> None:
    apart = normalize("NFD", "Zoë Ångström")
    assert Erasure("ZOË ÅNGSTRÖM").text(f"for {apart}, and") == f"for {ERASED}, and"
    assert Erasure(apart).is_meant("zoë ångström")
    assert Erasure("Anna Groß").text("by ANNA GROSS.") == f"by {ERASED}."
    assert Erasure("Anna Gross").may_be_in_json('["Anna Groß"]')


def test_of_a_scope_the_owner_alone_goes(places: Places) -> None:
    scope = '{"where":{"all":[{"field":"owner","in":["late"]},{"field":"zone","in":["late"]}]},"zone":"Europe/London"}'
    shown(places, pack(view(late_list())))
    with closing(sqlite3.connect(places.journal)) as connection:
        connection.execute(
            "INSERT INTO weeks (board, measure, scope, week_on, computed_at_us, cause) "
            "VALUES ('b', 'on-time', ?, 'd', 1, 'week end')",
            (scope,),
        )
        connection.commit()
    list(erase_journal(places, Erasure("late")))
    with closing(sqlite3.connect(places.journal)) as connection:
        assert connection.execute("SELECT scope FROM weeks").fetchall() == [(scope.replace("late", ERASED, 1),)]


def test_of_a_log_the_time_the_level_and_the_places_of_a_trace_stay(places: Places) -> None:
    line = "2026-11-22 09:22:00,022 ERROR case 22 of error"
    frame = '  File "/opt/22/error.py", line 22, in error'
    log = places.log("board")
    log.parent.mkdir(exist_ok=True)
    log.write_text(f"{line}\n{frame}\n", encoding="utf-8")
    assert (erase_logs(places, Erasure("22")), erase_logs(places, Erasure("ERROR"))) == (1, 1)
    assert log.read_text(encoding="utf-8") == f"2026-11-22 09:22:00,022 ERROR case {ERASED} of {ERASED}\n{frame}\n"


@pytest.mark.parametrize("child", ["the collector: ", "the glass of wall-1f: "])
def test_of_a_kiosks_log_the_places_of_its_childrens_traces_stay_too(places: Places, child: str) -> None:
    head = f"2026-11-22 09:22:00,022 ERROR {child}"
    log = places.kiosk_log
    log.parent.mkdir(exist_ok=True)
    log.write_text(f'{head}  File "/opt/show.py", line 3, in show\n{head}no show', encoding="utf-8")
    assert erase_logs(places, Erasure("show")) == 1
    assert log.read_text(encoding="utf-8") == f'{head}  File "/opt/show.py", line 3, in show\n{head}no {ERASED}'
