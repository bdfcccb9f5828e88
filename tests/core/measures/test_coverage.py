"""What sources cannot tell is said, not guessed."""

from dataclasses import replace

from tests.core.lives import at, batch, life, organisation
from wallboard.collect.plain import said
from wallboard.core.measures import coverage as measure
from wallboard.core.measures.coverage import Coverage, feeding
from wallboard.core.records import Batch, Unusable
from wallboard.core.scope import Condition, Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import words

CASE = life("A", "Mon 09:00 opened", status="new", queue="Desk")


TAKES = frozenset({"cases", "events"})


def coverage(of_: Snapshot, *fields: str, history: tuple[str, ...] = ()) -> Coverage:
    return measure.coverage(of_, TAKES, Where(), fields, history)


def columns_only(*fields: str) -> Batch:
    made = batch(CASE, as_of="Fri 12:00", keeps_events=False)
    return Batch({"cases": made.frames["cases"]}, {"cases": frozenset(fields)}, made.as_of_us, made.clock_us)


def of(*, is_past: bool = False, **batches: Batch) -> Snapshot:
    return Snapshot(organisation(sources=tuple(batches)), at("Tue 12:00"), batches, is_past=is_past)


def test_a_field_that_no_source_maps_blanks_the_panel() -> None:
    found = coverage(of(desk=columns_only("number", "opened")), "opened", "status", "type")
    assert [one.args["field"] for one in found.blank] == ["status", "type"]


def test_a_field_that_where_asks_for_blanks_the_panel_too() -> None:
    desk = of(desk=columns_only("number", "opened", "type"))
    among = Where((Condition("type", ("Order",)),), (Where((Condition("tier", ("expert",)),)),))
    found = measure.coverage(desk, TAKES, among, ("opened",))
    assert [(one.key, one.args["field"]) for one in found.blank] == [("missing.field", "queue")]
    by_age = Where((Condition("source", ("desk",)), Condition("open_hours", above=4.0)))
    assert measure.coverage(desk, TAKES, by_age, ()).blank == ()


def test_a_field_that_one_source_lacks_is_a_remark() -> None:
    both = of(desk=columns_only("number", "opened", "type"), erp=columns_only("number", "opened"))
    found = coverage(both, "opened", "type")
    assert found.blank == ()
    assert [(one.args["field"], one.args["sources"]) for one in found.remarks] == [("type", "erp")]


def test_events_map_fields_too() -> None:
    made = batch(life("A", "Mon 09:00 opened; Mon 10:00 waiting; Mon 11:00 queue=Desk"))
    told = Batch(made.frames, {"events": frozenset({"number", "at", "kind", "to"})}, made.as_of_us, made.clock_us)
    found = coverage(of(desk=told), "status", "queue", "owner")
    assert [one.args["field"] for one in found.blank] == ["owner"]


def test_a_past_that_needs_statuses_without_history_is_not_told() -> None:
    desk = columns_only("number", "opened", "status")
    assert coverage(of(desk=desk), "status", history=("status",)).blank == ()
    found = coverage(of(is_past=True, desk=desk), "status", history=("status", "queue"))
    assert [(one.key, one.args["at"]) for one in found.blank] == [("missing.history", at("Fri 12:00"))]
    assert coverage(of(is_past=True, desk=desk), "opened").blank == ()
    waiting = Where((Condition("status", ("Waiting",)),))
    found = measure.coverage(of(is_past=True, desk=desk), TAKES, waiting, ("opened",))
    assert [one.key for one in found.blank] == ["missing.history"]


def test_only_sources_set_to_bring_a_resource_feed_a_panel() -> None:
    office = organisation(
        sources=("desk", "diary", "new"), feeds={"desk": frozenset({"cases"}), "diary": frozenset({"appointments"})}
    )
    assert feeding(office, TAKES, Where()) == ("desk", "new")
    about = Where((Condition("source", ("new",)),))
    assert feeding(office, TAKES, about) == ("new",)


def test_a_board_of_which_nothing_was_read_shows_no_noughts() -> None:
    office = organisation(sources=("desk", "erp"))
    found = coverage(Snapshot(office, at("Tue 12:00"), {}), "opened")
    assert found.blank == (words("missing.unread", sources="desk, erp"),)


def test_a_board_without_sources_of_cases_says_so() -> None:
    office = organisation(sources=("diary",), feeds={"diary": frozenset({"appointments"})})
    assert coverage(Snapshot(office, at("Tue 12:00"), {}), "opened").blank == (words("missing.sources"),)


def test_rows_of_which_none_can_be_used_are_no_calm_board() -> None:
    future = batch(life("A", "Fri 09:00 opened"), as_of="Mon 12:00")
    found = coverage(Snapshot(organisation(), at("Mon 12:00"), {"desk": future}), "opened")
    assert found.blank == (words("missing.usable", sources="desk"),)


def said_of_statuses(found: Coverage) -> list[str]:
    return [said(one) for one in found.remarks if one.key == "missing.statuses"]


def test_a_status_that_nobody_mapped_is_a_remark_with_its_rows() -> None:
    lives = [life(f"C{n}", "Mon 09:00 opened; Mon 10:00 Fertig") for n in range(3)]
    found = of(desk=batch(*lives, life("D", "Mon 09:00 opened; Mon 10:00 done")))
    assert said_of_statuses(coverage(found, "opened", "status")) == [
        "1 status not mapped, counts as open: “Fertig”, 3 rows"
    ]
    assert coverage(found, "opened").remarks == (), "a figure without statuses does not depend on them"


def test_of_many_unmapped_statuses_the_two_on_most_rows_are_named() -> None:
    lives = [life(f"{word}{n}", f"Mon 09:00 opened; Mon 10:00 {word}") for n in range(2) for word in ("Neu", "Fertig")]
    desk, erp = batch(*lives, life("N", "Mon 09:00 opened; Mon 10:00 Neu")), batch(*lives)
    assert said_of_statuses(coverage(of(desk=desk, erp=erp), "status")) == [
        "2 statuses not mapped, count as open: “Neu”, 5 rows; “Fertig”, 4 rows"
    ]
    more = batch(*lives, life("O", "Mon 09:00 opened; Mon 10:00 Offen"))
    assert said_of_statuses(coverage(of(desk=more), "status")) == [
        "3 statuses not mapped, count as open: “Fertig”, 2 rows; “Neu”, 2 rows …"
    ]


def test_one_row_is_one_row_and_a_long_word_is_elided_in_the_middle() -> None:
    found = coverage(of(desk=batch(life("A", f"Mon 09:00 opened; Mon 10:00 {'ab' * 50}"))), "status")
    (sentence,) = said_of_statuses(found)
    assert sentence.endswith("bab”, 1 row")
    assert len(sentence) < 80


def test_a_panel_about_other_sources_says_nothing_of_this_ones_statuses() -> None:
    odd, good = batch(life("A", "Mon 09:00 opened; Mon 10:00 Fertig")), batch(life("B", "Mon 09:00 opened"))
    about = Where((Condition("source", ("erp",)),))
    assert measure.coverage(of(desk=odd, erp=good), TAKES, about, ("opened", "status")).remarks == ()


def test_a_source_that_cannot_tell_of_closings_shows_no_nought_of_them() -> None:
    """A status alone says that a case is closed, and never when."""
    desk = of(desk=columns_only("number", "opened", "status"))
    assert coverage(desk, "opened", "status").blank == ()
    assert coverage(desk, "opened", "status", "closed").blank == (
        words("missing.field", field="closed", sources="desk"),
    )
    assert coverage(of(desk=columns_only("number", "opened", "closed")), "opened", "status", "closed").blank == ()


def test_records_whose_details_do_not_come_are_a_remark_of_each_panel_that_their_resource_feeds() -> None:
    told = tuple(words("rest.doubt.withheld", what=name, n=n, found="7") for name, n in (("cases", 2), ("absences", 1)))
    desk = replace(columns_only("number", "opened", "status"), remarks=told)
    found = coverage(of(desk=desk, erp=columns_only("number", "opened", "status")), "opened")
    assert found.remarks == (words("missing.withheld", n=2, source="desk"),)
    assert said(found.remarks[0]) == "2 records of desk are missing or old"


def test_cases_that_cannot_be_used_are_a_remark_of_each_source_that_has_such() -> None:
    left_out = (
        Unusable("cases", words("record.row.time", n=2, column="opened"), 2),
        Unusable("events", words("file.row.no-kind", n=9), 9),
    )
    later = batch(CASE, life("B", "Fri 09:00 opened"), as_of="Mon 12:00")
    found = of(desk=replace(later, unusable=left_out), erp=replace(batch(CASE), unusable=left_out[:1]), crm=batch(CASE))
    assert coverage(found, "opened").remarks == (
        words("missing.useless.cases", n=3, source="desk"),
        words("missing.useless.cases", n=2, source="erp"),
    )
    about = Where((Condition("source", ("erp",)),))
    assert measure.coverage(found, TAKES, about, ()).remarks == (words("missing.useless.cases", n=2, source="erp"),)
    graver = words("missing.field", field="closed", sources="desk")
    lacking = of(desk=replace(columns_only("number", "opened"), unusable=left_out), erp=batch(CASE))
    assert coverage(lacking, "closed").remarks[0] == graver
