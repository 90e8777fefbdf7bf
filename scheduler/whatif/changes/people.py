"""Teachers: away at times, leaving, replaced, new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scheduler.domain import Course, Text, Times
from scheduler.explain.remedies.written import write_times
from scheduler.intake import Edit, Plan, words
from scheduler.intake.workbook import Cell
from scheduler.rule import Rule

from .. import shapes
from ..change import Change
from ..desk import Desk, number_of
from ..error import ChangeError
from ..kind import Field, kind
from ..names import unknown
from ..staffing import lessons_of, list_teacher, rename_elsewhere, rename_heads, restaff, taught_in

TEACHER = Field("teacher", Text("教师", "teacher"))
TIMES = Field("times", Text("时间", "times"), "times", many=True)
FROM = Field("since", Text("自", "from"), "date", optional=True, aliases=("since", "起"))
CLASSES = Field("classes", Text("班级", "classes"), "people", optional=True, aliases=("class",), many=True)
_OPEN = "待定"


def and_times(old: Any, new: Times) -> str:
    """A cell of closed times with more of them; what it said stays as it was written."""
    try:
        had = Times.parse(str(old)).patterns if old not in (None, "") else ()
    except ValueError:
        had = ()
    more = write_times(Times(tuple(p for p in new.patterns if not any(o.holds(p) for o in had))), old)
    return f"{old}；{more}" if had and more else more if not had else str(old)


def _say_absent(change: Change, lang: str) -> str:
    times = shapes.say(change["times"], "times", lang)
    since = change["since"]
    if lang == "zh":
        return f"{change['teacher']} {times} 不在" + (f"（自{since}起）" if since else "")
    return f"{change['teacher']} is away on {times}" + (f" from {since} on" if since else "")


@kind(
    "absent", Text("不可用", "absent"), (TEACHER, TIMES, FROM),
    Text("不可用 张三 周二下午", "absent 张三 Tue pm"), _say_absent, ("不在", "请假", "away", "unavailable"),
)  # fmt: skip
def absent(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """The times are closed in 教师, or, without that sheet, by a row of 固排禁排."""
    desk = Desk(plan)
    teacher, times = desk.names.teacher(change["teacher"]), shapes.times(change["times"])
    row = desk.origins.teacher.get(teacher)
    if row:
        number = number_of(row["name"])
        old = desk.value(desk.cell("teachers", number, desk.column("teachers", "away")))
        desk.put("teachers", number, "away", and_times(old, times))
    else:
        desk.add_row("locks", {"teacher": teacher, "times": write_times(times), "way": "禁排"})
    return desk.edits


def _say_leaves(change: Change, lang: str) -> str:
    to = "、".join(shapes.listed(change["to"]))
    if lang == "zh":
        return f"{change['teacher']} 离职，" + (f"课由 {to} 接" if to else "课待定（由一位新人接）")
    return f"{change['teacher']} leaves, " + (f"{to} to take over" if to else "somebody new takes over")


@kind(
    "leaves", Text("离职", "leaves"),
    (TEACHER, Field("to", Text("接任", "to"), optional=True, aliases=("由", "接课"), many=True)),
    Text("离职 张三 李四", "leaves 张三 to=李四"), _say_leaves, ("调离", "离校"),
)  # fmt: skip
def leaves(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """His lessons go to others, class by class to whom has the subject and fewest lessons; to nobody in particular:
    to somebody yet to be found, who has them all and no closed times."""
    desk = Desk(plan)
    teacher = desk.names.teacher(change["teacher"])
    others = [desk.names.teacher(name) for name in shapes.listed(change["to"])]
    if teacher in others:
        raise ChangeError(Text(f"{teacher} 不能接自己的课", f"{teacher} cannot take over from {teacher}"))
    courses = lessons_of(desk, teacher)
    row = desk.origins.teacher.get(teacher)
    if others:
        heirs = _shared_out(desk, courses, others)
        if row:
            _leave(desk, row["name"])
    else:
        somebody = f"{_OPEN}({teacher})"
        heirs = {course.groups: somebody for course in courses}
        others = [somebody]
        if row:
            desk.write(row["name"], somebody)
            desk.write(row["away"], None) if row["away"].address else None
    _hand_over(desk, rules, teacher, courses, heirs, others[0])
    return desk.edits


def _leave(desk: Desk, name: Cell) -> None:
    for row in desk.rows("teachers"):
        if row.number == number_of(name):
            desk.clear(row)


def _shared_out(desk: Desk, courses: Iterable[Course], others: list[str]) -> dict[tuple[str, ...], str]:
    """Who takes the lessons of each class: those who have the subjects first, then those with fewest periods."""
    load = {t: sum(c.periods for c in desk.school.courses_of_teacher.get(t, ())) for t in others}
    classes: dict[tuple[str, ...], list[Course]] = {}
    for course in courses:
        classes.setdefault(course.groups, []).append(course)
    heirs: dict[tuple[str, ...], str] = {}
    for groups, mine in sorted(classes.items(), key=lambda item: (-sum(c.periods for c in item[1]), item[0])):

        def rank(name: str, mine: list[Course] = mine) -> tuple[int, float, int]:
            strange = sum(c.subject not in desk.school.teacher[name].subjects for c in mine)
            return strange, load[name], others.index(name)

        heirs[groups] = min(others, key=rank)
        load[heirs[groups]] += sum(c.periods for c in mine)
    return heirs


def _hand_over(
    desk: Desk,
    rules: Mapping[str, Rule],
    teacher: str,
    courses: Iterable[Course],
    heirs: Mapping[tuple[str, ...], str],
    first: str,
) -> None:
    rename_elsewhere(desk, rules, teacher, lambda klass: heirs.get((klass,), first))
    _retaught(desk, teacher, courses, heirs)


def _retaught(desk: Desk, teacher: str, courses: Iterable[Course], heirs: Mapping[tuple[str, ...], str]) -> None:
    cells = {(cell.sheet, cell.address): (cell, c) for c in courses if (cell := taught_in(desk, c))}
    for cell, course in cells.values():
        if words.key(teacher) in words.key(desk.value(cell)):  # not a class teacher's cell that is rewritten already
            restaff(desk, cell, teacher, heirs[course.groups])


def _say_replaced(change: Change, lang: str) -> str:
    classes = "、".join(shapes.listed(change["classes"]))
    if lang == "zh":
        return f"{change['by']} 接替 {change['teacher']}" + (f"（{classes}）" if classes else "")
    return f"{change['by']} replaces {change['teacher']}" + (f" in {classes}" if classes else "")


@kind(
    "replaced", Text("替换", "replaced"),
    (TEACHER, Field("by", Text("接替", "by"), aliases=("由", "换成")), CLASSES),
    Text("替换 张三 李四 三1", "replaced 张三 李四 三1"), _say_replaced, ("接替", "代课", "换人"),
)  # fmt: skip
def replaced(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """Another teacher has the lessons, of all classes or of some; he is class teacher there, too."""
    desk = Desk(plan)
    teacher, by = desk.names.teacher(change["teacher"]), desk.names.teacher(change["by"])
    if teacher == by:
        raise ChangeError(Text(f"{teacher} 不能接替自己", f"{teacher} cannot replace {teacher}"))
    classes = desk.names.classes_in(change["classes"])
    courses = lessons_of(desk, teacher, classes)
    if not courses:
        where = "、".join(classes)
        raise ChangeError(
            Text(f"{teacher} 没有{where}的课", f"{teacher} has no lessons" + (f" in {where}" if where else ""))
        )
    heirs = {course.groups: by for course in courses}
    if classes:
        rename_heads(desk, teacher, lambda klass: by, classes)
        _retaught(desk, teacher, courses, heirs)
    else:
        _hand_over(desk, rules, teacher, courses, heirs, by)
    return desk.edits


def _say_joins(change: Change, lang: str) -> str:
    subjects, classes = ("、".join(shapes.listed(change[f])) for f in ("subjects", "classes"))
    if lang == "zh":
        return f"新教师 {change['teacher']}，教{subjects}" + (f"（{classes}）" if classes else "")
    return f"{change['teacher']} joins for {subjects}" + (f" in {classes}" if classes else "")


@kind(
    "joins", Text("新教师", "joins"),
    (TEACHER, Field("subjects", Text("科目", "subjects"), aliases=("subject",), many=True), CLASSES,
     Field("group", Text("教研组", "research group"), optional=True)),
    Text("新教师 王小明 数学 三1、三2", "joins 王小明 数学 三1、三2"), _say_joins, ("新增教师", "新来教师"),
)  # fmt: skip
def joins(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """A new row of 教师, where that is filled; of the classes that are named he has the subjects from now on."""
    desk = Desk(plan)
    teacher = words.clean(change["teacher"])
    if words.key(teacher) in map(words.key, desk.names.teachers):
        raise ChangeError(Text(f"已经有教师 {teacher}", f"there is a teacher {teacher} already"))
    subjects = [desk.names.subject(name) for name in shapes.listed(change["subjects"])]
    classes = desk.names.classes_in(change["classes"])
    if not list_teacher(desk, teacher, subjects, _group(desk, change["group"])) and not classes:
        zh = f"没有填 教师 表：写明 {teacher} 教哪些班"
        raise ChangeError(Text(zh, f"sheet 教师 is not filled: say which classes {teacher} teaches"))
    for klass in classes:
        for subject in subjects:
            _takes(desk, teacher, klass, subject)
    return desk.edits


def _group(desk: Desk, written: Any) -> str:
    groups = list(dict.fromkeys(t.research_group for t in desk.school.teachers if t.research_group))
    if not written:
        return ""
    found = next((g for g in groups if words.key(g) == words.key(written)), None)
    if found is None:
        raise unknown(Text("教研组", "research group"), written, groups)
    return found


def _takes(desk: Desk, teacher: str, klass: str, subject: str) -> None:
    courses = [c for c in desk.school.courses_of(desk.school.group[klass], subject) if c.groups == (klass,)]
    cells = {(cell.sheet, cell.address): cell for c in courses if (cell := taught_in(desk, c))}
    if not cells:
        zh, en = f"{klass} 没有单独上的 {subject} 课", f"{klass} has no lessons of {subject} of its own"
        raise ChangeError(Text(zh, en))
    for cell in cells.values():
        desk.write(cell, teacher)
