"""Whether the cases know the types that targets are set for: a slip there leaves cases without their target."""

from collections.abc import Iterator
from typing import Final

from wallboard.cli.boards import Moment
from wallboard.cli.finding import meant

_OF_CASES: Final = frozenset({"cases", "events"})
_MOST_NAMED: Final = 5


def strange_targets(moment: Moment) -> Iterator[str]:
    """A sentence for each target whose type no case has, with its place, while all cases were read.

    A board that lists its types was refused for such a target when it was loaded.
    """
    had = moment.composed.snapshot.history.fields["type"].names
    if not had or not _were_all_read(moment):
        return
    for target in moment.board.organisation.targets:
        if target.type is not None and target.type not in had:
            near = meant(target.type, had).removesuffix(".")
            yield f"{target.place}: no case has the type “{target.type}”; there are {_named(had)}{near}"


def _were_all_read(moment: Moment) -> bool:
    """Whether every source that may have cases brought all of them: the type may be in what is still to come."""
    organisation, batches = moment.board.organisation, moment.composed.snapshot.batches
    feeding = [name for name in organisation.sources if organisation.feeds.get(name, _OF_CASES) & _OF_CASES]
    read = [batches[name] for name in feeding if name in batches]
    return len(read) == len(feeding) and not any(one.is_cut_short or one.has_more or one.is_behind for one in read)


def _named(types: tuple[str, ...]) -> str:
    more = f" and {len(types) - _MOST_NAMED} more" if len(types) > _MOST_NAMED else ""
    return ", ".join(sorted(types)[:_MOST_NAMED]) + more
