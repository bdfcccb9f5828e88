"""The collector: polls the sources on threads of their own, keeps what they bring, and composes boards from it."""

from wallboard.collect.once import read_once
from wallboard.collect.process import run

__all__ = ["read_once", "run"]
