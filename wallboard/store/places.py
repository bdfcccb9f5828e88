"""Where the cache, the journal, their copies, locks and logs lie, and what names a board and a site there."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from wallboard.store.home import from_home

STATE_VARIABLE = "WALLBOARD_STATE"


@dataclass(frozen=True, slots=True)
class Places:
    """The files below one state directory."""

    state: Path

    @property
    def cache(self) -> Path:
        """The sources' rows; safe to delete."""
        return self.state / "cache.sqlite"

    @property
    def images(self) -> Path:
        """A folder of quickly read copies of the cache's rows; safe to delete."""
        return self.state / "images"

    @property
    def journal(self) -> Path:
        """The views as shown."""
        return self.state / "journal.sqlite"

    @property
    def copies(self) -> Path:
        """A folder of the journal's daily copies."""
        return self.state / "journal-copies"

    @property
    def locks(self) -> Path:
        """A folder of empty files that are locked, or whose being there says something; never read."""
        return self.state / "locks"

    def board_lock(self, board: str) -> Path:
        """Held by the collector that composes a board."""
        return self.locks / f"board-{board}.lock"

    def standup_wish(self, board: str) -> Path:
        """Left by a glass that asks for a stand-up, taken away by the collector that composes the board."""
        return self.locks / f"standup-{board}.wish"

    def site_lock(self, site: str) -> Path:
        """Held by the collector that polls a site."""
        return self.locks / f"site-{site}.lock"

    def screen_lock(self, screen: str) -> Path:
        """Held by the glass that stands on a screen, which is named as its system names it."""
        return self.locks / f"screen-{_plain(screen)}.lock"

    def screen_claim(self, screen: str) -> Path:
        """Held by a glass that has a screen by name, until whoever stands there in its absence is gone."""
        return self.locks / f"screen-{_plain(screen)}.claim"

    def log(self, board: str) -> Path:
        """The log of the collector that composes a board (the first of several)."""
        return self.state / "logs" / f"collect-{board}.log"

    @property
    def kiosk_log(self) -> Path:
        """The log of the kiosk, with what its children complain of."""
        return self.state / "logs" / "kiosk.log"

    @property
    def kiosk_lock(self) -> Path:
        """Held by the one kiosk of this state directory."""
        return self.locks / "kiosk.lock"

    def make(self) -> None:
        """Create the folders, closed to others; what stands in the place of one, and is none, is set aside.

        Raises OSError where a folder cannot be. The state directory itself is named by whoever sets the machine up:
        nothing is moved from there.
        """
        self.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.images, self.copies, self.locks, self.state / "logs"):
            try:
                folder.mkdir(mode=0o700, exist_ok=True)
            except FileExistsError:
                from wallboard.store.sqlite import set_aside  # noqa: PLC0415 - nearly never, and the kiosk is small

                set_aside(folder)
                folder.mkdir(mode=0o700, exist_ok=True)


def _plain(screen: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", screen) or "screen"


def places_of(state_dir: Path | None = None) -> Places:
    """The places below the given directory, else WALLBOARD_STATE, else the user's state directory."""
    if state_dir is not None:
        return Places(state_dir)
    told = os.environ.get(STATE_VARIABLE)
    if told:
        return Places(Path(told))
    import platformdirs  # noqa: PLC0415 - only asked where nobody said otherwise

    return Places(Path(platformdirs.user_state_dir("wallboard", appauthor=False)))


def board_id(path: Path) -> str:
    """What a board is called in the journal: its file's stem and a hash of its whole path, as it was given.

    Links are not followed: where a link is set to another release, its board keeps its name and so its weeks. A file
    that has two names is two boards.
    """
    whole = whole_path(path)
    digest = hashlib.blake2b(os.fsencode(whole), digest_size=6).hexdigest()
    stem = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in whole.stem)
    return f"{stem[:60]}-{digest}"


def whole_path(path: Path) -> Path:
    """A path from the root, through the links that it was given with; where a `..` leaves a link, from its target, so
    that no two files get one name."""
    given = from_home(path)
    whole = Path(given.anchor) if given.is_absolute() else _working_folder()
    for part in given.relative_to(whole).parts if given.is_absolute() else given.parts:
        if part != "..":
            whole /= part
        else:
            whole = (whole.resolve() if whole.is_symlink() else whole).parent
    return whole


def _working_folder() -> Path:
    """Where a shell says that it is, links and all, as long as that is so; else what the system says."""
    said = os.environ.get("PWD", "")
    try:
        is_so = os.path.isabs(said) and os.path.samefile(said, os.curdir)  # noqa: PTH117, PTH121
    except (OSError, ValueError):
        is_so = False
    return Path(said) if is_so else Path.cwd()
