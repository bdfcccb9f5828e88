"""Texts of a declaration that stand for something else: paths into JSON."""

from typing import Annotated

from pydantic import AfterValidator, Field

from wallboard.sources.mapping.expressions import expression

JsonPath = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(expression)]
