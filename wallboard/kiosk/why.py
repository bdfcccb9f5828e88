"""Why a program ended, as the wall may say it: an error's kind and no more, for its text may name a client."""

import re
import signal
from collections.abc import Iterable

_LAST_OF_TRACE = re.compile(r"(?:[A-Za-z_]\w*\.)*([A-Za-z_]\w{0,60}(?:Error|Exception))(?::.*)?", re.ASCII)


def told_end(program: str, how: str, last_lines: Iterable[str], log_file: str) -> str:
    """What the safe board says of a program that ends again and again; of its last lines the kind of error alone."""
    kind = kind_of_error(last_lines)
    told = [f"{program} {how}, again and again."]
    if kind is not None:
        told.append(f"The kind of error: {kind}.")
    if log_file:
        told.append(f"The log says more: {log_file}")
    return "\n".join(told)


def kind_of_error(lines: Iterable[str]) -> str | None:
    """The type's name where a traceback ends; None where there is none."""
    kinds = [found[1] for line in lines if (found := _LAST_OF_TRACE.fullmatch(line))]
    return kinds[-1] if kinds else None


def how_it_ended(code: int) -> str:
    """An exit code in words: a signal by its name."""
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"ended with {signal.Signals(-code).name}"
    except ValueError:
        return f"ended with signal {-code}"
