"""A class more, a class fewer."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain import Text
from scheduler.intake import Edit, Plan, words
from scheduler.intake.tables import Row
from scheduler.rule import Rule

from .. import shapes
from ..change import Change
from ..desk import Desk
from ..error import ChangeError
from ..kind import Field, kind
from ..names import Names
from ..staffing import NOBODY, list_teacher, restaff

_OPEN = ("待定", "无", "nobody", "open")


def _say_added(change: Change, lang: str) -> str:
    open_ = words.key(change["teachers"]) in _OPEN
    head = change["head"]
    if lang == "zh":
        teacher = "教师待定" if open_ else f"班主任{head}" if head else "班主任待定"
        return f"增加班级 {change['class']}（同 {change['like']}，{teacher}）"
    teacher = (
        "without teachers yet" if open_ else f"with {head} as class teacher" if head else "with a new class teacher"
    )
    return f"a new class {change['class']} like {change['like']}, {teacher}"


@kind(
    "class_added", Text("增班", "class added"),
    (Field("class", Text("班级", "class"), "people"),
     Field("like", Text("同", "like"), "people", aliases=("参照", "比照")),
     Field("pupils", Text("人数", "pupils"), "number", optional=True),
     Field("head", Text("班主任", "class teacher"), optional=True),
     Field("teachers", Text("教师", "teachers"), optional=True, fixed=("同", "same", *_OPEN))),
    Text("增班 三9 同=三1", "class added 三9 like=三1"), _say_added, ("加班级", "增加班级", "add class"),
)  # fmt: skip
def class_added(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """The class has the grade, bell schedule, lessons and teachers of another one, but for the class teacher's lessons:
    these are of its own class teacher, who is yet to be found where nobody is named. With its teachers open (待定)
    nobody is named for any lesson."""
    desk = Desk(plan)
    name, like = words.clean(change["class"]), desk.names.klass(change["like"])
    if words.key(name) in map(words.key, desk.names.classes):
        raise ChangeError(Text(f"已经有班级 {name}", f"there is a class {name} already"))
    model = next(row for row in desk.rows("classes") if words.key(row["name"].value) == words.key(like))
    values = {column: model[column].value for column in ("grade", "bell") if model[column].address}
    values |= {"name": name, "pupils": _pupils(change, model)}
    if not values.get("grade"):
        values["grade"] = desk.school.group[like].grade
    nobody = words.key(change["teachers"]) in _OPEN
    head = "" if nobody else _head(desk, name, like, change["head"])
    desk.add_row("classes", {**values, "teacher": head})
    _join_groups(desk, name, like)
    _staff(desk, name, like, head, nobody)
    return desk.edits


def _head(desk: Desk, name: str, like: str, written: object) -> str:
    """The class teacher: who is named, or somebody yet to be found with the subjects of the other class's; '' where
    that one has none."""
    if written:
        return desk.names.teacher(written)
    other = _class_teacher(desk, like)
    if not other:
        return ""
    somebody = f"待定({name})"
    teacher = desk.school.teacher[other]
    list_teacher(desk, somebody, teacher.subjects, teacher.research_group)
    return somebody


def _class_teacher(desk: Desk, klass: str) -> str:
    return next(iter(shapes.listed(desk.school.group[klass].class_teacher)), "")


def _pupils(change: Change, model: Row) -> object:
    if change["pupils"] != "":
        return shapes.whole(change["pupils"], Text("人数", "pupils"), 0, 500)
    return model["pupils"].value


def _join_groups(desk: Desk, name: str, like: str) -> None:
    """The class takes part in the electives (走班) of the other one; where whole classes sit together it has lessons of
    its own."""
    for row in desk.rows("groups"):
        if not row["band"].empty and _lists(row, like, desk.names) == "class":
            desk.write(row["classes"], f"{row['classes'].value}、{name}")


def _lists(row: Row, klass: str, names: Names) -> str:
    """Whether a row of 合班走班 names the class, or its grade; '' for neither."""
    listed = shapes.listed(row["classes"].value)
    if words.key(klass) in map(words.key, listed) or words.key(row["classes"].value) == words.key(klass):
        return "class"
    try:
        return "grade" if klass in names.classes_in(row["classes"].value) else ""
    except ChangeError:
        return ""


def _staff(desk: Desk, name: str, like: str, head: str, nobody: bool) -> None:
    """The row of 任课: the other class's cells, with the class teacher of this one; where that one sits together with
    others, the teacher of that row."""
    number = desk.add_row("assignment", {"class": name})
    table = desk.table("assignment")
    model = next(row for row in table.rows if words.key(row["class"].value) == words.key(like))
    grade = desk.school.group[like].grade
    together = {desk.names.subject(r["subject"].value): r for r in desk.rows("groups") if _lists(r, like, desk.names)}
    other = _class_teacher(desk, like)
    for line in desk.origins.subject.values():
        row = together.get(line.subject)
        joined = row is not None and (not row["band"].empty or _lists(row, like, desk.names) == "grade")
        if not line.lessons.get(grade) or joined:
            continue
        column = desk.subject_column(line.subject)
        shared = row["teacher"].value if row is not None else None
        written = shared or table.at(model.number, column).value or other
        cell = desk.cell("assignment", number, column)
        desk.write(cell, NOBODY if nobody or not written else written)
        if head and other and words.key(other) in words.key(written):
            restaff(desk, cell, other, head)


def _say_removed(change: Change, lang: str) -> str:
    return f"撤掉 {change['class']}" if lang == "zh" else f"class {change['class']} is dissolved"


@kind(
    "class_removed", Text("减班", "class removed"), (Field("class", Text("班级", "class"), "people"),),
    Text("减班 三2", "class removed 三2"), _say_removed, ("撤班", "并班", "remove class"),
)  # fmt: skip
def class_removed(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """Its rows of 班级 and 任课 are emptied, and it is taken out of 合班走班, 固排禁排 and 规则."""
    desk = Desk(plan)
    name = desk.names.klass(change["class"])
    if len(desk.names.classes) == 1:
        raise ChangeError(Text("只有这一个班", "there is no other class"))
    for code, column in (("classes", "name"), ("assignment", "class")):
        for row in desk.rows(code):
            if words.key(row[column].value) == words.key(name):
                desk.clear(row)
    alone = not any(c.grade == desk.school.group[name].grade for c in desk.school.classes if c.id != name)
    for code, column in (("groups", "classes"), ("locks", "class"), ("rules", "class")):
        for row in desk.rows(code):
            written = shapes.listed(row[column].value)
            left = [
                w for w in written if words.key(w) != words.key(name) and not (alone and _lists_grade(w, name, desk))
            ]
            if len(left) < len(written) and not left:
                desk.clear(row)
            elif len(left) < len(written):
                desk.write(row[column], "、".join(left))
    return desk.edits


def _lists_grade(word: str, klass: str, desk: Desk) -> bool:
    try:
        return "年级" in word and desk.names.grades_in(word) == (desk.school.group[klass].grade,)
    except ChangeError:
        return False
