"""区县报告.xlsx: a summary, lessons, hours, the verdicts of every school, and a list for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ..names import safe_sheet_name
from ..views.compliance import Mark
from ..views.palette import INK
from ..views.words import grade_name, number
from ..xlsx import style
from ..xlsx.style import put
from .lists import COLOURS, SchoolList
from .report import District, SchoolReport
from .views import clock_hours, headline, lesson_lines, rule_lines

_SIGNS = {
    Mark.BROKEN: "✗", Mark.PARTLY: "△", Mark.KEPT: "✓", Mark.DECLARED: "自", Mark.TO_DECLARE: "待",
    Mark.REPORTED: "报", Mark.UNCHECKED: "－",    Mark.NOT_CHECKABLE: "?", Mark.NOT_APPLICABLE: "－",
}  # fmt: skip


def write_xlsx(path: Path, district: District) -> None:
    """Write the workbook; two of one district are equal cell for cell. Raises OSError when it cannot be written."""
    book = Workbook()
    book.remove(book.worksheets[0])
    style.measure_by_arial(book)
    book.properties.creator = "kebiao"
    pages = [book.create_sheet(name) for name in ("汇总", "课时", "在校时间", "规则", "没有读到")]
    names = _sheet_names([s.name for s in district.schools], [p.title for p in pages])
    _summary(pages[0], district, names)
    _lessons(pages[1], district)
    _hours(pages[2], district)
    _rules(pages[3], district)
    _unread(pages[4], district)
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


class _Page:
    """A sheet with a title and one table, written row by row."""

    def __init__(self, sheet: Worksheet, title: str, about: Sequence[str], widths: Sequence[float]):
        self.sheet, self.widths, self.row = sheet, widths, 0
        style.page(sheet, landscape=True, fit=True, a3=sum(widths) > 220)
        style.widths(sheet, widths)
        for text, size, bold in ((title, 18.0, True), *((a, 11.0, False) for a in about)):
            self.row += 1
            put(sheet, self.row, 1, text, size=size, bold=bold, box=False, align=style.LEFT)
            style.merge(sheet, self.row, 1, len(widths))
            sheet.row_dimensions[self.row].height = size * 2

    def heads(self, names: Sequence[str], *, frozen: int = 1, height: float = 24) -> None:
        """The table's head; the first ``frozen`` columns stay in view."""
        self.row += 1
        for column, name in enumerate(names, 1):
            put(self.sheet, self.row, column, name, bold=True, ground=style.HEAD)
        self.sheet.row_dimensions[self.row].height = height
        self.sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{self.row + 1}"
        self.sheet.print_title_rows = f"{self.row}:{self.row}"

    def line(self, texts: Sequence[str], left: Sequence[int] = (), bad: Sequence[int] = ()) -> None:
        """A row; columns ``left`` hold running text, ``bad`` ones are red."""
        self.row += 1
        for n, text in enumerate(texts):
            align = style.LEFT if n in left else style.MIDDLE
            colour, ground = (style.RED, style.RED_FILL) if n in bad else (INK, "")
            put(self.sheet, self.row, n + 1, text, size=9.5, bold=n == 0, align=align, colour=colour, ground=ground)
        tallest = max(style.lines(t, w * 1.05) for t, w in zip(texts, self.widths, strict=True))
        self.sheet.row_dimensions[self.row].height = min(400.0, max(20.0, style.height(tallest, 9.5)))

    def end(self) -> None:
        """Print what was written."""
        style.print_area(self.sheet, self.row, len(self.widths))


def _summary(sheet: Worksheet, district: District, names: Sequence[str]) -> None:
    page = _Page(
        sheet, f"{district.name} 课表核查汇总", [line.zh for line in headline(district)], (26, 8, 14, 46, 14, 12, 12)
    )
    page.heads(("学校", "班数", "课程开设", "与计划不一致的科目", "在校最长", "违反（条）", "没有读到"))
    for school, name in zip(district.schools, names, strict=True):
        if school.error is not None:
            page.line((school.name, "", "没有核查", school.error.zh, "", "", ""), (0, 3), (2,))
        else:
            page.line(_overview(school), (0, 3), _bad(school))
        cell = sheet.cell(page.row, 1)
        quoted = name.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")
    page.end()


def _overview(school: SchoolReport) -> tuple[str, ...]:
    off = "；".join(f"{grade_name(x.grade)}{x.subject} {_counts(x.off)}（应 {number(x.asked)}）" for x in school.off)
    longest = clock_hours(school.longest) if school.longest else ""
    return (
        school.name, str(len(school.classes)), "一致" if school.follows_plan else f"{len(school.off)} 处不一致", off,
        longest, str(len(school.broken)), str(len(school.unread) or ""),
    )  # fmt: skip


def _counts(off: Iterable[tuple[str, float]]) -> str:
    return "、".join(dict.fromkeys(number(n) for _, n in off))


def _bad(school: SchoolReport) -> list[int]:
    return [n for n, bad in ((2, not school.follows_plan), (4, 0 < school.limit < school.longest),
                             (5, bool(school.broken)), (6, bool(school.unread))) if bad]  # fmt: skip


def _lessons(sheet: Worksheet, district: District) -> None:
    about = ["每科按一所学校一次计数；同一年级各班节数不同的学校记为“各班不一”。"]
    page = _Page(sheet, "各年级各科周课时", about, (22, 10, 14, 34, 70))
    page.heads(("年级 科目", "应开（节）", "不一致（校）", "分布", "不一致的学校"))
    for line in lesson_lines(district):
        off = "；".join(f"{value}{'节' if value[0].isdigit() else ''}：{'、'.join(names)}"
                       for value, names in line.schools if value != number(line.asked))  # fmt: skip
        page.line((line.said, number(line.asked), str(line.off), line.spread, off), (0, 3, 4), (2,) if line.off else ())
    page.end()


def _hours(sheet: Worksheet, district: District) -> None:
    about = ["从到校（没有写到校时，从第一项活动）到最后一节课，不含午休和课后服务；取最长的一天。"]
    page = _Page(sheet, "每天在校时间", about, (26, 26, 16, 16, 14))
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
    page = _Page(sheet, "规则与学校", [signs], (30, 36, 8, 8, 8, *(5.5 for _ in read)))
    page.heads(("规则", "依据", "程度", "违反", "符合", *("\n".join(s.name[:12]) for s in read)), frozen=1, height=170)
    for line in rule_lines(district):
        asked = line.asked
        page.line((asked.title, asked.basis, asked.strength, str(line.count(Mark.BROKEN) + line.count(Mark.PARTLY)),
                   str(line.count(Mark.KEPT)), *("" for _ in read)), (0, 1))  # fmt: skip
        for column, mark in enumerate(line.marks, 6):
            colour, ground = COLOURS[mark] if mark is not None else (INK, "")
            put(sheet, page.row, column, _SIGNS[mark] if mark else "", colour=colour, ground=ground, bold=True)
    page.end()


def _unread(sheet: Worksheet, district: District) -> None:
    page = _Page(sheet, "没有读到", ["这些地方程序没有读懂，结论可能因此不全；请对照原课表。"], (26, 120))
    page.heads(("学校", "哪里，为什么"))
    for school in district.schools:
        said = ([school.error.zh] if school.error else []) + list(school.unread)
        for text in said:
            page.line((school.name, text), (0, 1))
    page.end()
