"""Sentences that the glass itself writes into shapes: labels of figures, legends, units."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    # stacks
    "stacks.open": "{n} open",
    "stacks.waiting": "{n} waiting",
    "stacks.oldest": "oldest",
}
