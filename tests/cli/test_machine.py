"""Processors and C libraries on which the program cannot run."""

from pathlib import Path

from wallboard.cli.machine import processor_flags, shortcomings

MODERN = frozenset({"cx16", "lahf_lm", "popcnt", "sse4_1", "sse4_2", "ssse3", "avx2"})


def test_debian_12_on_a_pc_runs_all_of_it():
    assert shortcomings("x86_64", ("glibc", "2.36"), MODERN) == []


def test_debian_12_on_a_raspberry_pi_reckons_and_cannot_draw():
    assert shortcomings("aarch64", ("glibc", "2.36"), None, draws=False) == []
    (sentence,) = shortcomings("aarch64", ("glibc", "2.36"), None)
    assert sentence == "The C library is glibc 2.36; Wallboard needs 2.39 or later on aarch64."
    assert shortcomings("aarch64", ("glibc", "2.41"), None) == []


def test_2_9_is_before_2_34():
    assert shortcomings("x86_64", ("glibc", "2.9"), MODERN)


def test_another_c_library_is_named():
    (sentence,) = shortcomings("x86_64", ("", ""), MODERN)
    assert sentence == "The C library is unknown; Wallboard needs glibc 2.34 or later."


def test_a_processor_too_old_is_named_with_what_it_lacks():
    (sentence,) = shortcomings("x86_64", ("glibc", "2.36"), MODERN - {"sse4_2", "popcnt"})
    assert "lacks popcnt, sse4_2" in sentence


def test_another_processor_is_named():
    assert shortcomings("armv7l", ("glibc", "2.36"), None) == [
        "The processor is a armv7l; Wallboard runs on x86_64 and aarch64."
    ]


def test_flags_are_read_as_the_kernel_lists_them(tmp_path: Path):
    listing = tmp_path / "cpuinfo"
    listing.write_text("processor\t: 0\nflags\t\t: fpu sse4_2\n\nprocessor\t: 1\nflags\t\t: fpu\n", encoding="utf-8")
    assert processor_flags(listing) == {"fpu", "sse4_2"}
    listing.write_text("Features\t: fp asimd\n", encoding="utf-8")
    assert processor_flags(listing) is None
    assert processor_flags(tmp_path / "none") is None
