"""任课: the matrix of classes and subjects with the teachers' names."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .. import cells, words
from ..log import Log
from ..subjects import SubjectNames
from ..tables import NO_TABLE, Table, read_table
from ..workbook import Cell, Sheet

COLUMNS = {"class": ("班级", "class")}
NOBODY = frozenset({"无", "none", "不设", "-", "—"})


@dataclass(frozen=True)
class Share:
    """Part of a class's lessons in a subject and who teaches it; ``lessons`` None: not written."""

    names: tuple[str, ...]
    lessons: float | None = None


@dataclass(frozen=True)
class AssignmentSheet:
    """Cells by (class, subject), the class cells by class, and the subjects that have a column."""

    cells: Mapping[tuple[str, str], Cell]
    rows: Mapping[str, Cell]
    columns: frozenset[str]


def read_assignment(sheet: Sheet | None, classes: Collection[str], subjects: SubjectNames, log: Log) -> AssignmentSheet:
    """Read the sheet. Notes classes and subjects that stand nowhere else."""
    table = read_table(sheet, COLUMNS, ("class",), log, matrix=True)
    columns = _subject_columns(table, subjects, log)
    by_key = {words.key(name): name for name in classes}
    found: dict[tuple[str, str], Cell] = {}
    rows: dict[str, Cell] = {}
    for row in table.rows:
        name = cells.name(row["class"])
        klass = by_key.get(words.key(name))
        if not name:
            continue
        if klass is None:
            log.unknown(row["class"], ("班级", "class"), name, list(classes), ("班级 表", "sheet 班级"))
        elif klass in rows:
            log.add(row["class"], f"班级 “{name}” 重复", f"class '{name}' stands twice")
        else:
            rows[klass] = row["class"]
            found.update({(klass, s): table.at(row.number, column) for s, column in columns.items()})
    if table is not NO_TABLE:
        for klass in classes:
            if klass not in rows:
                log.add(table.head("class"), f"没有班级 “{klass}” 的一行", f"class '{klass}' has no row")
    return AssignmentSheet(found, rows, frozenset(columns))


def _subject_columns(table: Table, subjects: SubjectNames, log: Log) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, header in table.extra.items():
        subject = subjects.find(cells.name(header))
        filled = any(not table.at(row.number, column).empty for row in table.rows)
        if subject is None:
            if filled and words.key(header.value) not in ("班主任", "年级", "教室", "人数"):
                known = list(subjects.names)
                log.unknown(header, ("科目", "subject"), cells.name(header), known, ("课程计划 表", "sheet 课程计划"))
        elif subject in found:
            log.add(header, f"科目 “{subject}” 有两列", f"subject '{subject}' has two columns")
        else:
            found[subject] = column
    return found


def read_staff(cell: Cell, known: Collection[str], log: Log) -> tuple[Share, ...] | None:
    """Who teaches: ``张三``, ``张三/李四``, ``张三4+李四1``; () for ``无``; None for an empty cell.

    ``known`` are the keys of the known names; a name that ends in a number is read whole when it is known.
    """
    text = words.nfkc(cell.value)
    if cell.empty:
        return None
    if words.key(text) in NOBODY:
        return ()
    if not isinstance(cell.value, str) and words.key(text) not in known:
        log.add(
            cell,
            f"“{words.show(cell.value)}” 不是教师姓名",
            f"'{words.show(cell.value)}' is not a teacher's name",
            "写教师姓名",
            "write the teacher's name",
        )
        return ()
    parts = [p.strip() for p in re.split(r"\+", text)] if "+" in text[1:] and words.key(text) not in known else [text]
    shares = []
    for part in parts:
        found = re.match(r"^(.*?\D)\s*(\d+(?:\.\d+)?)\s*节?$", part)
        counted = (
            found is not None and words.key(part) not in known and (len(parts) > 1 or words.key(found[1]) in known)
        )
        names = _names(found[1] if counted and found else part, known)
        shares.append(Share(names, float(found[2]) if counted and found else None))
    if any(not s.names for s in shares):
        log.add(
            cell, f"任课 “{text}” 读不懂", f"the assignment '{text}' cannot be read",
            "写成 张三、张三/李四 或 张三4+李四1", "write 张三, 张三/李四 or 张三4+李四1",
        )  # fmt: skip
        return ()
    return tuple(shares)


def _names(text: str, known: Collection[str]) -> tuple[str, ...]:
    if words.key(text) in known:
        return (words.clean(text),)
    return tuple(words.clean(n) for n in re.split(r"[/、,;\n]+", text) if n.strip())
