"""Schools that are alike: a row of 同类学校 makes a school's workbook of a model's, with other classes and teachers.

What the model says of its day, its curriculum, its rooms and its homework stays; its people do not. A class teacher
teaches his own class what he can, but for music, art and PE; all else is left open, for the staffing to decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scheduler.errors import KebiaoError
from scheduler.intake import Edit, cells, words
from scheduler.intake.edits import rewritten
from scheduler.intake.log import Log
from scheduler.intake.sheets.assignment import NOBODY
from scheduler.intake.sheets.school import ITEMS
from scheduler.intake.subjects import SubjectNames, make_subject
from scheduler.intake.tables import Row
from scheduler.intake.workbook import Book, Cell
from scheduler.whatif.desk import Pages

from .domain import DistrictSchool

_DIGITS = "一二三四五六七八九"
_LEADERS = ("语文", "数学", "英语", "外语")  # who is class teacher, in this order
_ARTS = {"music", "art", "pe", "activity"}
_STAFF = re.compile(r"^([^×*]+?)\s*(?:[×x*]\s*(\d+)\s*[人位名]?)?$", re.IGNORECASE)


@dataclass
class Models:
    """The model workbooks, each opened once; ``open`` tells what is wrong with a file at the cell that names it."""

    folder: Path
    open: Callable[[Path, Cell], tuple[bytes, Book | None]]
    _known: dict[Path, tuple[bytes, Book | None]] = field(default_factory=dict)

    def get(self, cell: Cell) -> tuple[Path, bytes, Book | None]:
        """The workbook that a cell names, with or without .xlsx."""
        name = Path(cells.name(cell)).name
        path = self.folder / (name if name.lower().endswith(".xlsx") else f"{name}.xlsx")
        if path not in self._known:
            self._known[path] = self.open(path, cell)
        return path, *self._known[path]


def school_like(models: Models, row: Row, log: Log) -> DistrictSchool | None:
    """The school of a row of 同类学校; None with problems noted."""
    name = cells.name(row["name"])
    if row["model"].empty:
        log.add(row["model"], f"{name} 没有写仿照哪一份工作簿", f"{name}: the model is not given")
        return None
    path, content, book = models.get(row["model"])
    counts, staff = _counts(row, log), _staff(row["staff"], log)
    if book is None or counts is None or staff is None:
        return None
    try:
        made = rewritten(content, book, _edits(book, name, counts, staff))
    except KebiaoError as error:
        log.add(row["model"], f"{path.name}：{error.text.zh}", f"{path.name}: {error.text.en}")
        return None
    return DistrictSchool(name, made, path, cells.name(row["place"]) or name)


def _counts(row: Row, log: Log) -> dict[int, int] | None:
    """Classes by grade, from the columns 一年级 … 九年级."""
    found: dict[int, int] = {}
    for header, cell in row.extra():
        try:
            grade = words.grade(header.value)
        except ValueError:
            continue
        count = cells.whole(cell, log, ("班数", "classes"), 0, 0, 40)
        if count:
            found[grade] = count
    if not found:
        log.add(row["name"], f"{cells.name(row['name'])} 没有写各年级班数",
                f"{cells.name(row['name'])}: how many classes it has is not given",
                "在 一年级 … 九年级 各列写班数", "fill the columns of the grades")  # fmt: skip
        return None
    return found


def _staff(cell: Cell, log: Log) -> list[tuple[tuple[str, ...], int]] | None:
    """``语文、道德与法治×6；数学×2``: subjects and how many teach them."""
    found = []
    for part in re.split(r"[;\n]+", words.nfkc(cell.value)):
        got = _STAFF.match(part.strip())
        if not part.strip():
            continue
        subjects = tuple(words.split(got[1])) if got else ()
        count = int(got[2] or 1) if got else 0
        if not subjects or not 1 <= count <= 300:
            log.add(cell, f"教师“{part.strip()}”读不懂", f"the teachers '{part.strip()}' cannot be read",
                    "写成 语文、道德与法治×6；数学×2", "write 语文、道德与法治×6；数学×2")  # fmt: skip
            return None
        found.append((subjects, count))
    return found


def _edits(book: Book, name: str, counts: dict[int, int], staff: list[tuple[tuple[str, ...], int]]) -> tuple[Edit, ...]:
    pages = Pages(book)
    names = {words.key(alias) for alias in ITEMS["name"]}
    row = next((r for r in pages.rows("school") if words.key(r["item"].value) in names), None)
    if row is None:
        pages.add_row("school", {"item": ITEMS["name"][0], "value": name})
    else:
        pages.put("school", row.number, "value", name)
    people = list(_hired(staff))
    _rewrite(pages, "teachers", [{"name": n, "subjects": "、".join(s), "group": s[0]} for n, s in people])
    classes = _rewrite_classes(pages, counts, _leaders(people))
    _forget_people(pages, {words.key(c) for c in classes})
    return pages.edits


def _hired(staff: list[tuple[tuple[str, ...], int]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names for teachers who are only counted: 语文老师1, 语文老师2 …"""
    so_far: dict[str, int] = {}
    for subjects, count in staff:
        for _ in range(count):
            so_far[subjects[0]] = so_far.get(subjects[0], 0) + 1
            yield f"{subjects[0]}老师{so_far[subjects[0]]}", subjects


def _leaders(people: list[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """Who may be class teachers, those of Chinese first, and what each teaches his class."""
    own = ((n, tuple(s for s in subjects if not make_subject(s).tags & _ARTS)) for n, subjects in people)
    return sorted(((n, s) for n, s in own if s and s[0] in _LEADERS), key=lambda p: _LEADERS.index(p[1][0]))


def _rewrite(pages: Pages, code: str, rows: list[dict[str, object]]) -> None:
    """Other rows in a sheet, from its first one on."""
    old = list(pages.rows(code))
    for row in old:
        pages.clear(row)
    first = pages.table(code).header + 1
    for number, values in enumerate(rows, first):
        if pages.table(code):
            for column, value in values.items():
                if value not in (None, ""):
                    pages.put(code, number, column, value)
        else:
            pages.add_row(code, values)


def _rewrite_classes(pages: Pages, counts: dict[int, int], leaders: list[tuple[str, tuple[str, ...]]]) -> list[str]:
    """班级 and 任课: the model's classes of a grade, as many as are wanted, with class teachers while there are any.

    Their names.
    """
    old: dict[int, list[Row]] = {}
    for one in pages.rows("classes"):
        if of := _grade(one):
            old.setdefault(of, []).append(one)
    taught = {words.key(r["class"].value): r for r in pages.rows("assignment")}
    heads = iter(leaders)
    classes: list[dict[str, object]] = []
    cells_of: list[dict[int, object]] = []
    for grade, n in [(g, n) for g, count in sorted(counts.items()) for n in range(1, count + 1)]:
        like = old.get(grade) or next(iter(old.values()), [])
        row: Row | None = like[min(n, len(like)) - 1] if like else None
        head, own = next(heads, (None, ()))
        classes.append(_klass(grade, n, row, n <= len(old.get(grade, [])), head))
        model = taught.get(words.key(row["name"].value)) if row and grade in old else None
        cells_of.append(_cells(pages, grade, model, head, own))
    _rewrite(pages, "classes", classes)
    _rewrite(pages, "assignment", [{"class": c["name"]} for c in classes])
    header = pages.table("assignment").header
    for number, columns in enumerate(cells_of, header + 1):
        for column, value in columns.items():
            pages.write(pages.cell("assignment", number, column), value)
    return [str(c["name"]) for c in classes]


def _klass(grade: int, number: int, row: Row | None, own: bool, head: str | None) -> dict[str, object]:
    """A row of 班级 after the model's; ``own``: the model has this very class."""
    same = row is not None and _grade(row) == grade
    return {
        "name": cells.name(row["name"]) if own and row else f"{_DIGITS[grade - 1]}{number}",
        "grade": f"{_DIGITS[grade - 1]}年级",
        "pupils": row["pupils"].value if row else None,
        "teacher": head,
        "room": row["room"].value if own and row else None,
        "bell": row["bell"].value if same and row else None,
    }


def _cells(pages: Pages, grade: int, model: Row | None, head: str | None, own: tuple[str, ...]) -> dict[int, object]:
    """The cells of a class in 任课 by column: those without a teacher as in the model, the class teacher's own."""
    table = pages.table("assignment")
    names = SubjectNames(own)
    found: dict[int, object] = {}
    for column, header in table.extra.items():
        value = table.at(model.number, column).value if model else None
        if words.key(value) in NOBODY and value is not None:
            found[column] = value
        elif head and names.find(cells.name(header)) and _has(pages, grade, cells.name(header)):
            found[column] = head
    return found


def _has(pages: Pages, grade: int, subject: str) -> bool:
    """Whether the curriculum has lessons of a subject in a grade."""
    row = next((r for r in pages.rows("curriculum") if words.key(r["subject"].value) == words.key(subject)), None)
    return row is not None and not row.table.at(row.number, pages.grade_column("curriculum", grade)).empty


def _grade(row: Row) -> int:
    written = row["name"].value if row["grade"].empty else row["grade"].value
    try:
        return words.grade_of_class(str(written)) if row["grade"].empty else words.grade(written)
    except ValueError:
        return 0


def _forget_people(pages: Pages, classes: set[str]) -> None:
    """In the other sheets no names of the model's people, nor of classes that are no more: rows about them go, cells of
    teachers in 合班走班 and 课后服务 are emptied."""
    for code, who, of in (("locks", "teacher", "class"), ("rules", "teacher", "class"), ("groups", "", "classes")):
        for row in pages.rows(code):
            named = [] if row[of].empty else words.split(row[of].value)
            gone = any(words.key(w) not in classes and "年级" not in w for w in named)
            if gone or (who and not row[who].empty):
                pages.clear(row)
    for code, column in (("groups", "teacher"), ("service", "teachers")):
        for row in pages.rows(code):
            if not row[column].empty:
                pages.write(row[column], None)
