"""A kiosk over children that do as they are told.

Run as `python kiosk_under_test.py LIMIT=VALUE… -- COLLECTOR STEPS… -- GLASS STEPS…`; what it logs it writes on stdout.
"""

import logging
import os
import sys
from dataclasses import replace
from pathlib import Path

from wallboard.kiosk.board import BoardCommands
from wallboard.kiosk.limits import ChildLimits, Limits
from wallboard.kiosk.notify import Notifier
from wallboard.kiosk.parent import Kiosk

CHILD = (sys.executable, str(Path(__file__).with_name("child_under_test.py")))


def parted(told: list[str]) -> list[list[str]]:
    """What stands between the double dashes."""
    parts: list[list[str]] = [[]]
    for word in told:
        if word == "--":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def main() -> None:
    given, collector, *glasses = parted(sys.argv[1:])
    told = dict(one.split("=", 1) for one in given)
    silence_s = float(told.pop("silence_s", "10"))
    has_picture = told.pop("has_picture", "yes") == "yes"
    limits = replace(Limits(), **{name: type(getattr(Limits(), name))(value) for name, value in told.items()})
    limits = replace(limits, glass=ChildLimits(silence_s, 60.0, limits.glass.ceiling))
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s", force=True)
    boards = [
        BoardCommands(f"board{number}", (*CHILD, *steps), lambda text, _: (*CHILD, f"note:{text}", "beats"))
        for number, steps in enumerate(glasses)
    ]
    kiosk = Kiosk(
        (*CHILD, *collector),
        boards,
        limits,
        Notifier(os.environ),
        complained=lambda name, _, line: print(name, "complains:", line, flush=True),
        has_picture=lambda _: has_picture,
    )
    kiosk.run()


if __name__ == "__main__":
    main()
