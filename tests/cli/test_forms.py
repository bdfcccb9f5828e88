"""The words that commands are given are those that the rest of the program knows."""

from typing import get_args

from wallboard.cli import forms
from wallboard.core.records import RESOURCES


def test_a_resource_is_named_as_in_the_records() -> None:
    assert get_args(forms.Resource) == RESOURCES
