"""`wallboard report --format table`: numbers to be read, and no more of them than there is to tell."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.small_office import AT, BOARD, write_office

EVERY_PANEL = str(Path(__file__).parents[2] / "config" / "every-panel.yaml")


@pytest.fixture
def table(wallboard, office):
    return lambda panel: wallboard("report", office, "--at", AT, "--format", "table", "--panel", panel).out.splitlines()


def test_a_figure_has_at_most_two_decimals(wallboard):
    out = wallboard("report", "demo", "--at", "2026-03-10T11:00", "--format", "table").out
    numbers = [word for line in out.splitlines() if line.startswith("  ") for word in line.split()[1:]]
    decimals = [len(number.partition(".")[2]) for number in numbers if number.replace(".", "", 1).isdecimal()]
    assert max(decimals) == 2


def test_what_a_figure_leaves_out_has_a_column_where_it_leaves_anything_out(table):
    assert table("Open")[3].split()[-1] == "without_target"
    assert table("Today")[3].split()[-1] == "usual"


def test_of_groups_only_figures_that_are_not_0_are_told(table):
    names = [line.split()[0] for line in table("Open")[4:]]
    assert {"on_hold:Quote", "late:Order", "late"} <= set(names)
    assert "late:Quote" not in names
    assert table("Late")[4].split()[:2] == ["late", "1"]
    assert table("Late")[5].split()[:2] == ["late_on_hold", "0"]


def test_every_panel_can_be_written_in_every_form(wallboard):
    def written(form):
        ended = wallboard("report", EVERY_PANEL, "--at", "2026-03-10T11:00", "--format", form)
        assert (ended.code, ended.err) == (0, "")
        return ended.out

    pages = json.loads(written("json"))["pages"]
    panels = [(page["title"], panel["title"]) for page in pages for panel in page["panels"]]
    headed = [line.partition(": ")[0] for line in written("table").splitlines()[1:] if line and line[0] != " "]
    assert headed == [" / ".join(panel) for panel in panels]
    assert {tuple(row[:2]) for row in csv.reader(written("csv").splitlines()[1:])} == set(panels)


NUMBER = "{type: number, place: [0, 0, 7, 8], title: Open, measure: on-time}"


@pytest.mark.parametrize(
    ("board", "sentence"),
    [
        (BOARD.replace("{type: open-cases, place: [0, 0, 7, 8], title: Open}", NUMBER), "too few for a percentage"),
        (BOARD.replace("path: events.csv", "path: none.csv"), "Not read yet: desk."),
    ],
)
def test_why_a_figure_or_a_panel_cannot_be_told_is_said_in_words(wallboard, tmp_path, board, sentence):
    path = str(write_office(tmp_path / "short", board))
    out = wallboard("report", path, "--at", AT, "--format", "table", "--panel", "Open").out
    assert out.splitlines()[-1] == f"  {sentence}"
