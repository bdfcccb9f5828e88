"""What a board's sources import: a library that one type needs is no cost of the others."""

import subprocess
import sys
from pathlib import Path

import pytest

CONFIG = Path(__file__).parents[2] / "config"


@pytest.mark.parametrize("kind", ["calendar", "demo", "file", "sql"])
def test_a_board_without_rest_does_not_import_the_language_of_paths_nor_the_declarations(kind):
    code = (
        f"import sys, wallboard.sources.{kind}; "
        "print([name for name in sys.modules if name.startswith(('jmespath', 'wallboard.sources.declared'))])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("board", ["database.yaml", "diaries.yaml"])
def test_a_board_is_loaded_without_them_where_no_source_of_it_is_rest(board):
    code = (
        "import sys; from pathlib import Path; from wallboard.config.load import load_board; "
        f"print(len(load_board(Path({str(CONFIG / board)!r})).sources) > 0); "
        "print([name for name in sys.modules if name.startswith(('jmespath', 'wallboard.sources.declared'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n[]\n"
