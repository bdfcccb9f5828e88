"""The wordings of a name, from the fullest to the shortest, and which of them has room."""

from collections.abc import Sequence

from wallboard.core.words import Words
from wallboard.ui.fonts import width_of
from wallboard.ui.sheet import Stage


def wordings_of(said: Words, stage: Stage) -> tuple[str, ...]:
    """A name and its short form: the one that the board gives it (`short`), or the catalogue's for words of our own."""
    short, key = said.args.get("short"), f"{said.key}.short"
    if isinstance(short, str):
        return stage.say(said), short
    return (stage.say(said), stage.say(Words(key, said.args))) if stage.tongue.knows(key) else (stage.say(said),)


def fitting(wordings: Sequence[str], px: int, weight: int, room: float) -> str:
    """The fullest wording that has room, else the shortest."""
    return next((one for one in wordings if width_of(one, px, weight) <= room), wordings[-1])
