"""Whatever records come, every one of them is a row, an older version of one, or counted as unusable."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.core.records import SCHEMAS
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.mapping.gathering import Gathering
from wallboard.sources.mapping.origins import by_path, samples
from wallboard.sources.mapping.paths import AbsencePaths, AppointmentPaths, CasePaths, EventPaths

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.text(alphabet="\ud800\udfff\0ab", max_size=4)
    | st.sampled_from(["2026-11-21T10:00:00Z", "2026-11-21", "open", "Kim", 1795289471, "1795289471000"])
)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner))
PARTS = ("year", "month", "day", "hour", "microsecond", "decimal")
CLASSED = st.fixed_dictionaries(
    {"__class__": st.sampled_from(["datetime", "date", "Decimal"])}, optional=dict.fromkeys(PARTS, PLAIN)
)
NAMES = ("id", "a", "b", "c", "d")
RECORDS = st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES | CLASSED) | PLAIN, max_size=12)
KINDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "cases": (CasePaths, {"number": "id", "owner": "a.b || c", "opened": "b", "closed": {"path": "c", "missing": [0]}}),
    "events": (EventPaths, {"number": "id", "at": "a", "kind": {"path": "b", "default": "ignored"}, "to": "c"}),
    "appointments": (AppointmentPaths, {"id": "id", "person": "a", "start": "b", "end": "c", "state": "d"}),
    "absences": (AbsencePaths, {"person": "a", "start": "b", "end": "c", "known": {"path": "d", "format": "epoch_s"}}),
}
ONE_ROW_EACH = ("absences",)


@pytest.mark.parametrize("resource", KINDS)
@given(records=RECORDS)
def test_every_record_is_used_or_counted(resource: str, records: list[Any]) -> None:
    model, fields = KINDS[resource]
    origins = by_path(resource, model.model_validate(fields))
    gathering = Gathering(resource, origins, "Europe/London")
    for start in range(0, len(records), 5):
        gathering.take(records[start : start + 5])
    found = gathering.mapped()
    assert dict(found.frame.schema) == dict(SCHEMAS[resource])
    lost = sum(one.count for one in found.unusable)
    assert found.records == len(records)
    assert found.frame.height + lost <= len(records)
    if resource in ONE_ROW_EACH:
        assert found.frame.height + lost == len(records)
    assert all(len(one.examples) <= min(5, one.count) for one in found.unusable)
    if lost == len(records) and records:
        with pytest.raises(NeedsPerson):
            found.refuse_useless(is_whole=True)
    samples(origins, records)


@given(records=RECORDS)
def test_records_of_whole_cases_are_lost_by_no_bad_one_beside_them(records: list[Any]) -> None:
    good = [{"id": f"good {n}", "a": "Kim", "b": "2026-11-21T10:00:00Z"} for n in range(3)]
    model, fields = KINDS["cases"]
    gathering = Gathering("cases", by_path("cases", model.model_validate(fields)), "Europe/London")
    gathering.take([good[0], *records, *good[1:]])
    assert {"good 0", "good 1", "good 2"} <= set(gathering.mapped().frame["number"])
