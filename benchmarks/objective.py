"""How the objective falls with time, and how far a minute's answer is from a long run's.

python -m benchmarks.objective NAME [--seconds 60] [--seeds 5] [--long 1200]
python -m benchmarks.objective --picture     draw benchmarks/objective.png from the kept results
"""

from __future__ import annotations

import argparse
import json
from statistics import median
from typing import Any

from .common import RESULTS, ROOT, keep, kept, plan, solve, spread

TIMES = (5, 10, 20, 30, 40, 50)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="lixin24")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seeds", type=int, default=5, help="0: only the long run, beside the runs kept before")
    parser.add_argument("--long", type=int, default=0, help="seconds of the long run; 0: none")
    parser.add_argument("--workers", default="2")
    parser.add_argument("--picture", action="store_true")
    args = parser.parse_args()
    if args.picture:
        draw()
        return
    path, study = plan(args.name), f"objective-{args.name}"
    data = kept(study) if not args.seeds else {"name": args.name, "seconds": args.seconds, "runs": []}
    for seed in range(1, args.seeds + 1):
        options = ("--time", str(args.seconds), "--seed", str(seed), "--workers", args.workers)
        data["runs"].append(_slim(solve(path, *options).record))
    if args.long:
        data["long"] = _slim(solve(path, "--time", str(args.long), "--seed", "1", "--workers", args.workers).record)
        data["long_seconds"], data["long_workers"] = args.long, args.workers
    report(data)
    print(keep(study, data))


def report(data: dict[str, Any]) -> None:
    """Print what the runs of a study say."""
    costs = [r["objective"] / 1000 for r in data["runs"]]
    bounds = [(r["bound"] or 0) / 1000 for r in data["runs"]]
    print(f"{data['name']}: after {data['seconds']} s cost {spread(costs)}, proven bound {spread(bounds)}")
    if data.get("long"):
        best = min([data["long"]["objective"] / 1000, *costs])
        above = 100 * (median(costs) / best - 1)
        print(f"  best found ({data['long_seconds']} s): {best:g}; after {data['seconds']} s {above:.1f}% above")
    print("  cost by time:", {t: median(_at(r, t) for r in data["runs"]) / 1000 for t in TIMES})


def _at(record: dict[str, Any], seconds: float) -> float:
    """The timetable's cost at a time; before the first improvement, that improvement's."""
    history = record["history"] or [[0, record["objective"]]]
    return float(next((c for t, c in reversed(history) if t <= seconds), history[0][1]))


def _slim(record: dict[str, Any]) -> dict[str, Any]:
    return {k: record[k] for k in ("objective", "bound", "parts", "seed", "history", "seconds")}


def draw() -> None:
    """A line a run: the timetable's cost by time, for each sample studied."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    studies = [json.loads(p.read_text("utf-8")) for p in sorted(RESULTS.glob("objective-*.json"))]
    figure, axes = pyplot.subplots(1, len(studies), figsize=(4.2 * len(studies), 3.4), squeeze=False)
    for axis, study in zip(axes[0], studies, strict=True):
        for run in study["runs"]:
            times, costs = zip(*run["history"], strict=True)
            axis.step(times, [c / 1000 for c in costs], where="post", linewidth=1)
        axis.set(title=study["name"], xlabel="seconds", ylabel="cost of the timetable", yscale="log")
        axis.grid(alpha=0.3, which="both")
    figure.tight_layout()
    figure.savefig(ROOT / "benchmarks" / "objective.png", dpi=110)


if __name__ == "__main__":
    main()
