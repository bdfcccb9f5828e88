"""What a read leaves for the next one, as the batch's token: when it was, when all was read, which kinds there were."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from wallboard.sources.databases.options import Options

_FORM = 1


@dataclass(frozen=True, slots=True)
class Memory:
    """`clock_us` is the database's time at the last read, `full_us` at the last of all rows; `told` is the digest of
    what the board says. `feeds` holds the kinds of change that histories told of, which few changes need not show.
    `rows` are how many each query brought when it last brought all; of one that brought none then, how many since.
    `repeats` are how many of them had the number of a later one, with the first such number."""

    told: str
    clock_us: int
    full_us: int
    feeds: Mapping[str, list[str]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    repeats: Mapping[str, Sequence[int | str]] = field(default_factory=dict)

    def token(self) -> str:
        """It as text."""
        return json.dumps(asdict(self), sort_keys=True)


def memory_of(token: str, told: str) -> Memory | None:
    """What a token holds; None where it is of other settings, or of another version."""
    try:
        found = Memory(**json.loads(token))
    except (TypeError, ValueError):
        return None
    return found if found.told == told else None


def digest_of(options: Options, time_zone: str) -> str:
    """What tells the settings of a source from any other."""
    return hashlib.sha256(f"{_FORM}\n{time_zone}\n{options.model_dump_json()}".encode()).hexdigest()[:16]
