"""A bar on standard error for work that lasts more than a second; none where that is no terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

AFTER_S = 1.0


@contextmanager
def progress(what: str, total: int, *, after_s: float = AFTER_S) -> Iterator[Callable[[str], None]]:
    """Yields what is to be called with a name whenever one of `total` pieces of work is done."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - costs 50 ms, and only a terminal sees it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(what, total=total)

    def done(name: str) -> None:
        bar.update(task, advance=1, description=f"{what}: {name}")

    start = Timer(after_s, bar.start)
    start.daemon = True
    start.start()
    try:
        yield done
    finally:
        start.cancel()
        start.join()
        if bar.live.is_started:
            bar.stop()
