"""The improvement search against plain CP-SAT: the same rules, machine, threads and wall time, both from nothing.

    python -m benchmarks.plain [names ...] [--seconds 60] [--workers 2] [--seed 1] [--ways ours plain hinted]
    python -m benchmarks.plain --picture     print the tables and draw benchmarks/plain.png anew from the newest results

- ours: ``engine.schedule`` as ``kebiao solve`` calls it. While the lessons are improved alone, homework counts as it
  stood on the first timetable; when both come together the cost may rise for a moment.
- plain: one model of all rules, lessons and homework, hard and soft, given to CP-SAT with its own defaults.
- hinted: the same model with our first valid timetable and its homework as a hint (only where asked for).

The clock begins when the workbook has been read, so building the model counts. The cost at the end is the audit's, of
an answer with rooms in which no hard rule is broken; before that it is what each search said of its best.
"""

from __future__ import annotations

import argparse
import time
from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from typing import Any

from ortools.sat.python import cp_model

import scheduler
from constraints import catalogue
from scheduler.auditor import audit
from scheduler.domain import RuleSetting, School, Weeks
from scheduler.engine.agreement import agree
from scheduler.engine.board import STEP, SolverBoard
from scheduler.engine.homework import in_service
from scheduler.engine.model import forbidden, live, post
from scheduler.engine.outcome import Answer, Event, Options
from scheduler.engine.readout import allocation_of, rooms_of, timetable_of, values_of
from scheduler.engine.rooms import NoRooms, give_rooms
from scheduler.engine.schedule import schedule
from scheduler.engine.solve import Limits, new_solver, to_model
from scheduler.rule import Stage

from .common import RESULTS, ROOT, keep, kept, plan

NAMES = ("lixin24", "huozhou33", "lijin39", "junior60")
WAYS = ("ours", "plain", "hinted")
TIMES = (5, 10, 20, 30, 60)
LATE = 1.0  # seconds: who ends later than this beyond the limit is judged by what it had at the limit
RULES = catalogue()
Curve = list[tuple[float, float]]  # (seconds, cost in thousandths)


class Watch(cp_model.CpSolverSolutionCallback):
    """Writes down every better solution; ``began`` is on the monotonic clock."""

    def __init__(self, began: float):
        super().__init__()
        self.began, self.curve = began, Curve()

    def on_solution_callback(self) -> None:
        self.curve.append((time.monotonic() - self.began, self.objective_value))


def ours(school: School, options: Options) -> dict[str, Any]:
    """Our whole search."""
    curve: Curve = []

    def tell(event: Event) -> None:
        if event.stage in ("first", "homework", "done") and event.cost is not None:
            curve.append((event.seconds, event.cost))

    began = time.monotonic()
    answer = schedule(school, RULES, options, tell=tell)
    seconds = time.monotonic() - began
    curve = sorted([*curve, *answer.history], key=lambda point: point[0])
    return {"cost": answer.cost, "seconds": seconds, "bound": answer.bound, "size": dict(answer.size), "curve": curve}


def whole(school: School, options: Options, hinted: bool) -> dict[str, Any]:
    """CP-SAT on the whole model."""
    began = time.monotonic()
    first = schedule(school, RULES, replace(options, until_first=True)) if hinted else None
    if first:  # the model is not to be paid for twice
        began += first.seconds["model"]
    board, asked = SolverBoard(school), live(school, RULES)
    lessons = [s for s in asked if RULES[s.rule].stage is Stage.TIMETABLE]
    homework = [s for s in asked if RULES[s.rule].stage is Stage.HOMEWORK]
    board.place(forbidden(school, RULES, lessons))
    post(board, RULES, [*lessons, *homework])
    for target in school.homework.targets:
        for week in board.weeks:
            for day in school.grid.days:
                board.minutes(target.group, week, day, target.subject)
    model = to_model(board.program, _hint(board, first) if first else None)
    left = options.seconds - (time.monotonic() - began)
    solver = new_solver(Limits(seconds=left, workers=options.workers, seed=options.seed, linearization=1))
    watch = Watch(began)
    status = solver.solve(model, watch)
    seconds, cost = time.monotonic() - began, None
    if watch.curve:
        cost = _audited(board, asked, list(solver.response_proto.solution))
    return {
        "cost": cost, "seconds": seconds, "bound": solver.best_objective_bound, "status": solver.status_name(status),
        "size": {"variables": len(board.program.lower), "rows": len(board.program.rows)}, "curve": watch.curve,
    }  # fmt: skip


def _hint(board: SolverBoard, first: Answer) -> list[int]:
    """Values for every variable of the whole model."""
    assert first.timetable is not None
    minutes: Counter[tuple[str, Weeks, int, str]] = Counter()
    for item in first.homework.items:  # one piece may be told as two: in service and at home
        minutes[item.group, item.week, item.day, item.subject] += item.minutes
    given = {var: minutes[key] // STEP for var, key in board.homework.items()}
    return board.program.complete({**values_of(board, first.timetable), **rooms_of(board, first.timetable), **given})


def _audited(board: SolverBoard, asked: list[RuleSetting], values: list[int]) -> int | None:
    """The audit's cost of an assignment; None where its rooms cannot be given out. Raises DisagreementError."""
    try:
        timetable = give_rooms(board.school, timetable_of(board, values))
    except NoRooms:
        return None
    proof = audit(board.school, timetable, in_service(board.school, allocation_of(board, values)), RULES)
    if proof.invalid:
        raise SystemExit(f"hard rules broken: {sorted(e.setting.id for e in proof.invalid)}")
    agree(board, {s.id: s.rule for s in asked}, values, proof)
    return proof.cost


def at(found: dict[str, Any], seconds: float) -> float | None:
    """The cost a way had at a time (1 is one breach of normal weight); at its end the audited one, if in time."""
    if seconds >= found["limit"] >= found["seconds"] - LATE and found["cost"] is not None:
        return float(found["cost"]) / 1000
    index = bisect_right([when for when, _ in found["curve"]], seconds)
    return float(found["curve"][index - 1][1]) / 1000 if index else None


def report(data: dict[str, Any]) -> None:
    """The table of one school, and by how much ours is lower at the end."""
    limit, ways = data["limit"], data["ways"]
    times = [*(t for t in TIMES if t < limit), limit]
    print(f"\n{data['name']}: cost after so many seconds ({data['workers']} workers, seed {data['seed']})")
    print(f"| | {' | '.join(f'{t:g} s' for t in times)} | bound | ended after |\n|---|{'---|' * (len(times) + 2)}")
    for way, found in ways.items():
        cells = ["–" if (cost := at(found, t)) is None else f"{cost:.0f}" for t in times]
        print(
            f"| {way} | {' | '.join(cells)} | {(found['bound'] or 0) / 1000:.0f} | {found['seconds']:.1f} s |",
            flush=True,
        )
    for way in (w for w in ways if w != "ours" and "ours" in ways):
        mine, other = at(ways["ours"], limit), at(ways[way], limit)
        if mine is None or not other:
            print(f"  ours {mine}, {way} {other}: nothing to compare")
        else:
            apart = 100 * (mine / other - 1)
            print(f"  at {limit:g} s ours is {abs(apart):.1f}% {'lower' if apart <= 0 else 'higher'} than {way}")


def draw(studies: list[dict[str, Any]]) -> None:
    """A panel a school, a line a way; the legend says where a way found nothing."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, len(studies), figsize=(4.0 * len(studies), 3.4), squeeze=False)
    for axis, study in zip(axes[0], studies, strict=True):
        for color, (way, found) in zip(("C0", "C1", "C2"), study["ways"].items(), strict=False):
            end = at(found, found["limit"])
            points = [(t, c / 1000) for t, c in found["curve"]] + ([] if end is None else [(found["limit"], end)])
            label = way if points else f"{way}: none found"
            axis.step([t for t, _ in points], [c for _, c in points], where="post", color=color, label=label)
        axis.set(title=study["name"], xlabel="seconds", ylabel="cost", yscale="log", xlim=(0, study["limit"]))
        axis.grid(alpha=0.3, which="both")
        axis.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(ROOT / "benchmarks" / "plain.png", dpi=110)


def compare(name: str, options: Options, ways: list[str]) -> dict[str, Any]:
    """One run of every way on a school."""
    school = scheduler.load(plan(name)).school
    found = {}
    for way in ways:
        run = ours(school, options) if way == "ours" else whole(school, options, way == "hinted")
        found[way] = {"limit": options.seconds, **run}
    about = {"limit": options.seconds, "workers": options.workers, "seed": options.seed}
    return {"name": name, **about, "ways": found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=list(NAMES))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=["ours", "plain"])
    parser.add_argument("--picture", action="store_true")
    args = parser.parse_args()
    if not args.picture:
        options = Options(seconds=args.seconds, workers=args.workers, seed=args.seed)
        for name in args.names:
            data = compare(name, options, args.ways)
            report(data)
            print(keep(f"plain-{name}", data))
    studies = [kept(f"plain-{name}") for name in args.names if any(RESULTS.glob(f"plain-{name}-*.json"))]
    if args.picture:
        for data in studies:
            report(data)
    draw(studies)


if __name__ == "__main__":
    main()
