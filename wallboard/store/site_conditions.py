"""How the last attempts went, site by site, in the cache's table of sites."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace

from wallboard.core.local_time import DAY_US
from wallboard.core.views.wire import from_plain, to_plain
from wallboard.store.condition import UNREAD, SourceCondition
from wallboard.store.site_entry import number_of
from wallboard.store.sqlite import writing


class SiteConditions:
    """The conditions of sites, and those that this process last told; for one thread.

    What is given a connection raises sqlite3's errors, and ValueError, KeyError and TypeError for a damaged text.
    """

    def __init__(self) -> None:
        self._told: dict[str, SourceCondition] = {}

    def told(self, site: str) -> SourceCondition:
        """What this process last told of a site."""
        return self._told.get(site, UNREAD)

    def is_told(self, site: str, condition: SourceCondition) -> bool:
        """Whether it differs from what was last told in nothing but its instant, and that by less than a day."""
        known = self._told.get(site)
        return known is not None and _is_same(known, condition)

    def forget(self, site: str) -> None:
        """What was told could not be written: the next condition is news whatever it says."""
        self._told.pop(site, None)

    def read(self, connection: sqlite3.Connection, site: str) -> SourceCondition:
        """How the last attempts went, by whichever process made them."""
        row = connection.execute("SELECT condition, batch FROM sites WHERE site=?", (site,)).fetchone()
        if row is None:
            return UNREAD
        condition, batch = _condition(row[0]), json.loads(row[1]) if row[1] else None
        if batch is None or batch.get("is_behind", False):
            return condition
        # Rows and condition are two writes: after a complete read the rows know best when it was.
        return replace(condition, as_of_us=batch["as_of_us"])

    def write(self, connection: sqlite3.Connection, site: str, condition: SourceCondition) -> bool:
        """Keep how an attempt went; always True."""
        self._told[site] = condition
        with writing(connection):
            number_of(connection, site, condition)
            text = json.dumps(to_plain(condition))
            connection.execute("UPDATE sites SET condition=?, turn=turn+1 WHERE site=?", (text, site))
        return True

    def rewrite(self, connection: sqlite3.Connection, site: str, of_text: Callable[[str], str]) -> None:
        """Change the text of the last condition that was written of a site, which is entered, within the caller's
        transaction."""
        (text,) = connection.execute("SELECT condition FROM sites WHERE site=?", (site,)).fetchone()
        connection.execute("UPDATE sites SET condition=?, turn=turn+1 WHERE site=?", (of_text(text), site))


def sites_unread_since(connection: sqlite3.Connection, at_us: int) -> tuple[str, ...]:
    """The sites whose last attempt was before an instant; none that was never attempted."""
    found = connection.execute("SELECT site, condition FROM sites").fetchall()
    attempts = ((site, _condition(text).attempted_us) for site, text in found)
    return tuple(site for site, attempted_us in attempts if attempted_us is not None and attempted_us < at_us)


def _is_same(known: SourceCondition, condition: SourceCondition) -> bool:
    if replace(known, attempted_us=condition.attempted_us) != condition:
        return False
    if known.attempted_us is None or condition.attempted_us is None:
        return known.attempted_us == condition.attempted_us
    return condition.attempted_us - known.attempted_us < DAY_US


def _condition(text: str) -> SourceCondition:
    return from_plain(SourceCondition, json.loads(text))
