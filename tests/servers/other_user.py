"""A folder and a command of another user, for servers that refuse to run as root."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

_NOBODY = "nobody"


def own_folder() -> Path:
    """A new folder that such a server can reach and write, whoever runs the tests; the test removes it."""
    folder = Path(tempfile.mkdtemp(prefix="wallboard-server-"))
    _hand_over(folder)
    return folder


def handed(file: Path, folder: Path) -> Path:
    """A copy of a file in such a folder that its server alone may read."""
    copy = Path(shutil.copy(file, folder))
    copy.chmod(0o600)
    _hand_over(copy)
    return copy


def _hand_over(path: Path) -> None:
    if os.geteuid() == 0:
        nobody = pwd.getpwnam(_NOBODY)
        os.chown(path, nobody.pw_uid, nobody.pw_gid)


def unprivileged(words: Sequence[str | Path]) -> list[str | Path]:
    """The words of a command, run by nobody where the tests are run by root.

    A change of user clears the word that it is to end with its parent: it is given again.
    """
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        return list(words)
    group = str(pwd.getpwnam(_NOBODY).pw_gid)
    as_nobody = ["setpriv", "--reuid", _NOBODY, "--regid", group, "--clear-groups", "--pdeathsig", "KILL", "--"]
    return [*as_nobody, *words]
