"""The list of sources: why one was never read, whose reason goes first where not all have room, what stands whole."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.ui.samples import NOW, layout_of, note, picture_of, view
from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.shapes import CaseRows, SourceRow, SourceRows
from wallboard.core.words import quoted_list, words
from wallboard.ui.page import lay_page, stage_for
from wallboard.ui.scene import Scene, Text

pytestmark = pytest.mark.usefixtures("qapp")

UNREAD = words("state.unread")
WHOLE, HALF, SMALL = (0, 0, 12, 8), (0, 0, 6, 8), (0, 0, 5, 4)
CERTIFICATE = SourceNote(
    "Auftragsverwaltung",
    needs_person=True,
    fault=words("web.certificate.unknown", host="auftrag.example.com"),
    remedy=words("web.remedy.certificate"),
)
REFUSED = SourceNote(
    "CRM",
    needs_person=True,
    fault=words("web.sign-in", host="crm.example.com", name="crm"),
    remedy=words("web.remedy.secret", name="crm"),
)
SLOW = SourceNote(
    "Lager", fault=words("web.slow", host="lager.example.com", seconds="30"), remedy=words("web.remedy.wait")
)
ROWS = (
    SourceRow("Auftragsverwaltung", UNREAD),
    SourceRow(
        "Termine Außendienst",
        words("sources.appointments", n=118),
        (
            words("calendar.unread", n=1, who=quoted_list(["Lena"]), why=words("calendar.unread.forbidden")),
            words("calendar.unread", n=1, who=quoted_list(["Jörg"]), why=words("calendar.unread.missing")),
        ),
    ),
    SourceRow("Helpdesk", words("sources.cases", n=1780), (words("rest.doubt.early", what="cases"),)),
    SourceRow("ERP-Export", words("sources.cases", n=64)),
    SourceRow("CRM", UNREAD),
    SourceRow("Urlaub", words("sources.absences", n=12)),
    SourceRow("Lager", UNREAD),
    SourceRow("Verkauf", words("sources.opportunities", n=312)),
)
NOTES = (
    CERTIFICATE,
    note("Termine Außendienst", 40),
    note("Helpdesk", 30),
    note("ERP-Export", 90),
    REFUSED,
    note("Urlaub", 20),
    SLOW,
    note("Verkauf", 2820, fault=words("web.down", host="verkauf.example.com", status="502")),
)


def laid(
    rows: Sequence[SourceRow],
    notes: tuple[SourceNote, ...],
    place: tuple[int, int, int, int] = WHOLE,
    size: tuple[int, int] = (1920, 1080),
    locale: str = "de_DE",
) -> Scene:
    shown = view("sources", "Quellen", SourceRows(tuple(rows)), sources=tuple(row.name for row in rows))
    layout = layout_of((shown,), places=(place,), locale=locale)
    return lay_page(layout, picture_of((shown,), sources=notes), 0, size, stage_for(layout, size, NOW)).panels[0]


def said(scene: Scene) -> str:
    """All that stands in the panel, a space between what stands apart."""
    return " ".join(item.full or item.string for item in scene.items if isinstance(item, Text))


def elided(scene: Scene) -> list[str]:
    return [item.full for item in scene.items if isinstance(item, Text) and item.full]


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)])
def test_a_source_that_was_never_read_says_why_and_what_to_do(size: tuple[int, int]) -> None:
    text = said(laid(ROWS[:1], (CERTIFICATE,), SMALL, size))
    assert (
        "FEHLER Das Zertifikat von auftrag.example.com stammt von einer Stelle, die dieser Rechner nicht kennt" in text
    )
    assert "Die Stelle der Organisation mit authority nennen, oder das Zertifikat erneuern." in text
    assert "NOT READ YET" not in text.upper()


def test_not_read_yet_stands_once_and_why_below_it() -> None:
    text = said(laid([ROWS[6]], (SLOW,), SMALL, locale="en_GB"))
    assert text.count("not read yet") == 1
    assert "lager.example.com did not answer in full within 30 s. It is tried again by itself." in text


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("place", [WHOLE, HALF])
def test_eight_sources_have_each_their_first_reason(place: tuple[int, int, int, int], size: tuple[int, int]) -> None:
    text = said(laid(ROWS, NOTES, place, size))
    for reason in (
        "Das Zertifikat von auftrag.example.com",
        "Der Kalender von „Lena“",
        "In „Fälle“ kamen weniger Zeilen",
        "crm.example.com weist die Anmeldung",
        "lager.example.com hat nicht innerhalb",
        "verkauf.example.com hat selbst eine Störung",
    ):
        assert reason in text
    assert not elided(laid(ROWS, NOTES, place, size))


def test_where_all_have_room_every_reason_of_a_source_is_said() -> None:
    text = said(laid(ROWS[:3], NOTES[:3], HALF))
    assert "Lena" in text
    assert "Jörg" in text
    assert "erneuern." in text


@pytest.mark.parametrize("height", [2, 3, 4, 5, 6, 7, 8])
def test_no_source_has_a_second_sentence_before_another_that_failed_has_its_first(height: int) -> None:
    scene = laid(ROWS[:5], NOTES[:5], (0, 0, 6, height))
    text = said(scene)
    firsts = ["Das Zertifikat von", "crm.example.com weist", "Der Kalender von „Lena“", "In „Fälle“ kamen"]
    seconds = ["oder das Zertifikat", "setzen; sign_in", "Jörg"]
    has_first, has_second = [one in text for one in firsts], [one in text for one in seconds]
    assert all(has_first) or not any(has_second)
    is_whole = all(has_second)
    assert is_whole == ("fits.secondary" not in scene.lacks and "fits.rows" not in scene.lacks)


def test_what_a_source_holds_gives_way_before_a_name_is_elided() -> None:
    scene = laid(ROWS[:3], NOTES[:3], SMALL)
    assert not elided(scene)
    assert "118" not in said(scene)
    assert "40 s" in said(scene)
    assert "fits.secondary" in scene.lacks
    wide = laid(ROWS[:3], NOTES[:3], HALF)
    assert "40 s · 118 Termine" in said(wide)


def test_a_panel_that_lacks_a_source_that_was_never_read_says_why() -> None:
    body = CaseRows((), 0, 0, 0)
    shown = view("late-list", "Late", body, sources=("Helpdesk", "CRM"))
    layout = layout_of((shown,), places=((0, 0, 6, 4),), locale="en_GB")
    stage = stage_for(layout, (1920, 1080), NOW)
    notes = (note("Helpdesk"), replace(REFUSED))
    wide = lay_page(layout, picture_of((shown,), sources=notes), 0, (1920, 1080), stage).panels[0]
    assert "PARTIAL CRM: crm.example.com refuses the sign-in with the secret “crm”." in said(wide)


def test_but_not_at_the_cost_of_its_figure() -> None:
    found = {}
    for height in (1, 2, 3):
        shown = view("late-list", "Late", CaseRows((), 0, 0, 0, 17), sources=("Helpdesk", "CRM"))
        layout = layout_of((shown,), places=((0, 0, 4, height),), locale="en_GB")
        stage = stage_for(layout, (1920, 1080), NOW)
        notes = (note("Helpdesk"), REFUSED)
        found[height] = lay_page(layout, picture_of((shown,), sources=notes), 0, (1920, 1080), stage).panels[0]
    assert "hours unknown for 17 cases" in said(found[2])
    assert "CRM not read yet" in said(found[2])
    assert "refuses the sign-in" in said(found[3])
