"""A query as a board says it: one statement that reads, with parameters of which the source knows the values."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field

SINCE: Final = "since"
PARAMETERS: Final = (SINCE, "since_local", "since_on", "since_s", "since_ms")
"""What a query may ask for: the instant from which changes are wanted, in the forms that columns have."""

# What stands in quotes or is a comment is no part of the statement's form. PostgreSQL's own quotes ($$) are not known.
_ASIDE: Final = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|--[^\n]*|/\*.*?\*/", re.DOTALL)
# MySQL and MariaDB carry out what stands in these.
_CARRIED_OUT: Final = re.compile(r"/\*M?!")
# As SQLAlchemy finds them: `::` is a cast, `\:` a colon.
_PARAMETER: Final = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")
_READS: Final = ("select", "with", "values", "table")
# What changes rows within a statement that begins so; as functions (MySQL's insert()) they do not.
_WRITES: Final = re.compile(r"\b(insert|update|delete|into)\b(?!\s*\()", re.IGNORECASE)


def parameters_of(query: str) -> frozenset[str]:
    """The names of the parameters that a query asks for."""
    return frozenset(_PARAMETER.findall(query))


def asks_for_changes(query: str) -> bool:
    """Whether a query asks for what changed since an instant."""
    return bool(parameters_of(query))


def one_that_reads(query: str) -> str:
    """The query without what ends it. Raises ValueError for one that is not one statement that reads.

    The database refuses to write all the same, where it can: this says it sooner, and lets no second statement end the
    transaction in which it does.
    """
    if _CARRIED_OUT.search(query):
        msg = "a query has no comments that MySQL carries out: /*! … */"
        raise ValueError(msg)
    bare = _ASIDE.sub(" ", query).strip().rstrip("; \n\t\r")
    if ";" in bare:
        msg = "a query is one statement"
        raise ValueError(msg)
    first = re.match(r"[\s(]*(\w+)", bare)
    if first is None or first[1].lower() not in _READS:
        msg = "a query reads: it begins with SELECT or WITH"
        raise ValueError(msg)
    if writes := _WRITES.search(bare):
        msg = f"a query reads: there is “{writes[0].upper()}” in it; a column of that name is put in quotes"
        raise ValueError(msg)
    unknown = parameters_of(query) - set(PARAMETERS)
    if unknown:
        known = ", ".join(f":{name}" for name in PARAMETERS)
        msg = f"there is no parameter :{min(unknown)}, but {known}; a colon that is none is written \\:"
        raise ValueError(msg)
    return query.strip().rstrip("; \n\t\r") if query.strip().endswith(";") else query.strip()


Query = Annotated[str, Field(min_length=1, max_length=100_000), AfterValidator(one_that_reads)]
