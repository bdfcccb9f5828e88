"""Appointments, diaries and the general shapes made by hand: those of the design, and ugly ones."""

from wallboard.core.views.shapes import View

GROUPS: dict[str, dict[str, View]] = {}
"""Views by shape and by what is odd about them."""
