"""How the last attempts to read a source went, as the cache keeps it beside the rows."""

from dataclasses import dataclass

from wallboard.core.words import Words


@dataclass(frozen=True, slots=True)
class SourceCondition:
    """A source's condition after its last attempt.

    `as_of_us` is that of the last complete read (None: there was none yet). `fault` and `remedy` are those of
    the last attempt, None where it went well; `needs_person` tells a fault that only a person can mend.
    `is_inherited` where its rows are those that were read with other settings.
    """

    as_of_us: int | None = None
    attempted_us: int | None = None
    fault: Words | None = None
    remedy: Words | None = None
    needs_person: bool = False
    retry_at_us: int | None = None
    is_inherited: bool = False


UNREAD = SourceCondition()
