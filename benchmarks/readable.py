"""Which of the real schools' files can be read wholly, and how large they are.

    python -m benchmarks.readable [FOLDER]

FOLDER holds the example files of FET (Debian package ``fet-data``). A row a file: activities, teachers, undivided
students' sets, days, hours, seconds to read, and the constraints that no rule keeps.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from constraints import catalogue
from scheduler.intake import read_plan

FILES = Path(__file__).with_name("school_files.txt")
EXAMPLES = Path("/usr/share/doc/fet-data/examples")


def listed() -> list[str]:
    """The files of the list, relative to the folder of examples."""
    lines = FILES.read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def main(folder: Path) -> None:
    rules, whole, slowest = catalogue(), 0, 0.0
    missing: Counter[str] = Counter()
    print("| file | activities | teachers | sets | days | hours | seconds | left out |")
    print("|---|---:|---:|---:|---:|---:|---:|---|")
    names = listed()
    for name in names:
        began = time.perf_counter()
        plan = read_plan(folder / name, rules, ignore_unsupported=True)
        seconds = time.perf_counter() - began
        slowest = max(slowest, seconds)
        left_out = "; ".join(f"{family} {count}" for family, count in plan.left_out)
        if plan.school is None:
            print(f"| {name} | | | | | | {seconds:.2f} | {plan.problems[0].say('en')} |")
            continue
        school = plan.school
        whole += not plan.left_out
        missing.update(dict(plan.left_out))
        activities = sum(len(c.sessions) for c in school.courses)
        hours = max(s.period for s in school.grid.slots)
        print(
            f"| {name} | {activities} | {len(school.teachers)} | {len(school.classes)} | {len(school.grid.days)} "
            f"| {hours} | {seconds:.2f} | {left_out} |"
        )
    print(f"\n{whole} of {len(names)} are read wholly; the slowest takes {slowest:.2f} s.")
    for family, count in missing.most_common():
        print(f"- {family}: {count}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES)
