"""A calendar week as it really is, laid before the rules' own checks: what a substitution or an exchange breaks.

Nothing here knows how a change was found: a person's week is rebuilt from the lessons as they are held, as a school
with one week, and every rule is asked before and after. A lesson that somebody else takes is a course of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from scheduler.domain import (
    CourseKind,
    HomeworkAllocation,
    HomeworkPlan,
    Placement,
    RuleSetting,
    School,
    Session,
    Strength,
    Timetable,
    View,
    Weeks,
)
from scheduler.rule import Rule, Stage, Violation

from .day import Days, Held
from .exceptions import Kind

PAIRS = 8  # a rule that names so few teachers may speak of them together (师徒错开)
CLOSED = ("closed_to_teacher", "closed_to_group", "closed_rooms")
Found = Mapping[str, list[Violation]]  # by setting id


@dataclass(frozen=True)
class Breach:
    """What a change breaks that was kept before; ``cost`` in thousandths where it is only to be avoided, else 0."""

    setting: RuleSetting
    violation: Violation
    cost: int = 0

    @property
    def hard(self) -> bool:
        """Whether it may not be."""
        return self.setting.hard


@dataclass(frozen=True)
class Judge:
    """The rules as they are asked of a school; ``rules`` by code."""

    school: School
    rules: Mapping[str, Rule]

    def found(self, lessons: Iterable[Held], people: Collection[str]) -> Found:
        """All violations of the rules about the timetable in some lessons of a week, those of these people."""
        view = as_week(self.school, lessons, people)
        return {s.id: hits for s in self._settings if (hits := self._check(self.rules[s.rule], view, s))}

    def breaches(self, before: Found, after: Found) -> list[Breach]:
        """What is worse after a change than before."""
        found = []
        for id, hits in after.items():
            setting = self._by_id[id]
            worse = _worse(before.get(id, ()), hits)
            found += [Breach(setting, v, 0 if setting.hard else v.amount * setting.weight) for v in worse]
        return found

    def exchanged(self, before: Iterable[Held], after: Iterable[Held], people: Collection[str]) -> list[Breach]:
        """What is worse after lessons changed places: the first rule found that must hold, alone, else the wishes."""
        old, new = as_week(self.school, before, people), as_week(self.school, after, people)
        found: list[Breach] = []
        for setting in sorted(self._settings, key=lambda s: not s.hard):
            rule = self.rules[setting.rule]
            if rule.about_plan or not (hits := self._check(rule, new, setting)):
                continue
            more = self.breaches({setting.id: self._check(rule, old, setting)}, {setting.id: hits})
            if more and setting.hard:
                return more
            found += more
        return found

    @cached_property
    def together(self) -> Mapping[str, frozenset[str]]:
        """Each teacher with those of whom some rule speaks together with him."""
        found: dict[str, set[str]] = {t.id: {t.id} for t in self.school.teachers}
        for setting in self._settings:
            names = setting.scope.teachers & found.keys()
            for name in names if 1 < len(names) <= PAIRS else ():
                found[name] |= names
        return {name: frozenset(names) for name, names in found.items()}

    @cached_property
    def _settings(self) -> list[RuleSetting]:
        return [
            s for s in self.school.settings
            if s.strength in (Strength.HARD, Strength.SOFT) and self.rules[s.rule].stage is Stage.TIMETABLE
        ]  # fmt: skip

    @cached_property
    def _by_id(self) -> dict[str, RuleSetting]:
        return {s.id: s for s in self._settings}

    @staticmethod
    def _check(rule: Rule, view: View, setting: RuleSetting) -> list[Violation]:
        if not rule.applies(view.school, setting) or rule.missing(view.school, setting) is not None:
            return []
        return rule.check(view, setting)


def _worse(before: Iterable[Violation], after: Iterable[Violation]) -> list[Violation]:
    """The violations that are new, or are more than they were, each by as much as it is more."""
    known: Counter[tuple[object, ...]] = Counter()
    for v in before:
        known[v.who, v.where] += v.amount
    found = []
    for v in sorted(after):
        more = v.amount - known[v.who, v.where]
        known[v.who, v.where] = max(-more, 0)
        if more > 0:
            found.append(replace(v, amount=more))
    return found


def week(days: Days, when: date) -> list[Held]:
    """All lessons of a date's calendar week, as they are held."""
    return [h for day in days.around(when).values() for h in days.held(day.date)]


def as_week(school: School, lessons: Iterable[Held], people: Collection[str]) -> View:
    """These lessons as a school of one week, with these teachers and the groups that occur; without the curriculum and
    the homework, which are about whole weeks.

    What is taken by somebody else is a course of its own; so is what a class studies by itself, which is no lesson of
    the teacher who is there.
    """
    by_course: dict[str, list[Held]] = defaultdict(list)
    for h in lessons:
        by_course[_id(h)].append(h)
    courses, placements = [], []
    for id, held in by_course.items():
        course = held[0].course
        sessions = tuple(Session(str(n), len(h.slots)) for n, h in enumerate(held))
        kind = CourseKind.MEETING if _studies(held[0]) else course.kind
        courses.append(replace(course, id=id, teachers=held[0].teachers, sessions=sessions, kind=kind))
        placements += [Placement(id, str(n), h.slots[0].id, Weeks.ALL, h.rooms) for n, h in enumerate(held)]
    atoms = {a for c in courses for g in c.groups for a in school.group[g].atoms}
    made = replace(
        school, courses=tuple(courses), teachers=tuple(t for t in school.teachers if t.id in people),
        groups=tuple(g for g in school.groups if not atoms.isdisjoint(g.atoms)),
        curriculum=(), homework=HomeworkPlan(),
    )  # fmt: skip
    for name in CLOSED:  # they follow from the settings and the grid, which are the same: not worked out anew
        made.__dict__[name] = getattr(school, name)
    return View(made, Timetable(tuple(placements)), HomeworkAllocation())


def _studies(h: Held) -> bool:
    return h.record is not None and h.record.kind is Kind.STUDY


def _id(h: Held) -> str:
    """The course's id; another's where not its own teachers hold it."""
    if h.teachers == h.course.teachers and not _studies(h):
        return h.course.id
    return "\n".join([h.course.id, "study" if _studies(h) else "", *h.teachers])
