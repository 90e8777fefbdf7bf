"""Where may a lesson go: how quick the answer is, and whether a full audit of the moved timetable says the same.

For each school a first valid timetable is made, the moves are laid out once (``warm``), then random lessons are asked:
``where`` (every place of one lesson) and ``chains`` (exchanges of up to three). Half of the lessons are drawn from
those that are less usual: with a room, doubles, every other week, joint, in a band. Of one lesson a place at random is
made true and audited anew, of the next one of its exchanges. What counts as a difference: a rule that only one of the
two finds broken, or a soft rule whose cost differs by a thousandth. Where somebody would be in two lessons at once no
cost is said, so that only the broken rules are compared; in exchanges it always is.

Times are of the processor (all of it happens in one thread), so that other work on the machine does not count.

``python -m benchmarks.where [moves] [schools ...]`` prints a row a school and keeps it under ``results``; it ends with
exit code 1 where anything differs.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Any

from constraints import catalogue
from scheduler import api
from scheduler.auditor import Audit, audit
from scheduler.domain import Placement, School, Weeks
from scheduler.moves import Move, Moves
from scheduler.output import Run

from .common import keep, plan

SCHOOLS = ("three-sheets", "lixin24", "lijin39")
RULES = catalogue()
HEAD = "school        classes  warm s  where ms (max)  places  exchanges s (max)  audited  of them exchanges  differ"


def unusual(school: School, p: Placement) -> list[str]:
    """What is special about a lesson."""
    course = school.course[p.course]
    duration = next(s.duration for s in course.sessions if s.id == p.session)
    kinds = {
        "room": course.needs, "double": duration > 1, "odd or even week": p.weeks is not Weeks.ALL,
        "joint": len(course.groups) > 1, "band": course.band, "meeting": not course.groups,
    }  # fmt: skip
    return [kind for kind, true in kinds.items() if true]


def chosen(run: Run, many: int, rng: random.Random) -> list[Placement]:
    """Lessons to ask: half of them from the unusual ones, each kind as often as another."""
    held = run.timetable.placements
    kinds: dict[str, list[Placement]] = {}
    for p in held:
        for kind in unusual(run.school, p):
            kinds.setdefault(kind, []).append(p)
    order = sorted(kinds)
    found = [rng.choice(held) for _ in range(many if not order else many // 2)]
    return found + [rng.choice(kinds[order[i % len(order)]]) for i in range(many - len(found))]


def differs(run: Run, moves: Moves, made: Sequence[Move]) -> bool:
    """Whether a full audit after these moves says otherwise than the judge."""
    said = moves.try_all(made)
    after = audit(run.school, moves.apply(made), run.homework, RULES)
    amounts, costs = figures(run.audit)
    new_amounts, new_costs = figures(after)
    broken = {id for id, amount in new_amounts.items() if amount > amounts[id]}
    spent = {id: cost - costs[id] for id, cost in new_costs.items() if cost != costs[id]}
    same_cost = said.cost is None or (spent == dict(said.costs) and said.cost == sum(spent.values()))
    return broken != {b.setting for b in said.breaks} or not same_cost


def figures(proof: Audit) -> tuple[dict[str, int], dict[str, int]]:
    """The breaches of hard settings, and what soft ones cost, by setting."""
    hard = {e.setting.id: e.amount for e in proof.entries if e.setting.hard and not e.about_plan}
    return hard, {e.setting.id: e.cost for e in proof.entries}


def study(name: str, many: int) -> dict[str, Any]:
    """One school's row."""
    rng = random.Random(1)
    run = api.solve(api.load(plan(name)), seconds=120, until_first=True)
    began = time.process_time()
    moves = Moves.of_run(run)
    warm = time.process_time() - began
    asked, chained, places = [], [], []
    kinds: Counter[str] = Counter()
    audited = exchanges = wrong = 0
    for number, p in enumerate(chosen(run, many, rng)):
        began = time.process_time()
        options = moves.where(p.course, p.session)
        asked.append(time.process_time() - began)
        places.append(len(options))
        kinds.update(unusual(run.school, p))
        possible = [o.moves for o in options if o.moves]
        if number % 2:
            began = time.process_time()
            found = [c.moves for c in moves.chains(p.course, p.session).found]
            chained.append(time.process_time() - began)
            exchanges += bool(found)
            possible = found or possible
        if possible:
            audited += 1
            wrong += differs(run, moves, rng.choice(possible))
    return {
        "school": name, "classes": len(run.school.classes), "warm": round(warm, 2),
        "where": [round(1000 * median(asked), 1), round(1000 * max(asked), 1)], "places": max(places),
        "chains": [round(median(chained), 2), round(max(chained), 2)],
        "audited": audited, "exchanges": exchanges, "kinds": dict(sorted(kinds.items())), "differ": wrong,
    }  # fmt: skip


def main(words: Sequence[str]) -> int:
    """Print a row a school; the exit code."""
    many = int(words[0]) if words else 300
    print(HEAD)
    found = []
    for name in words[1:] or SCHOOLS:
        row = study(name, many)
        found.append(row)
        where, chains = ("{} ({})".format(*row[key]) for key in ("where", "chains"))
        print(
            f"{name:13} {row['classes']:7} {row['warm']:7} {where:>15} {row['places']:7} {chains:>18} "
            f"{row['audited']:8} {row['exchanges']:18} {row['differ']:7}  {row['kinds']}",
            flush=True,
        )
    keep("where", {"moves": many, "schools": found})
    return int(any(row["differ"] for row in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
