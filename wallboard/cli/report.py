"""What each panel shows, as JSON, as a table or as CSV."""

from collections.abc import Iterator

from wallboard.cli.boards import Moment, Place, board_of, moment_of, panel_of
from wallboard.cli.ends import ALL_WELL, FALLS_SHORT, give
from wallboard.cli.forms import Format
from wallboard.cli.printable import json_text, printable
from wallboard.cli.report_data import Plain, is_all_live, of_data, report_of, views_of
from wallboard.cli.sheet import Cell, aligned, csv_text
from wallboard.collect.plain import said
from wallboard.core.words import Words

_FIGURE = ("value", "unit", "n", "numerator", "denominator", "target", "zone", "without_target", "undecided", "usual")
_COLUMNS = ("page", "panel", "type", "state", "as_of", "figure", *_FIGURE, "is_grey")
_SHOWN = ("name", "value", "unit", "n", "numerator", "denominator", "target", "zone", "usual")
_LEFT_OUT = ("without_target", "without_hours", "undecided")
"""Of a table: only where a figure leaves something out."""
_DECIMALS = 2


def report(
    board: str | None, *, at: str | None = None, form: Format = "json", panel: str | None = None, cached: bool = False
) -> int:
    """Writes the report; 1 where a panel is not LIVE."""
    house = board_of(board)
    chosen = panel_of(house, panel) if panel is not None else None
    moment = moment_of(house, at, cached=cached)
    made = report_of(moment, chosen)
    if form == "json":
        give(json_text(made, indent=1))
    elif form == "csv":
        give(csv_text(_COLUMNS, _rows(made)))
    else:
        give("".join(f"{printable(line)}\n" for line in _table(made, _lacks(moment, chosen))))
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


def _lacks(moment: Moment, chosen: Place | None) -> Iterator[list[str]]:
    """Of each panel in its order: why it, or its figure, cannot be told."""
    for _, views in views_of(moment, chosen):
        for view in views:
            why = getattr(view.body, "why", None) or ()
            yield [said(sentence) for sentence in ((why,) if isinstance(why, Words) else why)]


def _table(made: Plain, lacks: Iterator[list[str]]) -> list[str]:
    lines = [f"{made['organisation']}, {made['at']}"]
    for page in made["pages"]:
        for panel in page["panels"]:
            as_of = f", as of {panel['as_of']}" if panel["as_of"] else ""
            lines += ["", f"{page['title']} / {panel['title']}: {of_data(panel['state'])}{as_of}"]
            lines += [f"  {line}" for line in (*_figure_lines(panel["view"]["figures"]), *next(lacks))]
    return lines


def _figure_lines(figures: list[Plain]) -> list[str]:
    """The figures below each other; of groups (`late:Order`) only those that are not 0."""
    told = [figure for figure in figures if figure["value"] or ":" not in figure["name"]]
    shown = (*_SHOWN, *(name for name in _LEFT_OUT if any(figure[name] for figure in told)))
    rows = [[_text(figure[name]) for name in shown] for figure in told]
    right = frozenset(range(1, len(shown))) - {shown.index("unit"), shown.index("zone")}
    return aligned([["figure", *shown[1:]], *rows], right=right) if rows else []


def _text(value: Cell) -> str:
    if isinstance(value, float):
        rounded = round(value, _DECIMALS)
        return str(int(rounded) if rounded.is_integer() else rounded)
    return "" if value is None else str(value)
