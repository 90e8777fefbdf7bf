"""Districts: seconds from the folder to the audited report, several processes, a Dask cluster, memory, and how the cost
grows with the number of schools.

    python -m benchmarks.district --part time                 lijin, qinan, luojiang25 within 60, 20, 180 s
    python -m benchmarks.district --part processes dask       25 schools: one process, two, a cluster of two
    python -m benchmarks.district --part memory               100 schools of one size, one after the other
    python -m benchmarks.district --part linear               5, 10, 25, 50, 100 schools
    python -m benchmarks.district --report                    the tables and the picture from what was kept

Every run is ``kebiao district DIR -o OUT`` as a process of its own, from its start to its end, into a new folder.
``time`` has all the wishes improved for as long as the limit allows; the others take each school's first timetable
(``--until-first``), so that the work is the same however many processes share it. Figures are medians; a run that is
not complete (a school without a timetable, or something that the audit finds broken) is told and counts for nothing.
Each run is a line of results/district.jsonl at once, so that what is broken off is not lost; the report takes the
newest day of each part.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from .common import RESULTS, machine
from .district_report import draw, report
from .district_run import ALIKE, Ended, classes, folder, growth, run, schools

# seconds from start to end that are wanted, and the --time given: reading, the audit and the report come besides
WANTED = {"lijin": (60, 42), "qinan": (20, 11), "luojiang25": (180, 135)}
COUNTY = "luojiang25"
SIZES = (5, 10, 25, 50, 100)
FIRST = 20  # seconds a school that a run to first timetables may take: far more than it needs
Line = dict[str, Any]


class Study:
    """What is asked, and where the lines go."""

    def __init__(self, asked: argparse.Namespace):
        self.asked, self.path = asked, Path(asked.results)

    def measure(self, part: str, name: str, number: int, *, memory: bool = False, **options: str | int | bool) -> Line:
        """One run, kept as a line. ``options`` of the command: --time, --workers ..."""
        words = [w for k, v in options.items() for w in (f"--{k.replace('_', '-')}", *([] if v is True else [str(v)]))]
        ended = run(folder(name), *words, memory=memory)
        line = {
            **machine(), "part": part, "district": name, "schools": schools(name), "classes": classes(name),
            "options": options, "number": number, **_facts(ended),
            "idle": round(ended.idle(_processes(options)), 3),
        }  # fmt: skip
        if memory:
            line |= {"peaks": ended.peaks, "growth": growth(list(ended.peaks)), "main": round(ended.main, 1)}
        self._keep(line)
        return line

    def _keep(self, line: Line) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
        for wrong in line["wrong"]:
            print(f"  {wrong}", flush=True)
        shown = {k: v for k, v in line.items() if k in ("seconds", "processor", "alone", "idle", "rounds", "growth")}
        end = "complete" if line["complete"] else f"NOT COMPLETE: exit {line['code']}, {line['solved']} solved"
        print(f"{line['part']} {line['district']} {line['options']} {line['number']}: {end} {shown}", flush=True)

    def seconds(self, name: str) -> int:
        """The limit of a run that only looks for first timetables."""
        return int(self.asked.time or FIRST * schools(name))


def _facts(ended: Ended) -> Line:
    """A run's end as it is kept."""
    said = ended.said
    every = said.get("schools", [])
    return {
        "code": ended.code, "complete": ended.complete, "wrong": ended.wrong[:10], "broken": said.get("broken"),
        "solved": sum(s["status"] == "solved" for s in every), "solves": sum(s["solves"] for s in every),
        "cost": sum(s["cost"] or 0 for s in every) / 1000, "rounds": said.get("rounds"),
        "seconds": round(ended.seconds, 2), "processor": round(ended.processor, 2), "alone": round(ended.alone, 2),
        "written": said.get("seconds") and round(said["seconds"], 2),  # wall to the last timetable; then audit, report
    }  # fmt: skip


def _processes(options: dict[str, Any]) -> int:
    return int(options.get("workers") or str(options["cluster"]).removeprefix("local:"))


# -- the parts: each run is told and kept; (which part, what) --


def time_(study: Study) -> None:
    """From the folder to the audited report, with the limits wanted."""
    for number in range(1, study.asked.times + 1):
        for name in study.asked.districts or WANTED:
            limit = study.asked.time or WANTED.get(name, (0, 60))[1]
            study.measure("time", name, number, time=limit, workers=2)


def processes(study: Study) -> None:
    """One process and two, in turn."""
    name = _county(study.asked)
    for number in range(1, study.asked.times + 1):
        for many in (1, 2):
            study.measure("processes", name, number, time=study.seconds(name), workers=many, until_first=True)


def dask(study: Study) -> None:
    """Two processes and a Dask cluster of two, in turn."""
    name = _county(study.asked)
    for number in range(1, study.asked.times + 1):
        study.measure("dask", name, number, time=study.seconds(name), workers=2, until_first=True)
        study.measure("dask", name, number, time=study.seconds(name), cluster="local:2", until_first=True)


def memory(study: Study) -> None:
    """One process that solves all schools, one after the other."""
    name = f"{ALIKE}{(study.asked.schools or [100])[0]}"
    study.measure("memory", name, 1, memory=True, time=study.seconds(name), workers=1, until_first=True)


def linear(study: Study) -> None:
    """More and more schools."""
    for number in range(1, study.asked.times + 1):
        for count in study.asked.schools or SIZES:
            name = f"district{count}"
            study.measure("linear", name, number, time=study.seconds(name), workers=2, until_first=True)


PARTS: dict[str, Callable[[Study], None]] = {
    "time": time_, "processes": processes, "dask": dask, "memory": memory, "linear": linear,
}  # fmt: skip


def _county(asked: argparse.Namespace) -> str:
    return f"district{asked.schools[0]}" if asked.schools else COUNTY


def newest(lines: Iterable[Line]) -> list[Line]:
    """The lines of the last day on which their part was measured."""
    lines = list(lines)
    last = {part: max(x["date"] for x in lines if x["part"] == part) for part in {x["part"] for x in lines}}
    return [x for x in lines if x["date"] == last[x["part"]]]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", nargs="+", choices=[*PARTS], default=[])
    parser.add_argument("--times", type=int, default=1, help="runs of each (--part memory: always one)")
    parser.add_argument("--districts", nargs="+", metavar="NAME", help="of --part time")
    parser.add_argument("--schools", nargs="+", type=int, metavar="N", help="generated districts of so many schools")
    parser.add_argument("--time", type=int, metavar="SECONDS", help="instead of each part's own limit")
    parser.add_argument("--results", default=RESULTS / "district.jsonl", metavar="FILE", help="where lines are kept")
    parser.add_argument("--report", action="store_true", help="tables and benchmarks/district.png")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="the picture elsewhere")
    asked = parser.parse_args(arguments)
    if not asked.part and not asked.report:
        parser.error("--part or --report")
    study = Study(asked)
    for part in asked.part:
        PARTS[part](study)
    lines = newest(json.loads(line) for line in study.path.read_text("utf-8").splitlines())
    print(report(lines if asked.report else [x for x in lines if x["part"] in asked.part], WANTED))
    if asked.report:
        draw(lines, asked.picture)


if __name__ == "__main__":
    main()
