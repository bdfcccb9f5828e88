"""Names in narrow places: the short form that the board gives before letters are left out, and words of ours whole."""

from dataclasses import replace

import pytest

from tests.ui import samples
from tests.ui.samples import NOW, case, layout_of
from wallboard.core.views.shapes import CaseRows, StackRow, Stacks
from wallboard.core.words import verbatim, words
from wallboard.ui.page import stage_for
from wallboard.ui.scene import Rect, Text
from wallboard.ui.shapes.case_rows import lay_case_rows
from wallboard.ui.shapes.stacks import lay_stacks
from wallboard.ui.sheet import Sheet
from wallboard.ui.wordings import fitting, wordings_of

INVOICE = words("verbatim", text="Rechnungsfragen", short="Rechnung")


def stage_in(locale="en_GB"):
    return stage_for(layout_of((samples.SERVICE[0],), locale=locale), (1920, 1080), NOW)


def laid(lay, body, room, locale="en_GB"):
    sheet = Sheet(stage_in(locale))
    lay(body, Rect(0, 0, *room), sheet)
    return [item.string for item in sheet.items if isinstance(item, Text)]


def late(*rows):
    return CaseRows(rows, len(rows), len(rows), 0)


def test_a_name_has_the_short_form_that_the_board_gives_it(qapp):
    assert wordings_of(INVOICE, stage_in()) == ("Rechnungsfragen", "Rechnung")
    assert wordings_of(verbatim("Order"), stage_in()) == ("Order",)


def test_the_fullest_wording_that_has_room_is_taken_else_the_shortest(qapp):
    assert fitting(("Rechnungsfragen", "Rechnung"), 30, 500, 1000) == "Rechnungsfragen"
    assert fitting(("Rechnungsfragen", "Rechnung"), 30, 500, 150) == "Rechnung"
    assert fitting(("Rechnungsfragen", "Rechnung"), 30, 500, 10) == "Rechnung"


@pytest.mark.parametrize(("width", "said"), [(900, "Rechnungsfragen"), (560, "Rechnung")])
def test_a_list_of_cases_says_a_type_in_short_before_it_leaves_letters_out(qapp, width, said):
    row = replace(case("C-10298", "", 6.2), type=INVOICE)
    assert said in laid(lay_case_rows, late(row), (width, 300))


def test_one_list_calls_a_type_by_one_name(qapp):
    free = replace(case("C-10298", "", 6.2), type=INVOICE)
    owned = replace(case("C-10377", "", 6.2, has_owner=False), type=INVOICE)
    said = laid(lay_case_rows, late(free, owned), (740, 300))
    assert said.count("Rechnung") == 2
    assert "Rechnungsfragen" in laid(lay_case_rows, late(free), (740, 300))


def test_beside_a_short_word_of_its_owner_a_type_uses_the_room_that_a_longer_one_would_take(qapp):
    nobody = case("C-10377", "Retoure", 6.2, has_owner=False)
    held = case("C-10378", "Retoure", 6.2, is_held=True)
    assert laid(lay_case_rows, late(nobody, held), (740, 300), "de_DE").count("Retoure") == 1
    assert laid(lay_case_rows, late(nobody, held), (800, 300), "de_DE").count("Retoure") == 2


def test_the_walls_own_words_are_shortened_and_not_cut(qapp):
    rows = (StackRow(words("lane.none.queue"), 7, (2, 0, 0, 5)), StackRow(verbatim("Technik"), 30, (12, 8, 1, 9)))
    said = laid(lay_stacks, Stacks(rows), (620, 400), "de_DE")
    assert "ohne Schlange" in said
    assert not any("…" in one for one in said)
