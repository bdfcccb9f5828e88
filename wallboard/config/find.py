"""Which file is the board: the argument's, the environment's, the user's, the site's, else the demo."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Final

import platformdirs

from wallboard.store.home import from_home

_NAME: Final = "board.yaml"


def find_board(argument: str | None, environ: Mapping[str, str]) -> FilePath:
    """The one board to be used; it need not exist where it is named.

    The argument, WALLBOARD_BOARD, `wallboard/board.yaml` in the user's configuration, then in the site's,
    else the demo. A sample can be named without its folder: `demo`.
    """
    named = argument or environ.get("WALLBOARD_BOARD")
    if named:
        path = from_home(named)
        sample = sample_path(named) if path.name == named and not path.suffix else path
        return sample if sample.is_file() and not path.exists() else path
    found = (folder / "wallboard" / _NAME for folder in _folders(environ))
    return next((path for path in found if path.is_file()), sample_path("demo"))


def sample_path(name: str) -> FilePath:
    """A sample board: in the checkout's `config`, or beside the modules of an installed program."""
    package = FilePath(__file__).resolve().parents[1]
    installed = package / "samples"
    folder = installed if installed.is_dir() else package.parent / "config"
    return folder / f"{name}.yaml"


def _folders(environ: Mapping[str, str]) -> Iterator[FilePath]:
    """Where configuration lies: the user's, then the site's; on XDG systems as the environment says."""
    if "XDG_CONFIG_HOME" in environ:
        yield FilePath(environ["XDG_CONFIG_HOME"])
    else:
        yield platformdirs.user_config_path()
    if "XDG_CONFIG_DIRS" in environ:
        yield from (FilePath(folder) for folder in environ["XDG_CONFIG_DIRS"].split(os.pathsep) if folder)
    else:
        yield platformdirs.site_config_path()
