"""Status words of a source that nobody mapped, or whose closing times contradict what they are mapped to."""

import polars as pl

from wallboard.cli.boards import Moment
from wallboard.cli.declared_lines import line_of
from wallboard.cli.findings import Findings
from wallboard.core.organisation import DEFAULT_STATUSES

_MOST_WORDS = 10
_FEW_ROWS = 3
"""So many may have a closing time from before they were opened again."""
_STATUS_KINDS = ("status", "closed", "reopened", "merged")


def check_words(found: Findings, moment: Moment, source: str) -> None:
    """Names a source's words for open cases that look closed, and its unmapped ones, each with its rows; then where
    `statuses` stand, and which words need none."""
    _check_open(found, moment, source)
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


def _check_open(found: Findings, moment: Moment, source: str) -> None:
    """Words that are mapped to open or on hold, while every row that has one has a closing time as well."""
    statuses, files = moment.board.organisation.statuses, [str(file) for file in moment.board.files]
    cases = _without_history(moment, source)
    closings = _closings_in(cases)
    for word, rows in cases["status"].drop_nulls().value_counts(sort=True).iter_rows():
        state = statuses.state_of(word, source)
        if state not in ("open", "on-hold") or not _FEW_ROWS <= rows == closings.get(word):
            continue
        own = word.casefold().strip() in statuses.by_source.get(source, {})
        line = line_of(files, (*(("sources", source) if own else ()), "statuses", state))
        counts = f"counts as {state.replace('-', ' ')}{f' (see {line})' if line is not None else ''}"
        why = f"all {rows:,} of its rows have a closing time"
        remedy = "does it belong under `closed`, or is another time mapped to `closed`?"
        found.fall_short(f"status “{word}” {counts}, but {why}: {remedy}", 2)


def _closings_of(moment: Moment, source: str) -> dict[str, int]:
    """On how many rows of cases without a history each status stands beside a closing time; unusable ones are none."""
    return _closings_in(_without_history(moment, source))


def _closings_in(cases: pl.DataFrame) -> dict[str, int]:
    closed = cases.filter(pl.col("closed_at").is_not_null() & pl.col("status").is_not_null())
    return dict(closed.group_by("status").len().iter_rows())


def _without_history(moment: Moment, source: str) -> pl.DataFrame:
    """A source's usable rows of cases of which no history tells the status."""
    batch, history = moment.composed.snapshot.batches[source], moment.composed.snapshot.history
    usable = history.members.filter(pl.col("source") == history.sources.index(source))
    told = batch.frame("events").filter(pl.col("kind").is_in(_STATUS_KINDS))
    cases = batch.frame("cases").unique("number", keep="last", maintain_order=True).join(told, on="number", how="anti")
    return cases.join(usable, on="number", how="semi")
