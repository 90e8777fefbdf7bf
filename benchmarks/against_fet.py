"""Real schools' files and our samples: kebiao and FET one after the other, on the same two cores, for the same time.

    python -m benchmarks.against_fet --seconds 20                     every file and sample
    python -m benchmarks.against_fet --seconds 300 --files long       eight large or hard files
    python -m benchmarks.against_fet --seconds 20 --files Hopwood     the files whose path has this in it
    python -m benchmarks.against_fet --report                         the table, the summary and the picture

FET stops at its first timetable, so two of its processes are restarted with new seeds until the time is over (or until
nothing soft is broken) and the best total counts. kebiao is one process with two workers. Times are whole processes by
the wall clock: kebiao's first valid timetable counts when its run folder is written, FET's when its process has ended.
Results are kept file by file in benchmarks/results/fet-SECONDS.jsonl; what is there is not done again.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from . import fet_cl
from .common import RESULTS, ROOT, machine, plan

EXAMPLES = Path("/usr/share/doc/fet-data/examples")
SAMPLES = ("three-sheets", "huozhou33", "lixin24", "lijin39", "junior60")
MARKS = (5, 10, 20, 60, 300)
_OFFICIAL = "FET-5-official/"
LONG = (
    "Germany/secondary-school-2/GYR.fet", "Vietnam/1-Le-Qui-Don_Lam-Ha/Khoi-sang.fet",
    "Hong-Kong/secondary-school-1/Yew-Chung-Intl-School/2008-09-difficult.fet",
    "Hungary/Bethlen/2007-2008-difficult/Bethlen_2007_2008.fet", "Italy/2007/difficult/highschool-Ancona.fet",
    "Saudi-Arabia/Arabic_Saudi_1.fet", "Germany/secondary-school-1/older/secondary_school.fet",
    "Brazil/1/Brazil-more-difficult.fet",
)  # fmt: skip
Point = tuple[float, int]  # seconds since the process began, soft total in thousandths of a per cent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--files", default="all", help="all, school, samples, long, or a part of a path")
    parser.add_argument("--again", action="store_true", help="also what has been done")
    parser.add_argument("--report", action="store_true")
    args = parser.parse_args()
    if args.report:
        from .fet_report import report

        report()
        return
    path = RESULTS / f"fet-{args.seconds}.jsonl"
    RESULTS.mkdir(exist_ok=True)
    done = {r["file"] for r in read(path)}
    cores = _two_cores()
    about = {**machine(), "fet": fet_cl.version(), "seconds": args.seconds}
    for name in chosen(args.files):
        if name in done and not args.again:
            continue
        result = {**about, "file": name, **compare(name, args.seconds, cores)}
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(result, ensure_ascii=False) + "\n")
        print(name, _brief(result["kebiao"]), "| FET", _brief(result["fet_cl"]), flush=True)


def school_files() -> list[str]:
    """The real schools' files, relative to the examples."""
    lines = (ROOT / "benchmarks" / "school_files.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def chosen(word: str) -> list[str]:
    """The files that a word of the command line means."""
    if word == "long":
        return [_OFFICIAL + name for name in LONG]
    everything = [*school_files(), *SAMPLES]
    some = {"all": everything, "school": school_files(), "samples": list(SAMPLES)}
    return some.get(word) or [name for name in everything if word in name]


def read(path: Path) -> list[dict[str, Any]]:
    """The results of a study, the newest of each file."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return list({r["file"]: r for r in map(json.loads, lines)}.values())


def compare(name: str, seconds: int, cores: set[int]) -> dict[str, Any]:
    """Both programs on one file. A sample is exported to FET without locks: there only first timetables compare."""
    with tempfile.TemporaryDirectory() as folder:
        sample = name in SAMPLES
        file = plan(name) if sample else EXAMPLES / name
        task = Path(folder) / "task.fet"
        notes = export_task(file, task) if sample else []
        ours = solve(file, seconds, cores, until_first=sample)
        peer = search(task if sample else file, seconds, cores, stop_at_first=sample)
    return {"sample": sample, "kebiao": ours, "fet_cl": peer, **({"not_said": notes} if sample else {})}


def export_task(file: Path, task: Path) -> list[str]:
    """Write a workbook's task as FET can say it; returns what it cannot say."""
    from constraints import catalogue
    from scheduler import api
    from scheduler.domain import Timetable
    from scheduler.output.fet import document, whole_file

    root, notes = whole_file(api.load(file).school, Timetable(), catalogue())
    document.write(task, root)
    return [note.en for note in notes]


def solve(file: Path, seconds: int, cores: set[int], *, until_first: bool = False) -> dict[str, Any]:
    """``kebiao solve`` as one process: when its first timetable was written, and its cost as time goes by.

    ``at`` is what the search had by then; what is written at the end, a little after the time, is ``soft``."""
    with tempfile.TemporaryDirectory() as folder:
        run, said = Path(folder) / "run", Path(folder) / "said"
        command = [sys.executable, "-m", "scheduler.cli", "solve", str(file), "-o", str(run), "--lang", "en"]
        command += ["--time", str(seconds), "--workers", "2", *(["--until-first"] if until_first else [])]
        began, first = time.perf_counter(), list[Point]()
        with said.open("w") as output:
            child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=ROOT)
            os.sched_setaffinity(child.pid, cores)
            while child.poll() is None:
                time.sleep(0.02)
                if not first and (run / "run.json").exists():
                    first = [(round(time.perf_counter() - began, 2), _record(run)["objective"])]
                if time.perf_counter() - began > 2 * seconds + 60:
                    child.kill()
        wall = round(time.perf_counter() - began, 2)
        if child.returncode:
            text = said.read_text("utf-8", "replace").strip()
            outcome = {3: "unread", 5: "impossible", 6: "time"}.get(child.returncode, f"exit {child.returncode}")
            return {"outcome": outcome, "wall": wall, "said": text[-400:]}
        record = _record(run)
    cost, bound = record["objective"], record["bound"] or 0
    first = first or [(wall, cost)]
    start = max(wall - sum(record["seconds"].values()), 0.0)  # the engine's clock began when the plan had been read
    points = [*first, *((t + start, c) for t, c in record["history"]), (wall, cost)]
    return {
        "outcome": "success", "first": first[0][0], "wall": wall, "soft": cost, "bound": bound,
        "proven": bound >= cost, "at": marks(points, seconds), "size": record["size"],
    }  # fmt: skip


def _record(run: Path) -> dict[str, Any]:
    return dict(json.loads((run / "run.json").read_text("utf-8")))


def search(file: Path, seconds: int, cores: set[int], *, stop_at_first: bool = False) -> dict[str, Any]:
    """FET for so many seconds: two processes at a time, each begun again with a new seed when it has ended."""
    began, points, verdicts, end = time.perf_counter(), list[Point](), list[fet_cl.Verdict](), float(seconds)
    seeds = iter(range(1, 1_000_000))
    with ExitStack() as stack:
        running = [_begin(stack, file, seconds, next(seeds), cores) for _ in range(2)]
        while running:
            time.sleep(0.01)
            now = time.perf_counter() - began
            for child in [c for c in running if c.process.poll() is not None or now > end]:
                running.remove(child)
                late = child.process.poll() is None
                if late:
                    _end(child.process)
                verdict = child.verdict(killed=late)
                verdicts.append(verdict)
                if verdict.soft is not None:
                    points.append((round(now, 2), verdict.soft))
                enough = points and (stop_at_first or min(p[1] for p in points) == 0)
                if enough or verdict.outcome == "refused":
                    end = 0.0
                elif now + 0.5 < end:
                    running.append(_begin(stack, file, end - now, next(seeds), cores))
    return _summary(points, verdicts, seconds, time.perf_counter() - began)


def _begin(stack: ExitStack, file: Path, seconds: float, seed: int, cores: set[int]) -> fet_cl.Child:
    return stack.enter_context(fet_cl.running(file, seconds + 1, seed=seed, cores=cores))


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def _summary(points: list[Point], verdicts: list[fet_cl.Verdict], seconds: int, wall: float) -> dict[str, Any]:
    tries = {"tries": len(verdicts), "found": len(points), "wall": round(wall, 2)}
    if not points:
        outcomes = {v.outcome for v in verdicts}
        outcome = "refused" if "refused" in outcomes else "failed" if "failed" in outcomes else "time"
        return {"outcome": outcome, **tries, "said": verdicts[-1].said if outcome != "time" else ""}
    best = min(cost for _, cost in points)
    return {"outcome": "success", "first": points[0][0], "soft": best, "at": marks(points, seconds), **tries}


def marks(points: list[Point], seconds: float) -> dict[str, int]:
    """The best total found by each of the times that are looked at, up to the study's own."""
    known = {mark: [cost for t, cost in points if t <= mark] for mark in {*MARKS, int(seconds)} if mark <= seconds}
    return {str(mark): min(costs) for mark, costs in sorted(known.items()) if costs}


def _two_cores() -> set[int]:
    """Two of the machine's cores, for this process and both programs."""
    cores = set(sorted(os.sched_getaffinity(0))[:2])
    os.sched_setaffinity(0, cores)
    return cores


def _brief(side: dict[str, Any]) -> str:
    if side["outcome"] != "success":
        return str(side["outcome"])
    return f"first {side['first']} s, soft {side['soft'] / fet_cl.SCALE:g}{' proven' if side.get('proven') else ''}"


if __name__ == "__main__":
    main()
