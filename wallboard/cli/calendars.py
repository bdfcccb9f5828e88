"""The calendars of a file, whatever else that file holds or lacks."""

from pathlib import Path

from wallboard.cli.ends import Refused
from wallboard.cli.finding import meant
from wallboard.config.calendars import read_calendars
from wallboard.config.document import unfold
from wallboard.config.faults import BoardFaults, in_order
from wallboard.config.include import gather
from wallboard.config.reading import Reading
from wallboard.core.worktime import WorkCalendar


def calendar_of(path: Path, name: str) -> WorkCalendar:
    """A calendar of a board, or of a file of shared parts, by its name.

    Only calendars are judged: hours can be reckoned while the rest of a board is still being written. Raises Refused
    with every fault of theirs, and for a name that is none.
    """
    calendars = _calendars(path)
    if name not in calendars:
        has = ", ".join(calendars)
        raise Refused(f"{path} has no calendar “{name}”{meant(name, calendars)} It has: {has}.")
    return calendars[name]


def _calendars(path: Path) -> dict[str, WorkCalendar]:
    gathered = gather(path)
    if gathered.root is None:
        raise Refused(*map(str, in_order(gathered.faults)))
    document, faults = unfold(gathered.root)
    if faults:
        raise Refused(*map(str, in_order([*gathered.faults, *faults])))
    reading = Reading(document, gathered.faults)
    zone = reading.at(("organisation", "time_zone"))
    try:
        calendars = read_calendars(reading, zone if isinstance(zone, str) else None, gathered.files)
    except (KeyError, ValueError, OSError) as fault:
        why = "it is none" if isinstance(fault, OSError) else fault  # Europe is a folder of zones
        raise Refused(f"{path}: the time zone “{zone}” cannot be used: {why}") from fault
    for name in calendars if not isinstance(zone, str) else ():
        if reading.at(("calendars", name, "time_zone")) is None:
            remedy = "give the calendar one, or the organisation, as in time_zone: Europe/London"
            reading.fault(("calendars", name), "no time zone", remedy=remedy)
    if reading.faults:
        raise Refused(str(BoardFaults(reading.faults)))
    return calendars
