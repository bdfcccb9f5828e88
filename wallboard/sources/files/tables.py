"""One table out of a file, whatever its format."""

from wallboard.sources.files.objects import object_table
from wallboard.sources.files.parquet import parquet_table
from wallboard.sources.files.places import Seen
from wallboard.sources.files.sheet import sheet_table
from wallboard.sources.files.table import Layout, Table
from wallboard.sources.files.text import text_table
from wallboard.sources.files.unpack import OBJECTS, PARQUETS, SHEETS, content


def table_of(seen: Seen, layout: Layout, wanted: frozenset[str], keys: tuple[str, ...]) -> Table:
    """The wanted columns of a file; `keys` are those of them by which rows are known. Raises SourceFault."""
    found = content(seen, layout.member)
    if found.is_of(SHEETS):
        return sheet_table(found, layout, wanted)
    if found.is_of(OBJECTS):
        return object_table(found, layout, wanted, frozenset(keys))
    if found.is_of(PARQUETS):
        return parquet_table(found, layout, wanted, frozenset(keys))
    return text_table(found, layout, wanted, keys[0])
