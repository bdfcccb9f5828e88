"""What support asks of a board: where its file has faults, and each panel's word; no title, name or row."""

import re
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from wallboard.cli.discreet import HIDDEN, without_texts
from wallboard.cli.doctor_state import journal_boards
from wallboard.cli.finding import board_path
from wallboard.cli.instants import utc_text
from wallboard.clocks import wall_us
from wallboard.collect.plain import said
from wallboard.core.views.freshness import SourceNote, word_of_source
from wallboard.core.views.judged import condition_of_view
from wallboard.core.views.shapes import Picture, View
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places, board_id, whole_path
from wallboard.store.secrets import Secrets

if TYPE_CHECKING:
    from wallboard.config.faults import Fault

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def board_lines(argument: str | None) -> Iterator[str]:
    """The board's files and shape; of a bad one where each fault is and what may stand there, not what does."""
    from wallboard.cli.secret import asked_by  # noqa: PLC0415 - as below
    from wallboard.config.faults import BoardFaults  # noqa: PLC0415 - an old processor stops at what this imports
    from wallboard.config.load import load_board  # noqa: PLC0415

    path = board_path(argument)
    yield f"board: {path}"
    yield f"in the journal: {board_id(whole_path(path))}"
    try:
        board = load_board(path)
    except BoardFaults as bad:
        yield f"! {len(bad.faults)} faults"
        for fault in bad.faults:
            yield f"! {fault.file}:{fault.line}:{fault.column}: {_discreet(fault)}"
        return
    yield from (f"file: {file}" for file in board.files)
    yield f"{len(board.warnings)} warnings"
    screen = board.screen
    yield f"screen: {screen.output or 'the primary one'}, {screen.diagonal:g} inches at {screen.distance:g} m"
    for source in board.sources:
        yield f"source {source.name}: {source.type.name}, every {source.every_s:g} s"
    places = Secrets(board.secret_file)
    for name in asked_by(board):
        sought = places.sought(name)
        yield f"secret {name}: {sought.where}" if sought.lack is None else f"! secret {name}: {said(sought.lack.fault)}"


def wall_lines(places: Places) -> Iterator[str]:
    """What each board that the journal knows shows: panels as PAGE.N, by type and word; sources by word and age.

    Titles are the board's own, and may name a client or a person.
    """
    now_us = wall_us()
    for name in journal_boards(places):
        with closing(JournalReader(places.journal, name)) as reader:
            shown = reader.shown()
        if shown is None:
            yield f"! {name}: nothing that can be shown"
            continue
        _, picture = shown
        composed_us = picture.composed_at_us
        yield f"{name}: composed {utc_text(composed_us) if composed_us is not None else 'never'}"
        yield from (_source(note, now_us) for note in picture.sources)
        for page, views in enumerate(picture.pages, start=1):
            yield from (_panel(f"{page}.{number}", view, picture, now_us) for number, view in enumerate(views, start=1))


def _panel(place: str, view: View, picture: Picture, now_us: int) -> str:
    word = condition_of_view(view, picture.sources, picture.composed_at_us, now_us).word
    return f"  {'' if word == 'LIVE' else '! '}panel {place} {view.type}: {word}"


def _source(note: SourceNote, now_us: int) -> str:
    word = word_of_source(note, now_us)
    age = f"{(now_us - note.as_of_us) // 60_000_000:,} min old" if note.as_of_us is not None else "not read"
    fault = f", {said(without_texts(note.fault))}" if note.fault is not None else ""
    rows = "1 row" if note.rows == 1 else f"{note.rows:,} rows"
    return f"  {'' if word == 'LIVE' else '! '}source {note.name}: {word}, {age}, {rows}{fault}"


def titles_of(places: Places) -> list[str]:
    """What the boards that the journal knows call their pages, their panels and themselves."""
    titles: list[str] = []
    for name in journal_boards(places):
        with closing(JournalReader(places.journal, name)) as reader:
            layout = reader.layout()
        if layout is not None:
            titles += [layout.organisation, *(page.title for page in layout.pages)]
            titles += [panel.title for page in layout.pages for panel in page.panels if panel.title != panel.type]
    return titles


def _discreet(fault: "Fault") -> str:
    """Where a fault stands and what may stand there, without what the board calls its own."""
    if not fault.path:  # of the file as a whole: that it is not there, or where its text stops being YAML
        return _QUOTED.sub(HIDDEN, fault.found)
    *before, last = fault.path.split(".")
    is_foreign = f'"{last}"' in fault.found  # a key that is none: it may be a name that slipped out of its place
    path = ".".join([*before, HIDDEN if is_foreign else last])
    is_own = "of this board" in fault.found  # such as the people who may own a case
    return f"{path}: allowed is {fault.allowed}" if fault.allowed and not is_own else path


def people_of(argument: str | None) -> list[str] | None:
    """The names of the board's people, and what sources call them; None of a board that cannot be read."""
    try:
        from wallboard.config.load import load_board  # noqa: PLC0415 - as above

        people = load_board(board_path(argument)).organisation.people
    except Exception:  # whatever ails it, the part about the board says so
        return None
    return [name for person in people for name in (person.name, *(word for of in person.also.values() for word in of))]
