"""What the witness places: sessions bundled where they are held as one, with their possible starts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from scheduler.domain import Course, Half, School, Session, TimePattern, Times, Weeks
from scheduler.rule import Rule

ANY = Times((TimePattern(),))


@dataclass(frozen=True)
class Unit:
    """What is placed as one: a session, the sessions of a band at one time, or two half-week sessions."""

    number: int
    parts: tuple[tuple[Course, Session, Weeks], ...]
    starts: tuple[str, ...]
    days: tuple[tuple[str, int], ...]  # (what is counted by day, most a day)

    @property
    def duration(self) -> int:
        """Periods in a row."""
        return self.parts[0][1].duration


def make_units(school: School, rules: Mapping[str, Rule]) -> Iterator[Unit]:
    """Every unit of a school, with the starts that its hard rules leave, one by one."""
    gone = {
        (course.id, slot.id)
        for setting in school.settings
        if setting.hard
        for course, slot in rules[setting.rule].forbids(school, setting)
    }
    if any(s.rule == "activity_on_no_pe_day" and s.hard for s in school.settings):
        activity = [c for c in school.courses if c.subject in school.tagged("activity")]
        gone |= {(c.id, slot.id) for c in activity for slot in school.grid.slots if slot.half is Half.AM}
    fixed = _fixed(school)
    bundles: dict[tuple[str, ...], list[tuple[Course, Session, Weeks]]] = {}
    halves: defaultdict[tuple[str, ...], list[tuple[Course, Session]]] = defaultdict(list)
    for course in school.courses:
        for session in course.sessions:
            if session.weeks is Weeks.EITHER:
                halves[course.groups].append((course, session))
            else:
                key = (course.band, session.id) if course.band else ("", course.id, session.id)
                bundles.setdefault(key, []).append((course, session, session.weeks))
    for groups, sessions in halves.items():
        for index in range(0, len(sessions), 2):
            pair = zip(sessions[index : index + 2], (Weeks.ODD, Weeks.EVEN), strict=False)
            bundles[("half", *groups, str(index))] = [(c, s, week) for (c, s), week in pair]
    for number, parts in enumerate(bundles.values()):
        starts = [
            start
            for start in parts[0][0].starts
            if (run := school.grid.run(school.grid.slot[start], parts[0][1].duration))
            and all(start in c.starts for c, _, _ in parts)
            and all(run[0] in fixed.get((c.id, s.id), ANY) for c, s, _ in parts)
            and not any((c.id, s.id) in gone for c, _, _ in parts for s in run)
        ]
        yield Unit(number, tuple(parts), tuple(starts), tuple(_day_bounds(school, parts)))


def _fixed(school: School) -> dict[tuple[str, str], Times]:
    """(course, session) → where it is fixed: the k-th session of a course at the k-th of its fixed times."""
    fixed: dict[tuple[str, str], Times] = {}
    for setting in school.settings:
        if setting.rule == "fixed_time" and setting.hard:
            for course in school.courses:
                if setting.scope.has_course(course, school):
                    pairs = zip(course.sessions, setting["times"].patterns, strict=False)
                    fixed |= {(course.id, session.id): Times((pattern,)) for session, pattern in pairs}
    return fixed


def _day_bounds(school: School, parts: Iterable[tuple[Course, Session, Weeks]]) -> Iterator[tuple[str, int]]:
    """A subject as often a day as it must; PE and activity together likewise where they cover the days."""
    covers = any(s.rule == "activity_on_no_pe_day" and s.hard for s in school.settings)
    outside = school.tagged("pe", "activity") if covers else frozenset()
    for course, _, _ in parts:
        atoms = {a for g in course.groups for a in school.group[g].atoms}
        for klass in (c for c in school.classes if not atoms.isdisjoint(c.atoms)):
            days = len({s.day for s in school.slots_of(klass)})
            same = [len(c.sessions) for c in school.courses_of(klass, course.subject)]
            yield f"{klass.id} {course.subject}", ceil(sum(same) / days)
            if course.subject in outside:
                all_outside = [len(c.sessions) for c in school.courses_of(klass) if c.subject in outside]
                yield f"{klass.id} outside", ceil(sum(all_outside) / days)
