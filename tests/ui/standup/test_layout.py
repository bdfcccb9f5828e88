"""Every page of a stand-up at four geometries, in two themes and two languages, with ugly agendas."""

from dataclasses import dataclass, replace

import pytest

from tests.ui.samples import SERVICE, layout_of
from tests.ui.standup.samples import AGENDA, AT, BARE, QUEUES, SECOND, UGLY, UNMAPPED, agenda_case
from tests.ui.test_scenes import GEOMETRIES, assert_readable, assert_well_laid
from wallboard.core.views.agenda import Answer, GivenAnswer, Leg, PromiseDay, PromiseKept
from wallboard.core.views.layout import Screen
from wallboard.core.words import words
from wallboard.ui.page import stage_for
from wallboard.ui.scene import Box, Line, Mark, Text
from wallboard.ui.sheet import CAP_EM
from wallboard.ui.standup.layout import StandupScene, lay_standup, lay_waiting
from wallboard.ui.standup.walk import Walk
from wallboard.ui.theme import THEMES

AGENDAS = {"as designed": AGENDA, "bare": BARE, "ugly": UGLY}
FULL_HD = (1920, 1080)
UNMAPPED_SAID = "2 statuses not mapped, count as open: “Fertig”, 41 rows; “Rückfrage”, 7 rows"


@dataclass(frozen=True)
class Frame:
    """What the checks of a page ask of its frame."""

    scale: object


@dataclass(frozen=True)
class Page:
    """A stand-up's scenes as the checks of a page know them."""

    frame: Frame
    scenes: tuple


def stage_at(minute=6.3, size=FULL_HD, distance=3.0, locale="en_GB"):
    layout = replace(layout_of(SERVICE, screen=Screen(distance=distance), locale=locale), time_zone="Europe/London")
    return stage_for(layout, size, AT + round(minute * 60 * SECOND))


def laid(walk, minute=6.3, size=FULL_HD, distance=3.0, locale="en_GB", **more):
    return lay_standup(walk, size, stage_at(minute, size, distance, locale), **more)


def checked(shown: StandupScene):
    page = Page(Frame(shown.stage.scale), shown.scenes)
    assert_well_laid(page)
    for theme in THEMES:
        assert_readable(page, theme)
    for scene in shown.scenes:
        assert scene.rect.x >= 0
        assert scene.rect.right <= shown.size[0] + 1
        assert scene.rect.bottom <= shown.size[1] + 1


def strings(shown):
    return [item.string for scene in shown.scenes for item in scene.items if isinstance(item, Text)]


def walk_of(agenda=AGENDA):
    return Walk(agenda, lambda _: None)


def at_segment(segment, agenda=AGENDA):
    walk = walk_of(agenda)
    while walk.stop.segment != segment:
        walk.press("right")
    return walk


def every_state(agenda):
    """A walk through an agenda, given out at each page and at each question of its first cases."""
    walk = walk_of(agenda)
    asked = 0
    for _ in walk.stops:
        yield walk
        if walk.case is not None and asked < 3:
            asked += 1
            walk.press("down")
            yield walk
            walk.press_digit(asked)
            yield walk
            walk.press_digit(4)
            yield walk
            walk.press("choose")
            yield walk
            walk.press("up")
            yield walk
            walk.press("down")
        walk.press("right")


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
@pytest.mark.parametrize("name", AGENDAS)
def test_every_text_stands_in_its_panel_and_over_nothing_else(name, size):
    for walk in every_state(AGENDAS[name]):
        checked(laid(walk, size=size))


@pytest.mark.parametrize("distance", [1.5, 5.0, 8.0])
@pytest.mark.parametrize("name", AGENDAS)
def test_a_greater_distance_costs_room_but_never_size(name, distance):
    for walk in every_state(AGENDAS[name]):
        checked(laid(walk, distance=distance))


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
@pytest.mark.parametrize("name", AGENDAS)
def test_german_has_room_too(name, size):
    for walk in every_state(AGENDAS[name]):
        checked(laid(walk, size=size, locale="de_DE"))


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
@pytest.mark.parametrize("is_silent", [False, True])
def test_waiting_for_the_figures_has_room(size, is_silent):
    for distance in (3.0, 5.0):
        checked(lay_waiting(size, stage_at(size=size, distance=distance), is_silent=is_silent))


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
@pytest.mark.parametrize("distance", [3.0, 5.0])
@pytest.mark.parametrize("locale", ["en_GB", "de_DE"])
def test_six_reasons_always_stand_there_whole(size, distance, locale):
    shown = laid(at_segment("late"), size=size, distance=distance, locale=locale)
    digits = [item for item in strings(shown) if item in "123456"]
    assert sorted(digits) == list("123456")
    assert not [item for item in strings(shown) if "…" in item and "wart" in item]


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
def test_from_very_far_away_every_answer_can_still_be_reached_and_seen(size):
    walk, seen = at_segment("late"), set()
    walk.press("down")
    for choice in range(6):
        walk.choice = choice
        items = laid(walk, size=size, distance=8.0).panels[0].items
        seen |= {item.string for item in items if isinstance(item, Text) and item.ground == "chosen"}
    assert {"waiting supplier", "waiting customer", "wrong queue"} <= seen


def test_the_design_gives_up_nothing():
    shown = laid(at_segment("late"))
    assert shown.panels[0].lacks == ()
    said = strings(shown)
    assert {"Stand-up", "frozen at 09:00", "13:42 left", "Late 1 of 11", "C-10298", "5.0 h over"} <= set(said)
    assert {"of 24 h target", "No owner since Thursday 15:20", "Last activity: mail out, Friday 11:05"} <= set(said)
    assert {"Promised yesterday", "closed", "still open", "moved to Experts", "Next", "\N{MINUS SIGN}4.6"} <= set(said)


def test_the_time_is_amber_after_fifteen_minutes_and_stays_red_after_twenty():
    def timer(minute):
        items = laid(at_segment("late"), minute).header[1].items
        marks = [item.shape for item in items if isinstance(item, Mark)]
        return [(item.string, item.role) for item in items if isinstance(item, Text)], marks

    assert timer(14.9) == ([("5:06 left", "text")], [])
    assert timer(15) == ([("5:00 left", "value-urgent")], ["diamond"])
    assert timer(20) == ([("0:00 left", "value-late")], ["square"])
    assert timer(22.2) == ([("2:12 over", "value-late")], ["square"])


def test_the_target_stands_where_the_hours_that_count_reached_it():
    shown = laid(at_segment("late"))
    tick = next(item for item in shown.panels[0].items if isinstance(item, Line))
    bars = [
        item for item in shown.panels[0].items if isinstance(item, Box) and item.role in ("cell", "rule", "cell-late")
    ]
    last = bars[-1].rect
    assert tick.x1 == pytest.approx(last.x + last.w * 10.0 / 15.0, abs=1.0)


def test_visitors_see_no_number_of_a_case():
    for segment in ("promises", "late", "queues", "end"):
        walk = at_segment(segment)
        shown = laid(walk, is_for_visitors=True)
        assert not [item for item in strings(shown) if item.startswith(("C-", "R-"))]
        assert "visitors" in strings(shown)


def test_sources_that_were_not_live_at_the_freeze_are_named():
    stale = tuple(replace(note, late_at_us=AT - SECOND, stale_at_us=AT - SECOND) for note in AGENDA.sources)
    said = " ".join(strings(laid(at_segment("late", replace(AGENDA, sources=stale)))))
    assert "STALE" in said


def test_answers_that_wait_for_the_disk_are_told_of():
    assert "Not on the disk yet, tried again" in strings(laid(at_segment("late"), is_unkept=True))


def test_what_was_answered_stands_in_the_place_of_the_question():
    walk = at_segment("late")
    walk.press_digit(2)
    walk.press_digit(2)
    said = strings(laid(walk))
    assert {"waiting expert", "promised for Wed 25 Nov"} <= set(said)
    assert "What holds it?" not in said


def test_the_next_work_day_is_tomorrow_only_where_it_is():
    friday = replace(AGENDA, on="2026-11-27", promise_days=(PromiseDay("tomorrow", "2026-11-30"),))
    walk = at_segment("late", friday)
    walk.press_digit(1)
    assert "Monday" in strings(laid(walk))
    assert "tomorrow" not in strings(laid(walk))


def test_the_end_tells_what_was_answered():
    walk = at_segment("late")
    for _ in range(3):
        walk.press_digit(1)
        walk.press_digit(2)
        walk.press("right")
    while walk.stop.segment != "end":
        walk.press("right")
    said = strings(laid(walk))
    assert "a reason for 3 of 35 cases, 3 promises" in said
    assert {"C-10298", "C-10377", "C-00921"} <= set(said)


@pytest.mark.parametrize(
    ("locale", "cases", "said"),
    [
        ("en_GB", 35, "a reason for 1 of 35 cases, 1 promise"),
        ("en_GB", 1, "a reason for 1 of 1 case, 1 promise"),
        ("de_DE", 35, "ein Grund für 1 von 35 Fällen, 1 Zusage"),
        ("de_DE", 1, "ein Grund für 1 von 1 Fall, 1 Zusage"),
    ],
)
def test_the_end_counts_one_as_one(locale, cases, said):
    walk = at_segment("late", replace(AGENDA, cases=AGENDA.cases[:cases]))
    walk.press_digit(1)
    walk.press_digit(2)
    while walk.stop.segment != "end":
        walk.press("right")
    assert said in strings(laid(walk, locale=locale))


@pytest.mark.parametrize("segment", ["queues", "appointments", "reasons"])
def test_what_there_is_none_of_is_said_in_plain_text_below_its_heading(segment):
    none = replace(AGENDA, queues=(), ownerless=(), holes=(), reasons=())
    shown = laid(at_segment(segment, none))
    _, heading, *texts = [item for item in shown.panels[0].items if isinstance(item, Text)]
    (said,) = [item for item in texts if item.role == "text"]
    assert said.px > heading.px
    assert said.baseline - said.px * CAP_EM - heading.baseline > heading.px * 0.5


@pytest.mark.parametrize(
    ("locale", "people", "said"),
    [
        ("en_GB", 1, "of 1 person no calendar is read, who is left out"),
        ("en_GB", 2, "of 2 people no calendar is read, who are left out"),
        ("de_DE", 1, "von 1 Person wird kein Kalender gelesen; sie fehlt hier"),
        ("de_DE", 2, "von 2 Personen wird kein Kalender gelesen; sie fehlen hier"),
    ],
)
def test_below_the_empty_slots_it_is_said_of_how_many_no_calendar_is_read(locale, people, said):
    lacking = replace(AGENDA, lacks_of_holes=(words("diaries.without-people", n=people),))
    assert said in strings(laid(at_segment("appointments", lacking), locale=locale))


@pytest.mark.parametrize("size", [FULL_HD, (1080, 1920), (700, 1920)])
def test_the_days_of_empty_slots_are_as_many_as_the_page_says(size):
    shown = strings(laid(at_segment("appointments"), size=size))
    heads = [one for one in shown if one.split(" ")[0] in ("Wed", "Thu", "Fri")]
    notes = [one for one in shown if one.startswith("on the next")]
    assert notes in ([], [{1: "on the next work day"}.get(len(heads), f"on the next {len(heads)} work days")])


def test_a_row_of_figures_keeps_away_from_what_stands_below_the_row_above():
    shown = laid(at_segment("numbers"), locale="de_DE")
    texts = [item for item in shown.panels[0].items if isinstance(item, Text)]
    note = next(item for item in texts if item.string.startswith("115 von"))
    tops = [item.baseline - item.px * CAP_EM for item in texts if item.is_value]
    assert min(top for top in tops if top > note.baseline) - note.baseline > note.px


def queues_page(**more):
    walk = Walk(replace(AGENDA, **more), lambda _: None)
    while walk.stop.segment != "queues":
        walk.press("right")
    shown = laid(walk)
    checked(shown)
    return strings(shown)


def test_where_waits_of_some_cases_are_unknown_the_page_of_queues_does_not_call_all_well():
    said = " ".join(queues_page(queues=(), without_wait=7))
    assert "No queue's oldest case is late, as far as is known" in said
    assert "Nobody knows since when 7 running cases wait in their queues" in said


def test_beside_late_queues_stands_of_how_many_cases_nobody_knows_the_wait():
    said = " ".join(queues_page(without_wait=7))
    assert "Nobody knows since when 7 running cases wait in their queues" in said
    assert QUEUES[0].queue in said


def way_of(**more):
    one = replace(AGENDA.cases[0], way=(Leg("open", None, 29.0, counts=True, is_queue_known=False),), **more)
    walk = Walk(replace(AGENDA, promises=(), numbers=(), cases=(one,), late=1, urgent=0), lambda _: None)
    return strings(laid(walk))


def test_a_case_in_a_queue_is_not_said_to_have_been_without_one_where_nobody_knows():
    said = way_of(queue="Technical")
    assert "in Technical" in said
    assert "queue unknown so far 29.0 h" in said


def test_where_nobody_tells_of_queues_its_way_is_hours_alone():
    said = way_of(queue=None)
    assert "29.0 h" in said
    assert not any(one.startswith(("no queue", "queue unknown")) for one in said)


@pytest.mark.parametrize(
    ("offered", "hint"),
    [
        (("today", "tomorrow", "this-week"), "1–6 or ↓ answers, → next"),
        (("tomorrow",), "2, 4–6 or ↓ answers, → next"),
        (("today", "tomorrow"), "1, 2, 4–6 or ↓ answers, → next"),
    ],
)
def test_the_hint_names_the_number_keys_that_answer(offered, hint):
    days = tuple(PromiseDay(promise, "2026-11-25") for promise in offered)
    walk = Walk(replace(AGENDA, promises=(), numbers=(), promise_days=days), lambda _: None)
    walk.press_digit(1)
    assert hint in strings(laid(walk))


def test_statuses_that_nobody_mapped_are_told_below_the_numbers_and_the_queues():
    agenda = replace(AGENDA, remarks=(UNMAPPED,))
    for segment in ("numbers", "queues"):
        assert UNMAPPED_SAID in strings(laid(at_segment(segment, agenda)))
        assert UNMAPPED_SAID not in strings(laid(at_segment(segment)))


def test_of_many_remarks_the_first_stay():
    shown = laid(at_segment("numbers", UGLY))
    assert UNMAPPED_SAID in strings(shown)
    assert "fits.secondary" in {lack for scene in shown.scenes for lack in scene.lacks}


@pytest.mark.parametrize(
    ("presses", "more"),
    [((), "↓ 11 more"), (("down",), "↓ 11 more"), (("down",) * 4, "↑ 6 ↓ 5 more"), (("down",) * 7, "↑ 12 more")],
)
def test_dates_without_room_are_counted_with_the_arrow_that_leads_to_them(presses, more):
    days = tuple(f"2026-12-{day:02d}" for day in range(1, 21))
    walk = asked_for_a_date(replace(AGENDA, dates=days))
    for key in presses:
        walk.press(key, laid(walk).columns)
    (said,) = (text for text in strings(laid(walk)) if text[0] in "↑↓")
    assert said.startswith(f"{more}, ")


def test_where_all_dates_have_room_none_are_more():
    walk = asked_for_a_date(replace(AGENDA, dates=AGENDA.dates[:9]))
    assert not [text for text in strings(laid(walk)) if text[0] in "↑↓"]


def asked_for_a_date(agenda):
    walk = at_segment("late", agenda)
    walk.press_digit(2)
    walk.press_digit(4)
    return walk


def test_two_cases_of_one_number_are_told_apart_by_their_source_and_others_are_not():
    cases = (agenda_case("100", source="desk"), agenda_case("100", source="erp"), agenda_case("101", source="erp"))
    answers = (
        GivenAnswer(Answer(one.number, reason="expert", source=one.source), AT, "2026-11-23", AT) for one in cases
    )
    promises = tuple(PromiseKept(given, "open", cases[0].type) for given in answers)
    walk = walk_of(replace(AGENDA, cases=cases, promises=promises))
    apart = ["Technical, desk", "Technical, erp", "Technical"]
    assert [said for said in strings(laid(walk)) if said.startswith("Technical")][:3] == apart
    while walk.case is None:
        walk.press("right")
    assert "Technical, desk" in strings(laid(walk))
    for _ in cases:
        walk.press_digit(2)
        walk.press("right")
    while walk.stop.segment != "end":
        walk.press("right")
    ends = [said for said in strings(laid(walk)) if said.startswith("waiting expert")]
    assert ends == ["waiting expert, desk", "waiting expert, erp", "waiting expert"]
