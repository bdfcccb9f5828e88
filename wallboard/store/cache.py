"""The cache: what the sources brought, one site (a source and its settings) beside another, in SQLite."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic

from wallboard.core.local_time import DAY_US
from wallboard.core.records import Batch
from wallboard.core.words import Words, words
from wallboard.store import rows
from wallboard.store.cache_file import cache_kind
from wallboard.store.condition import SourceCondition
from wallboard.store.home import from_home
from wallboard.store.images import remove_images
from wallboard.store.kept_file import KeptFile
from wallboard.store.laying import joined
from wallboard.store.merging import Steps, step
from wallboard.store.places import Places
from wallboard.store.site_conditions import SiteConditions, sites_unread_since
from wallboard.store.site_rows import SiteRows
from wallboard.store.sqlite import checkpoint, emptied_log, writing

_FORGOTTEN_US = 35 * DAY_US


def site_of(type_name: str, options: Mapping[str, object], folder: Path, time_zone: str) -> str:
    """What a source is called in the cache: boards with the same source and settings share its rows.

    `options` are what JSON has.
    """
    settings = json.dumps(options, sort_keys=True, ensure_ascii=True)
    whole = json.dumps([type_name, settings, str(from_home(folder).resolve()), time_zone])
    return f"{type_name}-{hashlib.blake2b(whole.encode(), digest_size=8).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a read: the write's number, and all that is known.

    `seq` is None where the file could not be written: the rows are then kept in memory (see `Cache.trouble`).
    """

    seq: int | None
    batch: Batch


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
        self._conditions = SiteConditions()
        self._rows = SiteRows(places.images, self._conditions.told)
        self._unwritten: dict[str, Batch] = {}
        self._own: set[str] = set()
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
        self._rows.join(site, batch.frames, frames)
        if self._unwritten.get(site) is batch:
            self._unwritten[site] = replace(batch, frames=frames)
        return replace(batch, frames=frames)

    def load(self, site: str) -> Batch | None:
        """All that is known of a site; None before its first read."""
        stored = self._file.safely(partial(self._rows.read, site=site), self._rows.last(site))
        # it may have been unwritten before, or since it was found that the file is another
        return self._unwritten.get(site, stored)

    def stamp(self, site: str) -> tuple[int, int]:
        """Two numbers: one changes when a process writes the site's rows, one with anything about it."""

        def look(connection: sqlite3.Connection) -> tuple[int, int]:
            row = connection.execute("SELECT seq, turn FROM sites WHERE site=?", (site,)).fetchone()
            return (row[0], row[1]) if row else (0, 0)

        return self._file.safely(look, (0, 0))

    # conditions

    def condition(self, site: str) -> SourceCondition:
        """How the last attempts went, by whichever process made them."""
        return self._file.safely(partial(self._conditions.read, site=site), self._conditions.told(site))

    def set_condition(self, site: str, condition: SourceCondition) -> None:
        """Keep how an attempt went; one that differs in nothing but its instant is written once a day."""
        if self._conditions.is_told(site, condition):
            return
        work = partial(self._conditions.write, site=site, condition=condition)
        if not self._file.safely(work, otherwise=False, is_write=True):
            self._conditions.forget(site)  # so that the next one is written whatever it says

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
        self._file.safely(partial(self._rows.write_image, site=site), None)

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
            stored = self._rows.read(connection, site)
            if stored is not None:
                made = of_batch(stored)
                if made is not stored:
                    self._write(connection, site, rows.in_order(made), {})
            with writing(connection):
                self._conditions.rewrite(connection, site, of_condition)
                connection.execute("UPDATE sites SET image=NULL WHERE site=?", (site,))
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
        known = self._rows.last(site)
        if known is None or site not in self._own or site in self._unwritten:
            return False
        if batch.is_changes or not batch.is_complete or known.is_cut_short:
            return False
        return self._rows.are_last(site, batch.frames)

    def _put_told(self, site: str, batch: Batch) -> int | None:
        """Write all of a batch but its rows; the number of their write, None where the file has others, or failed."""
        work = partial(self._rows.write_all_but_rows, site=site, batch=batch)
        return self._file.safely(work, None, is_write=True)

    def _put(self, site: str, batch: Batch, steps: Steps | None = None) -> int | None:
        """Write a site's rows; the write's number, None where it failed."""
        is_proof = self._unwritten.keys() == {site}
        work = partial(self._write, site=site, batch=batch, steps=steps or {})
        return self._file.safely(work, None, is_write=True, is_proof=is_proof)

    def _forget(self) -> None:
        """Another file is in hand: what this process brought is written again, the rest read again."""
        for site in self._own:
            batch = self._rows.last(site)
            if batch is not None:
                self._unwritten.setdefault(site, batch)
        self._rows.forget_all()

    def _rebuild(self, connection: sqlite3.Connection) -> None:
        for site, batch in tuple(self._unwritten.items()):
            self._write(connection, site, batch, {})

    def _write(self, connection: sqlite3.Connection, site: str, batch: Batch, steps: Steps) -> int:
        seq = self._rows.write(connection, site, batch, steps)
        self._unwritten.pop(site, None)
        return seq

    def _tidy(self, connection: sqlite3.Connection, now_us: int | None) -> None:
        if now_us is not None:
            for site in sites_unread_since(connection, now_us - _FORGOTTEN_US):
                self._rows.remove(connection, site)
        checkpoint(connection, self._places.cache)


def _erasures(connection: sqlite3.Connection) -> int:
    """Kept in a number that SQLite leaves to the program, so that caches of earlier versions have it too."""
    count: int = connection.execute("PRAGMA application_id").fetchone()[0]
    return count
