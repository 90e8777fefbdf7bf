"""Tables with a row a lesson: our own timetable.csv, FET's timetable.csv, and others with such columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..words import key, nfkc
from ..workbook import Cell, Sheet
from .labels import Label, read_label, weekday

_COLUMNS = {
    "class": ("班级", "班", "班级名称", "class", "students sets", "students", "students set"),
    "day": ("星期", "周几", "星期几", "day", "weekday"),
    "period": ("节次", "节", "课节", "第几节", "period", "hour"),
    "subject": ("科目", "学科", "课程", "课程名称", "subject"),
    "teacher": ("教师", "任课教师", "老师", "授课教师", "teacher", "teachers"),
    "room": ("教室", "场地", "地点", "room"),
    "week": ("周次", "单双周", "week", "weeks"),
    "start": ("开始", "开始时间", "start"),
    "end": ("结束", "结束时间", "end"),
    "lesson": ("lesson",),
}
_CODES = {key(alias): code for code, aliases in _COLUMNS.items() for alias in aliases}
_NEEDED = {"class", "day", "period", "subject"}
_WEEKS = {"odd": "odd", "单": "odd", "单周": "odd", "even": "even", "双": "even", "双周": "even"}


@dataclass(frozen=True)
class ListRow:
    """A lesson's row. ``classes`` as they are written (none for a meeting); ``label`` None where it is no period;
    ``course`` the course that our own files name."""

    classes: tuple[str, ...]
    day: int
    label: Label | None
    subject: str
    teachers: tuple[str, ...]
    rooms: tuple[str, ...]
    week: str
    course: str
    cells: dict[str, Cell]


def find_list(sheet: Sheet) -> list[ListRow] | None:
    """The rows of a sheet that is such a table; None for any other."""
    for row in sheet.rows[:10]:
        columns: dict[str, int] = {}
        for column in sheet.columns(row):
            code = _CODES.get(key(sheet.at(row, column).value))
            if code:
                columns.setdefault(code, column)
        if columns.keys() >= _NEEDED:
            return list(_rows(sheet, row, columns))
    return None


def _rows(sheet: Sheet, header: int, columns: dict[str, int]) -> Iterator[ListRow]:
    for row in sheet.rows:
        if row <= header:
            continue
        cells = {code: sheet.at(row, column) for code, column in columns.items()}
        text = {code: nfkc(cell.value) for code, cell in cells.items()}
        if not any(text.values()):
            continue
        day = weekday(text["day"], bare=True) or (int(text["day"]) if re.fullmatch("[1-7]", text["day"]) else 0)
        times = [t[:5] for code in ("start", "end") if (t := text.get(code, ""))]
        lesson = text.get("lesson", "")
        yield ListRow(
            classes=_split(text["class"], r"[+、,;]"),
            day=day,
            label=read_label([text["period"], "-".join(times)]),
            subject=text["subject"],
            teachers=_names(text.get("teacher", "")),
            rooms=_names(text.get("room", "")),
            week=_WEEKS.get(key(text.get("week", "")), "all"),
            course=re.sub(r"·#\d+(~\d+)*$", "", lesson) if "·#" in lesson else "",
            cells=cells,
        )


def _split(text: str, marks: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(marks, text) if part.strip())


def _names(text: str) -> tuple[str, ...]:
    """Names joined by + (as FET does) or by / (a / within a name is written ``\\/``)."""
    parts = re.findall(r"(?:[^/+、,;\\]|\\.)+", text)
    return tuple(re.sub(r"\\(.)", r"\1", p).strip() for p in parts if p.strip())
