"""The made-up company Northwind Instruments, alive at every instant: for a first look and for trying."""

from typing import ClassVar, Final, Literal

import polars as pl
from pydantic import Field

from wallboard.core.records import SCHEMAS, Batch
from wallboard.sources.contract import ReadRequest, SourceOptions
from wallboard.sources.demo_company import case_systems, sales_systems
from wallboard.sources.demo_company.lives import KIND_OF
from wallboard.sources.demo_company.office import starts_us, week_of

POLLS_EVERY_S: Final = 5.0
IS_SERVICE: Final = True
IS_DEMO: Final = True

_WEEKS_BACK: Final = 16
_SALES: Final = {
    "helpdesk": {},
    "erp": {"opportunities": (sales_systems.opportunity_rows, 5)},
    "diaries": {
        "appointments": (sales_systems.appointment_rows, 5),
        "absences": (sales_systems.absence_rows, 10),
    },
}
"""The sales resources of each system: the function, and how many weeks ahead something may be known."""


class Options(SourceOptions):
    """Which of the made-up company's systems is read, and which of many such companies it is."""

    summary: ClassVar[str] = "A made-up company that moves with the clock; the same seed and instant, the same rows."

    system: Literal["helpdesk", "erp", "diaries"] = Field(
        default="helpdesk",
        description="helpdesk has cases, erp cases and opportunities, diaries appointments and absences",
    )
    seed: int = Field(default=1, ge=0, description="another number is another company of the same kind")

    def resources(self) -> frozenset[str]:
        """The resources that the system has."""
        cases = {"cases", "events", "activities"} if self.system != "diaries" else set()
        return frozenset(cases | _SALES[self.system].keys())


def read(options: SourceOptions, request: ReadRequest) -> Batch | None:
    """All rows known at the request's instant, back to sixteen whole weeks before its week.

    None when nothing has changed since the token: it holds how long its rows stay as they are.
    """
    assert isinstance(options, Options)  # noqa: S101  the board makes them from this module's model
    until_us = request.now_us if request.until_us is None else request.until_us
    about = f"{options.system} {options.seed}"
    if _is_unchanged(request.token, about, until_us):
        return None
    week = week_of(until_us)
    frames: dict[str, pl.DataFrame] = {}
    change_us = starts_us(week + 1)  # when the window moves on
    if options.system != "diaries":
        weeks = range(week - _WEEKS_BACK, week + 1)
        frames, next_us = case_systems.rows(options.seed, options.system, weeks, until_us)
        change_us = min(change_us, next_us)
    for resource, (rows, weeks_ahead) in _SALES[options.system].items():
        weeks = range(week - _WEEKS_BACK, week + weeks_ahead + 1)
        frames[resource], next_us = rows(options.seed, weeks, until_us)
        change_us = min(change_us, next_us)
    return Batch(
        frames=frames,
        mapped={resource: _fields(resource) for resource in frames},
        as_of_us=until_us,
        clock_us=until_us,
        token=f"{about} {until_us} {change_us}",
    )


def _is_unchanged(token: str, about: str, at_us: int) -> bool:
    """Whether rows with this token are still the rows of an instant."""
    *earlier, from_us, change_us = token.rsplit(" ", 2) if token.count(" ") == 3 else ("", "0", "0")
    return earlier == [about] and int(from_us) <= at_us < int(change_us)


def _fields(resource: str) -> frozenset[str]:
    """The canonical fields of a resource, all of which the systems have, and the kinds of its events."""
    fields = frozenset(name.removesuffix("_at") for name in SCHEMAS[resource] if not name.endswith("is_date"))
    return fields - {"row", "key"} | (frozenset(KIND_OF) if resource == "events" else frozenset())
