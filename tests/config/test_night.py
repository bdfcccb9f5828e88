"""Black and dimmed hours, orbit and PIN as they are written in a board."""

import pytest

from tests.config.good_board import GOOD, PANELS, SOURCES
from wallboard.config.models import BoardPart
from wallboard.config.reference import board_reference
from wallboard.config.schema import board_schema
from wallboard.core.views.night import NO_NIGHT, Dimming, Spell

HOUR = 3600
SCREEN = "size: 1920x1080}"
HASH = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRvZm91cnM$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"


def screen(load, *keys):
    return load(GOOD.replace(SCREEN, f"{', '.join(('size: 1920x1080', *keys))}}}")).screen


def test_a_screen_is_never_dark_and_wanders_a_little_unless_told_otherwise(load):
    board = load(GOOD)
    assert (board.screen.night, board.screen.orbit_px, board.pin) == (NO_NIGHT, 4, None)


def test_hours_stand_alone_or_in_a_list(load):
    evening = Spell(20 * HOUR, 30 * HOUR + 1800)
    weekend = Spell(7 * HOUR, 31 * HOUR, (5, 6))
    assert screen(load, 'dark: {at: "20:00-06:30"}').night.dark == (evening,)
    listed = 'dark: [{at: "20:00-06:30"}, {at: "07:00-07:00", days: "sat,sun"}]'
    assert screen(load, listed).night.dark == (evening, weekend)


def test_a_dimmed_hour_says_how_much_light_is_left_and_in_which_colours(load):
    night = screen(load, 'dim: [{at: "17:00-20:00"}, {at: "06:00-08:00", to: 40, theme: dark}]', "orbit: 0").night
    assert night.dim == (
        Dimming(Spell(17 * HOUR, 20 * HOUR), 0.7),
        Dimming(Spell(6 * HOUR, 8 * HOUR), 0.4, "dark"),
    )


def test_the_glass_is_told(load):
    text = GOOD.replace(SCREEN, 'size: 1920x1080, dark: {at: "20:00-06:30"}, orbit: 2}') + f"pin: {HASH}\n"
    layout = load(text).layout()
    assert layout.screen.night.dark == (Spell(20 * HOUR, 30 * HOUR + 1800),)
    assert (layout.screen.orbit_px, layout.pin) == (2, HASH)


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ('dark: {at: "20:00"}', 'screen.dark.at: found "20:00"; allowed: hours as in "09:00-12:30", up to "24:00"'),
        (
            'dark: "00:00-23:59"',
            'screen.dark: found "00:00-23:59"; allowed: a list, as in [a, b]; write {at: "00:00-23:59"}',
        ),
        (
            'dim: ["17:00-20:00"]',
            'screen.dim.1: found "17:00-20:00"; allowed: keys and values; write {at: "17:00-20:00"}',
        ),
        ("dark: always", 'screen.dark: found "always"; allowed: a list, as in [a, b]; write {at: "20:00-06:30"}'),
        ("dark: {days: mon}", 'screen.dark.at: "at" is missing; add it'),
        (
            'dark: [{at: "20:00-06:00"}, {at: "07:00-08:00", dais: mon}]',
            'screen.dark.2.dais: "dais" is no key here; allowed: at, days; did you mean "days"?',
        ),
        (
            'dark: {at: "08:00-08:00"}',
            "screen.dark: the screen is black all week; leave some hours of the week in which the board can be seen",
        ),
        ('dim: {at: "17:00-20:00", to: 20}', "screen.dim.to: found 20; allowed: at least 40"),
        (
            'dim: [{at: "17:00-20:00", to: 50}]',
            (
                "screen.dim.1.to: found 50 on a board of the theme light; allowed: at least 65; darker, its zones "
                "could not be told apart; with theme: dark beside it, these hours have the dark theme"
            ),
        ),
        ("orbit: 20", "screen.orbit: found 20; allowed: at most 8"),
        ("orbit: -1", "screen.orbit: found -1; allowed: at least 0"),
    ],
)
def test_what_cannot_be_is_said_with_its_place(said, keys, line):
    (fault,) = said(SCREEN, f"size: 1920x1080, {keys}}}")
    assert fault.split(": ", 1)[1] == line


def test_the_remedy_for_bare_hours_is_good(load):
    assert screen(load, 'dark: {at: "00:00-23:59"}').night.dark == (Spell(0, 24 * HOUR - 60),)


def test_a_week_of_black_hours_in_parts_is_black_all_week(said):
    parts = 'dark: [{at: "00:00-12:00"}, {at: "12:00-24:00", days: mon-sat}, {at: "11:00-01:00", days: sun}]'
    (fault,) = said(SCREEN, f"size: 1920x1080, {parts}}}")
    assert "black all week" in fault


@pytest.mark.parametrize("written", ["4711", '"4711"', "[4, 7, 1, 1]", "{hash: 4711}", HASH.replace("argon2id", "md5")])
def test_a_pin_that_stands_there_itself_is_refused_and_not_repeated(faults_of, written):
    (fault,) = faults_of(GOOD + f"pin: {written}\n")
    assert str(fault).endswith("pin: found something that is no hash of a PIN; make one with `wallboard pin`")


@pytest.mark.parametrize("costs", ["m=4194304,t=2,p=1", "m=19456,t=500,p=1", "m=19456,t=2,p=16", "m=7,t=2,p=1"])
def test_a_hash_that_would_stop_the_glass_is_refused(faults_of, costs):
    (fault,) = faults_of(GOOD + f"pin: {HASH.replace('m=19456,t=2,p=1', costs)}\n")
    assert costs.replace(",", ", ") in str(fault)


@pytest.mark.parametrize("costs", ["m=8,t=1,p=1", "m=19456,t=1,p=1", "m=7000,t=10,p=1", "m=4096,t=3,p=1"])
def test_a_hash_that_is_guessed_fast_falls_short_and_still_guards_the_wall(load, costs):
    weak = HASH.replace("m=19456,t=2,p=1", costs)
    board = load(GOOD + f"pin: {weak}\n")
    assert (board.pin, board.layout().pin) == (weak, weak)
    (warning,) = board.warnings
    assert costs.removesuffix(",p=1").replace(",", ", ") in warning
    assert warning.endswith("soon has the PIN; make another with `wallboard pin`")
    assert "c29tZXNhbHRvZm91cnM" not in warning


@pytest.mark.parametrize("costs", ["m=19456,t=2,p=1", "m=12288,t=3,p=1", "m=7168,t=5,p=1", "m=65536,t=3,p=4"])
def test_a_hash_with_the_costs_that_are_advised_is_good(load, costs):
    assert load(GOOD + f"pin: {HASH.replace('m=19456,t=2,p=1', costs)}\n").warnings == ()


def test_editors_and_readers_are_told_of_both_forms():
    properties = board_schema(SOURCES, PANELS)["$defs"]["ScreenPart"]["properties"]
    assert properties["dark"]["anyOf"] == [
        {"$ref": "#/$defs/DarkPart"},
        {"type": "array", "items": {"$ref": "#/$defs/DarkPart"}},
    ]
    assert "pin" in BoardPart.model_fields
    assert "| `dark` | keys as in `screen.dark`, or a list of such |  | hours in which it is black |" in (
        board_reference(SOURCES, PANELS).splitlines()
    )
