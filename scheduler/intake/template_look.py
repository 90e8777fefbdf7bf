"""How the sheets of an empty workbook look: headers with comments, dropdowns, print set-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.domain import HOMEWORK_KINDS, HOMEWORK_LAYERS

from .sheets import calendar, service

ROWS = 300  # rows under a header that get dropdowns and formats
GRADES = [f"{g}年级" for g in "一二三四五六七八九"]
LISTS = {
    "kinds": [
        "上课",
        "大课间",
        "眼保健操",
        "课间",
        "午休",
        "自习",
        "阅读",
        "活动",
        "课后服务",
        "到校",
        "其他",
    ],
    "halves": ["上午", "下午"],
    "yes_no": ["是", "否"],
    "grades": GRADES,
    "staff_kinds": ["专任", "兼职", "走教"],
    "ways": ["固排", "禁排", "优先", "避免"],
    "strengths": ["必须", "尽量", "不用"],
    "weights": ["重要", "一般", "少许"],
    "stages": ["小学", "初中", "九年一贯制"],
    "seasons": ["夏季", "冬季"],
    "homework_kinds": [kind.zh for kind in HOMEWORK_KINDS.values()],
    "layers": [layer.zh for layer in HOMEWORK_LAYERS.values()],
    "service_kinds": [kind for kind in service.KINDS if kind != service.UNSAID],
    "events": list(calendar.KINDS),
    "answers": ["是", "否"],
}
_LOOSE = ("weights", "service_kinds", "events", "answers")  # these dropdowns only suggest
_HEAD = PatternFill("solid", fgColor="DCE6F1")
_MUST = PatternFill("solid", fgColor="F8CBAD")
_LINE = Border(bottom=Side("thin", color="7F7F7F"))


@dataclass(frozen=True)
class Column:
    """A column of the template: its header, explanation, width, dropdown, and whether it is kept as text."""

    code: str
    header: str
    note: str
    width: float
    options: str = ""
    text: bool = False


def write_column(sheet: Worksheet, number: int, column: Column, must: bool, ranges: Mapping[str, str]) -> None:
    """Style a column's header, explain it in a comment, give the column its width, format and dropdown."""
    letter = get_column_letter(number)
    head = sheet.cell(1, number)
    style(head, must)
    if column.note:
        head.comment = Comment(column.note, "kebiao", height=70, width=260)
    sheet.column_dimensions[letter].width = column.width
    if column.text:
        for row in range(2, ROWS // 3):
            sheet.cell(row, number).number_format = "@"
    if column.options:
        area = f"{letter}2:{letter}{ROWS}"
        listed = LISTS.get(column.options, [])
        drop(sheet, listed or column.options, ranges, area, strict=bool(listed) and column.options not in _LOOSE)


def drop(sheet: Worksheet, options: list[str] | str, ranges: Mapping[str, str], area: str, strict: bool = True) -> None:
    """A dropdown; one that is not strict only suggests."""
    formula = ranges.get(options) if isinstance(options, str) else '"' + ",".join(options) + '"'
    if not formula:
        return
    rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    rule.add(area)
    sheet.add_data_validation(rule)


def style(cell: Any, must: bool = False) -> None:
    """A header cell; ``must``: of a sheet that has to be filled."""
    cell.font = Font(bold=True)
    cell.fill = _MUST if must else _HEAD
    cell.border = _LINE
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def print_setup(sheet: Worksheet) -> None:
    """A4, landscape, as wide as the page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
