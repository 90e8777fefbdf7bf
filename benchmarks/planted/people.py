"""Breaches of staff, pupils, rooms and the curriculum: a pupil too many, a teacher or a room too few."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from math import ceil
from statistics import fmean

from scheduler.domain import (
    Bells,
    Block,
    Course,
    CourseKind,
    CurriculumRow,
    Group,
    Half,
    RuleSetting,
    Session,
    Slot,
    Teacher,
    Timetable,
)

from .lessons import ONE_MORE
from .world import (
    Expect,
    Plant,
    Planting,
    Unplantable,
    World,
    bells_of,
    change_blocks,
    classes_of,
    grades_of,
    meant,
    one_class,
    placement_of,
    steady,
    with_courses,
    with_session,
)


def _with_pupils(world: World, klass: Group, pupils: int) -> World:
    groups = tuple(replace(g, pupils=pupils) if g.id == klass.id else g for g in world.school.groups)
    return world.with_school(groups=groups)


def _class_size(world: World, setting: RuleSetting) -> Plant:
    klass = one_class(world, setting)
    planted = _with_pupils(world, klass, setting["most"] + 1)
    return Plant(planted, (Expect((klass.id,)),), ("class_balance", "elective_places"))


def _parallel(world: World, setting: RuleSetting) -> list[Group]:
    """The classes of the first grade that has several."""
    for grade in grades_of(world, setting):
        classes = [k for k in classes_of(world, setting) if k.grade == grade]
        if len(classes) > 1:
            return classes
    raise Unplantable("no grade has two classes")


def _balance(world: World, setting: RuleSetting) -> Plant:
    classes = _parallel(world, setting)
    if setting["of"] == "load":
        return _load(world, setting, classes)
    fewest = min(k.pupils for k in classes)
    planted = _with_pupils(world, classes[-1], fewest + setting["most"] + 1)
    return Plant(planted, (Expect((str(classes[0].grade),)),), ("class_size", "elective_places"))


def _load(world: World, setting: RuleSetting, classes: list[Group]) -> Plant:
    """The class teacher of one class gets meetings until its teachers have too much more than others."""
    busy, model = classes[-1], next(c for c in world.school.courses if c.kind is CourseKind.MEETING)
    for number in count(1):
        sessions = tuple(Session(f"#{n}") for n in range(number))
        meeting = replace(model, id="会", teachers=(busy.class_teacher,), sessions=sessions)
        planted = world.with_school(courses=(*world.school.courses, meeting))
        loads = [_mean_load(planted, k) for k in classes]
        if max(loads) - min(loads) > setting["most"]:
            amount = ceil(max(loads) - min(loads) - setting["most"])
            expect = Expect((str(busy.grade),), amount=amount)
            return Plant(planted, (expect,), ("weekly_lessons", "meetings"), (meeting.id,))
    raise AssertionError


def _mean_load(world: World, klass: Group) -> float:
    courses = world.school.courses
    staff = {t for c in courses if klass.id in c.groups for t in c.teachers}
    return fmean(sum(c.periods for c in courses if t in c.teachers) for t in sorted(staff))


def _taught(world: World, setting: RuleSetting) -> World:
    return replace(world, actual=world.timetable)


def _other_than_taught(world: World, setting: RuleSetting) -> Plant:
    klass = one_class(world, setting)
    lesson = next(x for x in steady(world, klass) if x.course.subject == "语文")
    gone = placement_of(world, lesson)
    taught = Timetable(tuple(p for p in world.timetable.placements if p != gone))
    expect = Expect((klass.id,), lesson.slot.day, len(world.school.weeks))
    return Plant(replace(world, actual=taught), (expect,))


def _with_staff(world: World, *teachers: Teacher) -> World:
    changed = {t.id: t for t in teachers}
    return world.with_school(teachers=tuple(changed.get(t.id, t) for t in world.school.teachers))


def _shared(world: World, setting: RuleSetting) -> Plant:
    if setting["junior"] in grades_of(world, setting) and setting["junior"] > min(grades_of(world, setting)):
        raise Unplantable("many teachers work on both sides of this grade")
    staff = (replace(t, kind="full-time") for t in world.school.teachers if t.kind == "itinerant")
    return Plant(_with_staff(world, *staff), (Expect(()),), ("staff_count",))


def _staff(world: World, setting: RuleSetting) -> Plant:
    subjects = meant(world, setting["subjects"][-1])
    staff = [t for t in world.school.teachers if not subjects.isdisjoint(t.subjects)]
    if setting["kind"]:
        changed = [replace(t, kind="part-time") for t in staff if t.kind == setting["kind"]]
    else:
        changed = [replace(t, subjects=tuple(s for s in t.subjects if s not in subjects)) for t in staff]
    return Plant(_with_staff(world, *changed), (Expect(tuple(sorted(subjects))),), ("shared_teachers",))


# -- rooms -----------------------------------------------------------------------------------------------------------

ROOMS = {
    "音乐室": "音乐教室", "美术室": "美术教室", "计算机室": "计算机教室", "图书馆": "图书馆", "阅览室": "阅览室",
    "操场": "操场",
}  # fmt: skip


def _rooms(world: World, setting: RuleSetting) -> Plant:
    kind = ROOMS[setting["kind"]]
    rooms = tuple(replace(r, kind="仓库") if r.kind == kind else r for r in world.school.rooms)
    planted = world.with_school(rooms=rooms)
    return Plant(planted, (Expect((setting["kind"],), 0, setting["least"]),), ("rooms_free",))


def _grounds_kept(world: World, setting: RuleSetting) -> World:
    """Grounds with just the places that the lessons need."""
    options, taken, times = _use(world, setting)
    holds = ceil(100 * taken / setting["most"] / times)
    rooms = (replace(r, holds=holds) if r.id in options else r for r in world.school.rooms)
    return world.with_school(rooms=tuple(rooms))


def _use(world: World, setting: RuleSetting) -> tuple[set[str], float, int]:
    """The ground of these subjects, how many places its lessons take, and how many times a week it has."""
    subjects = {s for word in setting["subjects"] for s in meant(world, word)}
    options = {r for c in world.school.courses if c.subject in subjects for n in c.needs for r in n.options}
    taken = sum(c.periods * c.places for c in world.school.courses if any(options >= {*n.options} for n in c.needs))
    return options, taken, len({(s.day, s.start) for s in world.school.grid.slots})


def _grounds(world: World, setting: RuleSetting) -> Plant:
    """One class takes more places, until all together take more than there are."""
    (ground,), taken, times = _use(world, setting)
    all_places = world.school.room[ground].holds * times
    subjects = meant(world, setting["subjects"][0])
    course = next(c for c in world.school.courses if c.subject in subjects)
    more = (all_places * setting["most"] / 100 - taken) // course.periods + 1
    planted = with_courses(world, {course.id: replace(course, places=course.places + int(more))})
    amount = ceil(100 * (taken + more * course.periods) / all_places - setting["most"])
    return Plant(planted, (Expect((ground,), 0, amount),), ("room_places",))


def _free_rooms(world: World, setting: RuleSetting) -> Plant:
    """The free time of one day moves to a period in which all rooms of one kind are taken."""
    (bells, *_), week = bells_of(world, setting), world.school.weeks[0]
    kinds = [ROOMS[kind] for kind in setting["kinds"]]
    for slot in (s for s in world.school.grid.slots if s.bell == bells.id):
        used = {r for x in world.view.lessons if x.week is week and x.slot.overlaps(slot) for r in x.rooms}
        full = [k for k in kinds if all(r.id in used for r in world.school.rooms if r.kind == k)]
        if len(full) == 1:
            planted = _free_time_at(world, bells, slot)
            return Plant(planted, (Expect((), slot.day),), ("no_lessons_in",), (bells.id,))
    raise Unplantable("no kind of room is ever taken alone")


def _free_time_at(world: World, bells: Bells, slot: Slot) -> World:
    def change(block: Block) -> Block:
        here = (block.day, block.name) == (slot.day, "自由活动")
        return replace(block, start=slot.start, end=slot.end) if here else block

    return change_blocks(world, bells.id, change)


# -- time in common --------------------------------------------------------------------------------------------------


def _alone(world: World, first: Teacher, second: Teacher) -> World:
    """Only these two teach, and they are one research group."""
    pair = {first.id, second.id}
    courses = {
        c.id: replace(c, teachers=tuple(t for t in c.teachers if t in pair) if c.groups else ())
        for c in world.school.courses
    }
    staff = (replace(t, research_group="甲" if t.id in pair else "") for t in world.school.teachers)
    return _with_staff(with_courses(world, courses), *staff)


def _pair(world: World, setting: RuleSetting) -> tuple[Teacher, Teacher]:
    """Two teachers of one subject, in one grade where grades are asked."""
    subjects = {s for word in setting["subjects"] for s in meant(world, word)} or {"语文"}
    grades = grades_of(world, setting)
    found: dict[int, list[Teacher]] = {}
    for teacher in world.school.teachers:
        courses = [c for c in world.school.courses if teacher.id in c.teachers and c.groups]
        mine = [c for c in courses if c.subject in subjects]
        at = sorted({world.school.group[c.groups[0]].grade for c in courses})
        if mine and sum(c.periods for c in mine) > sum(c.periods for c in courses) / 2 and at[0] in grades:
            found.setdefault(at[0] if setting["group"] == "grade" else 0, []).append(teacher)
    pairs = [two for two in found.values() if len(two) > 1]
    if not pairs:
        raise Unplantable("no two teachers of one subject")
    return pairs[0][0], pairs[0][1]


def _free_slots(world: World, setting: RuleSetting) -> list[list[Slot]]:
    """The periods (half-days) of the pair's first course in which neither of the pair teaches."""
    pair = [t.id for t in world.school.teachers if t.research_group == "甲"]
    lessons = [x for x in world.view.lessons if not set(pair).isdisjoint(x.course.teachers)]
    bells = {x.course.bell for x in lessons}
    slots = [s for s in world.school.grid.slots if s.bell in bells]
    places: dict[tuple[int, int | Half], list[Slot]] = {}
    for slot in slots:
        places.setdefault((slot.day, slot.half if setting["span"] == "half" else slot.start), []).append(slot)
    return [p for p in places.values() if not any(x.slot.overlaps(s) for x in lessons for s in p)]


def _common_kept(world: World, setting: RuleSetting) -> World:
    """All free periods in common but one are taken by lessons."""
    first, second = _pair(world, setting)
    world = _alone(world, first, second)
    for place in _free_slots(world, setting)[setting["least"] :]:
        world = with_session(world, _course_at(world, place[0]).id, place[0])
    return world


def _course_at(world: World, slot: Slot) -> Course:
    """A course of the pair with the slot's bells, of the subject it mainly teaches."""
    pair = {t.id for t in world.school.teachers if t.research_group == "甲"}
    able = [c for c in world.school.courses if c.bell == slot.bell and not pair.isdisjoint(c.teachers)]
    return max(able, key=lambda c: c.periods)


def _common(world: World, setting: RuleSetting) -> Plant:
    place = _free_slots(world, setting)[-1]
    course = _course_at(world, place[0])
    planted = with_session(world, course.id, place[0])
    subjects = {s for word in setting["subjects"] for s in meant(world, word)}
    said = "、".join(s.id for s in world.school.subjects if s.id in subjects) or course.subject
    grade = world.school.group[course.groups[0]].grade
    name = {"research": "甲", "subject": said, "grade": f"{grade}年级{said}"}[setting["group"]]
    return Plant(planted, (Expect((name,), each_week=True),), ONE_MORE, (*course.groups, *course.teachers))


# -- shares of the curriculum ----------------------------------------------------------------------------------------

SHARES = {  # per cent of nine years, each well within its range; the rest is practice
    "道德与法治": 7, "语文": 21, "数学": 14, "英语": 7.5, "历史": 3.5, "science": 9, "technology": 2, "体育": 10.5,
    "音乐": 5, "美术": 5,
}  # fmt: skip
WEEK = (26, 26, 30, 30, 30, 30, 34, 34, 34)
TOO_MANY = 1.0  # per cent of nine years more for the foreign language


def _shares_kept(world: World, setting: RuleSetting) -> World:
    names = {word: next(iter(sorted(meant(world, word))), word) for word in SHARES}
    shares = {**{names[word]: share for word, share in SHARES.items()}, "综合实践": 100 - sum(SHARES.values())}
    rows = (CurriculumRow(g, s, WEEK[g - 1] * share / 100) for g in range(1, 10) for s, share in shares.items())
    return world.with_school(curriculum=tuple(rows))


def _share(world: World, setting: RuleSetting) -> Plant:
    """Practice becomes English, in a grade that the school does not have."""
    grade = 9 if world.school.classes[0].grade == 1 else 1
    lessons = TOO_MANY / 100 * (sum(WEEK[:8]) * 35 + WEEK[8] * 33) / (33 if grade == 9 else 35)
    more = {"英语": lessons, "综合实践": -lessons}
    rows = tuple(
        replace(r, lessons=r.lessons + more.get(r.subject, 0)) if r.grade == grade else r
        for r in world.school.curriculum
    )
    return Plant(world.with_school(curriculum=rows), (Expect(("外语",)),))


PLANTINGS = {
    "class_size": Planting(_class_size),
    "class_balance": Planting(_balance),
    "same_as_taught": Planting(_other_than_taught, _taught),
    "shared_teachers": Planting(_shared),
    "staff_count": Planting(_staff),
    "rooms_of_kind": Planting(_rooms),
    "ground_places": Planting(_grounds, _grounds_kept),
    "rooms_free": Planting(_free_rooms),
    "common_free": Planting(_common, _common_kept),
    "curriculum_share": Planting(_share, _shares_kept),
}
