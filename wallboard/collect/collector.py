"""What the collector knows and does, step by step, without threads or waiting: sites, conditions, pictures."""

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Protocol

from wallboard.collect.agendas import Agendas
from wallboard.collect.board_files import Reloaded, trouble_of
from wallboard.collect.house_time import HouseTime
from wallboard.collect.once import site_of_source
from wallboard.collect.plain import said
from wallboard.collect.polling import Begun, Outcome
from wallboard.collect.settled import settled
from wallboard.config.ages import notes_of
from wallboard.config.board import Board, SourceEntry
from wallboard.core.measures.weeks import WeekCount, WeekKey
from wallboard.core.records import Batch
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.clocks import RIGHT, Clocks, sentence_of_wrong, whose_time
from wallboard.core.views.shapes import Picture, View
from wallboard.core.words import Words, words
from wallboard.store.cache import Cache
from wallboard.store.condition import UNREAD, SourceCondition
from wallboard.store.journal import Journal
from wallboard.store.journal_reader import JournalReader
from wallboard.store.locks import Lock, take
from wallboard.store.places import Places
from wallboard.store.plain_batch import has_changed

log = logging.getLogger(__name__)

BUDGET_US = 120_000_000
_IMAGE_EVERY_US = 600_000_000
_WAKE_EVERY_US = 60_000_000
_RECLOCKED_US = 3_600_000_000
_Told = tuple[SourceCondition, Batch | None]


class PanelTrouble(Protocol):
    """A panel that could not be composed."""

    @property
    def title(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def trace(self) -> str: ...


class ComposedBoard(Protocol):
    """A composed board, as far as the collector looks at it."""

    @property
    def picture(self) -> Picture: ...
    @property
    def faults(self) -> tuple[PanelTrouble, ...]: ...
    @property
    def snapshot(self) -> Snapshot: ...


class Composer(Protocol):
    """`wallboard.compose.compose`, which the command hands in: rooms of one storey do not know each other."""

    def __call__(  # noqa: PLR0913 - as `compose` has them
        self,
        board: Board,
        batches: Mapping[str, Batch],
        conditions: Mapping[str, SourceCondition],
        now_us: int,
        *,
        trouble: tuple[Words, ...] = (),
        before: Snapshot | None = None,
        stored_weeks: Mapping[WeekKey, WeekCount] | None = None,
        clocks: Clocks = RIGHT,
    ) -> ComposedBoard: ...


class Polling(Protocol):
    """A source's thread, as far as the collector looks at it."""

    def poll_now(self) -> None: ...
    def poll_every(self, every_s: float) -> None: ...
    def stop(self) -> None: ...


@dataclass(slots=True)
class Site:
    """A source and its settings, as one or more boards have it; `lock` is held while this process polls it."""

    name: str
    board: Board
    source: SourceEntry
    every_s: float
    batch: Batch | None = None
    condition: SourceCondition = UNREAD
    stamp: tuple[int, int] = (0, 0)
    lock: Lock | None = None
    poller: Polling | None = None
    began_us: int | None = None


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
        self._compose = compose
        self._start_poller = start_poller
        self._time = time or HouseTime()
        self._woke_us: int | None = None
        self._wrong: Words | None = None
        self._cache = Cache(places)
        self._journal = Journal(places)
        self._agendas = Agendas(self._journal)
        self._sites = _sites_of(self._boards.values())
        self._complaints: set[tuple[str, str, str]] = set()
        self._snapshots: dict[str, Snapshot] = {}
        self._pictures: dict[str, Picture] = {}
        self._is_asked = False
        self.has_news = True
        """Whether the views may differ from what was last composed."""
        self.is_urgent = True
        """Whether that is more than other rows, or somebody waits for it."""
        self.is_still = False
        """Whether the last composing showed what the one before it did."""
        self._bad: dict[str, Words] = {}
        self._imaged_us = 0

    @property
    def reads_others(self) -> bool:
        """Whether another process polls a site, so that its change number is to be watched."""
        return any(site.poller is None for site in self._sites.values())

    def recall_time(self) -> None:
        """Take it that the present is no earlier than the last picture, however this machine's clock has begun."""
        for name in self._boards:
            with closing(JournalReader(self._places.journal, name)) as journal:
                composed_us = journal.composed_at_us()
            if composed_us is not None:
                self._time.keep(composed_us)

    def heed_time(self) -> bool:
        """Look at the clock; True where it was set, where the machine slept, or where it is found right or wrong.

        What is known is then of another time: everything is polled at once, and composed.
        """
        has_leapt = self._time.look()
        wrong, before = self._wrong_now(), self._wrong
        is_other = (wrong is None) != (before is None)
        self._wrong = wrong
        if not has_leapt and not is_other:
            return False
        if is_other:
            log.warning("%s", said(wrong) if wrong is not None else "this machine's clock is right again")
        now_us = self._time.now_us()
        for site in self._sites.values():
            site.began_us = now_us if site.began_us is not None else None
        self.has_news = self.is_urgent = True
        if self._woke_us is None or self._time.looked_us - self._woke_us >= _WAKE_EVERY_US:
            self._woke_us = self._time.looked_us
            log.info("polls everything: the time is another, or has passed in sleep")
            self._poll_all()
        return True

    def begin(self, now_us: int) -> None:
        """Show what the cache still knows, then start polling what nobody else polls."""
        for site in self._sites.values():
            self._reload(site)
        self.show(now_us)
        for site in self._sites.values():
            self._try_to_poll(site)

    def take(self, message: Begun | Outcome) -> bool:
        """Keep what a source's thread says; True when something may look different."""
        site = self._sites.get(message.site)
        if site is None:
            return False
        if isinstance(message, Begun):
            site.began_us = message.started_us
            return False
        message = settled(message, site.source.type, self._time)
        site.began_us = None
        before = _told(site)
        if message.fault is None:
            self._take_rows(site, message)
        else:
            self._set_condition(
                site,
                replace(
                    site.condition,
                    attempted_us=message.started_us,
                    fault=message.fault,
                    remedy=message.remedy,
                    needs_person=message.needs_person,
                    retry_at_us=message.retry_at_us,
                ),
                message.trace,
            )
        self._note(before, _told(site))
        return _differs(before, _told(site))

    def take_board(self, reloaded: Reloaded) -> bool:
        """Go on with a board as its files are now; with the last good one, and its trouble, where they have faults.

        Sources that did not change keep their threads, rows and conditions. True: something looks different.
        """
        name = reloaded.name
        self.has_news = self.is_urgent = True
        if reloaded.board is None:
            self._bad[name] = trouble_of(reloaded.faults)
            log.warning("the last good board stays:\n%s", "\n".join(map(str, reloaded.faults)))
            return True
        self._bad.pop(name, None)
        log.info("%s was loaded anew", reloaded.board.name)
        for warning in reloaded.board.warnings:
            log.warning("%s: %s", reloaded.board.name, warning)
        self._boards[name] = reloaded.board
        self._follow_boards()
        return True

    def show_ages(self, now_us: int) -> None:
        """Write when the sources were read last, and what is wrong with them; the views stay as they were composed.

        Sources that are read every few seconds say nothing new most of the time, and composing is most of the work.
        """
        if self._heed_rewriting():
            self.show(now_us)
            return
        for name, picture in self._pictures.items():
            board = self._boards[name]
            batches, conditions = self._of(board)
            composed = {note.name: note for note in picture.sources}
            clocks = self._clocks(board)
            notes = tuple(
                replace(note, rows=composed[note.name].rows, is_cut_short=composed[note.name].is_cut_short)
                for note in notes_of(board, conditions, batches, now_us, clocks=clocks)
                if note.name in composed
            )
            aged = replace(picture, sources=notes, trouble=self._trouble(name), clock_ahead_us=clocks.ahead_us)
            self._journal.show(name, board.layout(), aged)

    def show(self, now_us: int) -> None:
        """Compose every board and write what changed; weeks that are over and whole are stored."""
        self._is_asked &= not self.has_news
        self.has_news = self.is_urgent = False
        self._heed_rewriting()
        before_pages = self._pages()
        for name, board in self._boards.items():
            batches, conditions = self._of(board)
            trouble = self._trouble(name)
            before, weeks = self._snapshots.get(name), self._journal.weeks(name)
            clocks = self._clocks(board)
            composed = self._compose(
                board, batches, conditions, now_us, trouble=trouble, before=before, stored_weeks=weeks, clocks=clocks
            )
            self._snapshots[name], self._pictures[name] = composed.snapshot, composed.picture
            self._complain(name, composed.faults)
            self._journal.show(name, board.layout(), composed.picture)
            self._agendas.freeze(name, board, composed.snapshot)
            ended = composed.snapshot.weeks_to_store() if self._time.is_sure else None
            if ended:
                self._journal.store_weeks(name, ended, now_us)
        self.is_still = self._pages() == before_pages

    def look_around(self, now_us: int) -> bool:
        """Read what other processes brought, take over what they left, notice who does not answer."""
        is_changed = False
        for site in self._sites.values():
            if site.poller is None:
                is_changed |= self._reload(site)
                self._try_to_poll(site)
            elif site.began_us is not None and now_us - site.began_us > BUDGET_US:
                fault = words("fault.no-answer", n=BUDGET_US // 1_000_000)
                is_changed |= site.condition.fault != fault
                condition = replace(site.condition, fault=fault, remedy=None, retry_at_us=None)
                self._set_condition(site, replace(condition, needs_person=False))
        self.has_news |= is_changed
        self.is_urgent |= is_changed
        return is_changed

    def tidy(self, now_us: int, is_ending: Callable[[], bool] = lambda: False) -> None:
        """What is done between pictures: checkpoints, copies, images for the next start."""
        is_sure = self._time.is_sure
        self._cache.tidy(now_us, forgets=is_sure)
        self._journal.tidy(now_us, is_ending, thins=is_sure)
        if abs(now_us - self._imaged_us) >= _IMAGE_EVERY_US and not is_ending():
            self._imaged_us = now_us
            self._write_images()

    def check(self) -> None:
        """Read both files for damage, once the first picture stands."""
        self._cache.check()
        self._journal.check()

    def refresh(self) -> None:
        """Poll everything now."""
        self._is_asked = True
        self._poll_all()

    def stand_up(self, name: str) -> None:
        """Freeze a board's agenda (all boards' where no name is given) with the next picture, which comes at once."""
        if self._agendas.ask(name, self._boards):
            self.has_news = self.is_urgent = True

    def end(self) -> None:
        """Let everything go in good order."""
        for site in self._sites.values():
            if site.poller is not None:
                site.poller.stop()
        self._write_images()
        self._cache.close()
        self._journal.close()
        for site in self._sites.values():
            if site.lock is not None:
                site.lock.release()
                site.lock = None

    # inside

    def _poll_all(self) -> None:
        for site in self._sites.values():
            if site.poller is not None:
                site.poller.poll_now()

    def _clocks(self, board: Board) -> Clocks:
        """How wrong this machine's clock is, by the names that a board has for its sources."""
        clocks = self._time.clocks()
        sites = {source.name: site_of_source(board, source) for source in board.sources}
        told = {name: clocks.of_sources[site] for name, site in sites.items() if site in clocks.of_sources}
        return Clocks(clocks.ahead_us, told)

    def _wrong_now(self) -> Words | None:
        clocks = self._time.clocks()
        site = self._sites.get(whose_time(clocks.ahead_us, clocks.of_sources) or "")
        return sentence_of_wrong(clocks.ahead_us, site.source.name if site else None) if clocks.ahead_us else None

    def _follow_boards(self) -> None:
        """Let go of the sites that no board has any more, and begin with those that are new."""
        wanted = _sites_of(self._boards.values())
        for name in self._sites.keys() - wanted.keys():
            self._let_go(self._sites[name])
        before, self._sites = self._sites, {name: self._sites.get(name, site) for name, site in wanted.items()}
        for name, site in self._sites.items():
            if name not in before:
                self._reload(site)
                self._try_to_poll(site)
                continue
            is_other_pace = site.every_s != wanted[name].every_s
            site.board, site.source, site.every_s = wanted[name].board, wanted[name].source, wanted[name].every_s
            if is_other_pace and site.poller is not None:
                site.poller.poll_every(site.every_s)

    def _let_go(self, site: Site) -> None:
        """What an attempt that is under way still brings is nobody's: no site has its name then."""
        self._time.forget(site.name)
        if site.poller is not None:
            site.poller.stop()
            self._cache.write_image(site.name)
        if site.lock is not None:
            site.lock.release()
            site.lock = None

    def _take_rows(self, site: Site, outcome: Outcome) -> None:
        as_of_us = site.condition.as_of_us
        if outcome.batch is not None:
            self._apply(site, outcome.batch)
            as_of_us = as_of_us if outcome.batch.is_cut_short else outcome.batch.as_of_us
        elif site.batch is not None and site.source.type.is_service and not site.batch.is_cut_short:
            self._heed_rewriting()
            # "Nothing changed" is a complete read too; but a file's age is that of its content.
            as_of_us = outcome.started_us
            same = replace(site.batch, as_of_us=as_of_us, clock_us=as_of_us)
            self._apply(site, same)
        elif site.batch is not None and not 0 <= outcome.started_us - site.batch.clock_us < _RECLOCKED_US:
            # The same file, at another time: rows that a clock which began too early found in its future have come.
            self._apply(site, replace(site.batch, clock_us=outcome.started_us))
            self.has_news = True
        self._set_condition(site, SourceCondition(as_of_us, outcome.started_us))

    def _apply(self, site: Site, batch: Batch) -> None:
        applied = self._cache.apply(site.name, batch)
        site.batch, site.stamp = applied.batch, (applied.seq or site.stamp[0], site.stamp[1])

    def _set_condition(self, site: Site, condition: SourceCondition, trace: str = "") -> None:
        _log_change(site.source.name, site.condition, condition, trace)
        site.condition = condition
        self._cache.set_condition(site.name, condition)

    def _reload(self, site: Site) -> bool:
        stamp = self._cache.stamp(site.name)
        if stamp == site.stamp and site.batch is not None:
            return False
        site.stamp = stamp
        before = _told(site)
        site.batch = self._cache.load(site.name)
        site.condition = self._cache.condition(site.name)
        return _differs(before, _told(site))

    def _heed_rewriting(self) -> bool:
        """Take up rows that this process brought and another has changed since, which only `erase` does."""
        is_changed = False
        for site in self._sites.values():
            if site.poller is not None and self._cache.stamp(site.name)[0] not in (0, site.stamp[0]):
                is_changed |= self._reload(site)
        return is_changed

    def _try_to_poll(self, site: Site) -> None:
        try:
            site.lock = take(self._places.site_lock(site.name))
            if site.lock is None:
                return
        except OSError as fault:  # better polled twice than not at all
            log.warning("%s cannot be locked: %s", site.source.name, fault)
        self._reload(site)
        site.poller = self._start_poller(site)

    def _of(self, board: Board) -> tuple[dict[str, Batch], dict[str, SourceCondition]]:
        sites = {source.name: self._sites[site_of_source(board, source)] for source in board.sources}
        batches = {name: site.batch for name, site in sites.items() if site.batch is not None}
        return batches, {name: site.condition for name, site in sites.items()}

    def _note(self, before: _Told, now: _Told) -> None:
        """Note whether more differs than how old the rows are, and whether that may wait."""
        (condition, batch), (condition_now, batch_now) = before, now
        is_same_condition = replace(condition, as_of_us=condition_now.as_of_us) == condition_now
        if batch is None or batch_now is None or not is_same_condition:
            self.has_news = self.is_urgent = True
        elif has_changed(batch, batch_now):
            self.has_news = True
            self.is_urgent |= self._is_asked

    def _pages(self) -> dict[str, tuple[tuple[View, ...], ...]]:
        """What the boards' panels show."""
        return {name: picture.pages for name, picture in self._pictures.items()}

    def _trouble(self, name: str) -> tuple[Words, ...]:
        return tuple(line for line in (self._bad.get(name), self._cache.trouble) if line is not None)

    def _complain(self, board: str, faults: tuple[PanelTrouble, ...]) -> None:
        """Log a panel's error once, until it is gone or another."""
        for fault in faults:
            if (board, fault.title, fault.what) not in self._complaints:
                log.error("panel %s failed: %s\n%s", fault.title, fault.what, fault.trace)
        others = {complaint for complaint in self._complaints if complaint[0] != board}
        self._complaints = others | {(board, fault.title, fault.what) for fault in faults}

    def _write_images(self) -> None:
        for site in self._sites.values():
            if site.poller is not None:
                self._cache.write_image(site.name)


def _sites_of(boards: Iterable[Board]) -> dict[str, Site]:
    """Each site once, polled as often as the board that is most eager."""
    sites: dict[str, Site] = {}
    for board in boards:
        for source in board.sources:
            site = sites.setdefault(
                site_of_source(board, source),
                Site(site_of_source(board, source), board, source, source.every_s),
            )
            site.every_s = min(site.every_s, source.every_s)
    return sites


def _told(site: Site) -> _Told:
    """What of a site can make a picture differ."""
    return replace(site.condition, attempted_us=None), site.batch


def _differs(before: _Told, now: _Told) -> bool:
    return before[0] != now[0] or before[1] is not now[1]  # batches are never changed, only replaced


def _log_change(name: str, before: SourceCondition, now: SourceCondition, trace: str) -> None:
    """Say once that a source went down, and once that it is back."""
    known = (before.fault.key if before.fault is not None else None, before.needs_person)
    if known == (now.fault.key if now.fault is not None else None, now.needs_person):
        return
    if now.fault is None:
        log.info("%s answers again", name)
        return
    remedy = f" {said(now.remedy)}" if now.remedy is not None else ""
    log.warning("%s: %s%s%s", name, said(now.fault), remedy, f"\n{trace}" if trace else "")
