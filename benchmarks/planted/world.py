"""A school with its answer, and what a planted breach is: changes of one place, and what they must be found as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from scheduler.domain import (
    Bells,
    Block,
    BlockKind,
    Course,
    CurriculumRow,
    Group,
    HomeworkAllocation,
    HomeworkItem,
    HomeworkTarget,
    Lesson,
    Placement,
    RuleSetting,
    School,
    Session,
    Slot,
    TimeGrid,
    Timetable,
    View,
    Weeks,
)


@dataclass(frozen=True)
class World:
    """Everything that an audit looks at."""

    school: School
    timetable: Timetable
    homework: HomeworkAllocation = field(default_factory=HomeworkAllocation)
    actual: Timetable | None = None

    def with_office(self, **changes: object) -> World:
        """With fields of the office changed."""
        office = replace(self.school.office, **changes)  # type: ignore[arg-type]
        return replace(self, school=replace(self.school, office=office))

    def with_school(self, **changes: object) -> World:
        """With fields of the school changed."""
        return replace(self, school=replace(self.school, **changes))  # type: ignore[arg-type]

    @cached_property
    def view(self) -> View:
        """The answer by person and week."""
        return View(self.school, self.timetable, self.homework)


@dataclass(frozen=True)
class Expect:
    """A breach that must be found: these names among those it gives, on just this day (0: none or the week), by so
    much. With ``each_week`` it is told once in each week that the school has."""

    who: tuple[str, ...]
    day: int = 0
    amount: int = 1
    each_week: bool = False


@dataclass(frozen=True)
class Plant:
    """A world with one thing changed. ``also``: the rules whose quantities the change alters too. Whatever else becomes
    broken is a false accusation, and so is a breach of somebody who has nothing to do with those expected or ``near``.
    """

    world: World
    expect: tuple[Expect, ...]
    also: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


Prepare = Callable[[World, RuleSetting], World]
Planter = Callable[[World, RuleSetting], Plant | tuple[Plant, ...]]


@dataclass(frozen=True)
class Planting:
    """How a rule's rows are broken: ``prepare`` makes a world that keeps the row, ``plant`` breaks it, in one way or in
    several. Both raise Unplantable where this school cannot have it."""

    plant: Planter
    prepare: Prepare = lambda world, setting: world


class Unplantable(LookupError):
    """This school has nothing that could be changed to break the row."""


# -- who and when ----------------------------------------------------------------------------------------------------


def classes_of(world: World, setting: RuleSetting) -> list[Group]:
    """The classes that a row is about, in the order of the plan."""
    grades = setting.scope.grades
    return [k for k in world.school.classes if not grades or k.grade in grades]


def one_class(world: World, setting: RuleSetting) -> Group:
    """A class in the middle of those that a row is about."""
    classes = classes_of(world, setting)
    return classes[len(classes) // 2]


def grades_of(world: World, setting: RuleSetting) -> list[int]:
    """The grades of the school that a row is about."""
    return sorted({k.grade for k in classes_of(world, setting)})


def one_bell(world: World, setting: RuleSetting) -> Bells:
    """The bell schedule of that class."""
    return world.school.grid.bell[one_class(world, setting).bell]


def classes_on(world: World, setting: RuleSetting, bell: str) -> list[Group]:
    """The classes that a row is about and that follow a bell schedule."""
    return [k for k in classes_of(world, setting) if k.bell == bell]


def lesson_days(bells: Bells) -> list[int]:
    """The days with lessons."""
    return sorted({b.day for b in bells.blocks if b.kind is BlockKind.LESSON})


def lessons_of(world: World, klass: Group, week: Weeks | None = None) -> list[Lesson]:
    """A class's lessons in a week (the first), from the placements."""
    return world.view.of_class(klass, week or world.school.weeks[0])


def steady(world: World, klass: Group) -> list[Lesson]:
    """The lessons of a class that are held every week."""
    return [x for x in lessons_of(world, klass) if x.session.weeks is Weeks.ALL]


def meant(world: World, word: str) -> set[str]:
    """The subjects that a word means: by name or by tag."""
    return {s.id for s in world.school.subjects if word == s.id or word in s.tags}


# -- the bells -------------------------------------------------------------------------------------------------------


def with_blocks(world: World, bell: str, blocks: Iterable[Block]) -> World:
    """A bell schedule with other blocks; lesson slots keep their places and follow their blocks' clock times."""
    blocks = tuple(sorted(blocks))
    grid = world.school.grid
    bells = tuple(replace(b, blocks=blocks) if b.id == bell else b for b in grid.bells)
    clock: dict[tuple[int, int], Block] = {}
    for day in {b.day for b in blocks}:
        lessons = sorted(b for b in blocks if b.day == day and b.kind is BlockKind.LESSON)
        clock |= {(day, period): block for period, block in enumerate(lessons, 1)}
    slots = tuple(_timed(s, clock) if s.bell == bell else s for s in grid.slots)
    return world.with_school(grid=TimeGrid(bells, slots))


def _timed(slot: Slot, clock: dict[tuple[int, int], Block]) -> Slot:
    block = clock.get((slot.day, slot.period))
    return replace(slot, start=block.start, end=block.end) if block else slot


def change_blocks(world: World, bell: str, change: Callable[[Block], Block | None]) -> World:
    """A bell schedule with each block changed, or left out where the change is None."""
    blocks = (change(b) for b in world.school.grid.bell[bell].blocks)
    return with_blocks(world, bell, [b for b in blocks if b is not None])


def add_blocks(world: World, bell: str, *blocks: Block) -> World:
    """A bell schedule with more blocks."""
    return with_blocks(world, bell, [*world.school.grid.bell[bell].blocks, *blocks])


def bells_of(world: World, setting: RuleSetting) -> list[Bells]:
    """The bell schedules of the classes that a row is about."""
    wanted = {k.bell for k in classes_of(world, setting)}
    return [b for b in world.school.grid.bells if b.id in wanted]


# -- the lessons -----------------------------------------------------------------------------------------------------


def placement_of(world: World, lesson: Lesson) -> Placement:
    """The placement that a lesson is part of."""
    return next(p for p in world.timetable.placements if (p.course, p.session) == (lesson.course.id, lesson.session.id))


def without(world: World, lesson: Lesson) -> World:
    """The timetable with a lesson left out."""
    gone = placement_of(world, lesson)
    return replace(world, timetable=Timetable(tuple(p for p in world.timetable.placements if p != gone)))


def relabelled(world: World, lesson: Lesson, subject: str) -> World:
    """A lesson held in another subject of its class: the session and its placement go over to that subject's course."""
    klass = lesson.course.groups[0]
    other = next(c for c in world.school.courses if c.subject == subject and c.groups == (klass,))
    session = Session(f"{lesson.session.id}/{lesson.course.id}", lesson.session.duration, lesson.session.weeks)
    kept = tuple(s for s in lesson.course.sessions if s.id != lesson.session.id)
    changed = {
        lesson.course.id: replace(lesson.course, sessions=kept),
        other.id: replace(other, sessions=(*other.sessions, session), starts=(*other.starts, lesson.slot.id)),
    }
    old = placement_of(world, lesson)
    rooms = tuple(n.options[0] for n in other.needs)
    new = Placement(other.id, session.id, old.start, old.weeks, rooms)
    placements = tuple(new if p == old else p for p in world.timetable.placements)
    return replace(with_courses(world, changed), timetable=Timetable(placements))


def with_courses(world: World, changed: dict[str, Course]) -> World:
    """A school with some courses changed."""
    return world.with_school(courses=tuple(changed.get(c.id, c) for c in world.school.courses))


def with_session(world: World, course: str, slot: Slot) -> World:
    """One more session of a course, held every week in a slot."""
    old = world.school.course[course]
    session = Session(f"#{len(old.sessions) + 1}+{slot.id}")
    rooms = tuple(n.options[0] for n in old.needs)
    made = Placement(course, session.id, slot.id, Weeks.ALL, rooms)
    world = with_courses(world, {course: replace(old, sessions=(*old.sessions, session))})
    return replace(world, timetable=Timetable((*world.timetable.placements, made)))


def as_planned(world: World) -> World:
    """With the curriculum that the courses amount to, grade by grade (that of each grade's last class)."""
    weekly: dict[tuple[int, str], float] = {}
    for klass in world.school.classes:
        here: dict[str, float] = {}
        for course in (c for c in world.school.courses if klass.id in c.groups):
            here[course.subject] = here.get(course.subject, 0) + course.periods
        weekly |= {(klass.grade, subject): lessons for subject, lessons in here.items()}
    return world.with_school(curriculum=tuple(CurriculumRow(g, s, n) for (g, s), n in sorted(weekly.items())))


# -- the homework ----------------------------------------------------------------------------------------------------


def with_item(world: World, item: HomeworkItem, least: int = 0) -> World:
    """A homework board with one more item, or with an item of that class, subject and day replaced; the school means
    to give what it gives."""
    key = (item.group, item.subject, item.day)
    items = [i for i in world.homework.items if (i.group, i.subject, i.day) != key]
    world = replace(world, homework=HomeworkAllocation(tuple(sorted([*items, item]))))
    plan = world.school.homework
    if any((t.group, t.subject) == key[:2] for t in plan.targets):
        return world
    target = HomeworkTarget(item.group, item.subject, least, 600, item.kind, item.layer)
    return world.with_school(homework=replace(plan, targets=(*plan.targets, target)))


def items_of(world: World, klass: Group, day: int | None = None) -> list[HomeworkItem]:
    """What a class is given, on one day where that is named."""
    return [i for i in world.homework.items if i.group == klass.id and day in (None, i.day)]


def taught_days(world: World, klass: Group) -> Iterator[tuple[int, list[str]]]:
    """Each day with the subjects that a class has then every week, in the order of the day."""
    lessons = steady(world, klass)
    for day in sorted({x.slot.day for x in lessons}):
        yield day, list(dict.fromkeys(x.course.subject for x in lessons if x.slot.day == day))
