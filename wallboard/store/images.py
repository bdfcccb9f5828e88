"""Quickly read copies of the cache's rows, one Parquet file a resource, trusted only by their digest."""

import hashlib
import io
import logging
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from wallboard.core.records import SCHEMAS
from wallboard.store.whole_file import write_whole

log = logging.getLogger(__name__)


def write_images(folder: Path, site: str, frames: Mapping[str, pl.DataFrame]) -> dict[str, str]:
    """Write a site's frames; returns the digest of each file, by resource. Raises OSError."""
    digests = {}
    for resource, frame in frames.items():
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="zstd")
        content = buffer.getvalue()
        write_whole(_path(folder, site, resource), content)
        digests[resource] = _digest(content)
    return digests


def read_images(folder: Path, site: str, digests: Mapping[str, str]) -> dict[str, pl.DataFrame] | None:
    """A site's frames; None unless every file is there, is the one that was written and has today's form."""
    frames = {}
    for resource, digest in digests.items():
        frame = _read_image(_path(folder, site, resource), resource, digest)
        if frame is None:
            return None
        frames[resource] = frame
    return frames


def remove_images(folder: Path, site: str) -> None:
    """Remove what a site left."""
    for resource in SCHEMAS:
        _path(folder, site, resource).unlink(missing_ok=True)


def _read_image(path: Path, resource: str, digest: str) -> pl.DataFrame | None:
    try:
        content = path.read_bytes()
        if _digest(content) != digest:
            return None
        frame = pl.read_parquet(io.BytesIO(content))
    except (OSError, pl.exceptions.PolarsError):
        return None
    return frame if frame.schema == SCHEMAS[resource] else None


def _path(folder: Path, site: str, resource: str) -> Path:
    return folder / f"{site}-{resource}.parquet"


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
