"""Diaries in iCalendar, in files or on servers: appointments and leave, repetitions followed, titles never kept."""

from typing import Final

from wallboard.core.records import Batch
from wallboard.sources.calendars.from_files import read_files
from wallboard.sources.calendars.options import Options
from wallboard.sources.contract import Look, ReadRequest, SourceOptions

__all__ = ["IS_SERVICE", "POLLS_EVERY_S", "Options", "look", "polls_as_service", "read"]

POLLS_EVERY_S = 5.0
IS_SERVICE = False
_SERVICE_EVERY_S: Final = 300.0


def polls_as_service(options: SourceOptions) -> float | None:
    """Files are as old as they are; addresses answer themselves, and are not asked every few seconds."""
    return _SERVICE_EVERY_S if isinstance(options, Options) and options.is_web else None


def read(options: SourceOptions, request: ReadRequest) -> Batch | None:
    """The appointments and absences from twenty-six weeks before the read's week to twenty-six after it.

    None when nothing has changed since the request's token, nor the week. Raises SourceFault.
    """
    assert isinstance(options, Options)  # noqa: S101  the registry pairs options with their function
    if options.is_web:
        # What speaks HTTP is imported where a board asks for it.
        from wallboard.sources.calendars.from_addresses import read_addresses  # noqa: PLC0415

        return read_addresses(options, request)
    return read_files(options, request)


def look(options: SourceOptions, request: ReadRequest) -> Look:
    """What `check` tells of a server beside the read; of files there is nothing more to tell."""
    if isinstance(options, Options) and options.is_web:
        from wallboard.sources.calendars.from_addresses import look_at  # noqa: PLC0415

        return look_at(request)
    return Look()
