"""What cases of each type are like at the demo company: how many, how long, in which queues and systems."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from wallboard.sources.demo_company.chance import Curve, Flags, Floats, Int64s
from wallboard.sources.demo_company.vocabulary import (
    FRONT_LINE,
    INVOICES,
    QUOTES_DESK,
    RETURNS,
    TECHNICAL,
    TYPES,
)


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A type of case: its share of all, the work hours it should take and the factor on what it does take.

    `desk` is the queue in which it is worked on, `at_front` the share that waits in the front line first;
    `expert`, `hold` and `vendor` are the shares that see an expert or wait on the client or a supplier.
    `systems` weighs help desk alone, ERP alone, both.
    """

    weight: float
    target_h: float
    pace: float
    desk: int
    at_front: float
    expert: float
    hold: float
    vendor: float
    systems: tuple[float, float, float]


KINDS: Final = (
    CaseKind(0.20, 6, 0.95, FRONT_LINE, 0.0, 0.02, 0.04, 0.04, (0.34, 0.54, 0.12)),
    CaseKind(0.22, 12, 1.06, QUOTES_DESK, 0.5, 0.05, 0.12, 0.05, (0.86, 0.06, 0.08)),
    CaseKind(0.22, 16, 0.96, RETURNS, 0.55, 0.03, 0.11, 0.08, (0.62, 0.28, 0.10)),
    CaseKind(0.27, 24, 1.02, TECHNICAL, 0.6, 0.22, 0.13, 0.12, (0.97, 0.0, 0.03)),
    CaseKind(0.09, 4, 0.90, INVOICES, 0.1, 0.0, 0.05, 0.0, (0.35, 0.60, 0.05)),
)
TARGETS_H: Final = dict(zip(TYPES, (kind.target_h for kind in KINDS), strict=True))
HIGH_TARGETS_H: Final = {"Order": 3.0, "Technical": 12.0}
"""What a high priority asks for instead."""

WEIGHTS: Final = tuple(kind.weight for kind in KINDS)
_ORDINARY_H: Final = np.array([TARGETS_H[name] for name in TYPES])
_HIGH_H: Final = np.array([HIGH_TARGETS_H.get(name, TARGETS_H[name]) for name in TYPES])
_PACE: Final = np.array([kind.pace for kind in KINDS])

# Lead time as a share of the target, at an ordinary load.
SHARE: Final[Curve] = (
    (0.0, 0.02), (0.05, 0.15), (0.15, 0.33), (0.36, 0.56), (0.55, 0.71), (0.77, 0.88), (0.865, 0.995),
    (0.93, 1.16), (0.97, 1.42), (0.99, 1.8), (1.0, 2.5),
)  # fmt: skip
# Work hours until somebody takes the case, and until a client answers, sometimes in the evening after that.
FIRST_TOUCH_H: Final[Curve] = ((0.0, 0.02), (0.3, 0.15), (0.7, 0.6), (0.95, 1.6), (1.0, 3.0))
ANSWER_H: Final[Curve] = ((0.0, 0.4), (0.25, 2.0), (0.6, 8.0), (0.9, 22.0), (1.0, 40.0))
EVENING_H: Final[Curve] = ((0.0, 0.0), (0.7, 0.0), (1.0, 14.0))


def targets_h(kind: Int64s, is_high: Flags) -> Floats:
    """The work hours that each case should take."""
    return np.where(is_high, _HIGH_H[kind], _ORDINARY_H[kind])


def leads_h(kind: Int64s, is_high: Flags, share: Floats, load: Floats) -> Floats:
    """The work hours that each case takes from opening to closing, holds apart."""
    leads: Floats = targets_h(kind, is_high) * np.maximum(share * _PACE[kind] * load, 0.015)
    return leads


def shares(name: str, kind: Int64s) -> Floats:
    """A share of CaseKind (`hold`, `expert` …) for each case."""
    return np.array([getattr(of, name) for of in KINDS])[kind]


def desks(kind: Int64s) -> Int64s:
    """The queue in which each case is worked on."""
    return np.array([of.desk for of in KINDS])[kind]
