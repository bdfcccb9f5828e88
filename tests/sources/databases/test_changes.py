"""What is known after polls of changes is what a read of all rows says."""

from pathlib import Path
from random import Random

import pytest

from tests.sources.databases.erp import CASES, EVENTS, MINUTE_US, NOW_US, Erp
from wallboard.core.records import Batch
from wallboard.store.merging import merged
from wallboard.store.rows import in_order

STATES = ("Open", "Waiting", "Closed")


class Office:
    """People at work on an ERP: each turn takes a minute, and writes what somebody did in it."""

    def __init__(self, erp: Erp, seed: int) -> None:
        self.erp = erp
        self.chance = Random(seed)
        self.now_us = NOW_US
        self.numbers: list[int] = []

    def work(self) -> None:
        """A minute's work: new cases, changed ones, some written up to two minutes after they happened."""
        self.now_us += MINUTE_US
        for _ in range(self.chance.randrange(4)):
            late_s = self.chance.choice([0, 0, 30, 119])
            at = self.moment(self.now_us - late_s * 1_000_000)
            number = len(self.numbers) + 1 if self.chance.random() < 0.5 else self.chance.choice(self.numbers or [1])
            state = self.chance.choice(STATES)
            if number > len(self.numbers):
                self.numbers.append(number)
            self.erp.add(number, state, at)
            self.erp.run(f"INSERT INTO history VALUES ({number}, '{at}', 'ST', '{state}')")

    def moment(self, at_us: int) -> str:
        """An instant as the database has it."""
        seconds = (at_us - NOW_US) // 1_000_000
        return f"2026-11-18 {11 + (400 + seconds) // 3600:02}:{(400 + seconds) % 3600 // 60:02}:{seconds % 60:02}"


def told(batch: Batch) -> dict[str, list[tuple[object, ...]]]:
    """The rows without what counts anew in every read."""
    return {name: sorted(frame.drop("row", strict=False).rows(), key=repr) for name, frame in batch.frames.items()}


@pytest.mark.parametrize("seed", range(4))
def test_polls_of_changes_lead_to_what_a_read_of_all_says(tmp_path: Path, seed: int) -> None:
    erp = Erp(tmp_path)
    office = Office(erp, seed)
    options = {"cases": CASES, "events": EVENTS, "overlap": "3m"}
    known: Batch | None = None
    changes = 0
    for _ in range(25):
        office.work()
        batch = in_order(erp.read(office.now_us, known.token if known is not None else "", **options))
        changes += batch.is_changes
        known = merged(known, batch)
        assert told(known) == told(in_order(erp.read(office.now_us, **options)))
    assert changes == 24
    assert known is not None
    assert known.rows > 30


def test_what_was_deleted_meanwhile_is_gone_with_the_next_read_of_all(tmp_path: Path) -> None:
    erp = Erp(tmp_path)
    office = Office(erp, 1)
    options = {"cases": CASES, "events": EVENTS, "full_every": "10m"}
    for _ in range(8):
        office.work()
    known = merged(None, in_order(erp.read(office.now_us, **options)))
    erp.run("DELETE FROM cases WHERE no = 2", "DELETE FROM history WHERE no = 2")
    wholes = 0
    for _ in range(11):
        office.work()
        batch = in_order(erp.read(office.now_us, known.token, **options))
        wholes += not batch.is_changes
        known = merged(known, batch)
    assert wholes == 1
    assert told(known) == told(in_order(erp.read(office.now_us, **options)))
