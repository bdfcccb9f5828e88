"""Connections to database servers are encrypted, and the server's certificate is checked, unless a board says no."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.loopback.authority import Authority
from tests.servers.mariadb import MariaDB
from tests.servers.postgresql import READER, PostgreSQL
from tests.sources.databases.erp import options_of, request
from wallboard.collect.plain import said
from wallboard.sources.contract import NeedsPerson, Passing
from wallboard.sources.sql import read

CASES = {"query": "SELECT 1 AS no", "fields": {"number": "no"}}
ENCRYPTED = {
    "PostgreSQL": "SELECT 1 AS no FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl",
    "MariaDB": "SELECT 1 AS no FROM information_schema.SESSION_STATUS "
    "WHERE VARIABLE_NAME = 'SSL_VERSION' AND VARIABLE_VALUE LIKE 'TLS%'",
}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module", params=[PostgreSQL, MariaDB])
def server(request: pytest.FixtureRequest, authority: Authority) -> Iterator[PostgreSQL | MariaDB]:
    authority.server("localhost")
    (certificate,) = authority.folder.glob("server-*.pem")
    with request.param(certificate) as server:
        yield server
    certificate.unlink()


def rows(folder: Path, url: str, **options: Any) -> int:
    given = options_of({"url": url, "sign_in": {"secret": "erp"}, "cases": CASES, **options})
    found = read(given, request(folder, secret={"erp": READER[1]}.__getitem__))
    return found.rows if found is not None else -1


@pytest.mark.needs_debian
def test_an_authority_of_ones_own_is_enough(tmp_path: Path, server: PostgreSQL | MariaDB, authority: Authority) -> None:
    shutil.copy(authority.certificate, tmp_path / "ca.pem")
    cases = {"query": ENCRYPTED[server.name], "fields": {"number": "no"}}
    url = server.url.replace("127.0.0.1", "localhost")
    assert rows(tmp_path, url, authority="ca.pem", cases=cases) == 1


@pytest.mark.needs_debian
def test_a_server_that_nobody_vouches_for_is_not_asked(tmp_path: Path, server: PostgreSQL | MariaDB) -> None:
    url = server.url.replace("127.0.0.1", "localhost")
    with pytest.raises(NeedsPerson) as caught:
        rows(tmp_path, url, encrypted=True)
    assert said(caught.value.fault) == f"{server.name} cannot show by a certificate that it is the right server."
    assert caught.value.remedy is not None
    assert "`authority`" in said(caught.value.remedy)


@pytest.mark.needs_debian
def test_another_hosts_certificate_is_not_taken(
    tmp_path: Path, server: PostgreSQL | MariaDB, authority: Authority
) -> None:
    shutil.copy(authority.certificate, tmp_path / "ca.pem")
    with pytest.raises(NeedsPerson) as caught:
        rows(tmp_path, server.url, authority="ca.pem")
    assert caught.value.fault.key == "sql.insecure"


@pytest.mark.needs_debian
@pytest.mark.parametrize("kind", [PostgreSQL, MariaDB])
def test_to_another_machine_nothing_goes_unencrypted_unless_the_board_says_so(
    tmp_path: Path, kind: type[PostgreSQL | MariaDB]
) -> None:
    with kind() as server:
        # 127.0.0.2 is this machine too, but not one of the names by which that is known.
        url = server.url.replace("127.0.0.1", "127.0.0.2")
        with pytest.raises((NeedsPerson, Passing)) as caught:
            rows(tmp_path, url)
        assert caught.value.fault.key in ("sql.insecure", "sql.unreachable")
        assert rows(tmp_path, server.url) == 1
        assert rows(tmp_path, server.url, encrypted=False) == 1
        with pytest.raises(NeedsPerson):
            rows(tmp_path, server.url, encrypted=True)


def test_an_authority_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NeedsPerson) as caught:
        rows(tmp_path, "postgresql://reader@127.0.0.1:1/erp", authority="ca.pem")
    assert caught.value.fault.key == "web.authority"


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_server_that_takes_a_connection_and_says_nothing_is_given_up(tmp_path: Path, kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        limits = {"connect_timeout": 2, **({"read_timeout": 1} if kind == "mariadb" else {})}
        with pytest.raises(Passing) as caught:
            rows(tmp_path, f"{kind}://reader@127.0.0.1:{silent.getsockname()[1]}/erp", driver=limits)
    assert caught.value.fault.key == "sql.unreachable"
