"""Rules about homework: caps, days, subjects, pieces, the weekly target, and an even load for pupils and
markers.

Minutes are multiples of five. This module reads what several homework rules must know of the school's other
settings; only ``post`` uses it: every ``check`` reads the settings itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from scheduler.domain import Group, HomeworkTarget, RuleSetting, School, Scope, Strength, Text, Weeks

NO_TARGETS = Text("没有填写作业量（工作表 作业）", "no homework is given (sheet 作业)")
NO_SERVICE = Text("没有填写课后服务完成的分钟（工作表 作业）", "no minutes done in service are given (sheet 作业)")
NO_CAP = 24 * 60  # minutes: what fits into a day without a cap
_ASKED = (Strength.HARD, Strength.SOFT)


def targets_by_class(school: School, scope: Scope) -> Iterator[tuple[Group, list[HomeworkTarget]]]:
    """The classes in the scope that have targets, with those of the subjects in the scope."""
    found: dict[str, list[HomeworkTarget]] = {}
    for target in school.homework.targets:
        if scope.has_subject(target.subject):
            found.setdefault(target.group, []).append(target)
    for klass in school.classes:
        if klass.id in found and scope.has_group(klass):
            yield klass, found[klass.id]


def has_targets(school: School, scope: Scope) -> bool:
    """Whether the school wants homework from anybody in the scope."""
    return any(True for _ in targets_by_class(school, scope))


def homework_days(school: School, klass: Group) -> tuple[int, ...]:
    """The school days of a class on which no ``homework_free_days`` forbids or discourages homework."""
    free = {
        day
        for s in school.settings
        if s.rule == "homework_free_days" and s.strength in _ASKED and s.scope.has_group(klass)
        for day in s["days"]
    }
    return tuple(sorted({s.day for s in school.slots_of(klass)} - free))


def is_time(target: HomeworkTarget) -> bool:
    """Whether it takes time that a rule about doing written homework counts: written and required (必做)."""
    return target.kind == "written" and target.layer == "required"


def counts(cap: RuleSetting, target: HomeworkTarget) -> bool:
    """Whether a ``homework_day_cap`` counts this homework; see there for what it says of kinds and layers."""
    kind = {"all": True, "written": target.kind == "written"}.get(cap["kind"], target.kind != "written")
    return kind and (target.layer == "required" or not cap["most"] or cap["layers"] == "all")


def day_caps(school: School, klass: Group) -> list[RuleSetting]:
    """What is asked of single days of a class: every ``homework_day_cap`` but those on the mean of the days."""
    caps = (s for s in school.settings if s.rule == "homework_day_cap" and s.strength in _ASKED)
    return [s for s in caps if s.scope.has_group(klass) and s["statistic"] == "max"]


def piece_cap(school: School, klass: Group, target: HomeworkTarget) -> int:
    """The tightest cap (minutes a day) that counts this homework; NO_CAP without."""
    caps = (s for s in day_caps(school, klass) if s.scope.has_subject(target.subject) and counts(s, target))
    return min((s["most"] for s in caps), default=NO_CAP)


def service_minutes(school: School, klass: Group, day: int) -> int:
    """The minutes of after-school service in which a class can do homework, in full fives."""
    return school.homework.service_minutes.get((klass.grade, day), 0) // 5 * 5


def up_to_five(minutes: float) -> int:
    """The minutes rounded up to a multiple of five."""
    return 5 * ceil(minutes / 5)


def may_give(school: School, klass: Group, target: HomeworkTarget) -> bool:
    """Whether no hard ``homework_subjects`` bars the subject from giving the class this homework."""
    subject = target.subject
    names = {subject, *(school.subject[subject].tags if subject in school.subject else ())}
    asked = [s for s in school.settings if s.rule == "homework_subjects" and s.hard]
    asked = [s for s in asked if s.scope.has_group(klass) and s.scope.has_subject(subject)]
    return target.kind != "written" or all(not names.isdisjoint(s["subjects"]) for s in asked)


def alternates(school: School, klass: Group, subject: str) -> bool:
    """Whether the class has the subject every other week only."""
    weeks = {s.weeks for c in school.courses_of(klass, subject) for s in c.sessions}
    return bool(weeks) and Weeks.ALL not in weeks
