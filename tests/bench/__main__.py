"""Every benchmark in one run, as the table of README.md: `python -m tests.bench`."""

import platform

from tests.bench import (
    bench_changes,
    bench_glass,
    bench_log,
    bench_panels,
    bench_recovery,
    bench_start,
    bench_wall,
    bench_worktime,
)
from tests.bench.sides import Row

BENCHES = (bench_worktime, bench_log, bench_panels, bench_changes, bench_start, bench_glass, bench_recovery, bench_wall)


def _written(row: Row) -> str:
    """The ratio, with a digit more where a missed goal would look met."""
    is_met = row.goal is None or row.ratio <= row.goal
    return f"{row.ratio:.2f}" if is_met or round(row.ratio, 2) > row.goal else f"{row.ratio:.3f}"


def main() -> None:
    """Run all and print."""
    print(f"Python {platform.python_version()}, {platform.machine()}\n")
    print("| what | reference | ours | ratio | goal |")
    print("| --- | --- | --- | --- | --- |")
    for bench in BENCHES:
        for row in bench.run():
            unit = getattr(row, "unit", "s")
            goal = "" if row.goal is None else f"≤ {row.goal:g}"
            figures = f"{row.reference:.3g} {unit} | {row.ours:.3g} {unit} | {_written(row)}"
            print(f"| {row.name} | {figures} | {goal} |", flush=True)


if __name__ == "__main__":
    main()
