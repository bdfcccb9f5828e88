"""Whom a connection trusts: the authorities of this machine, and the organisation's own where a board names it."""

import ssl
from functools import lru_cache
from pathlib import Path

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson


def context_of(authority: str | None, folder: Path) -> ssl.SSLContext:
    """How TLS is spoken and verified; made anew when the authority's file changes. Raises NeedsPerson."""
    if authority is None:
        return _context(None, 0, 0)
    path = folder / authority
    try:
        found = path.stat()
        return _context(path, found.st_mtime_ns, found.st_size)
    except (OSError, ValueError) as fault:
        raise NeedsPerson(words("web.authority", file=authority), words("web.remedy.authority")) from fault


# All sources share them: each takes a megabyte, and some hundredths of a second to make.
@lru_cache(maxsize=8)
def _context(authority: Path | None, _changed_ns: int, _size: int) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not _trusts_any(ssl.get_default_verify_paths()):
        import certifi  # noqa: PLC0415 - only where the machine itself trusts nobody

        context.load_verify_locations(certifi.where())
    if authority is not None:
        context.load_verify_locations(cadata=authority.read_text(encoding="ascii"))
        # Authorities of one organisation rarely name their keys as newer Pythons ask for; older ones never asked.
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def _trusts_any(places: ssl.DefaultVerifyPaths) -> bool:
    """Whether this machine has authorities of its own; None stands for a place that is not there."""
    file, folder = (Path(place or "") for place in (places.cafile, places.capath))
    return file.is_file() or (str(folder) != "." and any(folder.iterdir()))
