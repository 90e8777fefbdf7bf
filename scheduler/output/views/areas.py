"""The areas of a school's work that reports are ordered by: lessons, exercise, the school day, homework …"""

from __future__ import annotations

from enum import Enum

from scheduler.domain import RuleSetting
from scheduler.packs import declared_items
from scheduler.rule import Rule, Stage


class Area(Enum):
    """An area as it is shown, in the order of the reports."""

    LESSONS = "课程与课表"
    EXERCISE = "体育锻炼"
    DAY = "作息"
    HOMEWORK = "作业"
    SERVICE = "课后服务"
    EXAMS = "考试与校历"
    STAFF = "师资与场地"
    CONDUCT = "办学行为与公示"


_FOLDERS = {
    "classes": Area.LESSONS, "subjects": Area.LESSONS, "times": Area.LESSONS, "exercise": Area.EXERCISE,
    "day": Area.DAY, "homework": Area.HOMEWORK, "service": Area.SERVICE, "calendar": Area.EXAMS,
    "teachers": Area.STAFF, "rooms": Area.STAFF, "people": Area.STAFF, "declared": Area.CONDUCT,
}  # fmt: skip
_OTHERS = {  # rules that speak of another area than their folder does
    "class_size": Area.STAFF, "no_lessons_in": Area.LESSONS, "elective_places": Area.LESSONS,
    "same_as_taught": Area.LESSONS, "homework_kinds": Area.HOMEWORK, "service_coverage": Area.SERVICE,
}  # fmt: skip


def area_of(rule: Rule | None, setting: RuleSetting) -> Area:
    """The area of a setting: what is declared belongs where its item does, all else where its rule's folder does."""
    item = dict(setting.params).get("item", "")
    if item in declared_items():
        return Area[declared_items()[item].area.upper()]
    if rule is None:
        return Area.LESSONS
    if rule.stage is Stage.HOMEWORK:
        return Area.HOMEWORK
    folder = type(rule).__module__.split(".")[-2]
    return _OTHERS.get(rule.code) or _FOLDERS.get(folder, Area.LESSONS)
