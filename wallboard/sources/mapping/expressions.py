"""JMESPath expressions, as boards and presets write them. The library is imported by the first that needs it: most
boards have none."""

from typing import Any


def expression(text: str) -> str:
    """An expression that can be applied. Raises ValueError with what is wrong."""
    parsed(text)
    return text


def parsed(text: str) -> Any:
    """The tree of an expression, as the library's interpreter takes it. Raises ValueError with what is wrong."""
    import jmespath  # noqa: PLC0415
    from jmespath.exceptions import JMESPathError  # noqa: PLC0415

    try:
        return jmespath.compile(text).parsed
    except (JMESPathError, RecursionError) as fault:  # the latter for a thousand brackets in each other
        at = getattr(fault, "lex_position", None)
        msg = f"“{text}” is no JMESPath" + ("" if at is None else f": it goes wrong at character {at + 1}")
        raise ValueError(msg) from fault


def taken(told: str, body: Any) -> Any:
    """What an expression finds in a body; None where it cannot be applied."""
    import jmespath  # noqa: PLC0415
    from jmespath.exceptions import JMESPathError  # noqa: PLC0415

    try:
        return jmespath.search(told, body)
    except JMESPathError:
        return None
