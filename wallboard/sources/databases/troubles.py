"""What a database says when it cannot do what is asked, in sentences; nothing of its rows stands in them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from wallboard.core.sentences import SENTENCES
from wallboard.core.words import Words, words
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault

_POSTGRESQL: Final = {
    "28": "refused", "3D": "no-database", "08": "unreachable", "57014": "slow", "57P": "broke-off", "53": "busy",
    "42P01": "no-table", "3F": "no-table", "42703": "no-column", "42501": "forbidden", "25006": "writes",
    "42601": "syntax", "55P03": "locked",
}  # fmt: skip
_MYSQL: Final = {
    "1045": "refused", "1044": "refused", "1698": "refused", "1049": "no-database", "2002": "unreachable",
    "2003": "unreachable", "2005": "unreachable", "2006": "broke-off", "2013": "broke-off", "1927": "broke-off",
    "1053": "broke-off", "1040": "busy", "1203": "busy", "1226": "busy", "1969": "slow", "3024": "slow",
    "1146": "no-table", "1054": "no-column", "1142": "forbidden", "1143": "forbidden", "1370": "forbidden",
    "1792": "writes", "1064": "syntax", "1205": "locked", "2026": "insecure",
}  # fmt: skip
_SQLITE: Final = {
    "SQLITE_CANTOPEN": "unreachable", "SQLITE_NOTADB": "damaged", "SQLITE_CORRUPT": "damaged", "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked", "SQLITE_READONLY": "writes", "SQLITE_INTERRUPT": "slow", "SQLITE_IOERR": "broke-off",
}  # fmt: skip
# Where only the text tells: of PostgreSQL while it is being reached, and of a query of SQLite's.
_SAID_REACHING: Final = {
    r"certificate|SSL (error|was required)|does not support SSL": "insecure",
    r"authentication failed|no password supplied|pg_hba\.conf|role .* does not exist": "refused",
    r"database .* does not exist": "no-database", r"too many (clients|connections)|starting up|shutting down": "busy",
}  # fmt: skip
_SAID: Final = {
    r"^no such table": "no-table", r"^no such column": "no-column",
    r"syntax error$|^incomplete input|^unrecognized token": "syntax",
    r"closed the connection unexpectedly|connection (is|was) lost|terminating connection": "broke-off",
}  # fmt: skip
_PASSING: Final = ("unreachable", "shut", "busy", "broke-off", "locked", "slow")
_REMEDIES: Final = {
    "unreachable": "address", "shut": "open", "busy": "wait", "broke-off": "wait", "locked": "wait", "slow": "slow",
    "no-database": "kind", "insecure": "authority", "forbidden": "rights", "no-table": "query", "no-column": "query",
    "syntax": "query", "writes": "reads", "damaged": "file", "failed": "query",
}  # fmt: skip
# They name what stands in the query, not what stands in rows.
_TELLING: Final = ("no-table", "no-column", "syntax")
_CODES: Final = ("sqlstate", "sqlite_errorname")
_MOST_SAID: Final = 300


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks what: the database as sentences name it, who asks it, and for which resource ('': none)."""

    where: str
    user: str
    secret: str
    is_file: bool = False
    resource: str = ""
    limit_s: float = 0

    def of(self, resource: str, limit_s: float) -> "Asking":
        """The same while a resource is asked for."""
        return replace(self, resource=resource, limit_s=limit_s)

    def slow(self) -> SourceFault:
        """That a query takes too long."""
        return self.fault("slow")

    def fault(self, trouble: str, *, code: str = "", message: str = "") -> SourceFault:
        """The fault of a trouble; what the database says of its query is for who asks at a desk."""
        if not self.resource and "resource" in _named_in(f"sql.{trouble}"):
            trouble = "unreachable"
        if trouble == "unreachable" and self.is_file:
            trouble = "shut"
        said: dict[str, Any] = {"where": self.where, "user": self.user, "resource": self.resource}
        said |= {"n": round(self.limit_s), "code": code}
        needed = _named_in(f"sql.{trouble}")
        fault = words(f"sql.{trouble}", **{name: value for name, value in said.items() if name in needed})
        detail = words("sql.detail", message=message[:_MOST_SAID]) if message and trouble in _TELLING else None
        form = Passing if trouble in _PASSING else NeedsPerson
        return form(fault, self._remedy(trouble), detail=detail)

    def _remedy(self, trouble: str) -> Words:
        if trouble == "refused":
            return words("sql.remedy.secret", secret=self.secret) if self.secret else words("sql.remedy.sign-in")
        return words(f"sql.remedy.{_REMEDIES[trouble]}")


def _named_in(key: str) -> frozenset[str]:
    return frozenset(re.findall(r"{(\w+)", str(SENTENCES[key])))


@contextmanager
def told(asking: Asking) -> Iterator[None]:
    """Makes a fault of whatever a driver raises within."""
    try:
        yield
    except SourceFault:
        raise
    except DBAPIError as fault:
        raise _of_driver(asking, fault) from fault
    except (SQLAlchemyError, ArithmeticError, LookupError, OSError, TypeError, ValueError) as fault:
        # A driver that cannot read what the server sent, too: it would not be foreseen by any of us.
        raise asking.fault("failed" if asking.resource else "unreachable", code=type(fault).__name__) from fault


def _of_driver(asking: Asking, fault: DBAPIError) -> SourceFault:
    found = fault.orig
    code, message = _code(found), _message(found)
    trouble = _trouble(code, str(found), is_reaching=not asking.resource)
    if trouble is None and not asking.resource:
        # Reached, and not let in, in whatever language it says so.
        pgconn = getattr(found, "pgconn", None)
        trouble = "refused" if getattr(pgconn, "used_password", False) else "unreachable"
    if trouble is None and fault.connection_invalidated:
        trouble = "broke-off"
    return asking.fault(trouble or "failed", code=code or type(found).__name__, message=message)


def _message(found: BaseException | None) -> str:
    """What it says in one line, without what it may quote below."""
    told = getattr(getattr(found, "diag", None), "message_primary", None)
    last = found.args[-1] if found is not None and found.args else ""
    return str(told or last).partition("\n")[0]


def _code(found: BaseException | None) -> str:
    """The driver's own code: a number of MySQL's, five signs of SQLSTATE, a name of SQLite's."""
    first = found.args[0] if found is not None and found.args else None
    codes = (first if isinstance(first, int) else None, *(getattr(found, name, None) for name in _CODES))
    return next((str(code) for code in codes if code is not None), "")


def _trouble(code: str, said: str, *, is_reaching: bool) -> str | None:
    reaching = _first(_SAID_REACHING, said) if is_reaching else None
    if reaching == "insecure":  # which MySQL's drivers count among what cannot be reached
        return reaching
    for table in (_MYSQL, _SQLITE, _POSTGRESQL):
        # Codes of SQLite's and SQLSTATE are the finer the longer they are.
        lengths = range(len(code), 1, -1) if table is not _MYSQL else (len(code),)
        found = next((table[code[:length]] for length in lengths if code[:length] in table), None)
        if found is not None:
            return found
    return reaching or _first(_SAID, said)


def _first(patterns: Mapping[str, str], said: str) -> str | None:
    return next((trouble for pattern, trouble in patterns.items() if re.search(pattern, said)), None)
