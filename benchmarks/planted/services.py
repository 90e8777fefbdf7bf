"""Breaches of after-school service: an afternoon taken away, minutes cut, a club or a duty fewer."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from scheduler.domain import RuleSetting, Service

from .world import (
    Expect,
    Plant,
    Planting,
    Unplantable,
    World,
    classes_of,
    grades_of,
    meant,
    one_class,
)

DAY = 3
LESS_SERVICE = (
    "service_days", "after_school_minutes", "service_end", "service_activities", "homework_at_school",
    "homework_subjects_at_school", "homework_finish", "duty_cover",
)  # fmt: skip
DUTIES = ("duty_cover", "duty_spread", "late_duty_early_lesson")


def _grade(world: World, setting: RuleSetting) -> int:
    return one_class(world, setting).grade


def _of_grade(world: World, grade: int) -> list[Service]:
    return [s for s in world.school.office.service if s.grades == (grade,)]


def _changed(world: World, old: Service, *new: Service) -> World:
    kept = (s for s in world.school.office.service if s is not old)
    return world.with_office(service=(*kept, *new))


def _with_homework_minutes(world: World, grade: int, day: int, minutes: int) -> World:
    """The minutes of service for homework, at most so many on a day of a grade."""
    plan = world.school.homework
    service = tuple((g, d, min(m, minutes) if (g, d) == (grade, day) else m) for g, d, m in plan.service)
    return world.with_school(homework=replace(plan, service=tuple(x for x in service if x[2])))


def _days(world: World, setting: RuleSetting) -> Plant:
    grade = _grade(world, setting)
    old = next(s for s in _of_grade(world, grade) if s.day == 5)
    planted = _with_homework_minutes(_changed(world, old), grade, 5, 0)
    expect = tuple(Expect((k.id,)) for k in classes_of(world, setting) if k.grade == grade)
    return Plant(planted, expect, LESS_SERVICE)


def _minutes(world: World, setting: RuleSetting) -> Plant:
    grade, minutes = _grade(world, setting), setting["least"] - 1
    old = next(s for s in _of_grade(world, grade) if s.day == DAY)
    planted = _changed(world, old, replace(old, end=old.start + minutes))
    planted = _with_homework_minutes(planted, grade, DAY, minutes)
    return Plant(planted, (Expect((f"{grade}年级",), DAY),), LESS_SERVICE)


def _end(world: World, setting: RuleSetting) -> Plant:
    grade = _grade(world, setting)
    end = (setting["least"] or world.school.office.work_end) - 1
    old = next(s for s in _of_grade(world, grade) if s.day == DAY)
    planted = _changed(world, old, replace(old, start=end - old.minutes, end=end))
    expect = tuple(Expect((k.id,), DAY) for k in classes_of(world, setting) if k.grade == grade)
    return Plant(planted, expect, ("duty_cover", "service_activities"))


def _is_of(service: Service, setting: RuleSetting) -> bool:
    return any(k in service.kind or k in service.name for k in setting["kinds"])


def _activities_kept(world: World, setting: RuleSetting) -> World:
    """Just as many times as asked; with a share, just so many of the grade's times as reach it."""
    grades, kind = grades_of(world, setting), setting["kinds"][0]
    kept = [s for s in world.school.office.service if s.grades[0] not in grades or not _is_of(s, setting)]
    made = []
    for grade in grades:
        held = [s for s in world.school.office.service if s.grades == (grade,)]
        if setting["share"]:
            these = held[: ceil(setting["share"] * len(held) / 100)]
            kept = [s for s in kept if s not in these]
            made += [replace(s, kind=kind) for s in these]
            continue
        start, end = setting["start"] or held[0].start, min(setting["end"], held[0].end)
        days = setting["days"] or range(1, setting["least"] + 1)
        made += [Service(day, start, end, kind, "", (grade,)) for day in days]
    return world.with_office(service=(*kept, *made))


def _activities(world: World, setting: RuleSetting) -> Plant:
    grade = _grade(world, setting)
    held = _of_grade(world, grade)
    these = [s for s in held if _is_of(s, setting)]
    old, day = these[-1], these[-1].day if setting["days"] else 0
    if setting["share"]:
        amount = ceil(setting["share"] - 100 * (len(these) - 1) / len(held))
        planted = _changed(world, old, replace(old, kind="托管"))
    else:
        amount, planted = 1, _changed(world, old)
    return Plant(planted, (Expect((f"{grade}年级",), day, amount),), (*LESS_SERVICE, "clubs"))


def _clubs_kept(world: World, setting: RuleSetting) -> World:
    start, end = world.school.office.service[0].start, world.school.office.service[0].end
    made = [
        Service(5, start, end, kind, f"{kind}{n}", tuple(grades_of(world, setting)))
        for kind in setting["kinds"] or ("社团",) for n in range(setting["least"])
    ]  # fmt: skip
    return world.with_office(service=(*world.school.office.service, *made))


def _clubs(world: World, setting: RuleSetting) -> Plant:
    kind = setting["kinds"][-1] if setting["kinds"] else "社团"
    old = next(s for s in world.school.office.service if s.kind == kind)
    who = (kind,) if setting["kinds"] else ()
    return Plant(_changed(world, old), (Expect(who),), ("service_activities",))


def _spread_kept(world: World, setting: RuleSetting) -> World:
    """One duty for everybody."""
    everyone = tuple(t.id for t in world.school.teachers)
    start = world.school.office.service[0].start
    return world.with_office(
        service=(*world.school.office.service, Service(DAY, start, start + 40, "值班", "值班", (), everyone))
    )


def _spread(world: World, setting: RuleSetting) -> Plant:
    klass = one_class(world, setting)
    subjects = {s for word in setting["subjects"] for s in meant(world, word)}
    course = next(
        c for c in world.school.courses
        if klass.id in c.groups and c.teachers and (not subjects or c.subject in subjects)
    )  # fmt: skip
    teacher, start = course.teachers[0], world.school.office.service[0].start
    more = (Service(d, start, start + 40, "值班", f"值班{d}", (), (teacher,)) for d in range(1, setting["most"] + 2))
    return Plant(world.with_office(service=(*world.school.office.service, *more)), (Expect((teacher,)),), DUTIES)


def _cover_kept(world: World, setting: RuleSetting) -> World:
    teacher = world.school.teachers[0].id
    times = sorted({(s.day, s.start, s.end) for s in world.school.office.service})
    patrols = (Service(*time, setting["kind"], setting["kind"], (), (teacher,)) for time in times)
    return world.with_office(service=(*world.school.office.service, *patrols))


def _cover(world: World, setting: RuleSetting) -> Plant:
    old = next(s for s in world.school.office.service if s.kind == setting["kind"] and s.day == DAY)
    return Plant(_changed(world, old), (Expect((), DAY),), DUTIES)


def _late_kept(world: World, setting: RuleSetting) -> World:
    start = world.school.office.service[0].start
    early = Service(5, start, start + 40, "值班", "值班", (), (world.school.teachers[0].id,))
    return world.with_office(service=(*world.school.office.service, early))


def _late(world: World, setting: RuleSetting) -> Plant:
    lessons = [x for x in world.view.lessons if x.week is world.school.weeks[0] and x.course.groups]
    every = world.view.lessons
    for lesson in lessons:
        for teacher in lesson.course.teachers if lesson.slot.day > 1 else ():
            here = [
                x for x in every
                if x.slot.day == lesson.slot.day and x.slot.period <= setting["before"] and teacher in x.course.teachers
            ]  # fmt: skip
            if {x.slot.id for x in here} == {lesson.slot.id} and len(here) == len(world.school.weeks):
                duty = Service(lesson.slot.day - 1, 1000, setting["late"], "值班", "晚值班", (), (teacher,))
                planted = world.with_office(service=(*world.school.office.service, duty))
                return Plant(planted, (Expect((teacher,), lesson.slot.day, each_week=True),), DUTIES)
    raise Unplantable("nobody has just one early lesson")


def _places_kept(world: World, setting: RuleSetting) -> World:
    pupils = {g: sum(k.pupils for k in world.school.classes if k.grade == g) for g in range(1, 10)}
    return world.with_office(
        service=tuple(replace(s, places=sum(pupils[g] for g in s.grades)) for s in world.school.office.service)
    )


def _places(world: World, setting: RuleSetting) -> Plant:
    grade = _grade(world, setting)
    old = next(s for s in _of_grade(world, grade) if s.day == DAY)
    planted = _changed(world, old, replace(old, places=old.places - 1))
    return Plant(planted, (Expect((str(grade),), DAY),))


PLANTINGS = {
    "service_days": Planting(_days),
    "after_school_minutes": Planting(_minutes),
    "service_end": Planting(_end),
    "service_activities": Planting(_activities, _activities_kept),
    "clubs": Planting(_clubs, _clubs_kept),
    "duty_spread": Planting(_spread, _spread_kept),
    "duty_cover": Planting(_cover, _cover_kept),
    "late_duty_early_lesson": Planting(_late, _late_kept),
    "elective_places": Planting(_places, _places_kept),
}
