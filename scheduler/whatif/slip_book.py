"""通知.xlsx: the slips as a printable workbook, a block a person, to cut apart; classes and teachers apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.output.xlsx import style
from scheduler.output.xlsx.style import put

from .slips import Line, Slip

_WIDTHS = (22.0, 26.0, 26.0, 18.0)  # characters: the lesson, where it was, where it is, rooms or who takes it
_PAGE = 760.0  # points down an A4 page
_TITLE, _HEAD, _GAP = 26.0, 20.0, 18.0


def write_slips(path: Path, found: Sequence[Slip], heading: str, lang: str = "zh") -> None:
    """Write the slips; ``heading`` stands beside each name, such as the school and the term."""
    zh = lang == "zh"
    book = Workbook()
    book.remove(book.worksheets[0])
    style.measure_by_arial(book)
    book.properties.creator = "kebiao"
    for teacher, name in ((False, "班级通知" if zh else "Classes"), (True, "教师通知" if zh else "Teachers")):
        if mine := [slip for slip in found if slip.teacher is teacher]:
            _write_sheet(book.create_sheet(name), mine, heading, lang)
    if not book.worksheets:
        put(book.create_sheet("通知" if zh else "Notices"), 1, 1, "没有变动" if zh else "nothing changed", box=False)
    book.save(path)


def _write_sheet(sheet: Worksheet, found: Sequence[Slip], heading: str, lang: str) -> None:
    style.page(sheet, landscape=False)
    style.widths(sheet, _WIDTHS)
    row, used = 1, 0.0
    for slip in found:
        rows = [_row(line, lang) for line in slip.lines]
        heights = [_height(cells) for cells in rows]
        tall = _TITLE + _HEAD + sum(heights) + _GAP
        if row > 1 and used + tall > _PAGE:
            sheet.row_breaks.append(Break(id=row - 1))
            used = 0.0
        used = (used + tall) % _PAGE
        row = _write_block(sheet, row, slip, rows, heights, heading, lang)
    style.print_area(sheet, row - 1, len(_WIDTHS))


def _write_block(
    sheet: Worksheet, row: int, slip: Slip, rows: Sequence[tuple[str, ...]], heights: Sequence[float], heading: str,
    lang: str,
) -> int:  # fmt: skip
    """A person's block; returns the row after it."""
    last = len(_WIDTHS)
    title = f"{slip.title(lang)}　{heading}" if heading else slip.title(lang)
    put(sheet, row, 1, title, size=12, bold=True, align=style.LONG, box=False)
    sheet.row_dimensions[row].height = _TITLE
    heads = ("课", "原来", "现在", "场地 / 教师") if lang == "zh" else ("Lesson", "Before", "Now", "Room, teacher")
    for column, name in enumerate(heads, 1):
        put(sheet, row + 1, column, name, bold=True, ground=style.HEAD)
    sheet.row_dimensions[row + 1].height = _HEAD
    at = row + 1
    for at, (cells, height) in enumerate(zip(rows, heights, strict=True), row + 2):
        for column, text in enumerate(cells, 1):
            put(sheet, at, column, text, bold=column in (1, 3), align=style.LEFT)
        sheet.row_dimensions[at].height = height
    style.outline(sheet, row + 1, 1, at, last)
    sheet.row_dimensions[at + 1].height = _GAP
    return at + 2


def _row(line: Line, lang: str) -> tuple[str, ...]:
    """The lesson, where it was, where it is, and its rooms; of another teacher who had it, who has it, and when."""
    if line.said is not None:
        return line.name(lang), *line.handed, line.said.say(lang)
    none = "—"
    before, after = (x.say(lang) if x else none for x in (line.before, line.after))
    return line.name(lang), before, after, line.rooms(lang)


def _height(cells: Sequence[str]) -> float:
    most = max(style.lines(text, width) for text, width in zip(cells, _WIDTHS, strict=True))
    return max(_HEAD, style.height(most, 10))
