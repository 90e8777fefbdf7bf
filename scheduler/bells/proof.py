"""The rules' own checks on a designed day: five such days, a class a grade with a lesson in every place, one of them
sport where that is said. Nothing of the model is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scheduler.domain import (
    Bells,
    Course,
    Group,
    Half,
    HomeworkAllocation,
    HomeworkItem,
    Office,
    Placement,
    RuleSetting,
    School,
    Session,
    Slot,
    Subject,
    TimeGrid,
    Timetable,
    View,
    Weeks,
)
from scheduler.rule import Rule, Violation

from .day import Day, Margin, Wanted

DAYS = (1, 2, 3, 4, 5)
_NOON = 12 * 60 + 30
_NAME, _SPORT, _OTHER = "作息", "体育与健康", "语文"


def view_of(day: Day, wanted: Wanted) -> View:
    """A school that keeps this day all week, as rules see it."""
    blocks = tuple(replace(b, day=d) for d in DAYS for b in day.blocks)
    bells = Bells(_NAME, _NAME, wanted.grades, blocks)
    slots = tuple(
        Slot(f"{d}-{n}", _NAME, d, n, b.start, b.end, Half.AM if b.start < _NOON else Half.PM)
        for d in DAYS for n, b in enumerate(day.lessons, 1)
    )  # fmt: skip
    groups = tuple(Group(f"{g}年级", g, (f"{g}年级",), bell=_NAME) for g in wanted.grades)
    starts = tuple(s.id for s in slots)
    sessions = tuple(Session(s) for s in starts)
    last = {f"{d}-{len(day.lessons)}" for d in DAYS} if wanted.sport else set()
    courses = tuple(
        Course(f"{g.id} {subject}", subject, (g.id,), (), tuple(s for s in sessions if (s.id in last) is sport),
               starts, _NAME)
        for g in groups for subject, sport in ((_SPORT, True), (_OTHER, False))
    )  # fmt: skip
    placed = tuple(Placement(c.id, s.id, s.id) for c in courses for s in c.sessions)
    office = Office(province=wanted.province, work_end=wanted.work_end)
    subjects = (Subject(_SPORT, frozenset({"pe"})), Subject(_OTHER))
    school = School(_NAME, TimeGrid((bells,), slots), subjects, groups, (), (), courses, office=office)
    homework = (HomeworkItem(g.id, Weeks.ALL, d, _OTHER, wanted.homework) for g in groups for d in DAYS)
    return View(school, Timetable(placed), HomeworkAllocation(tuple(homework) if wanted.homework else ()))


def breaches(
    view: View, rules: Mapping[str, Rule], settings: Iterable[RuleSetting]
) -> dict[RuleSetting, list[Violation]]:
    """What each setting finds wrong; those that do not apply or miss an input say nothing."""
    return {s: rules[s.rule].check(view, s) for s in settings if _judges(view, rules[s.rule], s)}


def margins(view: View, rules: Mapping[str, Rule], settings: Iterable[RuleSetting]) -> tuple[Margin, ...]:
    """How far each measured bound is from what it asks, the tightest first."""
    found = []
    for setting in settings:
        rule = rules[setting.rule]
        values = [m.value for m in rule.measure(view, setting)] if _judges(view, rule, setting) else []
        for name, way in rule.bounds.items() if values else ():
            bound = setting[name] or (view.school.office.work_end if setting.rule == "service_end" else 0)
            least, most = min(values), max(values)
            if way == "==":
                found.append(Margin(setting, least, bound, -abs(least - bound)))
            elif way == ">=":
                found.append(Margin(setting, least, bound, least - bound))
            else:
                found.append(Margin(setting, most, bound, bound - most))
    return tuple(sorted(found, key=lambda m: (m.spare, m.setting.id)))


def _judges(view: View, rule: Rule, setting: RuleSetting) -> bool:
    return rule.applies(view.school, setting) and rule.missing(view.school, setting) is None
