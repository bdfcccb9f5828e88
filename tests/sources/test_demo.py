"""The made-up company: the same rows for the same instant, and a board worth looking at on any work day."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest
from holidays import country_holidays
from hypothesis import example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from pydantic import ValidationError

from wallboard.config.board import Board
from wallboard.config.load import load_board
from wallboard.core.measures.book import LATE, ON_TRACK, URGENT, WATCH, CaseBook
from wallboard.core.measures.closings import closings
from wallboard.core.measures.history import HELD, OPEN
from wallboard.core.measures.on_time import fell_due
from wallboard.core.records import APPOINTMENT_STATES, SCHEMAS, Batch
from wallboard.core.snapshot import Snapshot
from wallboard.sources import demo
from wallboard.sources.contract import ReadRequest
from wallboard.sources.demo_company.case_kinds import HIGH_TARGETS_H, TARGETS_H
from wallboard.sources.demo_company.chance import Chance, pick
from wallboard.sources.demo_company.office import bank_holidays, office
from wallboard.sources.demo_company.staff import STAFF

SYSTEMS = ("helpdesk", "erp", "diaries")
LONDON = ZoneInfo("Europe/London")
DEMO_BOARD = Path(__file__).parents[2] / "config" / "demo.yaml"
DAY_US = 86_400_000_000

TUESDAY_US = int(datetime(2026, 11, 17, 10, 42, tzinfo=UTC).timestamp()) * 1_000_000
A_DOZEN = [
    (2015, 3, 4, 11, 0),
    (2016, 12, 6, 14, 30),
    (2019, 7, 23, 9, 45),
    (2021, 1, 20, 16, 40),
    (2023, 5, 11, 10, 42),
    (2024, 2, 29, 12, 0),
    (2026, 3, 31, 10, 0),
    (2026, 11, 17, 10, 42),
    (2033, 8, 18, 15, 15),
    (2041, 10, 30, 13, 30),
    (2052, 4, 10, 16, 0),
    (2060, 6, 22, 10, 10),
]


def instant_us(*local: int) -> int:
    return int(datetime(*local, tzinfo=LONDON).timestamp()) * 1_000_000  # type: ignore[arg-type,misc]


def request(at_us: int, token: str = "", until_us: int | None = None) -> ReadRequest:
    return ReadRequest("demo", Path(), at_us, "Europe/London", token, until_us)


def read(system: str, at_us: int, seed: int = 1) -> Batch:
    batch = demo.read(demo.Options.model_validate({"system": system, "seed": seed}), request(at_us))
    assert batch is not None
    return batch


@cache
def board() -> Board:
    return load_board(DEMO_BOARD)


def book_at(at_us: int) -> CaseBook:
    batches: Mapping[str, Batch] = {system: read(system, at_us) for system in SYSTEMS}
    return Snapshot(board().organisation, at_us, batches).book


def rows_until(frame: pl.DataFrame, column: str, at_us: int) -> pl.DataFrame:
    return frame.filter(pl.col(column).dt.timestamp("us") <= at_us)


instants = st.integers(instant_us(2020, 1, 1), instant_us(2030, 1, 1))


# The same rows for the same instant


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_same_instant_gives_the_same_rows_twice(system: str) -> None:
    first, second = read(system, TUESDAY_US), read(system, TUESDAY_US)
    for resource, frame in first.frames.items():
        assert_frame_equal(frame, second.frames[resource])
    assert first.token == second.token


def test_another_seed_is_another_company() -> None:
    assert not read("helpdesk", TUESDAY_US).frames["cases"].equals(read("helpdesk", TUESDAY_US, 2).frames["cases"])


def test_chance_is_the_same_on_every_machine() -> None:
    # Worked with Python's integers from the published steps of SplitMix64 and hashlib's BLAKE2b.
    assert Chance(1, "cases 7").draws("share", 3).tolist() == splitmix(b"1/cases 7/share", 3)


def splitmix(key: bytes, count: int) -> list[float]:
    from hashlib import blake2b

    start, mask, drawn = int.from_bytes(blake2b(key, digest_size=8).digest(), "little"), (1 << 64) - 1, []
    for place in range(1, count + 1):
        x = (start + place * 0x9E3779B97F4A7C15) & mask
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & mask
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & mask
        drawn.append(((x ^ (x >> 31)) >> 11) / 2**53)
    return drawn


def test_a_pick_follows_its_weights() -> None:
    assert pick(np.array([0.0, 0.24, 0.25, 0.74, 0.75, 0.999]), (1, 2, 1)).tolist() == [0, 0, 1, 1, 2, 2]


@settings(max_examples=25)
@given(at_us=instants, later_us=st.integers(0, 40 * DAY_US), system=st.sampled_from(SYSTEMS))
@example(at_us=1_638_778_771_000_000, later_us=0, system="erp")  # a mail between a case's birth and its way to the ERP
def test_what_is_known_at_an_instant_is_still_known_in_the_same_words_later(
    at_us: int, later_us: int, system: str
) -> None:
    now, then = read(system, at_us).frames, read(system, at_us + later_us).frames
    keys = {"events": "at", "activities": "at"}
    for resource in keys.keys() & now.keys():
        kept = then["cases"]["number"].implode()
        still = now[resource].filter(pl.col("number").is_in(kept))
        assert_frame_equal(rows_until(then[resource], "at", at_us), still)
    for resource, (known_at, identity) in {
        "cases": ("opened_at", ["number", "opened_at", "client", "shared_key"]),
        "opportunities": ("created_at", ["number", "owner", "coordinator", "created_at"]),
        "appointments": ("booked_at", ["id", "person", "start_at", "end_at", "booked_at", "opportunity"]),
        "absences": ("known_at", ["person", "start_at", "end_at", "known_at"]),
    }.items():
        if resource in now:
            kept = then[resource].select(identity)
            still = now[resource].select(identity).join(kept, on=identity, how="semi", nulls_equal=True)
            assert_frame_equal(rows_until(kept, known_at, at_us), still)
            assert still.height > now[resource].height // 2


@settings(max_examples=15)
@given(at_us=instants, system=st.sampled_from(["helpdesk", "erp"]))
def test_a_case_stands_as_its_last_events_say(at_us: int, system: str) -> None:
    frames = read(system, at_us).frames
    assert rows_until(frames["events"], "at", at_us).height == frames["events"].height
    for kind in ("status", "queue", "owner", "type", "priority"):
        said = frames["events"].filter(pl.col("kind") == kind).group_by("number").agg(pl.col("to").last())
        both = frames["cases"].join(said, on="number", how="left")
        assert both[kind].to_list() == both["to"].to_list()


@settings(max_examples=15)
@given(at_us=instants, system=st.sampled_from(SYSTEMS))
def test_nothing_is_read_again_until_something_changes(at_us: int, system: str) -> None:
    options = demo.Options.model_validate({"system": system})
    batch = read(system, at_us)
    change_us = int(batch.token.split()[-1])
    assert at_us < change_us <= at_us + 7 * DAY_US
    assert demo.read(options, request(change_us - 1, batch.token)) is None
    assert demo.read(options, request(at_us - 1, batch.token)) is not None
    before, after = read(system, change_us - 1), demo.read(options, request(change_us, batch.token))
    assert after is not None
    assert all(before.frames[name].equals(frame) for name, frame in batch.frames.items())
    assert any(not after.frames[name].equals(frame) for name, frame in batch.frames.items())


def test_a_token_of_another_system_or_another_time_is_not_believed() -> None:
    options = demo.Options(system="erp")
    for token in (read("helpdesk", TUESDAY_US).token, read("erp", TUESDAY_US, 2).token, "erp 1", "x"):
        assert demo.read(options, request(TUESDAY_US, token)) is not None


def test_the_past_is_read_as_of_then() -> None:
    asked = demo.read(demo.Options(), request(TUESDAY_US + 9 * DAY_US, until_us=TUESDAY_US))
    assert asked is not None
    assert (asked.as_of_us, asked.clock_us) == (TUESDAY_US, TUESDAY_US)
    assert_frame_equal(asked.frames["events"], read("helpdesk", TUESDAY_US).frames["events"])


# Rows as the contract wants them


@pytest.mark.parametrize("local", A_DOZEN)
def test_rows_are_in_form_and_in_order_with_numbers_of_their_own(local: tuple[int, ...]) -> None:
    for system in SYSTEMS:
        batch = read(system, instant_us(*local))
        assert batch.frames.keys() == demo.Options.model_validate({"system": system}).resources()
        for resource, frame in batch.frames.items():
            assert frame.schema == dict(SCHEMAS[resource])
            assert frame.height > 0
            assert batch.mapped[resource]
        for resource, identity, order in (
            ("cases", "number", "opened_at"),
            ("opportunities", "number", "number"),
            ("appointments", "id", "id"),
        ):
            frame = batch.frame(resource)
            assert frame[identity].n_unique() == frame.height
            assert frame[order].is_sorted()
        for resource in ("events", "activities"):
            of_case = batch.frame(resource).group_by("number").agg("at")
            assert of_case["at"].list.eval(pl.element().diff().dt.total_microseconds() >= 0).list.all().all()
            lengths = batch.frame(resource)["number"].rle()
            assert lengths.len() == of_case.height  # the rows of a case stand together


def test_the_opening_is_the_first_event_of_every_case() -> None:
    for system in ("helpdesk", "erp"):
        frames = read(system, TUESDAY_US).frames
        first = frames["events"].group_by("number", maintain_order=True).first()
        assert set(first["kind"]) == {"opened"}
        assert first.sort("number")["at"].to_list() == frames["cases"].sort("number")["opened_at"].to_list()


def test_shared_keys_match_in_both_systems() -> None:
    helpdesk, erp = (read(system, TUESDAY_US).frames["cases"] for system in ("helpdesk", "erp"))
    keys = set(helpdesk["shared_key"].drop_nulls())
    assert set(erp["shared_key"].drop_nulls()) <= keys
    assert len(keys) - len(erp["shared_key"].drop_nulls()) <= 3  # those that the ERP learns of in a moment
    assert keys <= set(helpdesk["number"])
    assert 0.05 < len(keys) / helpdesk.height < 0.15
    both = erp.join(helpdesk, on="shared_key")
    done = both.drop_nulls(["closed_at", "closed_at_right"])
    assert done.height > 500
    for field in ("type", "priority", "client"):
        assert done[field].to_list() == done[f"{field}_right"].to_list()
    lag_s = (both["opened_at"] - both["opened_at_right"]).dt.total_seconds()
    assert 40 <= int(lag_s.min() or 0) <= int(lag_s.max() or 0) <= 170  # type: ignore[call-overload]


def test_every_case_is_closed_or_ignored_before_it_leaves_the_window() -> None:
    now = read("helpdesk", TUESDAY_US).frames["cases"]
    old = now.filter(pl.col("opened_at").dt.timestamp("us") < TUESDAY_US - 49 * DAY_US)
    assert old.height > 3000
    assert set(old["status"]) == {"Closed", "Resolved", "Spam", "Merged"}


def test_a_merged_case_names_an_older_one_that_lives_on() -> None:
    frames = read("helpdesk", TUESDAY_US).frames
    merges = frames["events"].filter(pl.col("kind") == "merged")
    assert merges.height > 10
    opened = frames["cases"].select("number", "opened_at", "status")
    pairs = merges.join(opened, on="number").join(opened, left_on="to", right_on="number", suffix="_of_other")
    assert pairs.height == merges.height
    assert pairs.filter(pl.col("opened_at_of_other") > pl.col("opened_at")).is_empty()
    assert pairs.filter(pl.col("status_of_other").is_in(["Merged", "Spam"])).is_empty()


# A board worth looking at


@pytest.mark.parametrize("local", A_DOZEN)
def test_the_board_is_plausible_on_any_work_day(local: tuple[int, ...]) -> None:
    at_us = instant_us(*local)
    book = book_at(at_us)
    everything = np.ones(book.size, dtype=np.bool_)
    counts = {zone: int(((book.state == OPEN) & (book.zone == zone)).sum()) for zone in range(4)}
    assert 110 <= int(book.is_open.sum()) <= 230
    assert 1 <= counts[LATE] <= 30
    assert 5 <= counts[URGENT] <= 50
    assert 20 <= counts[WATCH] <= 80
    assert 35 <= counts[ON_TRACK] <= 115
    assert 3 <= int((book.state == HELD).sum()) <= 30
    due = fell_due(book, everything, office().last_work_days_from_us(at_us, 5), at_us)
    assert due.denominator > 100
    assert 0.70 <= due.numerator / due.denominator <= 0.98
    done = closings(book, everything, at_us - 28 * DAY_US, at_us)
    assert 0.015 <= done.reopened / done.rows.size <= 0.06
    assert not book.history.unmapped


def test_a_year_brings_in_as_much_as_it_sends_out() -> None:
    open_cases = []
    for month in range(12):
        at_us = instant_us(2027, 1, 12, 12, 0) + month * 28 * DAY_US
        book = book_at(at_us)
        from_us = at_us - 28 * DAY_US
        came = int((book.opened_us > from_us).sum())
        went = int(((book.closed_us > from_us) & (book.closed_us <= at_us)).sum())
        assert 1700 <= came <= 2800
        assert abs(came - went) <= 110
        open_cases.append(int(book.is_open.sum()))
    assert abs(np.mean(open_cases[:6]) - np.mean(open_cases[6:])) <= 25


def test_some_new_cases_have_no_owner_or_no_type_yet() -> None:
    cases = read("helpdesk", TUESDAY_US).frames["cases"].filter(pl.col("closed_at").is_null())
    waiting = cases.filter(pl.col("status") == "New")
    assert waiting.height > 0
    assert waiting["owner"].is_null().all()
    months = read("helpdesk", TUESDAY_US).frames["events"].filter(pl.col("kind").is_in(["opened", "type"]))
    typed = months.group_by("number").agg(
        pl.col("at").filter(pl.col("kind") == "type").min(), opened=pl.col("at").min()
    )
    assert 50 < typed.filter(pl.col("at") > pl.col("opened")).height < 600


def test_a_few_cases_come_back_too_late_and_are_new_ones() -> None:
    book = book_at(TUESDAY_US)
    assert 3 <= int((book.part > 0).sum()) <= 80


@pytest.mark.parametrize(
    "local",
    [
        (2026, 3, 29, 0, 59, 59),
        (2026, 3, 29, 2, 30),
        (2026, 10, 25, 1, 30),
        (2026, 12, 31, 23, 59, 59),
        (2027, 1, 1, 0, 0),
        (2028, 2, 29, 23, 0),
        (2024, 12, 25, 12, 0),
    ],
)
def test_clock_changes_new_year_and_christmas_are_instants_like_others(local: tuple[int, ...]) -> None:
    book = book_at(instant_us(*local))
    assert 30 <= int(book.is_open.sum()) <= 230
    assert not any(book.history.unusable.values())
    assert not [one for doubts in book.history.doubts.values() for one in doubts if one.why.key != "doubt.keys"]


@pytest.mark.parametrize("at_us", [0, 1_000_000_000, instant_us(2013, 1, 2), instant_us(2069, 6, 1)])
def test_a_clock_far_from_the_present_gives_rows_and_no_traceback(at_us: int) -> None:
    for system in SYSTEMS:
        assert read(system, at_us).as_of_us == at_us


def test_the_company_rests_on_the_bank_holidays_of_england() -> None:
    years = range(2015, 2061)
    listed = {on for on in country_holidays("GB", subdiv="ENG", years=years) if on.weekday() < 5}
    assert {on for year in years for on in bank_holidays(year)} == listed


def test_nobody_works_at_night_or_on_a_day_off() -> None:
    frames = read("helpdesk", TUESDAY_US).frames
    closing = frames["events"].filter(pl.col("to") == "Resolved")["at"].dt.timestamp("us").to_numpy()
    assert np.isin(closing // DAY_US, office().work_days).all()
    hours = closing % DAY_US / 3_600_000_000
    assert hours.min() >= 8
    assert hours.max() <= 17.5


# Sales


def test_diaries_are_full_for_the_next_days_and_thin_out() -> None:
    filled = np.zeros(10)
    for week in range(12):
        at_us = TUESDAY_US + week * 7 * DAY_US
        visits = read("diaries", at_us).frames["appointments"].filter(pl.col("state") != "cancelled")
        days = visits["start_at"].dt.timestamp("us").to_numpy() // DAY_US
        work_days = office().work_days
        place = int(np.searchsorted(work_days, at_us // DAY_US))
        filled += [(days == day).sum() / 6 / 12 for day in work_days[place + 1 : place + 11]]
    assert filled[:3].min() > 3.0
    assert 2.2 < filled[4] < 3.6
    assert 1.3 < filled[6] < 2.7
    assert 0.5 < filled[9] < 1.6


def test_appointments_end_as_performed_missed_or_called_off() -> None:
    visits = read("diaries", TUESDAY_US).frames["appointments"]
    assert set(visits["state"]) == set(APPOINTMENT_STATES)
    assert visits.filter(pl.col("state_at").dt.timestamp("us") > TUESDAY_US).is_empty()
    assert visits.filter(pl.col("booked_at") >= pl.col("start_at")).is_empty()
    assert visits.filter((pl.col("state") == "performed") & (pl.col("state_at") < pl.col("end_at"))).is_empty()
    assert visits.filter((pl.col("state") == "cancelled") & (pl.col("state_at") >= pl.col("start_at"))).is_empty()
    held = visits.filter(pl.col("state") != "cancelled")
    assert held.select("person", "start_at").n_unique() == held.height
    share = visits["state"].value_counts(normalize=True)
    shares = dict(share.iter_rows())
    assert shares["performed"] > 0.7
    assert 0.02 < shares["no-show"] < 0.08
    assert 0.04 < shares["cancelled"] < 0.14


def test_now_and_then_somebody_has_a_fifth_appointment() -> None:
    visits = read("diaries", TUESDAY_US).frames["appointments"].filter(pl.col("state") == "performed")
    a_day = visits.group_by("person", pl.col("start_at").dt.date()).len()["len"]
    assert a_day.max() == 5
    assert 0 < (a_day == 5).sum() < 0.05 * a_day.len()


def test_nobody_on_leave_performs_an_appointment() -> None:
    frames = read("diaries", TUESDAY_US).frames
    done = frames["appointments"].filter(pl.col("state").is_in(["performed", "no-show"]))
    clashes = done.join(frames["absences"], on="person", suffix="_off").filter(
        (pl.col("start_at") >= pl.col("start_at_off")) & (pl.col("start_at") < pl.col("end_at_off"))
    )
    assert frames["absences"].height > 50
    assert clashes.is_empty()


def test_opportunities_wait_for_a_first_visit_then_are_won_or_lost() -> None:
    waiting = []
    for week in range(12):
        at_us = TUESDAY_US + week * 7 * DAY_US
        known = read("erp", at_us).frames["opportunities"]
        waiting.append(known.filter(pl.col("released_at").is_null() & pl.col("lost_at").is_null()).height)
    assert 15 <= min(waiting) <= max(waiting) <= 60
    rows = known.filter(pl.col("won_at").is_not_null())
    assert rows.filter(pl.col("lost_at").is_not_null()).is_empty()
    for earlier, later in (("created_at", "released_at"), ("released_at", "won_at"), ("won_at", "accepted_at")):
        assert rows.filter(pl.col(earlier) > pl.col(later)).is_empty()
    assert 0.1 < rows.height / known.height < 0.3
    assert rows["accepted_at"].null_count() > 0


def test_a_first_appointment_releases_its_opportunity() -> None:
    visits = read("diaries", TUESDAY_US).frames["appointments"].drop_nulls("opportunity")
    known = read("erp", TUESDAY_US).frames["opportunities"]
    both = visits.join(known, left_on="opportunity", right_on="number")
    assert both.height == visits.height
    assert both["booked_at"].equals(both["released_at"].alias("booked_at"))


# The demo board


def test_the_people_of_the_demo_board_are_the_company() -> None:
    people = {person.name: person for person in board().organisation.people}
    assert {(person.name, person.role) for person in STAFF} == {(name, person.role) for name, person in people.items()}
    assert [sum(person.role == role for person in STAFF) for role in ("salesperson", "coordinator")] == [6, 3]
    assert sum(person.role in ("csr", "expert") for person in STAFF) == 9
    for person in STAFF:
        assert people[person.name].coordinator == person.coordinator
        assert people[person.name].also["diaries"] == (person.diary,)


def test_the_demo_board_knows_every_word_of_the_systems() -> None:
    organisation = board().organisation
    types, queues = {one.name for one in organisation.types}, {one.name: one for one in organisation.queues}
    aliases = {word for queue in queues.values() for word in queue.also.get("erp", ())}
    for system in ("helpdesk", "erp"):
        frames = read(system, TUESDAY_US).frames
        said = {
            kind: set(frames["events"].filter(pl.col("kind") == kind)["to"]) for kind in ("status", "queue", "owner")
        }
        assert None not in {organisation.statuses.state_of(word, system) for word in said["status"]}
        assert said["queue"] == (aliases if system == "erp" else set(queues))
        logins = {word for person in organisation.people for word in person.also.get(system, ())}
        assert said["owner"] <= logins
        assert set(frames["cases"]["type"].drop_nulls()) <= types


def test_the_targets_of_the_demo_board_are_what_the_company_works_to() -> None:
    targets = {(one.type, one.priority): one.need_us / 3_600_000_000 for one in board().organisation.targets}
    assert {name: hours for (name, priority), hours in targets.items() if name and not priority} == TARGETS_H
    assert {name: hours for (name, priority), hours in targets.items() if priority == "high"} == HIGH_TARGETS_H


def test_the_hours_of_the_demo_board_are_those_of_the_company() -> None:
    calendar = board().organisation.calendars["office"]
    ends_us = np.array([instant_us(2015, 1, 1), instant_us(2060, 1, 1)])
    assert np.diff(calendar.worked_us(ends_us)) == np.diff(office().worked_us(ends_us))


def test_a_system_that_the_company_does_not_have_is_refused() -> None:
    with pytest.raises(ValidationError):
        demo.Options.model_validate({"system": "crm"})
    with pytest.raises(ValidationError):
        demo.Options(seed=-1)
