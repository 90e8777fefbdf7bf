"""区县报告.xlsx: a summary, lessons, hours, the verdicts of every school, and a list for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ..names import safe_sheet_name
from ..views.compliance import Mark
from ..views.palette import INK
from ..views.words import number
from ..xlsx import style
from ..xlsx.style import put
from .lists import COLOURS, SchoolList
from .overview import columns
from .page import Page
from .report import District, SchoolReport
from .sheets import write_figures, write_sharing
from .tables import brief
from .views import clock_hours, headline, lesson_lines, rule_lines, title

_SIGNS = {
    Mark.BROKEN: "✗", Mark.PARTLY: "△", Mark.KEPT: "✓", Mark.DECLARED: "自", Mark.TO_DECLARE: "待",
    Mark.REPORTED: "报", Mark.UNCHECKED: "－",    Mark.NOT_CHECKABLE: "?", Mark.NOT_APPLICABLE: "－",
}  # fmt: skip
_ON_A_PAGE = 30  # schools beside each other


def write_xlsx(path: Path, district: District) -> None:
    """Write the workbook; two of one district are equal cell for cell. Raises OSError when it cannot be written."""
    book = Workbook()
    book.remove(book.worksheets[0])
    style.measure_by_arial(book)
    book.properties.creator = "kebiao"
    summary = book.create_sheet("汇总")
    if district.sharing:
        write_sharing(book.create_sheet, district.sharing)
    _lessons(book.create_sheet("课时"), district)
    _hours(book.create_sheet("在校时间"), district)
    write_figures(book.create_sheet, district)
    _rules(book.create_sheet("规则"), district)
    if not district.sharing or any(s.unread for s in district.schools):
        _unread(book.create_sheet("没有读到"), district)
    names = _sheet_names([s.name for s in district.schools], book.sheetnames)
    _summary(summary, district, names)
    for school, name in zip(district.schools, names, strict=True):
        SchoolList(book.create_sheet(name), school).write()
    book.save(path)


def write_list(path: Path, school: SchoolReport) -> None:
    """Write one school's list as a workbook of its own. Raises OSError when it cannot be written."""
    book = Workbook()
    book.remove(book.worksheets[0])
    style.measure_by_arial(book)
    book.properties.creator = "kebiao"
    SchoolList(book.create_sheet("核查清单"), school).write()
    book.save(path)


def _sheet_names(names: Iterable[str], taken: Iterable[str]) -> list[str]:
    """Names a workbook takes for its sheets: at most 31 characters, no two alike."""
    found: list[str] = []
    used = {t.casefold() for t in taken}
    for name in names:
        plain = safe_sheet_name(name)[:28].strip("' ") or "_"
        made, count = plain, 2
        while made.casefold() in used:
            made, count = f"{plain[:25]}({count})", count + 1
        used.add(made.casefold())
        found.append(made)
    return found


def _summary(sheet: Worksheet, district: District, names: Sequence[str]) -> None:
    found = columns(district)
    about = [x.zh for x in headline(district)]
    page = Page(sheet, f"{district.name} {title(district)}汇总", about, (26, *(c.width for c in found)))
    page.heads(("学校", *(c.head.replace("（", "\n（") for c in found)), height=34)
    left = (0, *(n for n, c in enumerate(found, 1) if c.detail))
    for school, name in zip(district.schools, names, strict=True):
        if school.error is not None:
            page.line((school.name, *("" for _ in found)), left)
            page.over(2, f"{school.lacks}：{brief(school.error)}")
        else:
            cells = [c.cell(school) for c in found]
            bad = [n for n, (_, wrong) in enumerate(cells, 1) if wrong]
            page.line((school.name, *(text for text, _ in cells)), left, bad)
        cell = sheet.cell(page.row, 1)
        quoted = name.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")
    page.end()


def _lessons(sheet: Worksheet, district: District) -> None:
    about = ["每科按一所学校一次计数；同一年级各班节数不同的学校记为“各班不一”。"]
    page = Page(sheet, "各年级各科周课时", about, (22, 10, 14, 34, 70))
    page.heads(("年级 科目", "应开（节）", "不一致（校）", "分布", "不一致的学校"))
    for line in lesson_lines(district):
        off = "；".join(f"{value}{'节' if value[0].isdigit() else ''}：{'、'.join(names)}"
                       for value, names in line.schools if value != number(line.asked))  # fmt: skip
        page.line((line.said, number(line.asked), str(line.off), line.spread, off), (0, 3, 4), (2,) if line.off else ())
    page.end()


def _hours(sheet: Worksheet, district: District) -> None:
    about = ["从到校（没有写到校时，从第一项活动）到最后一节课，不含午休和课后服务；取最长的一天。"]
    page = Page(sheet, "每天在校时间", about, (26, 26, 16, 16, 14))
    page.heads(("学校", "年级", "在校最长", "要求不超过", "结论"))
    for school in district.read:
        for hours in school.hours:
            over = 0 < school.limit < hours.minutes
            verdict = (f"超 {clock_hours(hours.minutes - school.limit)}" if over else "符合") if school.limit else ""
            limit = clock_hours(school.limit) if school.limit else ""
            page.line(
                (school.name, hours.grades, clock_hours(hours.minutes), limit, verdict), (0, 1), (4,) if over else ()
            )
    page.end()


def _rules(sheet: Worksheet, district: District) -> None:
    signs = "　".join(f"{sign} {mark.value}" for mark, sign in _SIGNS.items())
    read = district.read
    page = Page(sheet, "规则与学校", [signs], (30, 30, 50, 8, 8, 8, *(5.5 for _ in read)))
    heads = ("规则", "依据", "条款原文", "程度", "违反", "符合", *("\n".join(s.name[:12]) for s in read))
    page.heads(heads, height=min(170, 30 + 13 * max((len(s.name) for s in read), default=0)))
    for line in rule_lines(district):
        asked = line.asked
        bad = line.count(Mark.BROKEN) + line.count(Mark.PARTLY)
        page.line((asked.title, asked.basis, asked.quotation, asked.strength, str(bad), str(line.count(Mark.KEPT)),
                   *("" for _ in read)), (0, 1, 2))  # fmt: skip
        for column, mark in enumerate(line.marks, 7):
            colour, ground = COLOURS[mark] if mark is not None else (INK, "")
            put(sheet, page.row, column, _SIGNS[mark] if mark else "", colour=colour, ground=ground, bold=True)
    page.end()
    if len(read) > _ON_A_PAGE:  # some pages side by side, each with the rules at its left
        sheet.print_title_cols = "A:C"
        sheet.page_setup.fitToWidth = ceil(len(read) / _ON_A_PAGE)


def _unread(sheet: Worksheet, district: District) -> None:
    page = Page(sheet, "没有读到", ["这些地方程序没有读懂，结论可能因此不全；请对照原课表。"], (26, 120))
    page.heads(("学校", "哪里，为什么"))
    for school in district.schools:
        said = ([school.error.zh] if school.error else []) + list(school.unread)
        for text in said:
            page.line((school.name, text), (0, 1))
    page.end()
