"""A real PostgreSQL from Debian's package, on a folder of its own: an owner who seeds it, and an account that reads."""

import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import psycopg

from tests.servers.debian import needs
from tests.servers.other_user import handed, own_folder, unprivileged
from tests.servers.process import HOST, Server, UntilEnded
from tests.waiting import until

OWNER: Final = ("owner", "for the tests alone")
READER: Final = ("reader", "reads only, daily")
DATABASE: Final = "erp"
_VERSIONS: Final = Path("/usr/lib/postgresql")


class PostgreSQL(UntilEnded):
    """A started server with an empty database, encrypted where it is given a certificate with its key; ended with the
    context."""

    name: Final = "PostgreSQL"
    reader: Final = READER[0]

    def __init__(self, certificate: Path | None = None) -> None:
        needs("postgresql")
        self.folder = own_folder()
        pem = handed(certificate, self.folder) if certificate else None
        encrypts = ["ssl=on", f"ssl_cert_file={pem}", f"ssl_key_file={pem}"] if pem else []
        programs = max(_VERSIONS.iterdir(), key=lambda one: int(one.name)) / "bin"
        self._settings = [word for setting in ("fsync=off", *encrypts) for word in ("-c", setting)]
        self._program = programs / "postgres"
        password = self.folder / "password"
        password.write_text(OWNER[1])
        password.chmod(0o644)
        initial = [programs / "initdb", "-D", self.folder / "data", "-U", OWNER[0], "-E", "UTF8", "-A", "scram-sha-256"]
        subprocess.run(
            unprivileged([*initial, f"--pwfile={password}", "--no-sync", "--locale=C.UTF-8"]),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=120,
        )
        self.server = Server(self._command, self.folder / "log", folder=Path("/"))
        until(self._takes_queries, "PostgreSQL takes queries")
        self.run(f"CREATE DATABASE {DATABASE}", database="postgres")
        self.run(f"CREATE ROLE {READER[0]} LOGIN PASSWORD '{READER[1]}'")
        self.run(f"ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {READER[0]}")

    @property
    def url(self) -> str:
        """Its address as a board has it."""
        return f"postgresql://{READER[0]}@{HOST}:{self.server.port}/{DATABASE}"

    def connection(self, database: str = DATABASE, **more: Any) -> psycopg.Connection[Any]:
        """A connection of the owner, each statement on its own."""
        user, password = OWNER
        told = {"host": HOST, "port": self.server.port, "user": user, "password": password, "dbname": database}
        return psycopg.connect(**told, autocommit=True, **more)

    def run(self, *statements: str, database: str = DATABASE) -> None:
        """Carries out statements as the owner."""
        with self.connection(database) as owner:
            for statement in statements:
                owner.execute(statement.encode())

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What it says to the owner."""
        with self.connection() as owner:
            return owner.execute(query.encode()).fetchall()

    def _command(self, port: int) -> list[str | Path]:
        address = ["-c", f"listen_addresses={HOST}", "-p", str(port), "-c", "unix_socket_directories="]
        return unprivileged([self._program, "-D", self.folder / "data", *address, *self._settings])

    def _takes_queries(self) -> bool:
        try:
            self.run("SELECT 1", database="postgres")
        except psycopg.OperationalError:
            return False
        return True

    def end(self) -> None:
        """With its folder."""
        self.server.end()
        shutil.rmtree(self.folder, ignore_errors=True)
