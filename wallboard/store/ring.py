"""What a keyring is to us, and how it may fail."""

from typing import Final, Protocol

SERVICE: Final = "wallboard"
"""Under which name the keyring has our entries; the secret's name is the account's."""


class KeyringLocked(Exception):
    """There is a keyring, and only its owner's password opens it."""


class KeyringSilent(Exception):
    """There is a keyring, and it does not answer, or not in order."""


class Ring(Protocol):
    """What keeps secrets by name. All raise KeyringLocked or KeyringSilent; without a keyring there is no secret."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> bool: ...

    def delete(self, name: str) -> bool: ...
