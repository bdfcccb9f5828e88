"""Erases a case or a person from all that is kept on this machine, and says what was found."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from time import sleep
from unicodedata import normalize

from wallboard.cli.ends import ALL_WELL, FALLS_SHORT, Refused, give, tell
from wallboard.cli.printable import printable
from wallboard.core.measures.book import readings_of
from wallboard.panels.late_list import initials
from wallboard.store.erase_journal import REMOVED, Erased, erase_journal, erase_logs, remove_damaged_caches
from wallboard.store.erase_rows import Counts, erase_rows
from wallboard.store.erasure import Erasure
from wallboard.store.known_texts import known_texts
from wallboard.store.locks import take
from wallboard.store.places import Places, places_of
from wallboard.store.sqlite import FAULTS

_COMPOSED_S = 5.0
"""A picture that a collector was composing from rows of before has reached the journal by then."""
_SHORTEST = 2
"""What is shorter stands in texts for much else: it is looked for only where something kept is called so."""
_ONE = {"activities": "activity", "opportunities": "opportunity"}


def erase(term: str) -> int:
    """Writes a line for each place in which it was found; 1 where it was nowhere, or something could not be erased."""
    term = normalize("NFC", term.strip())
    if not term:
        raise Refused("Name a whole case number or a person's whole name.")
    places = places_of()
    if not places.state.is_dir():
        tell(f"{places.state} is not there: nothing is kept.")
        return FALLS_SHORT
    known = known_texts(places) or frozenset()
    erasure = Erasure(term).apart_from(known)
    if len(term) < _SHORTEST and not erasure.is_among(known):
        raise Refused(
            f"“{term}” is looked for only where a case or a person in the cache is called so, and none is: "
            "so short a word stands in logs and texts for much else. Name the whole number or name."
        )
    _refuse_return(erasure, known)
    for number in sorted(erasure.apart):
        tell(f"“{number}” is the number of another case, and stays: it is erased by its own number.")
    return _erase(places, erasure)


def _refuse_return(erasure: Erasure, known: Iterable[str]) -> None:
    """Raises Refused for a late return, whose rows are those of the case that came back."""
    _, *plain = (number for number, _ in readings_of(erasure.term))
    if plain and Erasure(plain[0]).is_among(known) and not erasure.is_among(known):
        raise Refused(f"“{erasure.term}” is “{plain[0]}”, which came back: erase “{plain[0]}”, and both are.")


def _erase(places: Places, erasure: Erasure) -> int:
    lines: list[str] = []
    is_whole = True
    try:
        places.make()
        found: dict[Path, Erased] = {}
        _take(found, erase_journal(places, erasure))
        if _is_person(places, erasure, found.values()):
            erasure = _with_initials(erasure)
            _take(found, erase_journal(places, erasure))
        if (
            places.cache.exists()
        ):  # after the journal: if this is ended in between, rows still tell whose initials are left
            counts = erase_rows(places, erasure)
            is_whole &= counts is not None
            lines += _cache_lines(counts)
        lines += [f"{path.name}: removed" for path in remove_damaged_caches(places)]
        if _is_composed(places):
            sleep(_COMPOSED_S)
            _take(found, erase_journal(places, erasure))
        is_whole &= all(erased.is_wiped for erased in found.values())
        lines += _journal_lines(found.values())
        count = erase_logs(places, erasure)
        lines += [f"logs: {count:,} {'line' if count == 1 else 'lines'}"] if count else []
    except FAULTS as fault:
        tell(f"Not all could be erased: {fault}.")
        is_whole = False
    return _end(erasure, places, lines, is_whole=is_whole)


def _is_person(places: Places, erasure: Erasure, found: Iterable[Erased]) -> bool:
    """Whether it is somebody of whom initials are kept too: a name of several parts that stood in journal or cache."""
    if " " not in erasure.term:
        return False
    was_named = any(kind != REMOVED for erased in found for kind in erased.counts)
    return was_named or erasure.is_among(known_texts(places) or ())


def _with_initials(erasure: Erasure) -> Erasure:
    return replace(erasure, marks=frozenset({initials(erasure.term)}))


def _take(found: dict[Path, Erased], more: Iterable[Erased]) -> None:
    """Add what was found in files that may have been gone through before; what counts is how they were left.

    A view that is gone through once more, for initials, is no further one.
    """
    for erased in more:
        before = found.setdefault(erased.file, erased)
        if before is not erased:
            for kind, count in erased.counts.items():
                before.counts[kind] = max(before.counts.get(kind, 0), count)
            before.is_wiped = erased.is_wiped


def _end(erasure: Erasure, places: Places, lines: list[str], *, is_whole: bool) -> int:
    give("".join(f"{printable(line)}\n" for line in lines))
    if not is_whole:
        tell("Something holds the files, or the disk is full: run the command again.")
        return FALLS_SHORT
    if not lines:
        tell(f"Nothing is kept of “{erasure.term}” in {places.state}.")
        return FALLS_SHORT
    tell("What a source, or a board's own file, still has comes back with its next read: erase it there first.")
    return ALL_WELL


def _cache_lines(counts: Counts | None) -> Iterable[str]:
    if counts is None:
        yield "cache: could not be written"
    elif counts:
        found = [f"{count:,} {_named(resource, count)}" for resource, count in counts.items()]
        yield f"cache: {', '.join(found)}"


def _named(resource: str, count: int) -> str:
    return _ONE.get(resource, resource.removesuffix("s")) if count == 1 else resource


def _journal_lines(found: Iterable[Erased]) -> Iterable[str]:
    for erased in found:
        counts = [
            kind if kind == REMOVED else f"{count:,} {_named(kind, count)}" for kind, count in erased.counts.items()
        ]
        if erased.layouts:
            counts.append("a board's own file names it")
        if counts:
            yield f"{_file_name(erased.file)}: {', '.join(counts)}"


def _file_name(path: Path) -> str:
    return "journal" if path.name == "journal.sqlite" else path.name


def _is_composed(places: Places) -> bool:
    """Whether a collector is at work, which holds its board's lock."""
    for entry in places.locks.glob("board-*.lock"):
        lock = take(entry)
        if lock is None:
            return True
        lock.release()
    return False
