"""What `wallboard report` says of a board, from a process of its own, as whoever runs it gets it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PATIENCE_S = 300


def reported(board: Path, secrets: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Panel → figure → value; every panel must be live. Secrets are given by the environment."""
    own = {"PYTHONPATH": str(ROOT), "WALLBOARD_STATE": str(board.parent / "state")}
    named = {f"WALLBOARD_SECRET_{name.upper()}": secret for name, secret in secrets.items()}
    done = subprocess.run(
        [sys.executable, "-m", "wallboard", "report", str(board)],
        env={**os.environ, **own, **named},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    assert done.returncode in (0, 1), done.stderr
    panels = [panel for page in json.loads(done.stdout)["pages"] for panel in page["panels"]]
    assert {panel["title"]: panel["state"] for panel in panels if panel["state"] != "LIVE"} == {}, done.stderr
    assert done.returncode == 0
    return {panel["title"]: {one["name"]: one["value"] for one in panel["view"]["figures"]} for panel in panels}
