"""Opportunities that wait for an appointment, coordinator by coordinator, by how long they have waited."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from wallboard.core.evidence import Evidence, OnDemand, Records
from wallboard.core.kinds import WorkHours
from wallboard.core.local_time import HOUR_US, hours_of
from wallboard.core.measures.coverage import since
from wallboard.core.measures.opportunities import Opportunities, opportunities, window_us, zones_of
from wallboard.core.measures.opportunity_account import of_opportunities
from wallboard.core.measures.opportunity_coverage import opportunity_coverage
from wallboard.core.measures.people import NOBODY
from wallboard.core.measures.ranks import FEW_FOR_WEIGHT, nearest_rank
from wallboard.core.measures.sales_coverage import details_of, remarks_of
from wallboard.core.organisation import Organisation
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import ZONES, Figure, StackRow, Stacks, View
from wallboard.core.words import Words, verbatim, words
from wallboard.panels.contract import (
    ZONE_NAMES,
    Envelope,
    FigureName,
    PanelOptions,
    Shown,
    blank,
    calendar_of,
    heading,
    zone_figures,
)

Bools = NDArray[np.bool_]

TAKES = frozenset({"opportunities", "appointments"})
USES = frozenset({"calendar"})
FIGURES = (
    FigureName("waiting", "opportunities", "opportunities without an appointment that are neither won nor lost"),
    FigureName("oldest", "h", "work hours since the oldest of them was created"),
    FigureName("wait_p85", "h", "85th percentile of the waits that ended by a release in 20 work days"),
    *zone_figures("opportunities", "those in the zone {zone} by wait ÷ target; only with a target"),
    FigureName("waiting:NAME", "opportunities", "waiting with one coordinator, `others` or `none`"),
    FigureName("oldest:NAME", "h", "the oldest of theirs"),
    FigureName("wait_p85:NAME", "h", "the percentile of theirs"),
)


class Options(PanelOptions):
    """The pile by age."""

    summary: ClassVar[str] = "opportunities that wait for an appointment by coordinator and age; oldest, P85 of waits"

    target_wait_h: WorkHours | None = Field(None, description="how long one may wait; colours the waits")


@dataclass(frozen=True, slots=True, eq=False)
class _Share:
    """A coordinator's part of the pile: what figures and explanations call it, its label, which it is."""

    name: str
    label: Words
    is_own: Bools
    is_private: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Waits:
    """The pile with which of the waits ended lately, and the target (µs; None: no zones)."""

    pile: Opportunities
    is_ended: Bools
    target_us: int | None

    def ended(self, is_own: Bools) -> NDArray[np.int64]:
        """The waits of a part that ended by a release."""
        return self.pile.wait_us[self.is_ended & is_own]

    def oldest_us(self, is_own: Bools) -> int | None:
        """The longest wait of a part that lasts."""
        lasting = self.pile.wait_us[self.pile.is_waiting & is_own]
        return int(lasting.max()) if lasting.size else None

    def zone_counts(self, is_own: Bools) -> tuple[int, ...]:
        """How many wait in each zone; none without a target."""
        if self.target_us is None:
            return (0,) * len(ZONES)
        zones = zones_of(self.pile.wait_us[self.pile.is_waiting & is_own], self.target_us)
        return tuple(np.bincount(zones, minlength=len(ZONES)).tolist())


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """A row a coordinator, in the board's order; then others', and those that nobody schedules."""
    title = heading(envelope)
    lacks = opportunity_coverage(snapshot, TAKES, ("coordinator",))
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    calendar = calendar_of(envelope, snapshot)
    pile = opportunities(snapshot, calendar)
    is_ended = pile.is_wait_known & pile.released_in(*window_us(calendar, snapshot.at_us))
    waits = _Waits(pile, is_ended, round(options.target_wait_h * HOUR_US) if options.target_wait_h else None)
    shares = _shares(snapshot.organisation, pile)
    body = Stacks(tuple(_row(waits, share) for share in shares), noun="stacks.waiting")
    untargeted = () if options.target_wait_h else (words("coordinator-queue.no-target"),)
    not_covered = since(lacks.read_us, calendar, snapshot.at_us, window_us(calendar, snapshot.at_us)[0])
    remarks = (*not_covered, *lacks.remarks, *untargeted, *remarks_of(pile.unusable, {}))
    note = _note(options.target_wait_h) if options.target_wait_h else None
    every = np.ones(pile.row.size, dtype=np.bool_)
    figures = [*_figures("", waits, every), *_zone_figures(waits)]
    makers = _makers("", snapshot, waits, every) | _zone_makers(snapshot, waits)
    for share in shares:
        figures += _figures(f":{share.name}", waits, share.is_own)
        makers |= _makers(f":{share.name}", snapshot, waits, share.is_own)
    view = View(envelope.type, envelope.title, title, body, tuple(figures), lacks.sources, note, remarks)
    return Shown(view, OnDemand(makers), details_of(pile.unusable, ()))


def _note(target_h: float) -> Words:
    """The target, in tenths of an hour where it is no whole number."""
    is_whole = float(target_h).is_integer()
    return words("coordinator-queue.note" if is_whole else "coordinator-queue.note-tenths", hours=target_h)


def _shares(organisation: Organisation, pile: Opportunities) -> tuple[_Share, ...]:
    """Coordinators in the board's order, also those with nothing to do; others and none where there are any."""
    coordinators = [
        (place, person.name) for place, person in enumerate(organisation.people) if person.role == "coordinator"
    ]
    shares = [_Share(name, verbatim(name), pile.coordinator == place, is_private=True) for place, name in coordinators]
    is_none = pile.coordinator == NOBODY
    is_other = ~is_none & ~np.isin(pile.coordinator, [place for place, _ in coordinators])
    rest = (
        _Share("others", words("coordinator-queue.others"), is_other),
        _Share("none", words("coordinator-queue.none"), is_none),
    )
    return (*shares, *(share for share in rest if (share.is_own & pile.is_waiting).any()))


def _row(waits: _Waits, share: _Share) -> StackRow:
    ended, oldest_us = waits.ended(share.is_own), waits.oldest_us(share.is_own)
    total = int(np.count_nonzero(waits.pile.is_waiting & share.is_own))
    has_zone = oldest_us is not None and waits.target_us is not None
    return StackRow(
        share.label,
        total,
        waits.zone_counts(share.is_own),
        without_target=0 if waits.target_us is not None else total,
        oldest_h=hours_of(oldest_us),
        oldest_zone=ZONES[int(zones_of(np.array([oldest_us]), waits.target_us or 0)[0])] if has_zone else None,
        p85_h=_p85_h(ended),
        n=ended.size,
        is_grey=ended.size < FEW_FOR_WEIGHT,
        is_private=share.is_private,
    )


def _p85_h(waits_us: NDArray[np.int64]) -> float | None:
    return hours_of(nearest_rank(waits_us, 85))


def _figures(suffix: str, waits: _Waits, is_own: Bools) -> list[Figure]:
    total, ended = int(np.count_nonzero(waits.pile.is_waiting & is_own)), waits.ended(is_own)
    return [
        Figure(f"waiting{suffix}", total, "opportunities"),
        Figure(f"oldest{suffix}", hours_of(waits.oldest_us(is_own)), "h"),
        Figure(f"wait_p85{suffix}", _p85_h(ended), "h", n=ended.size, is_grey=ended.size < FEW_FOR_WEIGHT),
    ]


def _zone_figures(waits: _Waits) -> list[Figure]:
    if waits.target_us is None:
        return []
    counts = waits.zone_counts(np.ones(waits.pile.row.size, dtype=np.bool_))
    named = zip(ZONE_NAMES, ZONES, counts, strict=True)
    return [Figure(name, count, "opportunities", zone=zone) for name, zone, count in named]


def _makers(
    suffix: str, snapshot: Snapshot, waits: _Waits, is_own: Bools
) -> dict[str, Callable[[], Evidence | Records]]:
    pile, listed = waits.pile, (waits.pile.is_waiting | waits.is_ended) & is_own
    of_own = partial(of_opportunities, snapshot, pile, listed)
    hours = pile.wait_us / HOUR_US
    return {
        f"waiting{suffix}": partial(of_own, {"waiting": pile.is_waiting}),
        f"oldest{suffix}": partial(of_own, {"waiting": pile.is_waiting}, how="highest", amounts=hours),
        f"wait_p85{suffix}": partial(of_own, {"released": waits.is_ended}, how="p85", amounts=hours),
    }


def _zone_makers(snapshot: Snapshot, waits: _Waits) -> dict[str, Callable[[], Evidence | Records]]:
    if waits.target_us is None:
        return {}
    pile, zones = waits.pile, zones_of(waits.pile.wait_us, waits.target_us)
    return {
        name: partial(of_opportunities, snapshot, pile, pile.is_waiting, {zone: pile.is_waiting & (zones == code)})
        for code, (name, zone) in enumerate(zip(ZONE_NAMES, ZONES, strict=True))
    }
