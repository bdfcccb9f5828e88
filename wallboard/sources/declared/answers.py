"""What an answer holds: its JSON, whether it is an error all the same, and what a path finds in it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from wallboard.core.words import Words, words
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault
from wallboard.sources.declared.requests import Refusal
from wallboard.sources.mapping.doubts import shortened
from wallboard.sources.mapping.paths import getter
from wallboard.sources.mapping.plain import NOT_PLAIN
from wallboard.sources.web.message import Answer, Ask

_MOST_KEYS: Final = 8
_A_PART: Final = 206
_KINDS: Final = {dict: "empty", list: "list", type(None): "nothing"}


class Expired(Exception):
    """The server, which it names, does not know its own mark any more: what that stood for is to be read from the
    beginning."""


class Door(Protocol):
    """One source's way to its server: `sources.web` within bounds, signed in."""

    def ask(self, ask: Ask) -> Answer:
        """The answer to a request. Raises SourceFault."""

    def join(self, link: str, answer: Answer | None = None) -> str:
        """The address that a link in an answer leads to. Raises SourceFault where that is another server."""

    def remember(self, answer: Answer) -> None:
        """Let the server be told that this answer is known, once what it brought is kept."""


def found(document: Any, path: str) -> Any:
    """What a path finds; None where it finds nothing, or asks of a value what such values do not have."""
    value = getter(path)(document)
    return None if isinstance(value, str) and value == NOT_PLAIN else value


def is_true(document: Any, path: str) -> bool:
    """Whether a path finds something that JMESPath takes for true: not false, null, or empty. 0 is true there."""
    value = found(document, path)
    return value is not None and value is not False and value not in ("", [], {})


def statuses_of(refusals: Sequence[Refusal]) -> frozenset[int]:
    """The statuses that are looked into before they are faults."""
    return frozenset(one.status for one in refusals if one.status is not None)


def expecting(refusals: Sequence[Refusal], more: frozenset[int] = frozenset()) -> frozenset[int]:
    """The statuses of answers that are looked at; none where only good ones are."""
    special = statuses_of(refusals) | more
    return special | frozenset(range(200, 207)) if special else frozenset()


def says(refusals: Sequence[Refusal], meaning: str) -> Callable[[Answer], bool] | None:
    """Whether an answer's body means something, for whoever sends the request; None where none can."""
    some = [one for one in refusals if one.means == meaning]
    return (lambda answer: any(_is(one, answer) for one in some)) if some else None


def _is(refusal: Refusal, answer: Answer) -> bool:
    if refusal.status is not None and refusal.status != answer.status:
        return False
    if refusal.status is None and not 200 <= answer.status < 300:
        return False
    try:
        return is_true(answer.json(), refusal.when)
    except SourceFault:
        return False


def document_of(answer: Answer, refusals: Sequence[Refusal], what: str) -> Any:
    """An answer's JSON, None for none. Raises SourceFault where a declared error is in it, or where it is no JSON."""
    for refusal in refusals:
        if not _is(refusal, answer):
            continue
        if refusal.means == "expired":
            raise Expired(answer.host)
        if refusal.means == "busy":
            raise Passing(words("rest.busy", host=answer.host))
        if refusal.means == "gone":
            raise Passing(words("rest.gone", host=answer.host, what=what))
        fault = "rest.sign-in" if refusal.means == "sign-in" else "rest.refused"
        raise NeedsPerson(words(fault, host=answer.host, what=what), words(f"{fault}.remedy"))
    if not 200 <= answer.status < 300:
        raise NeedsPerson(words("rest.refused", host=answer.host, what=what), words("rest.refused.remedy"))
    return answer.json() if answer.body.strip() else None


def rows_in(document: Any, path: str, host: str, what: str) -> list[Any]:
    """The list that a path finds. Raises NeedsPerson where there is none: no list would look like no rows."""
    value = held_in(document, path, host, what)
    if not isinstance(value, list):
        raise _no_list(document, host, what)
    return value


def held_in(document: Any, path: str, host: str, what: str) -> Any:
    """What a path finds. Raises NeedsPerson where it finds nothing, or no more than a word."""
    value = found(document, path) if path != "@" else document
    if not isinstance(value, list | dict) or (value == {} and path != "@"):
        raise _no_list(document, host, what)
    return value


def refuse_part(answer: Answer, what: str) -> None:
    """Raises NeedsPerson for an answer that says itself that it is a part, where nobody asked for one."""
    if answer.status == _A_PART:
        raise NeedsPerson(words("rest.part", host=answer.host, what=what), words("rest.no-list.remedy"))


def _no_list(document: Any, host: str, what: str) -> NeedsPerson:
    fault = words("rest.no-list", host=host, what=what)
    return NeedsPerson(fault, words("rest.no-list.remedy"), detail=_looks(document))


def _looks(document: Any) -> Words:
    """What an answer has in the place of a list, for whoever writes the declaration: its keys, and which are lists."""
    if not isinstance(document, Mapping) or not document:
        return words(f"rest.no-list.{_KINDS.get(type(document), 'plain')}")
    named = [
        f"{shortened(str(key))}{' (a list)' if isinstance(value, list) else ''}" for key, value in document.items()
    ]
    return words("rest.no-list.keys", found=", ".join(named[:_MOST_KEYS]) + (" …" if len(named) > _MOST_KEYS else ""))
