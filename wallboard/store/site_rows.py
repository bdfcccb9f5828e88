"""A site's rows and what its batch says of them, in the cache's tables and as this process last saw them there."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from wallboard.core.records import SCHEMAS, Batch
from wallboard.store import rows
from wallboard.store.cache_file import reading
from wallboard.store.cache_form import complete
from wallboard.store.condition import SourceCondition
from wallboard.store.images import read_images, remove_images, write_images
from wallboard.store.merging import Steps
from wallboard.store.plain_batch import batch_of, batch_text
from wallboard.store.site_entry import number_of
from wallboard.store.sqlite import writing

_NOTHING = Batch({}, {}, 0, 0)


@dataclass(frozen=True, slots=True)
class _Stored:
    """A site's rows as they stand in the file, to the best of our knowledge; `hashes` of those that were written."""

    seq: int
    batch: Batch | None
    digests: Mapping[str, str]
    hashes: Mapping[str, rows.Hashes] = field(default_factory=dict)


class SiteRows:
    """The rows of sites, fetched only where another process has written them; for one thread.

    What is given a connection raises sqlite3's and polars' errors, and ValueError, KeyError, TypeError and
    AttributeError for content that nobody here wrote.
    """

    def __init__(self, images: Path, told: Callable[[str], SourceCondition]) -> None:
        """`told` gives the condition with which a site that is new is entered."""
        self._images = images
        self._told = told
        self._stored: dict[str, _Stored] = {}

    def last(self, site: str) -> Batch | None:
        """A site's batch as it was last seen in the file; None where there was none."""
        stored = self._stored.get(site)
        return stored.batch if stored is not None else None

    def forget_all(self) -> None:
        """Another file is in hand."""
        self._stored.clear()

    def are_last(self, site: str, frames: Mapping[str, pl.DataFrame]) -> bool:
        """Whether these are the very frames that were last seen."""
        last = self.last(site)
        return last is not None and _are_same(last.frames, frames)

    def join(self, site: str, parts: Mapping[str, pl.DataFrame], frames: Mapping[str, pl.DataFrame]) -> None:
        """Take frames in place of their parts, where these were last seen."""
        stored = self._stored.get(site)
        if stored is not None and stored.batch is not None and _are_same(stored.batch.frames, parts):
            self._stored[site] = replace(stored, batch=replace(stored.batch, frames=frames))

    def read(self, connection: sqlite3.Connection, site: str) -> Batch | None:
        """What the file holds of a site; None where nothing was read yet."""
        return self._read(connection, site).batch

    def write(self, connection: sqlite3.Connection, site: str, batch: Batch, steps: Steps) -> int:
        """Write the rows that differ from the file's, and all that the batch says; the write's number."""
        with writing(connection):
            number, seq = number_of(connection, site, self._told(site))
            stored = self._read(connection, site)
            changes = _changes(stored, batch, steps)
            if changes or stored.batch is None or batch.frames.keys() - stored.batch.frames.keys():
                complete(connection)  # what is named must have its table, be it empty
            if changes or stored.batch is None:
                connection.execute("UPDATE store SET seq=seq+1")
                seq = connection.execute("SELECT seq FROM store").fetchone()[0]
                rows.write(connection, number, changes)
            digests = {name: _digest(stored, name, frame, changes.get(name)) for name, frame in batch.frames.items()}
            text = batch_text(batch, digests)
            connection.execute("UPDATE sites SET seq=?, turn=turn+1, batch=? WHERE site=?", (seq, text, site))
        known = {name: found for name, found in stored.hashes.items() if name not in changes}
        told = {name: change.hashes for name, change in changes.items() if change.hashes is not None}
        self._stored[site] = _Stored(seq, batch, digests, known | told)
        return seq

    def write_all_but_rows(self, connection: sqlite3.Connection, site: str, batch: Batch) -> int | None:
        """Write what a batch says of the very rows that were last seen; the number of their write.

        None where the file has others.
        """
        known = self._stored.get(site)
        if known is None:  # another file is in hand since, whose rows may bear the same number
            return None
        with writing(connection):
            text = "UPDATE sites SET turn=turn+1, batch=? WHERE site=? AND seq=?"
            done = connection.execute(text, (batch_text(batch, known.digests), site, known.seq))
        if not done.rowcount:
            return None
        self._stored[site] = replace(known, batch=batch)
        return known.seq

    def write_image(self, connection: sqlite3.Connection, site: str) -> None:
        """Write the rows in a form that the next start reads quickly, unless that has been done. Raises OSError."""
        row = connection.execute("SELECT seq, image FROM sites WHERE site=?", (site,)).fetchone()
        stored = self._stored.get(site)
        if row is None or stored is None or stored.batch is None or stored.seq != row[0]:
            return
        if _digests_of_image(row[1], row[0]) is not None:
            return
        digests = write_images(self._images, site, stored.batch.frames)
        image = json.dumps({"seq": row[0], "form": rows.FORM, "digests": digests})
        with writing(connection):
            connection.execute("UPDATE sites SET image=? WHERE site=? AND seq=?", (image, site, row[0]))

    def remove(self, connection: sqlite3.Connection, site: str) -> None:
        """Remove a site with its rows and its image."""
        with writing(connection):
            number, _ = number_of(connection, site, self._told(site))
            complete(connection)
            for resource in SCHEMAS:
                connection.execute(f'DELETE FROM "{resource}" WHERE site=?', (number,))  # noqa: S608
            connection.execute("DELETE FROM sites WHERE site=?", (site,))
        remove_images(self._images, site)

    def _read(self, connection: sqlite3.Connection, site: str) -> _Stored:
        with reading(connection):
            text = "SELECT no, seq, batch, image FROM sites WHERE site=?"
            row = connection.execute(text, (site,)).fetchone()
            if row is None or row[2] is None:
                return _Stored(0, None, {})
            number, seq, meta, image = row[0], row[1], json.loads(row[2]), row[3]
            known = self._stored.get(site)
            hashes: Mapping[str, rows.Hashes] = {}
            if known is not None and known.seq == seq and known.batch is not None:
                frames, hashes = known.batch.frames, known.hashes
            else:
                frames = self._image(site, seq, image) or _rows(connection, number, meta["resources"])
        self._stored[site] = _Stored(seq, batch_of(meta, frames), meta["resources"], hashes)
        return self._stored[site]

    def _image(self, site: str, seq: int, image: str | None) -> dict[str, pl.DataFrame] | None:
        digests = _digests_of_image(image, seq)
        return read_images(self._images, site, digests) if digests is not None else None


def _digests_of_image(image: str | None, seq: int) -> Mapping[str, str] | None:
    """The digests of an image of that write's rows; None where it is of others, or of other columns."""
    told = json.loads(image) if image is not None else {}
    return told["digests"] if (told.get("seq"), told.get("form")) == (seq, rows.FORM) else None


def _changes(stored: _Stored, batch: Batch, steps: Steps) -> dict[str, rows.Changes]:
    """What turns the rows that are stored into a batch's, by resource; known where they came so from those stored."""
    found = {}
    before = stored.batch or _NOTHING
    for name in SCHEMAS:
        old, new, known = before.frame(name), batch.frame(name), steps.get(name)
        if known is not None and known.before is old and known.now is new:
            found[name] = known.changes
        else:
            found[name] = rows.changes(name, old, new, stored.hashes.get(name))
    return {name: change for name, change in found.items() if change is not None}


def _digest(stored: _Stored, resource: str, frame: pl.DataFrame, change: rows.Changes | None) -> str:
    told = stored.digests.get(resource)
    if change is not None:
        told = rows.digest_after(told, change)
    return told or rows.digest(frame)


def _rows(connection: sqlite3.Connection, number: int, digests: Mapping[str, str]) -> dict[str, pl.DataFrame]:
    """A site's rows from the tables. Raises ValueError where they are not those that were written."""
    frames = rows.read(connection, number, digests)
    for resource, frame in frames.items():
        told, found = digests[resource], rows.digest(frame)
        if told.split()[0] == found.split()[0] and told != found:
            msg = f"{resource} are not as they were written"
            raise ValueError(msg)
    return frames


def _are_same(some: Mapping[str, pl.DataFrame], others: Mapping[str, pl.DataFrame]) -> bool:
    """Whether they are the very objects."""
    return some.keys() == others.keys() and all(others[name] is frame for name, frame in some.items())
