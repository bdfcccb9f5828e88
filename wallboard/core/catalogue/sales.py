"""Sentences of the panels of sales."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {}
