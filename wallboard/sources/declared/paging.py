"""How a declaration says that a list comes in pages."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from wallboard.sources.contract import Part
from wallboard.sources.declared.requests import Patch
from wallboard.sources.declared.values import JsonPath


class Paging(Part):
    """How a list comes in pages.

    The page is named in the request by {page}, {offset}, {limit}, {cursor}, {last} or {last_key}. How many a page
    holds is what the server sends, not what was asked for.
    """

    by: Literal["none", "page", "offset", "cursor", "next", "link", "range", "keyset"] = Field(
        default="none",
        description="page: numbers; offset: rows to pass over; cursor: a mark from the answer; next: an address in the "
        "answer; link: an address in a header; range: the header Range; keyset: beyond the last row's values",
    )
    first: Literal[0, 1] = Field(default=1, description="page: the number of the first page")
    size: Annotated[int, Field(ge=1, le=10_000)] = Field(default=100, description="How many rows to ask for, {limit}")
    step: Literal["received", "requested"] = Field(
        default="received", description="offset: on by the rows that came, or by those that were asked for"
    )
    unit: str = Field(default="records", description="range: the unit of the header")
    header: str = Field(default="Link", description="link: the header; cursor: the header where `cursor` is not given")
    next: JsonPath | None = Field(default=None, description="next: where the address of the next page stands")
    cursor: JsonPath | None = Field(default=None, description="cursor: where the mark of the next page stands")
    total: JsonPath | None = Field(default=None, description="Where the number of all rows stands")
    total_header: str | None = Field(
        default=None, description="A header with the number of all rows, such as X-Total or Content-Range (after the /)"
    )
    size_told: JsonPath | None = Field(
        default=None, description="Where the server says how many rows it gives a page, if it does"
    )
    last_page: JsonPath | None = Field(default=None, description="A path that is true on the last page")
    more: JsonPath | None = Field(default=None, description="A path that is true while more pages follow")
    shifts: bool | None = Field(
        default=None,
        description="Whether a row that leaves the list pushes others over the edge of a page, so that each page is "
        "asked for by the last change of the one before (page, offset and range do so; others where it is said)",
    )
    further: Patch | None = Field(default=None, description="What is laid over the request from the second page on")
    keys: list[JsonPath] = Field(
        default=[], description="keyset: the paths of {last} and, to break ties, of {last_key} in a row", max_length=2
    )
    cap: Annotated[int, Field(ge=2)] | None = Field(
        default=None,
        description="How many rows one search gives at most; a new one then begins at the last row's change",
    )
    most_pages: Annotated[int, Field(ge=1, le=100_000)] = Field(default=20_000, description="More pages are a fault")
    most_rows: Annotated[int, Field(ge=1, le=10_000_000)] = Field(
        default=5_000_000, description="More rows are a fault"
    )

    @property
    def counts(self) -> bool:
        """Whether a page is told by how many rows come before it."""
        return self.by in ("page", "offset", "range") if self.shifts is None else self.shifts

    @model_validator(mode="after")
    def _says_where_the_next_page_is(self) -> Self:
        if self.by == "next" and self.next is None:
            msg = "pages by next need `next`, the path of the next page's address"
            raise ValueError(msg)
        if self.by == "keyset" and not self.keys:
            msg = "pages by keyset need `keys`, the paths of the values by which rows are in order"
            raise ValueError(msg)
        return self
