"""Status words of a source that nobody mapped: what they count as, and where to say what they mean."""

import polars as pl

from wallboard.cli.boards import Moment
from wallboard.cli.declared_lines import line_of
from wallboard.cli.findings import Findings
from wallboard.core.organisation import DEFAULT_STATUSES

_MOST_WORDS = 10
_STATUS_KINDS = ("status", "closed", "reopened", "merged")


def check_words(found: Findings, moment: Moment, source: str) -> None:
    """Names a source's unmapped words, each with its rows; then where `statuses` stand, and which words need none."""
    unmapped = [(word, rows) for of, word, rows in moment.composed.snapshot.history.unmapped if of == source]
    if not unmapped:
        return
    closings = _closings_of(moment, source)
    for word, rows in unmapped[:_MOST_WORDS]:
        found.fall_short(_said(word, rows, closings.get(word, 0)), 2)
    if len(unmapped) > _MOST_WORDS:
        found.short += len(unmapped) - _MOST_WORDS
        found.note(f"! and {len(unmapped) - _MOST_WORDS:,} more", 2)
    files = [str(file) for file in moment.board.files]
    line = line_of(files, ("sources", source, "statuses"), ("statuses",))
    where = f"are at {line}" if line is not None else "stand beside `sources`, as in statuses: {closed: [Fertig]}"
    found.note(f"`statuses` {where}; known without them: {', '.join(DEFAULT_STATUSES)}", 3)


def _said(word: str, rows: int, closings: int) -> str:
    """A status that nobody mapped: an open case for all that its row says of a closing."""
    where = "row" if rows == 1 else "rows"
    if not closings:
        return f"status “{word}” on {rows:,} {where} counts as open: say what it means under `statuses`"
    which = "which has" if rows == closings == 1 else f"{closings:,} of which {'has' if closings == 1 else 'have'}"
    remedy = "a closing time closes no case whose status is not mapped, so say what it means under `statuses`"
    return f"status “{word}” on {rows:,} {where}, {which} a closing time, counts as open: {remedy}"


def _closings_of(moment: Moment, source: str) -> dict[str, int]:
    """On how many rows of cases without a history each status stands beside a closing time; unusable ones are none."""
    batch, history = moment.composed.snapshot.batches[source], moment.composed.snapshot.history
    usable = history.members.filter(pl.col("source") == history.sources.index(source))
    told = batch.frame("events").filter(pl.col("kind").is_in(_STATUS_KINDS))
    cases = batch.frame("cases").unique("number", keep="last").join(told, on="number", how="anti")
    cases = cases.join(usable, on="number", how="semi")
    closed = cases.filter(pl.col("closed_at").is_not_null() & pl.col("status").is_not_null())
    return dict(closed.group_by("status").len().iter_rows())
