"""A source's words for people."""

import polars as pl

from tests.core.lives import book, life
from tests.sales_rows import AMIRA, BEN, LENA, TEAM, office
from wallboard.core.measures.people import NOBODY, UNKNOWN, codes_of, salespeople
from wallboard.core.organisation import Person


def codes(source: str, *words: str | None) -> list[int]:
    return codes_of(TEAM, source, pl.Series(words, dtype=pl.String)).tolist()


def test_a_sources_own_word_and_the_name_itself_mean_a_person_without_regard_to_case() -> None:
    assert codes("diary", "amira", "AMIRA", " Amira Haddad ", "ben okafor") == [0, 0, 0, 1]


def test_an_accent_is_the_same_in_one_letter_and_in_two() -> None:
    people = (BEN, Person("M\u00fcller", "salesperson", also={"diary": ("Zoe\u0308",)}))
    words = pl.Series(["Mu\u0308ller", "M\u00dcLLER", "zo\u00eb", "Muller"])
    assert codes_of(people, "diary", words).tolist() == [1, 1, 1, UNKNOWN]


def test_a_word_of_one_source_means_nobody_in_another() -> None:
    assert codes("crm", "amira", "LF") == [UNKNOWN, 2]


def test_an_owner_of_cases_is_told_by_the_same_folded_words() -> None:
    kim = Person("Kim M\u00fcller", "csr", also={"desk": ("KM",)})
    written = ["Kim M\u00fcller", "kim mu\u0308ller", " KIM M\u00dcLLER ", "km", "Someone Else", None]
    lives = [
        *(life(f"A-{place}", "Mon 09:00 opened", owner=word) for place, word in enumerate(written)),
        life("B", "Mon 09:00 opened; Mon 10:00 owner=KIM M\u00dcLLER; Mon 11:00 owner=km"),
    ]
    found = book("Mon 12:00", *lives, people=(kim,))
    owners = [found.name("owner", row) for row in range(len(lives))]
    assert owners == [kim.name, kim.name, kim.name, kim.name, "Someone Else", None, kim.name]


def test_a_row_that_names_nobody_is_no_stranger() -> None:
    assert codes("diary", None, "Zoe") == [NOBODY, UNKNOWN]
    assert codes("diary", None) == [NOBODY]


def test_salespeople_stand_in_the_boards_order_or_in_the_panels_own() -> None:
    assert salespeople(office(), None) == (AMIRA, BEN)
    assert salespeople(office(), ["Ben Okafor", "Lena Fuchs", "Ben Okafor"]) == (BEN, LENA)
