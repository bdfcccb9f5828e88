"""A collector whose sources, clock and glass are a test's."""

import os
import threading
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue

from tests.small_board import batch, us
from wallboard.collect import run
from wallboard.collect.collector import Collector
from wallboard.collect.once import site_of_source
from wallboard.collect.polling import Outcome
from wallboard.compose import compose
from wallboard.sources.contract import ReadRequest
from wallboard.store.journal_reader import JournalReader

NOW_US = us("2026-03-06 12:00")
MINUTE_US = 60_000_000
PATIENCE_S = 60


class Threads:
    """Stands where the sources' threads are, and remembers what it was told."""

    def __init__(self):
        self.started = []
        self.asked = []

    def __call__(self, site):
        self.started.append(site.name)
        threads = self

        class Polling:
            def poll_now(self):
                threads.asked.append(site.name)

            def poll_every(self, every_s):
                threads.asked.append(f"every {every_s}")

            def begin_anew(self, number):
                threads.asked.append("anew")

            def stop(self):
                threads.asked.append(f"stop {site.name}")

        return Polling()


def collector(places, *boards, threads=None):
    named = {f"board{number}": one for number, one in enumerate(boards)}
    return Collector(named, places, compose, threads or Threads())


def picture(places, name="board0"):
    with closing(JournalReader(places.journal, name)) as reader:
        return reader.picture()


def rows_shown(found):
    return found.pages[0][0].body.counts[0].value


def outcome(one, source_entry, **told):
    return Outcome(site_of_source(one, source_entry), NOW_US, **told)


def request(**told):
    return ReadRequest("crm", Path(), NOW_US, "UTC", **told)


class Running:
    """A collector on a thread of this process, with a pipe as its glass."""

    def __init__(self, state, load, **told):
        self.pipe, self.glass = os.pipe()
        self.code = None
        self.state = state
        self.pictures = SimpleQueue()

        def composing(of, batches, conditions, now_us, **more):
            made = compose(of, batches, conditions, now_us, **more)
            self.pictures.put((sum(one.rows for one in batches.values()), conditions))
            return made

        def work():
            self.code = run(
                [state.parent / "small.yaml"],
                load=load,
                compose=composing,
                for_glass=True,
                state_dir=state,
                pipe=self.pipe,
                **told,
            )

        self.thread = threading.Thread(target=work)
        self.thread.start()

    def until(self, holds):
        while not holds(*self.pictures.get(timeout=PATIENCE_S)):
            pass

    def leave(self):
        if self.glass is not None:
            os.close(self.glass)
        self.glass = None

    def end(self, patience_s=PATIENCE_S):
        self.leave()
        self.thread.join(patience_s)
        assert not self.thread.is_alive()
        return self.code


def counting_reads():
    reads = SimpleQueue()

    def read(options, request):
        reads.put(request.now_us)
        return batch("1", "2", as_of_us=request.now_us)

    return read, reads
