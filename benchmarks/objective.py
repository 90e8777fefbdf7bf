"""How the objective falls with time, and how far a minute's answer is from a long run's.

    python -m benchmarks.objective NAME [--seconds 60] [--seeds 5] [--long 1200]
    python -m benchmarks.objective --picture     draw benchmarks/objective.png from the kept results
"""

from __future__ import annotations

import argparse
import json
from statistics import median
from typing import Any

from .common import RESULTS, ROOT, keep, plan, solve, spread

TIMES = (5, 10, 20, 30, 40, 50)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="lixin24")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--long", type=int, default=0, help="seconds of the long run; 0: none")
    parser.add_argument("--picture", action="store_true")
    args = parser.parse_args()
    if args.picture:
        draw()
        return
    path = plan(args.name)
    runs = [solve(path, "--time", str(args.seconds), "--seed", str(s)).record for s in range(1, args.seeds + 1)]
    costs = [r["objective"] / 1000 for r in runs]
    bounds = [(r["bound"] or 0) / 1000 for r in runs]
    print(f"{args.name}: after {args.seconds} s cost {spread(costs)}, proven bound {spread(bounds)}")
    long = solve(path, "--time", str(args.long), "--seed", "1").record if args.long else None
    if long:
        best = min([long["objective"] / 1000, *costs])
        print(f"  best found ({args.long} s): {best:g}; after {args.seconds} s {100 * (median(costs) / best - 1):.1f}% above")
    print("  timetable cost by time:", {t: median(_at(r, t) for r in runs) / 1000 for t in TIMES})
    data: dict[str, Any] = {"name": args.name, "seconds": args.seconds, "runs": [_slim(r) for r in runs]}
    print(keep(f"objective-{args.name}", {**data, "long": _slim(long) if long else None, "long_seconds": args.long}))


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
