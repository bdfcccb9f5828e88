"""What starts and ends the servers of the tests, tried with a web server of the standard library."""

import sys
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest

from tests.servers.kept import prepared
from tests.servers.process import Server
from tests.waiting import until

_WITH_A_WORKER = """\
import subprocess, sys
worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
print("worker", worker.pid, flush=True)
import runpy
sys.argv[1:] = ["--bind", "127.0.0.1", sys.argv[1]]
runpy.run_module("http.server", run_name="__main__")
"""


def _command(port: int) -> list[str]:
    return [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]


def test_a_server_answers_once_it_is_started_and_no_more_once_it_is_ended(tmp_path: Path) -> None:
    tmp_path.joinpath("greeting").write_text("good morning")
    with Server(_command, tmp_path / "log", folder=tmp_path) as server, urlopen(f"{server.url}/greeting") as answer:
        assert answer.read() == b"good morning"
    with pytest.raises(URLError):
        urlopen(server.url)


def test_a_killed_server_starts_again_where_it_was(tmp_path: Path) -> None:
    with Server(_command, tmp_path / "log", folder=tmp_path) as server:
        port = server.port
        server.kill()
        with pytest.raises(URLError):
            urlopen(server.url)
        server.start()
        assert server.port == port
        with urlopen(server.url) as answer:
            assert answer.status == 200


@pytest.mark.parametrize("end", [Server.kill, Server.end], ids=["killed", "ended"])
def test_what_a_server_started_in_a_session_of_its_own_ends_with_it(
    tmp_path: Path, end: Callable[[Server], None]
) -> None:
    command = [sys.executable, "-c", _WITH_A_WORKER]
    with Server(lambda port: [*command, str(port)], tmp_path / "log", folder=tmp_path) as server:
        said = until(
            lambda: [line for line in server.last_words().splitlines() if line.startswith("worker")], "it says"
        )
        worker = psutil.Process(int(said[0].split()[1]))
        assert worker.is_running()
        end(server)
        assert not worker.is_running()


def test_a_server_that_ends_at_once_is_heard(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="no such luck"):
        Server(lambda _: [sys.executable, "-c", "raise SystemExit('no such luck')"], tmp_path / "log")


def test_what_was_prepared_is_kept_and_what_was_begun_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALLBOARD_SERVERS", str(tmp_path / "servers"))
    made = []

    def make(folder: Path) -> None:
        made.append(folder.joinpath("data").write_text("x"))
        if len(made) == 1:
            msg = "cut off"
            raise InterruptedError(msg)

    with pytest.raises(InterruptedError):
        prepared("one", make)
    assert prepared("one", make) == prepared("one", make) == tmp_path / "servers-data" / "one"
    assert len(made) == 2
