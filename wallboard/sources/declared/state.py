"""How far a resource was read: what is known of it beside its rows, and outlives the process."""

from dataclasses import dataclass
from typing import Final

from wallboard.sources.declared.listing import Doubt, Place


@dataclass(frozen=True, slots=True)
class SoFar:
    """What of a list came before its next page, by which its end is told from an early one.

    `received` is how many rows came in the pass under way, `distinct` how many that can be told apart, `total` how many
    the server counted at its first page (None where it does not tell), `passes` how many were made before it, and
    `largest` how many rows its largest page had.
    """

    received: int = 0
    distinct: int = 0
    total: int | None = None
    passes: int = 0
    largest: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of a part of a list, asked for from an instant on (microseconds UTC), and what the server counted in it
    then: whether the next part, which begins where this ends, counts as many less.

    `total` is how many rows it counted, `received` how many came that the next part does not count, and `times` how
    often it was counted once more since they did not agree; while it is to be counted once more the first two are 0.
    `lost_us` is where the first part begins that did not agree in the end either, of the list so far.
    """

    from_us: int
    total: int
    received: int
    times: int = 0
    lost_us: int | None = None


@dataclass(frozen=True, slots=True)
class First:
    """How far a list of the first read has come, so that a restart does not begin it again.

    `place` is where its next page is, and `so_far` what came before that, or `reach_us` up to where it is read, and
    `part` the part of it that ends there; `latest_us` is the last change so far and `began_us` the server's clock at
    its first page.
    """

    place: Place | None = None
    reach_us: int | None = None
    latest_us: int | None = None
    began_us: int | None = None
    so_far: SoFar = SoFar()
    part: Counted | None = None


@dataclass(frozen=True, slots=True)
class State:
    """How far a resource was read. Instants are microseconds UTC.

    `start_us` is when the first read began. Of a resource that is read by its changes, `floor_us` is how far back that
    goes and `back_us` how far it is; `has_open` tells that what was open then is read, `since_us` from when on changes
    are asked for, `since_part` the part of a list of changes that ends there while more are to follow, and `mark` is
    the server's own for that. `full_us` is when everything was last read, and `full_doubt` why that did not come to its
    end, which is to be told until one does. `sieve` is what it left of records that have details. `doubt` is why a list
    may not be whole that was taken as it came, until all is read well, and `doubt_us` from when on changes may be
    missing for that. `forgot_us` is when the server's mark was lost, since which nobody tells what was deleted before,
    until everything was read. `told` is what all rows were that tell of their keys only together. `had` is about how
    many rows there are, by what was read of all; `older` how many rows came that had not changed since the floor, and
    `is_whole` that nothing was left out.
    """

    start_us: int | None = None
    floor_us: int | None = None
    back_us: int | None = None
    since_us: int | None = None
    full_us: int | None = None
    mark: str | int | None = None
    told: str = ""
    sieve: str = ""
    had: int = 0
    older: int = 0
    has_open: bool = False
    is_whole: bool = False
    full_doubt: Doubt = ""
    doubt: Doubt = ""
    doubt_us: int | None = None
    since_part: Counted | None = None
    forgot_us: int | None = None
    first: First = First()

    @property
    def is_begun(self) -> bool:
        """Whether anything was read yet."""
        return self != NOTHING


NOTHING: Final = State()
"""Of a resource of which nothing was read yet."""
