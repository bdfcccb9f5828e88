"""A glass killed while it writes loses no answer that it was told is kept."""

import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.store.answering import case
from tests.store.test_standups import AGENDA
from wallboard.core.views.agenda import CaseName
from wallboard.store.journal import Journal
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places

WRITER = Path(__file__).with_name("answering.py")
KILLS = 12
MOST_ANSWERS = 40


def killed_after(places: Places, first: int, count: int) -> list[int]:
    """The answers that were kept for sure by a process that is killed once it has said so many."""
    command = [sys.executable, str(WRITER), str(places.journal), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as glass:
        assert glass.stdout is not None
        said = [int(glass.stdout.readline()) for _ in range(count)]
        glass.kill()
        # what it had said before it heard; a line may have been cut
        said += [int(line) for line in glass.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    return said


def test_answers_that_were_acknowledged_outlive_a_kill_at_any_moment(tmp_path: Path) -> None:
    places, chance = Places(tmp_path / "state"), random.Random(4)
    places.make()
    with closing(Journal(places)) as journal:
        journal.freeze("board", AGENDA)
    kept: set[CaseName] = set()
    for _ in range(KILLS):
        said = killed_after(places, 1000 + len(kept), chance.randint(1, MOST_ANSWERS))
        kept |= {case(number) for number in said}
        with closing(Journal(places)) as journal:
            found = {given.answer.case for given in journal.answers("board")}
            assert kept <= found
            assert len(found - kept) <= 1  # written, and killed before it was said
            kept = found
        with closing(JournalReader(places.journal, "board")) as reader:
            assert reader.agenda() == AGENDA
    assert not list(places.state.glob("journal.damaged*"))
