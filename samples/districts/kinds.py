"""Schools by kind and size, with music and art to be given out: what districts of any size are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from math import ceil
from pathlib import Path
from typing import Any

import yaml

from samples.book import Plan
from samples.profile import plan_of

ARTS = ("音乐", "美术")
FULL = 16  # most lessons a week of a full-time teacher of music or art
GRADES = {"小学": range(1, 7), "初中": range(7, 10), "九年制学校": range(1, 10)}
_STAGE = {"小学": "小学", "初中": "初中", "九年制学校": "九年一贯制"}


@dataclass(frozen=True)
class Arts:
    """Who gives music, or art, in a school: full-time specialists, and class teachers who take it in their own class
    besides. What is left after both is for shared teachers."""

    full: int = 0
    part: int = 0


@dataclass(frozen=True)
class Kind:
    """A school: its name, kind (小学, 初中, 九年制学校), classes, town, and who gives music and art."""

    name: str
    kind: str
    classes: int
    town: str
    music: Arts = Arts()
    art: Arts = Arts()

    @property
    def by_grade(self) -> dict[int, int]:
        """Classes by grade, more in the lower ones where they do not come out even."""
        grades = GRADES[self.kind]
        least, more = divmod(self.classes, len(grades))
        return {g: least + (i < more) for i, g in enumerate(grades)}

    @property
    def lessons(self) -> int:
        """Lessons of music a week; of art there are as many."""
        return sum(n * (2 if g <= 6 else 1) for g, n in self.by_grade.items())

    def arts(self, subject: str) -> Arts:
        """Who gives music or art."""
        return self.music if subject == "音乐" else self.art


@cache
def _types() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((Path(__file__).with_name("types.yaml")).read_text("utf-8"))
    return found


def plan(school: Kind) -> Plan:
    """The school's plan; lessons of music and art that nobody of the school gives are left open."""
    data, grades = _data(school), GRADES[school.kind]
    made = plan_of(f"{school.town} {school.name}", data)
    for subject in ARTS:
        arts = school.arts(subject)
        _specialists(made, subject, arts.full)
        _class_teachers(made, subject, arts.part, primary=grades[0] == 1)
    made.calendar = ()
    return made


def _specialists(made: Plan, subject: str, count: int) -> None:
    """Full-time teachers share the classes of the higher grades; the lowest grade stays open, to be staffed."""
    people = [s for s in made.staff if s.group == f"专职{subject}"][:count]
    for person in people:
        person.subjects = [subject]
    lowest = min(c.grade for c in made.classes)
    weekly = {g: int(n) for x in made.lines if x.subject == subject for g, n in x.weekly(made.first_grade).items()}
    load = dict.fromkeys((p.name for p in people), 0)
    for klass in reversed(made.classes):
        if people and klass.grade != lowest:
            name = min(load, key=lambda n: load[n])
            if load[name] + weekly[klass.grade] <= FULL - 2:
                made.teachers_of[klass.name, subject] = name
                load[name] += weekly[klass.grade]


def _class_teachers(made: Plan, subject: str, count: int, primary: bool) -> None:
    """Class teachers who take the subject besides: in primaries in their own class, where nobody else has it."""
    staff = {s.name: s for s in made.staff}
    open_first = sorted(made.classes, key=lambda c: bool(made.teachers_of.get((c.name, subject))))
    heads = [(c, staff[made.class_teachers[c.name]]) for c in open_first]
    able = [(c, person) for c, person in heads if not set(ARTS) & set(person.subjects)]
    for klass, person in able[:count]:
        person.subjects.append(subject)
        if primary and not made.teachers_of.get((klass.name, subject)):
            made.teachers_of[klass.name, subject] = person.name


def _data(school: Kind) -> dict[str, Any]:
    """What a profile's file would say."""
    types, grades, by_grade = _types(), GRADES[school.kind], school.by_grade
    part = slice(grades[0] - 1, grades[-1])
    lines = {s: row.split()[part] for s, row in types["plan"].items()}
    lines = {s: row for s, row in lines.items() if set(row) != {"-"}}
    days = ["low", "middle"] * (grades[0] == 1) + ["junior"] * (grades[-1] == 9)
    staff = [e for n in ("primary" if grades[0] == 1 else "", "junior" if grades[-1] == 9 else "") if n
             for e in types["staff"][n]]  # fmt: skip
    homework = {s: row.split()[part] for s, row in types["homework"].items()}
    return {
        "name": school.name, "pack": "arts-district", "stage": _STAGE[school.kind], "province": "四川",
        "classes": {g: n for g, n in by_grade.items() if n}, "pupils": school.classes * 41,
        "plan": {s: " ".join(row) for s, row in lines.items()},
        "rooms": _rooms(lines, by_grade), "room_of": types["rooms"],
        "days": [types["days"][d] for d in days],
        "staff": [*staff, *_arts_staff(school)],
        "homework": {
            "service": " ".join(["30"] * len(grades)), "minutes": {s: " ".join(r) for s, r in homework.items()},
        },
    }  # fmt: skip


def _arts_staff(school: Kind) -> Iterator[dict[str, Any]]:
    """Specialists without classes for now, and open cells."""
    for subject in ARTS:
        if school.arts(subject).full:
            yield {"subjects": [subject], "classes": [], "count": school.arts(subject).full,
                   "group": f"专职{subject}"}  # fmt: skip
        yield {"subjects": [subject], "open": True}


def _rooms(lines: Mapping[str, list[str]], by_grade: Mapping[int, int]) -> dict[str, int]:
    """As many rooms of a kind as keep them at 80 % or less; the ground holds so many classes at once."""
    found = {}
    for subject, kind in [("体育与健康", "操场"), *_types()["rooms"].items()]:
        cells = zip(by_grade.values(), lines.get(subject, []), strict=False)
        total = sum(n * float(cell) for n, cell in cells if cell != "-")
        if total:
            found[kind] = max(ceil(total / 24), 2 if kind == "操场" else 1)
    return found


def dealt(total: int, weights: Mapping[str, int], least: int = 0) -> dict[str, int]:
    """``total`` given out in proportion, whole, by largest remainders; each gets ``least`` first."""
    left = total - least * len(weights)
    whole = sum(weights.values()) or 1
    found = {k: least + left * w // whole for k, w in weights.items()}
    order = sorted(weights, key=lambda k: (-(left * weights[k] % whole), k))
    for k in order[: total - sum(found.values())]:
        found[k] += 1
    return found


def road(order: int, other: int) -> int:
    """Minutes between two places of a town by their numbers: 15 to 45."""
    turn = cycle((15, 20, 25, 30, 40, 45))
    return next(m for i, m in enumerate(turn) if i == (order * 3 + other * 5) % 6)
