"""JMESPath expressions of a sign-in."""

import pytest

from wallboard.sources.web.expressions import expression, taken


def test_what_an_expression_finds_is_taken_and_one_that_cannot_be_applied_finds_nothing():
    assert taken("token.id", {"token": {"id": 7}}) == 7
    assert taken("token.id", {}) is None
    assert taken("length(@)", 5) is None
    assert taken("nobody_knows(@)", {}) is None


def test_an_expression_that_is_none_is_a_fault_of_the_board():
    assert expression("token.id") == "token.id"
    with pytest.raises(ValueError, match="no JMESPath"):
        expression("token..id")
