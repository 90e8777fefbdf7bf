"""Whatever stands in a cell, reading ends with a School or with problems that name their place."""

from __future__ import annotations

import random
from datetime import datetime, time
from pathlib import Path

import openpyxl
import pytest

from constraints import catalogue
from scheduler.intake import read_plan, write_template
from scheduler.intake.tables import SHEETS
from scheduler.intake.template import example_rows, sheet_name

VALUES = [
    None, "", " ", 0, -3, 1e300, 0.1, True, datetime(2025, 1, 6), time(8, 30), "#N/A", "#DIV/0!", "=1+1",
    "../x", "无", "1-6", "6-1", "：", "+", "张三+", "张三4+", "/", "、、", "周八", "x" * 3000,
    "七年级", "3-6:1×2；9", "most=；=", "\n", "１２",
    datetime(9999, 12, 31), datetime(1900, 1, 1), "每周", "每周八", "每月32日", "2月30日",
    "2025-09-01", "10月8日至1日", "95%", 0.5,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_reading_never_fails_without_a_place(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "plan.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    for code in SHEETS:
        sheet = book[sheet_name(code, "zh")]
        sheet.delete_rows(2, sheet.max_row)
        for number, row in enumerate(example_rows(code, "zh"), 2):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value
    dice = random.Random(seed)
    for _ in range(25):
        sheet = book[sheet_name(dice.choice(list(SHEETS)), "zh")]
        row = dice.randrange(1 if dice.random() < 0.1 else 2, 10)
        sheet.cell(row, dice.randrange(1, 10)).value = dice.choice(VALUES)
    book.save(path)
    plan = read_plan(path, catalogue())
    assert (plan.school is None) == any(p.fatal for p in plan.problems)
    for problem in plan.problems:
        assert problem.text.zh
        assert problem.text.en
        assert problem.sheet or "缺少工作表" in problem.text.zh
