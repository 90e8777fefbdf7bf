"""From a plan workbook to what staffing decides: its open cells, its teachers and their weeks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from scheduler.domain import Course, School, Teacher, Text, Times, Weeks
from scheduler.errors import IntakeProblem
from scheduler.intake import Edit, words
from scheduler.intake.draft import Draft
from scheduler.intake.log import Log
from scheduler.intake.open_cells import OpenCell, last_year, open_cells
from scheduler.intake.plan import compile_school, read_draft
from scheduler.intake.sheets.teachers import TeacherLine
from scheduler.intake.staff import Staff
from scheduler.intake.subjects import TAGS, make_subject
from scheduler.intake.workbook import NO_CELL, Book
from scheduler.rule import Rule

from .problem import Answer, Person, Post, art

FULL_POST = "teacher_week_load"  # the rule whose usual figure is a full post
ENDLESS = 10**6


@dataclass(frozen=True)
class Site:
    """A school that is to be staffed. ``school`` is compiled with nobody in the open cells; ``problems`` are those of
    the workbook without the open cells' own: one that is fatal forbids to go on. ``full``: lessons of a full post;
    ``most``: lessons a week of those of whom the workbook says nothing (0: as many as fit into the week)."""

    name: str
    draft: Draft
    school: School
    open: tuple[OpenCell, ...]
    last: Mapping[tuple[str, str], tuple[str, ...]]
    problems: tuple[IntakeProblem, ...]
    full: int
    most: int = 0

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """The open cells, alike ones together."""
        found: dict[tuple[int, str, int, int], list[str]] = {}
        for cell in self.open:
            alike = cell.grade, cell.subject, round(2 * cell.lessons), self._days_of(cell)
            found.setdefault(alike, []).append(cell.klass)
        return tuple(
            Post(self.name, g, s, n, tuple(classes), days) for (g, s, n, days), classes in sorted(found.items())
        )

    def _days_of(self, cell: OpenCell) -> int:
        """On how many days at least a class must have these lessons: at most so many a day (同科每天不重复)."""
        course = self.school.course.get(f"{cell.klass} {cell.subject}")
        if course is None:
            return 1
        always = [s for s in course.sessions if s.weeks is Weeks.ALL]
        days = 1
        for setting in self.school.settings:
            if setting.rule == "subject_a_day" and setting.hard and setting.scope.has_course(course, self.school):
                most = setting["most"] or ceil(len(course.sessions) / len(self.school.grid.days))
                count = sum(s.duration for s in always) if setting["most"] else len(always)
                days = max(days, ceil(count / most))
        return days

    def days(self, teacher: Teacher) -> int:
        """On how many days he can be at school."""
        closed = self.school.closed_to_teacher.get(teacher.id, frozenset())
        return len({s.day for s in self.school.grid.slots if s.id not in closed})

    @cached_property
    def staff(self) -> Staff:
        """How the names written in cells are found."""
        return Staff(self.draft.teachers, Log())

    @cached_property
    def courses(self) -> Mapping[str, tuple[Course, ...]]:
        """The lessons that are given already, by teacher."""
        return {id: tuple(c for c in courses if c.groups) for id, courses in self.school.courses_of_teacher.items()}

    def halves(self, teacher: str) -> int:
        """Half-lessons a week that a teacher gives here already."""
        return sum(round(2 * c.periods) for c in self.courses.get(teacher, ()))

    def has(self, teacher: str) -> frozenset[tuple[str, str, int]]:
        """(school, subject, grade) that a teacher has here already."""
        mine = self.courses.get(teacher, ())
        return frozenset((self.name, c.subject, g) for c in mine for g in self.school.grades_of(c))

    def classes(self, teacher: str) -> frozenset[tuple[str, str]]:
        """(school, class) that a teacher meets here already."""
        mine = self.courses.get(teacher, ())
        return frozenset((self.name, group) for c in mine for group in c.groups)

    def limit(self, teacher: Teacher) -> int:
        """The most half-lessons a week that the workbook lets a teacher have."""
        return 2 * min((s["most"] for s in self._asked(teacher, FULL_POST)), default=self.most or ENDLESS // 2)

    def week(self, teacher: Teacher, away: Times | None = None) -> int:
        """The most half-lessons that fit into his week: open periods by day, under his limit a day, without meetings.
        ``away``: when he is at no school."""
        closed = self.school.closed_to_teacher.get(teacher.id, frozenset())
        day_most = min((s["most"] for s in self._asked(teacher, "teacher_day_load")), default=ENDLESS)
        by_day: dict[int, int] = {}
        for moment in self.school.grid.moments(self.school.grid.bell):
            if any(s.id not in closed and (away is None or s not in away) for s in moment.slots):
                by_day[moment.day] = by_day.get(moment.day, 0) + 1
        meetings = sum(c.periods for c in self.school.courses_of_teacher.get(teacher.id, ()) if not c.groups)
        fitting = sum(min(n, day_most) for n in by_day.values())
        return 2 * min(fitting, int(sum(by_day.values()) - meetings))

    def _asked(self, teacher: Teacher, rule: str) -> list[Mapping[str, int]]:
        settings = [s for s in self.school.settings if s.rule == rule and s.hard and not s.scope.courses]
        return [s for s in settings if s.scope.has_teacher(teacher)]  # type: ignore[misc]

    @cached_property
    def arts(self) -> Mapping[tuple[str, str], int]:
        """Half-lessons of music, art and PE that are not open, by (subject, teacher); '' where nobody is named."""
        found: dict[tuple[str, str], int] = {}
        empty = {f"{c.klass} {c.subject}" for c in self.open}
        for course in self.school.courses:
            if course.groups and course.id not in empty and art(course.subject):
                who = course.teachers[0] if course.teachers else ""
                found[course.subject, who] = found.get((course.subject, who), 0) + round(2 * course.periods)
        return found

    def edits(self, answer: Answer, names: Mapping[str, str]) -> tuple[Edit, ...]:
        """The cells to fill; ``names``: what is written for a person."""
        filled = ((c, answer.get((self.name, c.klass, c.subject))) for c in self.open)
        return tuple(Edit(c.cell.sheet, c.cell.address, None, names[who]) for c, who in filled if who)


def read_site(
    name: str, book: Book, rules: Mapping[str, Rule], guests: Iterable[tuple[str, str]] = (), most: int = 0
) -> Site:
    """A school as its workbook says. ``guests``: (name, kind) of teachers who belong to the district and may stand in
    任课 without a row in 教师."""
    log = Log()
    draft = read_draft(book, log)
    known = {words.key(line.name) for line in draft.teachers}
    new = [(guest, kind) for guest, kind in guests if words.key(guest) not in known]
    if draft.teachers:
        lines = [TeacherLine(guest, NO_CELL, kind, NO_CELL, (), Times(), NO_CELL, "") for guest, kind in new]
        draft = replace(draft, teachers=[*draft.teachers, *lines])
    found = tuple(open_cells(draft))
    school = compile_school(draft, rules, log)
    empty = {(c.cell.sheet, c.cell.address) for c in found}
    later = {m.cell.sheet for m in draft.meetings} if found else set()  # who meets is known when all are staffed
    problems = tuple(p for p in log.problems if (p.sheet, p.cell) not in empty and p.sheet not in later)
    full = most or int(next((p.default for p in rules[FULL_POST].params if p.name == "most"), 20))
    return Site(name, draft, school, found, last_year(book, draft), problems, full, most)


def subjects_of(site: Site, written: Sequence[str]) -> frozenset[str]:
    """The school's subjects that these names and tags mean."""
    said = site.draft.subjects.find_all(written)
    tags = TAGS.intersection(said)
    return frozenset(s for s in site.draft.subjects.names if s in said or tags & make_subject(s).tags)


def people_of(site: Site, but: frozenset[str] = frozenset()) -> Iterator[Person]:
    """The school's own teachers, without some: those may be given what 教师 says they teach, or what they teach already
    (in 任课, or, where neither says anything, last year)."""
    lines = {line.name: line for line in site.draft.teachers}
    for teacher in site.school.teachers:
        if teacher.id in but:
            continue
        line = lines.get(teacher.id)
        written = words.split(line.subjects.value) if line and not line.subjects.empty else []
        able = subjects_of(site, written) | {c.subject for c in site.courses[teacher.id]}
        if not able:
            able = frozenset(s for (_, s), who in site.last.items() if words.key(teacher.id) in who)
        first = subjects_of(site, written[:1]) or able
        limit, load = site.limit(teacher), site.halves(teacher.id)
        yield Person(
            id=f"{site.name}/{teacher.id}",
            name=teacher.id,
            subjects=frozenset((site.name, s) for s in able),
            free=max(min(limit, site.week(teacher)) - load, 0),
            norm=limit if limit < ENDLESS else 2 * site.full,
            load=load,
            has=site.has(teacher.id),
            has_classes=site.classes(teacher.id),
            trained=frozenset((site.name, s) for s in able if art(s) and art(s) in {art(f) for f in first}),
            home=site.name,
            days=site.days(teacher),
        )


def heads_of(site: Site, ids: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(person, school, class) of the class teachers; ``ids``: person by the key of his name."""
    for klass in site.draft.classes:
        for name in site.staff.listed(klass.teacher):
            if words.key(name) in ids:
                yield ids[words.key(name)], site.name, klass.name


def before_of(site: Site, ids: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """(person, school, class, subject) as it was last year, of those who are still there."""
    for (klass, subject), names in site.last.items():
        yield from ((ids[name], site.name, klass, subject) for name in names if name in ids)


def nobody_to_ask(site: Site) -> Text | None:
    """What to say where the workbook does not tell what anybody teaches."""
    if any(not line.subjects.empty for line in site.draft.teachers) or any(site.courses.values()) or site.last:
        return None
    return Text(
        "没有写谁能教什么：在 教师 表填 任教科目", "nobody is said to teach anything: fill 任教科目 in sheet 教师"
    )
