"""A run as the data of the templates: timetables, the homework board, what is posted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING

from scheduler.domain import View

from ..views.homework import ABOUT, homework_board
from ..views.palette import palette
from ..views.posting import FIVE, SUPPLIED, Made, activity_table, posted, school_days, staff_table
from ..views.weekly import Week, class_weeks, room_weeks, teacher_weeks
from ..views.words import day_names, two_lines
from .report import Data, about, bureau, head_page

if TYPE_CHECKING:
    from ..run import Run

_ROWS = 32  # classes on one page of the whole-school table


def part_data(run: Run, part: str, tables: Sequence[str] = ()) -> Data | None:
    """The data of one part; None when the run has nothing for it. ``tables`` are those to be posted."""
    school, timetable = run.school, run.timetable
    makers: Mapping[str, Callable[[], Data | None]] = {
        "classes": lambda: _weeks(run, class_weeks(school, timetable), "课程表", 1),
        "teachers": lambda: _weeks(run, teacher_weeks(school, timetable), "教师课表", 2),
        "rooms": lambda: _weeks(run, room_weeks(school, timetable), "场地课表", 2),
        "whole": lambda: _whole(run),
        "homework": lambda: _homework(run),
        "head": lambda: head_page(run),
        "bureau": lambda: bureau(run),
        "posting": lambda: _posting(run, tables),
    }
    return makers[part]()


def _weeks(run: Run, weeks: Sequence[Week], title: str, on_a_page: int) -> Data | None:
    fills = palette(run.school)
    pages = [[_week(run, w, fills) for w in weeks[n : n + on_a_page]] for n in range(0, len(weeks), on_a_page)]
    return {**about(run, "weeks", title), "days": day_names(run.school), "pages": pages} if weeks else None


def _week(run: Run, week: Week, fills: Mapping[str, str]) -> Data:
    rows, half = [], None
    for row in week.rows:
        noon = row.lesson and half is not None and row.half is not half
        half = row.half if row.lesson else half
        cells = [
            {
                "title": c.label.replace(")/", ")/\n"), "detail": c.detail, "open": c.open,
                "fill": fills.get(c.subject, "FFFFFF") if c.pieces else "FFFFFF",
            }
            for c in row.cells
        ]  # fmt: skip
        rows.append({"label": row.label, "time": row.time, "lesson": row.lesson, "noon": noon, "cells": cells})
    return {"owner": week.owner, "about": week.about, "rows": rows}


def _whole(run: Run) -> Data | None:
    school, fills = run.school, palette(run.school)
    weeks = class_weeks(school, run.timetable)
    periods = max((len(w.lessons) for w in weeks), default=0)
    if not periods:
        return None
    teachers = {k.id: k.class_teacher for k in school.classes}
    rows = [
        {
            "owner": w.owner,
            "teacher": teachers[w.owner],
            "cells": [_small(w, d, n, fills) for d in range(len(school.grid.days)) for n in range(periods)],
        }
        for w in weeks
    ]
    count = ceil(len(rows) / _ROWS)
    size = ceil(len(rows) / count)
    pages = [rows[n : n + size] for n in range(0, len(rows), size)]
    return {**about(run, "whole", "总课表"), "days": day_names(school), "periods": periods, "pages": pages}


def _small(week: Week, day: int, period: int, fills: Mapping[str, str]) -> Data:
    cell = week.lessons[period].cells[day] if period < len(week.lessons) else None
    if cell is None or not cell.open:
        return {"title": "", "fill": "", "open": False}
    return {"title": two_lines(cell.label), "fill": fills.get(cell.subject, "FFFFFF"), "open": True}


def _homework(run: Run) -> Data | None:
    board = homework_board(View(run.school, run.timetable, run.homework))
    rows = [
        {
            "klass": row.klass,
            "notes": [x for x in (f"统筹 {row.coordinator}" if row.coordinator else "", row.about) if x],
            "cells": [{"items": c.items, "total": c.total, "over": c.over} for c in row.cells],
        }
        for row in board
    ]
    heading = about(run, "homework", "作业公示")
    return {**heading, "days": day_names(run.school), "about": ABOUT, "rows": rows} if rows else None


def _posting(run: Run, tables: Sequence[str]) -> Data:
    school, found = run.school, posted(run.school, tables)
    days = [{"title": d.title, "rows": d.rows} for d in school_days(school)]
    staff, activities = staff_table(school), activity_table(school)
    makers: Mapping[Made, Callable[[str], Data | None]] = {
        Made.DAYS: lambda name: {**about(run, "days", name), "schedules": days} if days else None,
        Made.WHOLE: lambda name: _named(_whole(run), name),
        Made.STAFF: lambda name: {**about(run, "staff", name), "columns": staff.columns, "rows": staff.rows},
        Made.ACTIVITIES: lambda name: (
            {**about(run, "activities", name), "columns": activities.columns, "rows": activities.rows}
            if activities.rows
            else None
        ),
        Made.HOMEWORK: lambda name: _named(_homework(run), name),
    }
    made = {p.name: makers[p.made](p.name) if p.made else None for p in found}
    contents = [(name, "见后" if data else SUPPLIED) for name, data in made.items()]
    five = "五表" if set(FIVE) <= set(made) else ""
    parts = [data for data in made.values() if data]
    return {**about(run, "posting", f"公示{five}"), "contents": contents, "parts": parts}


def _named(data: Data | None, name: str) -> Data | None:
    return {**data, "title": name} if data else None
