"""Where fonts and other assets lie: beside the package in a checkout, inside it when installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def asset(*parts: str) -> Path:
    """The path of an asset, e.g. `asset("fonts", "Inter-Bold.otf")`; raises FileNotFoundError where it is missing."""
    for root in (_PACKAGE / "assets", _PACKAGE.parent / "assets"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    msg = f"the installation lacks {'/'.join(('assets', *parts))}"
    raise FileNotFoundError(msg)
