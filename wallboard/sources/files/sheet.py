"""Tables in spreadsheets: every cell as text, formulas as the values that were stored with them."""

import zipfile
from typing import Final

import fastexcel
import polars as pl

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing
from wallboard.sources.files.reach import sheet_reaches
from wallboard.sources.files.table import Layout, Table, positions, refuse_long, refuse_wide
from wallboard.sources.files.unpack import Content
from wallboard.sources.mapping.plain import LINE

# A sheet is laid out as a full grid in memory, so two cells far apart are as many as all between them.
MOST_CELLS: Final = 100_000_000
# One of which hardly a cell in ten is there has strayed cells; nothing so small may ask for gigabytes.
MOST_HOLLOW: Final = 12_000_000
HOLLOW: Final = 10


def sheet_table(content: Content, layout: Layout, wanted: frozenset[str]) -> Table:
    """The wanted columns of a sheet.

    Raises NeedsPerson for a sheet that is gone and beyond bounds, Passing for what is no whole spreadsheet.
    """
    _refuse_vast(content)
    rows = _grid(content, layout.sheet)
    above = layout.header_row - 1 if layout.header_row is not None else _first_filled(rows)
    if rows.height <= above:
        raise NeedsPerson(words("file.header.none", file=content.name), words("file.remedy.column"))
    header = tuple((cell or "").strip() for cell in rows.row(above))
    cells = (
        rows.with_row_index(LINE, offset=1)
        .slice(above + 1)
        .filter(pl.any_horizontal(pl.col(rows.columns).is_not_null()))
        .select(
            *(pl.col(rows.columns[place]).alias(name) for name, place in positions(header, wanted).items()),
            pl.col(LINE).cast(pl.Int64),
        )
    )
    return Table(content.name, header, cells, is_typed=True)


def _refuse_vast(content: Content) -> None:
    """Asks how far the cells of each sheet reach before anything is laid out."""
    try:
        for found in sheet_reaches(content.data):
            refuse_wide(content.name, found.columns)
            refuse_long(content.name, found.rows)
            grid = found.columns * found.rows
            if grid > (MOST_HOLLOW if found.cells * HOLLOW < grid else MOST_CELLS):
                fault = words("file.vast", file=content.name, n=grid, filled=found.cells)
                raise NeedsPerson(fault, words("file.remedy.vast"))
    except (ValueError, zipfile.BadZipFile) as fault:
        raise Passing(words("file.damaged", file=content.name), words("file.remedy.wait")) from fault


def _grid(content: Content, sheet: str | None) -> pl.DataFrame:
    """All cells of a sheet as text, from its first row and column on."""
    try:
        workbook = fastexcel.read_excel(content.data)
        names = workbook.sheet_names
        detail = words("file.detail.sheets", found=", ".join(names))
        if sheet is not None and sheet not in names:
            fault = words("file.sheet.gone", sheet=sheet, file=content.name)
            raise NeedsPerson(fault, words("file.remedy.sheet"), detail=detail)
        if sheet is None and len(names) > 1:
            fault = words("file.sheet.several", file=content.name, n=len(names))
            raise NeedsPerson(fault, words("file.remedy.sheet"), detail=detail)
        # skip_rows=0 keeps empty rows above the table, so that rows keep their numbers.
        loaded = workbook.load_sheet(
            sheet if sheet is not None else 0,
            header_row=None,
            skip_rows=0,
            dtypes="string",
            whitespace_as_null=True,
        )
        return loaded.to_polars()
    except fastexcel.FastExcelError as fault:
        raise Passing(words("file.damaged", file=content.name), words("file.remedy.wait")) from fault
    except BaseException as fault:
        # A panic of the reader is no Exception; it must not end the collector.
        if type(fault).__name__ != "PanicException":
            raise
        raise Passing(words("file.damaged", file=content.name), words("file.remedy.wait")) from fault


def _first_filled(rows: pl.DataFrame) -> int:
    filled = rows.select(pl.any_horizontal(pl.all().is_not_null())).to_series().arg_true()
    return int(filled[0]) if len(filled) else rows.height
