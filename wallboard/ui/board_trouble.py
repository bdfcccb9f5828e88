"""The line of a board that was not taken, in the wall's language: what its loader found is said in English alone."""

import re
from functools import reduce

from wallboard.core.words import Words, verbatim, words
from wallboard.ui.tongue import PlaceTongue

_BRIEF = {"trouble.board": "trouble.board-brief", "trouble.board-more": "trouble.board-more-brief"}
_FAULT = re.compile(r"(?P<place>[^:]+:\d+): (?:(?P<key>[\w-]+): )?(?P<found>.*)", re.DOTALL)
_QUOTED = re.compile(r'"([^"]+)"')


def in_tongue(trouble: Words, tongue: PlaceTongue) -> Words:
    """A trouble as it is on an English wall; elsewhere a fault of the board's file stands by what has no language: its
    place, its key and the word that was found. The rest is for `check`."""
    fault = trouble.args.get("fault")
    found = _FAULT.fullmatch(fault) if isinstance(fault, str) else None
    if tongue.speaks_english or trouble.key not in _BRIEF or found is None:
        return trouble
    quoted = _QUOTED.search(found["found"])
    parts = [verbatim(found["place"])]
    parts += [verbatim(found["key"])] if found["key"] else []
    parts += [words("list.quoted", name=quoted[1])] if quoted else []
    told = reduce(lambda first, second: words("list.then", first=first, second=second), parts)
    return Words(_BRIEF[trouble.key], {**trouble.args, "fault": told})
