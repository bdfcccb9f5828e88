"""A trouble with writing begins once and is over once, however success and failure alternate."""

from wallboard.store.write_trouble import CALM_S, WriteTrouble


class Seconds:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_success_and_failure_in_turn_are_one_trouble() -> None:
    seconds = Seconds()
    trouble = WriteTrouble(seconds)
    news = []
    for _ in range(20):
        news += [trouble.failed(), trouble.succeeded()]
        seconds.now_s += 15.0
    assert news == [True] + 39 * [False]


def test_it_is_over_after_a_minute_without_a_failure_and_only_once() -> None:
    seconds = Seconds()
    trouble = WriteTrouble(seconds)
    trouble.failed()
    seconds.now_s += CALM_S - 1
    assert not trouble.succeeded()
    seconds.now_s += 1
    assert [trouble.succeeded(), trouble.succeeded()] == [True, False]
    assert trouble.failed()


def test_what_had_failed_and_is_done_after_all_proves_that_it_is_over() -> None:
    trouble = WriteTrouble(Seconds())
    trouble.failed()
    assert trouble.succeeded(is_proof=True)


def test_without_trouble_there_is_nothing_to_be_over() -> None:
    assert not WriteTrouble(Seconds()).succeeded(is_proof=True)
