"""What each source holds, and its trouble."""

from dataclasses import replace

from tests.core.lives import at, batch, life, organisation
from wallboard.core.records import Unusable
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import SourceRow, SourceRows
from wallboard.core.words import quoted_list, say, words
from wallboard.panels.contract import Envelope
from wallboard.panels.sources import Options, show
from wallboard.ui.tongue import PlaceTongue


def test_every_source_has_a_row_with_what_it_holds_and_what_is_wrong() -> None:
    office = organisation(sources=("desk", "erp"))
    cases = [life("A", "Mon 09:00 opened; Mon 10:00 Escalated"), life("B", "Tue 09:00 opened")]
    found = Snapshot(office, at("Mon 12:00"), {"desk": batch(*cases, as_of="Mon 12:00")})
    view = show(Options(), Envelope("sources", "sources"), found).view
    assert isinstance(view.body, SourceRows)
    escalated = words("list.quoted", name="Escalated")
    trouble = (words("unusable.in-future", n=1), words("sources.unmapped", n=1, words=escalated))
    assert view.body.rows == (
        SourceRow("desk", words("sources.cases", n=2), trouble),
        SourceRow("erp", words("state.unread")),
    )
    assert {figure.name: figure.value for figure in view.figures} == {
        "rows:desk": 3,
        "unusable:desk": 1,
        "rows:erp": None,
        "unusable:erp": None,
    }


def test_a_sources_own_words_stand_in_the_quotation_marks_of_the_wall() -> None:
    text = "Mon 09:00 opened; Mon 10:00 Escalated; Mon 11:00 Parked; Mon 12:00 new"
    found = Snapshot(organisation(), at("Mon 13:00"), {"desk": batch(life("A", text), as_of="Mon 13:00")})
    body = show(Options(), Envelope("sources", "sources"), found).view.body
    assert isinstance(body, SourceRows)
    (unmapped,) = body.rows[0].trouble
    english, german = PlaceTongue("en_GB", "Europe/London"), PlaceTongue("de_DE", "Europe/Berlin")
    assert say(unmapped, english) == "2 statuses not mapped, count as open: “Escalated”, “Parked”"
    assert say(unmapped, german) == "2 Status nicht zugeordnet, zählen als offen: „Escalated“, „Parked“"


def test_a_word_that_a_read_could_not_use_stands_in_them_too() -> None:
    why = words("file.row.state", n=2, said=quoted_list(["Nobody", "moved"]))
    found = replace(batch(life("A", "Mon 09:00 opened")), unusable=(Unusable("appointments", why, 2),))
    body = show(Options(), Envelope("sources", "sources"), Snapshot(organisation(), at("Mon 13:00"), {"desk": found}))
    assert isinstance(body.view.body, SourceRows)
    (said,) = body.view.body.rows[0].trouble
    assert "(„Nobody“, „moved“)" in say(said, PlaceTongue("de_DE", "Europe/Berlin"))


def test_what_could_not_be_read_is_said_and_what_is_mere_advice_is_not() -> None:
    who, also = quoted_list(["Amira"]), quoted_list(["Jörg"])
    unread = (
        words("calendar.unread", n=1, who=who, why=words("calendar.unread.forbidden")),
        words("calendar.unread", n=1, who=also, why=words("calendar.unread.missing")),
        words("rest.doubt.early", what="cases"),
    )
    advice = words("file.encoding.guessed", file="cases.csv")
    found = replace(batch(life("A", "Mon 09:00 opened")), remarks=(*unread, advice))
    body = show(Options(), Envelope("sources", "sources"), Snapshot(organisation(), at("Mon 13:00"), {"desk": found}))
    assert isinstance(body.view.body, SourceRows)
    assert body.view.body.rows[0].trouble == unread
