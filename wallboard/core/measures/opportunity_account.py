"""Opportunities as records: what stands behind every figure of the pile that waits (rule 15)."""

from collections.abc import Mapping
from functools import partial
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from wallboard.core.evidence import How, Records, Value, weighed_records
from wallboard.core.local_time import HOUR_US
from wallboard.core.measures.account import instant
from wallboard.core.measures.left_out import with_left_out
from wallboard.core.measures.opportunities import UNDATED_US, Opportunities
from wallboard.core.snapshot import Snapshot
from wallboard.core.worktime import NEVER_US

Bools = NDArray[np.bool_]
Float64s = NDArray[np.float64]

COLUMNS = ("number", "source", "owner", "coordinator", "created", "released", "won", "lost", "wait_h")


def of_opportunities(
    snapshot: Snapshot,
    pile: Opportunities,
    mask: Bools,
    counting: Mapping[str, Bools],
    *,
    how: How = "sum",
    amounts: Float64s | None = None,
) -> Records:
    """Opportunities as evidence: `mask` says which are listed, `counting` which are in and why; both, and `amounts`,
    are of all of them. Rows that count in nothing follow."""
    outside = {
        "waiting": pile.is_waiting,
        "won or lost without an appointment": pile.decided_us < pile.released_us,
        "released at an unknown time": pile.released_us == UNDATED_US,
        "released": pile.released_us != NEVER_US,
    }
    reasons = {said: (which[mask], True) for said, which in counting.items()}
    reasons |= {said: (which[mask], False) for said, which in outside.items() if said not in reasons}
    rows = opportunity_rows(snapshot, pile, np.flatnonzero(mask))
    of_rows = None if amounts is None else amounts[mask]
    found = weighed_records(COLUMNS, rows, reasons, "", how=how, amounts=of_rows)
    return with_left_out(found, pile.left_out, partial(_row_left_out, snapshot))


def opportunity_rows(snapshot: Snapshot, pile: Opportunities, places: NDArray[np.intp]) -> list[tuple[Value, ...]]:
    """Opportunities as rows of COLUMNS: nothing of what they are about, nor with whom.

    The coordinator is the person's name where the board knows them.
    """
    zone = ZoneInfo(snapshot.organisation.time_zone)
    names = tuple(snapshot.batches)
    frames = [batch.frame("opportunities") for batch in snapshot.batches.values()]
    people = snapshot.organisation.people

    def text(at_us: int) -> str | None:
        return None if at_us in (NEVER_US, UNDATED_US) else instant(at_us, zone)

    rows: list[tuple[Value, ...]] = []
    for place in places.tolist():
        rank, row, coordinator = int(pile.source[place]), int(pile.row[place]), int(pile.coordinator[place])
        rows.append(
            (
                frames[rank]["number"][row],
                names[rank],
                frames[rank]["owner"][row],
                people[coordinator].name if coordinator >= 0 else frames[rank]["coordinator"][row],
                *(
                    text(int(column[place]))
                    for column in (pile.created_us, pile.released_us, pile.won_us, pile.lost_us)
                ),
                int(pile.wait_us[place]) / HOUR_US,
            )
        )
    return rows


def _row_left_out(snapshot: Snapshot, rank: int, row: int) -> tuple[Value, ...]:
    """The same columns as far as the source tells them, in its own words."""
    zone = ZoneInfo(snapshot.organisation.time_zone)
    source = tuple(snapshot.batches)[rank]
    told = snapshot.batches[source].frame("opportunities").row(row, named=True)
    instants = (told[f"{name}_at"] for name in ("created", "released", "won", "lost"))
    texts = (None if one is None else one.astimezone(zone).isoformat() for one in instants)
    return (told["number"], source, told["owner"], told["coordinator"], *texts, None)
