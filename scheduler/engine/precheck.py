"""Counting before any search: what cannot be done because there is too little of something, in milliseconds.

Weekly sums over what hard rules leave open: a session's starts, a teacher's periods, a room kind's places. A finding
here is a proof; no finding proves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from scheduler.domain import Course, RuleSetting, School, Source, Teacher, Text, Weeks

from .room_choice import connected


@dataclass(frozen=True)
class Shortage:
    """Too little of something: who, how much is needed, how much there is at most, and the settings that narrow it."""

    who: tuple[str, ...]
    need: int
    have: int
    text: Text
    sources: tuple[Source, ...] = ()

    def say(self, lang: str) -> str:
        """The shortage in a sentence with the workbook's cells, or the packs' rows, that cause it."""
        cells = [f"{s.sheet} {s.cell}" if s.sheet else f"{s.ref}“{s.quotation}”" for s in self.sources if s != Source()]
        if not cells:
            return self.text.say(lang)
        joined = "、".join(dict.fromkeys(cells)) if lang == "zh" else ", ".join(dict.fromkeys(cells))
        what, line, maybe = self.text.say(lang).partition("\n")
        return what + (f"（见 {joined}）" if lang == "zh" else f" (see {joined})") + line + maybe


def shortages(school: School, settings: Sequence[RuleSetting], forbidden: Mapping[str, set[str]]) -> list[Shortage]:
    """Every shortage that sums over the week show."""
    hard = [s for s in settings if s.hard]
    return [
        *_without_a_place(school, forbidden),
        *_teachers(school, hard, forbidden),
        *_rooms(school, hard, forbidden),
        *_subjects(school, hard),
        *_sport(school, hard),
    ]


def _open(school: School, course_id: str, forbidden: Mapping[str, set[str]]) -> set[str]:
    """The slots that some session of the course may touch."""
    grid, course = school.grid, school.course[course_id]
    longest = max((s.duration for s in course.sessions), default=1)
    runs = (grid.run(grid.slot[s], n) for s in course.starts for n in range(1, longest + 1))
    return {s.id for run in runs for s in run} - forbidden.get(course_id, set())


def _without_a_place(school: School, forbidden: Mapping[str, set[str]]) -> Iterator[Shortage]:
    grid = school.grid
    for course in school.courses:
        closed = forbidden.get(course.id, set())
        for duration in {s.duration for s in course.sessions}:
            mine = [s for s in course.sessions if s.duration == duration]
            need = ceil(sum(1.0 if s.weeks is Weeks.ALL else 0.5 for s in mine))  # two every other week share a time
            runs = [grid.run(grid.slot[s], duration) for s in course.starts]
            have = sum(bool(run) and not any(s.id in closed for s in run) for run in runs)
            if have < need:
                yield Shortage(
                    (course.id,), need, have,
                    Text(f"{course.id} 要排 {need} 次（每次 {duration} 节），只有 {have} 个可排时间",
                         f"{course.id} needs {need} session(s) of {duration} period(s); only {have} time(s) are open"),
                )  # fmt: skip


def _teachers(school: School, hard: Sequence[RuleSetting], forbidden: Mapping[str, set[str]]) -> Iterator[Shortage]:
    """Lessons and meetings against open periods; lessons alone against open periods under the daily most."""
    for teacher in school.teachers:
        courses = school.courses_of_teacher[teacher.id]
        lessons = [c for c in courses if c.groups]
        loads = [s for s in hard if s.rule == "teacher_day_load" and s.scope.has_teacher(teacher)]
        loads = [s for s in loads if not s.scope.courses]  # those limit some of his lessons only
        most = min((s["most"] for s in loads), default=99)
        for mine, cap in ((courses, 99), (lessons, most)):
            need, have = _periods(mine), _room_in_week(school, teacher, mine, forbidden, cap)
            if need > have:
                closed = (s for s in hard if s.rule == "forbidden_times")
                why = [*loads, *(s for s in closed if any(s.scope.has_course(c, school) for c in mine))]
                yield Shortage(
                    (teacher.id,), need, have,
                    Text(f"教师 {teacher.id} 每周要上 {need} 节，可排时间最多 {have} 节，差 {need - have} 节",
                         f"teacher {teacher.id} has {need} periods a week, at most {have} are open: "
                         f"{need - have} short"),
                    tuple(s.source for s in why),
                )  # fmt: skip
                break


def _subjects(school: School, hard: Sequence[RuleSetting]) -> Iterator[Shortage]:
    """A subject's lessons a week against its most a day times the days of the class."""
    for setting in (s for s in hard if s.rule == "subject_a_day" and s["most"]):
        for klass in school.classes:
            days = len({s.day for s in school.slots_of(klass)})
            for subject in school.subjects_of(klass):
                mine = [c for c in school.courses_of(klass, subject) if setting.scope.has_lessons(klass, c)]
                need, have = _periods(mine), setting["most"] * days
                if need > have:
                    yield Shortage(
                        (klass.id, subject), need, have,
                        Text(f"{klass.id} {subject} 每周 {need} 节，按每日最多节数只排得下 {have} 节",
                             f"{klass.id} {subject}: {need} lessons a week; its daily most leaves room for {have}"),
                        (setting.source,),
                    )  # fmt: skip


def _sport(school: School, hard: Sequence[RuleSetting]) -> Iterator[Shortage]:
    """Lessons of PE and activity against those that every day of a class asks for; classes short alike together."""
    sport = school.tagged("pe", "activity")
    for setting in (s for s in hard if s.rule == "pe_or_activity_daily"):
        short: dict[tuple[int, int], list[str]] = defaultdict(list)
        for klass in filter(setting.scope.has_group, school.classes):
            need = setting["least"] * len({s.day for s in school.slots_of(klass)})
            mine = [x for c in school.courses_of(klass) if c.subject in sport for x in c.sessions]
            have = int(sum(min(x.duration, setting["least"]) * (1.0 if x.weeks is Weeks.ALL else 0.5) for x in mine))
            if have < need:
                short[need, have].append(klass.id)
        for (need, have), classes in short.items():
            yield Shortage(
                tuple(classes), need, have,
                Text(f"{'、'.join(classes)} 每天都要有体育课或体育活动课，每周要 {need} 节，课程计划里只有 {have} 节\n"
                     "  可以：在 课程计划 加体育活动课，或在 规则 表把“每天一节体育或活动课”改成“尽量”",
                     f"{', '.join(classes)}: PE or activity every day is {need} lessons a week, the curriculum has "
                     f"{have}\n  Maybe: add activity lessons in sheet 课程计划, or make pe_or_activity_daily soft in "
                     "sheet 规则"),
                (setting.source,),
            )  # fmt: skip


def _periods(courses: Iterable[Course]) -> int:
    """Periods of the fuller week; sessions every other week are spread over both as evenly as can be."""
    return ceil(sum(c.periods for c in courses))


def _room_in_week(
    school: School, teacher: Teacher, courses: Iterable[Course], forbidden: Mapping[str, set[str]], most: int
) -> int:
    slots = {s for c in courses for s in _open(school, c.id, forbidden)}
    total = 0
    for _, moments in groupby(school.moments_of(teacher), key=lambda m: m.day):
        # moments of two bell schedules overlap: the most lessons in a day are found by taking the earliest end first
        open_slots = sorted({s for m in moments for s in m.slots if s.id in slots}, key=lambda s: s.end)
        fit, last_end = 0, 0
        for slot in open_slots:
            if slot.start >= last_end:
                fit, last_end = fit + 1, slot.end
        total += min(fit, most)
    return total


def _rooms(school: School, hard: Sequence[RuleSetting], forbidden: Mapping[str, set[str]]) -> Iterator[Shortage]:
    closed = school.closed_rooms
    for rooms in connected(school):
        sets = {frozenset(n.options) for c in school.courses for n in c.needs if n.options[0] in rooms}
        for options in sorted(sets, key=sorted):
            yield from _room_set(school, options, closed, forbidden)


def _room_set(
    school: School, rooms: frozenset[str], closed: Mapping[str, frozenset[str]], forbidden: Mapping[str, set[str]]
) -> Iterator[Shortage]:
    uses = [(c, c.places) for c in school.courses for n in c.needs if rooms.issuperset(n.options)]
    need = ceil(sum(places * c.periods for c, places in uses))
    slots = {s for c, _ in uses for s in _open(school, c.id, forbidden)}
    per_room: dict[str, int] = defaultdict(int)
    for room in rooms:
        free = sorted((school.grid.slot[s] for s in slots - closed.get(room, set())), key=lambda s: (s.day, s.end))
        day, last_end = 0, 0
        for slot in free:
            if slot.day != day:
                day, last_end = slot.day, 0
            if slot.start >= last_end:
                per_room[room] += school.room[room].holds
                last_end = slot.end
    have = sum(per_room.values())
    if need > have:
        names = "、".join(sorted(rooms))
        yield Shortage(
            tuple(sorted(rooms)), need, have,
            Text(f"场地 {names} 每周要 {need} 班次，最多容 {have} 班次，差 {need - have}",
                 f"rooms {names}: {need} class places a week are needed, there are at most {have}: "
                 f"{need - have} short"),
        )  # fmt: skip
