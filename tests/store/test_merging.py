"""What is known after a read follows from what was known before it: whole reads, reads cut short, changes."""

from dataclasses import replace

import polars as pl

from wallboard.core.local_time import DAY_US
from wallboard.core.records import Batch, Unusable, in_form
from wallboard.core.words import words
from wallboard.store.merging import merged
from wallboard.store.rows import in_order


def cases(*numbers, **columns):
    return in_form("cases", pl.DataFrame({"number": pl.Series(numbers, dtype=pl.String), **columns}))


def events(*rows):
    schema = {"number": pl.String, "to": pl.String, "row": pl.Int64}
    return in_form("events", pl.DataFrame(rows, schema=schema, orient="row"))


def read(**told):
    frames = {name: told.pop(name) for name in ("cases", "events", "activities") if name in told}
    return in_order(Batch(frames, {}, told.pop("as_of_us", 5), 5, **told))


def changed(**told):
    return read(is_changes=True, **told)


def owners(batch):
    return dict(batch.frame("cases").select("number", "owner").rows())


def unusable(count, *examples, keys=(), resource="cases"):
    return Unusable(resource, words("unusable.no-opening", n=count), count, examples, keys)


KNOWN = read(
    cases=cases("1", "2", "3", owner=["a", "b", "c"]),
    events=events(("1", "x", 0), ("2", "y", 0), ("2", "z", 1)),
    token="first",
)


def test_changes_stand_for_all_rows_of_the_keys_that_came_and_leave_the_others():
    now = merged(KNOWN, changed(cases=cases("2", "4", owner=["B", "d"]), events=events(("2", "q", 0)), token="next"))
    assert owners(now) == {"1": "a", "2": "B", "3": "c", "4": "d"}
    assert now.frame("events").select("number", "to").rows() == [("1", "x"), ("2", "q")]
    assert now.token == "next"


def test_what_is_known_after_changes_is_no_changes_itself():
    now = merged(
        KNOWN, changed(adds=frozenset({"events"}), gone={"cases": ("1",)}, has_more=True, since_us={"cases": 7})
    )
    assert (now.is_changes, now.adds, now.gone, now.has_more) == (False, frozenset(), {}, False)
    assert now.since_us == {"cases": 7}
    assert not merged(None, read(cases=cases("1"), has_more=True)).has_more


def test_added_events_come_beside_those_known_each_once():
    more = events(("2", "z", 0), ("2", "new", 1), ("9", "first", 0))
    now = merged(KNOWN, changed(events=more, adds=frozenset({"events"})))
    assert now.frame("events").select("number", "to").rows() == [
        ("1", "x"),
        ("2", "y"),
        ("2", "z"),
        ("2", "new"),
        ("9", "first"),
    ]


def test_a_log_entry_counts_once_wherever_it_is_filed_and_not_where_it_is_withdrawn():
    def log(**keys):
        columns = {"number": list(keys.values()), "key": [int(key[1:]) for key in keys]}
        return in_form("activities", pl.DataFrame(columns))

    def told(batch):
        return batch.frame("activities").select("number", "key").rows()

    known = read(activities=log(n17="A", n18="A", n19="B"))
    added = {"adds": frozenset({"activities"})}
    now = merged(known, changed(activities=log(n17="B"), **added))
    assert told(now) == [("A", 18), ("B", 19), ("B", 17)]
    now = merged(now, changed(withdrawn={"activities": frozenset({18, 19})}, **added))
    assert told(now) == [("B", 17)]
    assert now.withdrawn == {}


def test_a_case_that_is_gone_takes_its_events_with_it():
    now = merged(KNOWN, changed(gone={"cases": ("2", "no such case")}))
    assert owners(now) == {"1": "a", "3": "c"}
    assert now.frame("events")["number"].to_list() == ["1"]


def test_where_all_keys_were_read_others_are_gone():
    now = merged(KNOWN, changed(cases=cases("4", owner=["new"]), left={"cases": frozenset({"1", "4"})}))
    assert owners(now) == {"1": "a", "4": "new"}
    assert now.frame("events")["number"].to_list() == ["1"]
    assert now.left == {}


def test_a_key_that_is_gone_and_comes_in_one_read_is_there():
    now = merged(KNOWN, changed(cases=cases("2", owner=["back"]), gone={"cases": ("2",)}))
    assert owners(now)["2"] == "back"
    assert now.frame("events")["number"].to_list() == ["1"]


def test_changes_without_rows_leave_the_very_frames():
    now = merged(KNOWN, changed(token="next", as_of_us=9))
    assert all(now.frames[name] is frame for name, frame in KNOWN.frames.items())
    assert (now.token, now.as_of_us) == ("next", 9)


def test_changes_before_anything_is_known_are_all_that_is_known():
    now = merged(None, changed(cases=cases("1", owner=["a"]), gone={"cases": ("2",)}))
    assert owners(now) == {"1": "a"}
    assert not now.is_changes


def test_changes_cut_short_are_kept_and_the_source_says_from_where_on_they_are_asked_for_again():
    now = merged(KNOWN, changed(cases=cases("2", owner=["B"]), token="first", is_cut_short=True, is_behind=True))
    assert owners(now) == {"1": "a", "2": "B", "3": "c"}
    assert now.is_cut_short
    assert (now.token, now.as_of_us) == ("first", KNOWN.as_of_us)


def test_the_fields_of_a_resource_that_did_not_come_stay_mapped():
    before = replace(KNOWN, mapped={"cases": frozenset({"number"}), "events": frozenset({"at"})})
    now = merged(before, replace(changed(cases=cases("2")), mapped={"cases": frozenset({"number", "owner"})}))
    assert now.mapped == {"cases": frozenset({"number", "owner"}), "events": frozenset({"at"})}


def test_kinds_of_events_that_came_before_are_told_of_still():
    before = replace(KNOWN, mapped={"events": frozenset({"at", "row", "reopened", "status"})})
    now = merged(before, replace(changed(), mapped={"events": frozenset({"at", "status", "closed"})}))
    assert now.mapped == {"events": frozenset({"at", "reopened", "status", "closed"})}


def test_a_row_that_could_not_be_used_is_not_forgotten_when_others_change():
    before = replace(KNOWN, unusable=(unusable(2, "7", "8"),))
    (one,) = merged(before, changed(cases=cases("1"))).unusable
    assert (one.count, one.examples) == (2, ("7", "8"))


def test_a_row_that_could_not_be_used_counts_once_however_often_it_comes():
    before = replace(KNOWN, unusable=(unusable(2, "7", "8"),))
    now = merged(before, changed(unusable=(unusable(2, "8", "9"),)))
    (one,) = now.unusable
    assert (one.count, set(one.keys), one.why.args["n"]) == (3, {"7", "8", "9"}, 3)
    assert merged(now, changed(unusable=(unusable(1, "8"),))).unusable[0].count == 3


def test_a_row_that_can_be_used_now_or_is_gone_is_unusable_no_more():
    before = replace(KNOWN, unusable=(unusable(3, "7", keys=("7", "8", "9")),))
    now = merged(before, changed(cases=cases("7"), gone={"cases": ("8",)}))
    (one,) = now.unusable
    assert (one.count, one.keys, one.examples) == (1, ("9",), ())
    assert merged(now, changed(cases=cases("9"))).unusable == ()


def test_a_row_that_could_not_be_used_goes_where_all_keys_were_read_and_its_own_is_none():
    before = replace(KNOWN, unusable=(unusable(2, "7", "8"),))
    (one,) = merged(before, changed(left={"cases": frozenset({"1", "2", "3", "8"})})).unusable
    assert one.keys == ("8",)


def test_a_row_that_cannot_be_used_for_another_reason_now_counts_there_alone():
    before = replace(KNOWN, unusable=(unusable(1, "7"),))
    other = Unusable("cases", words("unusable.in-future", n=1), 1, ("7",))
    assert merged(before, changed(unusable=(other,))).unusable == (other,)


def test_rows_without_keys_are_never_counted_twice():
    before = replace(KNOWN, unusable=(unusable(40, "7"),))
    now = merged(before, changed(unusable=(unusable(30, "8"),)))
    assert [one.count for one in now.unusable] == [40]


def test_a_whole_read_forgets_what_was_unusable_before():
    before = replace(KNOWN, unusable=(unusable(1, "7"),))
    assert merged(before, read(cases=cases("1"))).unusable == ()


def test_a_row_that_cannot_be_used_any_more_is_known_no_more():
    now = merged(KNOWN, changed(unusable=(unusable(1, "2", keys=("2",)),)))
    assert owners(now) == {"1": "a", "3": "c"}
    assert now.unusable[0].count == 1


def test_a_case_that_is_gone_takes_its_activities_with_it():
    told = in_form("activities", pl.DataFrame({"number": ["1", "2"], "person": ["Kim", "Ana"]}))
    now = merged(read(cases=cases("1", "2"), activities=told), changed(gone={"cases": ("1",)}))
    assert now.frame("activities")["person"].to_list() == ["Ana"]


# How far back it is known

WEEKS = 14 * 7 * DAY_US
LATE = replace(KNOWN, as_of_us=200 * DAY_US, since_us={"cases": 200 * DAY_US - WEEKS})


def since_after(at_us, *, later_us=60_000_000, **told):
    return merged(LATE, changed(as_of_us=LATE.as_of_us + later_us, cases=cases("1"), since_us=at_us, **told)).since_us


def test_it_is_known_as_far_back_as_it_was_however_far_a_read_begun_anew_has_come():
    assert since_after({"cases": LATE.as_of_us - 7 * DAY_US}) == LATE.since_us
    assert since_after({"cases": LATE.since_us["cases"] - 1}) == {"cases": LATE.since_us["cases"] - 1}
    assert since_after({}) == {}


def test_what_was_read_as_a_whole_stays_whole():
    before = replace(LATE, since_us={})
    now = merged(before, changed(as_of_us=LATE.as_of_us + 1, cases=cases("1"), since_us={"cases": LATE.as_of_us - 1}))
    assert now.since_us == {}


def test_a_list_whose_first_day_moves_on_with_the_clock_is_known_from_there():
    assert since_after({"cases": LATE.since_us["cases"] + DAY_US}) == {"cases": LATE.since_us["cases"] + DAY_US}
    later = {"cases": LATE.since_us["cases"] + 5 * DAY_US}
    assert since_after(later, later_us=5 * DAY_US) == later


def test_where_all_keys_were_read_it_is_known_from_where_they_were():
    at_us = {"cases": LATE.as_of_us - 7 * DAY_US}
    assert since_after(at_us, left={"cases": frozenset({"1"})}) == at_us


def test_where_a_hole_lies_between_it_is_known_from_after_it():
    assert since_after({"cases": LATE.as_of_us + 1}) == {"cases": LATE.as_of_us + 1}


def test_a_resource_that_did_not_come_is_known_as_far_back_as_it_was():
    now = merged(LATE, changed(as_of_us=LATE.as_of_us + 1, events=events(("1", "z", 0)), since_us={"events": 3}))
    assert now.since_us == LATE.since_us, "events were read as a whole before"
    assert merged(replace(LATE, frames={}), changed(events=events(("1", "z", 0)), since_us={"events": 3})).since_us == (
        LATE.since_us | {"events": 3}
    )


def test_a_whole_read_that_was_taken_though_it_may_not_be_whole_takes_nothing_away():
    now = merged(KNOWN, replace(changed(cases=cases("2", owner=["B"])), is_changes=False, is_cut_short=True))
    assert owners(now) == {"1": "a", "2": "B", "3": "c"}


def test_a_read_cut_short_leaves_how_far_back_it_is_known():
    since_us = {"cases": LATE.as_of_us + 1, "events": LATE.as_of_us + 1, "activities": 7}
    cut = read(as_of_us=LATE.as_of_us + 2, cases=cases("4"), since_us=since_us, is_cut_short=True, is_behind=True)
    assert merged(LATE, cut).since_us == LATE.since_us | {"activities": 7}
