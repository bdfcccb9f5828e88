"""Pages drawn into files, without a screen."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from wallboard.cli.boards import Moment, board_of, moment_of
from wallboard.cli.ends import ALL_WELL, FALLS_SHORT, Refused, give
from wallboard.cli.qt import refuse_without_qt
from wallboard.cli.report_data import is_all_live, report_of

_SIZE = re.compile(r"([0-9]{2,5})[x×]([0-9]{2,5})", re.IGNORECASE)
_DEFAULT_SIZE = (1920, 1080)
_MOST_PIXELS = 16_384
_ENDINGS = (".png", ".pdf")

Pixels = tuple[int, int]


def snapshot(
    board: str | None,
    *,
    out: str,
    page: int | None = None,
    size: str | None = None,
    at: str | None = None,
    cached: bool = False,
) -> int:
    """Draws one page, or all of them, and says what was written; 1 where a panel that was drawn is not LIVE.

    Several pages become FILE-1.png, FILE-2.png …, and one PDF of so many pages.
    """
    refuse_without_qt("snapshot")
    path = Path(out)
    if path.suffix.lower() not in _ENDINGS:
        raise Refused(f"“{out}” ends in neither .png nor .pdf: the ending says what is drawn.")
    house = board_of(board)
    pages = _pages(page, len(house.pages))
    _refuse_unwritable(_files(path, pages).values())
    pixels = size_of(size) if size is not None else house.screen.size_px or _DEFAULT_SIZE
    moment = moment_of(house, at, cached=cached)
    for written in draw(moment, pages, pixels, path):
        give(f"{written}\n")
    report = report_of(moment)
    report["pages"] = [report["pages"][number] for number in pages]
    return ALL_WELL if is_all_live(report) else FALLS_SHORT


def draw(moment: Moment, pages: tuple[int, ...], size: Pixels, path: Path) -> list[Path]:
    """The files that the pages were drawn into. Raises Refused where one cannot be written."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # the same picture whether or not there is a display
    os.environ["QT_HASH_SEED"] = "0"  # a PDF lists its fonts in the order of a table that is shuffled otherwise
    from wallboard.ui.picture import application, save, save_pdf  # noqa: PLC0415 - only where Qt is installed

    qt = application()
    layout, picture, at_us = moment.board.layout(), moment.composed.picture, moment.at_us
    named = _files(path, pages)
    try:
        if _is_pdf(path):
            save_pdf(layout, picture, pages, size, at_us, path=path)
        else:
            for page, file in named.items():
                save(layout, picture, page, size, at_us, path=file)
    except OSError as fault:
        raise Refused(f"{path} cannot be written: {fault.strerror}" if fault.strerror else f"{fault}.") from fault
    finally:
        del qt
    return list(dict.fromkeys(named.values()))


def _is_pdf(path: Path) -> bool:
    return path.suffix.lower() == ".pdf"


def _files(path: Path, pages: tuple[int, ...]) -> dict[int, Path]:
    """The file of each page: one for all in a PDF."""
    is_one = _is_pdf(path) or len(pages) == 1
    return {page: path if is_one else path.with_stem(f"{path.stem}-{page + 1}") for page in pages}


def _refuse_unwritable(files: Iterable[Path]) -> None:
    """Raises Refused, with the system's reason, which Qt does not tell, before anything is read."""
    for file in files:
        is_new = not file.exists()
        try:
            file.open("ab").close()
            if is_new:
                file.unlink()
        except OSError as fault:
            raise Refused(f"{file} cannot be written: {fault.strerror or type(fault).__name__}.") from fault


def size_of(text: str) -> Pixels:
    """A size written 3840x2160. Raises Refused for anything else."""
    found = _SIZE.fullmatch(text.strip())
    if found is None or not all(0 < int(side) <= _MOST_PIXELS for side in found.groups()):
        raise Refused(f"“{text}” is no size; write it as in 3840x2160, at most {_MOST_PIXELS} each way")
    return int(found[1]), int(found[2])


def _pages(page: int | None, count: int) -> tuple[int, ...]:
    if page is None:
        return tuple(range(count))
    if not 1 <= page <= count:
        raise Refused(f"There is no page {page}: the board has {count}.")
    return (page - 1,)
