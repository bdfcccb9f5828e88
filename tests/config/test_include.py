"""Shared parts of a board in files of their own."""

import os

import pytest

from tests.config.good_board import GOOD

INCLUDING = GOOD.replace("version: 1\n", "version: 1\ninclude: shared.yaml\n")
"""Every line of the good board is one further down."""


def test_shared_parts_come_before_the_boards_own(load):
    shared = """\
version: 1
types: [Complaint]
sources: {old: {type: table, path: old.csv}}
people: [{name: Zoe, role: csr}]
statuses: {open: [Reopened], closed: [Archived]}
calendars: {yard: {hours: {mon: ["08:00-12:00"]}}}
queues: {Yard: {tier: front}}
targets: [{type: Complaint, hours: 2}]
"""
    board = load(INCLUDING, shared_yaml=shared)

    assert [kind.name for kind in board.organisation.types] == ["Complaint", "Order", "Quote", "Technical"]
    assert board.organisation.sources == ("old", "desk", "erp")
    assert [person.name for person in board.organisation.people][:2] == ["Zoe", "Amira"]
    assert board.organisation.statuses.state_of("archived", "desk") == "closed"
    assert board.organisation.statuses.state_of("new", "desk") == "open"
    assert set(board.organisation.calendars) == {"office", "night", "yard"}
    assert board.organisation.targets[0].place == "shared.yaml:8"
    assert [str(path) for path in board.files] == ["board.yaml", "shared.yaml"]


def test_a_section_that_only_the_shared_file_has_is_taken_whole(load):
    start, end = GOOD.index("statuses:"), GOOD.index("sources:")
    text = "include: [shared.yaml]\n" + GOOD[:start] + GOOD[end:]

    assert load(text, shared_yaml="statuses: {open: [X]}\n").organisation.statuses.board == {"x": "open"}


def test_paths_in_an_included_file_are_relative_to_it(load, tmp_path):
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "parts.yaml").write_text("sources: {old: {type: table, path: old.csv}}\n")
    (tmp_path / "common" / "more.yaml").write_text("include: parts.yaml\n")
    board = load(GOOD.replace("version: 1\n", "version: 1\ninclude: common/more.yaml\n"))

    assert board.sources[0].options.path == "common/old.csv"
    assert board.sources[1].options.path == "cases.csv"


def test_a_fault_in_an_included_file_has_its_place_there(faults_of):
    (fault,) = faults_of(INCLUDING, shared_yaml="people:\n  - {name: Zoe, role: boss}\n")

    assert str(fault).startswith('shared.yaml:2:23: people.1.role: found "boss"; allowed: csr,')


def test_a_name_that_both_files_have(faults_of):
    (fault,) = faults_of(INCLUDING, shared_yaml="queues: {Experts: {tier: front}}\n")

    assert str(fault) == (
        'board.yaml:36:3: queues.Experts: "Experts" stands in shared.yaml:1 too; '
        "keep one of them, or give one another name"
    )


def test_a_person_whom_both_files_have(faults_of):
    (fault,) = faults_of(INCLUDING, shared_yaml="people: [{name: Kim, role: csr}]\n")

    assert str(fault) == (
        'board.yaml:41:12: people.4.name: a second person "Kim"; it stands in shared.yaml:1 too: keep one of them'
    )


def test_a_file_that_includes_itself(faults_of):
    (fault,) = faults_of(INCLUDING, shared_yaml="include: board.yaml\n")

    assert str(fault) == 'shared.yaml:1:10: include: "board.yaml" includes itself; remove it'


def test_a_file_that_is_included_twice(faults_of):
    text = GOOD.replace("version: 1\n", "version: 1\ninclude: [shared.yaml, shared.yaml]\n")
    (fault,) = faults_of(text, shared_yaml="types: [Complaint]\n")

    assert str(fault) == 'board.yaml:2:24: include.2: "shared.yaml" is included twice; keep one of them'


def test_an_included_file_that_is_missing(faults_of):
    (fault,) = faults_of(INCLUDING)

    assert str(fault) == (
        "board.yaml:2:10: include: cannot read shared.yaml: no such file or directory; "
        "correct the path, or the rights of the file"
    )


def test_a_name_that_no_file_can_have(faults_of):
    (fault,) = faults_of(GOOD.replace("version: 1\n", 'version: 1\ninclude: "a\\0b"\n'))

    assert (fault.line, fault.path) == (2, "include")


def test_an_include_that_is_no_path(faults_of):
    text = GOOD.replace("version: 1\n", "version: 1\ninclude: [7, {a: 1}]\n")

    assert [str(fault) for fault in faults_of(text)] == [
        "board.yaml:2:11: include.1: found 7; allowed: the path of a file, or a list",
        "board.yaml:2:14: include.2: found a mapping of keys and values; allowed: the path of a file, or a list",
    ]


def test_a_part_that_cannot_be_shared(faults_of):
    (fault,) = faults_of(INCLUDING, shared_yaml="screen: {theme: dark}\n")

    assert str(fault) == (
        'shared.yaml:1:1: screen: "screen" cannot stand in an included file; allowed: calendars, types, statuses, '
        "sources, queues, people, targets, include, version"
    )


def test_a_shared_part_of_another_form(faults_of):
    told = [str(fault) for fault in faults_of(INCLUDING, shared_yaml="types: Complaint\nsources: [old]\n")]

    assert told == [
        'shared.yaml:1:8: types: found "Complaint"; allowed: a list',
        "shared.yaml:2:10: sources: found a list; allowed: keys and values",
    ]


def test_a_part_of_the_boards_own_that_has_another_form(faults_of):
    text = INCLUDING.replace("types: [Order, Quote, {name: Technical, short: Techn.}]", "types: Order")
    faults = faults_of(text, shared_yaml="types: [Complaint]\n")

    assert [(fault.line, fault.path) for fault in faults] == [(16, "types")]


def test_an_included_file_that_is_no_yaml(faults_of):
    (fault,) = faults_of(INCLUDING, shared_yaml="types: [Complaint\n")

    assert (fault.file, fault.line) == ("shared.yaml", 1)


@pytest.mark.parametrize("named", ["/dev/zero", "pipe"])
def test_an_included_device_or_pipe_is_refused_without_being_read(faults_of, tmp_path, named):
    if named == "pipe":
        os.mkfifo(tmp_path / "pipe")
        named = str(tmp_path / "pipe")
    (fault,) = faults_of(GOOD.replace("version: 1\n", f"version: 1\ninclude: {named}\n"))

    assert "not a file with text in it" in str(fault)
    assert (fault.file, fault.line) == ("board.yaml", 2)
