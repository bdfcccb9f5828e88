"""The reference that is made from the models."""

from pathlib import Path

import numpy as np
import pytest

import wallboard.panels.registry
import wallboard.sources.registry
from tests.config.good_board import PANELS, SOURCES
from tests.core.lives import book, hours, life
from wallboard.config.reference import board_reference
from wallboard.core.measures.ranks import nearest_rank

REFERENCE = board_reference(SOURCES, PANELS)


@pytest.mark.parametrize(
    "line",
    [
        "| `organisation` | keys as in `organisation` | must be given | whose board it is |",
        "| `sources` | by name, each as under Sources |  | where the data come from, by name |",
        "| `diagonal` | number, at least 5, at most 300 | `55` | inches |",
        "| `theme` | `dark`, `light` | `dark` | colours |",
        "| `on-hold` | list of text |  | waiting on the customer |",
        (
            "Known without being listed, whatever their case: new, open → `open`; on hold, on-hold → `on-hold`; "
            "closed, resolved, solved, done → `closed`; ignored → `ignored`. What is listed goes before that."
        ),
        "| `dwell` | text as in `30s` | `30s` | how long it stays before the next page |",
        "| `grid` | list of whole number | `[12, 8]` | columns, rows |",
        "| `statuses` | keys as in `statuses` |  | its own words; they go before the board's |",
        "### Source `table`",
        "Rows of a table.",
        "| `path` | path of a file or a pattern, relative to the board's file | must be given | where the rows lie |",
        "| `kind` | text or keys as in `kind` |  | the column of the type |",
        "#### `kind`",
        "| `types` | by name, case type |  |  |",
        "### Panel `share`",
        "| `target` | percentage, 0 to 100 % | `95` | the share that is aimed at |",
        "| `within` | work hours, at least 0 h |  | how soon |",
        "| `most` | number of rows, 1 to 200 | `10` | how many rows |",
        "| `share` | % | share on time |",
        "No figures.",
        "| LIVE | nothing is amiss |",
        "| `away` | list of text as in `2026-11-16/2026-11-18` |  | leave, whole days; `from/to` includes both dates |",
    ],
)
def test_it_says_what_may_stand_where(line):
    assert line in REFERENCE.splitlines()


def test_every_source_and_panel_type_of_the_program_has_its_section():
    sources, panels = wallboard.sources.registry.types(), wallboard.panels.registry.types()
    reference = board_reference(sources, panels)

    for name in sources:
        assert f"### Source `{name}`\n" in reference
    for name, panel in panels.items():
        assert f"### Panel `{name}`\n" in reference
        for figure in panel.figures:
            assert f"| `{figure.name}` |" in reference


def test_the_file_at_the_root_is_up_to_date():
    file = Path(__file__).parents[2] / "REFERENCE.md"
    made = board_reference(wallboard.sources.registry.types(), wallboard.panels.registry.types())
    body = made.split("\n## ", 1)[1]

    assert body in file.read_text(encoding="utf-8"), "run `wallboard reference`"


def test_how_hours_are_counted_and_ranks_taken_is_said_as_it_is():
    assert "what comes in at the weekend counts from the beginning of the next work hours" in REFERENCE
    over_the_weekend = book("Mon 11:00", life("A", "Sat-1 12:00 opened"))
    assert hours(int(over_the_weekend.organisation_us[0])) == 2.0
    assert "of an even number, the median is the lower of the two in the middle" in REFERENCE
    assert nearest_rank(np.array([9, 1, 7, 3]), 50) == 3


def test_a_length_or_a_large_number_stands_as_it_can_be_pasted_into_a_board():
    sources = wallboard.sources.registry.types()
    lines = [line for line in board_reference(sources, {}).splitlines() if line.startswith("| `")]
    rows = [[cell.strip(" `") for cell in line.split("|")] for line in lines]
    defaults = {row[1]: row[3] for row in rows if "5m" in row[2] or row[1] == "most_rows"}

    wanted = {
        "first": "14w",
        "ahead": "26w",
        "window": "7d",
        "full_every": "1d",
        "refresh": "1h",
        "most_rows": "5000000",
    }
    assert {name: defaults[name] for name in wanted} == wanted
    assert not [line for line in lines if "e+0" in line]
    assert "| `time_limit` | text as in `5m`, at most `1m` | `30s` |" in "\n".join(lines)


def test_a_source_of_files_or_addresses_says_how_often_either_is_read():
    reference = board_reference(wallboard.sources.registry.types(), {})
    of_calendar = reference.split("### Source `calendar`\n")[1].split("\n### ")[0]

    assert "Files are read every 5 s, addresses every 300 s, unless `every` says otherwise." in of_calendar
    assert "Read every 60 s unless `every` says otherwise." in reference.split("### Source `rest`\n")[1]


def test_a_table_that_is_nearly_one_before_it_says_only_what_differs():
    reference = board_reference(wallboard.sources.registry.types(), {})
    of_rest = reference.split("### Source `rest`\n")[1].split("\n### ")[0]
    events = of_rest.split("#### `events`\n")[1].split("\n#### ")[0]

    assert of_rest.count("| `full_every` |") == 1
    assert "Its keys are those of `cases`, but for:" in events
    assert "| `fields` |" in events
    assert "| `request` |" not in events
