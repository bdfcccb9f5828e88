"""The words of the glass or kiosk that started the collector, heard on a thread of their own."""

import os

from wallboard.collect.inbox import Inbox, Refresh, StandUp
from wallboard.collect.wishes import Wishes
from wallboard.kiosk.words import REFRESH, STANDUP, Lines


def listen(pipe: int, inbox: Inbox, wishes: Wishes) -> None:
    """Hear line by line until the other end is closed. Bare reads: a buffered one may hold up the end."""
    lines = Lines()
    while True:
        try:
            some = os.read(pipe, 4096)
        except OSError:
            some = b""
        if not some:
            inbox.end("the glass is gone")
            return
        for line in lines.take(some):
            word, _, name = line.strip().partition(" ")
            if word == REFRESH:
                inbox.put(Refresh())
            elif word == STANDUP:
                wishes.forget(name)  # it was left for those that hear no word; found as well, it would cost a composing
                inbox.put(StandUp(name))
