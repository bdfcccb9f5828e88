"""A request as data: method, path, parameters, JSON body and headers, with placeholders that are filled."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from wallboard.sources.contract import Part
from wallboard.sources.declared.template import check_params, check_text, check_tree
from wallboard.sources.web.headers import PublicHeader
from wallboard.sources.web.secret_looks import refuse_secrets

Scalar = str | int | float | bool
Tree = Any
"""JSON: texts with placeholders, numbers, lists, objects, and the objects `$var`, `$json` and `$b64json`."""


class Patch(Part):
    """What is laid over a request: objects key by key, everything else in its place; null takes a key away."""

    method: Literal["GET", "POST", "REPORT"] | None = Field(default=None, description="The method")
    path: Annotated[str, Field(min_length=1)] | None = Field(
        default=None, description="The path below `url`, such as /api/tickets/{key}.json"
    )
    params: dict[str, Tree] = Field(
        default={},
        description="Parameters of the address by name: text, number, a list for a name that is repeated, or an "
        "object such as {$json: …}. One whose placeholder has no value is left out",
    )
    body: Tree = Field(
        default=None, alias="json", description="The body as JSON; keys whose placeholder has no value are left out"
    )
    headers: dict[PublicHeader, str | None] = Field(
        default={}, description="Headers by name; a secret goes with `sign_in`"
    )

    @model_validator(mode="after")
    def _can_be_filled(self) -> Self:
        if self.path is not None:
            check_text(self.path)
        check_params(self.params)
        refuse_secrets(self.path, self.params)
        for tree in (*self.params.values(), self.body, *self.headers.values()):
            check_tree(tree)
        return self


class Request(Patch):
    """A request as data.

    Texts may hold placeholders such as {since|iso_z}: a name, then how it is written. A text that is nothing but
    `{"$var": "since|epoch_ms"}` keeps its type; `{"$json": …}` is JSON as text, `{"$b64json": …}` JSON in base64url.
    """

    path: Annotated[str, Field(min_length=1)] = Field(
        description="The path below `url`, such as /api/tickets.json; placeholders in it are escaped"
    )


class Refusal(Part):
    """An answer that is an error, whatever its status says."""

    status: Annotated[int, Field(ge=200, le=599)] | None = Field(
        default=None, description="The status of such answers (else 200 and its like)"
    )
    when: str = Field(description="A path into the answer's JSON that then leads to something, or is true")
    means: Literal["sign-in", "refused", "busy", "gone", "expired"] = Field(
        default="refused",
        description="sign-in: the secret is not accepted; refused: a person must mend it; busy: it passes; gone: a "
        "record was deleted while the answer was made, and the next poll will not be told of it; expired: the mark of "
        "the last read is not known any more, and all is read again",
    )
