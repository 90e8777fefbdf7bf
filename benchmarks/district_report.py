"""The tables of the districts' study, the fit of its cost, the picture, and what large districts would take."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression, median
from typing import Any

from .common import ROOT, spread

Line = dict[str, Any]
LARGE = (500, 3000)  # schools
WORKERS = (2, 8, 32, 128)
SEARCH = 60  # seconds of search a school beyond its first timetable, for the second half of the plan
PROCESSOR_GOAL, DASK_GOAL, MEMORY_GOAL, GROWTH_GOAL = 1.1, 1.2, 1024, 0.05


def report(lines: Sequence[Line], wanted: Mapping[str, tuple[int, int]]) -> str:
    """All tables there are lines for."""
    parts = {
        "time": lambda some: _time(some, wanted), "processes": _processes, "dask": _dask, "memory": _memory,
        "linear": _linear,
    }  # fmt: skip
    found: list[str] = []
    for part, table in parts.items():
        mine = [x for x in lines if x["part"] == part]
        if mine:
            bad = [x for x in mine if not x["complete"]]
            commits = ", ".join(sorted({x["commit"] for x in mine}))
            found += ["", f"#### {part} ({max(x['date'] for x in mine)}; commits {commits})", ""]
            found += table([x for x in mine if x["complete"]])
            found += [f"- not complete: {_said(x)}" for x in bad]
    return "\n".join(found)


def _said(line: Line) -> str:
    return f"{line['district']} {line['options']}: exit {line['code']}, {line['solved']} of {line['schools']} solved"


def _table(*headers: str) -> list[str]:
    return [f"| {' | '.join(headers)} |", "|" + "---|" * len(headers)]


def _groups(lines: Iterable[Line], *keys: str) -> dict[tuple[Any, ...], list[Line]]:
    found: dict[tuple[Any, ...], list[Line]] = {}
    for line in lines:
        found.setdefault(tuple(line.get(k, line["options"].get(k)) for k in keys), []).append(line)
    return found


def _of(lines: Sequence[Line], key: str) -> str:
    return spread([x[key] for x in lines])


def _median(lines: Sequence[Line], key: str) -> float:
    return float(median([x[key] for x in lines]))


def _time(lines: Sequence[Line], wanted: Mapping[str, tuple[int, int]]) -> list[str]:
    rows = _table("district", "schools", "classes", "`--time`", "runs", "wall, s", "wanted", "before audit",
                  "processor, s", "rounds", "cost")  # fmt: skip
    for (name, limit), mine in _groups(lines, "district", "time").items():
        goal = wanted.get(name, (0, 0))[0] or "–"
        rows.append(f"| {name} | {mine[0]['schools']} | {mine[0]['classes']} | {limit} | {len(mine)} | "
                    f"{_of(mine, 'seconds')} | {goal} | {_of(mine, 'written')} | "
                    f"{_of(mine, 'processor')} | {_of(mine, 'rounds')} | {_of(mine, 'cost')} |")  # fmt: skip
    return rows


def _processes(lines: Sequence[Line]) -> list[str]:
    rows = _table("district", "processes", "runs", "wall, s", "processor, s", "alone, s", "idle share")
    groups = _groups(lines, "district", "workers")
    for (name, workers), mine in groups.items():
        rows.append(f"| {name} | {workers} | {len(mine)} | {_of(mine, 'seconds')} | {_of(mine, 'processor')} | "
                    f"{_of(mine, 'alone')} | {_median(mine, 'idle'):.0%} |")  # fmt: skip
    for name in {name for name, _ in groups}:
        if (name, 1) in groups and (name, 2) in groups:
            ratio = _median(groups[name, 2], "processor") / _median(groups[name, 1], "processor")
            rows += ["", f"{name}: processor seconds of two processes ÷ of one: {ratio:.2f} "
                         f"(wanted: at most {PROCESSOR_GOAL})"]  # fmt: skip
    return rows


def _dask(lines: Sequence[Line]) -> list[str]:
    rows = _table("district", "where", "runs", "wall, s", "processor, s", "idle share")
    groups = _groups(lines, "district", "cluster")
    for (name, cluster), mine in groups.items():
        rows.append(f"| {name} | {f'Dask, {cluster}' if cluster else '2 processes'} | {len(mine)} | "
                    f"{_of(mine, 'seconds')} | {_of(mine, 'processor')} | {_median(mine, 'idle'):.0%} |")  # fmt: skip
    for name, cluster in groups:
        if cluster and (name, None) in groups:
            ratio = _median(groups[name, cluster], "seconds") / _median(groups[name, None], "seconds")
            rows += ["", f"{name}: wall seconds of Dask ÷ of processes: {ratio:.2f} (wanted: at most {DASK_GOAL})"]
    return rows


def _memory(lines: Sequence[Line]) -> list[str]:
    rows = _table("district", "schools", "1st", "10th", "25th", "50th", "last", "most, MB", "wanted", "growth",
                  "wanted", "main process")  # fmt: skip
    for line in lines:
        peaks = line["peaks"]
        at = [f"{peaks[n - 1]:.0f}" if len(peaks) >= n else "–" for n in (1, 10, 25, 50)]
        grown = "–" if line["growth"] is None else f"{line['growth']:+.1%}"
        rows.append(f"| {line['district']} | {len(peaks)} | {' | '.join(at)} | {peaks[-1]:.0f} | {max(peaks):.0f} | "
                    f"{MEMORY_GOAL} | {grown} | {GROWTH_GOAL:+.0%} | {line['main']:.0f} |")  # fmt: skip
    return rows


# -- how it grows ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Growth:
    """Processor seconds by schools, as straight lines (constant, a school): of the whole run, of the process itself
    (``alone``: what only one processor can do) and of the schools' processes (``shared``). ``k``: of schools^k for the
    whole. ``slack``: wall seconds measured ÷ (alone + shared ÷ processes), median."""

    whole: tuple[float, float]
    alone: tuple[float, float]
    shared: tuple[float, float]
    k: float
    slack: float

    def hours(self, schools: int, workers: int, search: float = 0.0) -> float:
        """Wall hours for so many schools, with ``search`` seconds of a processor a school besides."""
        shared = _at(self.shared, schools) + search * schools
        return self.slack * (_at(self.alone, schools) + shared / workers) / 3600


def _at(line: tuple[float, float], schools: float) -> float:
    return line[0] + line[1] * schools


def grown(lines: Iterable[Line]) -> Growth | None:
    """The fit; None with fewer than two sizes."""
    runs = [x for x in lines if x["part"] == "linear" and x["complete"]]
    if len({x["schools"] for x in runs}) < 2:
        return None
    across = [x["schools"] for x in runs]

    def line(values: list[float]) -> tuple[float, float]:
        found = linear_regression(across, values)
        return found.intercept, found.slope

    shared = [x["processor"] - x["alone"] for x in runs]
    power = linear_regression([math.log(n) for n in across], [math.log(x["processor"]) for x in runs])
    slack = median(x["seconds"] / (x["alone"] + s / x["options"]["workers"]) for x, s in zip(runs, shared, strict=True))
    return Growth(
        line([x["processor"] for x in runs]), line([x["alone"] for x in runs]), line(shared), power.slope, slack
    )


def _linear(lines: Sequence[Line]) -> list[str]:
    rows = _table("schools", "classes", "runs", "wall, s", "processor, s", "a class", "alone, s", "idle share",
                  "rounds", "fit", "residual")  # fmt: skip
    found = grown(lines)
    for (count,), mine in sorted(_groups(lines, "schools").items()):
        fit, residual = "–", "–"
        if found:
            expected = _at(found.whole, count)
            fit, residual = f"{expected:.1f}", f"{_median(mine, 'processor') / expected - 1:+.1%}"
        each = _median(mine, "processor") / mine[0]["classes"]
        rows.append(f"| {count} | {mine[0]['classes']} | {len(mine)} | {_of(mine, 'seconds')} | "
                    f"{_of(mine, 'processor')} | {each:.2f} | {_of(mine, 'alone')} | {_median(mine, 'idle'):.0%} | "
                    f"{_of(mine, 'rounds')} | {fit} | {residual} |")  # fmt: skip
    return [*rows, *_plan(found)] if found else rows


def _plan(found: Growth) -> Iterator[str]:
    yield ""
    yield (f"Processor seconds ≈ {_line(found.whole)}, as a power: schools^{found.k:.2f}; of these "
           f"{_line(found.alone)} in the process itself, which no worker shares. Wall time is "
           f"{found.slack:.2f} × (alone + shared ÷ processes).")  # fmt: skip
    yield ""
    yield "**Computed from these measurements, not measured** — wall hours:"
    yield ""
    yield from _table("schools", "workers", "first timetables", f"and {SEARCH} s of search a school")
    for count in LARGE:
        for workers in WORKERS:
            first, more = found.hours(count, workers), found.hours(count, workers, SEARCH)
            yield f"| {count} | {workers} | {first:.2f} | {more:.2f} |"


def _line(line: tuple[float, float]) -> str:
    return f"{line[0]:.1f} + {line[1]:.2f} × schools"


def draw(lines: Iterable[Line], path: Path | None = None) -> None:
    """Processor seconds by schools with the fitted line, and what is left of each run beside it."""
    runs = [x for x in lines if x["part"] == "linear" and x["complete"]]
    found = grown(runs)
    if found is None:
        return
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (cost, rest) = pyplot.subplots(1, 2, figsize=(8.4, 3.6))
    ends = [0, max(x["schools"] for x in runs)]
    for key, fit, title in (("processor", found.whole, "all processes"), ("alone", found.alone, "main process")):
        points = cost.plot([x["schools"] for x in runs], [x[key] for x in runs], "o", markersize=4, label=title)
        cost.plot(ends, [_at(fit, n) for n in ends], color=points[0].get_color(), label=_line(fit), linewidth=1)
    cost.set(xlabel="schools", title="processor seconds", ylim=(0, None))
    cost.legend(fontsize=7)
    residuals = [100 * (x["processor"] / _at(found.whole, x["schools"]) - 1) for x in runs]
    rest.axhline(0, color="grey", linewidth=1)
    rest.plot([x["schools"] for x in runs], residuals, "o", markersize=4)
    rest.set(xlabel="schools", title="residual of the line, %")
    for axis in (cost, rest):
        axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path or ROOT / "benchmarks" / "district.png", dpi=110)
