"""Texts of a declaration that stand for something else: paths into JSON."""

from typing import Annotated, Final

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import AfterValidator

_LONGEST: Final = 2000


def _known_path(text: str) -> str:
    """A path into JSON that can be followed. Raises ValueError with what is wrong."""
    if not text.strip() or len(text) > _LONGEST:
        msg = "a path leads to a value, as in customer.name"
        raise ValueError(msg)
    try:
        jmespath.compile(text)
    except JMESPathError as fault:
        msg = f"it is no JMESPath: {str(fault).splitlines()[0]}"
        raise ValueError(msg) from None
    return text


JsonPath = Annotated[str, AfterValidator(_known_path)]
