"""What words in rows mean, in English and German: statuses, kinds of change, what became of appointments."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from wallboard.cli.trying.headings import parts_of

_STATES: Final[Mapping[str, str]] = {
    "ignored": "spam|junk|merged|duplicate|deleted|trash|test|rejected as spam|zusammengeführt|gelöscht|dublette|"
    "doppelt|papierkorb",
    "closed": "closed|resolved|solved|done|completed|complete|finished|cancelled|canceled|rejected|fixed|won|lost|"
    "abandoned|erledigt|geschlossen|abgeschlossen|gelöst|beendet|fertig|storniert|abgelehnt|gewonnen|verloren",
    "on-hold": "on hold|hold|pending|waiting|awaiting customer|waiting for customer|waiting on customer|"
    "pending customer|customer|suspended|stalled|query|query with client|paused|snoozed|wartend|wartet|"
    "awaiting user|waiting for user|user info|feedback|warten auf kunde|wartet auf kunde|zurückgestellt|"
    "in wartestellung|rückfrage|kunde|pausiert|angehalten|wiedervorlage",
    "open": "new|open|active|in progress|assigned|accepted|work in progress|reopened|entered|started|to do|todo|"
    "awaiting vendor|waiting for supplier|neu|offen|aktiv|in bearbeitung|in arbeit|angenommen|zugewiesen|begonnen|"
    "wiedereröffnet|wartet auf lieferant",
}
_KINDS: Final[Mapping[str, str]] = {
    "opened": "opened|created|create|open|erstellt|eröffnet|angelegt|neu",
    "reopened": "reopened|reopen|wiedereröffnet",
    "closed": "closed|close|resolved|geschlossen|erledigt|gelöst",
    "merged": "merged|zusammengeführt",
    "status": "status|state|stage|st|zustand|statusänderung|status change|status changed",
    "queue": "queue|team|group|qu|q|warteschlange|gruppe|abteilung|assignment|queue change",
    "owner": "owner|agent|assignee|assigned|ow|bearbeiter|besitzer|zuständig|owner change|zuweisung",
    "type": "type|kind|category|tracker|ty|art|typ|kategorie",
    "priority": "priority|prio|severity|pr|priorität|dringlichkeit",
}
_BECAME: Final[Mapping[str, str]] = {
    "no-show": "no show|noshow|missed|nicht erschienen|nicht angetroffen|versetzt",
    "cancelled": "cancelled|canceled|called off|declined|abgesagt|storniert|ausgefallen",
    "performed": "performed|held|done|completed|attended|visited|kept|durchgeführt|stattgefunden|erledigt|erfolgt",
    "booked": "booked|planned|scheduled|confirmed|open|gebucht|geplant|bestätigt|vereinbart|offen",
}
MISSING: Final = ("?", "-", "--", "—", "n/a", "N/A", "NULL", "null", "None", "\\N", "#N/A", "k.A.", "k. A.", "(none)")
"""Words that stand for no value."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """A `statuses` block; the words in it of which nobody can tell, and those that their closing times alone tell."""

    states: dict[str, list[str]]
    unsure: list[str]
    by_closing: list[str]


def sorted_statuses(words: Iterable[str], closed: Collection[str] = ()) -> Sorted:
    """What each word means: an unknown one counts as open, unless it is among `closed`, whose rows all have a closing
    time. Where a word for open cases is among these too, that time closes nothing."""
    found: dict[str, list[str]] = {"open": [], "on-hold": [], "closed": [], "ignored": []}
    meant = {word: _meant(word, _STATES) for word in words}
    tells = not any(meant[word] in ("open", "on-hold") for word in closed if word in meant)
    unknown = [word for word, state in meant.items() if state is None]
    by_closing = [word for word in unknown if tells and word in closed]
    for word, state in meant.items():
        found[state or ("closed" if word in by_closing else "open")].append(word)
    states = {state: kept for state, kept in found.items() if kept}
    return Sorted(states, [word for word in unknown if word not in by_closing], by_closing)


def kinds(words: Iterable[str]) -> dict[str, str]:
    """What the kinds of change of a history stand for; those that tell nothing of a case are ignored."""
    return {word: _meant(word, _KINDS) or "ignored" for word in words}


def became(words: Iterable[str]) -> dict[str, str]:
    """What the states of appointments stand for; unknown ones are booked."""
    return {word: _meant(word, _BECAME) or "booked" for word in words}


def _meant(word: str, known: Mapping[str, str]) -> str | None:
    """The meaning that has the word, else that whose longest phrase is in it."""
    parts = parts_of(word)
    said = " ".join(parts)
    for meaning, names in known.items():
        if said in names.split("|"):
            return meaning
    near = [
        (len(name), meaning)
        for meaning, names in known.items()
        for name in names.split("|")
        if len(name) > 3 and f" {name} " in f" {said} "
    ]
    return max(near)[1] if near else None
