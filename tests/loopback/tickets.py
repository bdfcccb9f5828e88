"""A help desk's list of tickets, in one piece or in pages, which may end early, come twice, go round or shift."""

from collections.abc import Callable
from typing import Any

from tests.loopback.behaviour import says
from tests.loopback.server import Asked, Behaviour, Wire

Row = dict[str, Any]


def ticket(number: int, **more: Any) -> Row:
    """A ticket that was opened on a work day."""
    made = {"id": number, "status": "open", "queue": "Front", "made": f"2026-11-{2 + number % 18:02d}T09:00:00Z"}
    return {**made, **more}


def tickets(count: int) -> list[Row]:
    """So many tickets."""
    return [ticket(number) for number in range(1, count + 1)]


def lists(rows: list[Row]) -> Behaviour:
    """All of them at once."""
    return says({"items": rows, "total": len(rows)})


def pages(
    rows: Callable[[], list[Row]],
    size: int = 10,
    *,
    total: Callable[[int], int] = lambda count: count,
    page_of: Callable[[int], int] = lambda page: page,
    next_of: Callable[[int], int | None] = lambda page: page + 1,
) -> Behaviour:
    """They come in pages by ?page=, or by the link `next`.

    `total` is what is told of their number; `page_of` which page is sent for one that is asked for; `next_of` to which
    page the link after one leads.
    """

    def behave(asked: Asked, wire: Wire) -> None:
        page = int(asked.param.get("page", "1"))
        all_rows, at = rows(), (page_of(page) - 1) * size
        has_more = at + size < len(all_rows)
        follows = next_of(page) if has_more else None
        body = {
            "items": all_rows[at : at + size],
            "total": total(len(all_rows)),
            "next": None if follows is None else f"{asked.path}?page={follows}",
        }
        says(body)(asked, wire)

    return behave
