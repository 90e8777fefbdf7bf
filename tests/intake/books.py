"""Small workbooks for the intake's tests: sheets as rows, changed cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl

from constraints import catalogue
from scheduler.intake import Plan, read_plan

Rows = Sequence[Sequence[Any]]

# Two classes of grade 3, 10 lessons a week in five days of two lessons: 语文 5, 数学 4, 体育 1.
SMALL: dict[str, list[list[Any]]] = {
    "学校": [["项目", "值"], ["学校名称", "小学校"]],
    "课程计划": [
        ["科目", "三年级", "连堂", "场地类型", "每日最多", "优先时段", "有作业"],
        ["语文", 5, None, None, None, None, None],
        ["数学", 4, None, None, None, None, None],
        ["体育", 1, None, None, None, None, None],
    ],
    "班级": [["班级", "年级", "人数", "班主任"], ["三1", "三年级", 40, "王芳"], ["三2", 3, 41, "李明"]],
    "任课": [
        ["班级", "语文", "数学", "体育"],
        ["三1", "王芳", "赵强", "孙力"],
        ["三2", "李明", "赵强", "孙力"],
    ],
}
TEACHERS = [
    ["姓名", "任教科目", "类别", "每日最多", "每周最多", "连续最多", "不可用时间", "教研组"],
    ["王芳", "语文", "专任", None, None, None, None, "语文组"],
    ["李明", "语文", None, None, None, None, None, "语文组"],
    ["赵强", "数学", None, None, None, None, None, "数学组"],
    ["孙力", "体育", None, None, None, None, None, "体育组"],
]


def sheets(**changes: Any) -> dict[str, list[list[Any]]]:
    """The small plan with whole sheets added or replaced; None takes one out."""
    found: dict[str, Any] = {**deepcopy(SMALL), **deepcopy(changes)}
    return {name: rows for name, rows in found.items() if rows is not None}


def write_book(path: Path, rows: Mapping[str, Rows], cells: Mapping[str, Any] | None = None) -> Path:
    """Write sheets, then single cells named ``任课!F14``; ``("text", "=x")`` stays text."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in rows.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    for place, value in (cells or {}).items():
        name, _, address = place.partition("!")
        cell = book[name][address]
        if isinstance(value, tuple):
            cell.value, cell.data_type = value[1], "s"
        else:
            cell.value = value
    book.save(path)
    return path


def read(tmp_path: Path, cells: Mapping[str, Any] | None = None, **changes: Any) -> Plan:
    """Read the small plan with sheets and cells changed."""
    return read_plan(write_book(tmp_path / "plan.xlsx", sheets(**changes), cells), catalogue())


def said(plan: Plan, lang: str = "zh") -> str:
    """All problems, a line each."""
    return "\n".join(p.say(lang) for p in plan.problems)
