"""What each source holds, and its trouble."""

from tests.core.lives import at, batch, life, organisation
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import SourceRow, SourceRows
from wallboard.core.words import words
from wallboard.panels.contract import Envelope
from wallboard.panels.sources import Options, show


def test_every_source_has_a_row_with_what_it_holds_and_what_is_wrong() -> None:
    office = organisation(sources=("desk", "erp"))
    cases = [life("A", "Mon 09:00 opened; Mon 10:00 Escalated"), life("B", "Tue 09:00 opened")]
    found = Snapshot(office, at("Mon 12:00"), {"desk": batch(*cases, as_of="Mon 12:00")})
    view = show(Options(), Envelope("sources", "sources"), found).view
    assert isinstance(view.body, SourceRows)
    trouble = (words("unusable.in-future", n=1), words("sources.unmapped", n=1, words="“Escalated”"))
    assert view.body.rows == (
        SourceRow("desk", words("sources.cases", n=2), trouble),
        SourceRow("erp", words("state.unread")),
    )
    assert {figure.name: figure.value for figure in view.figures} == {
        "rows:desk": 3,
        "unusable:desk": 1,
        "rows:erp": None,
        "unusable:erp": None,
    }
