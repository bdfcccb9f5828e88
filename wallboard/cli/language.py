"""What a board's locale does not give it, in sentences: its language, its country's numbers and dates."""


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
