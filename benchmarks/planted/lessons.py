"""Breaches of the timetable: a lesson left out, held as another subject, or one too many."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain import Block, BlockKind, Group, Lesson, RuleSetting

from .world import (
    Expect,
    Plant,
    Planting,
    Unplantable,
    World,
    add_blocks,
    as_planned,
    bells_of,
    change_blocks,
    classes_of,
    classes_on,
    meant,
    one_bell,
    one_class,
    relabelled,
    steady,
    with_session,
    without,
)

DAY = 3
SPORT = ("体育", "体育活动")
BUSY = ("语文", "数学", "英语", *SPORT)  # subjects of which much else depends
FILL, INSTEAD = "语文", "数学"  # what a lesson becomes that is taken away
SPORT_RULES = ("daily_exercise", "pe_or_activity_daily", "activity_on_no_pe_day", "pe_weekly", "activity_in_timetable")
ONE_FEWER = ("weekly_lessons", "weekly_total", "protected_subjects")
OTHER_SUBJECT = (
    "weekly_lessons", "protected_subjects", "subject_lessons", "subject_a_day", "teacher_clash", "room_places",
    "common_free", "ground_places", "homework_on_lesson_days", "class_balance",
)  # fmt: skip
ONE_MORE = (
    "weekly_lessons", "weekly_total", "class_clash", "teacher_clash", "subject_a_day", "subject_lessons", "room_places",
    "learning_minutes", "lesson_minutes_day", "homework_learning_time", "common_free", "ground_places", "class_balance",
    "pe_or_activity_daily",
)  # fmt: skip


def _lesson(world: World, klass: Group, subjects: set[str]) -> Lesson:
    """A lesson held every week in one of these subjects, if it can be one on which little else depends."""
    found = [x for x in steady(world, klass) if x.course.subject in subjects and x.course.teachers]
    if not found:
        raise Unplantable("no lesson of these subjects")
    return min(found, key=lambda x: (x.course.subject in BUSY, abs(x.slot.day - DAY), x.slot.period))


def _asked(world: World, words: tuple[str, ...]) -> set[str]:
    named = {s for word in words for s in meant(world, word)}
    return named if words else {s.id for s in world.school.subjects}


def _weekly(world: World, setting: RuleSetting) -> Plant:
    """Left out, the class lacks it and its session is not placed: both are told."""
    klass, weeks = one_class(world, setting), len(world.school.weeks)
    others = {s for word in setting["other_than"] for s in meant(world, word)}
    lesson = _lesson(world, klass, _asked(world, setting["subjects"]) - others)
    lacks = Expect((klass.id, lesson.course.subject), amount=weeks)
    return Plant(without(world, lesson), (lacks, Expect((lesson.course.id,))), ONE_FEWER)


def _protected(world: World, setting: RuleSetting) -> Plant:
    klass = one_class(world, setting)
    lesson = _lesson(world, klass, _asked(world, setting["subjects"]))
    expect = Expect((klass.id, lesson.course.subject), amount=len(world.school.weeks))
    also = (*ONE_FEWER, *SPORT_RULES) if lesson.course.subject in SPORT else ONE_FEWER
    return Plant(without(world, lesson), (expect,), also)


def _total(world: World, setting: RuleSetting) -> tuple[Plant, ...]:
    klass = one_class(world, setting)
    lesson = _lesson(world, klass, _asked(world, ()))
    expect = Expect((klass.id,), amount=len(world.school.weeks))
    busy = next(x for x in steady(world, klass) if x.slot.day == DAY and x.course.subject != lesson.course.subject)
    fewer = Plant(without(world, lesson), (expect,), ONE_FEWER)
    more = Plant(with_session(world, lesson.course.id, busy.slot), (expect,), ONE_MORE)
    return {"==": (fewer, more), ">=": (fewer,), "<=": (more,)}[setting["op"]]


# -- so many lessons of a subject ------------------------------------------------------------------------------------


def _set_lessons(world: World, lessons: list[Lesson], subjects: set[str], count: int, other: str) -> World:
    """A class with these lessons has ``count`` of the subjects; what is taken or given is of the other subject."""
    held = [x for x in lessons if x.course.subject in subjects]
    spare = [x for x in lessons if x.course.subject == other]
    if not held or other in subjects:
        raise Unplantable("a subject that the school does not have")
    for lesson in held[count:]:
        world = relabelled(world, lesson, other)
    for lesson in spare[: max(0, count - len(held))]:
        world = relabelled(world, lesson, held[0].course.subject)
    return world


def _count(world: World, klass: Group, subjects: set[str]) -> int:
    return sum(x.course.subject in subjects for x in steady(world, klass))


def _pe_kept(world: World, setting: RuleSetting) -> World:
    for lessons in [steady(world, k) for k in classes_of(world, setting)]:
        world = _set_lessons(world, lessons, {"体育"}, setting["lessons"], "体育活动")
    return as_planned(world)


def _pe(world: World, setting: RuleSetting) -> tuple[Plant, ...]:
    klass, also = one_class(world, setting), (*OTHER_SUBJECT, *SPORT_RULES, "pe_once_a_day")
    expect = Expect((klass.id,), amount=len(world.school.weeks))
    counts = {"==": (-1, 1), ">=": (-1,), "<=": (1,)}[setting["op"]]
    lessons = steady(world, klass)
    worlds = (_set_lessons(world, lessons, {"体育"}, setting["lessons"] + n, "体育活动") for n in counts)
    return tuple(Plant(planted, (expect,), also) for planted in worlds)


def _subjects_kept(world: World, setting: RuleSetting) -> World:
    """At the least that is asked, else at the most."""
    for word in setting["subjects"]:
        subjects = meant(world, word)
        for lessons in [steady(world, k) for k in classes_of(world, setting)]:
            other = INSTEAD if FILL in subjects else FILL
            world = _set_lessons(world, lessons, subjects, setting["least"] or setting["most"], other)
    return as_planned(world)


def _subjects(world: World, setting: RuleSetting) -> tuple[Plant, ...]:
    klass, word = one_class(world, setting), setting["subjects"][-1]
    subjects, lessons = meant(world, word), steady(world, klass)
    other = INSTEAD if FILL in subjects else FILL
    counts = [n for n in (setting["least"] - 1, setting["most"] + 1) if 0 <= n <= len(lessons)]
    worlds = (_set_lessons(world, lessons, subjects, n, other) for n in counts)
    return tuple(Plant(planted, (Expect((klass.id, word)),), OTHER_SUBJECT) for planted in worlds)


# -- exercise --------------------------------------------------------------------------------------------------------


def _sport_on(world: World, klass: Group, subject: str) -> Lesson:
    """A lesson of the subject on a day on which it is the only sport."""
    lessons = steady(world, klass)
    for lesson in lessons:
        same = [x for x in lessons if x.slot.day == lesson.slot.day and x.course.subject in SPORT]
        if lesson.course.subject == subject and len(same) == 1:
            return lesson
    raise Unplantable(f"no day with {subject} alone")


def _daily(world: World, setting: RuleSetting) -> Plant:
    klass = one_class(world, setting)
    lesson = _sport_on(world, klass, "体育")
    planted = relabelled(world, lesson, FILL)
    expect = Expect((klass.id,), lesson.slot.day, each_week=True)
    return Plant(planted, (expect,), (*OTHER_SUBJECT, *SPORT_RULES))


def _activity_kept(world: World, setting: RuleSetting) -> World:
    """An activity block that leaves one activity lesson to be wanted."""
    for bells in bells_of(world, setting) if setting["minutes"] else ():
        blocks = (Block(d, 16 * 60, 16 * 60 + 30, BlockKind.ACTIVITY, "活动") for d in range(1, 6))
        world = add_blocks(world, bells.id, *blocks)
    return world


def _activity(world: World, setting: RuleSetting) -> Plant:
    klass = one_class(world, setting)
    lesson = _sport_on(world, klass, "体育活动")
    expect = Expect((klass.id,), lesson.slot.day, each_week=True)
    return Plant(relabelled(world, lesson, FILL), (expect,), (*OTHER_SUBJECT, *SPORT_RULES))


def _shown(world: World, setting: RuleSetting) -> Plant:
    klass, planted = one_class(world, setting), world
    for lesson in [x for x in steady(world, klass) if x.course.subject == "体育活动"]:
        planted = relabelled(planted, lesson, FILL)
    return Plant(planted, (Expect((klass.id,)),), (*OTHER_SUBJECT, *SPORT_RULES))


def _exercise_kept(world: World, setting: RuleSetting) -> World:
    """Long breaks that are a minute too short without a lesson; just long enough where not every day has a lesson."""
    lesson_every_day = "activity" in setting["counts"]
    minutes = setting["least"] - (1 if lesson_every_day else 0)
    words = tuple(w for w in setting["counts"] if w not in ("pe", "activity", "long_break"))

    def change(block: Block) -> Block | None:
        counted = block.kind in (BlockKind.LONG_BREAK, BlockKind.ACTIVITY) or any(w in block.name for w in words)
        return None if counted else block

    for bells in bells_of(world, setting):
        world = change_blocks(world, bells.id, change)
        blocks = (Block(d, 20 * 60, 20 * 60 + minutes, BlockKind.LONG_BREAK, "大课间") for d in range(1, 6))
        world = add_blocks(world, bells.id, *blocks)
    return world


def _exercise(world: World, setting: RuleSetting) -> Plant:
    if "activity" in setting["counts"]:
        return _daily(world, setting)
    klass, bells = one_class(world, setting), one_bell(world, setting)
    day = next(d for d in range(1, 6) if not _has_pe(world, klass, d))

    def change(block: Block) -> Block:
        here = block.day == day and block.kind is BlockKind.LONG_BREAK
        return replace(block, end=block.end - 1) if here else block

    classes = (k for k in classes_on(world, setting, bells.id) if not _has_pe(world, k, day))
    expect = tuple(Expect((k.id,), day, each_week=True) for k in classes)
    return Plant(change_blocks(world, bells.id, change), expect, near=(bells.id,))


def _has_pe(world: World, klass: Group, day: int) -> bool:
    return any(x.slot.day == day and x.course.subject == "体育" for x in steady(world, klass))


# -- minutes of a day ------------------------------------------------------------------------------------------------


def minutes_of_day(world: World, klass: Group, homework: bool = False, study: bool = True) -> int:
    """Lessons, reading and homework of a class on the day, by the clock."""
    bells = world.school.grid.bell[klass.bell]
    kinds = (BlockKind.READING, BlockKind.SELF_STUDY) if study else ()
    blocks = sum(b.minutes for b in bells.blocks if b.day == DAY and b.kind in kinds)
    lessons = sum(
        x.slot.end - x.slot.start for x in world.view.of_class(klass, world.school.weeks[0]) if x.slot.day == DAY
    )
    given = sum(i.minutes for i in world.homework.items if (i.group, i.day) == (klass.id, DAY))
    return blocks + lessons + (given if homework else 0)


def _lengthened(world: World, bell: str, kind: BlockKind, minutes: int) -> World:
    """The last block of a kind on the day, so many minutes longer."""
    here = [b for b in world.school.grid.bell[bell].blocks if b.day == DAY and b.kind is kind]
    last = max(here)
    return change_blocks(world, bell, lambda b: replace(b, end=b.end + minutes) if b == last else b)


def _day_kept(world: World, setting: RuleSetting) -> World:
    """The last lesson lasts so long that the day holds all that is allowed."""
    for bells in bells_of(world, setting):
        most = max(minutes_of_day(world, k, study=False) for k in classes_on(world, setting, bells.id))
        world = _lengthened(world, bells.id, BlockKind.LESSON, setting["most"] - most)
    return world


def _day(world: World, setting: RuleSetting) -> Plant:
    bells = one_bell(world, setting)
    planted = _lengthened(world, bells.id, BlockKind.LESSON, 1)
    expect = tuple(Expect((k.id,), DAY, each_week=True) for k in classes_on(world, setting, bells.id))
    also = (
        "lesson_minutes", "in_school_hours", "learning_minutes", "homework_learning_time", "break_minutes",
        "break_total", "no_lessons_in", "homework_finish", "sleep_hours", "bed_time",
    )  # fmt: skip
    return Plant(planted, expect, also, (bells.id,))


_STUDY = ("homework_learning_time", "sleep_hours", "bed_time", "homework_finish")


def _learning_kept(world: World, setting: RuleSetting) -> World:
    for bells in bells_of(world, setting):
        most = max(minutes_of_day(world, k, setting["homework"]) for k in classes_on(world, setting, bells.id))
        world = _lengthened(world, bells.id, BlockKind.READING, setting["most"] - most)
    return world


def _learning(world: World, setting: RuleSetting) -> Plant:
    bells = one_bell(world, setting)
    full = [
        k
        for k in classes_on(world, setting, bells.id)
        if minutes_of_day(world, k, setting["homework"]) == setting["most"]
    ]
    planted = _lengthened(world, bells.id, BlockKind.READING, 1)
    expect = tuple(Expect((k.id,), DAY, each_week=True) for k in full)
    return Plant(planted, expect, _STUDY, (bells.id,))


PLANTINGS = {
    "weekly_lessons": Planting(_weekly),
    "protected_subjects": Planting(_protected),
    "weekly_total": Planting(_total),
    "pe_weekly": Planting(_pe, _pe_kept),
    "subject_lessons": Planting(_subjects, _subjects_kept),
    "pe_or_activity_daily": Planting(_daily),
    "activity_on_no_pe_day": Planting(_activity, _activity_kept),
    "activity_in_timetable": Planting(_shown),
    "daily_exercise": Planting(_exercise, _exercise_kept),
    "lesson_minutes_day": Planting(_day, _day_kept),
    "learning_minutes": Planting(_learning, _learning_kept),
}
