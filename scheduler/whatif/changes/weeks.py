"""Odd and even weeks exchanged."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain import Course, Text, Weeks
from scheduler.intake import Edit, Plan
from scheduler.rule import Rule

from ..change import Change
from ..desk import Desk
from ..error import ChangeError
from ..kind import Field, kind


def _say(change: Change, lang: str) -> str:
    who, subject = change["who"], change["subject"]
    if lang == "zh":
        return f"{who or '全校'}{subject}单双周对调"
    return f"odd and even weeks exchanged for {who or 'the whole school'}" + (f", {subject}" if subject else "")


def swaps(plan: Plan, change: Change) -> frozenset[str]:
    """Ids of the courses that have a lesson every other week, of these classes and subject."""
    desk = Desk(plan)
    classes = set(desk.names.classes_in(change["who"]) if change["who"] else desk.names.classes)
    subject = desk.names.subject(change["subject"]) if change["subject"] else ""
    found = frozenset(c.id for c in desk.school.courses if _fortnightly(c) and subject in ("", c.subject)
                      and not classes.isdisjoint(_classes(desk, c)))  # fmt: skip
    if not found:
        raise ChangeError(Text("没有隔周上的课（课时 .5）", "there are no lessons every other week (.5)"))
    return found


@kind(
    "swap_weeks", Text("单双周对调", "swap weeks"),
    (Field("who", Text("年级或班级", "grade or class"), "people", optional=True, aliases=("年级", "班级"), many=True),
     Field("subject", Text("科目", "subject"), optional=True)),
    Text("单双周对调 五年级", "swap weeks 五年级"), _say, ("单双周互换",), swaps=swaps,
)  # fmt: skip
def swap_weeks(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """No cell of a plan says which lesson is held in odd weeks: the timetable does. So nothing is rewritten here; the
    lessons whose weeks are exchanged are in ``Changed.swapped``, see ``swaps``."""
    swaps(plan, change)
    return ()


def _fortnightly(course: Course) -> bool:
    return any(s.weeks is not Weeks.ALL for s in course.sessions)


def _classes(desk: Desk, course: Course) -> set[str]:
    atoms = {a for g in course.groups for a in desk.school.group[g].atoms}
    return {c.id for c in desk.school.classes if not atoms.isdisjoint(c.atoms)}
