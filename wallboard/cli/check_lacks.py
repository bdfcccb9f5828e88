"""What to do about what a panel cannot know: a field that no source maps, or since when something is so."""

from collections.abc import Iterable, Iterator

from wallboard.cli.boards import Moment
from wallboard.core.views.shapes import View
from wallboard.core.words import Words

_OF_CASES = ("cases", "events")
_OF_DOUBTS = {
    "doubt.dates": "map a time with each date of `opened` and `closed`",
    "doubt.holds": "map the changes of status as `events`: `number`, `at` and `status`",
}
"""What tells the hours that a source leaves unknown."""


def remedy_of_doubt(doubt: Words) -> str | None:
    """What to do about cases that count, but of which the hours are unknown."""
    return _OF_DOUBTS.get(doubt.key)


def remedies_of(view: View, lacks: Iterable[Words], moment: Moment) -> Iterator[str]:
    """A sentence for each field: where it is mapped, and which field the panel can show in its place; and one for
    waits of which nobody knows the beginning: which history tells it, and of which sources it is not mapped."""
    for lack in lacks:
        if lack.key == "missing.field":
            yield _of_field(str(lack.args["field"]), view, moment)
        elif lack.key == "queue-ages.unknown" and (silent := _without_history(view, moment)):
            yield f"since when they wait: map the changes of queue of {silent} as `events`: `number`, `at` and `queue`"


def _of_field(field: str, view: View, moment: Moment) -> str:
    remedy = "map it among the source’s `fields`"
    if view.type == "open-cases" and field == "type" and _is_mapped("queue", view, moment):
        remedy += ", or say `across: queue` for this panel"
    return f"“{field}”: {remedy}"


def _without_history(view: View, moment: Moment) -> str:
    """The sources of the panel's cases that keep no history of queues."""
    snapshot = moment.composed.snapshot
    kept, batches = snapshot.history.keeps["queue"], snapshot.batches
    names = (name for rank, name in enumerate(snapshot.history.sources) if rank not in kept)
    return ", ".join(name for name in names if name in view.sources and "cases" in batches[name].frames)


def _is_mapped(field: str, view: View, moment: Moment) -> bool:
    batches = moment.composed.snapshot.batches
    return any(field in batches[one].mapped.get(of, ()) for one in view.sources if one in batches for of in _OF_CASES)
