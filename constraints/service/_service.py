"""After-school service as it is written down: activities (sheet 课后服务), blocks of the bell schedule, minutes."""

from __future__ import annotations

from collections.abc import Iterable

from constraints._limits import grades_in
from scheduler.domain import BlockKind, Group, School, Scope, Service

HELP = ("作业", "自习", "答疑", "辅导", "托管", "看护", "值班", "巡")  # care and help, no course of its own


def service_times(school: School, klass: Group, day: int) -> list[tuple[int, int]]:
    """From when to when a class has service on a day, in minutes after midnight: activities at once are one time."""
    blocks = ((b.start, b.end) for b in school.grid.bell[klass.bell].on(day, BlockKind.SERVICE))
    found: list[tuple[int, int]] = []
    for start, end in sorted([*blocks, *((s.start, s.end) for s in school.office.service_of(klass.grade, day))]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def service_minutes(school: School, klass: Group, day: int) -> int:
    """Minutes of service of a class on a day; where no clock time is given, those of the homework plan."""
    timed = sum(end - start for start, end in service_times(school, klass, day))
    return max(timed, school.homework.service_minutes.get((klass.grade, day), 0))


def has_service(school: School, scope: Scope) -> bool:
    """Whether service is written down for anybody in the scope."""
    classes = [k for k in school.classes if scope.has_group(k)]
    return any(service_minutes(school, k, day) for k in classes for day in range(1, 8))


def activities(school: School, scope: Scope) -> list[Service]:
    """The activities of the grades in a scope, each once."""
    wanted = frozenset(grades_in(school, scope))
    return [s for s in school.office.service if not s.grades or not wanted.isdisjoint(s.grades)]


def is_of(activity: Service, words: Iterable[str]) -> bool:
    """Whether one of the words is in the activity's kind or name."""
    return any(word in activity.kind or word in activity.name for word in words)
