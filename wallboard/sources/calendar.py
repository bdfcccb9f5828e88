"""Diaries in iCalendar files: appointments and leave, repetitions followed, titles never kept."""

from wallboard.core.records import Batch
from wallboard.sources.calendars.from_files import read_files
from wallboard.sources.calendars.options import Options
from wallboard.sources.contract import ReadRequest, SourceOptions

__all__ = ["IS_SERVICE", "POLLS_EVERY_S", "Options", "read"]

POLLS_EVERY_S = 5.0
IS_SERVICE = False


def read(options: SourceOptions, request: ReadRequest) -> Batch | None:
    """The appointments and absences from twenty-six weeks before the read's week to twenty-six after it.

    None when nothing has changed since the request's token, nor the week. Raises SourceFault.
    """
    assert isinstance(options, Options)  # noqa: S101  the registry pairs options with their function
    return read_files(options, request)
