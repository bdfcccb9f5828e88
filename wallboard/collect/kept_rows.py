"""A site's rows and condition, kept in the cache as they come, and read from it where another process brought them."""

import logging
from dataclasses import replace

from wallboard.collect.plain import said
from wallboard.collect.polling import Outcome
from wallboard.collect.site import Site, differs
from wallboard.core.records import Batch
from wallboard.store.cache import Cache
from wallboard.store.condition import SourceCondition

log = logging.getLogger(__name__)

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
        if outcome.fault is None:
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
        stamp = self._cache.stamp(site.name)
        if stamp == site.stamp and site.batch is not None:
            return False
        site.stamp = stamp
        before = site.told
        site.batch = self._cache.load(site.name)
        site.condition = self._cache.condition(site.name)
        return differs(before, site.told)

    def inherit(self, site: Site, before: Site) -> None:
        """Begin with what is known of a site whose source has other settings now, until a read of this one succeeds.

        Its rows go into the cache as this site's, so that a restart begins with them too. Rows of its own that the last
        read brought are better; those that stand beside a fault are older than what the wall showed.
        """
        if before.batch is None:
            return
        is_better = site.condition.fault is None or before.batch.is_cut_short
        if site.batch is not None and is_better:
            return
        # What "nothing changed" refers to was said of the other settings.
        self._apply(site, replace(before.batch, token=""))
        self._keep_condition(site, replace(before.condition, attempted_us=None, retry_at_us=None))

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
        as_of_us, is_other = site.condition.as_of_us, False
        if outcome.batch is not None:
            self._apply(site, outcome.batch)
            as_of_us = as_of_us if outcome.batch.is_cut_short else outcome.batch.as_of_us
        elif site.batch is not None and site.source.type.is_service and not site.batch.is_cut_short:
            # "Nothing changed" is a complete read too; but a file's age is that of its content.
            as_of_us = outcome.started_us
            is_other = self._tell_again(site, site.batch, as_of_us)
        elif site.batch is not None and not 0 <= outcome.started_us - site.batch.clock_us < _RECLOCKED_US:
            # The same file, at another time: rows that a clock which began too early found in its future have come.
            self._apply(site, replace(site.batch, clock_us=outcome.started_us))
            is_other = True
        self.set_condition(site, SourceCondition(as_of_us, outcome.started_us))
        return is_other

    def _tell_again(self, site: Site, batch: Batch, as_of_us: int) -> bool:
        """Keep that a site's rows are as they were; True where the cache has others by now, which are taken up."""
        told = replace(batch, as_of_us=as_of_us, clock_us=as_of_us)
        if self._cache.tell_again(site.name, told):
            site.batch = told
            return False
        is_other = self.heed_rewriting(site)
        self._apply(site, replace(site.batch or batch, as_of_us=as_of_us, clock_us=as_of_us))
        return is_other

    def _keep_condition(self, site: Site, condition: SourceCondition) -> None:
        site.condition = condition
        self._cache.set_condition(site.name, condition)

    def _apply(self, site: Site, batch: Batch) -> None:
        applied = self._cache.apply(site.name, batch)
        site.batch, site.stamp = applied.batch, (applied.seq or site.stamp[0], site.stamp[1])


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
