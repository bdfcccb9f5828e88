"""Where the rows of a read begun anew belong beside those that are known, and what they leave of those."""

import random
from dataclasses import replace

import polars as pl
import pytest

from wallboard.core.local_time import DAY_US, HOUR_US
from wallboard.core.records import Batch, Unusable, in_form
from wallboard.core.words import words
from wallboard.store.arriving import Arriving, Place
from wallboard.store.merging import merged
from wallboard.store.rows import in_order

READ_US = 1000 * DAY_US
NOW_US = READ_US + HOUR_US


def cases(**of):
    return in_form("cases", pl.DataFrame({"number": list(of), "status": list(of.values())}))


def events(*rows):
    schema = {"number": pl.String, "to": pl.String, "row": pl.Int64}
    return in_form("events", pl.DataFrame(rows, schema=schema, orient="row"))


def part(as_of_us=NOW_US, **told):
    frames = {name: told.pop(name) for name in ("cases", "events") if name in told}
    return in_order(Batch(frames, told.pop("mapped", {}), as_of_us, as_of_us, **{"has_more": True, **told}))


KNOWN = replace(
    part(
        as_of_us=READ_US,
        cases=cases(a1="closed", a2="open", a3="open"),
        events=events(("a1", "new", 0), ("a2", "new", 0)),
        token="old",
        since_us={"cases": READ_US - 100 * DAY_US},
    ),
    has_more=False,
)


def arrived(*parts):
    found = Arriving.of(parts[0])
    for one in parts[1:]:
        found = found.then(KNOWN, replace(one, is_changes=True))
    return found


def statuses(batch):
    return dict(batch.frame("cases").select("number", "status").rows())


def back(us, **told):
    return part(cases=cases(a2="done"), since_us={"cases": us}, **told)


REACHING = READ_US - HOUR_US


@pytest.mark.parametrize(
    ("of", "told", "expected"),
    [
        (back(REACHING + 1), {}, Place.BESIDE),
        (back(REACHING), {}, Place.OVER),
        (back(REACHING), {"is_inherited": True}, Place.INSTEAD),
        (back(REACHING, has_more=False), {}, Place.OVER),
        (back(REACHING, has_more=False), {"is_inherited": True}, Place.INSTEAD),
        # nothing is said of how far back: it is not done
        (part(cases=cases(a2="done")), {}, Place.BESIDE),
        (part(cases=cases(a2="done"), has_more=False), {}, Place.INSTEAD),
        # a hole would be left between
        (back(REACHING + 1, has_more=False), {}, Place.BESIDE),
        (back(REACHING + 1, has_more=False), {"is_inherited": True}, Place.INSTEAD),
        (back(NOW_US, as_of_us=READ_US + 3 * DAY_US, has_more=False), {}, Place.BESIDE),
        # of another resource nothing has been read yet
        (replace(back(REACHING), since_us={"cases": REACHING, "events": NOW_US}), {}, Place.BESIDE),
        # never read to its end, or by a clock that was ahead
        (back(0), {"read_us": None}, Place.BESIDE),
        (back(0, has_more=False), {"read_us": None}, Place.INSTEAD),
        (back(0), {"read_us": NOW_US + 1}, Place.BESIDE),
        (back(0, has_more=False), {"read_us": NOW_US + 1}, Place.INSTEAD),
    ],
)
def test_rows_take_their_place_once_nothing_that_is_known_is_missed(of, told, expected):
    assert arrived(of).place(**{"read_us": READ_US, "is_inherited": False, **told}) is expected


def test_parts_cut_short_leave_what_is_known_for_a_day():
    cut = arrived(back(REACHING), back(0, is_cut_short=True, is_behind=True, has_more=False))
    assert cut.place(READ_US, is_inherited=False) is Place.BESIDE
    assert replace(cut, has_more=True).place(READ_US, is_inherited=False) is Place.BESIDE
    day_later = {"as_of_us": NOW_US + DAY_US, "has_more": False}
    later = arrived(back(REACHING), back(0, is_cut_short=True, is_behind=True, **day_later))
    assert later.place(READ_US, is_inherited=False) is Place.OVER
    doubtful = part(is_cut_short=True, is_behind=True, has_more=False, token="new")
    whole = arrived(part(cases=cases(a2="done")), doubtful)
    now = merged(KNOWN, whole.over())
    assert statuses(now) == {"a1": "closed", "a2": "done", "a3": "open"}
    assert (now.is_cut_short, now.token) == (True, "new")


def test_a_list_taken_as_it_comes_takes_the_place_of_inherited_rows_and_takes_none_of_this_sites_own():
    taken = arrived(part(cases=cases(a2="done")), part(is_cut_short=True, has_more=False))
    assert taken.place(READ_US, is_inherited=True) is Place.INSTEAD
    now = merged(KNOWN, taken.instead())
    assert (statuses(now), now.frame("events").height) == ({"a2": "done"}, 0), "of no other server either"
    assert taken.place(READ_US, is_inherited=False) is Place.OVER
    assert statuses(merged(KNOWN, taken.over())) == {"a1": "closed", "a2": "done", "a3": "open"}


def test_a_read_may_take_a_day_to_come_back_to_what_is_known_however_old_that_is():
    """After a stop over a weekend what is known is old at once."""
    short = {"has_more": False, "is_changes": True}
    first = back(NOW_US, has_more=False)
    almost = arrived(first, back(NOW_US, as_of_us=NOW_US + DAY_US - 1, **short))
    assert almost.place(READ_US - 3 * DAY_US, is_inherited=False) is Place.BESIDE
    after = arrived(first, back(NOW_US, as_of_us=NOW_US + DAY_US, **short))
    assert after.place(READ_US - 3 * DAY_US, is_inherited=False) is Place.INSTEAD


def test_a_read_that_found_nothing_more_is_through_at_its_instant():
    found = arrived(part(cases=cases(a2="done"), is_behind=True)).through(NOW_US + 5)
    assert found.batch.is_complete
    assert (found.batch.as_of_us, found.place(READ_US, is_inherited=False)) == (NOW_US + 5, Place.INSTEAD)


def test_laid_over_what_is_known_old_rows_stay_and_it_is_known_as_far_back_as_before():
    now = merged(KNOWN, arrived(back(REACHING, token="new", mapped={"cases": frozenset({"status"})})).over())
    assert statuses(now) == {"a1": "closed", "a2": "done", "a3": "open"}
    assert (now.token, now.since_us, now.as_of_us) == ("new", KNOWN.since_us, NOW_US)
    assert now.mapped == {"cases": frozenset({"status"})}
    assert not now.is_changes


def test_what_was_gone_while_it_was_read_is_gone_of_what_is_known():
    first, then = back(NOW_US), replace(back(REACHING, gone={"cases": ("a3",)}), frames={})
    now = merged(KNOWN, arrived(first, then).over())
    assert statuses(now) == {"a1": "closed", "a2": "done"}


def test_what_is_gone_by_the_first_part_is_gone_of_what_is_known():
    first = replace(back(REACHING), gone={"cases": ("a1", "a3"), "events": ()})
    now = merged(KNOWN, arrived(first).over())
    assert statuses(now) == {"a2": "done"}
    assert now.frame("events")["number"].to_list() == ["a2"], "its history goes with it"
    again = part(cases=cases(a3="back"), since_us={"cases": REACHING})
    assert statuses(merged(KNOWN, arrived(first, again).over())) == {"a2": "done", "a3": "back"}


def test_what_was_gone_and_came_again_is_there():
    first, then = back(NOW_US), replace(back(REACHING, gone={"cases": ("a2", "a3")}), frames={})
    again = part(cases=cases(a3="back"), since_us={"cases": REACHING})
    assert statuses(merged(KNOWN, arrived(first, then, again).over())) == {"a1": "closed", "a3": "back"}


def test_where_all_keys_were_read_others_that_are_known_are_gone():
    then = part(cases=cases(a3="open"), since_us={"cases": REACHING}, left={"cases": frozenset({"a2", "a3"})})
    assert statuses(merged(KNOWN, arrived(back(NOW_US), then).over())) == {"a2": "done", "a3": "open"}


def test_of_a_resource_that_was_read_as_a_whole_what_did_not_come_is_gone():
    told = {"since_us": {"cases": REACHING}, "adds": frozenset({"events"})}
    found = arrived(part(cases=cases(a2="done"), events=events(("a2", "again", 0)), **told))
    said = merged(KNOWN, replace(found, is_whole=False).over()).frame("events").select("number", "to").rows()
    assert said == [("a1", "new"), ("a2", "new"), ("a2", "again")], "something of it was refused"
    now = merged(KNOWN, found.over())
    assert now.frame("events").select("number", "to").rows() == [("a2", "again")]
    assert statuses(now) == {"a1": "closed", "a2": "done", "a3": "open"}


def test_added_rows_come_beside_those_that_are_known_each_once():
    came = part(events=events(("a2", "new", 0), ("a2", "late", 1)), since_us={"events": REACHING})
    now = merged(KNOWN, arrived(replace(came, adds=frozenset({"events"}))).over())
    said = now.frame("events").select("number", "to").rows()
    assert said == [("a1", "new"), ("a2", "new"), ("a2", "late")]


def test_steps_that_were_withdrawn_or_filed_elsewhere_while_it_was_read_are_so_of_what_is_known():
    def log(**keys):
        columns = {"number": list(keys.values()), "key": [int(key[1:]) for key in keys], "row": range(len(keys))}
        return in_form("events", pl.DataFrame(columns))

    known = replace(KNOWN, frames=part(events=log(n1="a1", n2="a1", n3="a1", n4="a2")).frames)
    told = {"adds": frozenset({"events"}), "since_us": {"events": REACHING}}
    first = part(events=log(n4="a1"), withdrawn={"events": frozenset({1})}, **told)
    then = part(withdrawn={"events": frozenset({2, 4, 5})}, **told)
    last = part(events=log(n2="a3"), **told)
    found = Arriving.of(first).then(known, replace(then, is_changes=True)).then(known, replace(last, is_changes=True))
    assert merged(known, found.over()).frame("events").select("number", "key").rows() == [("a1", 3), ("a3", 2)]
    assert found.withdrawn == {"events": {1, 2, 4}}, "of what was never known nothing is remembered"


def test_rows_that_cannot_be_used_are_those_of_now_and_old_ones_that_did_not_come():
    def unusable(*keys):
        return Unusable("cases", words("unusable.no-opening", n=len(keys)), len(keys), keys, keys)

    known = replace(KNOWN, unusable=(unusable("x1", "x2"),))
    came = part(cases=cases(x1="open"), since_us={"cases": REACHING}, unusable=(unusable("a3"),))
    (one,) = merged(known, arrived(came).over()).unusable
    assert sorted(one.keys) == ["a3", "x2"]
    assert "a3" not in statuses(merged(known, arrived(came).over()))


@pytest.mark.parametrize("seed", range(30))
def test_in_parts_of_any_kind_it_ends_as_a_fresh_read_over_older_rows(seed):
    """The last changes of each case within what was read, and what was known of all others."""
    dice = random.Random(seed)
    known = {f"c{number}": "known" for number in range(dice.randrange(1, 30))}
    before = replace(KNOWN, frames={"cases": in_order(part(cases=cases(**known))).frame("cases")})
    parts, fresh, gone = [], {}, set()
    for number in range(dice.randrange(1, 6)):
        some = {f"c{dice.randrange(40)}": f"{number}" for _ in range(dice.randrange(8))}
        lost = {f"c{dice.randrange(40)}" for _ in range(dice.randrange(3))} - some.keys()
        fresh = {key: value for key, value in fresh.items() if key not in lost} | some
        gone = (gone | lost) - some.keys()
        since_us = {"cases": REACHING - number}
        told = part(cases=cases(**some), since_us=since_us, gone={"cases": tuple(lost)}, is_changes=bool(number))
        parts.append(told)
    found = Arriving.of(parts[0])
    for one in parts[1:]:
        found = found.then(before, one)
    kept = {key: value for key, value in known.items() if key not in gone}
    assert statuses(merged(before, found.over())) == {**kept, **fresh}
