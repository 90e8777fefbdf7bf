"""The list of a day's exceptions to post, and the slips to hand out, as a workbook to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.domain import Text
from scheduler.domain.sayings import say_clock
from scheduler.errors import RunError

from .day import CoverError, Days
from .slips import Slip, say_date, say_place, say_slots, slips, what

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEADS = {
    "zh": ("日期", "节次", "时间", "班级", "科目", "原任课", "安排", "上课教师", "教室", "签名"),
    "en": ("Date", "Lesson", "Time", "Class", "Subject", "Teacher", "What", "Held by", "Room", "Signature"),
}
WIDTHS = (20.0, 9.0, 14.0, 10.0, 13.0, 11.0, 10.0, 13.0, 12.0, 12.0)
HOLDER = 8  # the column of who holds it
_STRIP = 96.0


@dataclass(frozen=True)
class Line:
    """A lesson of the list, in one language; ``open``: nobody holds it."""

    cells: tuple[str, ...]
    open: bool = False


def lines(days: Days, when: date, lang: str) -> list[Line]:
    """The lessons of a date that are not held as in the timetable."""
    found = []
    for h in days.held(when):
        if not (h.away or h.record) or not h.course.groups:
            continue
        holder = "、".join(h.teachers) or ("待定" if lang == "zh" else "open")
        clock = f"{say_clock(h.slots[0].start)}–{say_clock(h.slots[-1].end)}"
        found.append(Line((
            say_date(when, lang), say_slots(h.slots, lang), clock, "、".join(h.course.groups), h.course.subject,
            "、".join(h.course.teachers), what(h, lang), holder, say_place(days.school, h, lang), "",
        ), h.uncovered))  # fmt: skip
    return found


def write_slips(path: Path, days: Days, dates: Sequence[date], lang: str = "zh", note: str = "") -> list[Text]:
    """Write the workbook for some dates; returns notes for the user. ``note`` stands in its title.

    Raises CoverError when nothing is different on these dates, RunError when the file cannot be written.
    """
    from openpyxl import Workbook

    from scheduler.output.folder import place_file
    from scheduler.output.xlsx import style

    found = [line for when in dates for line in lines(days, when, lang)]
    told = [slip for when in dates for slip in slips(days, when)]
    if not found and not told:
        raise CoverError(Text("这一天没有代课、调课，不用写通知", "nothing is different on that day: no slips"))
    book = Workbook()
    style.measure_by_arial(book)
    sheet = book.worksheets[0]
    _list(sheet, f"{days.school.name}{'代课调课安排' if lang == 'zh' else ': cover and exchanges'}{note}", found, lang)
    _strips(book.create_sheet("通知单" if lang == "zh" else "slips"), told, lang)
    try:
        return place_file(path, book.save)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RunError(Text(f"写不了 {path}：{reason}", f"cannot write {path}: {reason}")) from error


def _list(sheet: Worksheet, title: str, found: Sequence[Line], lang: str) -> None:
    from scheduler.output.xlsx import style

    sheet.title = "代课安排" if lang == "zh" else "cover"
    style.page(sheet, landscape=True, fit=True)
    style.widths(sheet, WIDTHS)
    style.put(sheet, 1, 1, title, size=16, bold=True, box=False)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(WIDTHS))
    for column, head in enumerate(HEADS[lang], 1):
        style.put(sheet, 2, column, head, bold=True, ground=style.HEAD)
    for row, line in enumerate(found, 3):
        for column, text in enumerate(line.cells, 1):
            ground = style.RED_FILL if line.open else ""
            style.put(sheet, row, column, text, size=11, ground=ground, bold=column == HOLDER)
        most = max(style.lines(text, width - 2) for text, width in zip(line.cells, WIDTHS, strict=True))
        sheet.row_dimensions[row].height = max(26.0, style.height(most, 11))
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 38, 24
    sheet.freeze_panes, sheet.print_title_rows = "A3", "2:2"
    style.outline(sheet, 2, 1, 2 + len(found), len(WIDTHS))
    style.print_area(sheet, 2 + len(found), len(WIDTHS))


def _strips(sheet: Worksheet, told: Sequence[Slip], lang: str) -> None:
    """A strip of paper a person, to cut apart."""
    from scheduler.output.xlsx import style

    style.page(sheet, landscape=False, fit=True)
    style.widths(sheet, (_STRIP,))
    for row, slip in enumerate(told, 1):
        text = slip.text.say(lang)
        style.put(sheet, row, 1, text, size=12, align=style.LEFT)
        sheet.row_dimensions[row].height = style.height(style.lines(text, _STRIP * 10 / 12 - 4), 12) + 14
    style.print_area(sheet, len(told), 1)
