"""What a board may say of calendars: where they lie, whose they are, and which entries count."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Annotated, ClassVar, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from wallboard.core.kinds import FilePath, SecretName
from wallboard.sources.contract import Part, given
from wallboard.sources.files.options import possible_path
from wallboard.sources.mapping.columns import Words, Zone
from wallboard.sources.web.options import Address, Reach

PERSON = "{person}"
PRIVATE = "{secret}"

_MAY_BE_EMPTY: Final = (
    "Whether calendars without one entry are believed where there were entries before; else the last rows stay, and "
    "the wall says so"
)

Whose = Literal["path", "calendar", "organizer"]


def _one_person(url: str) -> str:
    if PERSON in urlsplit(url).netloc or PRIVATE in urlsplit(url).netloc:
        msg = f"{PERSON} and {PRIVATE} stand behind the host, in the path or the query"
        raise ValueError(msg)
    return url


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

    path: Annotated[FilePath, Field(min_length=1), AfterValidator(possible_path)] | None = Field(
        default=None,
        description="An .ics file or a pattern such as diaries/{person}.ics, relative to the board's file; {person} "
        "stands for any name and gives it to the entries: the person's word in this source (people, also)",
    )
    url: Annotated[Address, AfterValidator(_one_person)] | None = Field(
        default=None,
        description="An address instead: of an .ics, of a CalDAV calendar, or of the place with somebody's calendars. "
        "For {person} stands in turn each word that the board's people have in this source (people, also)",
    )
    person: Whose | None = Field(
        default=None,
        description="Whose the entries are: the {person} of the path or address (path), the calendar's name "
        "(X-WR-CALNAME; of a mail address what stands before the @), or each entry's organizer (the same of the "
        "address). Without it: the path, if there is {person}, else the calendar",
    )
    counts: Counts = Field(default=Counts(), description="Which entries count; without it, all with a time of day")
    may_be_empty: bool = Field(default=False, description=_MAY_BE_EMPTY)

    @model_validator(mode="after")
    def _can_tell_persons(self) -> Self:
        if (self.path is None) == (self.url is None):
            msg = "calendars lie at a path (files) or at a url (an address): give one of the two"
            raise ValueError(msg)
        what = "path" if self.url is None else "url"
        parts = PurePath(self.path or "").parts
        named = [part for part in parts if PERSON in part] or [PERSON] * (PERSON in self.place)
        if self.person == "path" and not named:
            msg = f"person is path, but the {what} has no {PERSON}"
            raise ValueError(msg)
        if named and self.person not in (None, "path"):
            msg = f"the {what} has {PERSON}, so person can only be path"
            raise ValueError(msg)
        if self.place.count(PERSON) > 1 or (named and ("**" in parts or "[" in named[0])):
            msg = f"a path has {PERSON} once, without ** beside it and without brackets around it"
            raise ValueError(msg)
        return self

    @property
    def place(self) -> str:
        """Its path or its address."""
        return self.path or self.url or ""

    @property
    def whose(self) -> Whose:
        """By what the entries' person is known."""
        return self.person or ("path" if PERSON in self.place else "calendar")


class Appointments(CalendarResource):
    """Calendars of appointments."""

    states: States = Field(default=States(), description="By what is seen what became of an appointment")


class Absences(CalendarResource):
    """Calendars of leave; that nobody is away is nothing strange."""

    may_be_empty: bool = Field(default=True, description=_MAY_BE_EMPTY)


class Options(Reach):
    """Diaries in iCalendar files, at addresses or on a CalDAV server: appointments and leave, with repetitions and
    exceptions; titles are never kept. What is said of the server (from `sign_in` on) is for addresses.
    """

    summary: ClassVar[str] = "Calendars (.ics files, addresses, CalDAV), one a person or shared: appointments and leave"

    time_zone: Zone | None = Field(
        default=None,
        description="The zone of whole days, and of times without one where the calendar names none itself (the "
        "organisation's unless given)",
    )
    secrets: SecretName | dict[str, SecretName] | None = Field(
        default=None,
        description="The name of the secret that stands for {secret} in the addresses, as private addresses of an .ics "
        "have one; or one for each word of {person}",
    )
    repetitions: Literal["own", "server"] = Field(
        default="own",
        description="Who follows repetitions on a CalDAV server: the wallboard, and the server what the wallboard "
        "cannot (own); or always the server, where it does so (server)",
    )
    appointments: Appointments | None = Field(default=None, description="Entries that are appointments")
    absences: Absences | None = Field(default=None, description="Entries that are leave")

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not self.resources():
            msg = "a calendar source needs appointments, absences or both"
            raise ValueError(msg)
        of_web = sorted(self.model_fields_set & (Reach.model_fields.keys() | {"repetitions", "secrets"}))
        if of_web and not self.is_web:
            msg = f"{of_web[0]} is for addresses (url), and these are files (path)"
            raise ValueError(msg)
        urls = [one.url for one in self.resources().values()]
        if (self.secrets is not None) != any(PRIVATE in (url or "") for url in urls):
            msg = f"secrets are what stands for {PRIVATE} in an address: give both or neither"
            raise ValueError(msg)
        if None in urls and any(urls):
            msg = "files and addresses are two sources: one is as old as its files, the other answers itself"
            raise ValueError(msg)
        if len({urlsplit(url)[:2] for url in urls if url is not None}) > 1:
            msg = "addresses on two servers are two sources, each with its own sign-in"
            raise ValueError(msg)
        return self

    @property
    def is_web(self) -> bool:
        """Whether it is addresses that are read, not files."""
        return any(one.url is not None for one in self.resources().values())

    @property
    def asks_for_people(self) -> bool:
        """Whether there is an address for each person."""
        return any(PERSON in (one.url or "") for one in self.resources().values())

    @property
    def tells_diaries(self) -> bool:
        """Whether it is known whose calendars of appointments these are, be they empty: not where entries say it."""
        return self.appointments is not None and self.appointments.whose != "organizer"

    def resources(self) -> dict[str, CalendarResource]:
        """The resources that the board gives, by name."""
        return given(self)
