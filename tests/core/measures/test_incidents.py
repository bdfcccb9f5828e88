"""Measures over an incident log: the public one against its reference figures, a made one against a plain loop."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from tests.incident_log import HOUR_US, MADE_LOG, PUBLIC_LOG, history, office
from tests.public import PUBLIC
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.lead_times import LeadTimes, closed_in, lead_times, lead_times_by_type
from wallboard.core.measures.on_time import fell_due
from wallboard.core.measures.queue_waits import Stays, ended, stays
from wallboard.core.measures.ranks import nearest_rank
from wallboard.core.measures.settle import settle
from wallboard.core.worktime import NEVER_US

ZONES = ("on_track", "watch", "urgent", "late")
INSTANTS = ("2016-03-15T10:30", "2016-04-15T12:00", "2016-05-10T16:45", "2016-05-28T12:00", "2016-06-01T09:30")
has_public_log = pytest.mark.skipif(not PUBLIC_LOG.exists(), reason="the public incident log is not here")


@pytest.fixture(params=INSTANTS)
def reference(request: pytest.FixtureRequest) -> dict[str, Any]:
    figures = json.loads((PUBLIC / "incident_reference.json").read_text())["figures"]
    return figures[request.param]  # type: ignore[no-any-return]


def us(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp()) * 1_000_000


def everything(book: CaseBook) -> np.ndarray:
    return np.ones(book.size, dtype=np.bool_)


def since(book: CaseBook, days: int) -> int:
    return office().last_work_days_from_us(book.at_us, days)


def rounded(of_us: int | None) -> float | None:
    return None if of_us is None else round(of_us / HOUR_US, 4)


def digest(book: CaseBook, rows: np.ndarray) -> str:
    return hashlib.sha256("\n".join(sorted(book.numbers(rows))).encode()).hexdigest()[:16]


@has_public_log
def test_leads_dues_and_waits_add_up_to_the_references_checksums(reference: dict[str, Any]) -> None:
    book = settle(history(PUBLIC_LOG), us(reference["at"]))
    of = stays(book)
    left = ended(book, of, everything(book), since(book, 20), book.at_us)
    closed = closed_in(book, everything(book), since(book, 20), book.at_us)
    last = of.is_last & book.is_open[of.case]
    in_us = {
        "lead_s_of_open": book.organisation_us[book.is_open].sum(),
        "customer_lead_s_of_open": book.customer_us[book.is_open].sum(),
        "lead_s_of_closed_20_days": book.organisation_us[closed].sum(),
        "lead_s_of_all": book.organisation_us.sum(),
        "wait_s_of_left": of.wait_us[left].sum(),
    }
    epochs_us = {
        "due_epoch_s_of_all": book.due_us[book.due_us != NEVER_US],
        "entry_epoch_s_of_open": of.entered_us[last],
    }
    found = {name: int(value) // 1_000_000 for name, value in in_us.items()}
    found |= {name: int((values // 1_000_000).sum()) for name, values in epochs_us.items()}
    assert found == reference["checksums"]
    assert book.size == reference["known_cases"]


@has_public_log
def test_the_same_cases_stand_behind_the_figures(reference: dict[str, Any]) -> None:
    book = settle(history(PUBLIC_LOG), us(reference["at"]))
    due = fell_due(book, everything(book), since(book, 5), book.at_us)
    found = {
        "running": digest(book, np.flatnonzero(book.state == 0)),
        "on_hold": digest(book, np.flatnonzero(book.state == 1)),
        "late_open": digest(book, np.flatnonzero(book.is_open & (book.zone == 3))),
        "fell_due": digest(book, due.rows),
        "on_time": digest(book, due.rows[due.is_on_time]),
        "closed_20_days": digest(book, closed_in(book, everything(book), since(book, 20), book.at_us)),
    }
    assert found == reference["digests"]


def by_queue(book: CaseBook, of: Stays, left: np.ndarray, code: int) -> dict[str, Any]:
    """One queue's figures in the reference's words."""
    here = book.is_open & (book.queue == code)
    running = here & (book.state == 0)
    waits = of.wait_us[left][of.queue[left] == code]
    zero = (of.entered_us == of.left_us)[left][of.queue[left] == code]
    last = np.flatnonzero(of.is_last & running[of.case])
    oldest = last[np.lexsort((np.array(book.numbers(of.case[last])), -of.wait_us[last]))][0] if last.size else None
    return {
        "open": int(here.sum()),
        "running": int(running.sum()),
        "on_hold": int((here & (book.state == 1)).sum()),
        "running_by_zone": {zone: int((running & (book.zone == index)).sum()) for index, zone in enumerate(ZONES)},
        "oldest_wait_h": None if oldest is None else rounded(int(of.wait_us[oldest])),
        "oldest_case": None if oldest is None else book.number(int(of.case[oldest])),
        "oldest_zone": None if oldest is None else ZONES[book.zone[of.case[oldest]]],
        "left_n": waits.size,
        "left_p85_h": rounded(nearest_rank(waits, 85)),
        "left_zero_length": int(zero.sum()),
    }


@has_public_log
def test_queues_have_the_references_figures(reference: dict[str, Any]) -> None:
    book = settle(history(PUBLIC_LOG), us(reference["at"]))
    of = stays(book)
    left = ended(book, of, everything(book), since(book, 20), book.at_us)
    names = book.history.fields["queue"].names
    expected = reference["by_queue"]
    for one in expected["top10"]:
        found = by_queue(book, of, left, names.index(one["queue"]))
        assert found == {name: one[name] for name in found}, one["queue"]
    none = by_queue(book, of, left, -1)
    assert none == {name: expected["no_queue"][name] for name in none}
    assert (left.size, rounded(nearest_rank(of.wait_us[left], 85))) == (
        expected["left_all_n"],
        expected["left_all_p85_h"],
    )
    queues = np.unique(book.queue[book.is_open & (book.queue >= 0)])
    assert queues.size == expected["queues_with_open_cases"]


@has_public_log
def test_lead_times_have_the_references_figures(reference: dict[str, Any]) -> None:
    book = settle(history(PUBLIC_LOG), us(reference["at"]))
    rows = closed_in(book, everything(book), since(book, 20), book.at_us)
    expected = reference["lead_times"]

    def told(of: LeadTimes) -> dict[str, Any]:
        within = int((book.lead_us[of.rows] <= book.need_us[of.rows]).sum())
        figures = {"n": of.rows.size, "median_h": rounded(of.median_us), "p85_h": rounded(of.p85_us)}
        return {**figures, "within_target": within}

    together = told(lead_times(book, rows, book.organisation_us))
    assert together == {name: expected["all"][name] for name in together}
    by_type = {one.type: told(one) for one in lead_times_by_type(book, rows, book.organisation_us)}
    for one in expected["top8"]:
        assert by_type[one["type"]] == {name: one[name] for name in together}, one["type"]
    customer = lead_times(book, rows, book.customer_us)
    assert [rounded(customer.median_us), rounded(customer.p85_us)] == list(expected["customer_clock_all"].values())


@has_public_log
def test_late_returns_are_the_references_new_cases() -> None:
    facts = json.loads((PUBLIC / "incident_reference.json").read_text())["file_facts"]
    book = settle(history(PUBLIC_LOG), us("2017-12-31T12:00+00:00"))
    returned = np.flatnonzero(book.part > 0)
    found = {book.number(int(row)): int(book.opened_us[row]) for row in returned}
    assert found == {number: us(at) for number, at in facts["new_cases"].items()}
    assert int((book.reopened_us != NEVER_US).sum()) == facts["resumed_by_rule_5"]
    assert (book.size, int(book.is_open.sum())) == (facts["cases_in_the_end"], facts["open_in_the_end"])


def test_the_made_logs_lead_times_are_those_of_a_plain_loop() -> None:
    """Every minute of every case labelled by hand: slow, and nothing to do with arrays."""
    log = history(MADE_LOG)
    book = settle(log, int(log.step_us[np.argsort(log.step_us)[log.step_us.size * 2 // 3]]))
    calendar = office()
    minute = timedelta(minutes=1) // timedelta(microseconds=1)
    compared = 0
    for row in range(0, book.size, 3):
        state, running = 0, 0
        first, last = log.first_step[book.entity[row]], log.first_step[book.entity[row] + 1]
        steps = [(int(log.step_us[log.state_step[i]]), int(log.state[i]))
                 for i in np.flatnonzero((log.state_step >= first) & (log.state_step < last))]  # fmt: skip
        steps = [step for step in steps if step[0] <= book.at_us]
        if book.part[row] or (book.part[book.entity == book.entity[row]] > 0).any():
            continue
        for (start, state), end in zip(steps, [at for at, _ in steps[1:]] + [book.at_us], strict=True):
            if state == 0:
                running += sum(calendar.is_open(at) for at in range(start, end, minute)) if end > start else 0
        assert running * minute == book.organisation_us[row], book.number(row)
        compared += 1
    assert compared > 50
