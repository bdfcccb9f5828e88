"""What tells a source's record from others, as the number by which its rows are known again in every read."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

import polars as pl

KEY: Final = "key"
# A number of so few digits stands for itself; no other text becomes one of these.
_DIGITS: Final = 17
_LEAST: Final = 10**_DIGITS


def numbers(keys: pl.Series) -> pl.Series:
    """Keys as whole numbers, the same in every process: plain numbers as they are, of other texts 63 bits of a hash.

    Rows are told apart by it within one resource of one source, since a record may be filed under another case. Of a
    million hashed keys two are the same with a probability of 5·10⁻⁸: one record would then stand in another's place.
    """
    plain = keys.str.contains(rf"^(0|[1-9][0-9]{{0,{_DIGITS - 1}}})$")
    if plain.all():
        return keys.cast(pl.Int64)
    hashed = keys.filter(~plain).unique().drop_nulls()
    table = pl.DataFrame({KEY: hashed, "n": pl.Series([_hashed(text) for text in hashed], dtype=pl.Int64)})
    found = keys.to_frame(KEY).join(table, on=KEY, how="left", maintain_order="left")
    return found.select(pl.coalesce(pl.when(plain).then(pl.col(KEY)).cast(pl.Int64), "n").alias(KEY)).to_series()


def numbers_of(keys: Iterable[str]) -> frozenset[int]:
    """The same of single keys."""
    return frozenset(numbers(pl.Series(KEY, list(keys), dtype=pl.String)))


def _hashed(text: str) -> int:
    number = int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=8).digest(), "big") >> 1
    return number if number >= _LEAST else number + _LEAST
