"""A child of a kiosk that does what its arguments say, one after another.

`beat`; `say:WORDS`; `busy:SECONDS`; `err:TEXT`; `hold:MIB` takes memory; `exit:CODE`; `tell:FILE` writes what comes by
standard input there until that ends; `wait` until standard input ends; `beats` the same, with a beat ten times a
second; `deaf` does nothing for ever; `note:TEXT` does nothing at all.
"""

import select
import signal
import sys
from pathlib import Path

from wallboard.kiosk.words import Beats, end_with_kiosk

HELD: list[bytes] = []


def hold(mib: str) -> None:
    HELD.append(b"\x01" * (int(mib) << 20))


def complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def write_down(file: str) -> None:
    with Path(file).open("a", encoding="utf-8") as told:
        for line in sys.stdin:
            told.write(line)
            told.flush()


def be_deaf(_: str) -> None:
    while True:
        signal.pause()


def main(steps: list[str]) -> None:
    end_with_kiosk()
    beats = Beats()

    def beat_on(_: str) -> None:
        beats.beat()
        while not select.select([sys.stdin], [], [], 0.1)[0]:
            beats.beat()

    known = {
        "beat": lambda _: beats.beat(),
        "say": beats.say,
        "busy": lambda text: beats.busy(float(text)),
        "err": complain,
        "hold": hold,
        "exit": lambda text: sys.exit(int(text)),
        "tell": write_down,
        "wait": lambda _: sys.stdin.read(),
        "beats": beat_on,
        "deaf": be_deaf,
        "note": str,
    }
    for step in steps:
        what, _, text = step.partition(":")
        known[what](text)


if __name__ == "__main__":
    main(sys.argv[1:])
