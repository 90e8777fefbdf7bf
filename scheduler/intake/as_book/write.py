"""A school as the sheets of a plan workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from scheduler.domain import School, Text
from scheduler.domain.sayings import say_clock, say_day, say_grade
from scheduler.errors import KebiaoError
from scheduler.rule import Rule

from ..template import sheet_name
from .asks import Asking, Asks, said
from .beside import CALENDAR, DECLARATIONS, SERVICE, Beside
from .changed import changed
from .names import plain_names
from .units import LONGEST, Unit, grades_of, long_sessions, make_units

MOST_GRADES = 9
_PLACES = 200  # a room that holds more is no room of a school: it stands for 'no room'

Names = Mapping[str, Mapping[str, str]]
Rows = Iterable[Sequence[Any]]


class TooManyCurricula(KebiaoError):
    """The classes have more different curricula than a workbook has grades."""

    exit_code = 4

    def __init__(self, count: int):
        zh = f"各班的课程计划有 {count} 种，工作簿最多分 {MOST_GRADES} 个年级，写不下；可以直接排这个文件：kebiao solve"
        en = (
            f"the classes have {count} different curricula, and a workbook has {MOST_GRADES} grades at most"
            "\n  Maybe: solve the file as it is: kebiao solve"
        )
        super().__init__(Text(zh, en))


def write_book(path: Path, school: School, rules: Mapping[str, Rule], lang: str = "zh") -> list[tuple[Text, int]]:
    """Write the workbook; returns what it does not say, with counts.

    Raises TooManyCurricula, and OSError when the file cannot be written.
    """
    units = make_units(school)
    grades = grades_of(school.classes, units)
    if max(grades.values(), default=0) > MOST_GRADES:
        raise TooManyCurricula(max(grades.values()))
    names = {
        "groups": plain_names(k.id for k in school.classes),
        "teachers": plain_names(t.id for t in school.teachers),
        "rooms": plain_names(r.id for r in school.rooms if r.holds <= _PLACES),
    }
    names["subjects"] = plain_names(s.id for s in school.subjects)
    asks = Asking(school, units, names, rules).all()
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for code, header, rows in _sheets(school, units, grades, names, asks, lang):
        sheet = book.create_sheet(sheet_name(code, lang))
        sheet.append(list(header))
        for number in range(1, len(header) + 1):
            sheet.cell(1, number).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(number)].width = 14
        for row in rows:
            _append(sheet, row)
        sheet.freeze_panes = "B2"
    book.save(path)
    return [*_lost(school, units, names, asks), *changed(path, rules)]


def _append(sheet: Any, row: Sequence[Any]) -> None:
    """A row of cells; what looks like a formula stays text."""
    at = sheet.max_row + 1
    for column, value in enumerate(row, 1):
        if value not in (None, ""):
            cell = sheet.cell(at, column, value)
            if isinstance(value, str):
                cell.data_type = "s"


def _header(code: str, lang: str, columns: Iterable[str] = ()) -> list[str]:
    known = import_module(f"scheduler.intake.sheets.{code}").COLUMNS
    return [known[c][0] if lang == "zh" else known[c][-1] for c in (columns or known)]


def _sheets(
    school: School, units: Sequence[Unit], grades: Mapping[str, int], names: Names, asks: Asks, lang: str
) -> Iterator[tuple[str, Sequence[str], Rows]]:
    single = {u for u in units if _alone(u, units)}
    subjects = list(dict.fromkeys(u.subject for u in units))
    beside = Beside(school, grades, names)
    yield "school", _header("school", lang), [*_school(school), *beside.school()]
    yield "bells", _header("bells", lang, ("days", "name", "kind", "start", "end")), _bells(school)
    count = max(grades.values(), default=0)
    heads = [say_grade(g + 1, "zh") if lang == "zh" else f"Grade {g + 1}" for g in range(count)]
    curriculum = [*_header("curriculum", lang, ("subject",)), *heads, *_header("curriculum", lang, ("doubles",))]
    yield "curriculum", curriculum, _curriculum(units, grades, subjects, count)
    yield (
        "classes", _header("classes", lang, ("name", "grade", "pupils")),
        [(names["groups"][k.id], say_grade(grades[k.id], "zh"), k.pupils or None) for k in school.classes],
    )  # fmt: skip
    away = [(names["teachers"][t.id], str(asks.away.get(t.id, ""))) for t in school.teachers]
    yield "teachers", _header("teachers", lang, ("name", "away")), away
    matrix = {(k, u.subject): _staff(u, names) for u in single for k in u.classes}
    columns = [s for s in subjects if any((k.id, s) in matrix for k in school.classes)]
    rows = [(names["groups"][k.id], *(matrix.get((k.id, s)) for s in columns)) for k in school.classes]
    yield "assignment", [*_header("assignment", lang), *columns], rows
    rooms = [r for r in school.rooms if r.id in names["rooms"]]
    shut = [(names["rooms"][r.id], names["rooms"][r.id], r.holds, str(asks.shut.get(r.id, ""))) for r in rooms]
    yield "rooms", _header("rooms", lang), shut
    shared = [u for u in units if u not in single]
    header = _header("groups", lang, ("name", "classes", "subject", "teacher", "lessons", "room"))
    yield "groups", header, [_group(n, u, names) for n, u in enumerate(shared, 1)]
    locks = [(who, str(times), "禁排") for who, times in asks.locks]
    yield "locks", _header("locks", lang, ("class", "times", "way")), locks
    columns = ["rule", "class", "subject", "teacher", "room", "strength", "weight", "params", "note"]
    yield "rules", _header("rules", lang, columns), [[row.get(c, "") for c in columns] for row in asks.rules]
    for code, wanted, rows in (
        ("service", SERVICE, beside.service()), ("calendar", CALENDAR, beside.calendar()),
        ("declarations", DECLARATIONS, beside.declarations(lang)),
    ):  # fmt: skip
        if rows:
            yield code, _header(code, lang, wanted), rows


def _school(school: School) -> Rows:
    yield "学校名称", school.name
    yield "每周天数", max(school.grid.days, default=5)
    yield "求解秒数", school.seconds


def _bells(school: School) -> Rows:
    """Lessons by the clock; the day is one half, so that a double lesson may lie anywhere."""
    for day in school.grid.days:
        slots = [s for s in school.grid.slots if s.day == day]
        for number, slot in enumerate(slots, 1):
            yield say_day(day, "zh"), f"第{number}节", "上课", say_clock(slot.start), say_clock(slot.end)
        yield say_day(day, "zh"), "放学", "午休", say_clock(slots[-1].end), say_clock(slots[-1].end + 5)


def _curriculum(units: Sequence[Unit], grades: Mapping[str, int], subjects: Sequence[str], count: int) -> Rows:
    found = {(u.subject, grades[k]): u for u in units for k in u.classes}
    for subject in subjects:
        here = [found.get((subject, g)) for g in range(1, count + 1)]
        doubles = [f"{g}:{u.doubles[0]}×{u.doubles[1]}" for g, u in enumerate(here, 1) if u and u.doubles[0]]
        yield subject, *(u.lessons if u else None for u in here), "；".join(doubles)


def _alone(unit: Unit, units: Sequence[Unit]) -> bool:
    """Whether 任课 can hold it: a course of one class in the class's own room."""
    return len(unit.classes) == 1 and not unit.courses[0].needs


def _staff(unit: Unit, names: Names) -> str:
    return "/".join(names["teachers"][t] for t in unit.teachers) or "无"


def _group(number: int, unit: Unit, names: Names) -> tuple[Any, ...]:
    classes = "、".join(names["groups"][k] for k in unit.classes)
    return f"教学班{number}", classes, unit.subject, _staff(unit, names), unit.lessons, _rooms(unit, names)


def _rooms(unit: Unit, names: Names) -> str:
    """The rooms of a class's lesson; a joint lesson would take a place for each class, so it is given none."""
    needs = [[names["rooms"].get(r, "") for r in n.options] for n in unit.courses[0].needs]
    return "+".join("/".join(n) for n in needs) if len(unit.classes) == 1 and all(map(all, needs)) else ""


def _lost(school: School, units: Sequence[Unit], names: Names, asks: Asks) -> Iterator[tuple[Text, int]]:
    """What the sheets do not hold, or hold in another way."""
    slots, rows = school.grid.slots, {u.subject for u in units}
    long = (long_sessions(u.courses) for u in units)
    counts = (
        ("没有班级的课（会议等）", "lessons without pupils (meetings and the like)",
         sum(not c.groups for c in school.courses)),
        ("没写场地的课程（合班，或可以不用场地）", "courses whose room is not written (joint, or may be without)",
         sum(bool(u.courses[0].needs) and not _rooms(u, names) for u in units)),
        ("没写的整节课间（连堂可能跨过）", "breaks of a whole period left out (a double lesson may go over them)",
         sum(s.next is None and any(o.day == s.day and o.start > s.start for o in slots) for s in slots)),
        (f"连上超过 {LONGEST} 节的课（写成单节）", f"lessons of more than {LONGEST} periods in a row (written singly)",
         sum(count for count, duration in long if duration > LONGEST)),
        ("为分清课程另立的科目行", "rows added to tell a subject's courses apart",
         len(rows) - len({c.subject for u in units for c in u.courses})),
        ("改了写法的名称", "names written differently",
         sum(a != b for table in names.values() for a, b in table.items())),
    )  # fmt: skip
    yield from ((Text(zh, en), count) for zh, en, count in counts if count)
    yield from ((Text(family, family), count) for family, count in said(asks))
