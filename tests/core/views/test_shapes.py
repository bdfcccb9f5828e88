"""What a picture says of its views."""

from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.shapes import Blank, Picture, View
from wallboard.core.words import verbatim

CRM, DESK, ERP = SourceNote("crm"), SourceNote("desk"), SourceNote("erp")


def view(*sources: str) -> View:
    return View("open-cases", "Open", verbatim("Open"), Blank(()), sources=sources)


def test_a_view_has_the_notes_of_its_own_sources_in_the_picture_s_order() -> None:
    shown = view("erp", "crm")
    picture = Picture("northwind", None, ((shown,),), (CRM, DESK, ERP))
    assert picture.notes_of(shown) == (CRM, ERP)
    assert picture.notes_of(view()) == ()
