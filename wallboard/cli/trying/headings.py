"""Which field a heading means, in English and German: the words that exports and systems use."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from unicodedata import normalize

_NUMBER: Final = (
    "number|no|nr|nummer|id|key|ref|reference|ticket|case|issue|incident|request|vorgang|fall|auftrag|aktenzeichen|"
    "ticket number|ticket id|ticket no|case number|case id|case no|incident id|issue id|issue key|iid|ticketnummer|"
    "vorgangsnummer|fallnummer|auftragsnummer|meldungsnummer|belegnummer|bearbeitungsnummer|ticket nr|vorgangs nr"
)
_OPENED: Final = (
    "opened|created|opened at|created at|open date|date opened|creation date|create date|date created|created on|"
    "opened on|create time|open time|reported|received|entered|submitted|logged|registered|erstellt|eröffnet|angelegt|"
    "eingang|eingegangen|erfasst|gemeldet|erstellt am|eröffnet am|angelegt am|eingegangen am|erfasst am|gemeldet am|"
    "eingangsdatum|erstelldatum|erstellungsdatum|erstellt datum|anlagedatum|eröffnungsdatum|date|datum"
)
_CLOSED: Final = (
    "closed|resolved|solved|finished|completed|done|closed at|resolved at|solved at|closed on|close date|date closed|"
    "closing date|resolution date|date resolved|close time|completed at|finished at|end date|geschlossen|erledigt|"
    "gelöst|abgeschlossen|beendet|fertig|geschlossen am|erledigt am|gelöst am|abgeschlossen am|beendet am|"
    "abschlussdatum|erledigungsdatum|schlussdatum|enddatum|date done"
)
_OWNER: Final = (
    "owner|agent|assignee|assigned to|assigned|handler|responsible|assigned agent|technician|user|bearbeiter|"
    "bearbeiterin|sachbearbeiter|zuständig|zugewiesen an|zugewiesen|verantwortlich|verantwortlicher|besitzer|"
    "mitarbeiter|agentin"
)
_STATUS: Final = "status|state|ticket status|case status|current status|stage|zustand|stand|bearbeitungsstatus"
_QUEUE: Final = (
    "queue|team|group|assignment group|assigned group|department|desk|support group|project|warteschlange|gruppe|"
    "abteilung|bereich|arbeitsgruppe|zuständige gruppe|projekt"
)
_TYPE: Final = (
    "type|kind|category|case type|ticket type|issue type|request type|tracker|art|typ|kategorie|vorgangsart|ticketart|"
    "fallart|anfrageart|auftragsart"
)
_PRIORITY: Final = "priority|prio|severity|urgency|priorität|dringlichkeit|wichtigkeit|ticket priority"
_PERSON: Final = (
    "person|salesperson|employee|rep|sales rep|representative|staff|name|who|user|agent|owner|organizer|organiser|"
    "attendee|mitarbeiter|mitarbeiterin|vertriebler|verkäufer|verkäuferin|aussendienst|außendienst|kollege|wer|"
    "benutzer|bearbeiter|teilnehmer"
)
_START: Final = (
    "start|from|begin|begins|starts|start time|start date|start at|starts at|first day|date|when|beginn|von|anfang|"
    "startzeit|startdatum|beginnt|erster tag|termin|datum|wann"
)
_END: Final = (
    "end|to|until|till|ends|end time|end date|ends at|finish|last day|ende|bis|endzeit|enddatum|endet|letzter tag"
)
_AT: Final = (
    "at|when|time|timestamp|date|changed|changed at|change date|changed on|modified|updated|updated at|occurred|"
    "event time|created|created at|zeitpunkt|wann|datum|zeit|geändert|geändert am|änderungsdatum|zeitstempel|erstellt"
)
_LEAD: Final = (
    "opportunity|opportunity id|opportunity number|opportunity no|lead|lead id|deal|deal id|verkaufschance|chance|"
    "opportunity nr|angebot|projekt"
)

FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "cases": {
        "number": _NUMBER,
        "type": _TYPE,
        "queue": _QUEUE,
        "owner": _OWNER,
        "status": _STATUS,
        "priority": _PRIORITY,
        "client": "client|customer|company|account|organisation|organization|requester|requestor|contact|caller|"
        "client name|customer name|kunde|kundin|kundenname|firma|auftraggeber|melder|ansprechpartner|besteller",
        "opened": _OPENED,
        "closed": _CLOSED,
    },
    "events": {
        "number": _NUMBER,
        "at": _AT,
        "kind": "change|kind|field|event|action|attribute|changed field|what|activity|property|änderung|feld|ereignis|"
        "aktion|attribut|was|art",
        "to": "to|value|new|new value|after|wert|neu|neuer wert|nach|auf",
        "status": _STATUS,
        "queue": _QUEUE,
        "owner": _OWNER,
        "type": _TYPE,
        "priority": _PRIORITY,
    },
    "activities": {
        "number": _NUMBER,
        "at": _AT,
        "kind": "activity|kind|what|type|action|channel|aktivität|was|art|typ|aktion|kanal",
        "person": _PERSON,
    },
    "opportunities": {
        "number": f"{_LEAD}|{_NUMBER}",
        "owner": f"salesperson|sales rep|rep|account manager|seller|{_OWNER}|vertriebler|verkäufer|außendienst",
        "coordinator": "coordinator|sales coordinator|planner|inside sales|koordinator|koordinatorin|innendienst",
        "created": _OPENED,
        "released": "released|first visit|first appointment|released at|qualified|freigegeben|ersttermin|erster termin|"
        "qualifiziert",
        "won": "won|won at|won on|won date|date won|closed won|gewonnen|gewonnen am|auftrag am|auftragsdatum",
        "lost": "lost|lost at|lost on|lost date|date lost|closed lost|verloren|verloren am|abgesagt",
        "accepted": "accepted|handed over|accepted at|handover|project start|übergeben|angenommen|übernommen|"
        "projektstart",
    },
    "appointments": {
        "id": "id|number|no|nr|uid|appointment|appointment id|meeting id|visit|nummer|terminnummer|termin id|key",
        "person": _PERSON,
        "start": _START,
        "end": _END,
        "opportunity": _LEAD,
        "booked": "booked|booked at|booked on|created|created at|entered|gebucht|gebucht am|erstellt|erstellt am|"
        "vereinbart am|angelegt",
        "state": "state|status|outcome|result|zustand|ergebnis|stand",
    },
    "absences": {
        "person": _PERSON,
        "start": _START,
        "end": _END,
        "known": "entered|requested|created|created at|approved|recorded|known|beantragt|erfasst|genehmigt|erstellt|"
        "eingetragen|beantragt am",
    },
}
"""The headings of each field of each resource, the likeliest first."""

HINTS: Final[Mapping[str, tuple[str, ...]]] = {
    "events": ("event", "history", "change", "verlauf", "histor", "journal", "änderung", "aenderung"),
    "activities": ("activit", "aktivit", "calllog", "worklog"),
    "opportunities": ("opportunit", "lead", "deal", "chance", "pipeline", "angebot"),
    "appointments": ("appointment", "visit", "meeting", "termin", "besuch", "diar"),
    "absences": ("absence", "leave", "vacation", "holiday", "urlaub", "abwesen", "fehlzeit", "krank"),
}
"""What in a file's name tells its resource."""

TIMES: Final = frozenset(
    {"opened", "closed", "at", "created", "released", "won", "lost", "accepted", "start", "end", "booked", "known"}
)
"""The fields that are times."""


_KEYS: Final = frozenset({"number", "id", "opportunity"})
_NUMBERS: Final = frozenset({"id", "pk", "iid", "uid", "uuid", "number", "nr"})
_NAMES: Final = ("name", "full name", "display name", "title", "label", "login", "username", "user name", "email")
_CHANGED: Final = frozenset(
    f"{word}{end}"
    for word in ("updated", "modified", "changed", "last updated", "last modified", "last changed")
    for end in ("", " at", " on", " time", " date")
) | {"geändert", "geändert am", "date updated", "date modified"}


def assigned(resource: str, headings: Sequence[str], times: Collection[str]) -> dict[str, str]:
    """Field → heading, the best pairs first, each heading once; `times` are the headings of columns of times."""
    pairs = [
        (score, -place, field, heading)
        for field, known in FIELDS[resource].items()
        for place, heading in enumerate(headings)
        if (score := _score(heading, known)) and (field in TIMES) == (heading in times)
    ]
    found: dict[str, str] = {}
    for _, _, field, heading in sorted(pairs, key=lambda pair: pair[:2], reverse=True):
        if field not in found and heading not in found.values():
            found[field] = heading
    return {field: _named(field, found[field], headings, found) for field in FIELDS[resource] if field in found}


def is_of_change(heading: str) -> bool:
    """Whether it means when a record was last changed."""
    return " ".join(parts_of(heading)) in _CHANGED


def _named(field: str, heading: str, headings: Sequence[str], found: Mapping[str, str]) -> str:
    """In the place of somebody's or something's number the name that stands beside it, if one does."""
    stem = parts_of(heading)[:-1]
    if field in TIMES or field in _KEYS or not stem or parts_of(heading)[-1] not in _NUMBERS:
        return heading
    by_parts = {tuple(parts_of(one)): one for one in headings if one not in found.values()}
    named = (by_parts.get((*stem, *name.split())) for name in _NAMES)
    return next((one for one in named if one is not None), heading)


def parts_of(heading: str) -> list[str]:
    """A heading's words: `openedAt`, `Opened at` and `opened_at` are the same; so are client.name and Client name."""
    text = re.sub(r"(?<=[a-zäöüß0-9])(?=[A-ZÄÖÜ])", " ", normalize("NFC", heading))
    return re.findall(r"[^\W_]+|#", text.casefold())


def _score(heading: str, known: str) -> int:
    """How likely a heading is one of the known words: the word itself before one that has it among others."""
    words = parts_of(heading)
    best = 0
    for rank, name in enumerate(known.split("|")):
        parts = name.split()
        if words == parts or "".join(words) == "".join(parts):
            best = max(best, 1000 - rank)
        elif _has(words, parts) and len(words) <= len(parts) + 1:
            best = max(best, 500 - rank - 20 * (len(words) - len(parts)))
    return best


def _has(words: Sequence[str], parts: Sequence[str]) -> bool:
    size = len(parts)
    return any(list(words[start : start + size]) == list(parts) for start in range(len(words) - size + 1))
