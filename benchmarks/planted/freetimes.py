"""Breaches of the pupils' free time: extra teaching in the calendar, in the service, and lessons across a block."""

from __future__ import annotations

from datetime import date

from scheduler.domain import Block, BlockKind, Event, RuleSetting, Service

from .belltimes import lessons_on
from .calendars import with_events
from .world import Expect, Plant, Planting, World, add_blocks, classes_on, one_bell, one_class

DAY = 3
FREE = {
    "双休日": date(2025, 11, 15), "公休日": date(2025, 11, 15), "节假日": date(2025, 10, 2),
    "法定节假日": date(2025, 10, 2), "寒暑假": date(2026, 1, 27),
}  # fmt: skip
SCHOOL_DAY = date(2025, 11, 12)


def _plants(world: World, setting: RuleSetting) -> tuple[Plant, ...]:
    made = [_in_calendar(world, setting, word) for word in setting["days"] or setting["blocks"][:1] or ("",)]
    if setting["blocks"]:
        made += [_in_service(world, setting), _across(world, setting)]
    return tuple(made)


def _in_calendar(world: World, setting: RuleSetting, word: str) -> Plant:
    """补课 of one grade on such a day, or named after the free time it takes."""
    calendar, grade = world.school.office.calendar, one_class(world, setting).grade
    assert calendar is not None
    on = FREE.get(word, SCHOOL_DAY)
    event = Event(on, on, "补课", f"{'' if word in FREE else word}补课", (grade,))
    planted = with_events(world, (*calendar.events, event))
    return Plant(planted, (Expect((f"{grade}年级",)),))


def _in_service(world: World, setting: RuleSetting) -> Plant:
    """补课 of one grade as an activity, in a block that is to be free."""
    klass, bells, word = one_class(world, setting), one_bell(world, setting), setting["blocks"][0]
    old = next(s for s in world.school.office.service if s.grades == (klass.grade,) and s.day == DAY)
    planted = add_blocks(world, bells.id, Block(DAY, old.start, old.start + 20, BlockKind.OTHER, word))
    taught = Service(DAY, old.start, old.start + 20, "补课", "", (klass.grade,))
    planted = planted.with_office(service=(*world.school.office.service, taught))
    return Plant(planted, (Expect((f"{klass.grade}年级",), DAY),), ("duty_cover", "clubs", "forbidden_blocks"))


def _across(world: World, setting: RuleSetting) -> Plant:
    """A free block at the time of the second lesson: each class of the schedule has its lesson in it."""
    bells, word = one_bell(world, setting), setting["blocks"][-1]
    second = lessons_on(bells)[1]
    planted = add_blocks(world, bells.id, Block(DAY, second.start, second.end, BlockKind.OTHER, word))
    expect = tuple(Expect((k.id,), DAY, each_week=True) for k in classes_on(world, setting, bells.id))
    return Plant(planted, expect, ("rooms_free",), (bells.id,))


PLANTINGS = {"no_lessons_in": Planting(_plants)}
