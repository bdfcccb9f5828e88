"""JMESPath expressions of boards and presets."""

import re

import pytest
from pydantic import ValidationError

from wallboard.sources.declared.changes import Changes
from wallboard.sources.mapping.expressions import expression, taken
from wallboard.sources.mapping.paths import PathText
from wallboard.sources.web.sign_in import SessionLogin


def test_what_an_expression_finds_is_taken_and_one_that_cannot_be_applied_finds_nothing():
    assert taken("token.id", {"token": {"id": 7}}) == 7
    assert taken("token.id", {}) is None
    assert taken("length(@)", 5) is None
    assert taken("nobody_knows(@)", {}) is None


def test_an_expression_that_can_be_applied_stays_as_it_is():
    assert expression("token.id") == "token.id"


@pytest.mark.parametrize(
    ("text", "where"),
    [("token..id", ": it goes wrong at character 7"), ("id[", ": it goes wrong at character 4"), ("(" * 1990, "")],
    ids=["within", "at its end", "nested too deeply"],
)
def test_an_expression_that_is_none_is_a_fault_of_the_board_wherever_it_stands(text, where):
    told = re.escape(f"“{text}” is no JMESPath{where}")
    with pytest.raises(ValueError, match=f"^{told}$"):
        expression(text)
    for form, key in ((Changes, "field"), (SessionLogin, "error"), (PathText, "path")):
        with pytest.raises(ValidationError, match=f"{told} "):
            form.model_validate({key: text})
