"""The study of planted contradictions.

    python -m benchmarks.contradictions --classes 12 24 39 60    plant, count, search, name; at 24 classes FET beside it
    python -m benchmarks.contradictions --classes 24 --kinds band lock_away
    python -m benchmarks.contradictions --feasible 200           plans that are possible: nothing may be found
    python -m benchmarks.contradictions --report                 the tables for the README

Each planting is proved before it counts: the hidden timetable keeps every hard rule without its last piece; with it,
plain CP-SAT shows the cause to be impossible, and possible without any one of its settings. What is named counts as a
smallest set when it is the planted one, or when the same independent proof says so. Results are kept line by line in
benchmarks/results/contradictions.jsonl; what is there is not done again.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from benchmarks import fet_cl
from benchmarks.common import RESULTS, machine

from .feasible import plans
from .peer import says
from .report import read, report, summary
from .searching import alarms, conflicts
from .site import BASES, site
from .study import KINDS, measured, proved

PATH = RESULTS / "contradictions.jsonl"
EACH = 2  # plantings of a kind at a size
FET_AT = 24  # classes at which FET is asked too


def main() -> None:
    """Run the study, print a line for each planting, and keep it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--classes", nargs="*", type=int, default=[], choices=[*BASES])
    parser.add_argument("--kinds", nargs="*", default=[*KINDS], choices=[*KINDS])
    parser.add_argument("--feasible", type=int, default=0, metavar="N")
    parser.add_argument("--seconds", type=float, default=30, help="for the search of one planting")
    parser.add_argument("--fet", type=float, default=20, metavar="SECONDS", help="for FET; 0: not asked")
    parser.add_argument("--count-only", action="store_true", help="counting alone; nothing is kept")
    parser.add_argument("--again", action="store_true", help="also what has been done")
    parser.add_argument("--report", action="store_true")
    options = parser.parse_args()
    if options.report:
        print(report(read(PATH)))
        return
    for classes in options.classes:
        _size(classes, options)
    if options.feasible:
        _feasible(options)
    print(summary(read(PATH)))


def _size(classes: int, options: argparse.Namespace) -> None:
    done = {(r["kind"], r["number"]) for r in read(PATH) if r.get("classes") == classes}
    here = site(classes)
    for name in options.kinds:
        if not options.again and {(name, n) for n in range(1, EACH + 1)} <= done:
            continue
        for one in proved(here, KINDS[name], EACH):
            if (name, one.number) in done and not options.again:
                continue
            facts = measured(one, None if options.count_only else conflicts, options.seconds)
            if classes == FET_AT and options.fet and fet_cl.installed() and one.plan.school is not None:
                facts["fet"] = says(one.plan.school, options.fet)
            _keep({"classes": classes, **facts}, options)


def _feasible(options: argparse.Namespace) -> None:
    done = {r["plan"] for r in read(PATH) if "plan" in r}
    for plan in plans(options.feasible):
        if plan.name not in done or options.again:
            facts = {"plan": plan.name, "classes": len(plan.school.classes), **alarms(plan.school, options.seconds)}
            _keep(facts, options)


def _keep(facts: dict[str, Any], options: argparse.Namespace) -> None:
    print(json.dumps(facts, ensure_ascii=False), flush=True)
    if not options.count_only:
        RESULTS.mkdir(exist_ok=True)
        with PATH.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**machine(), **facts}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
