"""Runs one command: streams made ready, faults told line by line, ends without tracebacks."""

import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress

from wallboard.cli.ends import FALLS_SHORT, INTERRUPTED, READER_GONE, REFUSED, Refused, tell


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
    except OSError as fault:
        _forget_output()
        with suppress(OSError):  # nor may there be room for the complaint
            tell(f"wallboard: {fault.filename or 'the output'}: {fault.strerror or fault}")
        return FALLS_SHORT
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
    """Nobody can take it: what is still held back must not be written, and complained of, at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):  # a stream that is no file holds nothing back
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
