"""What a board may say of a database: where it is, who reads it, and one query a resource."""

import re
from typing import Annotated, ClassVar, Final, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from wallboard.core.kinds import FilePath, SecretName
from wallboard.core.records import RESOURCES
from wallboard.sources.contract import Part, SourceOptions, given
from wallboard.sources.databases.queries import Query, asks_for_changes
from wallboard.sources.files.options import possible_path
from wallboard.sources.mapping.column_fields import (
    AbsenceColumns,
    ActivityColumns,
    AppointmentColumns,
    ByColumn,
    CaseColumns,
    EventColumns,
    OpportunityColumns,
)
from wallboard.sources.mapping.columns import SourceZone, Words
from wallboard.sources.mapping.lengths import Length

_MAY_BE_EMPTY: Final = (
    "Whether a query that brings no row is believed where it brought rows before; "
    "else the last rows stay, and the wall says so"
)
_PASSWORD: Final = re.compile(r"[?&;]\s*(\w*pass(word|wd)?|pwd)\s*(=|%3d)", re.IGNORECASE)


def _address(url: str) -> str:
    """The address, if it is one of a database server and holds no password, which no fault may show."""
    try:
        parts = urlsplit(url)
        password = parts.password
    except ValueError:
        parts, password = SplitResult("", "", "", "", ""), None
    if password is not None or _PASSWORD.search(url):
        remedy = "take it out, put it away with `wallboard secret set NAME`, and say sign_in: {secret: NAME}"
        raise PydanticCustomError("unfit", "a password", {"found": "found a password in the address", "remedy": remedy})
    if "://" not in url:
        msg = "an address is as in postgresql://reader@db.example.com/erp"
        raise ValueError(msg)
    if parts.scheme.partition("+")[0] == "sqlite":
        msg = "an SQLite database is a file: name it in `file`, in the place of `url`"
        raise ValueError(msg)
    return url


def _no_passwords(driver: dict[str, str | int | float | bool]) -> dict[str, str | int | float | bool]:
    if any(re.search("pass|pwd|token|secret", key, re.IGNORECASE) for key in driver):
        raise PydanticCustomError("unfit", "a password", {"found": "found a password", "remedy": "use `sign_in`"})
    return driver


class SignIn(Part):
    """Who reads the database; best an account that may do nothing but read."""

    user: str | None = Field(default=None, description="The account's name, where the address does not have it")
    secret: SecretName | None = Field(default=None, description="The name of its password, see `wallboard secret`")


class Resource(Part):
    """A resource: the query that brings its rows."""

    query: Query = Field(
        description="One SELECT. With :since in it, it is asked for what changed from that instant on: an instant; "
        "where the database does not compare zones (all but PostgreSQL), a time without one, in UTC or in the source's "
        "zone, whichever is earlier, so that no change is missed. :since_local is in the source's zone, :since_on its "
        "date, :since_s and :since_ms are counted from 1970"
    )
    missing: Words = Field(default=(), description="Texts that mean no value, such as “?”; NULL and “” always do")
    may_be_empty: bool = Field(default=False, description=_MAY_BE_EMPTY)


class Cases(Resource):
    """The query of cases."""

    fields: ByColumn[CaseColumns]


class _Added(Resource):
    key: str | None = Field(
        default=None,
        description="The column that tells one row of the query from all others, such as id; with :since a row that "
        "was edited, or moved to another case, then stands for what it was, and two that say the same are two. Without "
        "one, rows are told apart by all they say",
    )


class Events(_Added):
    """The query of the history of cases; those that come with :since stand beside the known ones."""

    fields: ByColumn[EventColumns]


class Activities(_Added):
    """The query of the log of activities; those that come with :since stand beside the known ones."""

    fields: ByColumn[ActivityColumns]


class Opportunities(Resource):
    """The query of opportunities."""

    fields: ByColumn[OpportunityColumns]


class Appointments(Resource):
    """The query of appointments."""

    fields: ByColumn[AppointmentColumns]


class Absences(Resource):
    """The query of leave, which is read whole each time: a row of it has no number of its own.

    That nobody is away is nothing strange.
    """

    may_be_empty: bool = Field(default=True, description=_MAY_BE_EMPTY)
    fields: ByColumn[AbsenceColumns]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if asks_for_changes(self.query):
            msg = "leave is read whole: its query takes no :since"
            raise ValueError(msg)
        return self


AnyResource = Cases | Events | Activities | Opportunities | Appointments | Absences


def key_column(resource: AnyResource) -> str | None:
    """The column that tells a row from others where rows stand beside those known; None without one."""
    return resource.key if isinstance(resource, _Added) else None


class Options(SourceOptions):
    """Any database that SQLAlchemy knows, read by one query a resource in a transaction that only reads."""

    summary: ClassVar[str] = "PostgreSQL, MariaDB, MySQL, SQLite, and with their drivers all that SQLAlchemy knows"

    url: Annotated[str, AfterValidator(_address)] | None = Field(
        default=None,
        description="The address as SQLAlchemy writes it, without a password: postgresql://reader@db.example.com/erp, "
        "mariadb://…, mysql://…; other kinds with their drivers installed, as in oracle+oracledb://…",
    )
    file: Annotated[FilePath, Field(min_length=1), AfterValidator(possible_path)] | None = Field(
        default=None, description="The file of an SQLite database, relative to the board's, in the place of `url`"
    )
    sign_in: SignIn = Field(default=SignIn(), description="Who reads it, and the name of the secret")
    authority: FilePath | None = Field(
        default=None,
        description="A file with the certificates (PEM) of your organisation's own authority, by which the server's is "
        "checked in the place of those that this machine trusts",
    )
    is_encrypted: bool | None = Field(
        default=None,
        alias="encrypted",
        description="PostgreSQL, MariaDB and MySQL: whether the connection is encrypted and the server's certificate "
        "checked; to any other machine it is unless this is false",
    )
    driver: Annotated[dict[str, str | int | float | bool], AfterValidator(_no_passwords)] = Field(
        default={}, description="What the driver takes besides, as its own documentation names it"
    )
    time_zone: SourceZone = None
    time_limit: Length = Field(default=30.0, le=60, description="How long a query may take, a minute at most")
    overlap: Length = Field(
        default=300.0,
        description="How much earlier than the last read :since is, for what was written then and seen late",
    )
    full_every: Length | None = Field(
        default=86_400.0,
        description="How often all rows are read although queries have :since, to find what is deleted",
    )
    cases: Cases | None = Field(default=None, description="The cases")
    events: Events | None = Field(default=None, description="The history of cases")
    activities: Activities | None = Field(default=None, description="The log of activities")
    opportunities: Opportunities | None = Field(default=None, description="The opportunities")
    appointments: Appointments | None = Field(default=None, description="The appointments")
    absences: Absences | None = Field(default=None, description="The leave")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.url is None) == (self.file is None):
            msg = "a database is named by `url` or, for SQLite, by `file`"
            raise ValueError(msg)
        if not self.resources():
            msg = f"an sql source needs at least one of {', '.join(RESOURCES)}"
            raise ValueError(msg)
        return self

    def resources(self) -> dict[str, AnyResource]:
        """The resources that the board gives, by name."""
        return given(self)
