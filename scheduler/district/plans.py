"""Each school's plan as the district makes it: who comes to teach there, the district's packs and rules, the cells that
were staffed; and then on which half-days the shared teachers come. All are cells of the school's own workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from scheduler.domain import Half, Text, TimePattern, Times
from scheduler.errors import IntakeError, IntakeProblem
from scheduler.explain.remedies.written import write_times
from scheduler.intake import Edit, cells, edited, words
from scheduler.intake.draft import Draft
from scheduler.intake.edits import rewritten
from scheduler.intake.log import Log
from scheduler.intake.overrides import find_rooms
from scheduler.intake.plan import compile_school, read_draft
from scheduler.intake.regulations import pack_aliases
from scheduler.intake.sheets.assignment import read_staff
from scheduler.intake.sheets.groups import find_classes
from scheduler.intake.sheets.school import ITEMS, read_school
from scheduler.intake.sheets.teachers import KINDS
from scheduler.intake.tables import SHEETS, Row, find_sheets
from scheduler.intake.workbook import Book, Cell, read_book
from scheduler.whatif.changes.people import and_times
from scheduler.whatif.desk import Pages

from .domain import Absence, District, SharedTeacher, Visit

_SCHOOL_SHEETS = {words.key(alias) for code in ("teachers", "curriculum", "bells") for alias in SHEETS[code]}


def prepared(district: District, name: str, edits: Iterable[Edit] = ()) -> bytes:
    """A school's workbook with ``edits`` (the cells that were staffed), the shared teachers who have lessons there in
    教师, the district's packs in 学校 and its rules in 规则. The same bytes for the same district.

    Raises IntakeError where a shared teacher is named who may not teach there, BadFileError for what is no workbook,
    RunError where an edit does not fit.
    """
    school = district.school[name]
    content, edits = school.content, tuple(edits)
    book = read_book(content, Path(school.source.name))
    if edits:
        content, book = rewritten(content, book, edits), edited(book, edits)
    pages, draft = Pages(book), read_draft(book, Log())
    everybody = _add_teachers(pages, district, name, draft)
    _add_packs(pages, district, draft)
    for row in district.rules:
        if fitted := _fitted(row, draft, everybody):
            pages.add_row("rules", fitted)
    return rewritten(content, book, pages.edits)


def visiting(
    content: bytes, district: District, name: str, visits: Iterable[Visit], quotas: Iterable[Absence] = ()
) -> bytes:
    """A prepared plan under the district's visits: every half-day without a visit is closed to a shared teacher, beside
    what stood there. ``quotas``: absences that say most lessons on a day; the plan holds the largest of his days there
    as 每日最多, as it has no limit for a single day (the audit of the district has)."""
    book = read_book(content, Path(f"{name}.xlsx"))
    pages = Pages(book)
    days = range(1, read_school(find_sheets(book, Log()).get("school"), pack_aliases(), Log()).days + 1)
    known = {words.key(t.id): t for t in district.teachers}
    there = [v for v in visits if v.school == name]
    most = {(q.teacher, q.day): q.most for q in quotas if q.school == name and q.most is not None}
    for row in list(pages.rows("teachers")):
        teacher = known.get(words.key(row["name"].value))
        if teacher is not None:
            mine = {(v.day, v.half) for v in there if v.teacher == teacher.id}
            away = times_without(mine, days)
            if away:
                pages.put("teachers", row.number, "away", and_times(pages.value(row["away"]), away))
            _limit_day(pages, row, [most.get((teacher.id, d)) for d in sorted({day for day, _ in mine})])
    return rewritten(content, book, pages.edits)


def may_teach(teacher: SharedTeacher, school: str) -> bool:
    """Whether a shared teacher may teach at this school."""
    return not teacher.schools or school in teacher.schools or school == teacher.home


def times_without(visits: set[tuple[int, Half]], days: Iterable[int]) -> Times:
    """All half-days of a week but these; whole days where both halves are left."""
    gone = [(d, [h for h in Half if (d, h) not in visits]) for d in days]
    return Times(tuple(TimePattern(d, half) for d, halves in gone for half in (("",) if len(halves) == 2 else halves)))


def _limit_day(pages: Pages, row: Row, quotas: list[int | None]) -> None:
    """The largest of the quotas as 每日最多, where every day of his has one; at least 1, as a plan wants it: who comes
    for meetings only has no lessons anyway."""
    most = max((q for q in quotas if q is not None), default=1) or 1
    if quotas and None not in quotas:
        _tighten(pages, row, "day", most)


def _tighten(pages: Pages, row: Row, column: str, most: int) -> None:
    """A limit of a teacher's row, unless it is tighter already."""
    try:
        old = words.number(pages.value(row[column]))
    except ValueError:  # empty
        old = most
    pages.put("teachers", row.number, column, int(min(old, most)))


def _add_teachers(pages: Pages, district: District, name: str, draft: Draft) -> frozenset[str]:
    """Rows of 教师 for the shared teachers who are named anywhere in the plan. The keys of all names there are then."""
    rows = {words.key(row["name"].value): row for row in pages.rows("teachers")}
    known = {words.key(t.id): t for t in district.teachers}
    named = _named(pages.book, known) | {k: rows[k]["name"] for k in known if k in rows}
    wrong = [_stranger(known[k], name, cell) for k, cell in named.items() if not may_teach(known[k], name)]
    if wrong:
        raise IntakeError(wrong)
    everybody = rows.keys() | named.keys()
    if named and not rows:  # with a sheet 教师 only its names are known: everybody gets a row
        for t in compile_school(draft, {}, Log()).teachers:
            everybody |= {words.key(t.id)}
            if words.key(t.id) not in named:
                values = {"name": t.id, "subjects": "、".join(t.subjects), "group": t.research_group}
                pages.add_row("teachers", values)
    for key in (k for k in known if k in named):
        _enter(pages, known[key], name, rows.get(key))
    return frozenset(everybody)


def _named(book: Book, known: Mapping[str, SharedTeacher]) -> dict[str, Cell]:
    """The shared teachers that a plan names, by key, each with the first cell that does."""
    found: dict[str, Cell] = {}
    for sheet in book.sheets:
        if words.key(sheet.name) in _SCHOOL_SHEETS:
            continue
        for cell in sheet.cells.values():
            if isinstance(cell.value, str):
                for share in read_staff(cell, known, Log()) or ():
                    here = {words.key(n): cell for n in share.names if words.key(n) in known}
                    found = here | found
    return found


def _stranger(teacher: SharedTeacher, school: str, cell: Cell) -> IntakeProblem:
    """Somebody of the name of a shared teacher, in a school where that one may not teach."""
    advice = Text(
        f"在 district.xlsx 的 可去学校 加上 {school}；若是同名的另一人，写成 {teacher.id}(2)",
        f"add {school} to 可去学校 in district.xlsx, or, if this is somebody else of that name, write {teacher.id}(2)",
    )
    zh, en = f"{school}：{teacher.id} 是共用教师，可去学校里没有本校", f"{school}: {teacher.id} may not teach here"
    return IntakeProblem(cell.sheet, cell.address, words.show(cell.value), Text(zh, en), advice)


def _enter(pages: Pages, teacher: SharedTeacher, school: str, row: Row | None) -> None:
    """A row of 教师 for a shared teacher; where he has one, the tighter limits of both."""
    kind = KINDS["itinerant" if teacher.home != school else teacher.kind][0]
    if row is None:
        values = {"name": teacher.id, "subjects": "、".join(teacher.subjects), "kind": kind,
                  "day": teacher.day_most or None, "week": teacher.week_most or None,
                  "away": write_times(teacher.away)}  # fmt: skip
        pages.add_row("teachers", values)
        return
    if teacher.home != school:
        pages.put("teachers", row.number, "kind", kind)
    for column, most in (("day", teacher.day_most), ("week", teacher.week_most)):
        if most:
            _tighten(pages, row, column, most)
    if teacher.away:
        pages.put("teachers", row.number, "away", and_times(pages.value(row["away"]), teacher.away))


def _add_packs(pages: Pages, district: District, draft: Draft) -> None:
    """The district's packs beside the school's own."""
    packs = list(dict.fromkeys([*draft.school.packs, *district.packs]))
    if len(packs) == len(draft.school.packs):
        return
    names = {words.key(alias) for alias in ITEMS["packs"]}
    row = next((r for r in pages.rows("school") if words.key(r["item"].value) in names), None)
    if row is None:
        pages.add_row("school", {"item": ITEMS["packs"][0], "value": "、".join(packs)})
    else:
        pages.put("school", row.number, "value", "、".join(packs))


def _fitted(row: Mapping[str, object], draft: Draft, everybody: frozenset[str]) -> dict[str, object]:
    """A rule of the district as a row of the school's 规则: of the classes, subjects, teachers and rooms it names those
    that the school has; nothing where it has none of them."""
    found = dict(row)
    for code, value in row.items():
        cell = Cell("", "", value)
        if code == "grades":
            if not set(cells.grades(cell, Log())) & set(draft.grades):
                return {}
            continue
        if code == "subject":
            here = [s for w in words.split(value) if (s := draft.subjects.find(w))]
        elif code == "class":
            here = list(find_classes(cell, draft.classes, Log()))
        elif code == "room":
            here = sorted(find_rooms(cell, draft, Log()))
        elif code == "teacher":
            here = [w for w in words.split(value) if words.key(w) in everybody]
        else:
            continue
        if not here:
            return {}
        found[code] = "、".join(dict.fromkeys(here))
    return found
