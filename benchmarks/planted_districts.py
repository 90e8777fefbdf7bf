"""Planted districts: 40 small ones that are possible by hidden timetables, 10 in which one thing is impossible.

    python -m benchmarks.planted_districts [--districts 40] [--broken 10] [--time 60] [--gap 20]
    python -m benchmarks.planted_districts --only 17        one of them again, told in full

Two to four schools of three to six classes share teachers of music and art. Each district is made of timetables that
are forgotten (see ``hidden_districts``) and must be solved; that they keep it is checked first. In each broken one (see
``broken_districts``) one thing is impossible by counting, and it must be reported as proved, with a cause that names
it. Every fourth planted one and every second broken one has two schools of three classes: there the joint model, which
decides all schools and visits in one search, has to agree; with ``--gap`` both get so many seconds for their wishes,
and the difference of the objectives is told (the same audit of the same plans for both).

A run is ``kebiao district`` as a process of its own. Prints a line a district, then tables; keeps them as lines of
results/planted-districts.jsonl. Exit code 1 where anything was not as planted.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from scheduler.auditor import audit
from scheduler.district.joint import Joint, solve_joint
from scheduler.domain import HomeworkAllocation, School, Timetable
from scheduler.output.answer import read_answer

from .broken_districts import KINDS
from .common import RESULTS, ROOT, machine, spread
from .hidden_districts import RULES, closed, draw, hidden, kept, read, write

SMALLEST = (3, 3)  # classes of the schools that the joint model is asked about
PROVED, SOLVED, UNKNOWN = 5, 0, 6  # exit codes of kebiao district
Line = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--districts", type=int, default=40, help="possible ones")
    parser.add_argument("--broken", type=int, default=10)
    parser.add_argument("--time", type=int, default=60, help="seconds a run may take")
    parser.add_argument("--gap", type=int, default=20, help="seconds for the wishes, ours and joint; 0: not compared")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", type=int, help="the one of this number; nothing is kept")
    parser.add_argument("--results", type=Path, default=RESULTS / "planted-districts.jsonl", metavar="FILE")
    asked = parser.parse_args(arguments)
    numbers = [*range(1, asked.districts + 1), *range(1001, 1001 + asked.broken)]
    lines = []
    for number in [asked.only] if asked.only else numbers:
        with tempfile.TemporaryDirectory(prefix="kebiao-planted-") as place:
            line = {**machine(), **_one(number, Path(place), asked)}
        lines.append(line)
        print(_told(line), flush=True)
        if asked.only:
            print(json.dumps(line, ensure_ascii=False, indent=1))
            continue
        asked.results.parent.mkdir(parents=True, exist_ok=True)
        with asked.results.open("a", encoding="utf-8") as kept_lines:
            kept_lines.write(json.dumps(line, ensure_ascii=False) + "\n")
    print("\n".join(tables(lines)))
    return int(any(line["wrong"] for line in lines))


def _one(number: int, place: Path, asked: argparse.Namespace) -> Line:
    return _broken(number, place, asked) if number > 1000 else _planted(number, place, asked)


def _sizes(rng: random.Random, number: int) -> tuple[int, ...]:
    return SMALLEST if number % 4 == 1 else tuple(rng.randint(3, 6) for _ in range(rng.randint(2, 4)))


def _planted(number: int, place: Path, asked: argparse.Namespace) -> Line:
    """A district that is possible."""
    rng = random.Random(f"planted {number}")
    sizes = _sizes(rng, number)
    while True:  # a draw whose visits come to nothing is no district
        drawn = draw(rng, f"planted {number}", sizes)
        try:
            visits, timetables = hidden(rng, drawn, place / "open")
            break
        except RuntimeError:
            continue
    _, schools = read(place / "open")
    write(closed(rng, drawn, schools, timetables), place / "district")
    _, schools = read(place / "district")
    if wrong := list(kept(schools, timetables)):
        raise AssertionError(f"the hidden timetables of {number} break {wrong}")
    line: Line = {"number": number, "kind": "planted", "classes": sizes, "visits": len(visits)}
    line |= _run(place, asked.time, asked.workers, "--until-first")
    line["wrong"] = [] if line["code"] == SOLVED else [f"exit code {line['code']}: {line['why'] or line['errors']}"]
    return line | _beside(line, place, sizes, asked)


def _broken(number: int, place: Path, asked: argparse.Namespace) -> Line:
    """A district in which one thing is impossible."""
    rng = random.Random(f"broken {number}")
    kind = KINDS[(number - 1001) % len(KINDS)]
    sizes = SMALLEST if number % 2 else (3, *(rng.randint(3, 6) for _ in range(rng.randint(1, 3))))
    district, names = kind(draw(rng, f"broken {number}", sizes))
    write(district, place / "district")
    line: Line = {"number": number, "kind": kind.__name__, "classes": sizes}
    line |= _run(place, asked.time, asked.workers, "--until-first")
    line["wrong"] = [] if line["code"] == PROVED else [f"exit code {line['code']} {line['errors']}"]
    line["named"] = any(name in why for name in names for why in line["why"])
    if line["code"] == PROVED and not line["named"]:
        line["wrong"].append(f"none of {sorted(names)} is named: {line['why']}")
    return line | _beside(line, place, sizes, asked)


def _run(place: Path, limit: int, workers: int, *options: str) -> Line:
    """``kebiao district`` on the district of this place: how it ended."""
    words = ["--time", str(limit), "--workers", str(workers), "--json", "--overwrite", *options]
    command = [sys.executable, "-m", "scheduler.cli", "district", str(place / "district"), "-o", str(place / "out")]
    began = time.perf_counter()
    ended = subprocess.run([*command, *words], cwd=ROOT, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    try:
        said = json.loads(ended.stdout)
    except ValueError:
        said = {}
    schools = said.get("schools", [])
    why = [*said.get("why", ()), *(s["why"] for s in schools if s["status"] == "impossible" and s["why"])]
    return {
        "code": ended.returncode, "errors": ended.stderr.strip()[-500:] if not said else "", "why": why,
        "solved": sum(s["status"] == "solved" for s in schools), "rounds": said.get("rounds"),
        "solves": sum(s["solves"] for s in schools), "seconds": round(seconds, 2),
        "processor": round(sum(s["processor"] for s in schools), 2),
    }  # fmt: skip


# -- beside the joint model --------------------------------------------------------------------------------------------


def _beside(line: Line, place: Path, sizes: tuple[int, ...], asked: argparse.Namespace) -> Line:
    """What the joint model says, where the district is small enough; and who does better in equal time."""
    if tuple(sizes) != SMALLEST:
        return {}
    district, schools = read(place / "district")
    joint = solve_joint(district, schools, RULES, seconds=asked.time, workers=asked.workers, first=True)
    status = "solved" if joint.timetables else joint.status.name.lower()
    found: Line = {"joint": status, "joint_seconds": round(joint.seconds, 2), "wrong": list(line["wrong"])}
    ours = {SOLVED: "solved", PROVED: "infeasible"}.get(line["code"])
    if "unknown" not in (status, ours) and status != ours:
        found["wrong"].append(f"the joint model: {status}")
    if status == "solved" and line["code"] == SOLVED and asked.gap:
        joint = solve_joint(district, schools, RULES, seconds=asked.gap, workers=asked.workers)
        found |= _gap(place, joint, schools, asked)
    return found


def _gap(place: Path, joint: Joint, schools: Mapping[str, School], asked: argparse.Namespace) -> Line:
    """Costs of both in the same seconds, by the same audit; the proven bound below which no district comes."""
    ran = _run(place, asked.gap, asked.workers)
    if ran["code"] != SOLVED or not joint.timetables:
        return {"gap_seconds": asked.gap, "gap": None}
    folder = place / "out" / "学校"
    ours = sum(_cost(s, read_answer(folder / name, s)[0]) for name, s in schools.items())
    theirs = sum(_cost(s, joint.timetables[name]) for name, s in schools.items())
    return {
        "gap_seconds": asked.gap, "cost": ours / 1000, "joint_cost": theirs / 1000,
        "bound": round(joint.bound / 1000, 3), "gap": round(ours / theirs - 1, 4) if theirs else None,
    }  # fmt: skip


def _cost(school: School, timetable: Timetable) -> int:
    return audit(school, timetable, HomeworkAllocation(), RULES).cost


# -- what is printed ---------------------------------------------------------------------------------------------------


def _told(line: Line) -> str:
    end = {SOLVED: "solved", PROVED: "proved impossible", UNKNOWN: "unknown"}.get(line["code"], f"exit {line['code']}")
    gap = f", gap {line['gap']:+.1%}" if line.get("gap") is not None else ""
    joint = f", joint {line['joint']} {line['joint_seconds']} s" if "joint" in line else ""
    wrong = f" WRONG: {'; '.join(line['wrong'])}" if line["wrong"] else ""
    return (f"{line['number']} {line['kind']} {line['classes']}: {end} in {line['seconds']} s, "
            f"{line['rounds']} round(s), {line['solves']} solve(s){joint}{gap}{wrong}")  # fmt: skip


def tables(lines: Sequence[Line]) -> list[str]:
    """What came of all of them."""
    rows = ["| districts | number | solved | proved impossible | unknown | other | as planted | rounds | seconds |",
            "|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for name, mine in (("planted", [x for x in lines if x["kind"] == "planted"]),
                       ("broken", [x for x in lines if x["kind"] != "planted"])):  # fmt: skip
        if mine:
            counts = [sum(x["code"] == code for x in mine) for code in (SOLVED, PROVED, UNKNOWN)]
            rounds = [float(x["rounds"] or 0) for x in mine]
            rows.append(f"| {name} | {len(mine)} | {' | '.join(map(str, counts))} | {len(mine) - sum(counts)} | "
                        f"{sum(not x['wrong'] for x in mine)} | {spread(rounds)} | "
                        f"{spread([x['seconds'] for x in mine])} |")  # fmt: skip
    beside = [x for x in lines if "joint" in x]
    if beside:
        agree = sum(not any(w.startswith("the joint") for w in x["wrong"]) for x in beside)
        rows += ["", f"beside the joint model: {agree} of {len(beside)} agree; "
                     f"it took {spread([x['joint_seconds'] for x in beside])} s"]  # fmt: skip
    gaps = [x["gap"] for x in beside if x.get("gap") is not None]
    if gaps:
        limit = max(x.get("gap_seconds", 0) for x in beside)
        rows.append(f"objective after {limit} s, ours ÷ joint - 1: median {median(gaps):+.1%} "
                    f"({min(gaps):+.1%} to {max(gaps):+.1%}), {len(gaps)} districts")  # fmt: skip
    return rows


if __name__ == "__main__":
    sys.exit(main())
