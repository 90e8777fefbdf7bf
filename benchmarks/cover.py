"""Substitution: how quickly a day is arranged on which three teachers are away, at 39 classes.

A first valid timetable of the sample ``lijin39`` is made. Then, a day at a time, three teachers who have lessons on it
are drawn (and, once a day, the three with most), and everything that ``kebiao cover`` shows is worked out: who takes
which lesson, the other candidates and the exchanges of each. ``warm`` is one call in a running program, ``processor``
the same in seconds of the processor, since other work shares the machine (``load`` says how much), ``process`` the
whole command from its start to its end on the days of those with most lessons. Every arranged day is looked through
by the clock: ``double`` counts who is in two places or holds a lesson while away, ``open`` lessons that nobody can
take.

``python -m benchmarks.cover [draws a day]`` prints the figures and keeps them as ``results/cover.json``; it ends with
exit code 1 where somebody is double-booked, or the median is over the goal.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from statistics import median

from constraints import catalogue
from scheduler import api
from scheduler.cover import Absence, Days, Desk, Held, Proposal
from scheduler.domain import CourseKind
from scheduler.output import Run

from .common import RESULTS, ROOT, machine, plan

SCHOOL = "lijin39"
MONDAY = date(2026, 11, 23)
AWAY = 3  # teachers
GOAL = 1.0  # seconds


def absent(days: Days, when: date, draws: int, rng: random.Random) -> list[list[str]]:
    """Who is away: three with lessons on the day, drawn so often, and the three with most."""
    lessons = (h for h in days.held(when) if h.course.kind is CourseKind.LESSON)
    loads = Counter(t for h in lessons for t in h.teachers for _ in h.slots)
    most = sorted(loads, key=lambda t: (-loads[t], t))[:AWAY]
    return [most, *(rng.sample(sorted(loads), AWAY) for _ in range(draws))]


def doubles(proposal: Proposal) -> int:
    """How often somebody is in two places on the day, or holds a lesson while he is away."""
    held = proposal.days.held(proposal.day.date)
    gone = proposal.days.away(proposal.day.date)
    found = sum(t in gone for h in held for t in h.teachers)
    by_teacher: dict[str, list[Held]] = {}
    for h in held:
        for t in h.teachers:
            by_teacher.setdefault(t, []).append(h)
    return found + sum(a.overlaps(b.slots) for mine in by_teacher.values() for a, b in combinations(mine, 2))


def main(words: Sequence[str]) -> int:
    """Print and keep the figures; the exit code."""
    draws = int(words[0]) if words else 9
    rng = random.Random(1)
    loaded = api.load(plan(SCHOOL))
    run = api.solve(loaded, seconds=120, until_first=True)
    days = Days(run.school, run.timetable)
    rules = catalogue()
    Desk(days, rules).propose(MONDAY, [Absence(absent(days, MONDAY, 0, rng)[0][0])])  # the solver is imported once
    warm: list[float] = []
    processor: list[float] = []
    lessons: list[int] = []
    exchanges: list[int] = []
    wrong = left = 0
    asked: list[tuple[date, list[str]]] = []
    for n in range(5):
        when = MONDAY + timedelta(days=n)
        for names in absent(days, when, draws, rng):
            asked.append((when, names))
            began, busy = time.perf_counter(), time.process_time()
            proposal = Desk(replace(days, _known={}), rules).propose(when, [Absence(name) for name in names])
            warm.append(time.perf_counter() - began)
            processor.append(time.process_time() - busy)
            lessons.append(len(proposal.offers))
            exchanges.append(sum(len(o.exchanges) for o in proposal.offers))
            wrong += doubles(proposal)
            left += sum(o.left for o in proposal.offers)
    whole = processes(run, loaded, asked[:: draws + 1])
    found = {
        "school": SCHOOL, "classes": len(run.school.classes), "teachers": len(run.school.teachers), "away": AWAY,
        "days": len(warm), "lessons": [median(lessons), max(lessons)], "exchanges": [median(exchanges), max(exchanges)],
        "warm": [round(median(warm), 2), round(max(warm), 2)],
        "processor": [round(median(processor), 2), round(max(processor), 2)],
        "process": [round(median(whole), 2), round(max(whole), 2)], "double": wrong, "open": left,
        "load": round(os.getloadavg()[1], 1),
    }  # fmt: skip
    for name, value in found.items():
        print(f"{name:10} {value}")
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps({**machine(), **found}, ensure_ascii=False, indent=1) + "\n"
    (RESULTS / "cover.json").write_text(text, "utf-8")
    return int(bool(wrong) or median(warm) > GOAL)


def processes(run: Run, loaded: api.Plan, asked: Sequence[tuple[date, list[str]]]) -> list[float]:
    """Seconds of the command as a user runs it: on the days of those with most lessons."""
    found = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "run"
        api.save(run, folder, loaded, book=False)
        for when, names in asked:
            words = [w for name in names for w in ("--absent", name)]
            command = [sys.executable, "-m", "scheduler.cli", "cover", str(folder), "--date", when.isoformat(), *words]
            began = time.perf_counter()
            done = subprocess.run(
                command, cwd=ROOT, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)}
            )  # fmt: skip
            found.append(time.perf_counter() - began)
            if done.returncode not in (0, 5):
                raise RuntimeError(f"{when}: exit {done.returncode}")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
