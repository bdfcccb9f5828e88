"""A real nginx from Debian's packages before another server, as a throttle: 429 with Retry-After above its rate."""

from pathlib import Path
from typing import Final

from tests.servers.debian import needs
from tests.servers.process import Server, UntilEnded

_PACKAGE: Final = "nginx-light"
_PROGRAM: Final = "/usr/sbin/nginx"
_CONFIGURATION: Final = """\
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log warn;
events {{ worker_connections 64; }}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  limit_req_zone $server_port zone=all:1m rate={per_minute}r/m;
  server {{
    listen 127.0.0.1:{port};
    limit_req zone=all burst={burst} nodelay;
    limit_req_status 429;
    error_page 429 = @throttled;
    location @throttled {{
      internal;
      default_type application/json;
      add_header Retry-After {retry_after_s} always;
      return 429 '{{}}';
    }}
    location / {{
      proxy_pass {behind};
      proxy_set_header Host $http_host;
    }}
  }}
}}
"""


class Throttle(UntilEnded):
    """A started nginx that lets `per_minute` requests a minute through to `behind`, after `burst` at once.

    What is above gets 429 and the wait that it asks for. Ended with the context.
    """

    def __init__(self, folder: Path, behind: str, *, per_minute: int, burst: int, retry_after_s: int = 1) -> None:
        needs(_PACKAGE)
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        configuration = folder / "nginx.conf"

        def command(port: int) -> list[str | Path]:
            said = _CONFIGURATION.format(
                folder=folder, port=port, behind=behind, per_minute=per_minute, burst=burst, retry_after_s=retry_after_s
            )
            configuration.write_text(said)
            return [_PROGRAM, "-p", folder, "-e", folder / "error.log", "-c", configuration]

        self.server = Server(command, folder / "log", folder=folder)

    @property
    def url(self) -> str:
        """Its address."""
        return self.server.url

    def answered(self) -> list[int]:
        """The status of each answer that it gave, in order."""
        return [
            int(line.split('" ', 1)[1].split()[0]) for line in (self._folder / "access.log").read_text().splitlines()
        ]

    def end(self) -> None:
        self.server.end()
