"""The desktop's keyring, asked so that it never opens a box on the wall, and never for longer than some seconds."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Final, TypeVar, cast

from wallboard.store.ring import SERVICE, KeyringLocked, KeyringSilent, Ring

T = TypeVar("T")

LONGEST_S: Final = 4.0

_OF_THE_BUS: Final = ("keyring.backends.SecretService", "keyring.backends.libsecret", "keyring.backends.kwallet")
"""Backends that ask to unlock: what they keep is asked for over the bus by ourselves."""
_NONE: Final = ("keyring.backends.null", "keyring.backends.fail", "keyring.backends.chainer")
_ASKING: Final = ("EncryptedKeyring", "CryptFileKeyring")
"""Backends that ask for a password on the terminal."""


class Keyring:
    """The keyring of this user and session, whatever there is.

    What the user chose (PYTHON_KEYRING_BACKEND, keyringrc.cfg), unless that asks on the terminal; else on Linux the
    Secret Service of the session, which KWallet speaks too; elsewhere the system's own. Each question is asked beside
    the thread that wants to know. While one hangs no other is asked.
    """

    def __init__(self, environ: Mapping[str, str], longest_s: float = LONGEST_S) -> None:
        self._environ = environ
        self._longest_s = longest_s
        self._under_way: Thread | None = None

    def get(self, name: str) -> str | None:
        """A secret; None where there is no keyring, or nothing in it."""
        return self._asked(lambda ring: ring.get(name), None)

    def set(self, name: str, value: str) -> bool:
        """Keep a secret; False where there is no keyring to be used."""
        return self._asked(lambda ring: ring.set(name, value), False)  # noqa: FBT003 - what no keyring gives

    def delete(self, name: str) -> bool:
        """Forget a secret; whether there was one."""
        return self._asked(lambda ring: ring.delete(name), False)  # noqa: FBT003 - as above

    def _asked(self, ask: Callable[[Ring], T], without: T) -> T:
        if self._under_way is not None and self._under_way.is_alive():
            raise KeyringSilent
        if not self._may_be_there():
            return without
        said: SimpleQueue[T | Exception] = SimpleQueue()

        def work() -> None:
            try:
                ring = _ring(self._environ, self._longest_s)
                said.put(without if ring is None else ask(ring))
            except Exception as fault:  # any backend may be behind it: it must not hang the read
                said.put(fault)

        # A daemon: one that hangs must not keep the process from ending.
        self._under_way = Thread(target=work, name="keyring", daemon=True)
        self._under_way.start()
        try:
            answer = said.get(timeout=self._longest_s)
        except Empty:
            raise KeyringSilent from None
        self._under_way = None  # it has answered, though it may take a moment to end
        if isinstance(answer, (KeyringLocked, KeyringSilent)):
            raise answer
        if isinstance(answer, Exception):
            raise KeyringSilent from None  # without the cause: a backend's text may quote what it keeps
        return answer

    def _may_be_there(self) -> bool:
        """Whether it is worth the tenth of a second that the libraries take to import."""
        return bool(_bus(self._environ)) or _is_chosen(self._environ)


def _ring(environ: Mapping[str, str], longest_s: float) -> Ring | None:
    """The keyring to be used, or None."""
    chosen = _chosen(environ)
    if chosen is None and sys.platform != "linux":
        import keyring  # noqa: PLC0415 - slow to import, and seldom needed

        chosen = keyring.get_keyring()
    if chosen is not None and not _is_of(chosen, _OF_THE_BUS):
        is_none = _is_of(chosen, _NONE) or type(chosen).__name__ in _ASKING
        return None if is_none else _Backend(chosen)
    address = _bus(environ)
    if address is None:
        return None
    from wallboard.store.secret_service import service_ring  # noqa: PLC0415 - slow to import, and seldom needed

    return service_ring(address, longest_s)


def _is_chosen(environ: Mapping[str, str]) -> bool:
    """Whether the user chose a backend for all programs; asked without the library, which is slow to import."""
    if environ.get("PYTHON_KEYRING_BACKEND") or sys.platform != "linux":
        return True
    folder = environ.get("XDG_CONFIG_HOME") or os.path.join(environ.get("HOME", ""), ".config")  # noqa: PTH118
    return os.path.exists(os.path.join(folder, "python_keyring", "keyringrc.cfg"))  # noqa: PTH110, PTH118


def _chosen(environ: Mapping[str, str]) -> Any:
    """The backend that the user chose for all programs, if any."""
    if not _is_chosen(environ):
        return None
    from keyring import core  # noqa: PLC0415 - as above

    named = environ.get("PYTHON_KEYRING_BACKEND")
    return core.load_keyring(named) if named else core.load_config()


def _is_of(backend: Any, modules: tuple[str, ...]) -> bool:
    return type(backend).__module__ in modules


def _bus(environ: Mapping[str, str]) -> str | None:
    """The address of the session's bus: as told, else where systemd puts it; None where there is no session."""
    told = environ.get("DBUS_SESSION_BUS_ADDRESS")
    if told:
        return told
    runtime = environ.get("XDG_RUNTIME_DIR")
    path = os.path.join(runtime, "bus") if runtime else ""  # noqa: PTH118 - an address, not a path of ours
    return f"unix:path={path}" if path and os.path.exists(path) else None  # noqa: PTH110


class _Backend:
    """A backend of the keyring library as a Ring."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def get(self, name: str) -> str | None:
        """As the backend has it."""
        with _told_as_ours():
            return cast("str | None", self._backend.get_password(SERVICE, name))

    def set(self, name: str, value: str) -> bool:
        """Kept there."""
        with _told_as_ours():
            self._backend.set_password(SERVICE, name, value)
        return True

    def delete(self, name: str) -> bool:
        """Gone from there."""
        from keyring.errors import PasswordDeleteError  # noqa: PLC0415 - as above

        try:
            with _told_as_ours():
                self._backend.delete_password(SERVICE, name)
        except PasswordDeleteError:
            return False
        return True


@contextmanager
def _told_as_ours() -> Iterator[None]:
    from keyring.errors import KeyringLocked as Locked  # noqa: PLC0415 - as above

    try:
        yield
    except Locked:
        raise KeyringLocked from None
