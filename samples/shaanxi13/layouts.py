"""How the schools' tables look: seven shapes, and several ways of writing classes, periods and subjects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from samples.shaanxi13.schools import School

DIGITS = "零一二三四五六七八九十"
DAYS = "一二三四五"
SHORT = {
    "语文": "语", "数学": "数", "英语": "英", "物理": "物", "化学": "化", "生物": "生", "道德与法治": "道法",
    "历史": "史",
    "地理": "地理", "体育与健康": "体", "音乐": "音", "美术": "美", "信息技术": "信息", "劳动": "劳",
    "综合实践活动": "综合",
    "地方课程": "地方", "班会": "班",
}  # fmt: skip
Klass = tuple[int, int]


@dataclass(frozen=True)
class Style:
    """One school's habits: the shape of its tables and how it writes."""

    shape: str
    klass: str  # with {g} {G} {J} {n} {N}: 7 七 一 1 一, {n:02d}
    day: str = "星期{}"
    period: str = "第{n}节"
    subject: str = "{full}"  # with {full} {short} {teacher}
    title: str = "{klass}课程表"
    half: bool = False  # 上午, 下午 in a column of their own


STYLES = (
    Style("sheets", "{G}({n})班", subject="{full}\n{teacher}"),
    Style("stacked", "{G}年级{n}班", subject="{short}"),
    Style("beside", "{g}{n:02d}", subject="{full}", day="周{}"),
    Style("rows", "{G}{n}", subject="{short}", period="{n}"),
    Style("columns", "初{J}{n}班", subject="{short}", day="周{}"),
    Style("down", "{G}年级（{N}）班", subject="{full}"),
    Style("stacked", "{g}.{n}", subject="{full}({teacher})", period="{half}{k}", title="班级：{klass}"),
    Style("sheets", "初{J}（{n}）班", subject="{short}", period="{k}", half=True),
    Style("rows", "{G}年级{n}班", subject="{full}", period="第{N}节", day="周{}"),
    Style("columns", "{G}{n}班", subject="{full}/{teacher}", period="{n}"),
    Style("beside", "{G}({n})", subject="{short}", period="第{N}节"),
    Style("stacked", "初{J}{n}班", subject="{full} {teacher}", period="", title="{klass} 课表"),
    Style("down", "{g}-{n}班", subject="{short}", day="周{}", period="第{n}节"),
)


def write(school: School, style: Style) -> Workbook:
    """The workbook of a school."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "总课表" if style.shape in ("rows", "columns") else "课表"
    _SHAPES[style.shape](book, page, Tables(school, style))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                cell.alignment = Alignment("center", "center", wrap_text=True)
        sheet.cell(1, 1).font = Font(bold=True, size=14)
    return book


@dataclass(frozen=True)
class Tables:
    """A school's words as it writes them."""

    school: School
    style: Style

    def klass(self, k: Klass) -> str:
        """A class's name."""
        g, n = k
        return self.style.klass.format(g=g, G=DIGITS[g], J=DIGITS[g - 6], n=n, N=DIGITS[n])

    def days(self) -> list[str]:
        """The weekdays."""
        return [self.style.day.format(d) for d in DAYS]

    def rows(self) -> Iterator[tuple[str, str, str, int]]:
        """The day: (half-day, name, clock, number of the lesson or 0)."""
        number, later = 0, False
        count = 0
        for start, end, name in self.school.day:
            later = later or name == "午休"
            half = "下午" if later else "上午"
            if name:
                yield half, name, f"{start}-{end}", 0
                continue
            number += 1
            count = number - 4 if later else number
            label = self.style.period.format(n=number, N=DIGITS[number], half=half, k=count)
            yield half, label, f"{start}-{end}", number

    def cell(self, k: Klass, day: int, number: int) -> str:
        """What stands in a lesson's cell, '' where there is none."""
        subject = self.school.weeks[k].get((day, number), "")
        if not subject:
            return ""
        return self.style.subject.format(
            full=subject, short=SHORT[subject], teacher=self.school.teacher[k, subject]
        )  # fmt: skip


def _block(page: Worksheet, tables: Tables, k: Klass, top: int, left: int) -> int:
    """A class's block, its title over it; returns the row after it."""
    width = 8 if tables.style.half else 7
    title = tables.style.title.format(klass=tables.klass(k))
    page.cell(top, left, title)
    page.merge_cells(start_row=top, end_row=top, start_column=left, end_column=left + width - 1)
    heads = [*(["时段"] if tables.style.half else []), "节次", "时间", *tables.days()]
    for n, text in enumerate(heads):
        page.cell(top + 1, left + n, text)
    row = top + 2
    for half, label, clock, number in tables.rows():
        texts = [*([half] if tables.style.half else []), label, clock]
        texts += [tables.cell(k, d, number) if number else "" for d in range(1, 6)]
        for n, text in enumerate(texts):
            page.cell(row, left + n, text or None)
        if not number and label in ("大课间", "午休"):
            page.merge_cells(start_row=row, end_row=row, start_column=left + width - 5, end_column=left + width - 1)
            page.cell(row, left + width - 5, label)
        row += 1
    page.cell(row, left, "备注：请各班按课表上课，不得随意调课。")
    return row + 1


def _sheets(book: Workbook, page: Worksheet, tables: Tables) -> None:
    for n, k in enumerate(tables.school.classes):
        sheet = page if n == 0 else book.create_sheet()
        sheet.title = tables.klass(k)
        sheet.cell(1, 1, tables.school.name)
        _block(sheet, tables, k, 2, 1)


def _stacked(book: Workbook, page: Worksheet, tables: Tables) -> None:
    row = 1
    for k in tables.school.classes:
        row = _block(page, tables, k, row, 1) + 1


def _beside(book: Workbook, page: Worksheet, tables: Tables) -> None:
    page.cell(1, 1, f"{tables.school.name}课程表")
    grades: dict[int, list[Klass]] = {}
    for k in tables.school.classes:
        grades.setdefault(k[0], []).append(k)
    row = 3
    for members in grades.values():
        ends = [_block(page, tables, k, row, 1 + n * 8) for n, k in enumerate(members)]
        row = max(ends) + 2


def _down(book: Workbook, page: Worksheet, tables: Tables) -> None:
    """Weekdays down, periods across."""
    row = 1
    for k in tables.school.classes:
        page.cell(row, 1, tables.style.title.format(klass=tables.klass(k)))
        page.cell(row + 1, 1, "星期")
        page.cell(row + 2, 1, "时间")
        for n, (_, label, clock, number) in enumerate(tables.rows(), 2):
            page.cell(row + 1, n, label)
            page.cell(row + 2, n, clock)
            for d, name in enumerate(tables.days(), 1):
                page.cell(row + 2 + d, 1, name)
                page.cell(row + 2 + d, n, (tables.cell(k, d, number) if number else "") or None)
        row += 10


def _rows(book: Workbook, page: Worksheet, tables: Tables) -> None:
    """The whole school: classes down, weekday and period across."""
    page.cell(1, 1, f"{tables.school.name}总课表")
    page.cell(2, 1, "班级")
    day = list(tables.rows())
    column = 2
    for d, name in enumerate(tables.days(), 1):
        page.cell(2, column, name)
        page.merge_cells(start_row=2, end_row=2, start_column=column, end_column=column + len(day) - 1)
        for _, label, clock, number in day:
            page.cell(3, column, label)
            page.cell(4, column, clock)
            for r, k in enumerate(tables.school.classes, 5):
                page.cell(r, 1, tables.klass(k))
                page.cell(r, column, (tables.cell(k, d, number) if number else "") or None)
            column += 1


def _columns(book: Workbook, page: Worksheet, tables: Tables) -> None:
    """The whole school: weekday and period down, classes across."""
    page.cell(1, 1, f"{tables.school.name}课程总表")
    for n, text in enumerate(("星期", "节次", "时间", *(tables.klass(k) for k in tables.school.classes)), 1):
        page.cell(2, n, text)
    day = list(tables.rows())
    row = 3
    for d, name in enumerate(tables.days(), 1):
        page.cell(row, 1, name)
        page.merge_cells(start_row=row, end_row=row + len(day) - 1, start_column=1, end_column=1)
        for _, label, clock, number in day:
            page.cell(row, 2, label)
            page.cell(row, 3, clock)
            for n, k in enumerate(tables.school.classes, 4):
                page.cell(row, n, (tables.cell(k, d, number) if number else "") or None)
            row += 1


_SHAPES: dict[str, Callable[[Workbook, Worksheet, Tables], None]] = {
    "sheets": _sheets, "stacked": _stacked, "beside": _beside, "down": _down, "rows": _rows, "columns": _columns,
}  # fmt: skip
