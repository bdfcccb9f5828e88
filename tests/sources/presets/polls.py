"""A board's source, polled as a collector does it: what each read brings is laid over what is known."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.sources.reads import Reads
from wallboard.clocks import wall_us
from wallboard.collect.once import request_for
from wallboard.config.load import load_board
from wallboard.core.records import Batch

BOARD = """\
version: 1
organisation: {{name: Northwind, time_zone: {time_zone}, calendar: office}}
calendars: {{office: {{hours: {{mon-sun: ["00:00-24:00"]}}}}}}
sources:
  {name}: {source}
pages: [{{title: All, panels: [{{type: sources, place: [0, 0, 12, 8], title: Sources}}]}}]
"""


class Polls:
    """A source called `it`, said in one line of a board, and what is known of it after some polls."""

    def __init__(
        self, folder: Path, source: str, secrets: Mapping[str, str], *, time_zone: str = "Europe/Berlin"
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        board_file = folder / "board.yaml"
        board_file.write_text(BOARD.format(name="it", source=source, time_zone=time_zone))
        self.board = load_board(board_file)
        self.source = self.board.sources[0]
        self._secrets = secrets
        self.reads = Reads(self._read)

    def poll(self) -> list[Batch]:
        """One cycle to its end: what its reads brought. A fault leaves what is known as it was before that read."""
        return list(self.reads.cycle())

    def rows(self, resource: str) -> list[dict[str, Any]]:
        """What is known of a resource, by its key."""
        assert self.reads.known is not None
        return self.reads.known.frame(resource).rows(named=True)

    def _read(self, token: str, kept: dict[str, Any]) -> Batch | None:
        request = request_for(self.board, self.source, wall_us())
        request = replace(request, token=token, kept=kept, secret=self._secrets.__getitem__)
        return self.source.type.read(self.source.options, request)
