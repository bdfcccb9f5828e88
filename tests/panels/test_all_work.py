"""All open work of all systems."""

from tests.core.lives import at, batch, life, organisation
from wallboard.core.evidence import reckoned
from wallboard.core.organisation import CaseType
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Table
from wallboard.core.words import verbatim, words
from wallboard.panels.all_work import Options, show
from wallboard.panels.contract import Envelope, Shown

ORDER, QUOTE = CaseType("Order", "Ord."), CaseType("Quote")


def two_systems(types: tuple[CaseType, ...] = (ORDER, QUOTE), *, reads_erp: bool = True) -> Snapshot:
    desk = batch(
        life("D-1", "Mon 09:00 opened", type="Order", shared_key="K1"),
        life("D-2", "Mon 09:00 opened", type="Quote"),
        life("D-3", "Mon 09:00 opened; Mon 10:00 closed", type="Quote"),
    )
    erp = batch(life("E-1", "Mon 09:30 opened", type="Order", shared_key="K1"), life("E-2", "Mon 09:00 opened"))
    batches = {"desk": desk, "erp": erp} if reads_erp else {"desk": desk}
    return Snapshot(organisation(sources=("desk", "erp"), types=types), at("Mon 12:00"), batches)


def shown(of: Snapshot, **options: int) -> Shown:
    return show(Options(**options), Envelope("all-work", "all-work"), of)


def cells(of: Snapshot, **options: int) -> dict[str, list[float | None]]:
    body = shown(of, **options).view.body
    assert isinstance(body, Table)
    return {str(row.label.args.get("text", row.label.key)): [cell.value for cell in row.cells] for row in body.rows}


def test_a_case_in_two_systems_stands_in_both_rows_and_once_in_the_total() -> None:
    assert cells(two_systems()) == {"desk": [2, 1, 1, 0], "erp": [2, 1, 0, 1], "all-work.sum": [3, 1, 1, 1]}


def test_the_foot_says_the_total_and_how_many_are_in_both() -> None:
    body = shown(two_systems()).view.body
    assert isinstance(body, Table)
    assert [fact.text for fact in body.facts] == [words("all-work.total", n=3), words("all-work.both", n=1)]
    assert body.heads == (words("all-work.all"), verbatim("Ord."), verbatim("Quote"), words("lane.none.type"))


def test_types_beyond_those_with_a_column_are_together() -> None:
    assert cells(two_systems(), types=1) == {"desk": [2, 1, 1], "erp": [2, 1, 1], "all-work.sum": [3, 1, 2]}


def test_a_system_that_was_never_read_has_no_figures_and_no_nought() -> None:
    found = two_systems(reads_erp=False)
    assert cells(found)["erp"] == [None, None, None]
    assert {one.name: one.value for one in shown(found).view.figures}["open:erp"] is None


def test_each_figure_is_explained_by_its_cases() -> None:
    of = shown(two_systems())
    values = {one.name: one.value for one in of.view.figures}
    assert values["shared"] == 1
    assert {name: reckoned(of.evidence[name]) for name in values} == values
