"""Which texts of the cache name somebody or something of a client's."""

from contextlib import closing

import polars as pl

from wallboard.core.records import SCHEMAS, Batch, in_form
from wallboard.store.cache import Cache
from wallboard.store.known_texts import CASE_COLUMNS, OWN_COLUMNS, PERSON_COLUMNS, known_texts
from wallboard.store.places import Places

OWN_WORDS = {
    *(("cases", name) for name in ("type", "queue", "status", "priority")),
    ("activities", "kind"),
    ("appointments", "state"),
}


def test_every_column_of_texts_is_a_name_or_a_word_of_the_organisation() -> None:
    texts = {(table, name) for table, form in SCHEMAS.items() for name, kind in form.items() if kind == pl.String}
    lists = (CASE_COLUMNS, PERSON_COLUMNS, OWN_COLUMNS)
    named = [(table, name) for columns in lists for table, names in columns.items() for name in names]
    assert sorted([*named, *OWN_WORDS]) == sorted(texts)


def test_an_owner_of_whom_only_an_event_tells_is_known_and_a_queue_is_not(places: Places) -> None:
    events = pl.DataFrame({"number": ["1", "1"], "kind": ["owner", "queue"], "to": ["Ann Lee", "Orders"]})
    absences = pl.DataFrame({"person": ["Bo"]})
    frames = {"events": in_form("events", events), "absences": in_form("absences", absences)}
    with closing(Cache(places)) as cache:
        cache.apply("site", Batch(frames, {}, 5, 5))
    assert known_texts(places) == {"1", "Ann Lee", "Bo"}
