"""Chance that is the same on every machine: uniform draws by counting and mixing, curves to read them off."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Int64s = NDArray[np.int64]
Codes = NDArray[np.int16]
Flags = NDArray[np.bool_]
Curve = Sequence[tuple[float, float]]
"""Points (share of all draws, value) of a distribution, from share 0 to share 1."""

_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX_1: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2: Final = np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, slots=True)
class Chance:
    """The draws about one thing, such as the cases of one week; each name has its own, which no other moves.

    numpy's generators may change between versions, hashes and integers do not.
    """

    seed: int
    about: str

    def draws(self, name: str, count: int) -> Floats:
        """`count` uniform draws in [0, 1), shape (count,); more of them begin with the same ones.

        SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014), started
        from a hash of seed and names.
        """
        key = blake2b(f"{self.seed}/{self.about}/{name}".encode(), digest_size=8).digest()
        x = np.arange(1, count + 1, dtype=np.uint64) * _STEP + np.uint64(int.from_bytes(key, "little"))
        x = (x ^ (x >> np.uint64(30))) * _MIX_1
        x = (x ^ (x >> np.uint64(27))) * _MIX_2
        x ^= x >> np.uint64(31)
        uniform: Floats = (x >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return uniform

    def table(self, name: str, rows: int, columns: int) -> Floats:
        """Uniform draws in the shape (rows, columns)."""
        return self.draws(name, rows * columns).reshape(rows, columns)

    def happens(self, name: str, probability: Floats | float, count: int) -> Flags:
        """Which of `count` things happen, each with its probability."""
        return np.less(self.draws(name, count), probability)

    def along(self, name: str, curve: Curve, count: int) -> Floats:
        """`count` draws from the distribution of a curve."""
        return along(self.draws(name, count), curve)


def along(uniform: Floats, curve: Curve) -> Floats:
    """Where uniform draws fall on a curve: the distribution's quantiles, straight between its points."""
    shares, values = zip(*curve, strict=True)
    quantiles: Floats = np.interp(uniform, shares, values)
    return quantiles


def pick(uniform: Floats, weights: Sequence[float]) -> Int64s:
    """The index that each uniform draw picks, in proportion to the weights."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(edges[:-1] / edges[-1], uniform, side="right")
