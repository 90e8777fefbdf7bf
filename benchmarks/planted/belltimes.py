"""Breaches of the bell schedule: one block of one day moved, lengthened, left out or put in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from scheduler.domain import Bells, Block, BlockKind, Declaration, RuleSetting

from .world import (
    Expect,
    Plant,
    Planting,
    Unplantable,
    World,
    add_blocks,
    bells_of,
    change_blocks,
    one_bell,
    one_class,
)

DAY = 3
NOON = 12 * 60
LENGTHS = (
    "lesson_minutes", "lesson_minutes_day", "learning_minutes", "homework_learning_time", "break_minutes",
    "break_total", "in_school_hours", "daily_exercise",
)  # fmt: skip
BREAKS = ("blocks_a_day", "day_blocks", "daily_exercise", "activity_on_no_pe_day", "break_minutes", "break_total")


def lessons_on(bells: Bells, day: int = DAY) -> list[Block]:
    """The lesson blocks of a day in clock order."""
    return sorted(b for b in bells.blocks if b.day == day and b.kind is BlockKind.LESSON)


def moved(world: World, bells: Bells, old: Block, start: int, end: int) -> World:
    """A lesson block at other times; what it now covers of other blocks is cut off them."""

    def change(block: Block) -> Block | None:
        if block == old:
            return replace(block, start=start, end=end)
        if block.day != old.day or block.kind is BlockKind.LESSON or block.end <= start or end <= block.start:
            return block
        if block.start < start:
            return replace(block, end=start)
        return replace(block, start=end) if block.end > end else None

    return change_blocks(world, bells.id, change)


def on_day(bells: Bells, *names: str) -> Expect:
    """The schedule, on the day that is changed, by one."""
    return Expect((bells.id, *names), DAY)


def _first_lesson(world: World, setting: RuleSetting) -> Plant:
    bells = one_bell(world, setting)
    first = next(b for b in lessons_on(bells) if (b.start < NOON) == (setting["half"] == "am"))
    start = setting["least"] - 1
    planted = moved(world, bells, first, start, start + first.minutes)
    return Plant(planted, (on_day(bells),), (*BREAKS, "in_school_hours"))


def _arrival(world: World, setting: RuleSetting) -> tuple[Plant, ...]:
    bells = one_bell(world, setting)
    also = ("in_school_hours", "sleep_hours", "no_lessons_in")  # who comes late comes into the first lesson
    starts = [setting["least"] - 1] if setting["least"] else []
    starts += [setting["most"] + 1] if setting["most"] < 24 * 60 else []
    return tuple(Plant(_arriving(world, bells, start), (on_day(bells),), also) for start in starts)


def _arriving(world: World, bells: Bells, start: int) -> World:
    def change(block: Block) -> Block:
        here = block.kind is BlockKind.ARRIVAL and block.day == DAY
        return replace(block, start=start, end=max(start + 1, block.end)) if here else block

    return change_blocks(world, bells.id, change)


def _lesson_length(world: World, setting: RuleSetting) -> tuple[Plant, ...]:
    bells = one_bell(world, setting)
    third = lessons_on(bells)[2]
    worlds = (moved(world, bells, third, third.start, third.end + more) for more in (1, -1))
    return tuple(Plant(planted, (on_day(bells),), LENGTHS) for planted in worlds)


def _hours_kept(world: World, setting: RuleSetting) -> World:
    """Where the day is too long, the long break of the afternoon belongs to noon."""

    def change(block: Block) -> Block:
        late = block.kind is BlockKind.LONG_BREAK and block.start > NOON
        return replace(block, kind=BlockKind.NOON) if late else block

    for bells in bells_of(world, setting):
        if _in_school(bells) > setting["most"]:
            world = change_blocks(world, bells.id, change)
    return world


def _in_school(bells: Bells) -> int:
    blocks = [b for b in bells.blocks if b.day == DAY]
    first = min(b.start for b in blocks if b.kind is BlockKind.ARRIVAL)
    noon = sum(b.minutes for b in blocks if b.kind is BlockKind.NOON)
    return max(b.end for b in blocks if b.kind is BlockKind.LESSON) - first - noon


def _hours(world: World, setting: RuleSetting) -> Plant:
    bells = one_bell(world, setting)
    arrival = next(b for b in bells.blocks if b.kind is BlockKind.ARRIVAL and b.day == DAY)
    start = arrival.start - (setting["most"] - _in_school(bells) + 1)
    return Plant(_arriving(world, bells, start), (on_day(bells),), ("arrival_time", "sleep_hours"))


def _break(world: World, setting: RuleSetting) -> Plant:
    bells = one_bell(world, setting)
    second, third = lessons_on(bells)[1:3]
    start = second.end + setting["least"] - 1
    planted = moved(world, bells, third, start, start + third.minutes)
    return Plant(planted, (on_day(bells),), ("break_total",))


def _breaks_on(bells: Bells, day: int) -> int:
    lessons = lessons_on(bells, day)
    halves = ([b for b in lessons if b.start < NOON], [b for b in lessons if b.start >= NOON])
    return sum(h[-1].end - h[0].start - sum(b.minutes for b in h) for h in halves if h)


def _breaks_kept(world: World, setting: RuleSetting) -> World:
    """On days with too few lessons to have so much between them, the first is earlier."""
    for bells in bells_of(world, setting):
        for day in range(1, 6):
            short, first = setting["least"] - _breaks_on(bells, day), lessons_on(bells, day)[0]
            if short > 0:
                here = world.school.grid.bell[bells.id]
                world = moved(world, here, first, first.start - short, first.end - short)
    return world


def _breaks(world: World, setting: RuleSetting) -> Plant:
    bells = one_bell(world, setting)
    first, more = lessons_on(bells)[0], _breaks_on(bells, DAY) - setting["least"] + 1
    planted = moved(world, bells, first, first.start + more, first.end + more)
    return Plant(planted, (on_day(bells),), BREAKS)


# -- blocks that are asked for, or forbidden -------------------------------------------------------------------------


def _fits(block: Block, words: tuple[str, ...]) -> bool:
    same = {"课间操": "long_break", "阅读": "reading", "自由活动": "activity"}
    kinds = {*words, *(same[w] for w in words if w in same)}
    return block.kind is not BlockKind.LESSON and (block.kind.value in kinds or any(w in block.name for w in words))


def _new(word: str, day: int, start: int, minutes: int) -> Block:
    known = word in {k.value for k in BlockKind}
    return Block(day, start, start + minutes, BlockKind(word) if known else BlockKind.OTHER, word)


def _wanted(setting: RuleSetting, day: int, count: int) -> list[Block]:
    """So many blocks of the kind asked for, in the evening, after all else."""
    minutes = setting["minutes"] or 20
    return [_new(setting["kinds"][0], day, 20 * 60 + 60 * n, minutes) for n in range(count)]


def _blocks_kept(world: World, setting: RuleSetting) -> World:
    """Just as many as are asked for; the block that they are to follow is there too."""
    for bells in bells_of(world, setting):
        world = change_blocks(world, bells.id, lambda b: None if _fits(b, setting["kinds"]) else b)
        for day in range(1, 6):
            after = [_new(setting["after"], day, 19 * 60, 20)] if setting["after"] else []
            world = add_blocks(world, bells.id, *after, *_wanted(setting, day, setting["least"]))
    return world


def _blocks(world: World, setting: RuleSetting) -> Plant:
    bells = one_bell(world, setting)
    here = [b for b in bells.blocks if b.day == DAY and _fits(b, setting["kinds"])]
    return Plant(_left_out(world, bells, here[-1]), (on_day(bells),), BREAKS)


def _left_out(world: World, bells: Bells, *gone: Block) -> World:
    return change_blocks(world, bells.id, lambda b: None if b in gone else b)


def _day_blocks(world: World, setting: RuleSetting) -> Plant:
    bells, kind = one_bell(world, setting), setting["kinds"][-1]
    gone = [b for b in bells.blocks if b.day == DAY and b.kind.value == kind]
    return Plant(_left_out(world, bells, *gone), (on_day(bells, kind),), BREAKS)


def _days(world: World, setting: RuleSetting) -> Plant:
    bells = one_bell(world, setting)
    saturday = (replace(b, day=6) for b in bells.blocks if b.day == 5)
    planted = add_blocks(world, bells.id, *saturday)
    daily = (  # what is asked of each day, and what may be held on one day when there are more days
        "pe_or_activity_daily", "activity_on_no_pe_day", "daily_exercise", "after_school_minutes", "sleep_hours",
        "subject_a_day", "blocks_a_day", "day_blocks", "break_total",
    )  # fmt: skip
    return Plant(planted, (Expect((bells.id,)),), daily)


def _forbidden(world: World, setting: RuleSetting) -> Plant:
    """Self-study before the first lesson, at noon, or in the evening for day pupils who must come."""
    bells, grade = one_bell(world, setting), one_class(world, setting).grade
    word = setting["kinds"][-1] if grade >= 7 else setting["kinds"][0]
    first = lessons_on(bells)[0].start
    starts: dict[str, int] = {"早自习": first - 10, "走读生强制晚自习": 19 * 60}
    start = 13 * 60 if setting["when"] == "noon" else starts[word]
    planted = add_blocks(world, bells.id, Block(DAY, start, start + 10, BlockKind.SELF_STUDY, "自习"))
    if word == "走读生强制晚自习":
        forced = Declaration("evening_study_voluntary", 0)
        planted = planted.with_office(declared=(forced, *world.school.office.declared))
    also = ("learning_minutes", "homework_learning_time", "sleep_hours", "bed_time", "practice")
    return Plant(planted, (on_day(bells),), also)


def _evening_kept(world: World, setting: RuleSetting) -> World:
    for bells in bells_of(world, setting):
        blocks = (Block(d, 19 * 60, setting["most"], BlockKind.SELF_STUDY, "晚自习") for d in range(1, 5))
        world = add_blocks(world, bells.id, *blocks)
    return world


def _evening(world: World, setting: RuleSetting) -> Plant:
    bells = one_bell(world, setting)

    def change(block: Block) -> Block:
        return replace(block, end=block.end + 1) if (block.day, block.name) == (DAY, "晚自习") else block

    also = ("learning_minutes", "homework_learning_time", "sleep_hours", "bed_time", "homework_finish")
    return Plant(change_blocks(world, bells.id, change), (on_day(bells),), also)


# -- nights ----------------------------------------------------------------------------------------------------------


def _later(world: World, setting: RuleSetting, end: Callable[[Bells], int]) -> Plant:
    """The service of one grade lasts until so late that the evening is a minute too short."""
    klass, bells = one_class(world, setting), one_bell(world, setting)
    old = next(s for s in world.school.office.service if s.grades == (klass.grade,) and s.day == DAY)
    until = end(bells) - setting["way_home"] - setting["wash"]
    if until < old.end:
        raise Unplantable("the evening is too short already")
    service = (replace(old, end=until), *(s for s in world.school.office.service if s is not old))
    also = ("sleep_hours", "bed_time", "homework_finish", "duty_cover", "service_activities")
    return Plant(world.with_office(service=service), (on_day(bells),), also)


def _sleep(world: World, setting: RuleSetting) -> Plant:
    def ready(bells: Bells) -> int:
        arrival = min(b.start for b in bells.blocks if b.day == DAY + 1)
        return arrival - int(setting["way_home"]) + 24 * 60 - int(setting["least"]) + 1

    return _later(world, setting, ready)


def _bed(world: World, setting: RuleSetting) -> Plant:
    return _later(world, setting, lambda bells: int(setting["most"]) + 1)


PLANTINGS = {
    "first_lesson_start": Planting(_first_lesson),
    "arrival_time": Planting(_arrival),
    "lesson_minutes": Planting(_lesson_length),
    "in_school_hours": Planting(_hours, _hours_kept),
    "break_minutes": Planting(_break),
    "break_total": Planting(_breaks, _breaks_kept),
    "blocks_a_day": Planting(_blocks, _blocks_kept),
    "day_blocks": Planting(_day_blocks),
    "days_per_week": Planting(_days),
    "forbidden_blocks": Planting(_forbidden),
    "evening_study_end": Planting(_evening, _evening_kept),
    "sleep_hours": Planting(_sleep),
    "bed_time": Planting(_bed),
}
