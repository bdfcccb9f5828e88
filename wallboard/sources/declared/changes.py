"""How a declaration says what has changed since the last read."""

from typing import Literal, Self

from pydantic import Field, model_validator

from wallboard.sources.contract import Part
from wallboard.sources.declared.paging import Paging
from wallboard.sources.declared.requests import Patch
from wallboard.sources.declared.values import JsonPath
from wallboard.sources.mapping.columns import Zone
from wallboard.sources.mapping.lengths import Length


class Reading(Patch):
    """One way to ask for a list: what is laid over the resource's request, and what is else about its answer."""

    records: JsonPath | None = Field(default=None, description="Where its rows stand, if elsewhere")
    paging: Paging | None = Field(default=None, description="How it comes in pages, if otherwise")
    is_ordered: bool | None = Field(
        default=None, description="Whether its rows come with the least lately changed first, if otherwise"
    )


class Changes(Part):
    """What has changed since the last read.

    since: rows are asked for from the last change on, by the time in `field`, with some overlap; those that are known
    already are passed over. token: the server gives a mark (or an address) with which it is asked the next time.
    The first time, `whole` is asked for.

    Without `changes` the whole list is read each time, and compared.
    """

    by: Literal["since", "token"] = Field(default="since", description="since: by a time in each row; token: by a mark")
    field: JsonPath | None = Field(default=None, description="Where a row says when it was last changed")
    format: str | None = Field(
        default=None, description="How that time is written: iso (unless given), epoch_s, epoch_ms or as %d/%m/%Y"
    )
    time_zone: Zone | None = Field(default=None, description="The zone of such times without an offset (UTC)")
    overlap: Length = Field(default=120.0, description="How much earlier than the last change is asked for")
    is_ordered: bool = Field(
        default=True, description="Whether rows come with the least lately changed first: pages then go by `field`"
    )
    token: JsonPath | None = Field(default=None, description="token: where the mark for the next read stands")
    is_address: bool = Field(default=False, description="token: whether the mark is an address to be asked as it is")

    @model_validator(mode="after")
    def _says_by_what(self) -> Self:
        if self.by == "since" and self.field is None:
            msg = "changes by since need `field`, where a row says when it was last changed"
            raise ValueError(msg)
        if self.by == "token" and self.token is None:
            msg = "changes by token need `token`, where the mark for the next read stands"
            raise ValueError(msg)
        return self
