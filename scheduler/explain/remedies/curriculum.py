"""课程计划: fewer double lessons, and, last, a lesson of a subject less."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain import Course, RuleSetting, Text
from scheduler.intake.edits import Edit
from scheduler.rule import say_grade

from .clash import Clash
from .remedy import Remedy, price, rewritten
from .written import by_grade, set_cell

_SPORT = ("pe", "activity")  # 体育课不得挤占, regulation or not
_FILLS = ("local", "practice")  # subjects that may take the lesson another gives up
_GENERAL = frozenset({"weekly_total"})  # asks of the whole week, which stays as long


def remedies(clash: Clash) -> Iterator[Remedy]:
    """For the subjects of the conflict, grade by grade."""
    seen: set[tuple[int, str]] = set()
    for course in clash.lessons:
        for grade in sorted(clash.school.grades_of(course)):
            if (grade, course.subject) not in seen:
                seen.add((grade, course.subject))
                yield from _fewer_doubles(clash, grade, course)
                yield from _lesson_less(clash, grade, course)


def _fewer_doubles(clash: Clash, grade: int, course: Course) -> Iterator[Remedy]:
    line = clash.origins.subject.get(course.subject)
    if line is None or grade not in line.doubles or not any(s.duration > 1 for s in course.sessions):
        return
    cell, count = line.doubles_cell, line.doubles[grade][0]
    left = {**line.doubles, grade: (count - 1, line.doubles[grade][1])}
    values = {g: (f"{n}" if length == 2 else f"{n}×{length}") for g, (n, length) in left.items() if n}
    new = by_grade(values, tuple(line.lessons))
    said = Text(
        f"{say_grade(grade, 'zh')}{course.subject}连堂由每周 {count} 次改为 {count - 1} 次",
        f"{course.subject} in {say_grade(grade, 'en')}: {count - 1} double lesson(s) a week instead of {count}",
    )
    yield rewritten("doubles", cell, int(new) if new.isdigit() else new, said, price("doubles"))


def _lesson_less(clash: Clash, grade: int, course: Course) -> Iterator[Remedy]:
    """One lesson less, given to another subject where the week has to stay full."""
    cell = clash.origins.lessons.get((grade, course.subject))
    line = clash.origins.subject.get(course.subject)
    lessons = line.lessons.get(grade, 0) if line else 0
    if cell is None or lessons < 2 or _bound(clash, course.subject) or _split(clash, grade, course.subject):
        return
    count, length = line.doubles.get(grade, (0, 2)) if line else (0, 2)
    if count * length > lessons - 1:
        return
    edits: list[Edit] = [set_cell(cell, _number(lessons - 1))]
    zh, en = f"由每周 {lessons:g} 节改为 {lessons - 1:g} 节", f"{lessons - 1:g} instead of {lessons:g} lessons a week"
    if _full(clash, grade):
        other = _filler(clash, grade)
        if other is None:
            return
        more = clash.origins.lessons[grade, other]
        now = clash.origins.subject[other].lessons[grade]
        edits.append(set_cell(more, _number(now + 1)))
        zh += f"，{other}由 {now:g} 节改为 {now + 1:g} 节"
        en += f", and {now + 1:g} instead of {now:g} of {other}"
    where = "、".join(e.cell for e in edits)
    yield Remedy(
        "lessons",
        tuple(edits),
        Text(
            f"{say_grade(grade, 'zh')}{course.subject}{zh}（{cell.sheet} {where}）",
            f"{course.subject} in {say_grade(grade, 'en')}: {en} ({cell.sheet} {where})",
        ),
        price("lessons", enough=clash.short <= 1),
    )


def _number(lessons: float) -> int | float:
    return int(lessons) if lessons == int(lessons) else lessons


def _bound(clash: Clash, subject: str) -> bool:
    """Whether the subject may not have fewer lessons: sport, and whatever a regulation speaks of."""
    names = {subject, *clash.school.subject[subject].tags}
    regulated = (s for s in clash.school.settings if s.source.pack)
    return not names.isdisjoint(_SPORT) or any(_speaks_of(clash, s, names) for s in regulated)


def _speaks_of(clash: Clash, setting: RuleSetting, names: set[str]) -> bool:
    rule = clash.rules[setting.rule]
    if not (rule.structural or rule.about_plan) or rule.code in _GENERAL:
        return False
    values = [v for _, value in setting.params for v in (value if isinstance(value, tuple) else (value,))]
    listed = {v for v in values if isinstance(v, str)} | setting.scope.subjects
    return not names.isdisjoint(listed)


def _split(clash: Clash, grade: int, subject: str) -> bool:
    """Whether the number of lessons stands elsewhere too: shares of two teachers, teaching groups."""
    school = clash.school
    for course in school.courses:
        if course.subject == subject and grade in school.grades_of(course):
            cell = clash.origins.course.get(course.id)
            if course.id in clash.origins.group or (cell is not None and "+" in str(cell.value)):
                return True
    return False


def _full(clash: Clash, grade: int) -> bool:
    """Whether every slot of the grade's week has to hold a lesson and does."""
    if not any(s.rule == "class_week_full" and s.hard for s in clash.school.settings):
        return False
    total = sum(line.lessons.get(grade, 0) for line in clash.origins.subject.values())
    return any(len(clash.school.slots_of(k)) >= total for k in clash.school.classes if k.grade == grade)


def _filler(clash: Clash, grade: int) -> str | None:
    """A subject outside the conflict that may have one lesson more."""
    busy = {c.subject for c in clash.lessons}
    able = []
    for (at, subject), _ in clash.origins.lessons.items():
        tags = clash.school.subject[subject].tags
        if at != grade or subject in busy or _bound(clash, subject) or _split(clash, grade, subject):
            continue
        if not tags.isdisjoint(_FILLS) or not tags:  # 自习, 阅读 and other names that no rule speaks of
            able.append((_taught(clash, grade, subject), subject))
    return min(able)[1] if able else None


def _taught(clash: Clash, grade: int, subject: str) -> bool:
    """Whether it takes a teacher's time."""
    school = clash.school
    return any(c.teachers for c in school.courses if c.subject == subject and grade in school.grades_of(c))
