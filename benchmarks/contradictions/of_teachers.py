"""Contradictions of teachers: too little time, too few days, people who must not be busy at once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from scheduler.domain import CourseKind

from .planting import Planting, courses_of, half_days, idle, kind, planted, teachers
from .site import Draft, Held, Site


def _lessons(mine: list[Held]) -> list[Held]:
    return [x for x in mine if x.course.groups]


@kind("teacher_away", "教师不可用时间太多", counting=True)
def teacher_away(site: Site, rng: random.Random) -> Iterator[Planting]:
    """Away whenever the teacher has nothing, and at one of the lessons."""
    for name, bell, mine in teachers(site, rng):
        free = idle(site, name, bell)
        one = rng.choice(_lessons(mine)).slot
        before, after = Draft(site), Draft(site)
        before.away(name, site.said(bell, free))
        cause = after.away(name, site.said(bell, [*free, one]))
        yield planted(before, after, [cause], [name], courses_of(site, name))


@kind("teacher_day", "教师每日最多太少", counting=True)
def teacher_day(site: Site, rng: random.Random) -> Iterator[Planting]:
    """The daily most times the days is one lesson short."""
    days = len(site.school.grid.days)
    for name, _, mine in teachers(site, rng):
        after = Draft(site)
        cause = after.limit(name, "每日最多", (len(_lessons(mine)) - 1) // days)
        yield planted(Draft(site), after, [cause], [name], courses_of(site, name))


@kind("itinerant", "走教教师：在校的几天 × 每日最多", counting=True)
def itinerant(site: Site, rng: random.Random) -> Iterator[Planting]:
    """A teacher who comes on some days only, with a daily most that would do in a whole week."""
    every = site.school.grid.days
    for name, bell, mine in teachers(site, rng, least=2):
        used = {x.slot.day for x in mine}
        number = len(_lessons(mine))
        most = (number - 1) // len(used)
        if not (0 < len(used) < len(every) and most and most * len(every) >= number):
            continue
        away = site.said(bell, [s for s in site.slots(bell) if s.day not in used])
        before, after = Draft(site), Draft(site)
        for draft in (before, after):
            draft.set("教师", name, "类别", "走教")
            gone = draft.away(name, away)
        limit = after.limit(name, "每日最多", most)
        yield planted(before, after, [gone, limit], [name], courses_of(site, name))


@kind("half_days", "教师到校半天数太少", counting=True)
def few_half_days(site: Site, rng: random.Random) -> Iterator[Planting]:
    """So few half-days that the longest of them do not hold the lessons."""
    for name, bell, mine in teachers(site, rng):
        longest = max(map(len, half_days(site, bell).values()))
        after = Draft(site)
        cause = after.ask("teacher_half_days", f"most={(len(mine) - 1) // longest}", 教师=name)
        yield planted(Draft(site), after, [cause], [name], courses_of(site, name))


@kind("teacher_days", "教师上课天数太少", counting=True)
def few_days(site: Site, rng: random.Random) -> Iterator[Planting]:
    """So few days that they do not hold the lessons."""
    for name, bell, mine in teachers(site, rng, least=8):
        a_day = max(Counter(s.day for s in site.slots(bell)).values())
        after = Draft(site)
        cause = after.ask("teacher_days", f"most={(len(mine) - 1) // a_day}", 教师=name)
        yield planted(Draft(site), after, [cause], [name], courses_of(site, name))


def _tight(site: Site, draft: Draft, name: str, bell: str) -> str:
    """Away whenever the teacher has nothing: every lesson has to stay where the hidden timetable has it."""
    return draft.away(name, site.said(bell, idle(site, name, bell)))


@kind("run", "教师连续最多与不可用时间", counting=False)
def run(site: Site, rng: random.Random) -> Iterator[Planting]:
    """The only times left have more lessons in a row than the teacher's most in a row."""
    for name, bell, mine in teachers(site, rng):
        if any(x.course.kind is CourseKind.MEETING for x in mine):
            continue
        taken = {x.slot.id for x in mine}
        longest = row = 0
        for slots in half_days(site, bell).values():
            row = 0
            for slot in slots:
                row = row + 1 if slot.id in taken else 0
                longest = max(longest, row)
        if longest < 2:
            continue
        before, after = Draft(site), Draft(site)
        _tight(site, before, name, bell)
        cause = [_tight(site, after, name, bell), after.limit(name, "连续最多", longest - 1)]
        yield planted(before, after, cause, [name], courses_of(site, name))


@kind("noon", "教师不跨中午与不可用时间", counting=False)
def noon(site: Site, rng: random.Random) -> Iterator[Planting]:
    """The only times left are on both sides of noon."""
    halves = {}
    for name, bell, mine in teachers(site, rng):
        halves = half_days(site, bell)
        taken = {x.slot.id for x in _lessons(mine)}
        days = [
            d
            for d in site.school.grid.days
            if (d, "am") in halves and (d, "pm") in halves and {halves[d, "am"][-1].id, halves[d, "pm"][0].id} <= taken
        ]
        if not days:
            continue
        before, after = Draft(site), Draft(site)
        _tight(site, before, name, bell)
        cause = [_tight(site, after, name, bell), after.ask("teacher_not_across_noon", 教师=name)]
        yield planted(before, after, cause, [name], courses_of(site, name))


@kind("apart", "师徒错开与两人的不可用时间", counting=False)
def apart(site: Site, rng: random.Random) -> Iterator[Planting]:
    """Two teachers who must not be busy at once and whose only times overlap."""
    for one, two in _pairs(site, rng):
        before, after = Draft(site), Draft(site)
        for draft in (before, after):
            cause = [_tight(site, draft, name, bell) for name, bell, _ in (one, two)]
        names = one[0], two[0]
        cause.append(after.ask("teachers_apart", 教师="、".join(names)))
        yield planted(before, after, cause, names, [c for n in names for c in courses_of(site, n)])


@kind("apart_full", "师徒错开：两人课时之和超过一周节数", counting=True)
def apart_full(site: Site, rng: random.Random) -> Iterator[Planting]:
    """Teachers who must not be busy at once and have more lessons together than the week has."""
    found = list(teachers(site, rng))
    for first in range(0, len(found) - 3, 2):
        bell = found[first][1]
        some = [x for x in found[first:] if x[1] == bell]
        names, load = [], 0
        for name, _, mine in some:
            names.append(name)
            load += len(_lessons(mine))
            if load > len(site.slots(bell)):
                break
        if load <= len(site.slots(bell)):
            continue
        after = Draft(site)
        cause = after.ask("teachers_apart", 教师="、".join(names))
        yield planted(Draft(site), after, [cause], names, [c for n in names for c in courses_of(site, n)])


def _pairs(site: Site, rng: random.Random) -> Iterator[tuple[tuple[str, str, list[Held]], ...]]:
    """Pairs of teachers who are busy at once in the hidden timetable."""
    some = list(teachers(site, rng))[:12]
    for one, two in combinations(some, 2):
        together = len(_lessons(one[2])) + len(_lessons(two[2]))
        if (
            one[1] == two[1]
            and together <= len(site.slots(one[1])) - 2
            and {x.slot.id for x in one[2]} & {x.slot.id for x in two[2]}
        ):
            yield one, two


@kind("meeting_away", "教研候选时间有组员来不了", counting=True)
def meeting_away(site: Site, rng: random.Random) -> Iterator[Planting]:
    """A member who is away, where he has no lessons, in a part of every time the meeting could have."""
    grid = site.school.grid
    meetings = [c for c in site.school.courses if c.kind is CourseKind.MEETING]
    rng.shuffle(meetings)
    for meeting in meetings:
        runs = [grid.run(grid.slot[s], meeting.sessions[0].duration) for s in meeting.starts]
        members = [t for t in teachers(site, rng) if t[0] in meeting.teachers and t[1] == meeting.bell]
        for name, bell, mine in members:
            taken = {x.slot.id for x in mine if x.course.groups}
            away = [next((s for s in run if s.id not in taken), None) for run in runs]
            if None in away:
                continue
            old = site.cell("教师", name, "不可用时间").value
            said = site.said(bell, [s for s in away if s])
            after = Draft(site)
            cause = after.away(name, f"{old}；{said}" if old else said)
            yield planted(Draft(site), after, [cause], [name, meeting.id], [meeting])


@kind("meeting_lock", "教研时间固排了组员的课", counting=False)
def meeting_lock(site: Site, rng: random.Random) -> Iterator[Planting]:
    """One candidate time is left to the meeting, and a lesson of a member is fixed there."""
    for x in site.held:
        if x.course.kind is not CourseKind.MEETING:
            continue
        group = x.course.id.partition(" ")[2]
        whole = [y.slot for y in site.held if y.course is x.course]
        lessons = [c for t in x.course.teachers for c in courses_of(site, t) if len(c.groups) == 1]
        # not doubles, and only what the hidden timetable does not hold on that day: a lesson a day stays possible
        lessons = [c for c in lessons if all(s.duration == 1 for s in c.sessions) and c.bell == x.course.bell]
        for course in rng.sample(lessons, min(3, len(lessons))):
            before, after = Draft(site), Draft(site)
            for draft in (before, after):
                draft.set("教研", group, "候选时间", site.said(x.course.bell, whole))
            cause = after.lock("固排", site.said(x.course.bell, [x.slot]), 班级=course.groups[0], 科目=course.subject)
            yield planted(before, after, [cause], course.teachers, [course, x.course])
