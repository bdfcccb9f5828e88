"""Servers that are Debian's packages: whether they are installed, and in which version."""

import subprocess

import pytest


def version_of(package: str) -> str:
    """The installed version, '' where it is not installed; without what a file's name may not have."""
    try:
        told = subprocess.run(
            ["dpkg-query", "--show", "--showformat", "${db:Status-Status} ${Version}", package],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    except FileNotFoundError:
        return ""
    status, _, version = told.partition(" ")
    return version.replace(":", "-").replace("~", "-") if status == "installed" else ""


def needs(*packages: str) -> None:
    """Fails where a package is not installed: tests that need one are marked so, and `installer/test --all` does it."""
    missing = [package for package in packages if not version_of(package)]
    if missing:
        pytest.fail(f"not installed: {', '.join(missing)}; ./installer/test --all installs them")
