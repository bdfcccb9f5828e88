"""Each source once and what it brought; each panel and what it lacks."""

from collections.abc import Iterator

from wallboard.cli.boards import Moment
from wallboard.cli.check_apart import tell_apart
from wallboard.cli.check_declared import check_declared, is_told_better
from wallboard.cli.check_lacks import remedies_of, remedy_of_doubt
from wallboard.cli.check_look import (
    fields_of,
    is_looked_at,
    looked_lines,
    possible_panels,
    rows_of,
    sample_lines,
    total_of,
)
from wallboard.cli.check_owners import strange_owners
from wallboard.cli.check_shared import shared_numbers
from wallboard.cli.check_targets import strange_targets
from wallboard.cli.check_where import doubts_of
from wallboard.cli.check_words import check_words
from wallboard.cli.findings import Findings
from wallboard.cli.instants import age_text, minute_text
from wallboard.cli.qt import has_qt
from wallboard.cli.report_data import of_data, word_of
from wallboard.cli.sheet import aligned
from wallboard.cli.written import remarks_on, remedy_once
from wallboard.collect.plain import said
from wallboard.config.board import SourceEntry
from wallboard.core.records import Batch, Unusable
from wallboard.core.views.clocks import is_off, sentence_of_wrong
from wallboard.core.views.freshness import SourceNote, word_of_source
from wallboard.core.views.judged import condition_of_view
from wallboard.core.views.shapes import Blank, View
from wallboard.core.words import words
from wallboard.sources.contract import Look
from wallboard.sources.declared.preset import UNTESTED

_MOST_NAMED = 5
_TWICE = 2
"""More than so many times what a source counts is no row that came meanwhile."""
_FALL_SHORT = frozenset({"calendar.unread", "rest.doubt.withheld"})
"""Remarks of sources on what is missing on the wall."""
_OF_NOBODY = frozenset({"diaries.unknown"})
"""Details that are somebody's slip, as a name that is in no list."""
_REPEATED = "sql.repeated"
"""What sources say of rows that came, and in whose place a later one stands."""


def check_sources(found: Findings, moment: Moment) -> frozenset[str]:
    """Whether each source was reached, and of what it brought: rows, mapped fields, unusable rows, unknown words.

    The names of those of which something falls short.
    """
    short = set()
    found.head("Sources")
    notes = {note.name: note for note in moment.composed.picture.sources}
    for source in moment.board.sources:
        batch = moment.composed.snapshot.batches.get(source.name)
        before = found.short
        _check_source(found, moment, source, notes[source.name], batch)
        if found.short > before:
            short.add(source.name)
    _check_queues(found, moment)
    for strange in strange_targets(moment):
        found.fall_short(strange)
    for shared in shared_numbers(moment):
        found.note(shared)
    _check_clock(found, moment)
    if not moment.board.sources:
        found.note("none")
    return frozenset(short)


def _check_queues(found: Findings, moment: Moment) -> None:
    """Queues of the rows that stand in no list, on a board that lists its queues."""
    organisation, queues = moment.board.organisation, moment.composed.snapshot.history.fields["queue"]
    listed = {queue.name for queue in organisation.queues}
    strange = sorted(set(queues.names) - listed) if listed else []
    if not strange:
        return
    named = ", ".join(f"“{name}”" for name in strange[:_MOST_NAMED])
    more = f" and {len(strange) - _MOST_NAMED} more" if len(strange) > _MOST_NAMED else ""
    which = "1 queue is" if len(strange) == 1 else f"{len(strange):,} queues are"
    found.fall_short(f"{which} not in the list of queues, nor in their `also`: {named}{more}")


def _check_clock(found: Findings, moment: Moment) -> None:
    """Whether this machine's clock is right, by each source that told its own, else by what was kept."""
    picture = moment.composed.picture
    told = {note.name: note.clock_ahead_us for note in picture.sources if note.clock_ahead_us is not None}
    wrong = {name: ahead_us for name, ahead_us in told.items() if is_off(ahead_us)}
    sentences = [sentence_of_wrong(ahead_us, name) for name, ahead_us in wrong.items()]
    if not told and is_off(picture.clock_ahead_us):
        sentences = [sentence_of_wrong(picture.clock_ahead_us, None)]
    for sentence in sentences:
        found.fall_short(said(sentence))
    if is_off(picture.clock_ahead_us):
        found.note(said(words("clock.remedy")), 2)


def _check_source(found: Findings, moment: Moment, source: SourceEntry, note: SourceNote, batch: Batch | None) -> None:
    word = word_of_source(note, moment.at_us)
    unread = "not read" if batch is None else "not read to its end"
    head = f"{source.name} ({_system_of(source)}): {unread if word == 'UNREAD' else of_data(word)}"
    if note.as_of_us is not None:
        head += f", as of {minute_text(note.as_of_us, moment.board.organisation.time_zone)}"
    (found.note if word == "LIVE" else found.fall_short)(head)
    for sentence in (note.fault, moment.details.get(source.name)):
        if sentence is not None:
            found.note(said(sentence), 2)
    if note.remedy is not None:
        found.note(remedy_once(note.remedy), 2)
    if note.fault is not None:
        for where in remarks_on(note.fault, note.remedy, source, moment.board, moment.details.get(source.name)):
            found.note(where, 2)
    look = moment.looks.get(source.name)
    if look is not None:
        for line in looked_lines(look):
            found.note(line, 2)
        check_declared(found, source, look, batch)
    if batch is None:
        if note.fault is not None:
            tell_apart(found, moment.board, source, note.fault)
        return
    _check_batch(found, moment, batch, look, has_fault=note.fault is not None)
    _check_rows(found, moment, source.name)
    for strange in strange_owners(moment.board.organisation, source.name, batch):
        found.fall_short(strange, 2)
    panels = possible_panels(moment.board, source.name, batch, moment.at_us)
    found.note(f"feeds by itself: {', '.join(panels) or 'no panel'}", 2)


def _system_of(source: SourceEntry) -> str:
    """A source's type, and its preset where it has one, which may never have been tried."""
    preset, note = source.options.from_preset, f" ({UNTESTED})" if source.options.untested else ""
    return f"{source.type.name}, {preset}{note}" if preset is not None else source.type.name


def _check_batch(found: Findings, moment: Moment, batch: Batch, look: Look | None, *, has_fault: bool) -> None:
    """Whether all came, and of each resource how many rows with which fields, with samples."""
    zone = moment.board.organisation.time_zone
    if batch.is_cut_short:
        found.fall_short("the read was cut short: not all rows came", 2)
    elif has_fault:
        found.fall_short("a part of it could not be read: not all rows came", 2)
    elif batch.has_more or batch.is_behind:
        found.fall_short(f"its read goes on{_back_to(batch, zone)}: not all rows have come yet", 2)
    else:
        found.note(f"read completely{_back_to(batch, zone)}", 2)
    if not batch.rows and batch.frames and not _says_why_none(batch):
        found.fall_short("not one row: is this the right file, and not an empty export?", 2)
    counts = {name: batch.frame(name).height for name in batch.frames}
    rows = [[name, f"{count:,}", rows_of(count), _fields(batch, name)] for name, count in counts.items()]
    for name, line in zip(batch.frames, aligned(rows, right=frozenset({1})), strict=True):
        found.note(line, 2)
        if is_looked_at(look, name):
            _check_total(found, batch, name, total_of(look, name))
        for sample in sample_lines(batch, name, look, zone):
            found.note(sample, 4)
    if _has_no_status(batch):
        found.fall_short("no case has a status: all count as open that have no closing time", 2)
    for remark in batch.remarks:
        if is_told_better(remark, look):
            continue
        tell = found.fall_short if remark.key in _FALL_SHORT else found.note
        tell(said(remark), 2)


def _has_no_status(batch: Batch) -> bool:
    """Whether cases are to have a status, and not one does, by its rows or by its changes."""
    mapped, cases = batch.mapped, batch.frame("cases")
    is_told = "status" in mapped.get("cases", ()) and "status" not in mapped.get("events", ())
    return is_told and not cases.is_empty() and cases["status"].null_count() == cases.height


def _back_to(batch: Batch, zone: str) -> str:
    """How far back the resources were read, where not all of them were read as a whole."""
    until: dict[str, list[str]] = {}
    for name in sorted(batch.since_us, key=lambda name: batch.since_us[name]):
        until.setdefault(minute_text(batch.since_us[name], zone), []).append(name)
    if len(until) == 1 and batch.frames.keys() <= batch.since_us.keys():
        return f", back to {next(iter(until))}"
    return "".join(f", {' and '.join(names)} back to {text}" for text, names in until.items())


def _check_total(found: Findings, batch: Batch, resource: str, total: int | None) -> None:
    """Whether as many rows came as the source itself counts; those that could not be used, or repeat one, came too."""
    if total is None:
        found.note("the source itself does not tell how many there are", 4)
        return
    came = batch.frame(resource).height + sum(one.count for one in batch.unusable if one.resource == resource)
    came += sum(_repeats(batch, resource))
    is_whole = batch.is_complete and not batch.has_more
    if came < total and is_whole:
        found.fall_short(f"the source itself counts {total:,}: {total - came:,} did not come", 4)
    elif came > _TWICE * total and is_whole and not batch.is_behind:
        found.note(f"the source itself counts {total:,}, and more came: the count may be of one page alone", 4)
    else:
        found.note(f"the source itself counts {total:,}", 4)


def _repeats(batch: Batch, resource: str) -> Iterator[int]:
    """How many of a resource's rows had the number of a later one, as its source says it."""
    for one in batch.remarks:
        if one.key == _REPEATED and one.args["what"] == resource and isinstance(said := one.args["n"], int):
            yield said


def _says_why_none(batch: Batch) -> bool:
    """Whether the source itself tells why not one row came."""
    return bool(batch.unusable) or any(remark.key == "calendar.none-near" for remark in batch.remarks)


def _fields(batch: Batch, resource: str) -> str:
    """The mapped fields, in the order of their schema."""
    fields = fields_of(batch, resource)
    return f"with {', '.join(fields)}" if fields else "no fields mapped"


def _check_rows(found: Findings, moment: Moment, source: str) -> None:
    history = moment.composed.snapshot.history
    for unusable in history.unusable.get(source, ()):
        found.fall_short(f"unusable: {_named(unusable)}", 2)
    for doubt in history.doubts.get(source, ()):
        # a partner may have left the other system's export: worth knowing, no shortcoming
        (found.note if doubt.why.key == "doubt.keys" else found.fall_short)(_named(doubt), 2)
        if (remedy := remedy_of_doubt(doubt.why)) is not None:
            found.note(remedy, 3)
    check_words(found, moment, source)


def _named(rows: Unusable) -> str:
    """What is amiss, and the first few by name."""
    named = ", ".join(rows.examples[:_MOST_NAMED])
    more = f" and {rows.count - _MOST_NAMED} more" if named and rows.count > _MOST_NAMED else ""
    return f"{said(rows.why)}{f': {named}{more}' if named else ''}"


def check_panels(found: Findings, moment: Moment, short: frozenset[str]) -> None:
    """Whether each panel can be shown; one that cannot counts where none of its sources is among those in `short`.

    What keeps several panels from being shown by the same sentences counts once. What a wall only counts, people and
    rows, is named here.
    """
    found.head("Panels")
    told: set[tuple[str, ...]] = set()
    doubted: set[str] = set()
    for page, entry in enumerate(moment.board.pages, start=1):
        for number, shown in enumerate(moment.composed.shown[page - 1], start=1):
            view = shown.view
            name = f"{page}.{number} {entry.title} / {view.title}"
            lacks = view.body.why if isinstance(view.body, Blank) else view.remarks
            word = word_of(view, moment)
            why = tuple(map(said, lacks))
            doubts = doubts_of(entry.panels[number - 1], moment)
            if isinstance(view.body, Blank) or word != "LIVE":
                # A wrong clock was counted with the sources.
                counts = short.isdisjoint(view.sources) and why not in told and word != "CLOCK WRONG"
                found.fall_short(
                    f"{name}: {'cannot be shown' if isinstance(view.body, Blank) else of_data(word)}", counts=counts
                )
                told.add(why)
            elif fault := _picture_fault(view):
                found.fall_short(f"{name}: cannot be shown", counts=False)  # named with the configuration
                found.note(fault, 3)
            else:
                found.note(f"{name}: {'shown, but' if lacks or doubts else 'good'}")
            for doubt in doubts:
                found.fall_short(doubt, 3, counts=doubt not in doubted)
            doubted.update(doubts)
            details = {said(one): one.key in _OF_NOBODY for one in shown.details}
            plain = [one for one in why if not any(named.startswith(f"{one}: ") for named in details)]
            for sentence in dict.fromkeys((*_culprits(view, moment), *plain, *details)):
                if details.get(sentence):
                    found.fall_short(sentence, 3, counts=sentence not in doubted)
                    doubted.add(sentence)
                else:
                    found.note(sentence, 3)
            for remedy in remedies_of(view, lacks, moment):
                found.note(remedy, 3)


def _picture_fault(view: View) -> str:
    if not has_qt():
        return ""
    from wallboard.cli.check_pictures import picture_fault  # noqa: PLC0415 - only where Qt is installed

    return picture_fault(view)


def _culprits(view: View, moment: Moment) -> list[str]:
    """What is the matter with the sources for which a panel that is shown is not LIVE; nothing where it is blank."""
    if isinstance(view.body, Blank):
        return []
    found = condition_of_view(view, moment.composed.picture.sources, None, moment.at_us)
    return [_culprit(note, moment.at_us) for note in found.culprits]


def _culprit(note: SourceNote, at_us: int) -> str:
    word = word_of_source(note, at_us)
    if note.is_cut_short and word in ("LIVE", "LATE"):
        return f"{note.name} was not read to its end"
    if note.as_of_us is None:
        return f"{note.name} was not read{' to its end' if note.rows else ''}"
    age = age_text(at_us - note.as_of_us)
    return f"the data of {note.name} is LATE, {age} old" if word == "LATE" else f"{note.name} is {word}, {age} old"
