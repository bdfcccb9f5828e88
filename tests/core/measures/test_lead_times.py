"""Lead times of closed cases by type."""

import numpy as np

from tests.core.lives import at, book, hours, life
from wallboard.core.measures.lead_times import closed_in, lead_times, lead_times_by_type

LIVES = [
    life(f"{kind}-{n}", f"Mon 09:00 opened; Mon {9 + n}:00 closed".replace(" 9:", " 09:"), type=kind)
    for kind in ("Order", "Quote")
    for n in range(1, 5)
]


def test_percentiles_are_of_the_cases_closed_in_the_window() -> None:
    found = book("Mon 16:00", *LIVES, life("none", "Mon 09:00 opened; Mon 16:00 closed"))
    everything = np.ones(found.size, dtype=np.bool_)
    rows = closed_in(found, everything, at("Mon 11:00"), at("Mon 16:00"))
    assert rows.size == 7
    together = lead_times(found, rows, found.lead_us)
    assert (hours(together.median_us or 0), hours(together.p85_us or 0)) == (3, 4)
    by_type = {
        one.type: (one.rows.size, hours(one.median_us or 0)) for one in lead_times_by_type(found, rows, found.lead_us)
    }
    assert by_type == {"Order": (3, 3), "Quote": (3, 3), None: (1, 7)}


def test_of_no_cases_there_is_no_percentile() -> None:
    found = book("Mon 16:00")
    none = lead_times(found, np.arange(0), found.lead_us)
    assert (none.median_us, none.p85_us) == (None, None)
