"""The empty plan workbook: every sheet with headers, dropdowns and explanations, and a filled example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.packs import declared_items, pack_names
from scheduler.rule import Rule

from .sheets import school
from .tables import REQUIRED, SHEETS
from .template_look import GRADES, LISTS, ROWS, Column, drop, print_setup, style, write_column

_GUIDE = {
    "zh": (
        "说明",
        "示例",
        "选项",
        "工作表",
        "填什么",
        "必填三张：课程计划、班级、任课（橙色）；其余可以不填。",
    ),
    "en": (
        "Notes",
        "Example",
        "Options",
        "sheet",
        "what it holds",
        "Required: three sheets (orange); all others may be empty.",
    ),
}


def write_template(path: Path, lang: str = "zh", rules: Mapping[str, Rule] | None = None) -> None:
    """Write the workbook. ``rules`` fill a dropdown of 规则. Raises OSError when it cannot be written."""
    book = openpyxl.Workbook()
    guide = book.active
    assert guide is not None  # a new workbook has one sheet
    guide.title = _GUIDE[lang][0]
    places = {code: sheet_name(code, lang) for code in SHEETS}
    ranges = {
        "teachers": f"={quote_sheetname(places['teachers'])}!$A$2:$A${ROWS}",
        "classes": f"={quote_sheetname(places['classes'])}!$A$2:$A${ROWS}",
    }
    options = book.create_sheet(_GUIDE[lang][2])
    ranges["packs"] = _write_options(options, 5, [(name,) for name in pack_names()])
    if rules:
        ranges["rules"] = _write_options(options, 1, [(c, r.title.zh, r.title.en) for c, r in rules.items()])
    options.sheet_state = "hidden"
    for code, name in places.items():
        _write_sheet(book.create_sheet(name), code, lang, ranges)
    _write_example(book.create_sheet(_GUIDE[lang][1]), lang)
    _write_guide(guide, lang, places)
    book.move_sheet(options, len(book.sheetnames))
    book.save(path)


def sheet_name(code: str, lang: str) -> str:
    """A sheet's name in the template: 课程计划 or Curriculum."""
    return SHEETS[code][0] if lang == "zh" else SHEETS[code][-1].capitalize()


@cache
def layout() -> dict[str, Any]:
    """What ``template.yaml`` says."""
    found: dict[str, Any] = yaml.safe_load(files("scheduler.intake").joinpath("template.yaml").read_text("utf-8"))
    return found


def columns_of(code: str, lang: str) -> Iterator[Column]:
    """The columns of a sheet in order; grades and subjects stand for a column each."""
    known: Mapping[str, tuple[str, ...]] = import_module(f"scheduler.intake.sheets.{code}").COLUMNS
    for name, entry in layout()[code]["columns"].items():
        more = Column(
            name,
            name,
            entry.get(lang, ""),
            entry.get("width", 9),
            entry.get("list", ""),
            bool(entry.get("text")),
        )
        if name == "grades" and name not in known:
            for number, grade in enumerate(GRADES, 1):
                header = grade if lang == "zh" else f"Grade {number}"
                yield Column(str(number), header, more.note, more.width, "", more.text)
        elif name == "subjects" and code == "assignment":
            for (subject,) in layout()["curriculum"]["rows"]:
                yield Column(subject, subject, more.note, more.width, more.options)
        else:
            aliases = known.get(name, (name,))
            header = aliases[0] if lang == "zh" else aliases[-1].capitalize()
            yield Column(name, header, more.note, more.width, more.options, more.text)


def example_rows(code: str, lang: str) -> list[list[Any]]:
    """The filled rows of a sheet's example, a value a column."""
    columns = [c.code for c in columns_of(code, lang)]
    rows = []
    titles = item_titles(lang)
    for row in layout()[code]["example"]:
        if isinstance(row, dict):
            named = {str(name): value for name, value in row.items()}
            rows.append([named.get(name) for name in columns])
        else:
            rows.append([titles.get(row[0], row[0]), *row[1:], *[None] * (len(columns) - len(row))])
    return rows


def item_titles(lang: str) -> dict[str, str]:
    """The items of 自查 as the sheet has them, with the unit where a number is asked."""
    brackets = "（{}）" if lang == "zh" else " ({})"
    return {
        item.id: item.title.say(lang) + (brackets.format(item.unit.say(lang)) if item.number else "")
        for item in declared_items().values()
    }


def _write_options(sheet: Worksheet, column: int, rows: Sequence[Sequence[str]]) -> str:
    """Long lists on the helper sheet, as a dropdown's own may not exceed 255 characters; the range of the first."""
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, column):
            sheet.cell(number, place, value)
    letter = get_column_letter(column)
    return f"={quote_sheetname(sheet.title)}!${letter}$1:${letter}${len(rows)}"


def _write_sheet(sheet: Worksheet, code: str, lang: str, ranges: Mapping[str, str]) -> None:
    columns = list(columns_of(code, lang))
    sheet.append([c.header for c in columns])
    entry = layout()[code]
    rows = entry.get("english", entry.get("rows", [])) if lang == "en" else entry.get("rows", [])
    for row in [[title] for title in item_titles(lang).values()] if code == "declarations" else rows:
        sheet.append(row)
    _wrap_items(sheet, 2)
    must = code in REQUIRED
    for number, column in enumerate(columns, 1):
        write_column(sheet, number, column, must, ranges)
    if code == "school":
        for number, item in enumerate(school.ITEMS, 2):
            _drop_item(sheet, item, ranges, f"B{number}")
    matrix = code in ("curriculum", "assignment", "homework", "declarations")
    sheet.freeze_panes = "B2" if matrix else "A2"
    sheet.row_dimensions[1].height = 24
    sheet.print_title_rows = "1:1"
    sheet.sheet_properties.tabColor = "ED7D31" if must else "9DC3E6"
    print_setup(sheet)


def _drop_item(sheet: Worksheet, item: str, ranges: Mapping[str, str], place: str) -> None:
    """The dropdown of an item of 学校."""
    listed = {"stage": LISTS["stages"], "season": LISTS["seasons"], "province": school.PROVINCES}
    if item == "packs":
        drop(sheet, "packs", ranges, place, strict=False)
    elif item in listed:
        drop(sheet, listed[item], ranges, place)


def _wrap_items(sheet: Worksheet, top: int) -> None:
    """The first column from a row on may take several lines: the items of 自查 are long."""
    for row in range(top, sheet.max_row + 1):
        sheet.cell(row, 1).alignment = Alignment(vertical="center", wrap_text=True)


def _write_example(sheet: Worksheet, lang: str) -> None:
    """One small school, sheet below sheet."""
    widths: dict[int, float] = {}
    for code in SHEETS:
        name = sheet_name(code, lang)
        sheet.append([name])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True, size=13, color="C55A11" if code in REQUIRED else "1F4E79")
        columns = list(columns_of(code, lang))
        rows = example_rows(code, lang)
        used = [
            i for i, c in enumerate(columns) if i == 0 or any(r[i] is not None for r in rows) or not c.code.isdigit()
        ]
        used = [i for i in used if code != "assignment" or any(r[i] is not None for r in rows)]
        sheet.append([columns[i].header for i in used])
        for number, i in enumerate(used, 1):
            style(sheet.cell(sheet.max_row, number), code in REQUIRED)
            widths[number] = max(widths.get(number, 12), min(columns[i].width, 16))
        top = sheet.max_row + 1
        for row in rows:
            sheet.append([row[i] for i in used])
        _wrap_items(sheet, top)
        sheet.append([])
    for number, width in widths.items():
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.sheet_properties.tabColor = "A9D18E"
    print_setup(sheet)


def _write_guide(sheet: Worksheet, lang: str, places: Mapping[str, str]) -> None:
    _, example, _, head, what, must = _GUIDE[lang]
    sheet.append([must])
    sheet["A1"].font = Font(bold=True, size=13)
    sheet.append([])
    sheet.append([head, what])
    for number in (1, 2):
        style(sheet.cell(3, number))
    for code, name in places.items():
        sheet.append([name, layout()[code]["note"][lang]])
        cell = sheet.cell(sheet.max_row, 1)
        cell.hyperlink = f"#{quote_sheetname(name)}!A1"
        cell.font = Font(underline="single", color="C55A11" if code in REQUIRED else "0563C1")
    sheet.append([example, {"zh": "一所小学校的填法", "en": "one small school, filled"}[lang]])
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 80
    print_setup(sheet)
