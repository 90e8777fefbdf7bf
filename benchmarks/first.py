"""Seconds and memory of the whole process to the first valid, audited, written timetable.

    python -m benchmarks.first [--seeds 5] [--workers 2] [names ...]

The process is ``kebiao solve NAME --until-first``: start-up, reading the workbook, counting, the model, the search,
homework, the audit and every file of the run folder, 课表.xlsx included.
"""

from __future__ import annotations

import argparse

from .common import keep, plan, solve, spread

NAMES = ["lixin24", "lijin39", "junior60", "junior100"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=NAMES)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    results = {}
    print("| sample | seconds | model building, s | peak memory, MB |\n|---|---|---|---|")
    for name in args.names:
        options = ("--until-first", "--time", "120", "--workers", str(args.workers))
        runs = [solve(plan(name), *options, "--seed", str(seed)) for seed in range(1, args.seeds + 1)]
        seconds, memory = [r.seconds for r in runs], [r.megabytes for r in runs]
        model = [r.record["seconds"]["model"] for r in runs]
        print(f"| {name} | {spread(seconds)} | {spread(model)} | {spread(memory)} |", flush=True)
        results[name] = {"seconds": seconds, "megabytes": memory, "stages": [r.record["seconds"] for r in runs]}
    print(keep(f"first-w{args.workers}", {"workers": args.workers, "results": results}))


if __name__ == "__main__":
    main()
