"""How time and memory to a first valid timetable grow with the school: generated junior schools, 12 to 240 classes.

    python -m benchmarks.scaling [--seeds 3] [--workers 2] [--time 300] [sizes ...]
    python -m benchmarks.scaling --picture     draw benchmarks/scaling.png anew from the newest results

The process is ``kebiao solve juniorN --until-first``. Its start-up, a process that imports what a solve imports and
reads the catalogue of rules, is the same for every school and taken off before time ~ lessons^k is fitted (least
squares in logarithms, every run a point). Seconds are wall time; those of all processors stand beside them, since they
show when other work on the machine disturbed a run. The smaller of these schools have room left in their laboratories,
which are rounded up to whole ones, so the large ones are a little the harder.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import time
from statistics import linear_regression, median
from typing import Any

from samples.book import lessons
from samples.generate import build

from .common import ROOT, add, kept, machine, plan, solve, spread

SIZES = (12, 24, 48, 96, 144, 192, 240)
LARGE = 96  # classes: the fit is made for these alone too, where what does not grow weighs least
GOAL = 1.2
COLUMNS = ("seconds", "whole", "engine", "processor", "megabytes")
START_UP = """
import constraints
import scheduler.api, scheduler.cli.audit, scheduler.cli.solve
import scheduler.engine.schedule, scheduler.intake, scheduler.output
constraints.catalogue()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES), help="numbers of classes")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--time", type=int, default=300, help="seconds after which a run is given up")
    parser.add_argument("--picture", action="store_true")
    args = parser.parse_args()
    series = kept("scaling")["series"][-1] if args.picture else measure(args.sizes, args.seeds, args.workers, args.time)
    if not args.picture:
        print(add("scaling", series))
    draw(series)


def measure(sizes: list[int], seeds: int, workers: int, limit: int) -> dict[str, Any]:
    """Run every size with every seed; the table is printed as it comes, the fits at the end."""
    walls, processors = zip(*(_start_up() for _ in range(3)), strict=True)
    start_up = median(walls), median(processors)
    runs, failed = [], []
    print(f"start-up {start_up[0]:.2f} s ({start_up[1]:.2f} s processor), taken off in all but the whole process")
    print("| classes | lessons | seconds | whole process | engine | processor | peak memory, MB |\n|" + "---|" * 7)
    for size in sizes:
        mine = []
        for seed in range(1, seeds + 1):
            try:
                mine.append(run(size, seed, workers, limit, start_up))
            except RuntimeError as error:
                failed.append(f"seed {seed}: {error}")
                print(failed[-1], flush=True)
        if mine:
            columns = [spread([r[key] for r in mine]) for key in COLUMNS]
            print(f"| {size} | {mine[0]['lessons']} | {' | '.join(columns)} |", flush=True)
        runs += mine
    fits = {key: fit(runs, key) for key in ("seconds", "engine", "processor", "megabytes")}
    fits["large"] = fit([r for r in runs if r["classes"] >= LARGE], "seconds")
    for name, found in fits.items():
        if found:
            print(f"{name} ~ lessons^{found['k']:.2f}")
    about = {"workers": workers, "start_up": start_up, "goal": GOAL}
    return {**machine(), **about, "fits": fits, "runs": runs, "failed": failed}


def run(size: int, seed: int, workers: int, limit: int, start_up: tuple[float, float]) -> dict[str, Any]:
    """One process: ``whole`` from start to end, ``seconds`` without start-up, ``engine`` from the school that was read
    to its audited answer (the rest is reading the workbook and writing the files)."""
    name = f"junior{size}"
    options = ("--until-first", "--time", str(limit), "--workers", str(workers), "--seed", str(seed))
    process = solve(plan(name), *options)
    stages = process.record["seconds"]
    return {
        "classes": size, "lessons": lessons_of(name), "seed": seed, "seconds": process.seconds - start_up[0],
        "whole": process.seconds, "engine": sum(stages.values()), "processor": process.processor - start_up[1],
        "stages": stages, "megabytes": process.megabytes,
    }  # fmt: skip


def lessons_of(name: str) -> int:
    """Lessons a week, all classes together; counted on the sheets, since a process that holds a whole school would
    lend its own peak of memory to those it starts."""
    book = build(name)
    weekly = lessons(book.lines, book.first_grade)
    return round(sum(n for klass in book.classes for (grade, _), n in weekly.items() if grade == klass.grade))


def fit(runs: list[dict[str, Any]], key: str) -> dict[str, float] | None:
    """``key`` = scale × lessons^k by least squares in logarithms; None with fewer than two sizes."""
    if len({r["lessons"] for r in runs}) < 2:
        return None
    line = linear_regression([math.log(r["lessons"]) for r in runs], [math.log(r[key]) for r in runs])
    return {"k": line.slope, "scale": math.exp(line.intercept)}


def _start_up() -> tuple[float, float]:
    """Wall and processor seconds of a process that only starts."""
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", START_UP], cwd=ROOT)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise RuntimeError("the imports of a solve failed")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime


def draw(series: dict[str, Any]) -> None:
    """Time and memory by lessons, both axes in logarithms, with the fitted line and one as steep as wished for."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot
    from matplotlib.ticker import NullFormatter, ScalarFormatter

    figure, axes = pyplot.subplots(1, 2, figsize=(8.4, 3.6))
    runs = series["runs"]
    across = sorted({r["lessons"] for r in runs})
    for axis, key, title in zip(
        axes, ("seconds", "megabytes"), ("seconds without start-up", "peak memory, MB"), strict=True
    ):
        axis.plot([r["lessons"] for r in runs], [r[key] for r in runs], "o", markersize=4)
        found = series["fits"][key]
        if found:
            heights = [found["scale"] * x ** found["k"] for x in across]
            axis.plot(across, heights, label=f"lessons^{found['k']:.2f}")
            if key == "seconds":
                wished = [heights[0] * (x / across[0]) ** series["goal"] for x in across]
                axis.plot(across, wished, "--", color="grey", label=f"goal: lessons^{series['goal']}")
            axis.legend()
        axis.set(title=title, xlabel="lessons a week", xscale="log", yscale="log")
        axis.set_xticks(across, [str(x) for x in across], fontsize=7, rotation=45)
        axis.yaxis.set_major_formatter(ScalarFormatter())
        axis.xaxis.set_minor_formatter(NullFormatter())
        axis.grid(alpha=0.3, which="both")
    figure.tight_layout()
    figure.savefig(ROOT / "benchmarks" / "scaling.png", dpi=110)


if __name__ == "__main__":
    main()
