"""What the sources of opportunities can tell: creations, releases by their own column or by appointments, owners."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wallboard.core.measures.coverage import Coverage
from wallboard.core.measures.opportunities import opportunities_read_us
from wallboard.core.measures.sales_coverage import is_mapped, lacking_field, sales_coverage
from wallboard.core.records import Batch
from wallboard.core.snapshot import Snapshot

_Lacking = tuple[str, tuple[str, ...], bool]
"""A field, the sources that lack it, and whether nobody else tells it either."""


def opportunity_coverage(snapshot: Snapshot, takes: frozenset[str], fields: Sequence[str]) -> Coverage:
    """As `sales_coverage`, and whether anybody says when opportunities are released.

    That is the source's own `released`, or the booking of appointments that name their opportunity. `fields` may have
    "coordinator", for which an owner will do, whose coordinator the board knows.
    """
    lacks = sales_coverage(snapshot, takes, "opportunities", ("created",))
    if lacks.blank:
        return lacks
    bringing = {
        source: batch for source, batch in snapshot.batches.items() if source in lacks.sources and _brings(batch)
    }
    lacking = _without_release(snapshot, bringing)
    if "coordinator" in fields:
        named = frozenset(
            one for one, batch in bringing.items() if _maps(batch, "coordinator") or _maps(batch, "owner")
        )
        lacking.append(("coordinator", tuple(one for one in bringing if one not in named), not named))
    said = [(lacking_field(name, frozenset(sources), sources), is_all) for name, sources, is_all in lacking if sources]
    return replace(
        lacks,
        blank=tuple(sentence for sentence, is_all in said if is_all),
        remarks=(*lacks.remarks, *(sentence for sentence, is_all in said if not is_all)),
        read_us=opportunities_read_us(snapshot),
    )


def _without_release(snapshot: Snapshot, bringing: Mapping[str, Batch]) -> list[_Lacking]:
    """The field that would tell the releases which a source does not map itself, where appointments do not tell them.

    That is the instant of booking where appointments name their opportunity, else the release.
    """
    naming = [source for source, batch in snapshot.batches.items() if is_mapped(batch, "appointments", "opportunity")]
    if any(is_mapped(snapshot.batches[source], "appointments", "booked") for source in naming):
        return []
    without = tuple(one for one, batch in bringing.items() if not _maps(batch, "released"))
    is_all = len(without) == len(bringing)
    if naming and without:
        return [("booked", tuple(naming), is_all)]
    return [("released", without, is_all)]


def _brings(batch: Batch) -> bool:
    return "opportunities" in batch.mapped or "opportunities" in batch.frames


def _maps(batch: Batch, name: str) -> bool:
    return is_mapped(batch, "opportunities", name)
