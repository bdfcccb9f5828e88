"""What to do about a field that a panel cannot do without and that no source maps."""

from collections.abc import Iterable, Iterator

from wallboard.cli.boards import Moment
from wallboard.core.views.shapes import View
from wallboard.core.words import Words

_OF_CASES = ("cases", "events")


def remedies_of(view: View, lacks: Iterable[Words], moment: Moment) -> Iterator[str]:
    """A sentence for each such field: where it is mapped, and which field the panel can show in its place."""
    for lack in lacks:
        if lack.key != "missing.field":
            continue
        field, remedy = lack.args["field"], "map it among the source’s `fields`"
        if view.type == "open-cases" and field == "type" and _is_mapped("queue", view, moment):
            remedy += ", or say `across: queue` for this panel"
        yield f"“{field}”: {remedy}"


def _is_mapped(field: str, view: View, moment: Moment) -> bool:
    batches = moment.composed.snapshot.batches
    return any(field in batches[one].mapped.get(of, ()) for one in view.sources if one in batches for of in _OF_CASES)
