"""What a case's type is called: its name, with the short one that the board gives it for narrow places."""

from wallboard.core.measures.book import CaseBook
from wallboard.core.organisation import Organisation
from wallboard.core.words import Words, verbatim, words


def type_name(organisation: Organisation, name: str | None) -> Words:
    """A type by its name (None: no type); `short` among its arguments is what may stand where that has no room."""
    if name is None:
        return words("lane.none.type")
    short = next((one.short for one in organisation.types if one.name == name), None)
    return words("verbatim", text=name, short=short) if short else verbatim(name)


def type_of(book: CaseBook, row: int) -> Words:
    """The type of a case."""
    return type_name(book.history.organisation, book.name("type", row))
