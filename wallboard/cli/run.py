"""Runs one command: streams made ready, faults told line by line, ends without tracebacks."""

import io
import os
import sys
from collections.abc import Callable

from wallboard.cli.ends import INTERRUPTED, READER_GONE, REFUSED, Refused, tell


def run(work: Callable[[], int]) -> int:
    """The exit code of a command's work, whatever happens to it."""
    ready_streams()
    try:
        code = work()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except Refused as refused:
        tell(str(refused))
        return REFUSED
    except BrokenPipeError:
        _forget_output()
        return READER_GONE
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def ready_streams() -> None:
    """UTF-8 and plain line ends on every machine; a stream that is closed swallows what it is given."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - for the whole run
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _forget_output() -> None:
    """The reader has gone: what is still held back must not be written, and complained of, at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
