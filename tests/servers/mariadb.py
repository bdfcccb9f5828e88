"""A real MariaDB from Debian's package, on a folder of its own: root who seeds it, and an account that reads."""

import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pymysql

from tests.servers.debian import needs
from tests.servers.other_user import handed, own_folder, unprivileged
from tests.servers.process import HOST, Server, UntilEnded
from tests.waiting import until

READER: Final = ("reader", "reads only, daily")
DATABASE: Final = "erp"


class MariaDB(UntilEnded):
    """A started server with an empty database, encrypted where it is given a certificate with its key; ended with the
    context."""

    name: Final = "MariaDB"
    reader: Final = f"{READER[0]}@'%'"

    def __init__(self, certificate: Path | None = None) -> None:
        needs("mariadb-server")
        self.folder = own_folder()
        pem = handed(certificate, self.folder) if certificate else None
        self._encrypts = [f"--ssl-cert={pem}", f"--ssl-key={pem}"] if pem else []
        subprocess.run(
            unprivileged(
                [
                    "/usr/bin/mariadb-install-db", "--no-defaults", f"--datadir={self.folder / 'data'}",
                    "--skip-test-db", "--auth-root-authentication-method=normal", "--innodb-flush-log-at-trx-commit=2",
                ]
            ),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=120,
        )  # fmt: skip
        self.server = Server(self._command, self.folder / "log", folder=Path("/"))
        until(self._takes_queries, "MariaDB takes queries")
        _, password = READER
        self.run(
            f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4",
            f"CREATE USER {self.reader} IDENTIFIED BY '{password}'",
            f"GRANT SELECT ON {DATABASE}.* TO {self.reader}",
            database=None,
        )

    @property
    def url(self) -> str:
        """Its address as a board has it."""
        return f"mariadb://{READER[0]}@{HOST}:{self.server.port}/{DATABASE}"

    def run(self, *statements: str, database: str | None = DATABASE) -> None:
        """Carries out statements as root."""
        with self.connection(database) as root, root.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What it says to root."""
        with self.connection() as root, root.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    def connection(self, database: str | None = DATABASE) -> "pymysql.Connection[Any]":
        """A connection of root, each statement on its own."""
        socket = str(self.folder / "socket")
        return pymysql.connect(unix_socket=socket, user="root", database=database, charset="utf8mb4", autocommit=True)

    def _command(self, port: int) -> list[str | Path]:
        own = [f"--datadir={self.folder / 'data'}", f"--socket={self.folder / 'socket'}", f"--port={port}"]
        plain = [f"--bind-address={HOST}", "--innodb-flush-log-at-trx-commit=2", "--sql-mode="]
        return unprivileged(["/usr/sbin/mariadbd", "--no-defaults", *own, *plain, *self._encrypts])

    def _takes_queries(self) -> bool:
        try:
            self.run("SELECT 1", database=None)
        except pymysql.OperationalError:
            return False
        return True

    def end(self) -> None:
        """With its folder."""
        self.server.end()
        shutil.rmtree(self.folder, ignore_errors=True)
