"""An empty district.xlsx: its sheets with headers, dropdowns and explanations, and a little street as an example."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.intake.template_look import GRADES, Column, drop, print_setup, style, write_column

from .tables import COLUMNS, ITEMS, SHEETS

_WORDS = {
    "zh": ("说明", "示例", "工作表", "填什么", "district.xlsx 与各校的工作簿放在同一个文件夹；每张表都可以不填。"),
    "en": ("Notes", "Example", "sheet", "what it holds",
           "district.xlsx lies in one folder with the schools' workbooks; every sheet may be empty."),
}  # fmt: skip


def write_template(path: Path, lang: str = "zh") -> None:
    """Write the workbook. Raises OSError when it cannot be written."""
    book = openpyxl.Workbook()
    guide = book.active
    assert guide is not None  # a new workbook has one sheet
    guide.title = _WORDS[lang][0]
    for code in SHEETS:
        _write_sheet(book.create_sheet(sheet_name(code, lang)), code, lang)
    _write_example(book.create_sheet(_WORDS[lang][1]), lang)
    _write_guide(guide, lang)
    book.save(path)


def sheet_name(code: str, lang: str) -> str:
    """A sheet's name: 共用教师 or Shared teachers."""
    if lang == "zh":
        return SHEETS[code][0]
    return next(n for n in SHEETS[code] if n.isascii()).capitalize()


@cache
def _layout() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(files("scheduler.district").joinpath("template.yaml").read_text("utf-8"))
    return found


def columns_of(code: str, lang: str) -> Iterator[Column]:
    """The columns of a sheet in order; 同类学校 has one for each grade."""
    for name, entry in _layout()[code]["columns"].items():
        note, width, options = entry.get(lang, ""), entry.get("width", 8), entry.get("list", "")
        if name == "grades" and code == "like":
            for number, grade in enumerate(GRADES, 1):
                yield Column(str(number), grade if lang == "zh" else f"Grade {number}", note, width)
        else:
            aliases = COLUMNS[code][name]
            header = aliases[0] if lang == "zh" else next(a for a in aliases if a.isascii()).capitalize()
            yield Column(name, header, note, width, options, bool(entry.get("text")))


def example_rows(code: str, lang: str) -> list[list[Any]]:
    """The filled rows of a sheet's example, a value a column."""
    columns = [c.code for c in columns_of(code, lang)]
    rows = []
    for row in _layout()[code]["example"]:
        if isinstance(row, dict):
            named = {str(name): value for name, value in row.items()}
            rows.append([named.get(name) for name in columns])
        else:
            rows.append(list(row))
    return rows


def _write_sheet(sheet: Worksheet, code: str, lang: str) -> None:
    entry = _layout()[code]
    columns = list(columns_of(code, lang))
    sheet.append([c.header for c in columns])
    for row in entry.get("english" if lang == "en" else "rows", []):
        sheet.append(row)
    for number, column in enumerate(columns, 1):
        write_column(sheet, number, column, False, {})
    if code == "policy":
        for number, item in enumerate(ITEMS, 2):
            sheet.cell(number, 1).comment = Comment(entry["notes"][item][lang], "kebiao", height=70, width=260)
            if item == "same_day":
                drop(sheet, ["是", "否"], {}, f"B{number}")
    sheet.freeze_panes = "B2" if code == "like" else "A2"
    sheet.row_dimensions[1].height = 24
    sheet.print_title_rows = "1:1"
    sheet.sheet_properties.tabColor = "9DC3E6"
    print_setup(sheet)


def _write_example(sheet: Worksheet, lang: str) -> None:
    """The street, sheet below sheet."""
    for code in SHEETS:
        sheet.append([sheet_name(code, lang)])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True, size=13, color="1F4E79")
        rows = example_rows(code, lang)
        used = [i for i, c in enumerate(columns_of(code, lang)) if any(r[i] is not None for r in rows)]
        sheet.append([c.header for i, c in enumerate(columns_of(code, lang)) if i in used])
        for number in range(1, len(used) + 1):
            style(sheet.cell(sheet.max_row, number))
        for row in rows:
            sheet.append([row[i] for i in used])
        sheet.append([])
    for letter in "ABCDEFGHI":
        sheet.column_dimensions[letter].width = 18
    sheet.sheet_properties.tabColor = "A9D18E"
    print_setup(sheet)


def _write_guide(sheet: Worksheet, lang: str) -> None:
    _, example, head, what, first = _WORDS[lang]
    sheet.append([first])
    sheet["A1"].font = Font(bold=True, size=13)
    sheet.append([])
    sheet.append([head, what])
    for number in (1, 2):
        style(sheet.cell(3, number))
    for code in SHEETS:
        name = sheet_name(code, lang)
        sheet.append([name, _layout()[code]["note"][lang]])
        cell = sheet.cell(sheet.max_row, 1)
        cell.hyperlink = f"#{quote_sheetname(name)}!A1"
        cell.font = Font(underline="single", color="0563C1")
    sheet.append([example, {"zh": "一个街道的填法", "en": "a little street, filled"}[lang]])
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 100
    print_setup(sheet)
