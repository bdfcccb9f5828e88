"""Of whom a diary is known, by what the sources of appointments say whose calendars they have read."""

from dataclasses import replace

import pytest

from tests.sales_rows import TEAM, batch, office, snapshot, visit
from wallboard.core.measures.whose_diaries import left_out_people, people_without, unread_people, why_nobody
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import words

Said = tuple[str, ...] | None


def of(diary: Said, crm: Said = (), *, unread: tuple[str, ...] = ()) -> Snapshot:
    """Appointments of two sources, and of whom each says that it has diaries."""
    rows = batch(appointments=[visit("amira", "Mon 10:00")])
    batches = {"diary": replace(rows, diaries_of=diary, unread=unread), "crm": replace(rows, diaries_of=crm)}
    return Snapshot(office(), 0, batches)


def without(known: Snapshot) -> list[str]:
    return [TEAM[place].name for place in people_without(known, TEAM).tolist()]


@pytest.mark.parametrize(
    ("diary", "crm", "missing"),
    [
        (("amira",), (), ["Ben Okafor", "Lena Fuchs"]),
        (("amira",), ("BEN OKAFOR",), ["Lena Fuchs"]),
        (("amira", "somebody"), ("lf", "Ben Okafor"), []),
        (("LF",), (), ["Amira Haddad", "Ben Okafor", "Lena Fuchs"]),
        ((), (), ["Amira Haddad", "Ben Okafor", "Lena Fuchs"]),
        (None, ("amira",), []),
        (("amira",), None, []),
        (None, None, []),
    ],
)
def test_a_diary_is_known_that_any_source_has_read_and_all_where_one_does_not_tell(
    diary: Said, crm: Said, missing: list[str]
) -> None:
    assert without(of(diary, crm)) == missing


def test_what_has_no_appointments_tells_of_no_diary() -> None:
    known = of(("amira",))
    assert without(replace(known, batches={"diary": known.batches["diary"], "crm": batch(absences=[])})) == [
        "Ben Okafor",
        "Lena Fuchs",
    ]
    assert without(replace(known, batches={})) == []


def test_of_whom_a_calendar_is_refused_that_alone_is_said() -> None:
    known = of(("Ben Okafor",), unread=("amira",))
    said = left_out_people(TEAM, unread_people(known, TEAM), people_without(known, TEAM))
    assert [(one.why, one.examples) for one in said] == [
        (words("diaries.unread-people", n=1), ("Amira Haddad",)),
        (words("diaries.without-people", n=1), ("Lena Fuchs",)),
    ]


def test_that_no_diary_is_known_at_all_is_a_reason_to_show_nothing() -> None:
    nothing = (words("missing.diaries"), words("missing.diaries.remedy"))
    assert why_nobody(of(()), TEAM) == nothing
    assert why_nobody(of(("LF", "Ben Okafor"), ("Lena Fuchs",), unread=("amira",)), TEAM) == ()
    refused = (words("diaries.unread-people", n=1),)
    assert why_nobody(of(("LF", "Ben Okafor"), (), unread=("amira",)), TEAM[:1]) == refused
    assert why_nobody(snapshot("Mon 09:00"), TEAM) == ()
