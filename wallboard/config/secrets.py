"""Where a board says that its secrets lie; never the secrets themselves."""

from pathlib import Path as FilePath

from wallboard.config.reading import Reading
from wallboard.store.home import from_home
from wallboard.store.secret_files import PLACE


def read_secret_file(reading: Reading, folder: FilePath) -> str | None:
    """The path under `secret_file`, from the board's folder; None where the board names none.

    Without a place for the name every source would get the same secret, also one that is another server's. What
    stands there may be a secret, so no fault repeats it.
    """
    value = reading.at(("secret_file",))
    if value is None:
        return None
    if not isinstance(value, str) or PLACE not in value or "\0" in value:
        remedy = f"one file a secret, as in secret_file: /etc/wallboard/secrets/{PLACE}"
        reading.fault(("secret_file",), f"found no path with {PLACE} in it", remedy=remedy)
        return None
    return str(folder / from_home(value))
