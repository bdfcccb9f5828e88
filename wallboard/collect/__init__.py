"""The collector: polls the sources on threads of their own, keeps what they bring, and composes boards from it."""

from wallboard.collect.once import read_once
from wallboard.collect.process import ALREADY_COMPOSED, BAD_BOARD, NO_STATE, run

__all__ = ["ALREADY_COMPOSED", "BAD_BOARD", "NO_STATE", "read_once", "run"]
