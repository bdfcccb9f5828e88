"""The cache: what the sources brought, one site (a source and its settings) beside another, in SQLite."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from time import monotonic

import polars as pl

from wallboard.core.local_time import DAY_US
from wallboard.core.records import SCHEMAS, Batch
from wallboard.core.views.wire import from_plain, to_plain
from wallboard.core.words import Words, words
from wallboard.store import rows
from wallboard.store.cache_file import cache_kind, reading
from wallboard.store.cache_form import complete
from wallboard.store.condition import UNREAD, SourceCondition
from wallboard.store.images import read_images, remove_images, write_images
from wallboard.store.kept_file import KeptFile
from wallboard.store.laying import joined
from wallboard.store.merging import Steps, step
from wallboard.store.places import Places
from wallboard.store.plain_batch import batch_of, batch_text
from wallboard.store.sqlite import checkpoint, emptied_log, writing

_FORGOTTEN_US = 35 * DAY_US
_NOTHING = Batch({}, {}, 0, 0)


def site_of(type_name: str, options: Mapping[str, object], folder: Path, time_zone: str) -> str:
    """What a source is called in the cache: boards with the same source and settings share its rows.

    `options` are what JSON has.
    """
    settings = json.dumps(options, sort_keys=True, ensure_ascii=True)
    whole = json.dumps([type_name, settings, str(folder.expanduser().resolve()), time_zone])
    return f"{type_name}-{hashlib.blake2b(whole.encode(), digest_size=8).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a read: the write's number, and all that is known.

    `seq` is None where the file could not be written: the rows are then kept in memory (see `Cache.trouble`).
    """

    seq: int | None
    batch: Batch


@dataclass(frozen=True, slots=True)
class _Stored:
    """A site's rows as they stand in the file, to the best of our knowledge; `hashes` of those that were written."""

    seq: int
    batch: Batch | None
    digests: Mapping[str, str]
    hashes: Mapping[str, rows.Hashes] = field(default_factory=dict)


class Cache:
    """One process's hold on the cache, for one thread.

    Never raises for the file's sake: a damaged one is set aside and rebuilt, a full disk is waited out. With
    `is_read_only` the file is only read, and may lie where nobody can write.
    """

    def __init__(
        self, places: Places, *, is_read_only: bool = False, elapsed_s: Callable[[], float] = monotonic
    ) -> None:
        self._places = places
        kind = cache_kind(places, is_read_only=is_read_only)
        self._file = KeptFile(kind, self._forget, self._rebuild, elapsed_s)
        self._stored: dict[str, _Stored] = {}
        self._unwritten: dict[str, Batch] = {}
        self._own: set[str] = set()
        self._conditions: dict[str, SourceCondition] = {}
        self._erasures = 0

    @property
    def trouble(self) -> Words | None:
        """What keeps the file from being written; None while all is well."""
        why = self._file.trouble
        return words("trouble.cache", why=why) if why is not None else None

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    # rows

    def apply(self, site: str, batch: Batch, known: Batch | None = None) -> Applied:
        """Keep what a read brought: only rows that changed are written, all in one transaction.

        Rows that a complete read no longer has are removed; one cut short lays its rows over those known, and so do
        changes, at their own cost and not that of what is known. `known` is what they are laid over where the file
        was lost since.
        Raises polars' errors and ValueError where a frame has not the form of SCHEMAS.
        """
        if self._is_told_again(site, batch) and (seq := self._put_told(site, batch)) is not None:
            return Applied(seq, batch)
        before = self.load(site) or known
        self._own.add(site)
        now, steps = step(before, rows.in_order(batch))
        seq = self._put(site, now, steps)
        if seq is None:
            self._unwritten[site] = now
        return Applied(seq, now)

    def tell_again(self, site: str, batch: Batch) -> bool:
        """Keep all of a batch but its rows, the very frames that this process last wrote.

        False where they are others, also in the file, or where it could not be written: then nothing is kept.
        """
        return self._is_told_again(site, batch) and self._put_told(site, batch) is not None

    def joined(self, site: str, batch: Batch) -> Batch:
        """A site's batch, as it is known here, with its frames in one piece each, which they are here too then.

        To be asked for by who goes through all rows: that costs more where changes have left them in thousands.
        """
        frames = {name: joined(frame) for name, frame in batch.frames.items()}
        if all(frames[name] is frame for name, frame in batch.frames.items()):
            return batch
        stored = self._stored.get(site)
        if stored is not None and stored.batch is not None and _are_same(stored.batch.frames, batch.frames):
            self._stored[site] = replace(stored, batch=replace(stored.batch, frames=frames))
        if self._unwritten.get(site) is batch:
            self._unwritten[site] = replace(batch, frames=frames)
        return replace(batch, frames=frames)

    def load(self, site: str) -> Batch | None:
        """All that is known of a site; None before its first read."""
        known = self._stored.get(site)
        stored = self._file.safely(partial(self._read, site=site), known)
        if site in self._unwritten:  # since before, or since it was found that the file is another
            return self._unwritten[site]
        return stored.batch if stored is not None else None

    def stamp(self, site: str) -> tuple[int, int]:
        """Two numbers: one changes when a process writes the site's rows, one with anything about it."""

        def look(connection: sqlite3.Connection) -> tuple[int, int]:
            row = connection.execute("SELECT seq, turn FROM sites WHERE site=?", (site,)).fetchone()
            return (row[0], row[1]) if row else (0, 0)

        return self._file.safely(look, (0, 0))

    # conditions

    def condition(self, site: str) -> SourceCondition:
        """How the last attempts went, by whichever process made them."""

        def look(connection: sqlite3.Connection) -> SourceCondition:
            row = connection.execute("SELECT condition, batch FROM sites WHERE site=?", (site,)).fetchone()
            if row is None:
                return UNREAD
            condition, batch = _condition(row[0]), json.loads(row[1]) if row[1] else None
            if batch is None or batch["is_cut_short"] or batch.get("is_behind", False):
                return condition
            # Rows and condition are two writes: after a complete read the rows know best when it was.
            return replace(condition, as_of_us=batch["as_of_us"])

        return self._file.safely(look, self._conditions.get(site, UNREAD))

    def set_condition(self, site: str, condition: SourceCondition) -> None:
        """Keep how an attempt went; one that differs in nothing but its instant is written once a day."""
        known = self._conditions.get(site)
        if known is not None and _is_same(known, condition):
            return

        def put(connection: sqlite3.Connection) -> bool:
            with writing(connection):
                self._number(connection, site)
                text = json.dumps(to_plain(condition))
                connection.execute("UPDATE sites SET condition=?, turn=turn+1 WHERE site=?", (text, site))
            return True

        self._conditions[site] = condition
        if not self._file.safely(put, otherwise=False, is_write=True):
            del self._conditions[site]  # so that the next one is written whatever it says

    # upkeep

    def tidy(self, now_us: int, *, forgets: bool = True) -> None:
        """Write what could not be written, move the log into the file, forget sites unread for five weeks.

        Not with `forgets` False: where the present is in doubt, so is what is long ago.
        """
        for site, batch in tuple(self._unwritten.items()):
            self._put(site, batch)
        self._file.safely(partial(self._tidy, now_us=now_us if forgets else None), None)

    def check(self) -> None:
        """Read the whole file for damage, which is rebuilt from what is known."""
        self._file.check()

    def write_image(self, site: str) -> None:
        """Write a site's rows in a form that the next start reads quickly, unless that has been done."""

        def put(connection: sqlite3.Connection) -> None:
            row = connection.execute("SELECT seq, image FROM sites WHERE site=?", (site,)).fetchone()
            stored = self._stored.get(site)
            if row is None or stored is None or stored.batch is None or stored.seq != row[0]:
                return
            if _digests_of_image(row[1], row[0]) is not None:
                return
            digests = write_images(self._places.images, site, stored.batch.frames)
            image = json.dumps({"seq": row[0], "form": rows.FORM, "digests": digests})
            with writing(connection):
                connection.execute("UPDATE sites SET image=? WHERE site=? AND seq=?", (image, site, row[0]))

        self._file.safely(put, None)

    # erasing

    def sites(self) -> tuple[str, ...]:
        """Every site that the file knows."""
        text = "SELECT site FROM sites ORDER BY no"
        return self._file.safely(lambda found: tuple(row[0] for row in found.execute(text)), ())

    def rewrite(self, site: str, of_batch: Callable[[Batch], Batch], of_condition: Callable[[str], str]) -> bool:
        """Change what is known of a site, also where a read cut short would have left it; False where it cannot be.

        Its image goes. A collector that polls the site takes up the change before it composes again. It counts as an
        erasure, whether anything changed or not.
        """

        def put(connection: sqlite3.Connection) -> bool:
            connection.execute("PRAGMA secure_delete=ON")
            stored = self._read(connection, site)
            if stored.batch is not None:
                made = of_batch(stored.batch)
                if made is not stored.batch:
                    self._write(connection, site, rows.in_order(made), {})
            with writing(connection):
                text = connection.execute("SELECT condition FROM sites WHERE site=?", (site,)).fetchone()[0]
                told = (of_condition(text), site)
                connection.execute("UPDATE sites SET condition=?, image=NULL, turn=turn+1 WHERE site=?", told)
                connection.execute(f"PRAGMA application_id={_erasures(connection) + 1:d}")
            remove_images(self._places.images, site)
            return True

        return self._file.safely(put, otherwise=False, is_write=True)

    def erasures(self) -> int:
        """A number that grows with every erasure: what was read before it, and is not kept yet, may hold what went."""
        self._erasures = self._file.safely(_erasures, self._erasures)
        return self._erasures

    def wipe(self) -> bool:
        """Leave nothing of what was erased in unused pages and in the log; False where a reader is in the way."""

        def put(connection: sqlite3.Connection) -> bool:
            connection.execute("VACUUM")
            return emptied_log(connection)

        return self._file.safely(put, otherwise=False, is_write=True)

    # inside

    def _is_told_again(self, site: str, batch: Batch) -> bool:
        """Whether a read brought the very frames that this process last wrote."""
        known = self._stored.get(site)
        if known is None or known.batch is None or site not in self._own or site in self._unwritten:
            return False
        if batch.is_changes or not batch.is_complete or known.batch.is_cut_short:
            return False
        return _are_same(known.batch.frames, batch.frames)

    def _put_told(self, site: str, batch: Batch) -> int | None:
        """Write all of a batch but its rows; the number of their write, None where the file has others, or failed."""

        def put(connection: sqlite3.Connection) -> int | None:
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

        return self._file.safely(put, None, is_write=True)

    def _put(self, site: str, batch: Batch, steps: Steps | None = None) -> int | None:
        """Write a site's rows; the write's number, None where it failed."""
        is_proof = self._unwritten.keys() == {site}
        work = partial(self._write, site=site, batch=batch, steps=steps or {})
        return self._file.safely(work, None, is_write=True, is_proof=is_proof)

    def _forget(self) -> None:
        """Another file is in hand: what this process brought is written again, the rest read again."""
        for site in self._own & self._stored.keys():
            batch = self._stored[site].batch
            if batch is not None:
                self._unwritten.setdefault(site, batch)
        self._stored.clear()

    def _rebuild(self, connection: sqlite3.Connection) -> None:
        for site, batch in tuple(self._unwritten.items()):
            self._write(connection, site, batch, {})

    def _write(self, connection: sqlite3.Connection, site: str, batch: Batch, steps: Steps) -> int:
        with writing(connection):
            number, seq = self._number(connection, site)
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
        self._unwritten.pop(site, None)
        return seq

    def _number(self, connection: sqlite3.Connection, site: str) -> tuple[int, int]:
        row = connection.execute("SELECT no, seq FROM sites WHERE site=?", (site,)).fetchone()
        if row is not None:
            return row[0], row[1]
        number = connection.execute("SELECT coalesce(max(no), 0) + 1 FROM sites").fetchone()[0]
        text = json.dumps(to_plain(self._conditions.get(site, UNREAD)))
        connection.execute("INSERT INTO sites VALUES (?, ?, 0, 0, NULL, ?, NULL)", (site, number, text))
        return number, 0

    def _read(self, connection: sqlite3.Connection, site: str) -> _Stored:
        """What the file holds of a site; rows are fetched only when another process has written them."""
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
        return read_images(self._places.images, site, digests) if digests is not None else None

    def _tidy(self, connection: sqlite3.Connection, now_us: int | None) -> None:
        if now_us is not None:
            self._forget_unread(connection, now_us)
        checkpoint(connection, self._places.cache)

    def _forget_unread(self, connection: sqlite3.Connection, now_us: int) -> None:
        for site, number, text in connection.execute("SELECT site, no, condition FROM sites").fetchall():
            attempted_us = _condition(text).attempted_us
            if attempted_us is not None and attempted_us < now_us - _FORGOTTEN_US:
                with writing(connection):
                    complete(connection)
                    for resource in SCHEMAS:
                        connection.execute(f'DELETE FROM "{resource}" WHERE site=?', (number,))  # noqa: S608
                    connection.execute("DELETE FROM sites WHERE site=?", (site,))
                remove_images(self._places.images, site)


def _digests_of_image(image: str | None, seq: int) -> Mapping[str, str] | None:
    """The digests of an image of that write's rows; None where it is of others, or of other columns."""
    told = json.loads(image) if image is not None else {}
    return told["digests"] if (told.get("seq"), told.get("form")) == (seq, rows.FORM) else None


def _erasures(connection: sqlite3.Connection) -> int:
    """Kept in a number that SQLite leaves to the program, so that caches of earlier versions have it too."""
    count: int = connection.execute("PRAGMA application_id").fetchone()[0]
    return count


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


def _is_same(known: SourceCondition, condition: SourceCondition) -> bool:
    if replace(known, attempted_us=condition.attempted_us) != condition:
        return False
    if known.attempted_us is None or condition.attempted_us is None:
        return known.attempted_us == condition.attempted_us
    return condition.attempted_us - known.attempted_us < DAY_US


def _condition(text: str) -> SourceCondition:
    return from_plain(SourceCondition, json.loads(text))
