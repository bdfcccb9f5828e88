"""A real backend of the keyring library that keeps its secrets in a file, which PYTHON_KEYRING_BACKEND names."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

CHOICE = {"PYTHON_KEYRING_BACKEND": "tests.keyring_of_a_test.FileKeyring"}
FILE_VARIABLE = "KEYRING_OF_A_TEST"


class FileKeyring(KeyringBackend):
    """Locked where its file is a folder."""

    priority = 9

    def get_password(self, service, username):
        return self._all().get(f"{service}/{username}")

    def set_password(self, service, username, password):
        self._file.write_text(json.dumps(self._all() | {f"{service}/{username}": password}))

    def delete_password(self, service, username):
        known = self._all()
        if known.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError
        self._file.write_text(json.dumps(known))

    @property
    def _file(self):
        return Path(os.environ[FILE_VARIABLE])

    def _all(self):
        if self._file.is_dir():
            raise KeyringLocked
        return json.loads(self._file.read_text()) if self._file.exists() else {}


class EncryptedKeyring(KeyringBackend):
    """One that asks on the terminal."""

    priority = 9

    def get_password(self, service, username):
        raise AssertionError("it would ask")

    set_password = delete_password = get_password
