"""From a workbook to a School: every sheet is read, every problem is told, and what is sound is compiled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scheduler.domain import Course, CurriculumRow, Room, School, Scope, Strength, Subject
from scheduler.errors import IntakeProblem
from scheduler.packs import declared_items, read_pack
from scheduler.rule import Rule

from .asking import Asker
from .checks import check_season, check_weeks
from .courses import class_courses
from .draft import Draft
from .grid import make_clockwork
from .locks import Lock, LockedTimes, check_locks, narrow_rooms, read_scopes
from .log import Log
from .minutes import default_caps, make_homework
from .narrowing import Said, Voice, settle
from .office import make_office
from .origins import Origins, find_origins
from .overrides import rule_settings
from .regulations import pack_aliases, pack_settings
from .research import meeting_courses
from .sheets.assignment import read_assignment
from .sheets.bells import read_bells
from .sheets.calendar import read_calendar
from .sheets.classes import read_classes
from .sheets.curriculum import read_curriculum
from .sheets.declarations import read_declarations
from .sheets.groups import read_groups
from .sheets.homework import read_homework
from .sheets.locks import read_locks
from .sheets.meetings import read_meetings
from .sheets.rooms import read_rooms
from .sheets.rules import read_rules
from .sheets.school import read_school
from .sheets.service import read_service
from .sheets.teachers import read_teachers
from .staff import MEETING, Staff
from .subjects import SubjectNames, make_subject
from .tables import find_sheets
from .teaching_groups import group_courses, make_groups
from .wishes import sheet_settings
from .workbook import BadFileError, Book, open_book


@dataclass(frozen=True)
class Plan:
    """What was understood of a plan. ``school`` is None when a problem is fatal. ``left_out`` counts by name what the
    file asks for and no rule keeps (never in a workbook). ``book`` and ``origins``: what was read, and the cells behind
    the school; None for a plan that is no workbook."""

    school: School | None
    problems: tuple[IntakeProblem, ...]
    left_out: tuple[tuple[str, int], ...] = ()
    book: Book | None = field(default=None, repr=False)
    origins: Origins | None = field(default=None, repr=False)


def read_plan(path: Path, rules: Mapping[str, Rule]) -> Plan:
    """Read a plan workbook. Never raises for what a user can put right: all of that is in ``problems``."""
    try:
        book = open_book(Path(path))
    except BadFileError as error:
        return Plan(None, (IntakeProblem("", "", str(path), error.text, error.advice),))
    return compile_book(book, rules)


def compile_book(book: Book, rules: Mapping[str, Rule]) -> Plan:
    """The plan of a workbook in memory, such as one with edits tried out. Never raises, as ``read_plan``."""
    log = Log()
    draft = read_draft(book, log)
    school = compile_school(draft, rules, log)
    if log.fatal:
        return Plan(None, tuple(log.problems), book=book)
    return Plan(school, tuple(log.problems), book=book, origins=find_origins(draft, school))


def read_draft(book: Book, log: Log) -> Draft:
    """Every sheet's rows, and the grid made of them."""
    sheets = find_sheets(book, log)
    school = read_school(sheets.get("school"), pack_aliases(), log)
    curriculum = read_curriculum(sheets.get("curriculum"), log)
    subjects = SubjectNames(tuple(line.subject for line in curriculum.lines))
    classes = read_classes(sheets.get("classes"), log)
    names = [c.name for c in classes]
    draft = Draft(
        school=school,
        curriculum=curriculum,
        subjects=subjects,
        classes=classes,
        teachers=read_teachers(sheets.get("teachers"), log),
        assignment=read_assignment(sheets.get("assignment"), names, subjects, log),
        rooms=read_rooms(sheets.get("rooms"), log),
        groups=read_groups(sheets.get("groups"), classes, subjects, log),
        meetings=read_meetings(sheets.get("meetings"), log),
        locks=read_locks(sheets.get("locks"), log),
        rules=read_rules(sheets.get("rules"), log),
        homework=read_homework(sheets.get("homework"), subjects, school.days, log),
        service=read_service(sheets.get("service"), school.days, log),
        calendar=read_calendar(sheets.get("calendar"), subjects, school.days, log),
        declared=read_declarations(sheets.get("declarations"), declared_items(), log),
    )
    bells = read_bells(sheets.get("bells"), school.days, log)
    totals = {g: sum(line.lessons.get(g, 0) for line in curriculum.lines) for g in draft.grades}
    check_season(school, bells, log)
    clockwork = make_clockwork(bells, classes, totals, draft.service, school.days, log, school.season)
    return replace(draft, clockwork=clockwork)


def compile_school(draft: Draft, rules: Mapping[str, Rule], log: Log) -> School:
    """The School of a draft; with fatal problems in the log it may be incomplete."""
    staff = Staff(draft.teachers, log)
    groups = tuple(make_groups(draft, staff))
    courses = [*class_courses(draft, staff, log), *group_courses(draft, staff, log)]
    courses += meeting_courses(draft, staff, courses, log)
    locks = tuple(read_scopes(draft, staff, log))
    said_rules = list(rule_settings(draft, staff, Asker(rules), log))
    office = make_office(draft, staff, log)
    school = School(
        name=draft.school.name or "未命名学校",
        grid=draft.clockwork.grid,
        subjects=_subjects(draft, courses),
        groups=groups,
        teachers=staff.teachers(courses, draft.subjects),
        rooms=tuple(Room(r.name, r.kind, r.holds) for r in draft.rooms),
        courses=tuple(courses),
        curriculum=_curriculum(draft),
        term=draft.school.term,
        stage=draft.school.stage or _stage(draft.grades),
        packs=draft.school.packs,
        seconds=draft.school.seconds,
        office=office,
        other_bells=draft.clockwork.other,
    )
    school = replace(school, courses=narrow_rooms(school.courses, locks, school, log))
    said = list(_said(draft, locks, said_rules, school, rules))
    settings = settle([*default_caps(rules, said, draft.grades), *said], rules, draft.subjects.names)
    school = replace(school, settings=settings)
    check_weeks(draft, school, log)
    check_locks(school, locks, list(_away(draft)), log)
    return replace(school, homework=make_homework(draft, school, log))


def _said(
    draft: Draft,
    locks: tuple[Lock, ...],
    said_rules: Sequence[Said],
    school: School,
    rules: Mapping[str, Rule],
) -> Iterator[Said]:
    """All that is asked: by the program, by packs, by the sheets, by 规则."""
    for rule in rules.values():
        if rule.strength is not Strength.OFF:
            yield Said(rule.setting(), Voice.DEFAULT)
    for name in draft.school.packs:
        for setting in pack_settings(read_pack(name), rules, draft.subjects):
            yield Said(setting, Voice.PACK)
    meetings = frozenset(c.id.removeprefix(f"{MEETING} ") for c in school.courses if not c.groups)
    yield from sheet_settings(draft, LockedTimes(locks, meetings), Asker(rules))
    yield from said_rules


def _subjects(draft: Draft, courses: Sequence[Course]) -> tuple[Subject, ...]:
    names = dict.fromkeys([*draft.subjects.names, *(c.subject for c in courses)])
    return tuple(Subject(MEETING) if n == MEETING else make_subject(n) for n in names)


def _curriculum(draft: Draft) -> tuple[CurriculumRow, ...]:
    return tuple(
        CurriculumRow(grade, line.subject, line.lessons[grade])
        for grade in draft.grades
        for line in draft.curriculum.lines
        if line.lessons.get(grade)
    )


def _stage(grades: Sequence[int]) -> str:
    if not grades:
        return ""
    return "小学" if grades[-1] <= 6 else "初中" if grades[0] >= 7 else "九年一贯制"


def _away(draft: Draft) -> Iterator[Lock]:
    for teacher in draft.teachers:
        if teacher.away:
            yield Lock("forbidden", teacher.away, Scope(teachers=frozenset({teacher.name})), teacher.away_cell)
    for room in draft.rooms:
        if room.away:
            yield Lock("forbidden", room.away, Scope(rooms=frozenset({room.name})), room.away_cell)
