"""Where the data for tests that stands outside of the project lies; what needs it is left out where it is not there."""

import os
from pathlib import Path

PUBLIC = Path(os.environ.get("WALLBOARD_TEST_DATA") or Path(__file__).parents[2] / "shared" / "data")
