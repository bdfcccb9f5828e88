"""`wallboard doctor`: all that support asks for, and nothing that is a client's or a secret."""

import re
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from unicodedata import normalize

import pytest

from tests.cli.conftest import Command
from tests.cli.kept_house import BOARD, House
from wallboard.cli.discreet import HIDDEN, Discretion, without_texts
from wallboard.cli.doctor_machine import account_of
from wallboard.collect import plain
from wallboard.core.words import words
from wallboard.store.erasure_text import folded

SECRET = "hunter2-correct-horse"
LOG = """\
2026-03-06 09:00:00,123 INFO board was loaded anew
2026-03-06 09:00:01,123 WARNING desk: Umbrella & Sons sent C-1001 with hunter2-correct-horse
2026-03-06 09:00:02,123 WARNING desk: “C-77 of Nobody Known” is no date
2026-03-06 09:00:03,123 ERROR panel Late failed
Traceback (most recent call last):
  File "/opt/wallboard/panels/late_list.py", line 12, in show
    raise ValueError(row)
ValueError: Zora Quill of Umbrella & Sons
wallboard.sources.Fault: another client
2026-03-06 09:00:04,123 INFO zora quill and Piet Maas, Zora Quillfeather
"""


@pytest.fixture
def house(tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("WALLBOARD_SECRET_CRM", SECRET)
    made = House(tmp_path / "office", state)
    made.read()
    made.collector.end()
    (state / "logs" / f"collect-{made.name}.log").write_text(LOG, encoding="utf-8")
    return made


def told(wallboard: Command, house: House, out: Path) -> dict[str, str]:
    """What the archive says, by the names of its files."""
    done = wallboard("doctor", str(house.path), "--out", str(out))
    assert done.code in (0, 1), done.err
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_archive_has_every_part_and_the_logs(house: House, tmp_path: Path, wallboard: Command) -> None:
    found = told(wallboard, house, tmp_path / "a.zip")
    parts = ["machine", "environment", "screens", "processes", "files", "soundness", "board", "wall"]
    assert [f"{part}.txt" for part in parts] == [name for name in found if not name.startswith("logs/")]
    assert "Python 3" in found["machine.txt"]
    assert "Qt platform: offscreen" in found["screens.txt"]
    assert "cache.sqlite: sound, form 1; absences 0" in found["soundness.txt"]
    assert "journal.sqlite: sound" in found["soundness.txt"]
    assert "source desk: file, every" in found["board.txt"]
    assert "  panel 1.1 late-list: LIVE" in found["wall.txt"]
    assert "could not be had" not in "".join(found.values())


def test_no_secret_name_or_number_is_in_it(house: House, tmp_path: Path, wallboard: Command) -> None:
    everything = "".join(told(wallboard, house, tmp_path / "a.zip").values())
    everything += wallboard("doctor", str(house.path)).out
    for planted in (SECRET, "C-1001", "C-77", "Umbrella", "Quill of", "quill and", "Piet Maas", "another client"):
        assert planted not in everything
    assert "WALLBOARD_SECRET_CRM is set" in everything


def test_of_a_log_what_is_ours_stays(house: House, tmp_path: Path, wallboard: Command) -> None:
    log = told(wallboard, house, tmp_path / "a.zip")[f"logs/collect-{house.name}.log"].splitlines()
    assert log[0] == "2026-03-06 09:00:00,123 INFO board was loaded anew"
    assert log[1] == f"2026-03-06 09:00:01,123 WARNING desk: {HIDDEN} sent {HIDDEN} with {HIDDEN}"
    assert log[2] == f"2026-03-06 09:00:02,123 WARNING desk: {HIDDEN} is no date"
    assert log[5] == '  File "/opt/wallboard/panels/late_list.py", line 12, in show'
    assert log[7:9] == [f"ValueError: {HIDDEN}", f"wallboard.sources.Fault: {HIDDEN}"]
    assert log[9] == f"2026-03-06 09:00:04,123 INFO {HIDDEN} and {HIDDEN}, {HIDDEN} Quillfeather"


def test_where_names_are_not_known_a_log_tells_when_and_where_alone(
    house: House, tmp_path: Path, state: Path, wallboard: Command
) -> None:
    house.places.cache.write_bytes(b"no database at all" * 1000)
    found = told(wallboard, house, tmp_path / "a.zip")
    log = found[f"logs/collect-{house.name}.log"].splitlines()
    assert log[0] == f"2026-03-06 09:00:00,123 INFO {HIDDEN}"
    assert log[5] == '  File "/opt/wallboard/panels/late_list.py", line 12, in show'
    assert log[7] == f"ValueError: {HIDDEN}"
    assert "! cache.sqlite: DatabaseError SQLITE_NOTADB" in found["soundness.txt"]


def test_damage_and_what_was_set_aside_are_marked_and_nothing_is_mended(
    house: House, state: Path, tmp_path: Path, wallboard: Command
) -> None:
    content = bytearray(house.places.journal.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    house.places.journal.write_bytes(content)
    (state / "cache.damaged-1").write_bytes(b"x")
    before = {path: path.read_bytes() for path in state.rglob("*") if path.is_file()}
    done = wallboard("doctor", str(house.path), "--out", str(tmp_path / "a.zip"))
    assert done.code == 1
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert "! journal.sqlite: " in archive.read("soundness.txt").decode()
        assert "cache.damaged-1" in archive.read("files.txt").decode()
    assert {path: path.read_bytes() for path in state.rglob("*") if path.is_file()} == before


def test_of_a_board_with_faults_no_log_tells_whom_it_names(house: House, tmp_path: Path, wallboard: Command) -> None:
    people = "people:\n  - {name: Ursula Vane, role: csr}\n"
    text = house.path.read_text().replace("sources:\n", f"{people}sources:\n")
    house.path.write_text(text.replace("type: file", "type: fil"), encoding="utf-8")
    log = house.places.log("other")
    frame = '  File "/opt/wallboard/people.py", line 3, in read'
    log.write_text(f"2026-03-06 09:00:00,123 INFO Ursula Vane is away\n{frame}\n", encoding="utf-8")
    found = told(wallboard, house, tmp_path / "a.zip")
    assert found["logs/collect-other.log"] == f"2026-03-06 09:00:00,123 INFO {HIDDEN}\n{frame}\n"
    assert "Ursula" not in "".join(found.values())
    assert "Umbrella" not in "".join(found.values())


def test_a_board_with_faults_tells_where_and_not_what(house: House, wallboard: Command) -> None:
    house.path.write_text(house.path.read_text().replace("type: file", f"type: {SECRET[:7]}"), encoding="utf-8")
    done = wallboard("doctor", str(house.path))
    assert done.code == 1
    assert f"! {house.path}:6:11: sources.desk.type" in done.out.replace("/private", "")
    assert SECRET[:7] not in done.out


def test_of_a_board_that_is_not_there_it_says_so(house: House, wallboard: Command) -> None:
    done = wallboard("doctor", str(house.path.with_name("none.yaml")))
    assert done.code == 1
    assert "none.yaml:1:1: cannot read this file: no such file or directory\n" in done.out


def test_where_a_text_is_no_yaml_nothing_of_it_is_quoted(house: House, wallboard: Command) -> None:
    house.path.write_text(f"version: 1\n{SECRET}\n  - : {{\n", encoding="utf-8")
    done = wallboard("doctor", str(house.path))
    assert (done.code, SECRET in done.out) == (1, False)


def test_on_a_machine_where_nothing_was_kept_yet_it_says_so(wallboard: Command, state: Path) -> None:
    done = wallboard("doctor")
    assert f"{state} is not there" in done.out
    assert not state.exists()


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path, wallboard: Command) -> None:
    assert wallboard("doctor", "--out", str(tmp_path / "none" / "a.zip")).code == 2
    assert wallboard("doctor", "--out", str(tmp_path / "a.txt")).code == 2


def test_the_archive_is_closed_to_others(house: House, tmp_path: Path, wallboard: Command) -> None:
    told(wallboard, house, tmp_path / "a.zip")
    assert (tmp_path / "a.zip").stat().st_mode & 0o777 == 0o600


def test_a_journal_without_its_tables_is_no_traceback(house: House, wallboard: Command) -> None:
    with closing(sqlite3.connect(house.places.journal)) as connection:
        connection.execute("DROP TABLE boards")
        connection.commit()
    done = wallboard("doctor", str(house.path))
    assert done.code == 1
    assert "! journal.sqlite: OperationalError" in done.out


def test_a_name_that_begins_like_another_is_hidden_whole() -> None:
    discretion = Discretion((), ["Ann", "Ann Lee Parker", "Ann Lee"])
    assert discretion.text("for Ann Lee Parker, Ann, and Anne") == f"for {HIDDEN}, {HIDDEN}, and Anne"


def test_the_boards_own_people_are_not_named_either(house: House, tmp_path: Path, wallboard: Command) -> None:
    people = "people:\n  - {name: Ursula Vane, role: csr, also: {desk: [uvane7]}}\n"
    house.path.write_text(house.path.read_text().replace("sources:\n", f"{people}sources:\n"), encoding="utf-8")
    log = house.places.log("other")
    log.write_text("2026-03-06 09:00:00,123 INFO Ursula Vane is uvane7\n", encoding="utf-8")
    found = told(wallboard, house, tmp_path / "a.zip")
    assert "faults" not in found["board.txt"]
    assert found["logs/collect-other.log"] == f"2026-03-06 09:00:00,123 INFO {HIDDEN} is {HIDDEN}\n"


def test_whose_account_it_is_stands_in_no_path(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch, wallboard: Command
) -> None:
    home = tmp_path / "home" / "lena.vogelsang"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USER", home.name)
    house = House(home / "office", state)
    house.collector.end()
    said = wallboard("doctor", str(house.path)).out
    assert "vogelsang" not in said
    assert f"/home/{HIDDEN}/office/wall.yaml" in said


def test_a_machines_own_account_may_be_named() -> None:
    assert account_of(Path("/home/kiosk")) == account_of(Path("/root")) == account_of(Path("/var/lib/wallboard")) == []
    assert account_of(Path("/home/lena")) == ["lena"]


def test_no_title_is_told_for_it_may_name_a_client(tmp_path: Path, state: Path, wallboard: Command) -> None:
    text = BOARD.replace("Northwind", "Fabrikam").replace("title: Service", "title: For Wingtip Toys")
    text = text.replace("8], owner", "8], title: Adventure Works late, owner")
    house = House(tmp_path / "office", state, text)
    house.read()
    house.collector.end()
    log = "2026-03-06 09:00:00,123 ERROR panel Adventure Works late failed: late, on For Wingtip Toys of Fabrikam\n"
    house.places.log(house.name).write_text(log, encoding="utf-8")
    found = told(wallboard, house, tmp_path / "a.zip")
    said = f"panel {HIDDEN} failed: late, on {HIDDEN} of {HIDDEN}"
    assert found[f"logs/collect-{house.name}.log"] == f"2026-03-06 09:00:00,123 ERROR {said}\n"
    assert "  panel 1.1 late-list: LIVE" in found["wall.txt"]
    for planted in ("Wingtip", "Adventure", "Fabrikam"):
        assert planted not in "".join(found.values())


@pytest.mark.parametrize(
    ("now", "then", "path"),
    [
        ("owner: initials}", "owner: initials, where: {owner: Nobody}}", "pages.1.panels.1.where.owner"),
        ("owner: initials}", "owner: initials, Zora Vane: 1}", f"pages.1.panels.1.{HIDDEN}"),
        ("place: [0, 0, 12, 8]", "place: [0, 0, 12]", "pages.1.panels.1.place"),
    ],
)
def test_what_a_fault_of_the_board_allows_names_nobody(
    house: House, wallboard: Command, now: str, then: str, path: str
) -> None:
    people = "people:\n  - {name: Ursula Vane, role: csr}\n"
    text = house.path.read_text().replace("sources:\n", f"{people}sources:\n").replace(now, then)
    house.path.write_text(text, encoding="utf-8")
    said = wallboard("doctor", str(house.path)).out
    assert f": {path}" in said
    for planted in ("Ursula", "Nobody", "Vane"):
        assert planted not in said


def test_what_a_logged_fault_allows_is_hidden() -> None:
    said = Discretion((), []).line('w.yaml:3:5: people.1: found "Kym"; allowed: Kim, Lena; did you mean "Kim"?')
    assert said == f"w.yaml:3:5: people.1: found {HIDDEN}; allowed: {HIDDEN}; did you mean {HIDDEN}?"


def test_a_part_that_fails_costs_no_other(
    house: House, tmp_path: Path, wallboard: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALLBOARD_BOARD", "x" * 5000)  # no file has such a name
    done = wallboard("doctor")
    assert done.code == 1
    assert "the rest could not be had" in done.out
    assert "Wall\n" in done.out


@pytest.mark.parametrize(
    "before", ["the collector: ", "the glass of office: ", "the safe board of office: ", "", "panel Late failed: "]
)
def test_what_an_error_of_a_child_says_is_hidden_too(before: str) -> None:
    head = "2026-03-06 09:00:00,123 ERROR "
    said = Discretion((), []).line(f"{head}{before}ValueError: Nobody Known")
    assert said == f"{head}{before}ValueError: {HIDDEN}"


@pytest.mark.parametrize("before", ["the collector: ", "the glass of office: ", "the safe board of office: "])
def test_the_frames_of_a_child_stay_also_where_names_are_not_known(before: str) -> None:
    frame = f'2026-03-06 09:00:00,123 ERROR {before}  File "/opt/late_list.py", line 12, in show'
    assert Discretion((), []).line(frame) == frame
    assert Discretion((), [], is_blind=True).line(frame) == frame


def test_where_names_are_not_known_nothing_before_an_error_is_told_either() -> None:
    assert Discretion((), [], is_blind=True).line("Nobody Known: ValueError: x") == HIDDEN
    assert (
        Discretion((), [], is_blind=True).line("the collector: ValueError: x") == f"the collector: ValueError: {HIDDEN}"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Bo Li", "Li"),
        ("Anna Müller", "Müller"),
        ("Anna Müller", "Müller, Anna"),
        ("Anna Müller", "Anna  Müller"),
        ("Anna Müller", "ANNA_MÜLLER"),
        ("Anna Müller", normalize("NFD", "Anna Müller")),
        (normalize("NFD", "Anna Müller"), "Müller"),
        ("Anna-Lena Groß", "Lena GROSS"),
        ("Anna Müller", "<anna.mueller@example.org>"),
        ("Anna Müller", "anna.müller@example.org"),
        ("One Two Three Four Five Six Seven Eight Nine", "Two Three Four Five Six Seven Eight Nine"),
    ],
)
def test_no_part_of_a_name_stays_however_it_is_written(name: str, text: str) -> None:
    discretion = Discretion((), [name])
    for said in (discretion.line(f"loaded {text} anew"), discretion.text(f"loaded {text} anew")):
        left = folded(said)
        assert not [word for word in re.findall(r"[^\W_]{2,}", folded(text)) if word in left]
        assert said.startswith("loaded ")
        assert said.endswith(" anew")


def test_a_number_is_hidden_whatever_parts_it_and_a_secret_with_figures_whole() -> None:
    discretion = Discretion(("open 123 sesame",), ["C-1001"])
    assert discretion.line("case c 1001 and C–1001") == f"case {HIDDEN} and {HIDDEN}"
    assert discretion.text("with open 123 sesame") == f"with {HIDDEN}"


def test_the_name_of_a_daily_copy_is_no_case_number() -> None:
    discretion = Discretion((), ["11", "22", "2026"])
    for line in ("journal-2026-11-22.sqlite: sound, form 3", "600 journal-copies/journal-2026-11-22.sqlite 4 bytes"):
        assert discretion.text(line) == line
    assert discretion.text("the case journal-2026-11-22") == f"the case journal-{HIDDEN}-{HIDDEN}-{HIDDEN}"


def test_the_doctors_own_figures_are_no_case_numbers() -> None:
    discretion = Discretion(("867",), ["70", "70020", "867", "2026", "22"])
    own = "/state: 69,867 MiB free of 70,020, 22 min old, 70020 rows, 644 2026-11-22T06:22:10+00:00 cases 22; form 22"
    assert discretion.text(own) == own
    assert discretion.text("late-list “Case 70020”") == f"late-list “Case {HIDDEN}”"
    assert discretion.text("file: /srv/70020.csv") == f"file: /srv/{HIDDEN}.csv"


def test_a_house_whose_cases_have_plain_numbers_has_its_sizes_told(
    house: House, tmp_path: Path, wallboard: Command
) -> None:
    total = f"{shutil.disk_usage(house.places.state).total / 2**20:,.0f}"
    with closing(sqlite3.connect(house.places.cache)) as connection:
        for case, number in (("C-1001", total), ("C-1002", total.split(",", maxsplit=1)[0]), ("C-10010", "600")):
            connection.execute("UPDATE cases SET number=? WHERE number=?", (number, case))
        connection.commit()
    found = told(wallboard, house, tmp_path / "a.zip")
    assert f" MiB free of {total}\n" in found["files.txt"]
    assert "\n600 20" in found["files.txt"]
    assert "cases 3" in found["soundness.txt"]


def test_what_a_source_could_not_do_is_told_in_words_without_a_name(
    tmp_path: Path, state: Path, wallboard: Command
) -> None:
    house = House(tmp_path / "office", state)
    (house.path.parent / "cases.csv").unlink()
    house.read()
    house.collector.end()
    found = told(wallboard, house, tmp_path / "a.zip")
    assert f", No file matches {HIDDEN}." in found["wall.txt"]
    assert "file.missing" not in found["wall.txt"]


def test_a_host_and_figures_stay_in_what_a_source_could_not_do() -> None:
    slow = words("web.slow", host="desk.example.org", seconds=30)
    assert plain.said(without_texts(slow)) == "desk.example.org did not answer in full within 30 s."
    refused = words("web.sign-in", host="desk.example.org", name="quill")
    assert plain.said(without_texts(refused)) == f"desk.example.org refuses the sign-in with the secret “{HIDDEN}”."
