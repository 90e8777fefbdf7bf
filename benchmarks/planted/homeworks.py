"""Breaches of the homework board: minutes too many on one day of one class, an item of the wrong subject or kind."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain import Block, BlockKind, Group, HomeworkAllocation, HomeworkItem, RuleSetting, Weeks

from .lessons import minutes_of_day
from .world import (
    Expect,
    Plant,
    Planting,
    Unplantable,
    World,
    add_blocks,
    classes_of,
    grades_of,
    items_of,
    taught_days,
    with_item,
)

DAY, WAY = 3, 30
MORE = (  # what more minutes of a class-day alter too
    "homework_day_cap", "homework_at_school", "homework_finish", "homework_subjects_at_school", "learning_minutes",
    "homework_learning_time", "homework_after_self_study", "homework_types",
)  # fmt: skip
NEW = (*MORE, "homework_subjects", "homework_subjects_a_day")  # what a subject that gives nothing else alters
KINDS = {  # documents' words, as the sheet 作业 would hold them
    "阅读": "reading", "运动": "sport", "劳动": "labour", "口头": "oral", "实践": "practice", "动手": "practice",
    "探究": "inquiry", "研究": "inquiry", "调查": "inquiry", "思考": "inquiry", "综合": "project", "创新": "project",
    "跨学科": "project",
}  # fmt: skip
CHOSEN = ("分层", "弹性")


def _class(world: World, setting: RuleSetting) -> Group:
    """A class in the middle of those that have homework, or of all where none has."""
    classes = classes_of(world, setting)
    some = [k for k in classes if items_of(world, k)] or classes
    return some[len(some) // 2]


def _day(world: World, klass: Group) -> int:
    """The day named, where homework of some subject is given then; else another."""
    days = sorted({i.day for i in items_of(world, klass)} - {2}, key=lambda d: abs(d - DAY))
    return days[0] if days else DAY


def _set(world: World, klass: Group, day: int, minutes: int) -> World:
    """The first written item of the class-day has so many minutes."""
    item = items_of(world, klass, day)[0]
    return with_item(world, replace(item, minutes=minutes))


def _taught(world: World, klass: Group, day: int, *but: str) -> str:
    """A subject that the class has on the day every week, and that gives it no homework."""
    given = {i.subject for i in items_of(world, klass)}
    subjects = dict(taught_days(world, klass))[day]
    found = [s for s in subjects if s not in given and s not in but]
    if not found:
        raise Unplantable("every subject gives homework already")
    return found[0]


def _rest(world: World, klass: Group, day: int | None = None) -> int:
    """The minutes of a class on a day, or in the week."""
    return sum(i.minutes for i in items_of(world, klass, day))


def _cap(world: World, setting: RuleSetting) -> Plant:
    klass = _class(world, setting)
    day, most = _day(world, klass), setting["most"]
    if most == 0 or setting["kind"] == "oral" or not items_of(world, klass, day):
        minutes = most + 1 if most else 10
        kind = "oral" if setting["kind"] == "oral" else "written"
        item = HomeworkItem(klass.id, Weeks.ALL, day, _taught(world, klass, day), minutes, "service", kind)
        expect = Expect((klass.id,), day, 1 if most else minutes, each_week=True)
        return Plant(with_item(world, item), (expect,), NEW)
    now = items_of(world, klass, day)[0].minutes
    if setting["statistic"] == "mean":
        minutes = 5 * most + 1 - (_rest(world, klass) - now)
        return Plant(_set(world, klass, day, minutes), (Expect((klass.id,), each_week=True),), MORE)
    minutes = most + 1 - (_rest(world, klass, day) - now)
    return Plant(_set(world, klass, day, minutes), (Expect((klass.id,), day, each_week=True),), MORE)


def _off_days(world: World, setting: RuleSetting) -> Plant:
    if setting["most"] >= 24 * 60:
        raise Unplantable("only measured, no bound")
    grade = grades_of(world, setting)[-1]
    plan = world.school.homework
    off = tuple((g, on, setting["most"] + 1 if (g, on) == (grade, setting["on"]) else m) for g, on, m in plan.off_days)
    planted = world.with_school(homework=replace(plan, off_days=off))
    return Plant(planted, (Expect(tuple(k.id for k in classes_of(world, setting) if k.grade == grade)),))


def _free_kept(world: World, setting: RuleSetting) -> World:
    items = (i for i in world.homework.items if i.day not in setting["days"])
    return replace(world, homework=HomeworkAllocation(tuple(items)))


def _free(world: World, setting: RuleSetting) -> Plant:
    day = setting["days"][0]
    for klass in [_class(world, setting), *classes_of(world, setting)]:
        given = {i.subject for i in items_of(world, klass)}
        for subject in sorted(given.intersection(dict(taught_days(world, klass))[day])):
            item = HomeworkItem(klass.id, Weeks.ALL, day, subject, 10, "service")
            return Plant(with_item(world, item), (Expect((klass.id,), day, 10, each_week=True),), MORE)
    raise Unplantable("no subject that gives homework is taught on the day")


def _subjects(world: World, setting: RuleSetting) -> Plant:
    klass = _class(world, setting)
    day = _day(world, klass)
    subject = _taught(world, klass, day, *setting["subjects"])
    item = HomeworkItem(klass.id, Weeks.ALL, day, subject, 10, "service")
    return Plant(with_item(world, item), (Expect((klass.id, subject), 0, 10, each_week=True),), NEW)


def _has_lessons(world: World, klass: Group, subject: str) -> int:
    return next(day for day, taught in taught_days(world, klass) if subject in taught and day != 2)


def _self_study_kept(world: World, setting: RuleSetting) -> World:
    """Where nothing else is bounded: self-study of maths on a day on which a class has maths, and no maths homework."""
    if setting["most"] < 24 * 60:
        return world
    klass = _class(world, setting)
    day = _has_lessons(world, klass, "数学")
    world = add_blocks(world, klass.bell, Block(day, 18 * 60, 18 * 60 + 30, BlockKind.SELF_STUDY, "数学自习"))
    items = (i for i in world.homework.items if (i.day, i.subject) != (day, "数学"))
    return replace(world, homework=HomeworkAllocation(tuple(items)))


def _self_study(world: World, setting: RuleSetting) -> Plant:
    klass = _class(world, setting)
    if setting["most"] < 24 * 60:
        day = _day(world, klass)
        subject = items_of(world, klass, day)[0].subject
        planted = _set(world, klass, day, setting["most"] + 1)
        return Plant(planted, (Expect((klass.id, subject), day, each_week=True),), MORE)
    day = _has_lessons(world, klass, "数学")
    item = HomeworkItem(klass.id, Weeks.ALL, day, "数学", 10, "service")
    return Plant(with_item(world, item), (Expect((klass.id, "数学"), day, 10, each_week=True),), MORE)


def _service(world: World, klass: Group, day: int) -> int:
    """The minutes of service for homework, in full fives."""
    return next((m // 5 * 5 for g, d, m in world.school.homework.service if (g, d) == (klass.grade, day)), 0)


def _at_school(world: World, setting: RuleSetting) -> Plant:
    """So many minutes on one day that the week's share is just not reached; the amount is in hundredths."""
    klass = _class(world, setting)
    day = next(d for d in sorted({i.day for i in items_of(world, klass)}) if d in (setting["days"] or (1, 3, 4, 5)))
    days = setting["days"] or range(1, 6)
    now = items_of(world, klass, day)[0].minutes
    others = sum(_rest(world, klass, d) for d in days) - now
    here, free = _rest(world, klass, day) - now, _service(world, klass, day)
    for minutes in range(now, 600):
        over = 100 * max(0, here + minutes - free) - (100 - setting["share"]) * (others + minutes)
        if over > 0:
            planted = _set(world, klass, day, minutes)
            return Plant(planted, (Expect((klass.id,), 0, over, each_week=True),), MORE)
    raise Unplantable("the service holds all homework")


def _types_kept(world: World, setting: RuleSetting) -> World:
    """One written item and one of the type a class, just in the share asked for."""
    word, least = setting["types"][0], setting["least"]
    kind, layer = KINDS.get(word, "written"), "chosen" if word in CHOSEN else "required"
    classes = {k.id for k in classes_of(world, setting)}
    week = {k.id: dict(taught_days(world, k)) for k in classes_of(world, setting)}
    plan = world.school.homework
    world = world.with_school(homework=replace(plan, targets=tuple(t for t in plan.targets if t.group not in classes)))
    items = tuple(i for i in world.homework.items if i.group not in classes)
    world = replace(world, homework=HomeworkAllocation(items))
    for klass in classes_of(world, setting):
        day, taught = next((d, s) for d, s in week[klass.id].items() if "语文" in s and len(s) > 1)
        one, other = "语文", next(s for s in taught if s != "语文")
        world = with_item(world, HomeworkItem(klass.id, Weeks.ALL, day, one, 100 - least, "service"))
        world = with_item(world, HomeworkItem(klass.id, Weeks.ALL, day, other, least, "home", kind, layer))
    return world


def _types(world: World, setting: RuleSetting) -> Plant:
    klass = _class(world, setting)
    item = next(i for i in items_of(world, klass) if (i.kind, i.layer) == ("written", "required"))
    planted = with_item(world, replace(item, minutes=item.minutes + 1))
    return Plant(planted, (Expect((klass.id,), each_week=True),), MORE)


def _planned(world: World, setting: RuleSetting) -> Plant:
    klass = _class(world, setting)
    subject = items_of(world, klass)[0].subject
    items = (i for i in world.homework.items if (i.group, i.subject) != (klass.id, subject))
    planted = replace(world, homework=HomeworkAllocation(tuple(items)))
    return Plant(planted, (Expect((klass.id, subject), each_week=True),))


def _finish(world: World, setting: RuleSetting) -> Plant:
    """So much that what is left after the service takes until a minute too late."""
    klass = _class(world, setting)
    day = _day(world, klass)
    blocks = [b for b in world.school.grid.bell[klass.bell].blocks if b.day == day]
    lessons = max(b.end for b in blocks if b.kind is BlockKind.LESSON)
    service = (s.end for s in world.school.office.service if klass.grade in s.grades and s.day == day)
    end = max(*(b.end for b in blocks), *service, lessons + _service(world, klass, day))
    now = items_of(world, klass, day)[0].minutes
    minutes = setting["most"] + 1 - end - WAY + _service(world, klass, day) - (_rest(world, klass, day) - now)
    expect = Expect((klass.id,), day, each_week=True)
    return Plant(_set(world, klass, day, minutes), (expect,), MORE)


def _two_at_school(world: World, setting: RuleSetting) -> Plant:
    """The second subject is a minute too long for the rest of the service."""
    klass = next(
        k for k in classes_of(world, setting) for d in range(1, 6) if len(items_of(world, k, d)) == setting["least"]
    )
    day = next(d for d in (1, 3, 4, 5, 2) if len(items_of(world, klass, d)) == setting["least"])
    first = items_of(world, klass, day)[0]
    minutes = _service(world, klass, day) - (_rest(world, klass, day) - first.minutes) + 1
    return Plant(_set(world, klass, day, minutes), (Expect((klass.id,), day, each_week=True),), MORE)


def _time_kept(world: World, setting: RuleSetting) -> World:
    """Where a class has no homework on the day, it has a little."""
    none = [k for k in classes_of(world, setting) if not items_of(world, k, DAY)]
    for klass, subject in [(k, _taught(world, k, DAY)) for k in none]:
        world = with_item(world, HomeworkItem(klass.id, Weeks.ALL, DAY, subject, 10, "service"))
    return world


def _time(world: World, setting: RuleSetting) -> Plant:
    klass = _class(world, setting)
    item = items_of(world, klass, DAY)[0]
    minutes = setting["most"] + 1 - minutes_of_day(world, klass) - (_rest(world, klass, DAY) - item.minutes)
    planted = with_item(world, replace(item, minutes=minutes))
    return Plant(planted, (Expect((klass.id,), DAY, each_week=True),), MORE)


PLANTINGS = {
    "homework_day_cap": Planting(_cap),
    "homework_off_days": Planting(_off_days),
    "homework_free_days": Planting(_free, _free_kept),
    "homework_subjects": Planting(_subjects),
    "homework_after_self_study": Planting(_self_study, _self_study_kept),
    "homework_at_school": Planting(_at_school),
    "homework_types": Planting(_types, _types_kept),
    "homework_planned": Planting(_planned),
    "homework_finish": Planting(_finish),
    "homework_subjects_at_school": Planting(_two_at_school),
    "homework_learning_time": Planting(_time, _time_kept),
}
