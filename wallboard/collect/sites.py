"""Which sites feed the boards of a process, and who polls them: its own threads, or another process."""

import logging
import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from wallboard.collect.kept_rows import KeptRows
from wallboard.collect.once import BUDGET_S, Read, site_of_source
from wallboard.collect.site import Polling, Site
from wallboard.config.board import Board
from wallboard.core.words import words
from wallboard.store.locks import take
from wallboard.store.places import Places

log = logging.getLogger(__name__)

Names = dict[str, str]

BUDGET_US = round(BUDGET_S * 1_000_000)


class Sites:
    """The sites of some boards, by their names in the cache; each is polled by one process of the machine."""

    def __init__(
        self, boards: Iterable[Board], places: Places, rows: KeptRows, start_poller: Callable[[Site], Polling]
    ) -> None:
        self._places = places
        self._rows = rows
        self._start_poller = start_poller
        self._boards = tuple(boards)
        self._names = {id(board): _names_of(board) for board in self._boards}
        self._sites = _sites_of(self._boards, self._names)

    @property
    def reads_others(self) -> bool:
        """Whether another process polls a site, so that its change number is to be watched."""
        return any(site.poller is None for site in self._sites.values())

    @property
    def eagerest_s(self) -> float:
        """The interval of the source that is read most often."""
        return min((site.every_s for site in self._sites.values()), default=math.inf)

    def values(self) -> Collection[Site]:
        """Each site once."""
        return self._sites.values()

    def get(self, name: str) -> Site | None:
        """The site of this name; None where no board has it any more."""
        return self._sites.get(name)

    def source_named(self, name: str) -> str | None:
        """What a board calls the source of this site."""
        site = self.get(name)
        return site.source.name if site is not None else None

    def names(self, board: Board) -> Names:
        """What the sites of one of the boards are called, by the names that it has for its sources."""
        return self._names[id(board)]  # boards cannot be hashed, and these are kept as long as their names

    def of(self, board: Board) -> Read:
        """A board's batches and conditions, by the names that it has for its sources."""
        sites = {name: self._sites[site] for name, site in self.names(board).items()}
        for site in sites.values():
            self._rows.join(site)
        batches = {name: site.batch for name, site in sites.items() if site.batch is not None}
        return batches, {name: site.condition for name, site in sites.items()}

    def recall(self) -> None:
        """Read what the cache still knows."""
        for site in self.values():
            self._rows.reload(site)

    def begin(self) -> None:
        """Start polling what nobody else polls."""
        for site in self.values():
            self._try_to_poll(site)

    def poll_now(self) -> None:
        """Have every thread of this process read at once."""
        for site in self.values():
            if site.poller is not None:
                site.poller.poll_now()

    def begin_anew(self, now_us: int) -> None:
        """Count attempts that are under way from this instant, since the time is another."""
        for site in self.values():
            site.began_us = now_us if site.began_us is not None else None

    def follow(self, boards: Iterable[Board]) -> frozenset[str]:
        """Let go of the sites that no board has any more, whose names come back, and begin with those that are new.

        The others keep their threads, rows and conditions. A source whose settings are others now is a new site, and
        begins with the rows that its board last had of it.
        """
        boards = tuple(boards)
        names = {id(board): self._names.get(id(board)) or _names_of(board) for board in boards}
        wanted, forerunners = _sites_of(boards, names), self._forerunners(boards, names)
        gone = frozenset(self._sites.keys() - wanted.keys())
        for name in gone:
            self._let_go(self._sites[name])
        before, self._sites = self._sites, {name: self._sites.get(name, site) for name, site in wanted.items()}
        for name, site in self._sites.items():
            if name in before:
                _resettle(site, wanted[name])
            else:
                self._rows.reload(site)
                self._try_to_poll(site, forerunners.get(name))
        self._boards, self._names = boards, names
        return gone

    def look_around(self, now_us: int) -> bool:
        """Read what other processes brought, take over what they left, notice who does not answer; True: news."""
        is_changed = False
        for site in self.values():
            if site.poller is None:
                is_changed |= self._rows.reload(site)
                self._try_to_poll(site)
            elif site.began_us is not None and now_us - site.began_us > BUDGET_US:
                is_changed |= self._miss(site)
        return is_changed

    def heed_rewriting(self) -> bool:
        """Take up what an erasure left of the rows that this process brought; True where there was one."""
        is_changed = False
        for site in self.values():
            is_changed |= self._rows.heed_rewriting(site)
        return is_changed

    def write_images(self) -> None:
        """Leave the rows to the next start."""
        for site in self.values():
            self._rows.write_image(site)

    def stop(self) -> None:
        """End the threads."""
        for site in self.values():
            site.stop()

    def release(self) -> None:
        """Leave the sites to other processes."""
        for site in self.values():
            site.release()

    # inside

    def _forerunners(self, boards: Iterable[Board], names: Mapping[int, Names]) -> dict[str, Site]:
        """By the names of sites: which site stood for the same source of the same board until now.

        One that brought what the board does not ask for any more is no measure of what it asks for now.
        """
        was = {(board.folder, board.name): board for board in self._boards}
        found = {}
        for board in boards:
            old = was.get((board.folder, board.name), board)
            known = self._names.get(id(old), names[id(board)])
            for source, name in names[id(board)].items():
                site = self._sites.get(known.get(source, ""))
                if site is not None and _brought(old, source) <= _brought(board, source):
                    found[name] = site
        return found

    def _try_to_poll(self, site: Site, before: Site | None = None) -> None:
        try:
            site.lock = take(self._places.site_lock(site.name))
            if site.lock is None:
                return
        except OSError as fault:  # better polled twice than not at all
            log.warning("%s cannot be locked: %s", site.source.name, fault)
        self._rows.reload(site)
        if before is not None:
            self._rows.inherit(site, before)
        site.poller = self._start_poller(site)

    def _let_go(self, site: Site) -> None:
        """What an attempt that is under way still brings is nobody's: no site has its name then."""
        site.stop()
        self._rows.write_image(site)
        site.release()

    def _miss(self, site: Site) -> bool:
        """Note that a source does not answer; True where that is new."""
        fault = words("fault.no-answer", n=round(BUDGET_S))
        is_new = site.condition.fault != fault
        condition = replace(site.condition, fault=fault, remedy=None, needs_person=False, retry_at_us=None)
        self._rows.set_condition(site, condition)
        return is_new


def _brought(board: Board, source: str) -> frozenset[str]:
    """The resources that a board's source is set to bring; none where its type does not say."""
    return board.organisation.feeds.get(source, frozenset())


def _resettle(site: Site, wanted: Site) -> None:
    """Give a site the board, source and interval that the boards have for it now."""
    is_other_pace = site.every_s != wanted.every_s
    site.board, site.source, site.every_s = wanted.board, wanted.source, wanted.every_s
    if is_other_pace and site.poller is not None:
        site.poller.poll_every(site.every_s)


def _names_of(board: Board) -> Names:
    """Found by packing options and resolving the folder: too much for every picture, and a link may lead elsewhere."""
    return {source.name: site_of_source(board, source) for source in board.sources}


def _sites_of(boards: Iterable[Board], names: Mapping[int, Names]) -> dict[str, Site]:
    """Each site once, polled as often as the board that is most eager."""
    sites: dict[str, Site] = {}
    for board in boards:
        for source in board.sources:
            name = names[id(board)][source.name]
            site = sites.setdefault(name, Site(name, board, source, source.every_s))
            site.every_s = min(site.every_s, source.every_s)
    return sites
