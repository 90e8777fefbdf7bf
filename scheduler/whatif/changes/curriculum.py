"""Lessons a week of a subject."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain import Text
from scheduler.intake import Edit, Plan, words
from scheduler.intake.log import Log
from scheduler.intake.sheets.assignment import Share, read_staff
from scheduler.intake.workbook import Cell
from scheduler.rule import Rule

from .. import shapes
from ..change import Change
from ..desk import Desk, number_of
from ..error import ChangeError
from ..kind import Field, kind
from ..staffing import NOBODY, staff_text

_LESSONS = Text("课时", "lessons a week")


def _say(change: Change, lang: str) -> str:
    who, subject, count, other = (change[f] for f in ("who", "subject", "lessons", "instead"))
    if lang == "zh":
        return f"{who}{subject}每周 {count} 节" + (f"，与{other}增减相抵" if other else "")
    return f"{who}: {count} lessons of {subject} a week" + (f", at the cost of {other}" if other else "")


@kind(
    "lessons", _LESSONS,
    (Field("who", Text("年级", "grade"), "people", aliases=("年级或班级", "班级", "class", "grades")),
     Field("subject", Text("科目", "subject")), Field("lessons", Text("节数", "lessons"), "number", aliases=("课时",)),
     Field("instead", Text("换", "instead"), optional=True, aliases=("抵", "from")),
     Field("teacher", Text("教师", "teacher"), optional=True)),
    Text("课时 五年级 数学 6 换=自习", "lessons 五年级 数学 6 instead=自习"), _say, ("周课时", "每周节数"),
)  # fmt: skip
def lessons(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """The cell of 课程计划; the cells of 任课 that divide the lessons between teachers, the rows of 合班走班, and the
    homework of a subject that ends, follow. A subject that is new needs its ``teacher``; without one nobody is named.
    ``instead``: another subject that has as many fewer (or more), where the week is full."""
    desk = Desk(plan)
    subject = desk.names.subject(change["subject"])
    other = desk.names.subject(change["instead"]) if change["instead"] else ""
    count = shapes.number(change["lessons"], _LESSONS, 0, 60, 0.5)
    for grade in _grades(desk, change["who"]):
        more = count - desk.origins.subject[subject].lessons.get(grade, 0)
        _set(desk, grade, subject, count, change["teacher"])
        if other:
            left = desk.origins.subject[other].lessons.get(grade, 0) - more
            if left < 0 or other == subject:
                zh, en = f"{other} 的课时不够抵", f"{other} has too few lessons to give"
                raise ChangeError(Text(zh, en))
            _set(desk, grade, other, left, change["teacher"])
    return desk.edits


def _set(desk: Desk, grade: int, subject: str, count: float, teacher: object) -> None:
    line = desk.origins.subject[subject]
    before = line.lessons.get(grade, 0)
    column = desk.grade_column("curriculum", grade)
    desk.write(desk.cell("curriculum", number_of(line.cell), column), count or None)
    if count != before:
        _follow(desk, grade, subject, before, count, teacher)


def _grades(desk: Desk, written: object) -> tuple[int, ...]:
    """The grades; a class stands for its grade only where that has no other."""
    classes = desk.names.classes_in(written)
    grades = tuple(dict.fromkeys(desk.school.group[c].grade for c in classes))
    others = [c.id for c in desk.school.classes if c.grade in grades and c.id not in classes]
    if others:
        zh = f"课时按年级定：{others[0]} 同年级，也要改；写年级"
        raise ChangeError(Text(zh, f"lessons are set by grade, {others[0]} has them too: name the grade"))
    return grades


def _follow(desk: Desk, grade: int, subject: str, before: float, count: float, teacher: object) -> None:
    names = {c.id for c in desk.school.classes if c.grade == grade}
    together = _groups(desk, subject, names, before, count)
    for row in desk.rows("assignment"):
        name = words.clean(row["class"].value)
        if name not in names or name in together:
            continue
        cell = desk.cell("assignment", row.number, desk.subject_column(subject))
        if not count:
            desk.write(cell, None)
        elif not before:
            desk.write(cell, desk.names.teacher(teacher) if teacher else cell.value or NOBODY)
        else:
            _reshare(desk, cell, count - before)
    target = desk.origins.homework.targets.get((grade, subject))
    if not count and target:
        desk.write(target[2], None)


def _groups(desk: Desk, subject: str, classes: set[str], before: float, count: float) -> set[str]:
    """The classes that are taught in rows of 合班走班, whose lessons are rewritten; one that is shared with another
    grade cannot be."""
    found: set[str] = set()
    for row in desk.rows("groups"):
        if desk.names.subject(row["subject"].value) != subject:
            continue
        members = set(desk.names.classes_in(row["classes"].value))
        if not members & classes:
            continue
        if members - classes or words.number(row["lessons"].value) != before or not count:
            where = f"{row['lessons'].sheet} {row['lessons'].address}"
            zh = f"{subject} 有合班或走班（{where}），请先改那里"
            raise ChangeError(Text(zh, f"{subject} is taught to several classes at once ({where}): change that first"))
        desk.write(row["lessons"], count)
        found |= members
    return found


def _reshare(desk: Desk, cell: Cell, more: float) -> None:
    """Where teachers divide the lessons, the one with most has more or fewer."""
    keys = [words.key(name) for name in desk.names.teachers]
    shares = list(read_staff(cell, keys, Log()) or ()) if not cell.empty else []
    counted = [s for s in shares if s.lessons is not None]
    if len(counted) < len(shares) or not counted:
        return  # whoever has no number has the rest
    most = max(counted, key=lambda s: s.lessons or 0)
    left = [Share(s.names, (s.lessons or 0) + more if s is most else s.lessons) for s in shares]
    if min(s.lessons or 0 for s in left) <= 0:
        where = f"{cell.sheet} {cell.address}"
        raise ChangeError(Text(f"{where} 的课由几人分，减不下来，请先改那里",
                               f"{where} divides the lessons, too few are left: change that first"))  # fmt: skip
    desk.write(cell, staff_text(left))
