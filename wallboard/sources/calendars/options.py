"""What a board may say of calendars: where they lie, whose they are, and which entries count."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from wallboard.core.kinds import FilePath
from wallboard.sources.contract import Part, SourceOptions
from wallboard.sources.files.options import possible_path
from wallboard.sources.mapping.columns import Words, Zone

PERSON = "{person}"

_MAY_BE_EMPTY: Final = (
    "Whether calendars without one entry are believed where there were entries before; else the last rows stay, and "
    "the wall says so"
)

Whose = Literal["path", "calendar", "organizer"]


class Marks(Part):
    """What marks an entry: one of these categories, or one of these words in its title."""

    category: Words = Field(default=(), description="Categories, without regard to case")
    summary: Words = Field(
        default=(), description="Whole words in the title, without regard to case; titles are looked at, never kept"
    )

    @property
    def is_any(self) -> bool:
        """Whether it asks for nothing."""
        return not self.category and not self.summary

    def each(self) -> Iterator["Marks"]:
        """Its words by themselves."""
        yield from (Marks(category=(word,)) for word in self.category)
        yield from (Marks(summary=(word,)) for word in self.summary)


class Counts(Marks):
    """Which entries count: by a mark, or all; and whether those without a time, marked as free, or private do."""

    all_day: bool | None = Field(
        default=None,
        description="Entries for whole days: true, only these; false, none. Appointments: none; absences: all, unless "
        "given",
    )
    free: bool | None = Field(
        default=None,
        description="Whether entries count that leave the time free. Appointments: no; absences: yes, unless given",
    )
    private: bool = Field(default=True, description="Whether entries count that are private or confidential")


class States(Part):
    """Marks of what became of an appointment; whatever bears none is booked, or cancelled if the calendar says so."""

    performed: Marks | None = Field(default=None, description="Marks of appointments that took place")
    cancelled: Marks | None = Field(default=None, description="Marks of those that were called off")
    no_show: Marks | None = Field(
        default=None, alias="no-show", description="Marks of those to which the client did not come"
    )

    @model_validator(mode="after")
    def _says_by_what(self) -> Self:
        empty = [name for name, marks in self.marks().items() if marks.is_any]
        if empty:
            msg = f"say by which category or summary an appointment is {empty[0]}"
            raise ValueError(msg)
        return self

    def marks(self) -> dict[str, Marks]:
        """The marks of each state that the board gives, in the order in which they are tried."""
        given = {"performed": self.performed, "no-show": self.no_show, "cancelled": self.cancelled}
        return {name: marks for name, marks in given.items() if marks is not None}


class CalendarResource(Part):
    """Where calendars lie and whose they are."""

    path: Annotated[FilePath, Field(min_length=1), AfterValidator(possible_path)] = Field(
        description="An .ics file or a pattern such as diaries/{person}.ics, relative to the board's file; {person} "
        "stands for any name and gives it to the entries: the person's word in this source (people, also)"
    )
    person: Whose | None = Field(
        default=None,
        description="Whose the entries are: the path's {person}, the calendar's name (X-WR-CALNAME; of a mail address "
        "what stands before the @), or each entry's organizer (the same of the address). Without it: the path, if it "
        "has {person}, else the calendar",
    )
    counts: Counts = Field(default=Counts(), description="Which entries count; without it, all with a time of day")
    may_be_empty: bool = Field(default=False, description=_MAY_BE_EMPTY)

    @model_validator(mode="before")
    @classmethod
    def _has_no_address(cls, data: Any) -> Any:
        if isinstance(data, dict) and "url" in data:
            msg = "addresses come in a later version: give path, the .ics files to read"
            raise ValueError(msg)
        return data

    @model_validator(mode="after")
    def _can_tell_persons(self) -> Self:
        parts = PurePath(self.path).parts
        named = [part for part in parts if PERSON in part]
        if self.person == "path" and not named:
            msg = f"person is path, but the path has no {PERSON}"
            raise ValueError(msg)
        if named and self.person not in (None, "path"):
            msg = f"the path has {PERSON}, so person can only be path"
            raise ValueError(msg)
        if self.path.count(PERSON) > 1 or (named and ("**" in parts or "[" in named[0])):
            msg = f"a path has {PERSON} once, without ** beside it and without brackets around it"
            raise ValueError(msg)
        return self

    @property
    def whose(self) -> Whose:
        """By what the entries' person is known."""
        return self.person or ("path" if PERSON in self.path else "calendar")


class Appointments(CalendarResource):
    """Calendars of appointments."""

    states: States = Field(default=States(), description="By what is seen what became of an appointment")


class Absences(CalendarResource):
    """Calendars of leave; that nobody is away is nothing strange."""

    may_be_empty: bool = Field(default=True, description=_MAY_BE_EMPTY)


class Options(SourceOptions):
    """Diaries in iCalendar files: appointments and leave, with repetitions and exceptions; titles are never kept."""

    summary: ClassVar[str] = "Calendars (.ics files), one a person or shared: appointments and leave"

    time_zone: Zone | None = Field(
        default=None,
        description="The zone of whole days, and of times without one where the calendar names none itself (the "
        "organisation's unless given)",
    )
    appointments: Appointments | None = Field(default=None, description="Entries that are appointments")
    absences: Absences | None = Field(default=None, description="Entries that are leave")

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not self.resources():
            msg = "a calendar source needs appointments, absences or both"
            raise ValueError(msg)
        return self

    def resources(self) -> dict[str, CalendarResource]:
        """The resources that the board gives, by name."""
        given: dict[str, CalendarResource | None] = {"appointments": self.appointments, "absences": self.absences}
        return {name: resource for name, resource in given.items() if resource is not None}
