"""Small districts that are possible, for they are made of timetables.

A district is drawn with visits of its shared teachers (within travel and policy), each school is solved under them, and
then everything is closed as far as these timetables allow: hours of teachers, rooms and shared teachers, limits a day
and a week, the policy. The visits are forgotten; that the hidden timetables keep the closed district is checked.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from constraints import catalogue
from samples.district import FILE
from samples.write import Cell, Sheet, save_sheets
from scheduler.auditor import audit
from scheduler.district.alone import solve_alone
from scheduler.district.book import read_district
from scheduler.district.domain import District, Visit
from scheduler.district.parts import part_of
from scheduler.district.plans import prepared
from scheduler.domain import Half, HomeworkAllocation, School, Timetable, View
from scheduler.engine.outcome import Options
from scheduler.intake.plan import compile_book
from scheduler.intake.workbook import read_book

RULES = catalogue()
DAYS, MORNING, PERIODS = 5, 4, 6  # the default day: four periods before noon, two after it, 140 minutes between
DAY_NAMES = "一二三四五"
# 30 lessons a week; those of which nobody is named are the class teacher's
LESSONS = {
    "语文": 7, "数学": 5, "英语": 3, "科学": 2, "道德与法治": 2, "体育": 3, "音乐": 2, "美术": 2, "信息科技": 1,
    "劳动": 1, "综合实践": 1, "班会": 1,
}  # fmt: skip
LOCALS = {"赵": ("数学", "信息科技"), "钱": ("英语", "科学", "劳动"), "孙": ("体育", "综合实践")}  # for three classes
CLASSES = ("三1", "四1", "五1", "三2", "四2", "五2")
ROOMS = {"音乐": "音乐教室", "体育": "操场"}
RIDERS = {"音乐": ("周芸", "乐平", "秦歌"), "美术": ("方圆", "画秋", "彩云")}
SCHOOLS = ("东村小学", "西村小学", "南村小学", "北村小学")
Time = tuple[int, int]  # day, period
WEEK = tuple((day, period) for day in range(1, DAYS + 1) for period in range(1, PERIODS + 1))
Away = frozenset[Time]


@dataclass(frozen=True)
class Little:
    """A school. ``riders``: who gives music and art; ``away``: when a teacher or a room of it is not to be had."""

    name: str
    classes: tuple[str, ...]
    riders: Mapping[str, str] = field(default_factory=dict)
    away: Mapping[str, Away] = field(default_factory=dict)

    def teacher(self, klass: str, subject: str) -> str:
        """Who gives a subject to a class."""
        if subject in self.riders:
            return self.riders[subject]
        local = next((who for who, subjects in LOCALS.items() if subject in subjects), "")
        return f"{local}{CLASSES.index(klass) // 3 + 1}" if local else f"{klass}班主任"

    @property
    def teaching(self) -> dict[str, dict[str, int]]:
        """Lessons a week by teacher of the school and subject."""
        found: dict[str, dict[str, int]] = {}
        for klass in self.classes:
            for subject, lessons in LESSONS.items():
                mine = found.setdefault(self.teacher(klass, subject), {})
                mine[subject] = mine.get(subject, 0) + lessons
        return {who: subjects for who, subjects in found.items() if who not in self.riders.values()}


@dataclass(frozen=True)
class Rider:
    """A shared teacher: what he teaches, his limits (lessons a day and a week over all schools), when he is nowhere."""

    name: str
    subject: str
    day: int | None = None
    week: int | None = None
    away: Away = frozenset()


@dataclass(frozen=True)
class Small:
    """A district. ``travel``: minutes between two schools; ``policy``: rows of 政策 besides the name."""

    name: str
    schools: tuple[Little, ...]
    riders: tuple[Rider, ...]
    travel: Mapping[tuple[str, str], int]
    policy: Mapping[str, Cell] = field(default_factory=dict)

    def served(self, rider: Rider) -> tuple[Little, ...]:
        """The schools a rider teaches at."""
        return tuple(s for s in self.schools if rider.name in s.riders.values())

    def lessons(self, rider: Rider) -> int:
        """His lessons a week over all schools."""
        return sum(len(s.classes) * LESSONS[rider.subject] for s in self.served(rider))

    def with_rider(self, rider: Rider, **changes: Any) -> Small:
        """One rider changed."""
        return replace(self, riders=tuple(replace(r, **changes) if r == rider else r for r in self.riders))

    def with_away(self, school: Little, away: Mapping[str, Away]) -> Small:
        """More that is not to be had at one school."""
        changed = replace(school, away={**school.away, **away})
        return replace(self, schools=tuple(changed if s == school else s for s in self.schools))

    def minutes(self, one: str, other: str) -> int:
        """Minutes of travel."""
        return self.travel[one, other] if (one, other) in self.travel else self.travel[other, one]


# -- as workbooks ------------------------------------------------------------------------------------------------------


def write(district: Small, folder: Path) -> None:
    """Write the district's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for school in district.schools:
        save_sheets(_school(school), folder / f"{school.name}.xlsx")
    save_sheets(_district(district), folder / FILE)


def _school(school: Little) -> list[Sheet]:
    grades = ["三年级", "四年级", "五年级"]
    count = Counter(k[0] for k in school.classes)
    held = [g for g in grades if count[g[0]]]
    curriculum: list[list[Cell]] = [[s, ROOMS.get(s), *[n] * len(held)] for s, n in LESSONS.items()]
    staff: list[list[Cell]] = [
        [who, "、".join(subjects), "专任", times(school.away.get(who, frozenset()))]
        for who, subjects in school.teaching.items()
    ]
    return [
        Sheet("学校", ["项目", "值"], [["学校名称", school.name]]),
        Sheet("课程计划", ["科目", "场地类型", *held], curriculum),
        Sheet("班级", ["班级", "年级", "人数", "班主任"],
              [[k, f"{k[0]}年级", 30, f"{k}班主任"] for k in school.classes]),
        Sheet("教师", ["姓名", "任教科目", "类别", "不可用时间"], staff),
        Sheet("任课", ["班级", *LESSONS], [[k, *(school.teacher(k, s) for s in LESSONS)] for k in school.classes]),
        Sheet("场地", ["名称", "同时班数", "不可用时间"],
              [[room, 1, times(school.away.get(room, frozenset()))] for room in ROOMS.values()]),
    ]  # fmt: skip


def _district(district: Small) -> list[Sheet]:
    riders: list[list[Cell]] = [
        [r.name, r.subject, "走教", r.day, r.week, times(r.away), "是"] for r in district.riders
    ]
    policy: list[list[Cell]] = [["名称", district.name], *([k, v] for k, v in district.policy.items())]
    return [
        Sheet("学校", ["学校", "文件"], [[s.name, f"{s.name}.xlsx"] for s in district.schools]),
        Sheet("共用教师", ["姓名", "任教科目", "类别", "每日最多", "每周最多", "不可用时间", "专业"], riders),
        Sheet("路程", ["从", "到", "分钟"], [[*pair, minutes] for pair, minutes in district.travel.items()]),
        Sheet("政策", ["项目", "值"], policy),
    ]


def times(away: Away) -> str | None:
    """Times as a cell holds them."""
    return "；".join(f"周{DAY_NAMES[day - 1]}{period}" for day, period in sorted(away)) or None


def half(day: int, when: Half) -> Away:
    """The times of a half-day."""
    return frozenset(t for t in WEEK if t[0] == day and (t[1] <= MORNING) == (when is Half.AM))


def read(folder: Path) -> tuple[District, dict[str, School]]:
    """The district and its schools as the program reads them."""
    found = read_district(folder, RULES)
    assert found.district is not None, [p.say("en") for p in found.problems]
    schools = {}
    for name in found.district.school:
        plan = compile_book(read_book(prepared(found.district, name), Path(f"{name}.xlsx")), RULES)
        assert plan.school is not None, [p.say("en") for p in plan.problems]
        schools[name] = plan.school
    return found.district, schools


# -- hidden timetables -------------------------------------------------------------------------------------------------


def draw(rng: random.Random, name: str, sizes: tuple[int, ...]) -> Small:
    """An open district of schools with so many classes."""
    schools = [Little(n, CLASSES[:size]) for n, size in zip(SCHOOLS, sizes, strict=False)]
    riders = []
    for subject, names in RIDERS.items():
        free, mine = iter(names), ""
        for number, at in enumerate(rng.sample(range(len(schools)), len(schools))):
            if number % 2 == 0:  # each rides to two schools, the last to one where they do not come out even
                mine = next(free)
                riders.append(Rider(mine, subject))
            schools[at] = replace(schools[at], riders={**schools[at].riders, subject: mine})
    travel = {(a.name, b.name): rng.choice((20, 45, 90, 200)) for a, b in combinations(schools, 2)}
    policy: dict[str, Cell] = {"同日两校": rng.choice(("是", "是", "否"))}
    return Small(name, tuple(schools), tuple(riders), travel, policy)


def visits(rng: random.Random, district: Small, noon: int) -> frozenset[Visit] | None:
    """Half-days for every rider, at random within travel (``noon``: minutes that the way may take) and policy, hardly
    more than his lessons need; None where the draw comes to nothing."""
    found: set[Visit] = set()
    for rider in district.riders:
        free = [(day, when) for day in range(1, DAYS + 1) for when in Half]
        rng.shuffle(free)
        for school in rng.sample(district.served(rider), len(district.served(rider))):
            wanted = len(school.classes) * LESSONS[rider.subject] + rng.randint(0, 2)
            held: dict[int, int] = {}
            for day, when in list(free):
                if sum(min(n, len(school.classes)) for n in held.values()) >= wanted and len(held) > 1:
                    break
                other = [v.school for v in found if (v.teacher, v.day) == (rider.name, day) and v.school != school.name]
                if other and (district.policy["同日两校"] == "否" or district.minutes(school.name, other[0]) > noon):
                    continue
                found.add(Visit(rider.name, school.name, day, when))
                held[day] = held.get(day, 0) + len(half(day, when))
                free.remove((day, when))
            if sum(min(n, len(school.classes)) for n in held.values()) < wanted or len(held) < 2:
                return None
    return frozenset(found)


def hidden(
    rng: random.Random, district: Small, folder: Path, tries: int = 40
) -> tuple[frozenset[Visit], dict[str, Timetable]]:
    """Visits, and a timetable of each school under them. Raises RuntimeError where none were drawn in so many tries."""
    write(district, folder)
    made, schools = read(folder)
    for _ in range(tries):
        drawn = visits(rng, district, _noon(next(iter(schools.values()))))
        timetables: dict[str, Timetable] = {}
        for name, school in schools.items() if drawn else ():
            absences = part_of(school, made, name, RULES).absences(drawn or (), {})
            answer, _ = solve_alone(school, name, absences, RULES, Options(20, 1, rng.randint(1, 9999), True))
            if answer.timetable is None:
                break
            timetables[name] = answer.timetable
        if drawn and len(timetables) == len(schools):
            return drawn, timetables
    raise RuntimeError(f"{district.name}: no visits that all schools can live with in {tries} tries")


def _noon(school: School) -> int:
    """Minutes between the last lesson of the morning and the first of the afternoon."""
    slots = [s for s in school.grid.slots if s.day == 1]
    return min(s.start for s in slots if s.half is Half.PM) - max(s.end for s in slots if s.half is Half.AM)


def taught(school: School, timetable: Timetable) -> dict[str, Away]:
    """When each teacher and each room is in use."""
    found: dict[str, set[Time]] = {}
    for lesson in View(school, timetable).lessons:
        for who in (*lesson.course.teachers, *lesson.rooms):
            found.setdefault(who, set()).add((lesson.slot.day, lesson.slot.period))
    return {who: frozenset(at) for who, at in found.items()}


def closed(rng: random.Random, district: Small, schools: Mapping[str, School],
           timetables: Mapping[str, Timetable]) -> Small:  # fmt: skip
    """The district with as much closed as the hidden timetables allow."""
    used = {name: taught(schools[name], timetable) for name, timetable in timetables.items()}
    some = tuple(
        replace(s, away={who: _unused(rng, at) for who, at in used[s.name].items() if who not in s.riders.values()})
        for s in district.schools
    )
    riders = tuple(_limited(rng, r, [used[s.name][r.name] for s in district.served(r)]) for r in district.riders)
    policy = dict(district.policy)
    away = [len({day for s in district.served(r) for day, _ in used[s.name][r.name]}) for r in district.riders]
    if rng.random() < 0.5:
        policy["最多外出天数"] = max(away)
    if rng.random() < 0.5:
        policy["最多学校数"] = max(len(district.served(r)) for r in district.riders)
    return replace(district, schools=some, riders=riders, policy=policy)


def _unused(rng: random.Random, at: Away) -> Away:
    share = rng.uniform(0.2, 0.9)
    return frozenset(t for t in WEEK if t not in at and rng.random() < share)


def _limited(rng: random.Random, rider: Rider, at: list[Away]) -> Rider:
    """A rider with limits that his hidden lessons just keep, away on some half-days on which he has none."""
    every = frozenset().union(*at)
    away: set[Time] = set()
    for day in range(1, DAYS + 1):
        for when in Half:
            if not every & half(day, when) and rng.random() < 0.6:
                away |= half(day, when)
    day_most = max(Counter(day for day, _ in every).values()) if rng.random() < 0.5 else None
    week_most = len(every) if rng.random() < 0.5 else None
    return replace(rider, day=day_most, week=week_most, away=frozenset(away))


def kept(schools: Mapping[str, School], timetables: Mapping[str, Timetable]) -> Iterator[str]:
    """What hidden timetables break of a district: nothing, or the planting is wrong."""
    for name, school in schools.items():
        for entry in audit(school, timetables[name], HomeworkAllocation(), RULES).invalid:
            yield f"{name}: {entry.setting.id}"
