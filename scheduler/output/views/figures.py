"""The figures of a timetable (统计): lessons against the plan, teachers' loads, homework, what soft rules
cost.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from scheduler.domain import School, View

from ..tables import classes_of, periods
from .homework import homework_cap
from .teaching import gaps as gap_count
from .words import day_names, grade_name, number

if TYPE_CHECKING:
    from ..run import Run


@dataclass(frozen=True)
class Table:
    """A small table: a title, column heads, and cells as text. ``wrong`` are the (row, column) that break the
    plan.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wrong: frozenset[tuple[int, int]] = frozenset()
    note: str = ""


def figures(run: Run) -> list[Table]:
    """All tables of a run; one without rows is left out."""
    view = View(run.school, run.timetable, run.homework)
    tables = [lessons_by_class(view), teacher_loads(view), homework_by_grade(view), soft_costs(run)]
    return [t for t in tables if t.rows]


def lessons_by_class(view: View) -> Table:
    """Periods a week by class and subject; where they are not the plan's, ``placed/planned``."""
    school = view.school
    held = {
        (klass.id, p.course.subject, p.slot.id, week)  # the parallel groups of a band are one lesson of the class
        for p in periods(school, view.timetable)
        for klass in classes_of(school, p.course)
        for week in school.weeks
        if p.placement.weeks.covers(week)
    }
    counts = Counter((klass, subject) for klass, subject, _, _ in held)
    plan = _planned(school)
    taught = {subject for klass in school.classes for subject in school.subjects_of(klass)}
    subjects = [s.id for s in school.subjects if s.id in taught]
    rows, wrong = [], set()
    for r, klass in enumerate(school.classes):
        cells = [klass.id]
        for c, subject in enumerate(subjects, 1):
            placed = counts[klass.id, subject] / len(school.weeks)
            planned = plan.get((klass.id, subject), 0.0)
            same = abs(placed - planned) < 1e-9
            cells.append((number(placed) if placed else "") if same else f"{number(placed)}/{number(planned)}")
            if not same:
                wrong.add((r, c))
        total = sum(counts[klass.id, s] for s in subjects) / len(school.weeks)
        rows.append((*cells, number(total)))
    note = "红色的格子是“已排/计划”，与课程计划不一致" if wrong else "与课程计划一致"
    return Table("各班每周课时", ("班级", *subjects, "合计"), tuple(rows), frozenset(wrong), note)


def _planned(school: School) -> dict[tuple[str, str], float]:
    """What the curriculum asks for by class and subject; for subjects it does not name, the periods of the class's
    courses.
    """
    rows: dict[int, dict[str, float]] = {}
    for row in school.curriculum:
        rows.setdefault(row.grade, {}).setdefault(row.subject, row.lessons)
    planned: dict[tuple[str, str], float] = {}
    for klass in school.classes:
        for course in school.courses_of(klass):
            key = (klass.id, course.subject)
            planned[key] = planned.get(key, 0.0) + course.periods
        planned.update({(klass.id, subject): n for subject, n in rows.get(klass.grade, {}).items()})
    return planned


def teacher_loads(view: View) -> Table:
    """Periods a week and a day, free periods between two lessons of one half-day, classes; odd and even
    averaged.
    """
    school, days = view.school, view.school.grid.days
    busy = [
        (t.id, lesson.slot.day, 1 / len(school.weeks))
        for t in school.teachers
        for week in school.weeks
        for lesson in view.of_teacher(t.id, week)
    ]
    frame = pd.DataFrame(busy, columns=["teacher", "day", "periods"])
    load = {key: float(n) for key, n in frame.groupby(["teacher", "day"])["periods"].sum().items()}
    rows = []
    for t in school.teachers:
        by_day = [load.get((t.id, day), 0.0) for day in days]
        if not any(by_day):
            continue
        courses = school.courses_of_teacher[t.id]
        classes = dict.fromkeys(k.id for c in courses for k in classes_of(school, c))
        gaps = sum(gap_count(view, t, week) for week in school.weeks) / len(school.weeks)
        subjects = dict.fromkeys(c.subject for c in courses)
        daily = (number(n) if n else "" for n in by_day)
        present = str(sum(n > 0 for n in by_day))
        about = (number(gaps), str(len(classes)), "、".join(subjects))
        rows.append((t.id, number(sum(by_day)), *daily, present, *about))
    columns = ("教师", "每周节数", *day_names(school), "到校天数", "半天空堂", "班数", "科目")
    return Table("教师工作量", columns, tuple(rows), note="含教研等会议；空堂是同一半天里两节课之间没有课的节次")


def homework_by_grade(view: View) -> Table:
    """Minutes a day by grade, over its classes, days and weeks: mean and most, beside the cap."""
    school = view.school
    minutes = [
        (k.grade, sum(view.homework_of(k.id, week, day).values()))
        for k in school.classes
        for week in school.weeks
        for day in school.grid.days
    ]
    grades = pd.DataFrame(minutes, columns=["grade", "minutes"]).groupby("grade")["minutes"].agg(["mean", "max"])
    rows = []
    for grade, row in grades.iterrows() if view.homework.items else ():
        found = (homework_cap(school, k) for k in school.classes if k.grade == grade)
        caps = [cap for cap in found if cap is not None]
        cap = str(min(caps)) if caps else "未设"
        rows.append((grade_name(int(str(grade))), number(float(row["mean"])), number(float(row["max"])), cap))
    return Table("各年级作业时间（分钟）", ("年级", "每天平均", "最多一天", "每日上限"), tuple(rows))


def soft_costs(run: Run) -> Table:
    """What the soft rules cost, dearest first; an amount is in its rule's own unit."""
    amounts: dict[str, list[int]] = {}
    for entry in run.audit.entries:
        if entry.cost:
            amounts.setdefault(entry.setting.rule, []).append(entry.amount)
    costs = run.audit.costs
    rows = []
    for code in sorted(costs, key=lambda c: (-costs[c], c)):
        rule = run.rules.get(code)
        title, unit = (rule.title.zh, rule.unit.zh) if rule else (code, "")
        rows.append((title, str(sum(amounts[code])), unit, number(costs[code] / 1000)))
    note = f"合计 {number(run.audit.cost / 1000)}；越小越好，0 为全部满足"
    return Table("尽量满足的规则：代价", ("规则", "违反量", "单位", "代价"), tuple(rows), note=note)
