"""Every benchmark in one run, as the table of README.md: `python -m tests.bench`."""

import platform

from tests.bench import bench_glass, bench_log, bench_worktime


def main() -> None:
    """Run all and print."""
    print(f"Python {platform.python_version()}, {platform.machine()}\n")
    print("| what | reference | ours | ratio | goal |")
    print("| --- | --- | --- | --- | --- |")
    for bench in (bench_worktime, bench_log, bench_glass):
        for row in bench.run():
            unit = getattr(row, "unit", "s")
            print(
                f"| {row.name} | {row.reference:.3g} {unit} | {row.ours:.3g} {unit} | {row.ratio:.2f} | ≤ {row.goal} |"
            )


if __name__ == "__main__":
    main()
