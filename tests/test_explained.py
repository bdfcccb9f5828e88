"""Rule 15 over all panels: whatever a board reports, `explain` lists, and what it lists adds up to it."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from wallboard.cli.boards import Moment, board_of, moment_of
from wallboard.cli.explain import figure_of
from wallboard.cli.week_text import otherwise_told
from wallboard.compose import compose
from wallboard.core.evidence import reckoned
from wallboard.core.views.shapes import Blank
from wallboard.panels import registry

ROOT = Path(__file__).parents[1]
INSTANTS = {
    "every-panel.yaml": ("2026-11-19T10:42", "2026-11-21T12:00", "2026-01-02T09:00"),
    "demo.yaml": ("2026-11-19T16:55",),
    "files.yaml": ("2026-03-18T14:30",),
}
WITHOUT_FIGURES = {"clock", "notice", "picture"}


@cache
def moment(board: str, at: str) -> Moment:
    """A sample board at an instant."""
    return moment_of(board_of(str(ROOT / "config" / board)), at)


CASES = [(board, at) for board, instants in INSTANTS.items() for at in instants]


@pytest.mark.parametrize(("board", "at"), CASES)
def test_every_figure_is_what_its_evidence_adds_up_to(board: str, at: str) -> None:
    shown = [one for page in moment(board, at).composed.shown for one in page]
    apart = []
    for one in shown:
        for figure in one.view.figures:
            evidence = one.evidence.get(figure.name)
            told = reckoned(evidence) if evidence is not None else None
            if told != pytest.approx(figure.value, abs=1e-9):
                apart.append(f"{one.view.title} {figure.name}: {figure.value}, explained as {told}")
    assert not apart


@pytest.mark.parametrize(("board", "at"), CASES)
def test_nothing_is_explained_that_is_not_reported(board: str, at: str) -> None:
    for page in moment(board, at).composed.shown:
        for one in page:
            assert set(one.evidence) <= {figure.name for figure in one.view.figures}, one.view.title


@cache
def later() -> Moment:
    """The board with every panel, live, where weeks were stored that its rows tell otherwise by now."""
    past = moment("every-panel.yaml", "2026-11-19T10:42")
    snapshot = past.composed.snapshot
    stored = {}
    for ask in snapshot.week_asks.values():
        for back in range(1, 13):
            begins = snapshot.this_monday - 7 * back
            count = snapshot.week_figure(ask, begins).count
            numerator = None if count.numerator is None else count.numerator + 1
            stored[ask.key(begins)] = replace(count, value=(count.value or 0) + 1, numerator=numerator)
    return replace(past, composed=compose(past.board, snapshot.batches, {}, snapshot.at_us, stored_weeks=stored))


def test_of_a_stored_week_explain_says_that_its_rows_tell_another_figure_and_of_no_other_figure() -> None:
    told, stored_by, apart = [], set(), []
    for number, page in enumerate(later().composed.shown):
        for place, one in enumerate(page):
            for figure in one.view.figures:
                found, evidence = figure_of(later(), (number, place), figure.name)
                line = otherwise_told(found, evidence)
                if (line is not None) != figure.is_stored:
                    told.append(f"{one.view.title} {figure.name}: {line}")
                if figure.is_stored:
                    stored_by.add((one.view.type, figure.name.partition(":")[0]))
                elif reckoned(evidence) != pytest.approx(figure.value, abs=1e-9):
                    apart.append(f"{one.view.title} {figure.name}")
    assert not told
    assert not apart
    assert {("on-time", "week"), ("trend", "week"), ("trend", "value")} <= stored_by


def test_every_panel_type_is_among_them_and_shows_its_figures() -> None:
    (shown,) = [moment("every-panel.yaml", "2026-11-19T10:42").composed.shown]
    figures = {one.view.type: one.view.figures for page in shown for one in page}
    assert set(figures) == set(registry.types())
    assert {name for name in figures if not figures[name]} == WITHOUT_FIGURES
    assert not [one.view.title for page in shown for one in page if isinstance(one.view.body, Blank)]


def test_every_figure_is_one_that_its_panel_type_declares() -> None:
    for page in moment("every-panel.yaml", "2026-11-19T10:42").composed.shown:
        for one in page:
            found = registry.types().get(one.view.type)
            assert found is not None
            declared = {figure.name for figure in found.figures}
            families = {name.partition(":")[0] for name in declared if ":" in name}
            plain = {name for name in declared if ":" not in name}
            of_group = plain if any(name.endswith(":NAME") for name in declared) else families
            for figure in one.view.figures:
                name, colon, _ = figure.name.partition(":")
                assert name in (of_group | families if colon else plain), f"{one.view.type} {figure.name}"
