"""Writes a sample plan as a workbook: one function a sheet, and the look of them all."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from samples.book import GRADES, Ask, Line, Plan
from scheduler.intake.template import item_titles

Cell = str | int | float | None

HEADER = PatternFill("solid", fgColor="DCE6F1")
BAND = PatternFill("solid", fgColor="F7F9FC")
THIN = Side(style="thin", color="BFC9D6")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WIDEST = 44
LONG = 16  # columns with longer texts are set to the left


@dataclass(frozen=True)
class Sheet:
    """A sheet as it will be written: its title, headers and rows. ``matrix`` freezes the first column too."""

    title: str
    headers: list[str]
    rows: list[list[Cell]]
    matrix: bool = False


def sheets(plan: Plan) -> list[Sheet]:
    """The sheets of a plan that have something on them, in the order a teaching office would turn them."""
    made = [
        _school(plan), _bells(plan), _curriculum(plan), _classes(plan), _teachers(plan), _assignment(plan),
        _rooms(plan), _groups(plan), _meetings(plan), _locks(plan), _rules(plan), _homework(plan),
        _service(plan), _calendar(plan), _answers(plan),
    ]  # fmt: skip
    return [sheet for sheet in made if sheet.rows]


def save(plan: Plan, path: Path) -> None:
    """Writes the workbook."""
    save_sheets(sheets(plan), path)


def save_sheets(made: Iterable[Sheet], path: Path) -> None:
    """Writes sheets as a workbook."""
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for sheet in made:
        page = book.create_sheet(sheet.title)
        page.append(sheet.headers)
        for row in sheet.rows:
            page.append(row)
        _dress(page, sheet.matrix)
    book.save(path)


def _school(plan: Plan) -> Sheet:
    return Sheet("学校", ["项目", "值"], [list(pair) for pair in plan.school])


def _bells(plan: Plan) -> Sheet:
    headers = ["作息表", "年级", "星期", "名称", "类型", "开始", "结束"]
    return Sheet("作息", headers, [[b.schedule, b.grades, b.days, b.name, b.kind, b.start, b.end] for b in plan.bells])


def _curriculum(plan: Plan) -> Sheet:
    extras: dict[str, Callable[[Line], Cell]] = {
        "连堂": lambda line: line.doubles or None,
        "场地类型": lambda line: line.room or None,
        "每日最多": lambda line: line.most,
        "优先时段": lambda line: line.half or None,
        "有作业": lambda line: "是" if line.homework else None,
    }
    used = {name: get for name, get in extras.items() if any(get(line) for line in plan.lines)}
    rows: list[list[Cell]] = []
    for line in plan.lines:
        weekly = line.weekly(plan.first_grade)
        cells: list[Cell] = [_number(weekly[g]) if g in weekly else None for g in plan.grades]
        rows.append([line.subject, *cells, *(get(line) for get in used.values())])
    return Sheet("课程计划", ["科目", *(GRADES[g - 1] for g in plan.grades), *used], rows, matrix=True)


def _classes(plan: Plan) -> Sheet:
    named = any(c.bell for c in plan.classes)
    headers = ["班级", "年级", "人数", "班主任", "教室", *(["作息表"] if named else [])]
    rows: list[list[Cell]] = [
        [
            c.name,
            GRADES[c.grade - 1],
            c.pupils,
            plan.class_teachers.get(c.name),
            c.room or None,
            *([c.bell] if named else []),
        ]
        for c in plan.classes
    ]
    return Sheet("班级", headers, rows)


def _teachers(plan: Plan) -> Sheet:
    headers = ["姓名", "任教科目", "类别", "每日最多", "每周最多", "连续最多", "不可用时间", "教研组"]
    rows: list[list[Cell]] = [
        [s.name, "、".join(s.subjects) or None, s.kind, s.day, s.week, s.run, s.away or None, s.group or None]
        for s in plan.staff
    ]
    return Sheet("教师", headers, rows)


def _assignment(plan: Plan) -> Sheet:
    subjects = [line.subject for line in plan.lines]
    rows: list[list[Cell]] = [
        [c.name, *(plan.teachers_of.get((c.name, s)) or None for s in subjects)] for c in plan.classes
    ]
    return Sheet("任课", ["班级", *subjects], rows, matrix=True)


def _rooms(plan: Plan) -> Sheet:
    headers = ["名称", "类型", "同时班数", "不可用时间"]
    return Sheet("场地", headers, [[p.name, p.kind, p.holds, p.away or None] for p in plan.places])


def _groups(plan: Plan) -> Sheet:
    headers = ["教学班", "班级", "科目", "教师", "课时", "场地", "时段组"]
    rows: list[list[Cell]] = [
        [
            j.name,
            "、".join(j.classes),
            j.subject,
            j.teacher or None,
            _number(j.lessons),
            j.room or None,
            j.band or None,
        ]
        for j in plan.joints
    ]
    return Sheet("合班走班", headers, rows)


def _meetings(plan: Plan) -> Sheet:
    return Sheet("教研", ["教研组", "节数", "候选时间"], [[m.group, m.periods, m.times] for m in plan.meetings])


def _locks(plan: Plan) -> Sheet:
    headers = ["班级", "教师", "场地", "科目", "时间", "方式"]
    rows: list[list[Cell]] = [
        [x.klass or None, x.teacher or None, x.room or None, x.subject or None, x.times, x.way] for x in plan.locks
    ]
    return Sheet("固排禁排", headers, rows)


def _rules(plan: Plan) -> Sheet:
    return rules_sheet(plan.asks)


def rules_sheet(asks: Iterable[Ask]) -> Sheet:
    """规则, of a school or of a district."""
    headers = ["规则", "年级", "班级", "科目", "教师", "场地", "强度", "权重", "参数", "备注"]
    rows: list[list[Cell]] = [
        [a.rule, a.grades or None, a.classes or None, a.subject or None, a.teachers or None, a.room or None,
         a.strength, a.weight or None, a.params or None, a.note or None]
        for a in asks
    ]  # fmt: skip
    return Sheet("规则", headers, rows)


def _homework(plan: Plan) -> Sheet:
    headers = ["项目", *(GRADES[g - 1] for g in plan.grades)]
    if plan.homework is None:
        return Sheet("作业", headers, [])
    home = plan.homework
    lines = [("每日上限", home.cap), ("无作业日", home.free), ("课后服务完成", home.service),
             ("周末每日", home.weekend), ("假期每日", home.holiday), *home.minutes]  # fmt: skip
    rows = [[name, *_cells(text)] for name, text in lines if text]
    if home.kinds:
        headers += ["类型", "层次"]
        for row in rows:
            row += [word or None for word in home.kinds.get(str(row[0]), "").partition("·")[::2]]
    return Sheet("作业", headers, rows, matrix=True)


def _service(plan: Plan) -> Sheet:
    headers = ["年级", "星期", "开始", "结束", "类型", "名称", "教师", "名额"]
    rows: list[list[Cell]] = [
        [a.grades or None, a.days, a.start, a.end, a.kind, a.name or None, "、".join(a.teachers) or None, a.places]
        for a in plan.activities
    ]
    return Sheet("课后服务", headers, rows)


def _calendar(plan: Plan) -> Sheet:
    asked = any(h.approved for h in plan.calendar)
    headers = ["类型", "名称", "日期", "结束", "年级", "科目", *(["批准"] if asked else [])]
    rows: list[list[Cell]] = [
        [h.kind, h.name or None, h.first, h.last or None, h.grades or None, h.subjects or None,
         *([h.approved or None] if asked else [])]
        for h in plan.calendar
    ]  # fmt: skip
    return Sheet("校历", headers, rows)


def _answers(plan: Plan) -> Sheet:
    titles = item_titles("zh")
    rows: list[list[Cell]] = [[titles[a.item], a.grades or None, a.value, a.remark or None] for a in plan.answers]
    return Sheet("自查", ["项目", "年级", "填报", "说明"], rows)


def _cells(text: str) -> Iterator[Cell]:
    for word in text.split():
        yield int(word) if word.isdigit() else None if word == "-" else word


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _dress(page: Worksheet, matrix: bool) -> None:
    """Header fill, borders, striped rows, widths that fit Chinese text, frozen header, A4 landscape."""
    for index, column in enumerate(page.iter_cols(), 1):
        widest = max(_width(str(cell.value)) for cell in column if cell.value is not None)
        page.column_dimensions[get_column_letter(index)].width = min(WIDEST, max(7, widest + 3))
        for number, cell in enumerate(column, 1):
            left = widest > LONG and number > 1
            cell.border = BORDER
            cell.alignment = Alignment("left" if left else "center", "center", wrap_text=True)
            if number == 1:
                cell.font, cell.fill = Font(bold=True, color="1F3864"), HEADER
            elif number % 2:
                cell.fill = BAND
    page.freeze_panes = "B2" if matrix else "A2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _width(text: str) -> int:
    """Columns a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)
