"""Plants a breach of every row at a school and judges what the audit says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

from constraints import catalogue
from scheduler.auditor import Audit, Entry, audit
from scheduler.domain import RuleSetting, School, Verdict
from scheduler.intake.regulations import pack_settings
from scheduler.intake.subjects import SubjectNames
from scheduler.packs import pack_names, read_pack
from scheduler.rule import Violation

from . import belltimes, calendars, declared, freetimes, homeworks, lessons, people, services
from .offices import model
from .world import Expect, Plant, Planting, Unplantable, World

STAGES = {"primary": range(1, 7), "junior": range(7, 10)}
HOUSE = (  # hard rules that a school has without asking
    "class_clash", "teacher_clash", "room_places", "same_time", "subject_a_day", "double_lessons", "pe_once_a_day",
    "weekly_lessons", "homework_on_lesson_days", "homework_least_piece", "homework_subjects_a_day",
)  # fmt: skip
PLANTINGS: dict[str, Planting] = {
    **belltimes.PLANTINGS, **calendars.PLANTINGS, **declared.PLANTINGS, **freetimes.PLANTINGS, **homeworks.PLANTINGS,
    **lessons.PLANTINGS, **people.PLANTINGS, **services.PLANTINGS,
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What came of one row at one school. ``reason``: why nothing was planted. ``wrong``: what was found in another
    place, or by another amount, than planted; ``accused``: the rows found broken that the change does not break."""

    row: str
    rule: str
    stage: str
    classes: int
    reason: str = ""
    found: bool = False
    wrong: str = ""
    accused: tuple[str, ...] = ()

    @property
    def planted(self) -> bool:
        """Whether there was a breach to find."""
        return not self.reason

    @property
    def right(self) -> bool:
        """Found, in the right place and amount, and nothing else accused."""
        return self.planted and self.found and not self.wrong and not self.accused


@dataclass(frozen=True)
class Site:
    """A model school with every row of the packs: of rows that ask the same of the same grades one is audited."""

    stage: str
    classes: int
    world: World
    rows: tuple[RuleSetting, ...]

    @cached_property
    def audited(self) -> Audit:
        """What the audit says of the school as it is."""
        return _audit(self.world)

    @cached_property
    def asked(self) -> dict[str, str]:
        """Each row that speaks of this school, and the row that stands for it."""
        first: dict[object, str] = {}
        here = (s for s in self.rows if not s.scope.grades or not s.scope.grades.isdisjoint(STAGES[self.stage]))
        return {s.id: first.setdefault((s.rule, s.params, s.scope), s.id) for s in here}


def rows_of(school: School) -> Iterator[RuleSetting]:
    """Every row of every pack, as a school of these subjects is asked it."""
    names = SubjectNames(tuple(s.id for s in school.subjects))
    for name in pack_names():
        yield from pack_settings(read_pack(name), catalogue(), names)


@cache
def site(stage: str, classes: int, one_a_rule: bool = False) -> Site:
    """The model school of a stage and size, with all rows or, to be quick, with one of each rule."""
    world = model(stage, classes)
    rows = tuple(rows_of(world.school))
    if one_a_rule:
        here = (s for s in rows if not s.scope.grades or not s.scope.grades.isdisjoint(STAGES[stage]))
        rows = tuple({s.rule: s for s in here}.values())
    standing = set(Site(stage, classes, world, rows).asked.values())
    house = tuple(catalogue()[code].setting(f"house {code}") for code in HOUSE)
    settings = (*(s for s in rows if s.id in standing), *house)
    return Site(stage, classes, world.with_school(settings=settings), rows)


def _audit(world: World) -> Audit:
    return audit(world.school, world.timetable, world.homework, catalogue(), actual=world.actual)


def study(at: Site, wanted: Iterable[str] | None = None) -> Iterator[Outcome]:
    """Each row that speaks of the school, once for all that ask the same; only the rules wanted, where named."""
    by_id = {s.id: s for s in at.rows}
    done: dict[str, Outcome] = {}
    for row, standing in at.asked.items():
        setting = by_id[row]
        if wanted is None or setting.rule in wanted:
            if standing not in done:
                done[standing] = _outcome(at, by_id[standing])
            yield replace(done[standing], row=row)


def breaches(at: Site, setting: RuleSetting) -> tuple[World, tuple[Plant, ...]]:
    """The school as it keeps a row, and the breaches of it. Raises Unplantable where it cannot have them."""
    planting = PLANTINGS.get(setting.rule)
    if planting is None:
        raise Unplantable("no planter")
    kept = planting.prepare(at.world, setting)
    made = planting.plant(kept, setting)
    return kept, made if isinstance(made, tuple) else (made,)


def _outcome(at: Site, setting: RuleSetting) -> Outcome:
    blank = Outcome(setting.id, setting.rule, at.stage, at.classes)
    try:
        kept, plants = breaches(at, setting)
    except Unplantable as reason:
        return replace(blank, reason=str(reason))
    before = at.audited if kept is at.world else _audit(kept)
    verdict = before.by_setting[setting.id].verdict
    if verdict is not Verdict.KEPT:
        return replace(blank, reason=f"{verdict} before")
    outcome = replace(blank, found=True)
    for plant in plants:
        outcome = _judged(outcome, setting, before, plant)
    return outcome


def _judged(outcome: Outcome, setting: RuleSetting, before: Audit, plant: Plant) -> Outcome:
    after = _audit(plant.world)
    entry = after.by_setting[setting.id]
    wrong = _difference(entry.violations, plant.expect, len(plant.world.school.weeks))
    near = _near(plant.world, plant)
    accused = {e.setting.id for e in after.entries if _accused(e, before, setting, plant, near)}
    return replace(
        outcome,
        found=outcome.found and entry.verdict is Verdict.BROKEN,
        wrong=outcome.wrong or wrong,
        accused=tuple(sorted({*outcome.accused, *accused})),
    )


def _accused(entry: Entry, before: Audit, setting: RuleSetting, plant: Plant, near: frozenset[str]) -> bool:
    """Whether a row is found broken anew that the change does not touch: a rule that counts something else, or the
    right one of somebody else."""
    was = before.by_setting[entry.setting.id]
    if was.verdict is Verdict.NOT_CHECKABLE:  # the change fills in what a verdict on others needed
        return False
    worse = [
        v for v in entry.violations
        if not any(v.amount <= t.amount for t in was.violations if (t.who, t.where) == (v.who, v.where))
    ]  # fmt: skip
    if worse and entry.setting.rule not in (setting.rule, *plant.also):
        return True
    whos = (v.who for v in worse)
    return any(near.isdisjoint(who) for who in map(_plain, whos) if not _everybody(plant.world).isdisjoint(who))


def _everybody(world: World) -> frozenset[str]:
    """The names of all that a breach can be of: classes, grades, bells, teachers, courses, rooms."""
    school = world.school
    grades = {str(k.grade) for k in school.classes}
    lists = (school.classes, school.grid.bells, school.teachers, school.courses, school.rooms)
    return frozenset(grades | {x.id for found in lists for x in found})


def _near(world: World, plant: Plant) -> frozenset[str]:
    """The names that a breach may give: those expected, and with a class its grade, bells, teachers, courses, rooms."""
    school = world.school
    named = {name for expect in plant.expect for name in expect.who} | {*plant.near}
    taught = {g for c in school.courses if not named.isdisjoint(c.teachers) for g in c.groups}
    named |= taught
    classes = [k for k in school.classes if not named.isdisjoint((k.id, k.bell, str(k.grade), f"{k.grade}年级"))]
    near = named | {name for k in classes for name in (k.id, k.bell, str(k.grade), f"{k.grade}年级")}
    near |= {c.id for c in school.courses if not named.isdisjoint(c.teachers)}
    ids = {k.id for k in classes}
    for course in (c for c in school.courses if not ids.isdisjoint(c.groups)):
        staff = (school.teacher[t] for t in course.teachers)
        near |= {
            course.id,
            *course.teachers,
            *(t.research_group for t in staff),
            *(r for n in course.needs for r in n.options),
        }
    return frozenset(_plain(near))


def _difference(found: Iterable[Violation], expected: Iterable[Expect], weeks: int) -> str:
    """What was told otherwise than expected; empty when it is just that."""
    left = list(found)
    for expect in sorted(expected, key=lambda e: -len(e.who)):
        for _ in range(weeks if expect.each_week else 1):
            fits = next((v for v in left if _is(v, expect)), None)
            if fits is None:
                return f"not told: {_said(expect)}; told: {'; '.join(map(_told, left[:3]))}"
            left.remove(fits)
    return f"told too: {'; '.join(map(_told, left[:3]))}" if left else ""


def _plain(names: Iterable[str]) -> set[str]:
    """Names with a grade as its number, however it is written: 七年级, 7年级 and 7 are one."""
    arabic = (
        re.sub("([一二三四五六七八九])(?=年级)", lambda m: str("一二三四五六七八九".index(m[1]) + 1), n) for n in names
    )
    return {re.sub(r"^(\d)年级$", r"\1", name) for name in arabic}


def _is(violation: Violation, expect: Expect) -> bool:
    days = {at.day for at in violation.where} or {0}
    return _plain(expect.who) <= _plain(violation.who) and days == {expect.day} and violation.amount == expect.amount


def _said(expect: Expect) -> str:
    return f"{'、'.join(expect.who)} day {expect.day} × {expect.amount}"


def _told(violation: Violation) -> str:
    return f"{'、'.join(violation.who)} {sorted({at.day for at in violation.where})} × {violation.amount}"
