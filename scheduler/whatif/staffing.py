"""Rewriting who teaches: one teacher's name for another's in the cells of 任课, 合班走班, 班级 and the rest."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping

from scheduler.domain import Course
from scheduler.intake import words
from scheduler.intake.log import Log
from scheduler.intake.sheets.assignment import Share, read_staff
from scheduler.intake.sheets.locks import WAYS
from scheduler.intake.workbook import Cell
from scheduler.rule import Rule

from .desk import Desk
from .shapes import listed

NOBODY = "无"


def lessons_of(desk: Desk, teacher: str, classes: Iterable[str] = ()) -> list[Course]:
    """The courses that he teaches, in some classes only where these are named; no meetings."""
    wanted = set(classes)
    found = []
    for course in desk.school.courses_of_teacher.get(teacher, ()):
        atoms = {a for g in course.groups for a in desk.school.group[g].atoms}
        here = {c.id for c in desk.school.classes if not atoms.isdisjoint(c.atoms)}
        if course.groups and (not wanted or wanted & here):
            found.append(course)
    return found


def taught_in(desk: Desk, course: Course) -> Cell | None:
    """The cell that says who teaches it."""
    cell = desk.origins.course.get(course.id)
    return cell if cell is not None and cell.address else None


def list_teacher(desk: Desk, name: str, subjects: Iterable[str], group: str = "") -> bool:
    """Add a row of 教师; False where nobody is listed there: a teacher is whoever is named then, and a first row would
    make all the others unknown."""
    if not desk.origins.teacher:
        return False
    desk.add_row("teachers", {"name": name, "subjects": "、".join(subjects), "group": group})
    return True


def restaff(desk: Desk, cell: Cell, teacher: str, other: str) -> None:
    """Write another teacher for one in a cell such as 张三4+李四1; '' leaves him out, and 无 where nobody is left."""
    keys = [words.key(name) for name in desk.names.teachers]
    shares = read_staff(Cell(cell.sheet, cell.address, desk.value(cell)), keys, Log()) or ()
    merged: dict[tuple[str, ...], list[float | None]] = {}
    for share in shares:
        names = [other if words.key(n) == words.key(teacher) else n for n in share.names]
        merged.setdefault(tuple(dict.fromkeys(n for n in names if n)), []).append(share.lessons)
    left = [Share(names, _total(counts)) for names, counts in merged.items() if names]
    gone = [counts for names, counts in merged.items() if not names]
    if left and gone:  # whoever stays first takes the lessons of the one who is left out
        left[0] = Share(left[0].names, _total([left[0].lessons, *gone[0]]))
    desk.write(cell, staff_text(left) or NOBODY)


def staff_text(shares: Iterable[Share]) -> str:
    """Shares as a cell holds them: 张三, 张三/李四, 张三4+李四1."""
    every = list(shares)
    numbers = ["" if s.lessons is None or len(every) == 1 else f"{s.lessons:g}" for s in every]
    return "+".join("/".join(s.names) + number for s, number in zip(every, numbers, strict=True))


def _total(counts: Iterable[float | None]) -> float | None:
    known = list(counts)
    return None if None in known else sum(c or 0 for c in known)


def rename_elsewhere(desk: Desk, rules: Mapping[str, Rule], teacher: str, other: Callable[[str], str]) -> None:
    """Take a teacher who leaves out of 班级, 课后服务, 固排禁排 and 规则.

    ``other`` gives who follows him, by the class ('' for a duty that is no class's); '' for nobody. A fixed lesson
    stays for who follows; what he alone asked for or is asked of him goes with him.
    """
    rename_heads(desk, teacher, other)
    for row in desk.rows("service"):
        _rename(desk, row["teachers"], teacher, other(""))
    for row in desk.rows("locks"):
        fixed = words.key(row["way"].value) in map(words.key, WAYS["fixed"])
        if not _rename(desk, row["teacher"], teacher, other("") if fixed else ""):
            desk.clear(row)
    rule = rules.get("teachers_apart")
    together = {words.key(n) for n in (rule.code, rule.title.zh, rule.title.en)} if rule else set()
    for row in desk.rows("rules"):
        apart = words.key(row["rule"].value) in together
        names = listed(row["teacher"].value)
        few = apart and len(names) <= 2 and words.key(teacher) in map(words.key, names)
        if few or not _rename(desk, row["teacher"], teacher, ""):
            desk.clear(row)


def rename_heads(desk: Desk, teacher: str, other: Callable[[str], str], classes: Container[str] | None = None) -> None:
    """Who follows as class teacher, in 班级: of all his classes, or of some."""
    for row in desk.rows("classes"):
        name = words.clean(row["name"].value)
        if classes is None or name in classes:
            _rename(desk, row["teacher"], teacher, other(name))


def _rename(desk: Desk, cell: Cell, teacher: str, other: str) -> bool:
    """Rewrite a list of names; whether anybody is left where somebody stood."""
    names = listed(desk.value(cell))
    if words.key(teacher) not in map(words.key, names):
        return True
    new = [other if words.key(n) == words.key(teacher) else n for n in names]
    left = [n for n in dict.fromkeys(new) if n]
    desk.write(cell, "、".join(left))
    return bool(left)
