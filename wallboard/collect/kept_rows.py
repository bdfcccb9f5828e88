"""A site's rows and condition, kept in the cache as they come, and read from it where another process brought them."""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from wallboard.collect.plain import said
from wallboard.collect.polling import Outcome
from wallboard.collect.site import Site, differs
from wallboard.core.records import Batch
from wallboard.core.words import Words
from wallboard.store.arriving import Arriving, Place
from wallboard.store.cache import Cache
from wallboard.store.condition import SourceCondition

log = logging.getLogger(__name__)

T = TypeVar("T")

_RECLOCKED_US = 3_600_000_000


class KeptRows:
    """What is known of the sites, in step with the cache."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def take(self, site: Site, outcome: Outcome) -> bool:
        """Keep what an attempt brought, or its fault.

        True where it brought no rows and yet others are to be composed: the same at another time, or what an erasure
        has left of them.
        """
        if outcome.fault is None or outcome.batch is not None:
            return self._take_rows(site, outcome)
        condition = replace(
            site.condition,
            attempted_us=outcome.started_us,
            fault=outcome.fault,
            remedy=outcome.remedy,
            needs_person=outcome.needs_person,
            retry_at_us=outcome.retry_at_us,
        )
        self.set_condition(site, condition, outcome.trace)
        return False

    def set_condition(self, site: Site, condition: SourceCondition, trace: str = "") -> None:
        """Keep how a site is, and log it where that is another."""
        _log_change(site.source.name, site.condition, condition, trace)
        self._keep_condition(site, condition)

    def reload(self, site: Site) -> bool:
        """Read a site anew where the cache has something else; True where that may make a picture differ."""
        if site.poller is None:
            self._is_erased_since(site)
        stamp = self._cache.stamp(site.name)
        if stamp == site.stamp and site.batch is not None:
            return False
        site.stamp = stamp
        before = site.told
        site.batch = self._cache.load(site.name)
        site.condition = self._cache.condition(site.name)
        return differs(before, site.told)

    def join(self, site: Site) -> None:
        """Put rows that came by changes into one piece, before all of them are gone through."""
        if site.batch is not None:
            site.batch = self._cache.joined(site.name, site.batch)

    def inherit(self, site: Site, before: Site) -> None:
        """Begin with what is known of a site whose source has other settings now, until a read of this one succeeds.

        Its rows go into the cache as this site's, so that a restart begins with them too. Rows of its own are better,
        whatever their age: those of other settings may be another server's. Rows that it has inherited itself give way
        to later ones.
        """
        if before.batch is None or (site.batch is not None and not _is_better(before, site)):
            return
        # First that they are inherited: killed in between, nothing is taken for this site's own.
        condition = replace(before.condition, attempted_us=None, retry_at_us=None, is_inherited=True)
        self._keep_condition(site, condition)
        # What "nothing changed" refers to was said of the other settings.
        self._apply(site, replace(before.batch, token=""))

    def heed_rewriting(self, site: Site) -> bool:
        """Take up rows that this process brought and another has changed since, which only `erase` does."""
        is_rewritten = site.poller is not None and self._cache.stamp(site.name)[0] not in (0, site.stamp[0])
        return is_rewritten and self.reload(site)

    def write_image(self, site: Site) -> None:
        """Write the rows that this process brought in the form that the next start reads quickly."""
        if site.poller is not None:
            self._cache.write_image(site.name)

    # inside

    def _take_rows(self, site: Site, outcome: Outcome) -> bool:
        is_other, as_of_us, is_inherited = False, site.condition.as_of_us, site.condition.is_inherited
        if self._is_erased_since(site) and _arriving(site, outcome) is not None:
            site.begin_anew()  # it may hold what was erased
        if outcome.anew < site.anew:
            pass  # it follows on rows that are lost
        elif outcome.batch is not None or site.arriving is not None:
            brought = self._unlost(site, partial(_brought, site, outcome))
            if brought is not None:
                # Where a right was lost, nobody knows what a poll has not seen; what failed in passing could wait.
                brought = replace(brought, is_behind=brought.is_behind or outcome.needs_person)
                self._apply(site, brought)
                site.arriving = None
                is_inherited &= brought.is_cut_short and not brought.is_complete
                as_of_us = brought.as_of_us if brought.is_complete else as_of_us
        elif site.batch is not None and site.source.type.is_service:
            # "Nothing changed" is a complete read too; but a file's age is that of its content.
            as_of_us = outcome.started_us
            is_other = self._tell_again(site, site.batch, as_of_us)
        elif site.batch is not None and not 0 <= outcome.started_us - site.batch.clock_us < _RECLOCKED_US:
            # The same file, at another time: rows that a clock which began too early found in its future have come.
            self._apply(site, replace(site.batch, clock_us=outcome.started_us))
            is_other = True
        retry_at_us = outcome.retry_at_us if outcome.fault is not None else None
        told = (outcome.fault, outcome.remedy, outcome.needs_person, retry_at_us, is_inherited)
        self.set_condition(site, SourceCondition(as_of_us, outcome.started_us, *told), outcome.trace)
        return is_other

    def _is_erased_since(self, site: Site) -> bool:
        """Whether anything was erased since this was asked of the site last."""
        before, site.erasures = site.erasures, self._cache.erasures()
        return site.erasures != before

    def _tell_again(self, site: Site, batch: Batch, as_of_us: int) -> bool:
        """Keep that a site's rows are as they were; True where the cache has others by now, which are taken up."""
        told = replace(batch, as_of_us=as_of_us, clock_us=as_of_us, is_behind=False)
        if self._cache.tell_again(site.name, told):
            site.batch = told
            return False
        is_other = self.heed_rewriting(site)
        self._apply(site, replace(site.batch or batch, as_of_us=as_of_us, clock_us=as_of_us, is_behind=False))
        return is_other

    def _keep_condition(self, site: Site, condition: SourceCondition) -> None:
        site.condition = condition
        self._cache.set_condition(site.name, condition)

    def _apply(self, site: Site, batch: Batch) -> None:
        applied = self._unlost(site, lambda: self._cache.apply(site.name, batch, site.batch))
        site.batch, site.stamp = applied.batch, (applied.seq or site.stamp[0], site.stamp[1])

    def _unlost(self, site: Site, work: Callable[[], T]) -> T:
        """What comes of work on rows that came; where it fails all are read again, or these would be missing."""
        try:
            return work()
        except Exception:
            site.begin_anew()
            raise


def _is_better(before: Site, site: Site) -> bool:
    """Whether rows of other settings are to be had rather than those that there are: never than a site's own, unless
    these were never read completely."""
    then_us, known_us = before.condition.as_of_us, site.condition.as_of_us
    if then_us is None or known_us is None:
        return known_us is None and then_us is not None
    return site.condition.is_inherited and then_us > known_us


def _brought(site: Site, outcome: Outcome) -> Batch | None:
    """What there is to lay over what is known of a site; None where it lies beside it, until there is more."""
    arriving = _arriving(site, outcome)
    if arriving is None:
        return outcome.batch
    site.arriving = arriving
    place = arriving.place(site.condition.as_of_us, is_inherited=site.condition.is_inherited)
    if place is Place.BESIDE:
        return None
    return arriving.over() if place is Place.OVER else arriving.instead()


def _arriving(site: Site, outcome: Outcome) -> Arriving | None:
    """What lies beside the rows that are known with what an attempt brought; None where that goes over them at once."""
    known, batch, before = site.batch, outcome.batch, site.arriving
    is_whole = outcome.fault is None
    if batch is None:
        return before.through(outcome.started_us) if before is not None else None
    if known is None or not known.rows:
        return None
    if not batch.is_changes or outcome.is_from_nothing:
        is_all = is_whole and not (batch.has_more or batch.since_us)
        is_laid_over = batch.is_cut_short and not site.condition.is_inherited
        return None if is_all or is_laid_over else Arriving.of(batch, is_whole=is_whole)
    return before.then(known, batch, is_whole=is_whole) if before is not None else None


def _log_change(name: str, before: SourceCondition, now: SourceCondition, trace: str) -> None:
    """Say once that a source went down, or another part of it or for another reason, and once that it is back."""
    if (_gist(before.fault), before.needs_person) == (_gist(now.fault), now.needs_person):
        return
    if now.fault is None:
        log.info("%s answers again", name)
        return
    remedy = f" {said(now.remedy)}" if now.remedy is not None else ""
    log.warning("%s: %s%s%s", name, said(now.fault), remedy, f"\n{trace}" if trace else "")


def _gist(fault: Words | None) -> tuple[object, ...]:
    """What makes a fault another one: its sentence, not the numbers in it; of one about a part, which and why too."""
    if fault is None:
        return ()
    inner = [_gist(told) for told in fault.args.values() if isinstance(told, Words)]
    return (fault.key, fault.args.get("what"), *inner) if inner else (fault.key,)
