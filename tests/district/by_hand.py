"""Districts made by hand of tiny schools, without workbooks; every pattern of visits can be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path

from constraints import catalogue
from scheduler.district.cuts import restricted
from scheduler.district.domain import Absence, District, DistrictSchool, Policy, SharedTeacher
from scheduler.district.parts import Part, part_of
from scheduler.domain import Half, RuleSetting, School, Scope
from scheduler.domain.tiny import tiny
from scheduler.engine.outcome import Options
from scheduler.engine.schedule import schedule
from scheduler.engine.solve import Status

RULES = catalogue()
HARD = tuple(r.setting() for r in RULES.values() if r.strength == "hard" and not r.about_plan)


def school(
    classes: Mapping[str, str], teachers: Mapping[str, str], *more: RuleSetting, days: int = 2, periods: int = 4,
    rooms: Mapping[str, tuple[str, int]] | None = None,
) -> School:  # fmt: skip
    """A tiny school with every rule that must hold by default, and more; two periods before noon."""
    made = tiny(classes, teachers, days=days, periods=periods, morning=2, rooms=rooms)
    return replace(made, settings=(*HARD, *more))


def district(
    schools: Mapping[str, School], *teachers: SharedTeacher, minutes: int = 30, policy: Policy | None = None
) -> District:
    """A district of these schools, so many minutes from each other (noon: 80 minutes)."""
    made = tuple(DistrictSchool(name, b"", Path(f"{name}.xlsx")) for name in schools)
    return District("区", made, teachers, default_travel=minutes, policy=policy or Policy())


def prepared(district: District, schools: Mapping[str, School]) -> dict[str, School]:
    """The schools with what the district says of its shared teachers, as their prepared plans have it."""
    more = []
    for t in district.teachers:
        who = Scope(teachers=frozenset({t.id}))
        if t.away:
            more.append(RULES["forbidden_times"].setting(f"away {t.id}", scope=who, times=t.away))
        if t.day_most:
            more.append(RULES["teacher_day_load"].setting(f"day {t.id}", scope=who, most=t.day_most))
    return {name: replace(s, settings=(*s.settings, *more)) for name, s in schools.items()}


def parts(district: District, schools: Mapping[str, School]) -> list[Part]:
    return [part_of(s, district, name, RULES) for name, s in schools.items()]


def possible(school: School, absences: frozenset[Absence]) -> bool:
    """Whether a school has a timetable under these absences; by search, which always ends in schools so small."""
    answer = schedule(restricted(school, absences), RULES, Options(seconds=20, workers=1, until_first=True))
    assert answer.status is not Status.UNKNOWN
    return answer.timetable is not None


def patterns(part: Part) -> Iterator[frozenset[Absence]]:
    """Every set of half-day absences of a school's shared teachers."""
    halves = [(t, day, half) for t, teaching in part.teachings.items() for day, half in sorted(teaching.most)]
    for gone in product((False, True), repeat=len(halves)):
        yield frozenset(Absence(t, part.school, d, h) for (t, d, h), away in zip(halves, gone, strict=True) if away)


def absence(teacher: str, school: str, when: str) -> Absence:
    """1am: the first day's morning."""
    return Absence(teacher, school, int(when[0]), Half(when[1:]))
