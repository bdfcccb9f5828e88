"""The careful way to read a table in text: every line judged by itself; a damaged one costs only itself."""

import csv
import re
from dataclasses import dataclass
from io import StringIO
from typing import Final

import polars as pl

from wallboard.sources.mapping.plain import MOST_ROWS

# A quoted field runs over so many lines at most, so that a quotation mark too many is soon found out.
LONGEST_RECORD: Final = 200


@dataclass(frozen=True, slots=True)
class Form:
    """What a sound row looks like: its delimiter, how many fields, and which of them holds its number."""

    delimiter: str
    size: int
    key: int


@dataclass(frozen=True, slots=True)
class Sound:
    """The rows of a text, rightly quoted; the line on which each starts; the lines that are no rows."""

    texts: pl.Series
    lines: pl.Series
    spoiled: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Record:
    fields: list[str]
    lines: int


def sound_lines(data: bytes, skip: int, form: Form) -> Sound:
    """The sound rows below the first `skip` lines.

    Lines without quotation marks, or with those of RFC 4180 on one line, are judged all at once; the others,
    among them fields that hold line breaks, one by one.
    """
    mark = re.escape(form.delimiter)
    field = rf'(?:"(?:[^"]|"")*"|[^"{mark}]*)'
    text, line = pl.col("text"), pl.col("line")
    bare = text.str.replace_all(r'"(?:[^"]|"")*"', "")
    judged = (
        pl.read_lines(data, name="text", n_rows=skip + MOST_ROWS + 1)
        .with_row_index("line", offset=1)
        .slice(skip)
        .with_columns(line.cast(pl.Int64), text.str.strip_suffix("\r"))
        .filter(text.str.strip_chars(f"{form.delimiter} \t\0\x1a") != "")
        .with_columns(
            is_tidy=text.str.contains(rf"^(?:{field}{mark})*{field}$"),
            fields=bare.str.count_matches(form.delimiter, literal=True) + 1,
        )
        .with_columns(
            is_padded=(pl.col("fields") == form.size + 1) & text.str.ends_with(form.delimiter),
        )
        .with_columns(
            is_sound=pl.col("is_tidy") & ((pl.col("fields") == form.size) | pl.col("is_padded")),
            text=pl.when("is_padded").then(text.str.slice(0, text.str.len_chars() - 1)).otherwise(text),
        )
    )
    return _mended(judged, form)


def _mended(judged: pl.DataFrame, form: Form) -> Sound:
    """The sound lines, with the records that can be made of the others in their places."""
    doubtful = judged.get_column("is_sound").not_().arg_true().to_list()
    if not doubtful:
        return Sound(judged.get_column("text"), judged.get_column("line"), ())
    numbers = judged.get_column("line")
    made: dict[int, str] = {}
    gone: set[int] = set()
    spoiled: list[int] = []
    until = -1
    for at in doubtful:
        if at <= until:
            continue
        following = judged.slice(at, LONGEST_RECORD)
        record = _record(following.get_column("text"), form)
        if record is None or _swallows(following, record, form):
            spoiled.append(int(numbers[at]))
            gone.add(at)
            continue
        until = at + record.lines - 1
        made[at] = _written(record.fields, form)
        gone.update(range(at + 1, until + 1))
    rows = (
        judged.select("line", "text")
        .with_row_index("at")
        .join(
            pl.DataFrame([*made.items()], schema={"at": pl.UInt32(), "made": pl.String()}, orient="row"),
            on="at",
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.coalesce("made", "text").alias("text"))
        .filter(~pl.col("at").is_in(sorted(gone)))
    )
    return Sound(rows.get_column("text"), rows.get_column("line"), tuple(spoiled))


def _record(lines: pl.Series, form: Form) -> _Record | None:
    """The record that starts on the first line; None where its quotation marks or fields do not add up."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=form.delimiter, strict=True)
    try:
        fields = next(reader)
    except (csv.Error, StopIteration):
        return None
    if len(fields) == form.size + 1 and not fields[-1]:
        fields.pop()
    return _Record(fields, reader.line_num) if len(fields) == form.size else None


def _swallows(following: pl.DataFrame, record: _Record, form: Form) -> bool:
    """Whether a line inside a quoted field is surely a row: a quotation mark too many must not hide rows."""
    if record.lines == 1:
        return False
    inner = following.slice(1, record.lines - 1).filter("is_sound")
    shape = _shape(record.fields[form.key])
    return any(
        _shape(next(csv.reader([line], delimiter=form.delimiter))[form.key]) == shape
        for line in inner.get_column("text")
    )


def _shape(key: str) -> str:
    """What numbers of one kind have in common: INC0000045 and INC12 are both a9."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", key.strip()))


def _written(fields: list[str], form: Form) -> str:
    written = StringIO()
    csv.writer(written, delimiter=form.delimiter, quoting=csv.QUOTE_ALL, lineterminator="").writerow(fields)
    return written.getvalue()
