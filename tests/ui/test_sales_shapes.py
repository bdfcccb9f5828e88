"""What the shapes of sales promise beyond having room: signs and colours that agree with the numbers."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from tests.ui import samples
from tests.ui.eyes import contrast, delta_e, seen
from tests.ui.samples import NOW, layout_of, picture_of
from tests.ui.samples_sales import (
    BOOKED,
    BUFFER,
    GROUPS,
    LARGE_TEAM,
    LEAVE,
    SALES,
    SALES_PLACES,
    B,
    E,
    N,
    P,
    booked_row,
    day,
    pips,
    work_days,
)
from wallboard.core.views.layout import Screen
from wallboard.core.views.shapes import Booked, BookedRow
from wallboard.ui.page import lay_page, stage_for
from wallboard.ui.paint import Painter
from wallboard.ui.scene import PIP_SIGNS, Box, Mark, Rect, Scene, Text
from wallboard.ui.shapes.people import first_names
from wallboard.ui.theme import THEMES

WIDE = (1920, 1080)
SATURATED = {"urgent", "late", "cell-urgent", "cell-late", "bar-late", "bar-urgent", "value-urgent", "value-late"}

pytestmark = pytest.mark.usefixtures("qapp")


def page_of(*bodies, size=WIDE, distance=3.0, locale="en_GB", notes=samples.NOTES):
    """The design's page of sales with these bodies in the place of its own."""
    given = {type(body): body for body in bodies}
    views = tuple(replace(shown, body=given.get(type(shown.body), shown.body)) for shown in SALES)
    layout = layout_of(views, places=SALES_PLACES, screen=Screen(distance=distance), locale=locale)
    return lay_page(layout, picture_of(views, sources=notes), 0, size, stage_for(layout, size, NOW))


def texts(scene):
    return {item.string: item for item in scene.items if isinstance(item, Text)}


def marks(scene):
    return [item for item in scene.items if isinstance(item, Mark)]


def signs_in_row(scene, name):
    """The signs beside a name, from the left."""
    text = texts(scene)[name]
    beside = [mark for mark in marks(scene) if abs(mark.y - text.baseline) < text.px and mark.x > text.x]
    return [mark.shape for mark in sorted(beside, key=lambda mark: mark.x)]


@pytest.mark.parametrize("size", [WIDE, (3840, 2160)], ids=str)
def test_the_page_of_the_design_gives_up_nothing(size):
    assert [scene.lacks for scene in page_of(size=size).panels] == [(), (), ()]


def test_a_salespersons_day_is_drawn_slot_by_slot():
    scene = page_of().panels[0]
    assert signs_in_row(scene, "Amira Haddad") == ["done"] * 4
    assert signs_in_row(scene, "Ben Okafor") == ["done", "done", "ring", "dashed"]
    assert signs_in_row(scene, "Dev Patel") == ["done", "crossed", "ring", "ring"]
    assert signs_in_row(scene, "Farid Nazari") == []
    assert {"4 / 4", "11 / 20", "Week so far 47 of 60", "on leave until Thursday"} <= texts(scene).keys()


def test_the_legend_names_what_occurs_and_nothing_else():
    shown = texts(page_of(pips((day("Amira", P, B), day("Ben", N)))).panels[0])
    assert {"performed", "booked", "no-show"} <= shown.keys()
    assert not {"empty", "cancelled", "unconfirmed"} & shown.keys()


def test_a_fifth_appointment_has_a_sign_of_its_own():
    scene = page_of(pips((day("Amira", *[P] * 5), day("Ben", P, B, B, E)))).panels[0]
    assert signs_in_row(scene, "Amira") == ["done"] * 5
    assert "5 / 4" in texts(scene)
    lefts = {round(mark.x) for mark in marks(scene) if mark.shape in PIP_SIGNS and mark.size > 30}
    assert len(lefts) == 5, "the signs of both rows stand under each other"


def test_being_on_leave_is_not_red():
    scene = page_of(pips(tuple(day(name, slots=0, away=LEAVE) for name in LARGE_TEAM))).panels[0]
    assert not marks(scene)
    assert texts(scene)["Amira Haddad"].role == "muted"


def test_fourteen_salespeople_all_have_their_row_and_every_sign():
    scene = page_of(pips(tuple(day(name, P, N, B, E) for name in LARGE_TEAM))).panels[0]
    assert set(LARGE_TEAM) <= texts(scene).keys()
    assert len([mark for mark in marks(scene) if mark.shape in PIP_SIGNS]) == 4 * 14 + 4
    assert scene.lacks == ()


def test_from_further_away_the_legend_goes_before_a_person_does():
    scene = page_of(pips(tuple(day(name, P, N, B, E) for name in LARGE_TEAM[:9])), distance=5.0).panels[0]
    assert set(first_names(LARGE_TEAM[:9])) <= {name.split()[0] for name in texts(scene)}
    assert "no-show" not in texts(scene)
    assert scene.lacks == ("fits.secondary",)


def test_those_who_have_no_room_are_counted():
    many = pips(tuple(day(f"Person {n}", P, N, B, E) for n in range(200)))
    scene = page_of(many).panels[0]
    told = [string for string in texts(scene) if string.startswith("and ")]
    named = [string for string in texts(scene) if string.startswith("Per")]
    assert told == [f"and {200 - len(named)} more"]
    assert "200 / 800" in texts(scene)
    assert "fits.rows" in scene.lacks


@pytest.mark.parametrize("theme", THEMES)
def test_signs_differ_by_more_than_their_colour(theme):
    drawn = {}
    for sign in sorted(PIP_SIGNS):
        image = QImage(48, 48, QImage.Format.Format_RGB32)
        image.fill(QColor(THEMES[theme]["panel"]))
        painter = QPainter(image)
        Painter(THEMES[theme]).paint(painter, [Scene(Rect(0, 0, 48, 48), (Mark(sign, 24, 24, 40, "line"),))])
        painter.end()
        drawn[sign] = image
    for one, other in combinations(drawn, 2):
        differing = sum(
            drawn[one].pixelColor(x, y) != drawn[other].pixelColor(x, y) for x in range(48) for y in range(48)
        )
        assert differing > 60, (one, other)


def cells(scene):
    """Each cell's colour, figure and signs, from the top and from the left."""
    boxes = [item for item in scene.items if isinstance(item, Box) and item.role.startswith(("cell", "strip"))]
    found = []
    for box in boxes:
        inside = [text for text in texts_in(scene, box.rect) if text.ground == box.role]
        signs = [mark.shape for mark in marks(scene) if box.rect.meets(Rect(mark.x - 1, mark.y - 1, 2, 2))]
        found.append((box.role, "".join(text.string for text in inside), tuple(signs)))
    return found


def texts_in(scene, rect):
    return [
        item
        for item in scene.items
        if isinstance(item, Text) and rect.x <= item.x <= rect.right and rect.y <= item.baseline <= rect.bottom
    ]


def test_a_day_is_coloured_and_signed_by_what_is_short_of_its_goal():
    row = booked_row("Amira", "4321-", (4, 4, 4, 4, 4))
    scene = page_of(replace(BOOKED, days=work_days(5), rows=(row,), goals=(4,) * 5)).panels[1]
    assert cells(scene) == [
        ("cell", "4", ()),
        ("cell-urgent", "3", ("diamond",)),
        ("cell-late", "2", ("square",)),
        ("cell-late", "1", ("square",)),
    ]
    assert [mark.shape for mark in marks(scene)].count("dash") == 1


def test_the_goals_stand_under_their_days():
    scene = page_of().panels[1]
    line = texts(scene)["goal"].baseline
    goals = [item for item in scene.items if isinstance(item, Text) and item.baseline == line and item.string != "goal"]
    assert [item.string for item in sorted(goals, key=lambda item: item.x)] == list("4443322211")


def test_a_weekend_parts_the_weeks():
    scene = page_of().panels[1]
    tops = min(item.rect.y for item in scene.items if isinstance(item, Box) and item.role.startswith("cell"))
    first = sorted(
        item.rect.x
        for item in scene.items
        if isinstance(item, Box) and item.role.startswith("cell") and item.rect.y == tops
    )
    steps = [right - left for left, right in pairwise(first)]
    assert steps.index(max(steps)) == 4
    assert max(steps) > 1.1 * sorted(steps)[-2]


def test_people_keep_their_whole_names_while_they_have_room_and_then_their_first():
    short = replace(BOOKED, days=work_days(3), goals=(4, 4, 4))
    short = replace(short, rows=tuple(replace(row, days=row.days[:3]) for row in short.rows))
    assert "Amira Haddad" in texts(page_of(short).panels[1])
    assert "Amira" in texts(page_of().panels[1])
    assert first_names(("Ben Okafor", "Ben Oduya")) is None


def test_the_days_that_have_no_room_are_the_last_ones_and_the_note_tells_how_many_are_shown():
    high = tuple(Booked(100 + n, 200, 100, "on-track") for n in range(20))
    body = replace(BOOKED, days=work_days(20), rows=(BookedRow("Amira", high),), goals=())
    scene = page_of(body).panels[1]
    shown = [figure for _, figure, _ in cells(scene)]
    assert shown == [str(100 + n) for n in range(len(shown))]
    assert 3 < len(shown) < 20
    assert "fits.columns" in scene.lacks
    assert [said for said in texts(scene) if said.endswith(f"next {len(shown)} work days")]


@pytest.mark.parametrize(("holes", "role"), [(0, "text"), (3, "value-urgent")])
def test_holes_are_urgent_as_soon_as_there_is_one(holes, role):
    shown = texts(page_of(replace(BOOKED, holes=holes)).panels[1])
    assert shown[f"{holes} holes in the next 3 days"].role == role


def test_weekdays_are_those_of_the_place():
    german = texts(page_of(locale="de_DE").panels[1])
    assert {"Mo", "Di", "Mi", "Do", "Fr"} <= german.keys()
    assert {"Mon", "Tue", "Wed", "Thu", "Fri"} <= texts(page_of().panels[1]).keys()


def test_diaries_alone_on_an_upright_page_give_up_no_day_for_larger_text_and_keep_their_foot():
    shown = next(one for one in SALES if isinstance(one.body, type(BOOKED)))
    for tenth in range(30, 65, 5):
        layout = layout_of((shown,), screen=Screen(distance=tenth / 10), locale="de_DE")
        scene = lay_page(layout, picture_of((shown,)), 0, (1080, 1920), stage_for(layout, (1080, 1920), NOW)).panels[0]
        found = texts(scene)
        columns = {item.rect.x for item in scene.items if isinstance(item, Box) and item.role.startswith("cell")}
        assert len(columns) >= 9
        assert "Soll" in found
        holes = [item for item in found.values() if "Lücke" in item.string or item.string == "Tagen"]
        assert {item.role for item in holes} == {"value-urgent" if BOOKED.holes else "text"}


def test_arabic_weekdays_which_all_begin_with_an_article_are_told_apart():
    shown = texts(page_of(locale="ar_EG").panels[1])
    assert {"ن", "ث", "ر", "خ", "ج"} <= shown.keys()
    assert not [said for said in shown if said.startswith("ال")]


def bar_of(scene):
    """The bands from the left, the bright bar within them, and the tick's middle."""
    boxes = [item for item in scene.items if isinstance(item, Box)]
    bands = [box for box in boxes if box.role.startswith("bar-")]
    bright = [box for box in boxes if box.role == "text"]
    return bands, bright[:-1], bright[-1].rect.x + bright[-1].rect.w / 2


@pytest.mark.parametrize(("waiting", "band"), [(5, 0), (19, 0), (21, 1), (39, 1), (41, 2), (59, 2), (70, 3), (85, 4)])
def test_the_bar_ends_in_the_band_of_its_count(waiting, band):
    bands, bright, _ = bar_of(page_of(replace(BUFFER, waiting=waiting)).panels[2])
    end = bright[0].rect.right
    assert bands[band].rect.x <= end <= bands[band].rect.right
    assert [box.role for box in bands[:4]] == ["bar-late", "bar-urgent", "bar-enough", "bar-beyond"]


def test_the_tick_stands_where_the_target_is():
    bands, _, tick = bar_of(page_of().panels[2])
    assert tick == pytest.approx(bands[2].rect.right, abs=1.5)
    scene = page_of().panels[2]
    assert abs(texts(scene)["target 60"].x + texts(scene)["target 60"].width / 2 - tick) < 30


@pytest.mark.parametrize("waiting", [81, 500, 40_000])
@pytest.mark.parametrize("distance", [3.0, 5.0])
def test_too_many_is_said_in_words_and_the_bar_stays_in_its_panel(waiting, distance):
    body = replace(BUFFER, waiting=waiting, zone=None, is_too_many=True)
    scene = page_of(body, distance=distance).panels[2]
    assert "too many" in texts(scene)
    for item in scene.items:
        if isinstance(item, Box):
            assert item.rect.right <= scene.rect.right
    assert "too many" not in texts(page_of().panels[2])


def test_without_a_target_there_are_no_bands():
    scene = page_of(replace(BUFFER, target=None, zone=None)).panels[2]
    assert not any(isinstance(item, Box) and item.role.startswith("bar-") for item in scene.items)
    assert "28" in texts(scene)


def test_the_oldest_has_the_sign_and_colour_of_its_zone():
    scene = page_of(replace(BUFFER, zone=None, oldest_zone="late")).panels[2]
    assert texts(scene)["oldest 11.5 h"].role == "value-late"
    assert [mark.shape for mark in marks(scene)] == ["square"]


def test_what_came_today_is_not_said_of_a_day_that_was_read_in_part():
    said, unsaid = (texts(page_of(body).panels[2]) for body in (BUFFER, replace(BUFFER, came=None, released=None)))
    assert set(said) - set(unsaid) == {"14 in, 19 released"}
    assert set(unsaid) <= set(said)


@pytest.mark.parametrize("group", ["pips", "bookings", "buffer"])
def test_what_is_no_longer_true_has_no_colour_of_a_zone(group):
    old = (replace(samples.STALE_NOTE, name="Help desk"), samples.STALE_NOTE)
    for shown in GROUPS[group].values():
        layout = layout_of((shown,))
        page = lay_page(layout, picture_of((shown,), sources=old), 0, WIDE, stage_for(layout, WIDE, NOW))
        assert not [item for item in page.panels[0].items if getattr(item, "role", "") in SATURATED]


@pytest.mark.parametrize("group", ["pips", "bookings"])
def test_every_name_of_a_person_is_hidden_from_visitors(group):
    for shown in GROUPS[group].values():
        layout = layout_of((shown,))
        page = lay_page(layout, picture_of((shown,)), 0, WIDE, stage_for(layout, WIDE, NOW))
        names = {row.name for row in shown.body.rows} | set(first_names([row.name for row in shown.body.rows]) or ())
        for item in page.panels[0].items:
            if isinstance(item, Text) and (item.string in names or item.full in names):
                assert item.is_private, item


@pytest.mark.parametrize("theme", THEMES)
def test_the_bright_bar_stands_out_from_every_band_and_the_bands_from_each_other(theme):
    colours = THEMES[theme]
    bands = ("bar-late", "bar-urgent", "bar-enough", "bar-beyond")
    for band in bands:
        assert contrast(colours["text"], colours[band]) >= 4.5
    for one, other in pairwise(bands):
        assert delta_e(seen(colours[one], "normal"), seen(colours[other], "normal")) > 10


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", ["normal", "protan", "deutan", "tritan"])
def test_cells_keep_apart_for_every_eye(theme, eyes):
    cells_ = [seen(THEMES[theme][role], eyes) for role in ("cell", "cell-urgent", "cell-late")]
    for one, other in combinations(cells_, 2):
        assert delta_e(one, other) >= 12


def test_in_a_high_panel_the_figure_grows_and_the_bar_stays_near_it():
    shown = GROUPS["buffer"]["as designed"]
    layout = layout_of((shown,))
    page = lay_page(layout, picture_of((shown,)), 0, WIDE, stage_for(layout, WIDE, NOW))
    figure = texts(page.panels[0])["28"]
    assert figure.px > 1.5 * texts(page_of().panels[2])["28"].px
    assert bar_of(page.panels[0])[0][0].rect.y - figure.baseline < figure.px
