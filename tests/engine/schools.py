"""Schools for the engine's tests, built from a hidden timetable: an 'impossible' is a failure."""

from __future__ import annotations

import random
from dataclasses import replace

from constraints import catalogue
from scheduler.domain import School, Strength
from scheduler.domain.tiny import tiny
from scheduler.rule import Rule

SUBJECTS = "语数英体音美科德"


def hidden(seed: int, classes: int = 4, days: int = 3, periods: int = 4) -> School:
    """A school whose staffing comes from a timetable drawn at random: each subject's lessons of a slot go to different
    teachers, so that the drawn timetable keeps every clash rule; rooms hold what it needs at most."""
    rng = random.Random(seed)
    slots = days * periods
    week = ["语"] * days + ["数"] * days
    week += [rng.choice(SUBJECTS[2:]) for _ in range(slots - len(week))]
    rows = {}
    for i in range(classes):
        while True:
            row = _spread(week, days, periods, rng)
            if row:
                break
        rows[f"{'一二三'[i % 3]}{i}"] = row
    counts = {c: {s: row.count(s) for s in dict.fromkeys(row)} for c, row in rows.items()}
    plan = {c: " ".join(f"{s}{n}" for s, n in sorted(count.items())) for c, count in counts.items()}
    teachers: dict[str, list[str]] = {}
    for subject in dict.fromkeys(week):
        busy: dict[str, set[int]] = {}
        for klass, row in rows.items():
            times = {i for i, s in enumerate(row) if s == subject}
            name = next((t for t, taken in busy.items() if not taken & times), f"{subject}师{len(busy)}")
            busy.setdefault(name, set()).update(times)
            teachers.setdefault(name, []).append(klass + subject)
    at_once = max(sum(row[i] in "体音" for row in rows.values()) for i in range(slots))
    school = tiny(
        plan, {t: " ".join(words) for t, words in teachers.items()},
        days=days, periods=periods, morning=2, rooms={"操场": ("体音", max(1, at_once))},
    )  # fmt: skip
    return with_defaults(school)


def _spread(week: list[str], days: int, periods: int, rng: random.Random) -> list[str] | None:
    """A random week in which no subject comes more often a day than it must, and PE once at most."""
    from math import ceil

    row = rng.sample(week, len(week))
    for subject in set(week):
        most = ceil(week.count(subject) / days)
        if any(row[d * periods : (d + 1) * periods].count(subject) > most for d in range(days)):
            return None
    return row


def with_defaults(school: School, **more: Rule) -> School:
    """The school with every rule that is asked of a school that says nothing."""
    rules = catalogue().values()
    return replace(school, settings=tuple(r.setting() for r in rules if r.strength is not Strength.OFF))
