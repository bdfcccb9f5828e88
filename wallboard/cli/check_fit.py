"""Which panels of a board have no room for what they show, and pages on which they would."""

import math
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from wallboard.cli.boards import Moment
from wallboard.cli.pages_text import page_lines, pieces_of
from wallboard.cli.stand_ins import filled
from wallboard.collect.plain import said
from wallboard.config.board import PageEntry
from wallboard.core.words import words

if TYPE_CHECKING:
    from wallboard.cli.findings import Findings
    from wallboard.ui.fits import Complaint
    from wallboard.ui.split import Short, Split

_MOST_NAMED = 6
_LESS = {
    "fits.rows": "fewer rows",
    "fits.columns": "fewer columns",
    "fits.lanes": "fewer lanes",
    "fits.heading": "a shorter title",
}


@dataclass(slots=True)
class Proposal:
    """The lines of `pages:` as they would have to be, how many pages that are and how long all of them take to pass
    (seconds), and how many panels it leaves short.
    """

    lines: list[str] = field(default_factory=list)
    pages: int = 0
    turn_s: float = 0.0
    short: int = 0


def check_fit(found: "Findings", moment: Moment, size: tuple[int, int]) -> Proposal | None:
    """Names what has no room, and how far a panel that has none even alone is from it; other pages where they help."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from wallboard.ui.fits import fits, fits_from  # noqa: PLC0415 - the platform must be chosen before
    from wallboard.ui.picture import application  # noqa: PLC0415
    from wallboard.ui.split import MOST_PANELS, split_of  # noqa: PLC0415

    qt = application()
    layout = moment.board.layout()
    picture, stood_in = filled(moment)
    complaints = fits(layout, picture, size, moment.at_us)
    _name(found, complaints)
    _name_stand_ins(found, stood_in, sum(len(page.panels) for page in layout.pages))
    crowded = sorted({complaint.page for complaint in complaints if complaint.is_grave})
    if crowded:
        _name_way(found, moment, fits_from(layout, picture, size, moment.at_us))
    too_many = [page for page in crowded if len(layout.pages[page].panels) > MOST_PANELS]
    splits = {page: split_of(layout, picture, page, size, moment.at_us) for page in crowded if page not in too_many}
    del qt
    for page, split in splits.items():
        for short in split.short:
            found.note(f"page {page + 1}, {layout.pages[page].panels[short.panel].title}: {_way_out(short, moment)}")
    for page in too_many:
        found.note(
            f"page {page + 1} has {len(layout.pages[page].panels)} panels, too many to look for other places: "
            f"share them out among pages of {MOST_PANELS} at the most, and check again"
        )
    return None if too_many else _proposal(moment, splits)


def say_proposal(found: "Findings", moment: Moment, proposal: Proposal) -> None:
    """The pages, ready to be pasted."""
    found.head("Pages with more room")
    who = "every panel has" if not proposal.short else f"all but {proposal.short} of the panels have"
    count = len(moment.board.pages)
    where = "in these places" if proposal.pages == count else _on_pages(proposal, count)
    found.note(f"{where} {who} room; put them in the place of `pages:` in {_file(moment).name}")
    found.lines.append("")
    found.verbatim(proposal.lines)


def _on_pages(proposal: Proposal, count: int) -> str:
    return f"on these {proposal.pages} pages in place of {count}, {proposal.turn_s / 60:.2g} min a turn,"


def _name(found: "Findings", complaints: list["Complaint"]) -> None:
    """A line a panel; of one that lacks more than notes the notes are not named."""
    of_panel: dict[tuple[int, str], list[Complaint]] = {}
    for one in complaints:
        of_panel.setdefault((one.page, one.panel), []).append(one)
    for (page, panel), lacks in of_panel.items():
        grave = [lack for lack in lacks if lack.is_grave]
        name = f"page {page + 1}, {panel}"
        if grave:
            found.fall_short(f"{name}: {_sentence([lack.what.key for lack in grave])}")
        else:
            found.note(f"{name}: some of its notes are left out; a larger place may show them")
    if not complaints:
        found.note("every panel has room")


def _sentence(lacks: Iterable[str]) -> str:
    return ", ".join(said(words(key)).rstrip(".") for key in lacks)


def _name_stand_ins(found: "Findings", titles: list[str], panels: int) -> None:
    """Says whose room was judged by figures that are not the board's own."""
    if not titles:
        return
    if len(titles) == panels:
        found.note("judged by the demo's figures, since no rows are at hand; other figures may need more room")
        return
    named = ", ".join(titles[:_MOST_NAMED]) + (f" and {len(titles) - _MOST_NAMED} more" * (len(titles) > _MOST_NAMED))
    found.note(f"judged by the demo's figures, for want of own ones: {named}")


def _name_way(found: "Findings", moment: Moment, distance: float | None) -> None:
    if distance is not None:
        found.note(f"as it is, every panel has room {' or '.join(_nearer(moment, distance))}")


def _nearer(moment: Moment, distance: float) -> list[str]:
    """A distance, and a screen that is as good."""
    screen = moment.board.screen
    inches = math.ceil(screen.diagonal * screen.distance / distance)
    return [f"when read from {distance:g} m", f"on a screen of {inches} inches"]


def _way_out(short: "Short", moment: Moment) -> str:
    """That a panel has no room even alone, and what would give it room."""
    lacks = [key for key in short.lacks if key != "fits.secondary"]
    ways = [f"with {_LESS[key]}" for key in lacks if key in _LESS]
    if short.distance is not None:
        ways = [*_nearer(moment, short.distance), *ways]
    *most, last = ways or [""]
    way = f"{', '.join(most)} or {last}" if most else last
    return f"{_sentence(lacks)} even on a page of its own" + (f"; it has room {way}" if way else "")


def _proposal(moment: Moment, splits: dict[int, "Split"]) -> Proposal | None:
    """The pages of the whole board with those split that are crowded; None where that changes nothing."""
    if not any(_is_change(moment, page, split) for page, split in splits.items()):
        return None
    proposal = Proposal(["pages:"], short=sum(len(split.short) for split in splits.values()))
    taken = {page.title for page in moment.board.pages}
    pieces = pieces_of(_file(moment).read_text(encoding="utf-8-sig"))
    for number, (page, parts) in enumerate(zip(moment.board.pages, pieces, strict=True)):
        split = splits.get(number)
        grid, laid = (page.grid, (_places(page),)) if split is None else (split.grid, split.pages)
        for part, places in enumerate(laid):
            title = _next_title(page.title, taken) if part else page.title
            panels = [parts.panels[panel].lines(place) for panel, place in places.items()]
            proposal.lines += page_lines(title, grid, parts.more, panels)
            proposal.pages += 1
            proposal.turn_s += page.dwell_s
    return proposal


def _is_change(moment: Moment, page: int, split: "Split") -> bool:
    now = moment.board.pages[page]
    return (split.grid, split.pages) != (now.grid, (_places(now),))


def _places(page: PageEntry) -> dict[int, tuple[int, int, int, int]]:
    return dict(enumerate(panel.place for panel in page.panels))


def _next_title(title: str, taken: set[str]) -> str:
    """The title with the next number that no page has."""
    stem = re.sub(r" [0-9]+$", "", title)
    number = 2
    while f"{stem} {number}" in taken:
        number += 1
    taken.add(f"{stem} {number}")
    return f"{stem} {number}"


def _file(moment: Moment) -> Path:
    return moment.board.files[0]
