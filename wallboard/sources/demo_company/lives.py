"""The lives of the demo company's cases: each is drawn wholly at its birth, step by step in work time."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

import numpy as np

from wallboard.core.local_time import SECOND_US
from wallboard.core.worktime import NEVER_US
from wallboard.sources.demo_company import vocabulary as code
from wallboard.sources.demo_company.arrivals import arrivals
from wallboard.sources.demo_company.case_kinds import (
    ANSWER_H,
    EVENING_H,
    FIRST_TOUCH_H,
    KINDS,
    SHARE,
    WEIGHTS,
    desks,
    leads_h,
    shares,
    targets_h,
)
from wallboard.sources.demo_company.chance import Chance, Codes, Flags, Floats, Int64s, along, pick
from wallboard.sources.demo_company.office import later_us
from wallboard.sources.demo_company.staff import CSRS, EXPERTS_FROM, on_duty


class LifeStep(IntEnum):
    """What can happen to a case, in the order in which it does."""

    OPENED = 0
    NEW = 1
    TYPED = 2
    PRIORITY = 3
    QUEUED = 4
    OWNED = 5
    ACTIVE = 6
    RETYPED = 7
    TO_DESK = 8
    HANDED_OVER = 9
    AT_VENDOR = 10
    FROM_VENDOR = 11
    TO_EXPERTS = 12
    TO_EXPERT = 13
    HELD = 14
    RELEASED = 15
    RESOLVED = 16
    REOPENED = 17
    RESOLVED_AGAIN = 18
    ARCHIVED = 19
    MERGED = 20
    IGNORED = 21


KIND_OF: Final = (
    "opened", "status", "type", "priority", "queue", "owner", "status", "type", "queue", "owner",
    "status", "status", "queue", "owner", "status", "status", "status", "status", "status", "status",
    "merged", "status",
)  # fmt: skip

_IGNORED: Final = 0.022
_IS_MERGED: Final = 0.4  # of the ignored
_NO_TYPE: Final = 0.035
_WRONG_TYPE: Final = 0.02
_NO_OWNER_FOR_LONG: Final = 0.03
_HAND_OVER: Final = 0.05
_REOPENED: Final = 0.034
_REOPENED_TOO_LATE: Final = 0.003
_ARCHIVED_AFTER_H: Final = 25.0
_REOPENED_AFTER_H: Final = ((0.0, 0.5), (0.5, 7.0), (0.9, 22.0), (1.0, 33.0))
_TOO_LATE_AFTER_H: Final = ((0.0, 60.0), (1.0, 76.0))


@dataclass(frozen=True, slots=True, eq=False)
class Lives:
    """Cases from birth to end.

    `at_us` and `to` have the shape (cases, steps): when, NEVER_US for not at all, and the code of what it
    changes to. `merged_into` is the place of the case that took another in, -1 for none. `systems` is 0 in
    the help desk alone, 1 in the ERP alone, 2 in both; `u` one more draw for whatever hangs on a case.
    """

    at_us: Int64s
    to: Codes
    merged_into: Int64s
    systems: Int64s
    u: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Course:
    """How the work on cases runs: `lead_h` work hours from birth on, with a hold after the share `held`."""

    born_us: Int64s
    lead_h: Floats
    held: Floats
    held_us: Int64s
    released_us: Int64s

    def at_us(self, share: Floats) -> Int64s:
        """When a share of the work is done."""
        before_us = later_us(self.born_us, self.lead_h * share)
        after_us = later_us(self.released_us, self.lead_h * np.maximum(share - self.held, 0.0))
        return np.where(share > self.held, after_us, before_us)


@lru_cache(maxsize=32)
def lives(seed: int, week: int) -> Lives:
    """The cases born in a week."""
    chance = Chance(seed, f"cases {week}")
    births = arrivals(seed, week)
    n = births.born_us.size
    kind = pick(chance.draws("type", n), WEIGHTS)
    priority = pick(chance.draws("priority", n), (0.10, 0.83, 0.07)) + code.PRIORITY
    is_high = priority == code.PRIORITY + 2
    lead_h = leads_h(kind, is_high, chance.along("share", SHARE, n), births.load)
    course = _course(chance, births.born_us, kind, lead_h)
    at_us = np.full((n, len(LifeStep)), NEVER_US, dtype=np.int64)
    to = np.zeros((n, len(LifeStep)), dtype=np.int16)
    systems = _systems(chance, kind)

    at_birth = [LifeStep.OPENED, LifeStep.NEW, LifeStep.TYPED, LifeStep.PRIORITY, LifeStep.QUEUED]
    at_us[:, at_birth] = births.born_us[:, None]
    to[:, LifeStep.NEW] = code.NEW
    to[:, LifeStep.PRIORITY] = priority
    touched = _begin(chance, course, (at_us, to))
    _route(chance, course, kind, touched, (at_us, to))
    _type(chance, kind, (at_us, to))
    _owners(chance, seed, (at_us, to))
    _end(chance, course, targets_h(kind, is_high), (at_us, to))
    merged_into = _ignore(chance, systems, (at_us, to))
    return Lives(at_us, to, merged_into, systems, chance.draws("more", n))


_Steps = tuple[Int64s, Codes]


def _course(chance: Chance, born_us: Int64s, kind: Int64s, lead_h: Floats) -> _Course:
    n = kind.size
    is_held = chance.happens("hold", shares("hold", kind), n)
    held = np.where(is_held, chance.along("hold share", ((0, 0.2), (1, 0.75)), n), 2.0)
    held_us = np.where(is_held, later_us(born_us, lead_h * held), NEVER_US)
    answered_us = later_us(held_us, chance.along("answer", ANSWER_H, n))
    evening_us = np.rint(chance.along("evening", EVENING_H, n) * 3600).astype(np.int64) * SECOND_US
    released_us = np.where(is_held, np.minimum(answered_us, NEVER_US - evening_us) + evening_us, NEVER_US)
    return _Course(born_us, lead_h, held, held_us, released_us)


def _begin(chance: Chance, course: _Course, steps: _Steps) -> Floats:
    """Somebody takes the case; returns the share of the work at which that is."""
    at_us, to = steps
    n = course.lead_h.size
    touched = np.minimum(chance.along("touch", FIRST_TOUCH_H, n) / course.lead_h, 0.18)
    at_us[:, LifeStep.ACTIVE] = course.at_us(touched)
    to[:, LifeStep.ACTIVE] = code.ACTIVE
    waits = chance.happens("no owner", _NO_OWNER_FOR_LONG, n)
    at_us[:, LifeStep.OWNED] = np.where(waits, course.at_us(np.full(n, 0.9)), at_us[:, LifeStep.ACTIVE])
    return touched


def _route(chance: Chance, course: _Course, kind: Int64s, touched: Floats, steps: _Steps) -> None:
    """Through the queues, and out to a supplier or the client and back."""
    at_us, to = steps
    n = kind.size
    is_at_front = chance.happens("front", shares("at_front", kind), n)
    to[:, LifeStep.QUEUED] = np.where(is_at_front, code.FRONT_LINE, desks(kind))
    sees_expert = chance.happens("expert", shares("expert", kind), n)
    is_at_vendor = chance.happens("vendor", shares("vendor", kind), n) & (course.held_us == NEVER_US)
    hands_over = chance.happens("hand-over", _HAND_OVER, n) & ~sees_expert
    # Each step at a share of the work after the first touch, later ones later.
    for step, low, high, happens, word in (
        (LifeStep.TO_DESK, 0.04, 0.25, is_at_front, desks(kind)),
        (LifeStep.HANDED_OVER, 0.3, 0.6, hands_over, code.NONE),
        (LifeStep.AT_VENDOR, 0.2, 0.4, is_at_vendor, code.VENDOR),
        (LifeStep.FROM_VENDOR, 0.5, 0.9, is_at_vendor, code.ACTIVE),
        (LifeStep.TO_EXPERTS, 0.3, 0.6, sees_expert, code.EXPERTS),
        (LifeStep.TO_EXPERT, 0.65, 0.75, sees_expert, code.NONE),
    ):
        share = touched + (1 - touched) * chance.along(step.name, ((0, low), (1, high)), n)
        at_us[:, step] = np.where(happens, course.at_us(share), NEVER_US)
        to[:, step] = word
    at_us[:, LifeStep.HELD], to[:, LifeStep.HELD] = course.held_us, code.HOLD
    at_us[:, LifeStep.RELEASED], to[:, LifeStep.RELEASED] = course.released_us, code.ACTIVE


def _type(chance: Chance, kind: Int64s, steps: _Steps) -> None:
    """Most cases come with their type; some get it, or the right one, when somebody takes them."""
    at_us, to = steps
    luck = chance.draws("typed", kind.size)
    right = kind + code.TYPE
    is_wrong = (luck >= _NO_TYPE) & (luck < _NO_TYPE + _WRONG_TYPE)
    to[:, LifeStep.TYPED] = np.where(is_wrong, (kind + 1) % len(KINDS) + code.TYPE, right)
    at_us[:, LifeStep.TYPED] = np.where(luck < _NO_TYPE, NEVER_US, at_us[:, LifeStep.TYPED])
    to[:, LifeStep.RETYPED] = right
    at_us[:, LifeStep.RETYPED] = np.where(luck < _NO_TYPE + _WRONG_TYPE, at_us[:, LifeStep.ACTIVE], NEVER_US)


def _owners(chance: Chance, seed: int, steps: _Steps) -> None:
    """Whoever is there takes a case; experts take the hard ones."""
    at_us, to = steps
    front, experts = slice(0, EXPERTS_FROM), slice(EXPERTS_FROM, len(CSRS))
    for step, among in ((LifeStep.OWNED, front), (LifeStep.HANDED_OVER, front), (LifeStep.TO_EXPERT, experts)):
        happens = at_us[:, step] != NEVER_US
        uniform = chance.draws(f"who {step.name}", happens.size)[happens]
        to[happens, step] = on_duty(seed, at_us[happens, step], uniform, among) + code.CSR


def _end(chance: Chance, course: _Course, target_h: Floats, steps: _Steps) -> None:
    """Resolved; now and then opened again, mostly within five work days; archived some days later."""
    at_us, to = steps
    n = target_h.size
    resolved_us = course.at_us(np.ones(n))
    luck = chance.draws("reopened", n)
    is_reopened = luck < _REOPENED
    is_too_late = ~is_reopened & (luck < _REOPENED + _REOPENED_TOO_LATE)
    after = chance.draws("reopened after", n)
    after_h = np.where(is_reopened, along(after, _REOPENED_AFTER_H), along(after, _TOO_LATE_AFTER_H))
    reopened_us = np.where(is_reopened | is_too_late, later_us(resolved_us, after_h), NEVER_US)
    again_us = later_us(reopened_us, target_h * chance.along("again", ((0, 0.04), (1, 0.3)), n))
    last_us = np.where(is_reopened, again_us, resolved_us)
    for step, when_us, word in (
        (LifeStep.RESOLVED, resolved_us, code.RESOLVED),
        (LifeStep.REOPENED, reopened_us, code.ACTIVE),
        (LifeStep.RESOLVED_AGAIN, again_us, code.RESOLVED),
        (LifeStep.ARCHIVED, later_us(last_us, _ARCHIVED_AFTER_H), code.CLOSED),
    ):
        at_us[:, step], to[:, step] = when_us, word


def _ignore(chance: Chance, systems: Int64s, steps: _Steps) -> Int64s:
    """Some of what reaches the help desk is advertising, or a second mail about the case before it."""
    at_us, to = steps
    n = systems.size
    luck = chance.draws("ignored", n)
    place = np.arange(n)
    last_place = np.maximum.accumulate(np.where((systems != 1) & (luck >= _IGNORED), place, -1))
    is_ignored = (luck < _IGNORED) & (systems == 0)
    is_merged = is_ignored & (luck < _IGNORED * _IS_MERGED) & (last_place >= 0)
    at_us[:, LifeStep.IGNORED] = np.where(is_ignored, at_us[:, LifeStep.ACTIVE], NEVER_US)
    at_us[:, LifeStep.MERGED] = np.where(is_merged, at_us[:, LifeStep.ACTIVE], NEVER_US)
    to[:, LifeStep.IGNORED] = np.where(is_merged, code.MERGED, code.SPAM)
    at_us[is_ignored, LifeStep.OWNED : LifeStep.MERGED] = NEVER_US
    return np.where(is_merged, last_place, -1)


def _systems(chance: Chance, kind: Int64s) -> Int64s:
    edges = np.cumsum(np.array([of.systems for of in KINDS]), axis=1)[kind, :2]
    systems: Int64s = (chance.draws("system", kind.size)[:, None] >= edges).sum(axis=1)
    return systems


def is_in(systems: Int64s, system: int) -> Flags:
    """Whether cases are in one system: 0 the help desk, 1 the ERP."""
    inside: Flags = (systems == system) | (systems == 2)
    return inside
