"""合规: every regulation and every rule with its verdict, and its breaches in a teacher's words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from openpyxl.worksheet.worksheet import Worksheet

from ..views.compliance import Line, Mark, compliance, summary
from ..views.head import verdict
from ..views.palette import INK
from ..views.words import heading, number
from . import style
from .style import put

if TYPE_CHECKING:
    from ..run import Run

COLOURS = {
    Mark.BROKEN: (style.RED, style.RED_FILL),
    Mark.PARTLY: (style.AMBER, style.AMBER_FILL),
    Mark.KEPT: (style.GREEN, ""),
    Mark.DECLARED: (style.GREEN, style.SHUT),
    Mark.REPORTED: (style.GREY, ""),
    Mark.TO_DECLARE: (style.GREY, style.SHUT),
    Mark.UNCHECKED: (style.GREY, style.SHUT),
    Mark.NOT_CHECKABLE: (style.AMBER, style.SHUT),
    Mark.NOT_APPLICABLE: (style.GREY, ""),
}
_HEADS = ("领域", "规则", "依据", "条款", "程度", "方式", "结论", "说明", "实测", "违反量", "代价", "多包并用时")
_WIDTHS = (12.0, 24.0, 24.0, 36.0, 7.0, 10.0, 11.0, 46.0, 16.0, 11.0, 8.0, 18.0)
_TEXTS = (1, 2, 3, 7, 8, 11)  # columns that hold running text
_VERDICT, _AMOUNT = 6, 9


def write_compliance(sheet: Worksheet, run: Run) -> None:
    """Write the summary, then the list by pack."""
    style.page(sheet, landscape=True, fit=True)
    style.widths(sheet, _WIDTHS)
    found = compliance(run)
    last = len(_HEADS)
    put(sheet, 1, 1, heading(run.school, "合规报告"), size=18, bold=True, box=False)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=last)
    sheet.row_dimensions[1].height = 36
    row = _summary(sheet, found, last)
    head = row
    for column, name in enumerate(_HEADS, 1):
        put(sheet, row, column, name, size=11, bold=True, ground=style.HEAD)
    sheet.row_dimensions[row].height = 24
    for section, group in groupby(found, key=lambda line: line.section):
        row += 1
        put(sheet, row, 1, section, size=11, bold=True, ground=style.PALE, align=style.LEFT)
        for column in range(2, last + 1):
            put(sheet, row, column, "", ground=style.PALE)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        sheet.row_dimensions[row].height = 22
        for line in group:
            row += 1
            _line(sheet, row, line)
    style.outline(sheet, head, 1, row, last)
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    style.print_area(sheet, row, last)


def _summary(sheet: Worksheet, found: list[Line], last: int) -> int:
    """How many of each verdict, and the one sentence that matters; returns the row of the list's head."""
    said, sound = verdict(found)
    put(sheet, 2, 1, said, size=12, bold=True, colour=style.GREEN if sound else style.RED, box=False)
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=last)
    sheet.row_dimensions[2].height = 22
    words = "　".join(f"{mark.value} {count}" for mark, count in summary(found) if count)
    put(sheet, 3, 1, words, colour=style.GREY, box=False)
    sheet.merge_cells(start_row=3, end_row=3, start_column=1, end_column=last)
    about = "“自查符合”是学校自己填报的，程序没有核实；“待自查”的条款请填 自查 表。"
    put(sheet, 4, 1, about, size=9, colour=style.GREY, box=False)
    sheet.merge_cells(start_row=4, end_row=4, start_column=1, end_column=last)
    return 5


def _line(sheet: Worksheet, row: int, line: Line) -> None:
    amount = f"{line.amount} {line.unit}" if line.amount else ""
    cost = number(line.cost / 1000) if line.cost else ""
    cells = (
        line.area.value,
        line.title,
        " ".join(x for x in (line.ref, line.basis) if x),
        line.quotation,
        line.strength,
        line.way,
        line.mark.value,
        "\n".join(line.says),
        line.value,
        amount,
        cost,
        line.binds,
    )
    colour, ground = COLOURS[line.mark]
    for column, text in enumerate(cells):
        judged = column == _VERDICT
        align = style.LEFT if column in _TEXTS else style.MIDDLE
        put(sheet, row, column + 1, text, size=9, bold=judged or column == 1, align=align,
            colour=colour if judged else INK, ground=ground if judged else "")  # fmt: skip
    tallest = max(style.lines(cells[c], _WIDTHS[c] * 1.1) for c in (*_TEXTS, _AMOUNT))
    sheet.row_dimensions[row].height = min(400.0, max(20.0, style.height(tallest, 9)))
