"""Contradictions of lessons for several classes and of homework: bands, joint classes, caps and minutes."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from scheduler.domain import Course, Slot

from .planting import Planting, classes, kind, planted, weekly
from .site import Draft, Site


def _at_once(site: Site, rng: random.Random, *, one_teacher: bool = False) -> Iterator[tuple[Course, Course, Slot]]:
    """Two classes of a grade that have a subject of one lesson at the same time, with a teacher each."""
    found: dict[tuple[int, str, str], list[Course]] = defaultdict(list)
    for x in site.held:
        if weekly(x.course) and x.weekly and len(x.course.sessions) == 1 and x.course.periods == 1:
            grade = site.school.group[x.course.groups[0]].grade
            found[grade, x.course.subject, x.slot.id].append(x.course)
    pairs = [(a, b, site.school.grid.slot[k[2]]) for k, some in sorted(found.items()) for a, b in combinations(some, 2)]
    rng.shuffle(pairs)
    yield from (p for p in pairs if not p[0].needs and p[0].subject != "班会")


def _split(site: Site, bell: str, keep: Slot) -> tuple[list[Slot], list[Slot]]:
    """The week in two parts; the second holds the slot."""
    every = site.slots(bell)
    mornings = [s for s in every if (s.half == "am") != (keep.half == "am")]
    return mornings, [s for s in every if s not in mornings]


@kind("band", "走班：各教学班的教师没有共同的空", counting=True)
def band(site: Site, rng: random.Random) -> Iterator[Planting]:
    """Two classes are taught in two groups at once; one teacher gives the subject in the mornings only, the other in
    the afternoons only."""
    for one, two, slot in _at_once(site, rng):
        parts = _split(site, one.bell, slot)
        members = f"{one.groups[0]}、{two.groups[0]}"
        before, after = Draft(site), Draft(site)
        for draft in (before, after):
            for course, letter in ((one, "A"), (two, "B")):
                draft.set("任课", course.groups[0], course.subject, None)
                draft.add("合班走班", 教学班=f"{one.subject}{letter}组", 班级=members, 科目=one.subject,
                          教师=course.teachers[0], 课时=1, 时段组=f"{one.subject}走班")  # fmt: skip
            cause = [draft.lock("禁排", site.said(one.bell, parts[0]), 教师=one.teachers[0], 科目=one.subject)]
        cause.append(after.lock("禁排", site.said(one.bell, parts[1]), 教师=two.teachers[0], 科目=one.subject))
        yield planted(before, after, [*cause, "same_time"], [f"{one.subject}A组"], [])


@kind("joint", "合班：两个班没有共同可上的时间", counting=True)
def joint(site: Site, rng: random.Random) -> Iterator[Planting]:
    """Two classes sit together; to one the subject is forbidden in the mornings, to the other in the afternoons."""
    for one, two, slot in _at_once(site, rng):
        parts = _split(site, one.bell, slot)
        before, after = Draft(site), Draft(site)
        for draft in (before, after):
            for course in (one, two):
                draft.set("任课", course.groups[0], course.subject, None)
            draft.add("合班走班", 教学班=f"{one.subject}合班", 班级=f"{one.groups[0]}、{two.groups[0]}",
                      科目=one.subject, 教师=one.teachers[0], 课时=1)  # fmt: skip
            cause = [draft.lock("禁排", site.said(one.bell, parts[0]), 班级=one.groups[0], 科目=one.subject)]
        cause.append(after.lock("禁排", site.said(one.bell, parts[1]), 班级=two.groups[0], 科目=one.subject))
        yield planted(before, after, cause, [one.groups[0], two.groups[0]], [])


@kind("homework_cap", "作业：每周最少多于每日上限 × 天数", counting=True)
def homework_cap(site: Site, rng: random.Random) -> Iterator[Planting]:
    """The week's least minutes of a class have to be met, under a cap of its own that is too low."""
    days = len(site.school.grid.days)
    for klass, _, _ in classes(site, rng):
        total = sum(t.least for t in site.school.homework.targets if t.group == klass)
        cap = (total // days - 1) // 5 * 5
        if cap < 15:
            continue
        before, after = Draft(site), Draft(site)
        for draft in (before, after):
            least = draft.ask("homework_weekly", 班级=klass)
        low = after.ask("homework_day_cap", f"most={cap}", 班级=klass)
        yield planted(before, after, [least, low], [klass], [], homework=True)


@kind("homework_days", "作业：有课才留，课时太少", counting=True)
def homework_days(site: Site, rng: random.Random) -> Iterator[Planting]:
    """A subject's week of homework takes a day more, at its daily cap, than the subject has lessons."""
    piece = 15
    for klass, _, _ in classes(site, rng):
        for target in (t for t in site.school.homework.targets if t.group == klass):
            lessons = sum(c.periods for c in site.school.courses_of(site.school.group[klass], target.subject))
            least = int(lessons + 1) * piece
            if lessons > 3 or least > target.most + 40:
                continue
            grade = "一二三四五六七八九"[site.school.group[klass].grade - 1] + "年级"
            before, after = Draft(site), Draft(site)
            for draft in (before, after):
                draft.set("作业", target.subject, grade, f"{least}-{least + 20}")
                cap = draft.ask("homework_day_cap", f"most={piece}", 班级=klass, 科目=target.subject)
            rule = after.ask("homework_weekly", 班级=klass, 科目=target.subject)
            cause = [cap, rule, "homework_on_lesson_days"]
            courses = site.school.courses_of(site.school.group[klass], target.subject)
            yield planted(before, after, cause, [klass], courses, homework=True)
