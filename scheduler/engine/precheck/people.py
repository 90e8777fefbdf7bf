"""Teachers' weeks: lessons and meetings against open periods, daily and weekly limits; teachers who are never busy at
once; courses that are never held at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from scheduler.domain import Course, RuleSetting, Slot, Teacher, Text, Weeks

from .facts import Facts
from .flow import Cut
from .packing import NO_LIMITS, Bound, Limits, pack
from .places import per_week
from .shortage import Shortage
from .why import finding
from .words import join


def teachers(facts: Facts) -> Iterator[Shortage]:
    """Teachers whose lessons and meetings do not fit into their weeks."""
    clash = facts.ids("teacher_clash")
    for id, courses in facts.courses_of_teacher.items():
        teacher = facts.school.teacher[id]
        lessons = [c for c in courses if c.groups]
        limits = _limits(facts, teacher, lessons)
        kind = "teacher" if teacher.kind == "full-time" else "itinerant"
        cut = pack(facts, courses, clash)
        if cut is None and limits is not NO_LIMITS:
            cut = pack(facts, lessons, clash, limits)
        if cut is not None:
            yield _of_teacher(facts, kind, teacher, courses, cut)
            continue
        few = _too_few_days(facts, teacher, courses) or _week(facts, teacher, lessons)
        if few is not None:
            (need, have), mine, asked = few
            text = Text(
                f"教师 {id} 每周要上 {need} 节，可排时间最多 {have} 节，差 {need - have} 节",
                f"teacher {id} has {need} periods a week, at most {have} are open: {need - have} short",
            )
            yield finding(facts, kind, (id,), (need, have), text, mine, asked)


def _of_teacher(facts: Facts, kind: str, teacher: Teacher, courses: Sequence[Course], cut: Cut) -> Shortage:
    near = set(cut.demands)
    mine = [c for c in courses if c.id in near]
    need, have = figures(facts, mine, cut)
    lessons = [c for c in courses if c.groups]
    whole = near in ({c.id for c in courses}, {c.id for c in lessons})
    if mine and all(not c.groups for c in mine):
        names = [c.id for c in mine]
        text = Text(
            f"教师 {teacher.id} 要参加 {join(names, 'zh')} 共 {need} 节，可排时间最多 {have} 节，差 {need - have} 节",
            f"teacher {teacher.id} attends {join(names, 'en')}, {need} period(s); at most {have} are open: "
            f"{need - have} short",
        )
        return finding(facts, "meeting", (teacher.id, *names), (need, have), text, mine, cut.settings)
    some = ("", "") if whole else ("有些课", " of some courses")
    text = Text(
        f"教师 {teacher.id} {some[0]}每周要上 {need} 节，可排时间最多 {have} 节，差 {need - have} 节",
        f"teacher {teacher.id} has {need} periods a week{some[1]}, at most {have} are open: {need - have} short",
    )
    return finding(facts, kind, (teacher.id,), (need, have), text, mine, cut.settings)


def figures(facts: Facts, courses: Sequence[Course], cut: Cut) -> tuple[int, int]:
    """Lessons a week needed by the courses of a cut, and what there is for them."""
    need = sum(facts.load[c.id] for c in courses)
    return per_week(facts, need, need - cut.short)


def _limits(facts: Facts, teacher: Teacher, lessons: Sequence[Course]) -> Limits:
    """What the hard settings allow of his lessons on a day and in a row."""
    loads = [s for s in facts.hard["teacher_day_load"] if _asked(s, teacher)]
    runs = [s for s in facts.hard["teacher_run"] if _asked(s, teacher)]
    days: dict[int, Bound] = {}
    if loads:
        tightest = min(loads, key=lambda s: int(s["most"]))
        days = dict.fromkeys(facts.days.values(), (tightest["most"] * facts.weeks, (tightest.id,)))
    halves: dict[int, Bound] = {}
    if runs and lessons and len({c.bell for c in facts.courses_of_teacher[teacher.id]}) == 1:
        tightest = min(runs, key=lambda s: int(s["most"]))
        reach = 0
        for course in lessons:
            reach |= facts.open(course)
        for row in _rows(facts, lessons[0].bell, reach):
            most = len(row) - len(row) // (tightest["most"] + 1)
            halves[sum(1 << i for i in row)] = most * facts.weeks, (tightest.id,)
    return Limits(halves, days) if loads or runs else NO_LIMITS


def _asked(setting: RuleSetting, teacher: Teacher) -> bool:
    """Whether the setting speaks of all lessons of this teacher."""
    return setting.scope.has_teacher(teacher) and not setting.scope.courses


def _rows(facts: Facts, bell: str, reach: int) -> Iterator[list[int]]:
    """Open slots of a bell schedule that follow each other directly: lessons in all of them are in a row."""
    row: list[int] = []
    whole = sorted((s.day, s.start, i) for i, s in enumerate(facts.slots) if s.bell == bell)
    for (_, _, before), (_, _, i) in zip([whole[0], *whole], whole, strict=False):
        if row and (row[-1] != before or not _directly(facts.slots[before], facts.slots[i])):
            yield row
            row = []
        if reach >> i & 1:
            row.append(i)
    if row:
        yield row


def _directly(a: Slot, b: Slot) -> bool:
    return (a.day, a.half) == (b.day, b.half) and b.start - a.end < a.end - a.start


# -- limits on the days and half-days of a week ----------------------------------------------------------------------

Few = tuple[tuple[int, int], Sequence[Course], tuple[str, ...]]


def _too_few_days(facts: Facts, teacher: Teacher, courses: Sequence[Course]) -> Few | None:
    """Whichever days (half-days) he comes to school, as many as he may, his courses do not fit into them.

    Of courses held every week: those of odd and even weeks may have days of their own."""
    courses = [c for c in courses if all(s.weeks is Weeks.ALL for s in c.sessions)]
    for rule, stretches in (("teacher_days", facts.days.values()), ("teacher_half_days", facts.halves.values())):
        asked = [s for s in facts.hard[rule] if _asked(s, teacher)]
        reach = 0
        for course in courses:
            reach |= facts.open(course)
        parts = sorted((m & reach for m in stretches if m & reach), key=facts.periods_at_most, reverse=True)
        tightest = min(asked, key=lambda s: int(s["most"]), default=None)
        if tightest is None or len(parts) <= tightest["most"]:
            continue
        limits = _limits(facts, teacher, courses) if all(c.groups for c in courses) else NO_LIMITS
        least: Cut | None = None
        for chosen in combinations(parts, tightest["most"]):
            cut = pack(facts, courses, (), limits, sum(chosen))
            if cut is None:
                break
            least = cut if least is None or cut.short < least.short else least
        else:
            need = sum(facts.load[c.id] for c in courses)
            have = need - least.short if least else 0
            return per_week(facts, need, have), courses, (tightest.id, *(least.settings if least else ()))
    return None


def _week(facts: Facts, teacher: Teacher, lessons: Sequence[Course]) -> Few | None:
    """More lessons than he may have a week."""
    asked = [s for s in facts.hard["teacher_week_load"] if _asked(s, teacher)]
    tightest = min(asked, key=lambda s: int(s["most"]), default=None)
    load = sum(facts.load[c.id] for c in lessons)
    if tightest is None or load <= tightest["most"] * facts.weeks:
        return None
    return per_week(facts, load, tightest["most"] * facts.weeks), lessons, (tightest.id,)


# -- several who are one ---------------------------------------------------------------------------------------------


def teams(facts: Facts) -> Iterator[Shortage]:
    """Teachers who are never busy at once (师徒错开), and courses never held at once, in one week."""
    for setting in facts.hard["teachers_apart"]:
        staff = [t for t in facts.school.teachers if t.id in setting.scope.teachers and setting.scope.has_teacher(t)]
        courses = {c.id: c for t in staff for c in facts.courses_of_teacher.get(t.id, ())}
        said = ("不同时上课", "never busy at once")
        yield from _team(facts, setting, tuple(t.id for t in staff), list(courses.values()), said)
    for setting in facts.hard["not_at_once"]:
        courses = {c.id: c for c in facts.school.within(setting.scope)}
        yield from _team(facts, setting, tuple(courses), list(courses.values()), ("不同时上", "never held at once"))


def _team(
    facts: Facts, setting: RuleSetting, who: tuple[str, ...], courses: Sequence[Course], said: tuple[str, str]
) -> Iterator[Shortage]:
    cut = pack(facts, courses, (setting.id,)) if courses else None
    if cut is not None:
        mine = [c for c in courses if c.id in set(cut.demands)]
        need, have = figures(facts, mine, cut)
        text = Text(
            f"{join(who, 'zh')} {said[0]}，每周共 {need} 节，可排时间最多 {have} 节，差 {need - have} 节",
            f"{join(who, 'en')} are {said[1]}: {need} periods a week, at most {have} are open: {need - have} short",
        )
        yield finding(facts, "team", who, (need, have), text, mine, cut.settings)
