"""Prints a first mapping of a file or an address, to start from: what a board's `sources` may say of it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import ValidationError

import wallboard.sources.registry
from wallboard.cli.check_look import total_of
from wallboard.cli.ends import ALL_WELL, FALLS_SHORT, Refused, give
from wallboard.cli.printable import printable
from wallboard.cli.trying.access import Access
from wallboard.cli.trying.addresses import NoList, address_entry, dav_entry, request_of
from wallboard.cli.trying.entry import Entry, headings_said
from wallboard.cli.trying.files import file_entry
from wallboard.cli.trying.known import Known, answers_of, by_address, by_answers, by_path
from wallboard.cli.trying.yaml_text import yaml_lines
from wallboard.cli.written import remedy_once
from wallboard.clocks import wall_us
from wallboard.collect.once import first_slice
from wallboard.collect.plain import said
from wallboard.collect.polling import Outcome, look_at
from wallboard.core.records import Batch
from wallboard.core.words import words
from wallboard.sources.contract import Look, Passing, ReadRequest, SourceFault
from wallboard.sources.files.unpack import TABLES
from wallboard.sources.web.sign_in import SignIn
from wallboard.store.secrets import Secrets

_DATABASES: Final = frozenset({"postgresql", "postgres", "mysql", "mariadb", "sqlite", "mssql", "oracle"})
_REMEDIES: Final = {
    "file.remedy.path": "Check the path.",
    "web.remedy.authority": "--authority takes a file with certificates (PEM).",
    "web.remedy.bearer": "The server asks for a token: --secret NAME alone, after `wallboard secret set NAME`.",
    "web.remedy.below": "Check the address.",
    "web.remedy.certificate": "Name your organisation’s authority: --authority FILE. Or renew the certificate.",
    "web.remedy.elsewhere": "If that is right, try its address.",
    "web.remedy.encrypt": "Say https://.",
    "web.remedy.encrypted": "Is it https://, or another port?",
    "web.remedy.network": "Check the network and the address.",
    "web.remedy.not-encrypted": "Is it http://, or another port?",
    "web.remedy.page": "Check the address: it may be the site for people, and data often lie under /api. Or it is a "
    "page to log in: say --user NAME --secret NAME.",
    "web.remedy.perhaps-encrypted": "Try again in a while. If it answers encrypted only, say https://.",
    "web.remedy.secret": "Give the right one with `wallboard secret set {name}`; check --user, without which a token "
    "goes.",
    "web.remedy.sign-in": "Say who asks, after `wallboard secret set NAME`: --secret NAME for a token, --user NAME "
    "--secret NAME for a password.",
    "web.remedy.token": "Give the right one with `wallboard secret set {name}`; perhaps it has a user: --user NAME.",
    "web.remedy.url": "Check the address.",
}
"""What to do where there is no board yet whose keys could be named."""
_OF_PAGES: Final = frozenset({"web.page", "web.missing", "web.bad", "web.json.none"})
"""What is the matter with an address at which there is no data: a preset knows where it is."""
_OF_STRANGERS: Final = frozenset({"web.sign-in.none", "web.forbidden"})
"""What is the matter where nobody signed in: a preset knows how."""
_OF_REFUSED: Final = frozenset({"web.sign-in", "web.token.refused"})
"""What is the matter where somebody signed in in vain."""
_OF_A_DECLARATION: Final = ("record.detail.", "rest.remark.")
"""What a look finds wrong with what is declared."""
_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?(/.*)?", re.ASCII)
_SQLITE: Final = b"SQLite format 3\0"


def source_try(place: str, resource: str | None, access: Access) -> int:
    """Writes the entry as YAML that a board can include; 1 where reading by it falls short."""
    if _is_database(place):
        raise Refused(
            "A database is read by a source with `type: sql`, whose queries say which column feeds which field: "
            "see Source `sql` in the reference (`wallboard reference`)."
        )
    secrets, name = Secrets(), _name_of(place)
    known: Known | None = None
    rows: int | None
    try:
        if is_address(place):
            entry, rows, answer = address_entry(place, resource, access, request_of(secrets, wall_us()))
            known = by_address(place) or by_answers([answer], place)
            if known is None and by_path(place) is not None:
                known = by_answers(answers_of(place, access, request_of(secrets, wall_us())), place)
        else:
            entry, rows = file_entry(place, resource)
    except (SourceFault, NoList) as fault:
        known = _known(place, fault, access, secrets) if is_address(place) else None
        if known is not None:
            return _by_preset(place, known, access, name, fault, secrets)
        calendars = _calendars(place, fault, access, secrets)
        if calendars is None:
            why = (*_why(fault, access.sign_in), *_as_address(place, fault), *_perhaps(place, fault))
            raise Refused(*why) from fault
        entry, rows, known = calendars, None, None
    outcome = read_by(entry, secrets)
    if outcome is not None and outcome.batch is not None:
        entry.take_statuses(outcome.batch)
    remarks = {("sources", name, *path): text for path, text in entry.remarks.items()}
    lines = [*_head(place, rows), *_beside(place, known, access, name)]
    lines += [*yaml_lines({"sources": {name: entry.data}}, remarks), *_foot(entry, outcome)]
    give("".join(f"{line}\n" for line in lines))
    return _end_of(outcome)


def _end_of(outcome: Outcome | None) -> int:
    return ALL_WELL if outcome is not None and outcome.batch is not None and outcome.batch.rows else FALLS_SHORT


def _why(fault: SourceFault | NoList, sign_in: Collection[str] = ()) -> list[str]:
    """Why there is no mapping, and what to do."""
    if isinstance(fault, NoList):
        return str(fault).splitlines()
    lines = [said(one) for one in (fault.fault, fault.detail) if one is not None]
    if fault.remedy is None:
        return lines
    if sign_in and fault.remedy.key == "web.remedy.page":
        return [
            *lines,
            "Check the address: nobody was refused, but there are pages for people. Data often lie under /api.",
        ]
    key = fault.remedy.key
    own = _REMEDIES.get("web.remedy.token" if key == "web.remedy.secret" and "user" not in sign_in else key)
    return [*lines, remedy_once(fault.remedy) if own is None else own.format(**fault.remedy.args)]


def _as_address(place: str, fault: SourceFault | NoList) -> Iterator[str]:
    """What is to be said of a file that is not there and may be meant as an address."""
    is_missing = isinstance(fault, SourceFault) and fault.fault.key == "file.missing"
    is_file = place.lower().endswith((*TABLES, ".ics", ".gz", ".zip"))
    if is_missing and ("://" in place or (_HOST.fullmatch(place) and not is_file)):
        yield "If it is an address, let it begin with https://."


def _calendars(place: str, fault: SourceFault | NoList, access: Access, secrets: Secrets) -> Entry | None:
    """The entry for an address of CalDAV, which shows whoever looks for data a page, or nothing."""
    is_found = not isinstance(fault, NoList) and fault.fault.key in _OF_PAGES | _OF_STRANGERS
    return (
        dav_entry(place, access, request_of(secrets, wall_us()))
        if access.sign_in and is_address(place) and is_found
        else None
    )


def _known(place: str, fault: SourceFault | NoList, access: Access, secrets: Secrets) -> Known | None:
    """The system that did not answer as hoped, if it is one for which there is a preset."""
    has_answered = _has_answered(fault)
    if (known := by_address(place, has_answered=has_answered)) is not None or isinstance(fault, Passing):
        return known
    return by_answers(answers_of(place, access, request_of(secrets, wall_us())), place)


def _has_answered(fault: SourceFault | NoList) -> bool:
    return isinstance(fault, NoList) or fault.fault.key in _OF_PAGES | _OF_STRANGERS | _OF_REFUSED


def _perhaps(place: str, fault: SourceFault | NoList) -> Iterator[str]:
    """The preset for what has such a path, where something answered that does not say what it is."""
    known = by_path(place) if _has_answered(fault) and is_address(place) else None
    if known is not None:
        yield f"If this is {known.title}, there is a preset: say preset: {known.presets[0].name}, url: {known.url}"


def _by_preset(
    place: str,
    known: Known,
    access: Access,
    name: str,
    fault: SourceFault | NoList,
    secrets: Secrets,
) -> int:
    """Writes the entry by the preset, and what a read by it brought, or what it lacks to be read.

    That the address itself has no data is no shortcoming then: the preset knows where they are, and how to sign in.
    """
    lines = [*_known_as(place, known), *known.lines(access, name)]
    key = "web.page" if isinstance(fault, NoList) else fault.fault.key
    wrong = [f"# ! {printable(line)}" for line in _why(fault, access.sign_in)]
    lacking = known.lacking(access, name)
    ends = FALLS_SHORT
    was_refused = key in _OF_REFUSED and known.signs_in_by(SignIn.model_validate(access.sign_in))
    if isinstance(fault, Passing) or was_refused:  # servers lock accounts: not once more
        lines += wrong
    elif not lacking:
        data, _ = known.entry(access, name)
        outcome = read_by(Entry("", data), secrets)
        lines += _came(outcome) if outcome is not None else wrong
        ends = _end_of(outcome)
    elif key in _OF_PAGES | _OF_STRANGERS:
        lines += [f"# Not read yet: {line}" for line in lacking]
        ends = ALL_WELL
    else:
        lines += wrong
    give("".join(f"{line}\n" for line in lines))
    return ends


def _known_as(place: str, known: Known) -> Iterator[str]:
    yield f"# {printable(place.partition('?')[0])}"
    yield f"# looks like {known.title}, for which there is a preset."
    yield "# Look it through, paste it into a board or let it include this file, and let `wallboard check` read it."


def _beside(place: str, known: Known | None, access: Access, name: str) -> Iterator[str]:
    """The preset of what the server shows itself to be; a question where it only has the path of one."""
    shown = known or (by_path(place) if is_address(place) else None)
    if shown is None:
        return
    if known is not None:
        yield f"# This looks like {known.title}, for which there is a preset."
        yield "# It knows more than can be guessed, such as histories. In the place of what is below:"
    else:
        yield f"# If this is {shown.title}, there is a preset. In the place of what is below:"
    yield from (f"#   {line}" for line in shown.lines(access, name))


def is_address(place: str) -> bool:
    """Whether it is asked over HTTP."""
    return place.lower().startswith(("http://", "https://"))


def _is_database(place: str) -> bool:
    """Whether it is the address of a database, without its password, or the file of one."""
    scheme, has_scheme, _ = place.partition("://")
    if has_scheme:
        return scheme.lower().partition("+")[0] in _DATABASES
    try:
        with Path(place).open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except (OSError, ValueError):
        return place.lower().endswith((".sqlite", ".sqlite3"))


def read_by(entry: Entry, secrets: Secrets) -> Outcome | None:
    """The first part of a read by the entry, as a board would have it read from the working folder.

    None where it lacks a field.
    """
    kind = wallboard.sources.registry.types()[entry.data["type"]]
    own = {key: value for key, value in entry.data.items() if key not in wallboard.sources.registry.ENVELOPE}
    try:
        options = kind.options.model_validate(own)
    except ValidationError:
        return None
    request = ReadRequest("tried", Path.cwd(), wall_us(), "UTC", secret=secrets)
    outcome = first_slice("tried", kind, options, request)
    if outcome.batch is None or not (outcome.batch.has_more or outcome.batch.unusable):
        return outcome
    return replace(outcome, look=look_at(kind, options, request, outcome))


def _head(place: str, rows: int | None) -> Iterator[str]:
    what = place.partition("?")[0] if is_address(place) else place  # behind it may stand a key
    count = f", {rows:,} {'row' if rows == 1 else 'rows'}" if rows is not None else ""
    yield f"# A first mapping of {printable(what)}{count}."
    yield "# These are guesses from headings and values: look them through, paste them into a board or let it include"
    yield "# this file, and let `wallboard check` read it."


def _foot(entry: Entry, outcome: Outcome | None) -> Iterator[str]:
    if entry.unused:
        yield f"# Not used: {printable(headings_said(entry.unused))}"
    if outcome is None:
        yield f"# ! Not whole yet: {entry.resource} need {', '.join(entry.lacking)}."
        return
    yield from _came(outcome)


def _came(outcome: Outcome) -> Iterator[str]:
    """What a read brought, and what was the matter with it."""
    for sentence in (outcome.fault, outcome.detail):
        if sentence is not None:
            yield f"# ! {printable(said(sentence))}"
    if outcome.remedy is not None:
        yield f"# ! {printable(remedy_once(outcome.remedy))}"
    if outcome.batch is not None:
        yield f"# Read by it: {_counted(outcome.batch, outcome.look)}."
        yield from (f"# ! {printable(said(one.why))}" for one in outcome.batch.unusable)
        looked = outcome.look.remarks if outcome.look is not None else ()
        yield from (f"# ! {printable(said(one))}" for one in looked if one.key.startswith(_OF_A_DECLARATION))


def _counted(batch: Batch, look: Look | None) -> str:
    """How many rows came, and of how many, where it was not all of them."""
    parts = []
    for name, frame in batch.frames.items():
        total = total_of(look, name) if batch.has_more else None
        some = f"{frame.height:,} of " if total is not None else ""
        parts.append(some + said(words(f"sources.{name}", n=frame.height if total is None else total)))
    return ", ".join(parts) + (" so far; the rest takes longer" if batch.has_more else "")


def _name_of(place: str) -> str:
    """A name for the source, from that of the file or the host."""
    host = urlsplit(place).hostname or "" if is_address(place) else Path(place).name
    first = host.split(".")[0]
    return "-".join(re.findall(r"[a-z0-9]+", (host if first.isdecimal() else first).casefold())) or "tried"
