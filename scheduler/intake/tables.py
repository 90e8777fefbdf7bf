"""Finding sheets and columns by name: Chinese or English, any order, full-width and spaces ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from openpyxl.utils import get_column_letter

from .log import Log
from .words import key, nearest
from .workbook import Book, Cell, Sheet

Columns = Mapping[str, tuple[str, ...]]

SHEETS: Columns = {
    "school": ("学校", "学校信息", "school"),
    "bells": ("作息", "作息时间", "作息时间表", "bells"),
    "curriculum": ("课程计划", "课程设置", "curriculum"),
    "classes": ("班级", "班级表", "classes"),
    "teachers": ("教师", "教师表", "teachers"),
    "assignment": ("任课", "任课表", "assignment"),
    "rooms": ("场地", "场地表", "教室", "rooms"),
    "groups": ("合班走班", "合班", "走班", "groups"),
    "meetings": ("教研", "教研活动", "meetings"),
    "locks": ("固排禁排", "固排", "禁排", "locks"),
    "rules": ("规则", "rules"),
    "homework": ("作业", "homework"),
    "service": ("课后服务", "after-school", "afterschool", "service"),
    "calendar": ("校历", "calendar"),
    "declarations": ("自查", "declarations"),
}
REQUIRED = ("curriculum", "classes", "assignment")
_IGNORED = ("示例", "说明", "选项", "example", "notes", "options", "sheet")
REMARKS = {
    "备注",
    "说明",
    "序号",
    "note",
    "notes",
    "no",
    "no.",
    "合计",
    "总计",
    "周总课时",
    "周课时",
    "total",
}


@dataclass(frozen=True)
class Row:
    """One row of a table; ``row['name']`` is the cell of a column, empty when there is no such column."""

    number: int
    table: Table

    def __getitem__(self, column: str) -> Cell:
        place = self.table.columns.get(column)
        if place is None:
            return Cell(self.table.sheet.name, "")
        return self.table.at(self.number, place)

    def extra(self) -> Iterator[tuple[Cell, Cell]]:
        """(header, cell) of every further column, such as the subjects of 任课."""
        for column, header in self.table.extra.items():
            yield header, self.table.at(self.number, column)


@dataclass(frozen=True)
class Table:
    """A sheet seen as rows under a header row. ``columns`` are those asked for, ``extra`` all others."""

    sheet: Sheet
    header: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    extra: dict[int, Cell] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Cell:
        """A cell; one that shows an error reads as empty (it was reported)."""
        return self.sheet.at(row, column)

    @property
    def rows(self) -> list[Row]:
        """The rows that hold something in a known column."""
        wanted = {*self.columns.values(), *self.extra}
        numbers = {r for (r, c), cell in self.sheet.cells.items() if r > self.header and c in wanted}
        return [Row(n, self) for n in sorted(numbers)]

    def head(self, column: str) -> Cell:
        """The header cell of a column, or the sheet itself when it has none."""
        place = self.columns.get(column)
        return self.at(self.header, place) if place else Cell(self.sheet.name, "")

    def __bool__(self) -> bool:
        return self.header > 0


NO_TABLE = Table(Sheet("", {}))


def find_sheets(
    book: Book, log: Log, known: Columns = SHEETS, required: tuple[str, ...] = REQUIRED
) -> dict[str, Sheet]:
    """The plan's sheets by key. Notes missing ones, doubles, and names that are nearly right."""
    names = {key(alias): code for code, aliases in known.items() for alias in aliases}
    found: dict[str, Sheet] = {}
    strange: list[Sheet] = []
    for sheet in book.sheets:
        code = names.get(key(sheet.name)) or names.get(re.sub(r"\(.*\)|[a-z]+$", "", key(sheet.name)))
        if code is None:
            strange.append(sheet)
        elif code in found:
            log.warn(
                sheet.name,
                f"与 {found[code].name} 是同一种工作表，没有读",
                f"same kind as {found[code].name}: not read",
            )
        else:
            found[code] = sheet
    unmatched = [known[c][0] for c in known if c not in found]
    for code in required:
        if code not in found:
            zh, en = known[code][0], known[code][-1]
            near = nearest(zh, [s.name for s in strange])
            advice = (f"工作表 {near} 是否应叫 {zh}？", f"should sheet {near} be called {zh}?") if near else ()
            log.add("", f"缺少工作表 {zh}", f"sheet {zh} ({en}) is missing", *advice)
    for sheet in strange:
        near = nearest(sheet.name, unmatched)
        if sheet.cells and near and not key(sheet.name).startswith(_IGNORED):
            log.warn(
                sheet.name,
                "不认识这张工作表，没有读",
                "unknown sheet: not read",
                f"改名为 {near}？",
                f"rename it {near}?",
            )
    return found


def read_table(
    sheet: Sheet | None, columns: Columns, required: tuple[str, ...], log: Log, matrix: bool = False
) -> Table:
    """See a sheet as a table. ``matrix`` sheets have a column a subject or grade beside the named ones.

    The header row is the one of the top rows that holds most columns. Notes missing and doubtful columns,
    error cells, uncalculated formulas and merged areas.
    """
    if sheet is None or not sheet.cells:
        return NO_TABLE
    names = {key(alias): code for code, aliases in columns.items() for alias in aliases}
    header = _header_row(sheet, names, required)
    if not header:
        wanted = "、".join(columns[c][0] for c in required)
        log.add(sheet.name, f"找不到表头；应有列 {wanted}", f"no header row; wanted: {wanted}")
        return NO_TABLE
    found: dict[str, int] = {}
    extra: dict[int, Cell] = {}
    for column in sheet.columns(header):
        cell = sheet.at(header, column)
        code = _code(cell, names)
        if code and code not in found:
            found[code] = column
        elif code:
            log.warn(
                cell,
                f"列 “{cell.value}” 重复，只读第一列",
                f"column '{cell.value}' twice: only the first is read",
            )
        elif key(cell.value) not in REMARKS:
            extra[column] = cell
    for code in required:
        if code not in found:
            _missing_column(sheet, header, columns[code][0], extra, log)
    if not matrix:
        _doubtful_columns(extra, [columns[c][0] for c in columns if c not in found], log)
        extra = {}
    table = Table(sheet, header, found, extra)
    _note_cells(table, log)
    return table


def _code(cell: Cell, names: Mapping[str, str]) -> str | None:
    word = key(cell.value)
    return names.get(word) or names.get(re.sub(r"[(\[].*?[)\]]$", "", word))


def _header_row(sheet: Sheet, names: Mapping[str, str], required: tuple[str, ...]) -> int:
    best, most = 0, 0
    for row in sheet.rows[:20]:
        codes = {_code(sheet.at(row, c), names) for c in sheet.columns(row)}
        score = 2 * len(codes & set(required)) + len(codes - {None})
        if codes & set(required) and score > most:
            best, most = row, score
    return best


def _missing_column(sheet: Sheet, header: int, name: str, extra: Mapping[int, Cell], log: Log) -> None:
    near = nearest(name, [str(c.value) for c in extra.values()])
    advice = (f"列 “{near}” 是否应叫 {name}？", f"should column '{near}' be called {name}?") if near else ()
    row = Cell(sheet.name, f"A{header}")
    log.add(
        row,
        f"第 {header} 行表头缺少列 {name}",
        f"column {name} is missing in the header row {header}",
        *advice,
    )


def _doubtful_columns(extra: Mapping[int, Cell], missing: list[str], log: Log) -> None:
    for cell in extra.values():
        near = nearest(str(cell.value), missing)
        if near:
            log.warn(
                cell, f"不认识列 “{cell.value}”，没有读", f"unknown column '{cell.value}': not read",
                f"改为 {near}？", f"rename it {near}?",
            )  # fmt: skip


def _note_cells(table: Table, log: Log) -> None:
    sheet = table.sheet
    wanted = {*table.columns.values(), *table.extra}
    for (row, column), cell in sorted(sheet.cells.items()):
        if column not in wanted or row < table.header or not cell.broken:
            continue
        if cell.broken == "=":
            log.add(
                cell,
                "公式还没有计算出值",
                "a formula that was never calculated",
                "在 Excel 或 WPS 中打开、保存一次，或粘贴为数值",
                "open and save it once in Excel or WPS, or paste values",
            )
        else:
            log.add(
                replace(cell, value=cell.broken),
                f"单元格是错误值 {cell.broken}",
                f"the cell holds the error {cell.broken}",
            )
    if sheet.cut:
        log.add(sheet.name, "行数太多，没有读完", "too many rows: not all were read")
    for area in sheet.merged:
        first = re.match(r"([A-Z]+)(\d+)", area)
        if first and int(first[2]) > table.header and first[1] in {get_column_letter(c) for c in wanted}:
            log.warn(
                Cell(sheet.name, first[0]), f"合并单元格 {area}：其中每一格都按同样的值读",
                f"merged cells {area}: each of them counts as having this value",
            )  # fmt: skip
