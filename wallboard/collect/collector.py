"""What the collector does, step by step, without threads or waiting: it takes what sources bring, and shows it."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from wallboard.collect.agendas import Agendas
from wallboard.collect.board_files import Reloaded, trouble_of
from wallboard.collect.clock_watch import ClockWatch
from wallboard.collect.house_time import HouseTime
from wallboard.collect.kept_rows import KeptRows
from wallboard.collect.news import News
from wallboard.collect.pictures import Composer, Known, Pictures
from wallboard.collect.polling import Begun, Outcome
from wallboard.collect.settled import settled
from wallboard.collect.site import Polling, Site, differs
from wallboard.collect.sites import Sites
from wallboard.config.board import Board
from wallboard.config.faults import Fault
from wallboard.core.words import Words
from wallboard.store.cache import Cache
from wallboard.store.journal import Journal
from wallboard.store.places import Places

log = logging.getLogger(__name__)

_IMAGE_EVERY_US = 600_000_000


class Collector:
    """The boards of one process and the sites that feed them. Use from one thread."""

    def __init__(
        self,
        boards: Mapping[str, Board],
        places: Places,
        compose: Composer,
        start_poller: Callable[[Site], Polling],
        time: HouseTime | None = None,
    ) -> None:
        self._boards = dict(boards)
        self._places = places
        self._time = time or HouseTime()
        self._clock = ClockWatch(self._time)
        self._cache = Cache(places)
        self._journal = Journal(places)
        self._rows = KeptRows(self._cache)
        self._sites = Sites(self._boards.values(), places, self._rows, start_poller)
        self._pictures = Pictures(compose, self._journal)
        self._agendas = Agendas(self._journal)
        self._news = News()
        self._bad: dict[str, Words] = {}
        self._imaged_us = 0
        self.is_still = False
        """Whether the last composing showed what the one before it did."""

    @property
    def has_news(self) -> bool:
        """Whether the views may differ from what was last composed."""
        return self._news.has_come

    @property
    def is_urgent(self) -> bool:
        """Whether that is more than other rows, or somebody waits for it."""
        return self._news.is_urgent

    @property
    def reads_others(self) -> bool:
        """Whether another process polls a site, so that its change number is to be watched."""
        return self._sites.reads_others

    @property
    def eagerest_s(self) -> float:
        """The interval of the source that is read most often."""
        return self._sites.eagerest_s

    def recall_time(self) -> None:
        """Take it that the present is no earlier than the last picture, however this machine's clock has begun."""
        self._clock.recall(self._places, self._boards)

    def heed_time(self) -> bool:
        """Look at the clock; True where it was set, where the machine slept, or where it is found right or wrong.

        What is known is then of another time: everything is polled at once, and composed.
        """
        is_other = self._clock.look(self._sites.source_named)
        if is_other:
            self._sites.begin_anew(self._time.now_us())
            self._news.come()
        if self._clock.is_to_wake(is_other=is_other):
            log.info("polls everything: the time is another, or has passed in sleep")
            self._sites.poll_now()
        return is_other

    def begin(self, now_us: int) -> None:
        """Show what the cache still knows, then start polling what nobody else polls."""
        self._sites.recall()
        self.show(now_us)
        self._sites.begin()

    def take(self, message: Begun | Outcome) -> bool:
        """Keep what a source's thread says; True when something may look different."""
        site = self._sites.get(message.site)
        if site is None:
            return False
        if isinstance(message, Begun):
            site.began_us = message.started_us
            return False
        outcome = settled(message, site.source.type, self._time)
        site.began_us = None
        before = site.told
        if self._rows.take(site, outcome):
            self._news.come(is_urgent=False)
        self._news.weigh(before, site.told)
        return differs(before, site.told)

    def take_board(self, reloaded: Reloaded) -> bool:
        """Go on with a board as its files are now; with the last good one, and its trouble, where they have faults.

        Sources that did not change keep their threads, rows and conditions. True: something looks different.
        """
        name = reloaded.name
        self._news.come()
        if reloaded.board is None:
            self._bad[name] = trouble_of(reloaded.faults)
            log.warning("the last good board stays:\n%s", "\n".join(map(str, reloaded.faults)))
            return True
        self._bad.pop(name, None)
        log.info("%s was loaded anew", reloaded.board.name)
        for warning in reloaded.board.warnings:
            log.warning("%s: %s", reloaded.board.name, warning)
        self._boards[name] = reloaded.board
        for gone in self._sites.follow(self._boards.values()):
            self._time.forget(gone)
        return True

    def tell_bad(self, name: str, faults: Sequence[Fault]) -> None:
        """Put the faults of a board that waits to be mended into the corner of its last picture."""
        self._journal.set_trouble(name, (trouble_of(faults),), self._time.now_us())

    def show_ages(self, now_us: int) -> None:
        """Write when the sources were read last, and what is wrong with them; the views stay as they were composed.

        Sources that are read every few seconds say nothing new most of the time, and composing is most of the work.
        """
        if self._sites.heed_rewriting():
            self.show(now_us)
            return
        for name in self._boards:
            self._unharmed(name, partial(self._age_board, name, now_us))

    def show(self, now_us: int) -> None:
        """Compose every board and write what changed; weeks that are over and whole are stored."""
        self._news.clear()
        self._sites.heed_rewriting()
        before_pages = self._pictures.pages()
        # Each of them, whatever becomes of the others.
        are_well = [self._unharmed(name, partial(self._show_board, name, now_us)) for name in self._boards]
        self.is_still = all(are_well) and self._pictures.pages() == before_pages

    def look_around(self, now_us: int) -> bool:
        """Read what other processes brought, take over what they left, notice who does not answer."""
        is_changed = self._sites.look_around(now_us)
        if is_changed:
            self._news.come()
        return is_changed

    def tidy(self, now_us: int, is_ending: Callable[[], bool] = lambda: False) -> None:
        """What is done between pictures: checkpoints, copies, images for the next start."""
        is_sure = self._time.is_sure
        self._cache.tidy(now_us, forgets=is_sure)
        self._journal.tidy(now_us, is_ending, thins=is_sure)
        if abs(now_us - self._imaged_us) >= _IMAGE_EVERY_US and not is_ending():
            self._imaged_us = now_us
            self._sites.write_images()

    def check(self) -> None:
        """Read both files for damage, once the first picture stands."""
        self._cache.check()
        self._journal.check()

    def refresh(self) -> None:
        """Poll everything now."""
        self._news.ask()
        self._sites.poll_now()

    def stand_up(self, name: str) -> None:
        """Freeze a board's agenda with the next picture, which comes at once."""
        if self._agendas.ask(name, self._boards):
            self._news.come()

    def end(self) -> None:
        """Let everything go in good order."""
        self._sites.stop()
        self._sites.write_images()
        self._cache.close()
        self._journal.close()
        self._sites.release()

    def _show_board(self, name: str, now_us: int) -> None:
        board = self._boards[name]
        snapshot = self._pictures.compose(name, board, self._known(name), now_us)
        self._agendas.freeze(name, board, snapshot)
        ended = snapshot.weeks_to_store() if self._time.is_sure else None
        if ended:
            self._journal.store_weeks(name, ended, now_us)

    def _age_board(self, name: str, now_us: int) -> None:
        self._pictures.age(name, self._boards[name], self._known(name), now_us)

    def _unharmed(self, name: str, work: Callable[[], None]) -> bool:
        """Do a board's work; an error of our own is logged, and is no other board's."""
        try:
            work()
        except Exception:
            log.exception("an error inside Wallboard keeps %s as it is", self._boards[name].name)
            return False
        return True

    def _known(self, name: str) -> Known:
        """What is known of a board's sources now, and what is wrong with its files and the cache."""
        board = self._boards[name]
        batches, conditions = self._sites.of(board)
        trouble = tuple(line for line in (self._bad.get(name), self._cache.trouble) if line is not None)
        return Known(batches, conditions, trouble, self._clock.clocks(self._sites.names(board)))
