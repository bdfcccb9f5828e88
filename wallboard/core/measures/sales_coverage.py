"""What the sources of appointments and opportunities can tell: fields that nobody maps, pasts without history."""

from collections.abc import Collection, Mapping, Sequence

from wallboard.core.measures.coverage import Coverage, feeding, uncovered, useless, withheld
from wallboard.core.records import SCHEMAS, Batch, Unusable
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import Words, words

_MOST_NAMED = 10
_STATE = "state"


def sales_coverage(
    snapshot: Snapshot, takes: frozenset[str], resource: str, fields: Sequence[str], told: Sequence[str] = ()
) -> Coverage:
    """Whether `resource` was read from any source, and which of its fields are mapped.

    `takes` are all resources that feed the panel. A field that all sources lack blanks it, one that some lack is a
    remark, and so is one that all lack of those that are only to be `told`. A past in which states would be needed
    from a source that does not say since when blanks it too.
    """
    sources = feeding(snapshot.organisation, takes, Where())
    main = feeding(snapshot.organisation, frozenset({resource}), Where())
    batches = {source: snapshot.batches[source] for source in main if source in snapshot.batches}
    bringing = {source: batch for source, batch in batches.items() if _brings(batch, resource)}
    unread = [source for source in main if source not in batches]
    if not bringing:
        why = words("missing.unread", sources=", ".join(unread)) if unread else words(f"missing.sources.{resource}")
        return Coverage(sources, (why,))
    lacking = {
        name: frozenset(one for one in bringing if not is_mapped(bringing[one], resource, name))
        for name in (*fields, *told)
    }
    blank: list[Words] = []
    remarks = withheld({source: snapshot.batches[source] for source in sources if source in snapshot.batches}, takes)
    for name, without in lacking.items():
        if without:
            is_grave = len(without) == len(bringing) and name in fields
            (blank if is_grave else remarks).append(lacking_field(name, without, main))
            if is_grave and name == _STATE:
                blank.append(words("missing.performed.remedy"))
    remarks += _left_out(bringing, resource)
    if snapshot.is_past:
        blank += uncovered(snapshot, bringing, (resource,))
    if snapshot.is_past and resource == "appointments":
        blank += _without_history(snapshot, bringing)
    return Coverage(sources, tuple(blank), tuple(remarks), lacking)


def lacking_field(name: str, without: frozenset[str], in_order: Sequence[str]) -> Words:
    """The sentence that a field is not mapped for some sources; of a state, what is not known for want of it."""
    named = ", ".join(one for one in in_order if one in without)
    if name == _STATE:  # calendars have marks in its place
        return words("missing.performed", sources=named)
    return words("missing.field", field=name, sources=named)


def is_mapped(batch: Batch, resource: str, name: str) -> bool:
    """Whether a source's mapping feeds a field of a resource, `start` as well as `start_at`."""
    mapped = batch.mapped.get(resource, frozenset())
    return name in mapped or (name not in SCHEMAS[resource] and f"{name}_at" in mapped)


def remarks_of(
    unusable: Sequence[Unusable], strangers: Mapping[str, int], absent: Sequence[str] = ()
) -> tuple[Words, ...]:
    """How many rows could not be used, by reason, and how many are of people whom the board does not know.

    Nobody is named: walls are read by visitors, and a source's word for somebody may be a mail address.
    """
    counts: dict[str, int] = {}
    for one in unusable:
        counts[one.why.key] = counts.get(one.why.key, 0) + one.count
    remarks = [words(key, n=count) for key, count in counts.items()]
    unknown = sum(count for name, count in strangers.items() if name)
    if unknown:
        remarks.append(words("diaries.strangers", n=unknown))
    if "" in strangers:
        remarks.append(words("diaries.nobody", n=strangers[""]))
    if absent:
        remarks.append(words("diaries.absent-strangers", n=len(absent)))
    return tuple(remarks)


def details_of(
    unusable: Sequence[Unusable], strangers: Collection[str], absent: Sequence[str] = ()
) -> tuple[Words, ...]:
    """What the same remarks leave unsaid: which rows, and who. For the supervisor, not for the wall."""
    details = [words("unusable.named", why=one.why, names=listed(one.examples)) for one in unusable if one.examples]
    unknown = [f"“{name}”" for name in dict.fromkeys((*strangers, *absent)) if name]
    return (*details, words("diaries.unknown", names=listed(unknown))) if unknown else tuple(details)


def listed(names: Sequence[str]) -> str:
    """The first few names."""
    first = ", ".join(names[:_MOST_NAMED])
    return first if len(names) <= _MOST_NAMED else f"{first} …"


def _brings(batch: Batch, resource: str) -> bool:
    return resource in batch.mapped or resource in batch.frames


def _left_out(batches: Mapping[str, Batch], resource: str) -> list[Words]:
    """How many rows each source's read left out; of a resource without one row why, or a figure would look like no
    work."""
    barren = [batch for batch in batches.values() if batch.frame(resource).is_empty()]
    whys = [one.why for batch in barren for one in batch.unusable if one.resource == resource]
    brought = {source: batch for source, batch in batches.items() if not batch.frame(resource).is_empty()}
    return whys + useless({source: batch.unusable for source, batch in brought.items()}, resource)


def _without_history(snapshot: Snapshot, batches: Mapping[str, Batch]) -> list[Words]:
    """A sentence where a source states what has become of its appointments, but not since when."""
    unable = [
        source
        for source, batch in batches.items()
        if snapshot.at_us < batch.as_of_us and is_mapped(batch, "appointments", "state") and not _says_since(batch)
    ]
    if not unable:
        return []
    since = min(batches[source].as_of_us for source in unable)
    return [words("missing.history", at=since, sources=", ".join(unable))]


def _says_since(batch: Batch) -> bool:
    if "state_at" in batch.mapped.get("appointments", frozenset()):
        return True
    return bool(batch.frame("appointments")["state_at"].is_not_null().any())
