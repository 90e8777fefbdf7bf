"""The tables and the picture of ``against_fet``, from the kept results."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, log
from pathlib import Path
from statistics import median
from typing import Any

from .against_fet import read
from .common import RESULTS, ROOT
from .fet_cl import SCALE

Result = dict[str, Any]
PICTURE = ROOT / "benchmarks" / "against_fet.png"


def report() -> None:
    """Print every study as Markdown, and draw the picture of the one with most files."""
    studies = {path: read(path) for path in sorted(RESULTS.glob("fet-*.jsonl"), key=_seconds)}
    for path, results in studies.items():
        schools = [r for r in results if not r["sample"]]
        days, commits = (", ".join(sorted({r[key] for r in results})) for key in ("date", "commit"))
        print(f"\n### {_seconds(path)} s ({days}; commits {commits})\n")
        summary(schools)
        table(schools)
        samples([r for r in results if r["sample"]])
    if studies:
        draw(max(studies.values(), key=len))


def _seconds(path: Path) -> int:
    return int(path.stem.split("-")[1])


def solved(result: Result, who: str) -> bool:
    """Whether a first timetable was there within the study's time."""
    side = result[who]
    return bool(side["outcome"] == "success" and side["first"] <= result["seconds"])


def soft(result: Result, who: str) -> int | None:
    """The best total by the study's time, in thousandths of a per cent."""
    found = result[who].get("at", {}).get(str(result["seconds"]))
    return found if solved(result, who) else None


def summary(results: list[Result]) -> None:
    """Who solved what, whose totals are better, how long the first took: all, then country by country."""
    print("| | files | solved: kebiao | FET | only kebiao | only FET | kebiao better | equal | worse | proven best | "
          "first valid, kebiao ÷ FET |\n|---|---|---|---|---|---|---|---|---|---|---|")  # fmt: skip
    _summary_row("all", results)
    for country in dict.fromkeys(r["file"].split("/")[1] for r in results):
        _summary_row(country, [r for r in results if r["file"].split("/")[1] == country])


def _summary_row(name: str, results: list[Result]) -> None:
    ours, theirs = ([solved(r, who) for r in results] for who in ("kebiao", "fet_cl"))
    pairs = [(a, b) for r in results if (a := soft(r, "kebiao")) is not None and (b := soft(r, "fet_cl")) is not None]
    only = [sum(a and not b for a, b in zip(x, y, strict=True)) for x, y in ((ours, theirs), (theirs, ours))]
    counts = [sum(a < b for a, b in pairs), sum(a == b for a, b in pairs), sum(a > b for a, b in pairs)]
    proven = sum(bool(r["kebiao"].get("proven")) for r in results)
    cells = [len(results), sum(ours), sum(theirs), *only, *counts, proven, _ratio(results)]
    print(f"| {name} | " + " | ".join(map(str, cells)) + " |")


def _ratio(results: Iterable[Result]) -> str:
    """The geometric mean of the ratios of first valid times, with the least and the greatest."""
    ratios = [
        r["kebiao"]["first"] / r["fet_cl"]["first"] for r in results if solved(r, "kebiao") and solved(r, "fet_cl")
    ]
    if not ratios:
        return "–"
    mean = exp(sum(map(log, ratios)) / len(ratios))
    return f"{mean:.1f} ({min(ratios):.1f}–{max(ratios):.1f})"


def table(results: list[Result]) -> None:
    """A row a file: first valid times, totals as time goes by, the proven bound."""
    print("\n| file | first valid, s: kebiao | FET | soft total by time: kebiao | FET (timetables) | proven bound |")
    print("|---|---|---|---|---|---|")
    for r in results:
        ours, theirs = r["kebiao"], r["fet_cl"]
        bound = "best" if ours.get("proven") else f"{ours['bound'] / SCALE:g}" if "bound" in ours else "–"
        cells = [
            _first(r, "kebiao"),
            _first(r, "fet_cl"),
            _course(ours),
            f"{_course(theirs)} ({theirs['found']})",
            bound,
        ]
        print(f"| {r['file'].split('/', 1)[1]} | " + " | ".join(cells) + " |")


def _first(result: Result, who: str) -> str:
    side = result[who]
    return f"{side['first']:.1f}" if side["outcome"] == "success" else f"– ({side['outcome']})"


def _course(side: Result) -> str:
    found = [f"{t} s: {cost / SCALE:g}" for t, cost in side.get("at", {}).items()]
    return ", ".join(found) or "–"


def samples(results: list[Result]) -> None:
    """Our own samples, which FET knows only in part: first timetables alone."""
    if not results:
        return
    print("\n| sample | first valid, s: kebiao | FET |\n|---|---|---|")
    for r in results:
        print(f"| {r['file']} | {_first(r, 'kebiao')} | {_first(r, 'fet_cl')} |")


def draw(results: list[Result]) -> None:
    """First valid times against each other, and the totals at the end; a point a file."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 4.2))
    limit = 2.0 * max(r["seconds"] for r in results)
    times = [[r[w]["first"] if solved(r, w) else limit for r in results] for w in ("fet_cl", "kebiao")]
    left.scatter(*times, s=14, alpha=0.7)
    left.set(xlabel="FET: first valid, s", ylabel="kebiao: first valid, s", xscale="log", yscale="log",
             title=f"outside {limit / 2:g} s: at the edge")  # fmt: skip
    both = [(a / SCALE, b / SCALE) for r in results
            if (a := soft(r, "fet_cl")) is not None and (b := soft(r, "kebiao")) is not None]  # fmt: skip
    right.scatter([a for a, _ in both], [b for _, b in both], s=14, alpha=0.7)
    middle = median([x for pair in both for x in pair if x > 0] or [1.0])
    right.set(xlabel="FET: soft total", ylabel="kebiao: soft total", title=f"after {results[0]['seconds']} s")
    right.set_xscale("symlog", linthresh=max(middle / 10, 0.1))
    right.set_yscale("symlog", linthresh=max(middle / 10, 0.1))
    for axis in (left, right):
        ends = [min(axis.get_xlim()[0], axis.get_ylim()[0]), max(axis.get_xlim()[1], axis.get_ylim()[1])]
        axis.plot(ends, ends, color="grey", linewidth=0.8)
        axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(PICTURE, dpi=110)
    print(f"\n![First timetables and soft totals]({PICTURE.name})")
