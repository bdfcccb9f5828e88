"""Whether what a panel's `where` asks for is in the rows that were just read: a slip there hides every case."""

from collections.abc import Iterable, Iterator

from wallboard.cli.boards import Moment
from wallboard.cli.finding import meant
from wallboard.config.board import PanelEntry
from wallboard.core.measures.coverage import coverage
from wallboard.core.organisation import Organisation
from wallboard.core.scope import Condition, Where

_OF_ROWS = ("type", "queue", "owner", "status", "priority")
_FED_BY = {"tier": "queue"}
"""What a field is told from, where that is another."""


def doubts_of(entry: PanelEntry, moment: Moment) -> list[str]:
    """Fields that no source of the panel maps, and values that no row has; none before anything was read."""
    where, snapshot = entry.envelope.where, moment.composed.snapshot
    conditions = [one for one in _conditions(where) if one.field in (*_OF_ROWS, *_FED_BY)]
    fields = tuple(dict.fromkeys(_FED_BY.get(one.field, one.field) for one in conditions))
    found = coverage(snapshot, entry.type.takes, where, fields)
    read = [source for source in found.sources if source in snapshot.batches]
    if not read or not snapshot.history.step_us.size:
        return []
    unmapped = {field for field in fields if len(found.lacking.get(field, ())) == len(read)}
    doubts = [f"where: no source of it maps {field}, so no case has one" for field in fields if field in unmapped]
    for one in conditions:
        if one.field in _OF_ROWS and one.field not in unmapped:
            doubts += _never_had(one, moment)
    return list(dict.fromkeys(doubts))


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
