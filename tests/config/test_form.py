"""What a board's text must not hold, each with its place."""

import pytest

from tests.config.good_board import GOOD
from wallboard.config.positions import MOST_BYTES, MOST_NODES
from wallboard.config.scalars import plain


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", '1:1: the file is empty; a board begins with "version: 1"'),
        ("# nothing\n", '2:1: the file is empty; a board begins with "version: 1"'),
        ("- a\n", '1:1: found a list; allowed: keys and values, as in "version: 1"'),
        ("hello\n", '1:1: found "hello"; allowed: keys and values, as in "version: 1"'),
        ("# x\n%YAML 1.1\n---\n" + GOOD, "2:1: found %YAML 1.1; allowed: YAML 1.2; remove the line"),
        ("%YAML 1.3\n---\n" + GOOD, "1:1: found %YAML 1.3; allowed: YAML 1.2; remove the line"),
        (
            GOOD.replace("version: 1", "version: !!int 1"),
            "1:10: version: found the tag !!int; tags are not allowed: write the plain value",
        ),
        (
            GOOD.replace("types: [", "types: !!python/object/apply:os.system ["),
            "15:8: types: found the tag !!python/object/apply:os.system; tags are not allowed: write the plain value",
        ),
        (
            GOOD.replace("  desk:\n", "  desk:\n    <<: {every: 5s}\n"),
            '23:5: sources.desk: "<<" (merge) is not allowed; write the keys out',
        ),
        (
            GOOD.replace("types: [Order", "types: &t [*t, Order"),
            "15:12: types.1: *t contains itself; write out what is meant",
        ),
        (GOOD.replace("types: [Order", "types: [*t, Order"), "15:9: types.1: *t is not defined above"),
        (
            GOOD.replace("name: Northwind", "name: &n Northwind") + "*n : 1\n",
            "58:1: an alias cannot be a key; write the key out",
        ),
        (
            GOOD + "~: 1\n",
            '58:1: found an empty key or "null" for a key; put it in quotes if it is meant as text',
        ),
        (GOOD + "? [a]\n: 1\n", "58:3: a list or mapping cannot be a key; write the key as text"),
        (
            GOOD + "version: 1\n",
            '58:1: version: "version" stands here twice; it stands in line 1 too: keep one of them',
        ),
        (
            GOOD + "---\nversion: 1\n",
            '58:1: a second document begins here; a board is one document: remove the line "---"',
        ),
        (GOOD + "x: " + "[" * 60 + "\n", f"58:53: x{'.1' * 50}: nested more than 50 deep"),
        (
            GOOD.replace("diagonal: 55", "diagonal: 1234567890123456"),
            ("3:36: screen.diagonal: found 1234567890123456; allowed: numbers of at most 15 digits; "
            "put it in quotes if it is text"),
        ),
        (
            GOOD.replace("diagonal: 55", "diagonal: .inf"),
            "3:36: screen.diagonal: found .inf; allowed: numbers of at most 15 digits; put it in quotes if it is text",
        ),
        (
            GOOD.replace("name: Northwind", 'name: "a\\ud800"'),
            "2:22: organisation.name: half of a character pair (\\ud800 to \\udfff) is no text",
        ),
        (
            GOOD.replace("name: Northwind", 'name: "\\U00110000"'),
            "2:16: organisation.name: this is not valid YAML 1.2; look at the text that follows this place",
        ),
        (GOOD + 'x: "\0"\n', "58:5: the character U+0000 is not allowed in YAML; remove it"),
        (
            "a: b: c\n",
            '1:5: this is not valid YAML: a second ": " on the line, or a wrong indent; put text with ": " in quotes',
        ),
        ("\ta: 1\n", "1:1: this is not valid YAML: a tab; YAML wants spaces"),
        ("a: 'x\n", "1:4: a: this is not valid YAML: a quote that is opened here is never closed"),
        ("a: @x\n", "1:4: a: this is not valid YAML: a text that begins with this sign must stand in quotes"),
        ("a: 1\nb: |\n  x\n y\n", "4:2: this is not valid YAML: the indent does not match the lines above"),
        ('a: "\\q"\n', "1:6: a: this is not valid YAML: found unknown escape character 'q'"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_board(faults_of, text, line):
    told = [str(fault) for fault in faults_of(text)]

    assert told == [f"board.yaml:{line}"]


def test_text_that_is_not_utf_8_names_line_and_byte(faults_of):
    (fault,) = faults_of(GOOD.replace("Northwind", "Nörd").encode("latin-1"))

    assert str(fault) == "board.yaml:2:23: byte 0xF6 is not UTF-8 text; save the file as UTF-8"


def test_a_byte_order_mark_is_passed_over(load):
    assert load(GOOD.encode("utf-8-sig")).name == "board"


def test_windows_line_ends_do_not_shift_places(faults_of):
    (fault,) = faults_of(GOOD.replace("role: csr", "role: crs").replace("\n", "\r\n"))

    assert (fault.line, fault.column) == (40, 23)


def test_a_file_that_is_too_large(faults_of):
    (fault,) = faults_of(b"#" * (MOST_BYTES + 1))

    assert str(fault) == "board.yaml:1:1: the file has 4.0 MB; a board has at most 4 MB"


def test_a_file_with_too_many_values(faults_of):
    (fault,) = faults_of("a: [" + "1," * (MOST_NODES + 1) + "1]\n")

    assert fault.found == f"more than {MOST_NODES} values"


def test_aliases_that_multiply_are_counted_not_expanded(faults_of):
    (fault,) = faults_of(GOOD + bomb(20))

    assert fault.found == f"aliases make this more than {MOST_NODES} values, or more than 50 deep"


def test_a_file_that_is_something_else_stops_after_many_faults(faults_of):
    assert len(faults_of("a: 1\n" * 1000)) == 200


def test_a_missing_file_says_so(load, tmp_path):
    from wallboard.config.faults import BoardFaults
    from wallboard.config.load import load_board

    with pytest.raises(BoardFaults) as caught:
        load_board(tmp_path / "none.yaml")
    assert str(caught.value) == (
        f"{tmp_path}/none.yaml:1:1: cannot read this file: no such file or directory; "
        "correct the path, or the rights of the file"
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("09:30", "09:30"),
        ("012", 12),
        ("0x1F", 31),
        ("0o17", 15),
        ("1_000", "1_000"),
        ("2026-12-24", "2026-12-24"),
        ("-3", -3),
        ("1.5e3", 1500.0),
        (".5", 0.5),
        ("true", True),
        ("~", None),
        ("", None),
    ],
)
def test_plain_scalars_are_those_of_yaml_1_2(text, value):
    assert plain(text) == (value, False)


@pytest.mark.parametrize("text", ["-.inf", ".NaN", "1e999", "1" * 16, "0x" + "F" * 20, "1." + "0" * 50])
def test_numbers_that_a_board_cannot_hold_stay_text(text):
    assert plain(text) == (text, True)
