"""What comes of each resource by itself where a source is not read at all because one of them is refused."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from wallboard.cli.check_look import fields_of, rows_of
from wallboard.cli.findings import Findings
from wallboard.cli.sheet import aligned
from wallboard.clocks import wall_us
from wallboard.collect.once import first_slice, request_for
from wallboard.collect.plain import said
from wallboard.collect.polling import Outcome
from wallboard.config.board import Board, SourceEntry
from wallboard.core.words import Words
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.declared.blame import is_of_one, may_be_of_rights
from wallboard.sources.declared.options import Options
from wallboard.sources.declared.parts import may_stand_alone
from wallboard.store.secrets import Secrets

_MISSING: Final = "web.missing"
"""What servers say both of a wrong address and of what an account may not see."""


def tell_apart(found: Findings, board: Board, source: SourceEntry, fault: Words) -> None:
    """Says of each resource of an unread source what came, or why nothing did; nothing where none came by itself.

    Asks again, each resource in a read of its own, where the fault may be of one of them alone.
    """
    if not isinstance(source.options, Options) or not is_of_one(NeedsPerson(fault)):
        return
    parts = list(_parts(source.options))
    read = [_read(board, source, part) for part in parts] if len(parts) > 1 else []
    if all(outcome.batch is None for outcome in read):
        return
    found.note("read one by one:", 2)
    for part, outcome in zip(parts, read, strict=True):
        if outcome.batch is None:
            why = said(outcome.fault) if outcome.fault is not None else "nothing came"
            found.fall_short(f"{' and '.join(part.resources())}: {why}", 3, counts=False)
            continue
        rows = []
        for name, frame in outcome.batch.frames.items():
            more = " so far" if outcome.batch.has_more else ""
            count = f"{frame.height:,} {rows_of(frame.height)}{more}"
            fields = ", ".join(fields_of(outcome.batch, name))
            rows.append([name, count, f"with {fields}" if fields else "no fields mapped"])
        for line in aligned(rows):
            found.note(line, 3)
    found.note("of this source nothing is shown until all of it was read once", 2)
    refused = [
        name for part, outcome in zip(parts, read, strict=True) if outcome.batch is None for name in part.resources()
    ]
    others = [name for name in source.options.resources() if name not in refused]
    found.note(f"ways out: {'; or '.join(_ways_out(source.options, fault, refused, others))}", 2)


def _ways_out(options: Options, fault: Words, refused: list[str], others: list[str]) -> Iterator[str]:
    """What may be done about resources that are refused while others come."""
    is_of_rights = may_be_of_rights(NeedsPerson(fault))
    if not is_of_rights or fault.key == _MISSING:
        yield "correct what is said above"
    if is_of_rights:
        yield "let the account that signs in read it, or sign in with another"
    nulls = ", ".join(f"{name}: null" for name in refused)
    yield f"leave it out (`{nulls}` beside `preset`)" if options.preset is not None else "leave it out of the source"
    if may_stand_alone(refused, others):
        yield "give it a source of its own"


def _parts(options: Options) -> Iterator[Options]:
    """The options with one request's resources each, those within its records included."""
    resources = options.resources()
    for name, resource in resources.items():
        if resource.request is not None:
            others = {other: None for other, one in resources.items() if name not in (other, one.of)}
            yield options.model_copy(update=others)


def _read(board: Board, source: SourceEntry, options: Options) -> Outcome:
    request = replace(request_for(board, source, wall_us()), secret=Secrets(board.secret_file))
    return first_slice(source.name, source.type, options, request)
