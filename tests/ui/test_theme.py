"""Colours keep apart, for every pair of eyes."""

from itertools import combinations

import pytest

from tests.ui.eyes import contrast, delta_e, seen
from wallboard.core.views.figures import ZONES
from wallboard.ui.theme import THEMES

EYES = ("normal", "protan", "deutan", "tritan")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_of_colours_is_that_of_published_pairs(one, other, expected):
    assert delta_e(one, other) == pytest.approx(expected, abs=5e-5)
    assert delta_e(other, one) == pytest.approx(expected, abs=5e-5)


def test_white_looks_white_to_every_eye_and_red_loses_its_red_to_some():
    for eyes in EYES:
        assert seen("#ffffff", eyes) == pytest.approx((100, 0, 0), abs=0.6)
    assert delta_e(seen("#cc0000", "normal"), seen("#008000", "normal")) > 2 * delta_e(
        seen("#cc0000", "deutan"), seen("#008000", "deutan")
    )


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_zones_stay_apart_for_every_eye(theme, eyes):
    colours = THEMES[theme]
    for one, other in combinations(ZONES, 2):
        apart = delta_e(seen(colours[one], eyes), seen(colours[other], eyes))
        assert apart >= 15, f"{one} and {other} are {apart:.1f} apart"


@pytest.mark.parametrize("theme", THEMES)
def test_only_urgent_and_late_are_saturated(theme):
    def chroma(role):
        _, a, b = seen(THEMES[theme][role], "normal")
        return (a * a + b * b) ** 0.5

    assert max(chroma("on-track"), chroma("watch")) < 25
    assert min(chroma("urgent"), chroma("late")) > 55


@pytest.mark.parametrize("theme", THEMES)
def test_marks_stand_out_from_the_bands_behind_them(theme):
    colours = THEMES[theme]
    for zone in ZONES:
        assert contrast(colours[zone], colours[f"band-{zone}"]) >= 2.2


def test_both_themes_colour_the_same_roles():
    assert THEMES["dark"].keys() == THEMES["light"].keys()
