"""A collector in a process of its own, over sources that tests can steer; what it has kept it says on stdout.

Run as `python collector_under_test.py STATE MODE [for-glass]`; MODE is what its source does.
"""

import os
import sys
from pathlib import Path

from tests.small_board import batch, board, source
from wallboard.collect import run
from wallboard.compose import compose
from wallboard.core.words import words
from wallboard.sources.contract import Passing


def growing(options, request):
    """Each read brings more cases: as many as the token says, and ten."""
    count = int(request.token or 0) + 10
    numbers = [str(number) for number in range(count)]
    return batch(*numbers, as_of_us=request.now_us, token=str(count))


def steady(options, request):
    """Always the same three cases."""
    return batch("1", "2", "3", as_of_us=request.now_us)


def hanging(options, request):
    """Never answers."""
    read, _ = os.pipe()
    os.read(read, 1)


def refusing(options, request):
    """Never there."""
    raise Passing(words("fault.no-answer", n=1))


READS = {"growing": growing, "steady": steady, "hanging": hanging, "refusing": refusing}


def main(state: Path, mode: str, *, for_glass: bool) -> int:
    """Collect, and say after each picture how many rows the cache and the picture before it had."""
    kept = [0]

    def load(path):
        return board(path.parent, source("crm", READS[mode], every_s=0.002))

    def composing(of, batches, conditions, now_us, **told):
        # When this is called the rows are in the cache, and the picture before is in the journal.
        made = compose(of, batches, conditions, now_us, **told)
        rows = sum(one.rows for one in batches.values())
        print("kept", rows, kept[0], flush=True)
        kept[0] = rows
        return made

    boards = [state.parent / "small.yaml"]
    return run(boards, load=load, compose=composing, for_glass=for_glass, state_dir=state, rest_s=0.0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], for_glass="for-glass" in sys.argv))
