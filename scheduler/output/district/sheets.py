"""Sheets of 区县报告.xlsx over the whole district: checks, riding plan, loads, arts and PE, what is short; homework and
exercise by grade."""

from __future__ import annotations

from collections.abc import Callable

from openpyxl.worksheet.worksheet import Worksheet

from scheduler.domain import Verdict

from ..views.palette import INK
from ..views.words import grade_name, number
from ..xlsx import style
from ..xlsx.style import put
from . import tables
from .page import Page
from .report import District, SchoolReport
from .shared import Sharing, Stay


def write_sharing(add: Callable[[str], Worksheet], sharing: Sharing) -> None:
    """Add the sheets that have something in them."""
    _checks(add("全区核查"), sharing)
    if sharing.teachers:
        _riding(add("走教安排"), sharing)
        _loads(add("共用教师"), sharing)
    if sharing.arts:
        _arts(add("音体美专任"), sharing)
    if sharing.short or sharing.advice:
        _short(add("缺课时"), sharing)


def write_figures(add: Callable[[str], Worksheet], district: District) -> None:
    """Add the sheets of homework and exercise, where some school has any."""
    if any(s.homework for s in district.read):
        _by_grade(add("作业"), "每天作业时间（分钟）", tables.ABOUT_HOMEWORK, "上限", district,
                  tables.homework_cells, tables.caps)  # fmt: skip
    if any(s.exercise for s in district.read):
        _by_grade(add("锻炼"), "每天锻炼时间（分钟）", tables.ABOUT_EXERCISE, "要求不少于", district,
                  tables.exercise_cells, tables.asked)  # fmt: skip


def _checks(sheet: Worksheet, sharing: Sharing) -> None:
    page = Page(sheet, "全区核查", ["从各校写出的课表重新核查，与排课无关；钟点按各校作息。"], (30, 52, 10, 8, 90))
    page.heads(("核查内容", "要求", "结论", "处数", "哪里"))
    for check in sharing.checks:
        says = "\n".join(t.zh for t in tables.check_says(check))
        cells = (check.title.zh, check.asks.zh, tables.check_word(check), str(len(check.says) or ""), says)
        page.line(cells, (0, 1, 4), (2,) if check.verdict is Verdict.BROKEN else ())
        if check.verdict is Verdict.KEPT:
            put(sheet, page.row, 3, tables.check_word(check), size=9.5, colour=style.GREEN)
    page.end()


def _riding(sheet: Worksheet, sharing: Sharing) -> None:
    columns = tables.half_days(sharing)
    widths = (12, 12, 16, *(13 for _ in columns))
    page = Page(sheet, "一周走教安排", [tables.ABOUT_RIDING], widths)
    page.heads(("姓名", "任教科目", "所属学校", *(label for _, _, label in columns)))
    for teacher in sharing.teachers:
        stays = [tables.stays_at(teacher, day, half) for day, half, _ in columns]
        texts = ["\n".join("\n".join(tables.stay_words(s)) for s in found) for found in stays]
        clash = [n for n, found in enumerate(stays, 3) if len(found) > 1]
        page.line((teacher.name, "、".join(teacher.subjects), teacher.home, *texts), (), clash)
        for n, found in enumerate(stays, 4):
            if len(found) == 1:
                _stay(sheet, page.row, n, found[0], home=found[0].school == teacher.home)
    page.end()


def _stay(sheet: Worksheet, row: int, column: int, stay: Stay, *, home: bool) -> None:
    """A half-day: the school with the lessons under it, shaded where he is not at home."""
    name, lessons = tables.stay_words(stay)
    cell = put(sheet, row, column, f"{name}\n{lessons}", size=9, ground="" if home else style.HEAD)
    style.put_two(cell, name, lessons, (9, 8), colour=style.GREY if home else INK, bold=not home)


def _loads(sheet: Worksheet, sharing: Sharing) -> None:
    page = Page(sheet, "共用教师课时与路途", [tables.ABOUT_LOADS], (12, 14, 18, 16, 16, 60, 10, 16))
    page.heads(tables.LOADS)
    for teacher in sharing.teachers:
        bad = [3] if 0 < teacher.week_most < teacher.lessons else []
        bad += [4] if 0 < teacher.day_most < teacher.most else []
        page.line(tables.loads(teacher), (5,), bad)
    page.end()


def _arts(sheet: Worksheet, sharing: Sharing) -> None:
    about = [tables.ABOUT_ARTS]
    about += [f"区县要求：每所学校音体美由专任教师上的课时不少于 {sharing.share:.0%}。"] if sharing.share else []
    page = Page(sheet, "音乐、美术、体育由专任教师上的课时", about, (30, 14, 14, 14, 14, 14, 14))
    page.heads(("学校", *tables.ARTS))
    for name, lines in sharing.arts:
        cells, low = tables.arts_row(lines, sharing.share)
        page.line((name, *cells), (0,), [n for n, bad in ((5, low), (6, bool(cells[-1]))) if bad])
    page.end()


def _short(sheet: Worksheet, sharing: Sharing) -> None:
    page = Page(sheet, "没有教师的课时", [t.zh for t in sharing.advice], (34, 24, 24))
    page.heads(("学校", "科目", "每周缺（节）"))
    for line in sharing.short:
        page.line((line.school, line.subject, number(line.lessons)), (0,))
    page.end()


def _by_grade(
    sheet: Worksheet, title: str, about: str, bound: str, district: District,
    cells: Callable[[SchoolReport, list[int]], tuple[list[str], list[int]]], asked: Callable[[SchoolReport], str],
) -> None:  # fmt: skip
    """A row a school, a column a grade, what is asked of the school at the end."""
    grades = tables.grades_of(district.read)
    page = Page(sheet, title, [about, "红色的不符合要求。"], (30, *(12 for _ in grades), 40))
    page.heads(("学校", *(grade_name(g) for g in grades), bound))
    for school in district.read:
        texts, bad = cells(school, grades)
        page.line((school.name, *texts, asked(school)), (0, len(grades) + 1), [n + 1 for n in bad])
    page.end()
