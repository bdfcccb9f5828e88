"""Whether what a panel's `where` asks for is in the rows that were just read: a slip there hides every case."""

from collections.abc import Iterable, Iterator
from itertools import chain

from wallboard.cli.boards import Moment
from wallboard.cli.finding import meant
from wallboard.config.board import PanelEntry
from wallboard.core.measures.coverage import coverage
from wallboard.core.organisation import Organisation
from wallboard.core.scope import OF_ROWS, Condition, Where


def doubts_of(entry: PanelEntry, moment: Moment) -> list[str]:
    """Values that no row has, of fields that a source of the panel maps; none before anything was read."""
    where, snapshot = entry.envelope.where, moment.composed.snapshot
    found = coverage(snapshot, entry.type.takes, where, ())
    read = [source for source in found.sources if source in snapshot.batches]
    if not read or not snapshot.history.step_us.size:
        return []
    told = {field for field in OF_ROWS if len(found.lacking.get(field, ())) < len(read)}
    doubts = (_never_had(one, moment) for one in _conditions(where) if one.field in told)
    return list(dict.fromkeys(chain.from_iterable(doubts)))


def _conditions(where: Where) -> Iterator[Condition]:
    yield from where.conditions
    for one in where.any_of:
        yield from _conditions(one)


def _never_had(condition: Condition, moment: Moment) -> Iterator[str]:
    """Values that neither a row nor another part of the board has."""
    history, field = moment.composed.snapshot.history, condition.field
    had = history.words if field == "status" else history.fields[field].names
    alike = str.casefold if field == "status" else str
    known = {alike(name) for name in (*had, *_named_on_board(moment.board.organisation, field))}
    for value in condition.values:
        if value is not None and alike(value) not in known:
            yield f"where: no row has the {field} “{value}”{meant(value, had).removesuffix('.')}"


def _named_on_board(organisation: Organisation, field: str) -> Iterable[str]:
    if field == "status":
        statuses = organisation.statuses
        return [word for words in (statuses.board, *statuses.by_source.values()) for word in words]
    if field == "priority":
        return [target.priority for target in organisation.targets if target.priority is not None]
    return (
        [person.name for person in organisation.people] if field == "owner" else ()
    )  # listed types and queues are had
