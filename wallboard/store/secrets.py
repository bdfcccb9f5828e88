"""A secret by its name: from the keyring, the environment, systemd's credentials or a private file, in this order."""

import os
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from wallboard.core.words import Words, words
from wallboard.store.keyrings import Keyring
from wallboard.store.ring import KeyringLocked, KeyringSilent, Ring
from wallboard.store.secret_files import FileFault, FileOpen, credential, private_path, read_private

VARIABLE: Final = "WALLBOARD_SECRET_"
NOT_AT_HAND: Final = frozenset({"fault.no-secret", "fault.keyring-locked", "fault.keyring-silent"})
"""Faults that may be over in a moment while a machine starts, and that cost the source no call."""

Where = Literal["keyring", "environment", "credentials", "file"]

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class NoSecret(Exception):
    """A secret that cannot be had: what is the matter, and what to do about it. Its text holds no value."""

    def __init__(self, fault: Words, remedy: Words) -> None:
        super().__init__(fault.key)
        self.fault = fault
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Sought:
    """Where a secret was found (None: nowhere), and what kept the other places from being looked into."""

    where: Where | None
    lack: NoSecret | None = None


def is_name(name: str) -> bool:
    """Whether a secret may be called so: letters, digits, `-` and `_`, so that it is safe in a path and a variable."""
    return _NAME.fullmatch(name) is not None


def variable_of(name: str) -> str:
    """The environment variable of a secret."""
    return VARIABLE + re.sub(r"[^A-Z0-9]", "_", name.upper())


class Secrets:
    """Gives secrets by name, asked anew each time: nothing is kept.

    `file` is the board's `secret_file`, with `{name}` in it. Each thread has one of its own, whose keyring remembers
    whether it still waits for an answer.
    """

    def __init__(
        self, file: str | None = None, *, environ: Mapping[str, str] | None = None, keyring: Ring | None = None
    ) -> None:
        self._file = file
        self._environ = os.environ if environ is None else environ
        self._keyring = Keyring(self._environ) if keyring is None else keyring

    def of_board(self, file: str | None) -> "Secrets":
        """The same places, but for the private file, which a board may name."""
        return Secrets(file, environ=self._environ, keyring=self._keyring)

    def __call__(self, name: str) -> str:
        """The secret, without the line feed at its end. Raises NoSecret where there is none, or an empty one."""
        _, value = self._found(name)
        return value

    def sought(self, name: str) -> Sought:
        """Where the secret that `__call__` would give lies; the value is not told."""
        try:
            where, _ = self._found(name)
        except NoSecret as lack:
            return Sought(None, lack)
        return Sought(where)

    def path(self, name: str) -> Path:
        """The private file of a secret, whether it is there or not."""
        return private_path(name, self._file, self._environ)

    def _found(self, name: str) -> tuple[Where, str]:
        if not is_name(name):
            raise NoSecret(words("fault.secret-name", name=name), words("remedy.secret-name"))
        lack: NoSecret | None = None
        for where, look in self._places():
            try:
                value = look(name)
            except NoSecret as fault:
                lack = lack or fault
                continue
            if value:
                return where, value
        raise lack or NoSecret(
            words("fault.no-secret", name=name), words("remedy.no-secret", name=name, variable=variable_of(name))
        )

    def _places(self) -> tuple[tuple[Where, Callable[[str], str]], ...]:
        return (
            ("keyring", self._of_keyring),
            ("environment", self._of_environment),
            ("credentials", self._of_credentials),
            ("file", self._of_file),
        )

    def _of_keyring(self, name: str) -> str:
        try:
            return without_line_end(self._keyring.get(name) or "")
        except KeyringLocked:
            raise NoSecret(words("fault.keyring-locked", name=name), words("remedy.keyring", name=name)) from None
        except KeyringSilent:
            raise NoSecret(words("fault.keyring-silent", name=name), words("remedy.keyring", name=name)) from None

    def _of_environment(self, name: str) -> str:
        value = self._environ.get(variable_of(name), "")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise _unreadable(name, variable_of(name)) from None
        return without_line_end(value)

    def _of_credentials(self, name: str) -> str:
        try:
            return without_line_end(credential(name, self._environ))
        except FileFault as fault:
            raise _unreadable(name, str(fault.path)) from None

    def _of_file(self, name: str) -> str:
        path = self.path(name)
        try:
            return without_line_end(read_private(path))
        except FileOpen:
            remedy = words("remedy.secret-open", path=shlex.quote(str(path)))
            raise NoSecret(words("fault.secret-open", name=name), remedy) from None
        except FileFault:
            raise _unreadable(name, str(path)) from None


def without_line_end(value: str) -> str:
    """The value without one line end, which editors and `echo` leave behind."""
    return value[: -len(end)] if (end := next((one for one in ("\r\n", "\n") if value.endswith(one)), "")) else value


def _unreadable(name: str, place: str) -> NoSecret:
    return NoSecret(words("fault.secret-unreadable", name=name), words("remedy.secret-unreadable", place=place))
