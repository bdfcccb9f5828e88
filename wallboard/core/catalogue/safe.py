"""Sentences of the page that stands in the board's place where no board can be shown."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    "safe.title": "The board cannot be shown",
    "safe.wrong": "What is wrong",
    "safe.unknown": "The program ended again and again, and did not say why.",
    "safe.todo": "What to do",
    "safe.again": "It is tried again every minute by itself: where the cause is gone, the board comes back.",
    "safe.restart": "If this page stays, switch the machine off and on.",
    "safe.support": "If it still stays, run “wallboard doctor” on it and send its file to those who look after "
    "the board. It has no passwords and no clients in it.",
    "safe.kept": "What was kept is not lost: figures, weeks and promises are on the disk.",
}
