"""JMESPath expressions of a sign-in. The library is imported by the first of them: most boards have none."""

from typing import Any


def expression(text: str) -> str:
    """An expression that can be applied. Raises ValueError."""
    import jmespath  # noqa: PLC0415
    from jmespath.exceptions import JMESPathError  # noqa: PLC0415

    try:
        jmespath.compile(text)
    except JMESPathError as fault:
        msg = f"“{text}” is no JMESPath expression"
        raise ValueError(msg) from fault
    return text


def taken(told: str, body: Any) -> Any:
    """What an expression finds in a body; None where it cannot be applied."""
    import jmespath  # noqa: PLC0415
    from jmespath.exceptions import JMESPathError  # noqa: PLC0415

    try:
        return jmespath.search(told, body)
    except JMESPathError:
        return None
