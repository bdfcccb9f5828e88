"""Sentences of a machine whose clock is wrong."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    "state.clock-wrong": "CLOCK WRONG",
    "clock.ahead-of": "{age} ahead of {name}",
    "clock.behind-of": "{age} behind {name}",
    "clock.behind-kept": "at least {age} behind",
    "clock.source-ahead": "This machine’s clock is {age} ahead of {name}’s.",
    "clock.source-behind": "This machine’s clock is {age} behind {name}’s.",
    "clock.kept": "This machine’s clock is at least {age} behind: something was kept at a later time.",
    "clock.remedy": "Set this machine’s clock, or let it take the time from a time server.",
}
