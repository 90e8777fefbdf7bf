"""How long a district's audit takes: so many timetables of 12 to 24 classes, made here, in processes by spawn.

``python benchmarks/audit_folder.py [--schools 100] [--workers 2] [--out FILE]``: makes the timetables from a seed (six
layouts, a seventh of the cells with teachers), audits them, and prints schools, classes, lessons, seconds and schools a
second as one line of JSON. Every cell must have been read; that is checked.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE.parent) not in sys.path:  # run as a program, not imported
    sys.path.insert(0, str(HERE.parent))

from samples.shaanxi13.layouts import STYLES, write  # noqa: E402
from samples.shaanxi13.schools import GRADES, LONG_DAY, School, lessons  # noqa: E402
from samples.shaanxi13.write import save_plan  # noqa: E402


def made(number: int) -> School:
    """A school of 12 to 24 classes whose lessons are in any order: an audit has something to find."""
    rng = random.Random(f"audit_folder/{number}")
    each = rng.randint(4, 8)
    classes = tuple((g, n) for g in GRADES for n in range(1, each + 1))
    weeks, teacher = {}, {}
    for klass in classes:
        subjects = lessons(rng.randint(1, 13), klass[0])
        pile = [s for s, n in subjects.items() for _ in range(n)]
        rng.shuffle(pile)
        lengths = [len(pile) // 5 + (d < len(pile) % 5) for d in range(5)]
        places = [(d, p) for d in range(1, 6) for p in range(1, lengths[d - 1] + 1)]
        weeks[klass] = dict(zip(places, pile, strict=True))
        teacher |= {
            (klass, s): f"{rng.choice('王李张刘陈杨赵黄周吴')}{rng.choice('建文海晓春玉新志')}{s[0]}" for s in subjects
        }
    return School(number, f"第{number}中学", classes, LONG_DAY, weeks, teacher)


def write_schools(folder: Path, count: int) -> tuple[int, int]:
    """Write so many timetables; returns how many classes and lessons they have."""
    classes = held = 0
    for number in range(1, count + 1):
        school = made(number)
        style = STYLES[number % len(STYLES)]
        if style.shape == "beside" and len(school.classes) > 18:
            style = replace(style, shape="stacked")
        write(school, style).save(folder / f"{number:03d}.xlsx")
        classes += len(school.classes)
        held += sum(len(week) for week in school.weeks.values())
    return classes, held


def main(argv: list[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="how long the audit of a folder of schools takes")
    parser.add_argument("--schools", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, help="add the line to this file")
    options = parser.parse_args(argv)
    from scheduler.audits import audit_folder
    from scheduler.output.district import write_district

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tables").mkdir()
        save_plan(folder / "plan.xlsx")
        classes, held = write_schools(folder / "tables", options.schools)
        began, before = time.perf_counter(), os.times()
        found = audit_folder(folder / "tables", folder / "plan.xlsx", workers=options.workers)
        audited, after = time.perf_counter() - began, os.times()
        write_district(folder / "report", found)
        whole = time.perf_counter() - began
    unread = [s.name for s in found.schools if s.error or s.unread]
    read = sum(len(s.classes) for s in found.read)
    line = {
        "schools": options.schools, "classes": classes, "lessons": held, "workers": options.workers,
        "audit_seconds": round(audited, 2),
        "cpu_seconds": round(sum(after[:4]) - sum(before[:4]), 2), "with_report_seconds": round(whole, 2),
        "schools_a_second": round(options.schools / audited, 1), "not_read": unread, "cores": os.cpu_count(),
        "load": [round(x, 1) for x in os.getloadavg()] if hasattr(os, "getloadavg") else [],
        "python": platform.python_version(),
    }  # fmt: skip
    print(json.dumps(line, ensure_ascii=False))
    if options.out:
        with options.out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0 if not unread and read == classes else 1


if __name__ == "__main__":
    sys.exit(main())
