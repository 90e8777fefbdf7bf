"""作业协调: what the subjects' teachers asked beside what the board gives, a block a class for its class teacher."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.domain import View

from ..views.coordination import Coordination, Share, coordination
from ..views.homework import TURNS
from ..views.palette import INK
from ..views.words import day_names, heading
from . import style
from .style import put

if TYPE_CHECKING:
    from ..run import Run

_BEFORE, _AFTER = (12.0, 13.0, 11.0, 10.0, 10.0), (10.0, 22.0)  # widths, in characters
_WIDTH, _HEIGHT = 130.0, 500.0  # of a page: characters, points
_TITLE, _ROW, _GAP = 24.0, 20.0, 14.0
_HEADS = ("科目", "教师", "类型", "要求", "安排")


def write_coordination(sheet: Worksheet, run: Run) -> None:
    """Write the sheet; no class is broken between two pages. What is short or beyond is coloured."""
    style.page(sheet, landscape=True)
    found = coordination(View(run.school, run.timetable, run.homework))
    days = day_names(run.school)
    last = len(_BEFORE) + len(days) + len(_AFTER)
    width = (_WIDTH - sum(_BEFORE) - sum(_AFTER)) / len(days)
    style.widths(sheet, (*_BEFORE, *(width for _ in days), *_AFTER))
    for row, text, size in ((1, heading(run.school, "作业协调"), 18.0), (2, _about(found), 9.0)):
        put(sheet, row, 1, text, size=size, bold=row == 1, colour=INK if row == 1 else style.GREY, box=False)
        style.merge(sheet, row, 1, last)
        sheet.row_dimensions[row].height = 2 * size if row == 1 else 30.0
    at, used = 3, 66.0
    for block in found:
        height = _TITLE + _ROW * (len(block.shares) + 3) + _GAP
        if used + height - _GAP > _HEIGHT and at > 3:
            sheet.row_breaks.append(Break(id=at - 1))
            used = 0.0
        used += height
        at = _write(sheet, at, block, days, last)
    style.print_area(sheet, at - 1, last)


def _about(found: Sequence[Coordination]) -> str:
    """What stands above all: how many wishes are met, and how to read the table."""
    if not found:
        return "没有布置作业"
    shares = [s for block in found for s in block.shares]
    short, over = sum(s.short > 0 for s in shares), sum(s.over > 0 for s in shares)
    counts = f"{len(shares)} 项要求：符合 {len(shares) - short - over}，少 {short}，多 {over}"
    turns = f"{TURNS}；" if any(block.alternates for block in found) else ""
    return (
        f"{counts}。“要求”是学科教师报的每周分钟（最少–最多），“安排”是作业公示给的；“·”为当天有课但没有留；{turns}"
        "合计只算必做；“还可以留”是离当天上限还有几分钟，无作业日为 0。"
        "各班由班主任统筹，要调整时改工作表“作业”再排"
    )


def _write(sheet: Worksheet, at: int, block: Coordination, days: Sequence[str], last: int) -> int:
    by = f"　班主任 {block.coordinator}（统筹）" if block.coordinator else ""
    off = f"　{block.about}" if block.about else ""
    put(sheet, at, 1, f"{block.klass}{by}{off}", size=12, bold=True, align=style.LONG, box=False)
    sheet.row_dimensions[at].height = _TITLE
    for column, name in enumerate((*_HEADS, *days, "结果", "说明"), 1):
        put(sheet, at + 1, column, name, bold=True, ground=style.HEAD)
    row = at + 2
    for share in block.shares:
        _subject(sheet, row, share)
        row += 1
    sums = ("合计", "", "", block.asked, block.given, *block.days, "", "")
    room = ("还可以留", "", "", "", "", *block.room, "", "")
    for offset, cells in enumerate((sums, room)):
        for column, text in enumerate(cells, 1):
            ground = style.RED_FILL if offset and text.startswith("-") else style.PALE
            colour = style.GREY if offset else INK
            put(sheet, row + offset, column, text, bold=not offset, ground=ground, colour=colour)
    for line in range(at + 1, row + 2):
        sheet.row_dimensions[line].height = _ROW
    style.outline(sheet, at + 1, 1, row + 1, last)
    style.outline(sheet, at + 1, 1, at + 1, last)
    style.outline(sheet, row, 1, row + 1, last)
    sheet.row_dimensions[row + 2].height = _GAP
    return row + 3


def _subject(sheet: Worksheet, row: int, share: Share) -> None:
    ground = style.AMBER_FILL if share.short else style.RED_FILL if share.over else ""
    colour = style.AMBER if share.short else style.RED if share.over else style.GREEN
    cells = (share.subject, share.teacher, share.task, share.asked, share.given, *share.days)
    for column, text in enumerate(cells, 1):
        put(sheet, row, column, text, bold=column in (1, 5), ground=style.PALE if column == 1 else "")
    put(sheet, row, len(cells) + 1, share.result, bold=True, colour=colour, ground=ground)
    put(sheet, row, len(cells) + 2, share.remark, size=9, colour=style.GREY, align=style.LEFT)
