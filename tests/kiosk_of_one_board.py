"""A kiosk of one board with its real collector and glass, and with limits of one's own.

    python kiosk_of_one_board.py BOARD COLLECTOR_SILENCE_S

What it logs it writes on stdout.
"""

import logging
import os
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from wallboard.cli.show import own_command
from wallboard.kiosk.board import BoardCommands
from wallboard.kiosk.limits import Limits
from wallboard.kiosk.notify import Notifier
from wallboard.kiosk.parent import Kiosk
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import board_id, places_of


def main(path: str, silence_s: str, environ: Mapping[str, str] = os.environ) -> int:
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s")
    name, usual = board_id(Path(path)), Limits()
    limits = replace(usual, collector=replace(usual.collector, silence_s=float(silence_s)))
    places = places_of()
    places.make()

    def has_picture(board: str) -> bool:
        with closing(JournalReader(places.journal, board)) as reader:
            return reader.shown() is not None

    board = BoardCommands(
        name,
        own_command("show", "--for-kiosk", path),
        lambda text, _: own_command("show", "--for-kiosk", f"--safe={text}"),
    )
    return Kiosk(
        own_command("collect", "--for-kiosk", path),
        [board],
        limits,
        Notifier(dict(environ)),
        complained=lambda child, level, line: logging.log(level, "%s: %s", child, line),
        has_picture=has_picture,
    ).run()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
