"""What a board's locale gives it and what not: its language, its country's numbers and dates."""

from wallboard.cli.qt import has_qt
from wallboard.collect.plain import said
from wallboard.config.board import Board
from wallboard.core.words import Words, say


def spoken_on(board: Board, sentence: Words) -> str:
    """A sentence as the board's wall says it; in English where Qt, which knows the place, is not installed."""
    if not has_qt():
        return said(sentence)
    from wallboard.ui.tongue import PlaceTongue  # noqa: PLC0415 - only where Qt is installed

    return say(sentence, PlaceTongue(board.locale, board.organisation.time_zone))


def language_remark(locale: str) -> tuple[str, bool] | None:
    """What there is to say of a locale, and whether the board should be corrected; None where all is as it says."""
    from wallboard.ui.tongue import is_spoken, language_name, place_of  # noqa: PLC0415 - only where Qt is installed

    language, place = language_name(locale), place_of(locale)
    if not language:
        return f"locale {locale}: no such language is known; the board speaks English", True
    if place != locale:
        return f"locale {locale}: no such place is known; numbers and dates are written as in {place}", True
    if not is_spoken(locale):
        return (
            f"locale {locale}: not translated into {language}; the board speaks English, with dates as in {locale}",
            False,
        )
    return None
