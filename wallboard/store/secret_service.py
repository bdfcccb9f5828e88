"""The Secret Service of a session (GNOME Keyring, KWallet, KeePassXC) over D-Bus, with no question to anybody.

What the keyring library would do here opens a box: it creates a keyring where there is none, and unlocks one that is
locked. On a wall nobody would answer.
"""

from contextlib import closing
from time import monotonic
from typing import Any, Final

import secretstorage
from jeepney import HeaderFields, Message
from jeepney.io.blocking import open_dbus_connection
from secretstorage.collection import DEFAULT_COLLECTION
from secretstorage.exceptions import ItemNotFoundException, SecretServiceNotAvailableException

from wallboard.store.ring import SERVICE, KeyringLocked, KeyringSilent, Ring

_LABEL: Final = "Wallboard: {name}"
_BY: Final = {"application": "Python keyring library"}
"""What the keyring library adds to every entry: without it an entry of its making would stay beside ours."""


class _Silent:
    """A connection on which every answer has to come in time, and on which nobody is asked anything.

    A box opens where a client calls `Prompt`, and nowhere else: that call is not sent.
    """

    def __init__(self, connection: Any, ends: float) -> None:
        self._connection = connection
        self._ends = ends

    def send_and_get_reply(self, message: Message, **_: Any) -> Message:
        """The answer. Raises KeyringLocked where somebody would have to be asked, TimeoutError."""
        if message.header.fields.get(HeaderFields.member) == "Prompt":
            raise KeyringLocked
        answer: Message = self._connection.send_and_get_reply(message, timeout=max(0.0, self._ends - monotonic()))
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class _ServiceRing:
    """The default collection of a session's Secret Service."""

    def __init__(self, address: str, longest_s: float) -> None:
        self._address = address
        self._longest_s = longest_s

    def get(self, name: str) -> str | None:
        """A secret of the default collection; None for none. Raises KeyringLocked, KeyringSilent."""
        with closing(self._connected()) as connection:
            collection = _collection(connection)
            if collection is None:
                return None
            _refuse_locked(collection)
            for item in collection.search_items(_attributes(name)):
                _refuse_locked(item)
                return str(item.get_secret().decode("utf-8"))
        return None

    def set(self, name: str, value: str) -> bool:
        """Keep a secret in the default collection; False where there is none, which we do not create."""
        with closing(self._connected()) as connection:
            collection = _collection(connection)
            if collection is None:
                return False
            _refuse_locked(collection)
            attributes = _attributes(name) | _BY
            collection.create_item(_LABEL.format(name=name), attributes, value.encode(), replace=True)
        return True

    def delete(self, name: str) -> bool:
        """Take every entry of that name away; whether there was one."""
        with closing(self._connected()) as connection:
            collection = _collection(connection)
            if collection is None:
                return False
            items = list(collection.search_items(_attributes(name)))
            if items:
                _refuse_locked(collection)
            for item in items:
                item.delete()
        return bool(items)

    def _connected(self) -> Any:
        ends = monotonic() + self._longest_s
        return _Silent(open_dbus_connection(self._address), ends)


def service_ring(address: str, longest_s: float) -> Ring:
    """The Secret Service behind a bus's address."""
    return _ServiceRing(address, longest_s)


def _collection(connection: Any) -> secretstorage.Collection | None:
    """The default collection; None where there is no service on this bus, or nobody has made one yet."""
    try:
        if not secretstorage.check_service_availability(connection):
            return None
        return secretstorage.Collection(connection, DEFAULT_COLLECTION)
    except (ItemNotFoundException, SecretServiceNotAvailableException):
        return None
    except TimeoutError:
        raise KeyringSilent from None


def _refuse_locked(part: Any) -> None:
    if part.is_locked():
        raise KeyringLocked


def _attributes(name: str) -> dict[str, str]:
    """As the keyring library writes them, so that `keyring set wallboard NAME` sets our secret."""
    return {"service": SERVICE, "username": name}
