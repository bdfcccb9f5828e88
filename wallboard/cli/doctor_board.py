"""What support asks of a board: where its file has faults, and each panel's word; titles alone, and no row."""

from collections.abc import Iterator
from contextlib import closing
from time import time_ns

from wallboard.cli.doctor_state import journal_boards
from wallboard.cli.finding import board_path
from wallboard.cli.instants import utc_text
from wallboard.core.views.freshness import SourceNote, word_of_source
from wallboard.core.views.judged import condition_of_view
from wallboard.core.views.shapes import Picture
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places, board_id, whole_path


def board_lines(argument: str | None) -> Iterator[str]:
    """The board's files and shape; of a bad one where each fault is and what may stand there, not what does."""
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
            allowed = f": allowed is {fault.allowed}" if fault.allowed else ""
            yield f"! {fault.file}:{fault.line}:{fault.column}: {fault.path}{allowed}"
        return
    yield from (f"file: {file}" for file in board.files)
    yield f"{len(board.warnings)} warnings"
    screen = board.screen
    yield f"screen: {screen.output or 'the primary one'}, {screen.diagonal:g} inches at {screen.distance:g} m"
    for source in board.sources:
        yield f"source {source.name}: {source.type.name}, every {source.every_s:g} s"


def wall_lines(places: Places) -> Iterator[str]:
    """What each board that the journal knows shows: panels by type, title and word; sources by word and age."""
    now_us = time_ns() // 1000
    for name in journal_boards(places):
        with closing(JournalReader(places.journal, name)) as reader:
            shown = reader.shown()
        if shown is None:
            yield f"! {name}: nothing that can be shown"
            continue
        layout, picture = shown
        composed_us = picture.composed_at_us
        yield f"{name}: composed {utc_text(composed_us) if composed_us is not None else 'never'}"
        yield from (_source(note, now_us) for note in picture.sources)
        for number, (page, views) in enumerate(zip(layout.pages, picture.pages, strict=False), start=1):
            yield f"  page {number} {page.title}"
            yield from _panels(picture, number - 1, now_us, len(views))


def _panels(picture: Picture, page: int, now_us: int, count: int) -> Iterator[str]:
    for number in range(count):
        view = picture.pages[page][number]
        word = condition_of_view(view, picture.sources, picture.composed_at_us, now_us).word
        yield f"    {'' if word == 'LIVE' else '! '}{view.type} “{view.title}”: {word}"


def _source(note: SourceNote, now_us: int) -> str:
    word = word_of_source(note, now_us)
    age = f"{(now_us - note.as_of_us) // 60_000_000:,} min old" if note.as_of_us is not None else "not read"
    fault = f", {note.fault.key}" if note.fault is not None else ""
    return f"  {'' if word == 'LIVE' else '! '}source {note.name}: {word}, {age}, {note.rows:,} rows{fault}"


def people_of(argument: str | None) -> list[str]:
    """The names of the board's people, and what sources call them; none of a board that cannot be read."""
    try:
        from wallboard.config.load import load_board  # noqa: PLC0415 - as above

        people = load_board(board_path(argument)).organisation.people
    except Exception:  # whatever ails it, the part about the board says so
        return []
    return [name for person in people for name in (person.name, *(word for of in person.also.values() for word in of))]
