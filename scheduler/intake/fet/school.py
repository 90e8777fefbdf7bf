"""From the bytes of a FET file to a School: every problem is told, every constraint is a rule or named as left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from scheduler.domain import Course, Group, RuleSetting, School, Scope, Strength, Subject, Teacher, Text
from scheduler.errors import IntakeProblem
from scheduler.rule import Rule

from ..log import Log
from ..plan import Plan
from ..workbook import BadFileError
from .activities import read_activities
from .asked import ENOUGH, Asked
from .courses import gather, make_courses
from .draft import Draft
from .people import Names, read_names
from .reading import Reading
from .rooms import make_rooms
from .times import BELL, make_grid
from .xml import read_bytes, read_root


def read_fet(source: Path | bytes, rules: Mapping[str, Rule], *, ignore_unsupported: bool = False) -> Plan:
    """Read a FET file. Never raises for what a user can put right: all of that is in ``problems``.

    ``left_out`` of the result lists the constraints that no rule can keep, by name and number. They refuse the file
    unless ``ignore_unsupported``; then they are a warning.
    """
    name = source.stem if isinstance(source, Path) else ""
    try:
        root = read_root(source if isinstance(source, bytes) else read_bytes(source))
        _check_mode(root)
    except BadFileError as error:
        return Plan(None, (IntakeProblem("", "", "", error.text, error.advice),))
    log = Log()
    names = read_names(root, log)
    reading = Reading(names, read_activities(root, names, log))
    draft = Draft(reading, rules, log)
    if not log.fatal:
        draft.read(root)
    left_out = tuple(sorted(draft.left_out.items()))
    for family, count in left_out:
        _tell_left_out(log, family, count, fatal=not ignore_unsupported, last=family == left_out[-1][0])
    if log.fatal:
        return Plan(None, _cut(log.problems), left_out)
    school = _school((root.findtext("Institution_Name") or "").strip() or name or "学校", draft)
    return Plan(school, tuple(log.problems), left_out)


def _check_mode(root: Element) -> None:
    """Raises BadFileError for a mode with other rules: two half-days, blocks, terms."""
    mode = (root.findtext("Mode") or "").strip()
    version = root.get("version") or ""
    if not mode:
        found = re.search(r"-(mathmake|bp|ma|morocco|algeria)", version)
        mode = (
            {"bp": "Block_Planning", "mathmake": "Terms"}.get(found[1], "Mornings_Afternoons") if found else "Official"
        )
    if mode != "Official":
        shown = mode[:40].replace("_", " ")
        raise BadFileError(
            Text(
                f"这个文件是 FET 的 {shown} 模式，只能读 Official 模式",
                f"the file is in FET's mode {shown}; only Official is read",
            ),
            Text("在 FET 里改为 Official 模式并检查数据", "change it to Official in FET and look the data through"),
        )


def _tell_left_out(log: Log, family: str, count: int, *, fatal: bool, last: bool) -> None:
    zh, en = f"不支持的约束：{family}，{count} 条", f"constraints that are not supported: {family}, {count}"
    if fatal:
        advice = ("加 --ignore-unsupported，不管这些约束", "leave them out: --ignore-unsupported")
        log.add("", zh, en, *(advice if last else ()))
    else:
        log.warn("", f"{zh}，没有管", f"{en}, left out")


def _cut(problems: Sequence[IntakeProblem]) -> tuple[IntakeProblem, ...]:
    more = len(problems) - ENOUGH
    if more <= 0:
        return tuple(problems)
    rest = IntakeProblem("", "", "", Text(f"还有 {more} 处问题", f"and {more} more problems"))
    return (*problems[:ENOUGH], rest)


def _school(name: str, draft: Draft) -> School:
    names, activities = draft.reading.names, draft.reading.activities.active
    course_of = gather(activities.values(), draft.asked, draft.places)
    grid = make_grid(names, draft.breaks)
    courses = make_courses(activities.values(), course_of, draft.places, grid)
    return School(
        name=name,
        grid=grid,
        subjects=tuple(Subject(s) for s in names.subjects),
        groups=tuple(_groups(names, courses)),
        teachers=tuple(_teachers(names, courses)),
        rooms=make_rooms(names, draft.places.values()),
        courses=courses,
        settings=tuple(_settings(draft, course_of)),
    )


def _groups(names: Names, courses: Sequence[Course]) -> Iterator[Group]:
    """Every undivided set as a class; of the divided ones those that an activity names."""
    leaves = frozenset(names.leaves)
    for name in names.leaves:
        s = names.students[name]
        yield Group(name, s.year, (name,), s.pupils, True, BELL)
    for name in dict.fromkeys(g for c in courses for g in c.groups if g not in leaves):
        s = names.students[name]
        yield Group(name, s.year, s.leaves, s.pupils, False, BELL)


def _teachers(names: Names, courses: Sequence[Course]) -> Iterator[Teacher]:
    subjects: dict[str, dict[str, None]] = {t: {} for t in names.teachers}
    for c in courses:
        for t in c.teachers:
            subjects[t][c.subject] = None
    for t, taught in subjects.items():
        yield Teacher(t, subjects=tuple(taught))


def _settings(draft: Draft, course_of: Mapping[int, str]) -> Iterator[RuleSetting]:
    """Nobody and no room in two places, and what the file's constraints ask."""
    for code in ("class_clash", "teacher_clash", "room_places"):
        if code in draft.rules:
            yield draft.rules[code].setting(strength=Strength.HARD)
    for number, one in enumerate(draft.asked, 1):
        params = {k: tuple(sorted({course_of[i] for i in ids}, key=int)) for k, ids in one.roles.items() if k}
        scope = Scope(
            groups=one.groups, teachers=one.teachers, rooms=one.rooms,
            courses=frozenset(course_of[i] for ids in one.roles.values() for i in ids),
        )  # fmt: skip
        yield _setting(draft, number, one, scope, params)


def _setting(
    draft: Draft, number: int, one: Asked, scope: Scope, courses: Mapping[str, tuple[str, ...]]
) -> RuleSetting:
    return draft.rules[one.rule].setting(
        f"{one.rule}-{number}", scope=scope, strength=one.strength, weight=one.by.weight, source=one.by.source,
        **{**one.params, **courses},
    )  # fmt: skip
