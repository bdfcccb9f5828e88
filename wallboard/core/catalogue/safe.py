"""Sentences of the page that stands in the board's place where no board can be shown."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    "safe.title": "The board cannot be shown",
    "safe.wrong": "What is wrong",
    "safe.unknown": "The program ended again and again, and did not say why.",
    "safe.more": ("and {n} more line", "and {n} more lines"),
    "safe.advice": "What to do",
    "safe.again": "It is tried again every minute by itself: where the cause is gone, the board comes back.",
    "safe.restart": "If this page stays, switch the machine off and on.",
    "safe.support": "If it still stays, run “wallboard doctor --out report.zip” on it and give that file to those who "
    "look after the board. Names and passwords that the program knows are left out; look through it first.",
    "safe.disk-full": "The disk is full: nothing new can be kept or shown.",
    "safe.make-room": "Delete what is not needed on it: the board then comes up by itself.",
    "safe.kept": "This page deletes nothing: figures, weeks and promises stay where they were kept.",
}
