"""What each panel shows, as JSON, as a table or as CSV."""

import json

from wallboard.cli.boards import board_of, moment_of, panel_of
from wallboard.cli.ends import ALL_WELL, FALLS_SHORT, give
from wallboard.cli.forms import Format
from wallboard.cli.report_data import Plain, is_all_live, report_of
from wallboard.cli.sheet import Cell, aligned, csv_text

_FIGURE = ("value", "unit", "n", "numerator", "denominator", "target", "zone", "without_target", "undecided", "usual")
_COLUMNS = ("page", "panel", "type", "state", "as_of", "figure", *_FIGURE, "is_grey")
_SHOWN = ("name", "value", "unit", "n", "numerator", "denominator", "target", "zone", "usual")


def report(
    board: str | None, *, at: str | None = None, form: Format = "json", panel: str | None = None, cached: bool = False
) -> int:
    """Writes the report; 1 where a panel is not LIVE."""
    house = board_of(board)
    chosen = panel_of(house, panel) if panel is not None else None
    made = report_of(moment_of(house, at, cached=cached), chosen)
    if form == "json":
        give(json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    elif form == "csv":
        give(csv_text(_COLUMNS, _rows(made)))
    else:
        give("\n".join(_table(made)) + "\n")
    return ALL_WELL if is_all_live(made) else FALLS_SHORT


def _rows(made: Plain) -> list[list[Cell]]:
    """One row a figure; a panel without figures has one row, so that none is missing."""
    rows = []
    for page in made["pages"]:
        for panel in page["panels"]:
            head = [page["title"], panel["title"], panel["type"], panel["state"], panel["as_of"]]
            for figure in panel["view"]["figures"] or [{}]:
                cells = [figure.get(name) for name in _FIGURE]
                grey = int(figure["is_grey"]) if figure else None
                rows.append([*head, figure.get("name"), *cells, grey])
    return rows


def _table(made: Plain) -> list[str]:
    lines = [f"{made['organisation']}, {made['at']}"]
    for page in made["pages"]:
        for panel in page["panels"]:
            as_of = f", as of {panel['as_of']}" if panel["as_of"] else ""
            lines += ["", f"{page['title']} / {panel['title']}: {panel['state']}{as_of}"]
            lines += [f"  {line}" for line in _figure_lines(panel["view"]["figures"])]
            lines += [f"  {_key(sentence)}" for sentence in panel["view"].get("why", [])]
    return lines


def _figure_lines(figures: list[Plain]) -> list[str]:
    rows = [[_text(figure[name]) for name in _SHOWN] for figure in figures]
    right = frozenset(range(1, len(_SHOWN))) - {_SHOWN.index("unit"), _SHOWN.index("zone")}
    return aligned([["figure", *_SHOWN[1:]], *rows], right=right) if rows else []


def _text(value: Cell) -> str:
    return "" if value is None else str(value)


def _key(sentence: Plain) -> str:
    arguments = ", ".join(f"{name}={value}" for name, value in sentence["args"].items())
    return f"{sentence['key']} ({arguments})" if arguments else str(sentence["key"])
