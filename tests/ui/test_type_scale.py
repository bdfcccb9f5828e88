"""Text is sized in minutes of arc."""

import math

import pytest

from wallboard.ui.fonts import BOLD, metrics
from wallboard.ui.type_scale import CAP_HEIGHT_EM, font_px, scale_for


@pytest.mark.parametrize(("distance", "least", "preferred"), [(3, 30.3, 37.9), (5, 50.5, 63.1)])
def test_a_55_inch_screen_of_1080_lines_needs_these_sizes(distance, least, preferred):
    size = {"diagonal_in": 55, "distance_m": distance, "size_px": (1920, 1080)}
    assert font_px(16, **size) == pytest.approx(least, abs=0.05)
    assert font_px(20, **size) == pytest.approx(preferred, abs=0.05)


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920)])
@pytest.mark.parametrize("distance", [1.0, 3.0, 7.5])
def test_rounding_never_falls_below_the_rule(size, distance):
    scale = scale_for(43, distance, size)
    px_per_mm = math.hypot(*size) / (43 * 25.4)
    for px, arc in ((scale.least, 16), (scale.body, 20)):
        cap_mm = px * CAP_HEIGHT_EM / px_per_mm
        assert math.degrees(math.atan(cap_mm / (distance * 1000))) * 60 >= arc - 1e-3


def test_an_upright_screen_has_the_sizes_of_a_lying_one():
    assert scale_for(55, 3, (1080, 1920)) == scale_for(55, 3, (1920, 1080))


def test_the_bundled_font_is_as_high_as_the_rule_reckons(qapp):
    assert metrics(1000, BOLD).capHeight() == pytest.approx(1000 * CAP_HEIGHT_EM, rel=0.002)


def test_figures_are_tabular(qapp):
    widths = [metrics(100, BOLD).horizontalAdvance(digit) for digit in "0123456789"]
    assert max(widths) - min(widths) < 0.5
