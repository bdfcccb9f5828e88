"""To which cases the answers of stand-ups are: two systems may use one number, and one case may have several."""

from datetime import date

from tests.core.lives import at, batch, life, organisation
from wallboard.core.measures.agenda import agenda
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.agenda import Agenda, Answer, GivenAnswer, Promise, Reason

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 3, day).isoformat() for day in (2, 3, 4))


def said(
    number: str,
    source: str | None,
    on: str = TUESDAY,
    reason: Reason = "expert",
    promise: Promise | None = "today",
) -> GivenAnswer:
    """An answer of a stand-up at nine; what is promised is promised for that day."""
    answer = Answer(number, None, reason, promise, on if promise else None, source)
    return GivenAnswer(answer, at(f"{on}T09:00"), on, at(f"{on}T09:05"))


def frozen(*answers: GivenAnswer, now: str = "Wed 09:00", **lives: dict[str, object]) -> Agenda:
    """An agenda of cases (by source, in the board's order) after these answers."""
    batches = {source: batch(one) for source, one in lives.items()}
    return agenda(Snapshot(organisation(sources=tuple(lives)), at(now), batches), answers)


def before(of: Agenda) -> dict[tuple[str, str | None], str | None]:
    """What an earlier stand-up said of each case."""
    return {case.name: case.before.answer.reason if case.before else None for case in of.cases}


def outcomes(of: Agenda) -> list[tuple[str | None, str]]:
    return [(kept.given.answer.source, kept.outcome) for kept in of.promises]


OPEN, CLOSED = life("100", "Mon 09:00 opened"), life("100", "Mon 09:00 opened; Tue 12:00 closed")
NAMED_BY_BOTH = {"desk": life("H-1", "Mon 09:00 opened"), "erp": life("E-1", "Mon 10:00 opened", shared_key="H-1")}


def test_two_cases_of_one_number_have_answers_of_their_own() -> None:
    found = frozen(said("100", "erp"), desk=OPEN, erp=OPEN)
    assert before(found) == {("100", "desk"): None, ("100", "erp"): "expert"}
    both = frozen(said("100", "erp"), said("100", "desk", reason="customer"), desk=OPEN, erp=OPEN)
    assert before(both) == {("100", "desk"): "customer", ("100", "erp"): "expert"}


def test_a_promise_is_kept_by_its_own_case_whatever_another_of_its_number_does() -> None:
    answers = said("100", "desk"), said("100", "erp")
    assert outcomes(frozen(*answers, desk=OPEN, erp=CLOSED)) == [("desk", "open"), ("erp", "closed")]


def test_an_answer_without_a_promise_ends_that_of_its_own_case_alone() -> None:
    answers = (said("100", "desk", MONDAY), said("100", "erp", MONDAY), said("100", "erp", promise=None))
    assert outcomes(frozen(*answers, desk=OPEN, erp=OPEN)) == [("desk", "open")]


def test_each_of_two_cases_of_one_number_counts_among_last_weeks_reasons() -> None:
    answers = said("100", "desk"), said("100", "erp")
    (count,) = frozen(*answers, now="Wed+1 09:00", desk=OPEN, erp=OPEN).reasons
    assert (count.reason, count.cases) == ("expert", 2)


def test_an_answer_without_a_source_is_to_every_case_of_its_number_and_counts_once() -> None:
    old = said("100", None)
    assert before(frozen(old, desk=OPEN, erp=OPEN)) == {("100", "desk"): "expert", ("100", "erp"): "expert"}
    assert outcomes(frozen(old, desk=CLOSED, erp=OPEN)) == [(None, "open")]
    assert [count.cases for count in frozen(old, now="Wed+1 09:00", desk=OPEN, erp=OPEN).reasons] == [1]


def test_a_later_answer_takes_the_place_of_one_without_a_source() -> None:
    answers = said("100", None, MONDAY), said("100", "erp", reason="customer")
    assert before(frozen(*answers, desk=OPEN, erp=OPEN)) == {("100", "desk"): "expert", ("100", "erp"): "customer"}


def test_a_case_of_two_systems_keeps_its_answers_when_the_board_names_these_in_another_order() -> None:
    turned = dict(reversed(NAMED_BY_BOTH.items()))
    first, second = said("H-1", "desk", MONDAY), said("E-1", "erp", reason="customer")
    assert before(frozen(first, **NAMED_BY_BOTH)) == {("H-1", "desk"): "expert"}
    assert before(frozen(first, **turned)) == {("E-1", "erp"): "expert"}
    assert outcomes(frozen(first, **turned)) == [("desk", "open")]
    for lives in (turned, NAMED_BY_BOTH):
        found = frozen(first, second, **lives)
        assert [*before(found).values()] == ["customer"]
        assert outcomes(found) == [("erp", "open")]
        assert [count.cases for count in frozen(first, second, now="Wed+1 09:00", **lives).reasons] == [1]


def test_one_number_for_a_case_in_both_systems_is_one_case_in_either_order() -> None:
    lives = {"desk": OPEN, "erp": life("100", "Mon 10:00 opened", shared_key="100")}
    assert before(frozen(said("100", "desk"), **dict(reversed(lives.items())))) == {("100", "erp"): "expert"}


def test_a_source_that_has_another_name_by_now_finds_its_case_by_the_number() -> None:
    assert before(frozen(said("100", "desk"), helpdesk=OPEN)) == {("100", "helpdesk"): "expert"}


def test_a_case_that_its_source_has_no_more_is_gone_though_another_has_its_number() -> None:
    other = life("101", "Mon 09:00 opened")
    assert outcomes(frozen(said("100", "desk"), desk=other, erp=OPEN)) == [("desk", "gone")]
    unread = Snapshot(organisation(sources=("desk", "erp")), at("Wed 09:00"), {"erp": batch(OPEN)})
    assert outcomes(agenda(unread, [said("100", "desk")])) == [("desk", "gone")]


def test_a_late_return_is_its_own_systems_though_another_numbers_a_case_like_it() -> None:
    back = life("A", "Mon-8 09:00 opened; Mon-8 10:00 closed; Mon 10:00 new")
    found = frozen(said("A#2", "desk"), desk=back, erp=life("A#2", "Mon 09:00 opened"))
    assert before(found) == {("A#2", "desk"): "expert", ("A#2", "erp"): None}


def test_a_count_that_no_late_return_has_is_part_of_a_number() -> None:
    number = f"A#{'9' * 5000}"
    assert outcomes(frozen(said(number, "desk"), desk=OPEN)) == [("desk", "gone")]
    assert before(frozen(said(number, "desk"), desk=life(number, "Mon 09:00 opened"))) == {(number, "desk"): "expert"}
