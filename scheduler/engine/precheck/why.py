"""Which settings narrow what is short, and the finding made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from scheduler.domain import Course, CourseKind, Half, RuleSetting, School, Slot, Text

from .facts import Facts, Pin
from .flow import bits
from .shortage import Shortage
from .words import LANGS, join, say_courses, say_setting, say_times, whose


def finding(
    facts: Facts, kind: str, who: Sequence[str], figures: tuple[int, int], first: Text, courses: Sequence[Course],
    settings: Iterable[str] = (), slots: int | None = None,
) -> Shortage:  # fmt: skip
    """A shortage of these courses: the ``first`` line and, below it, the lessons, the times left and the caps.

    ``settings`` are those that cap something; those that close times to these courses are added. ``slots``: where they
    must lie, by default the slots open to any of them. ``figures``: need and have.
    """
    reach = 0
    for course in courses:
        reach |= facts.open(course)
    reach = reach if slots is None else slots
    capping = dict.fromkeys(settings)
    pins = _pinning(facts, courses, reach)
    ids = dict.fromkeys(chain(capping, closing(facts, courses, reach), (pin.setting for pin in pins)))
    known = {s.id: s for some in facts.hard.values() for s in some}
    asked = [known[i] for i in ids if i in known]
    said = [s for s in asked if s.id in capping or s.rule == "start_window"]
    below = (_below(facts, courses, reach, said, lang) + _locked(facts, pins, lang) for lang in LANGS)
    text = Text(*(first.say(lang) + more for lang, more in zip(LANGS, below, strict=True)))
    concerned = dict.fromkeys((*(c.id for c in courses), *(id for pin in pins for id in pin.courses)))
    return Shortage(
        kind, tuple(who), *figures, text, tuple(dict.fromkeys(s.source for s in asked)), tuple(concerned),
        tuple(facts.slots[i].id for i in bits(reach)), tuple(ids),
    )  # fmt: skip


def _below(facts: Facts, courses: Sequence[Course], reach: int, said: Sequence[RuleSetting], lang: str) -> str:
    """The lines under the first: the lessons, and the times that are left to them with what caps them."""
    lessons, times = ("课", "可排的时间") if lang == "zh" else ("lessons", "open times")
    colon, stop = ("：", "；") if lang == "zh" else (": ", "; ")
    caps = [w for w in dict.fromkeys(say_setting(s, lang) for s in said) if w]
    lines = [f"{lessons}{colon}{say_courses(facts, courses, lang)}"] if courses else []
    if courses:
        lines.append(f"{times}{colon}{say_times(facts, reach, lang)}" + (stop + join(caps, lang) if caps else ""))
    return "".join(f"\n  {line}" for line in lines)


def _locked(facts: Facts, pins: Sequence[Pin], lang: str) -> str:
    """The line about the times that locks have taken."""
    if not pins:
        return ""
    school = facts.school
    said = [f"{whose(school.course[pin.courses[0]])} {say_times(facts, 1 << pin.slot, lang)}" for pin in pins]
    head = "固排占去的时间：" if lang == "zh" else "times taken by locks: "
    return f"\n  {head}{join(dict.fromkeys(said), lang)}"


def closing(facts: Facts, courses: Sequence[Course], reach: int) -> list[str]:
    """The settings that forbid one of these courses a slot of its bell schedule outside ``reach``."""
    found = []
    outside = {c.id: [facts.slots[i] for i in bits(facts.starts(c) & ~reach)] for c in courses}
    for setting in (s for rule in _FORBIDS for s in facts.hard[rule]):
        if any(_FORBIDS[setting.rule](facts.school, setting, c, slot) for c in courses for slot in outside[c.id]):
            found.append(setting.id)
    return found


def _pinning(facts: Facts, courses: Sequence[Course], reach: int) -> list[Pin]:
    """The locks of others that take a time outside ``reach`` from one of these courses."""
    return [
        pin
        for pin in facts.pins
        if any(
            c.id not in pin.courses and facts.overlapping[pin.slot] & facts.starts(c) & ~reach & facts.closed(c)
            and shares(facts.school, c, pin.courses)
            for c in courses
        )
    ]  # fmt: skip


def shares(school: School, course: Course, others: Iterable[str]) -> bool:
    """Whether the course has a teacher or pupils in common with each of the others."""
    pupils = {a for g in course.groups for a in school.group[g].atoms}
    return all(
        set(course.teachers) & set(school.course[o].teachers)
        or pupils & {a for g in school.course[o].groups for a in school.group[g].atoms}
        for o in others
    )


# -- what a hard setting forbids, one slot at a time -----------------------------------------------------------------
# The rules themselves forbid the slots (``Rule.forbids``); here it is only told which setting it was.


def _concerns(school: School, setting: RuleSetting, course: Course) -> bool:
    scope = setting.scope
    lessons_only = not (scope.rooms or scope.subjects or scope.teachers)
    return scope.has_course(course, school) and not (lessons_only and course.kind is CourseKind.MEETING)


def _forbidden(school: School, setting: RuleSetting, course: Course, slot: Slot) -> bool:
    return slot in setting["times"] and _concerns(school, setting, course)


def _not_preferred(school: School, setting: RuleSetting, course: Course, slot: Slot) -> bool:
    return bool(setting["times"]) and slot not in setting["times"] and _concerns(school, setting, course)


def _not_within(school: School, setting: RuleSetting, course: Course, slot: Slot) -> bool:
    return bool(setting["times"]) and slot not in setting["times"] and setting.scope.has_course(course, school)


def _too_early(school: School, setting: RuleSetting, course: Course, slot: Slot) -> bool:
    least = setting["morning"] if slot.half is Half.AM else setting["afternoon"]
    return slot.start < least and course.kind is CourseKind.LESSON and setting.scope.has_course(course, school)


def _first(school: School, setting: RuleSetting, course: Course, slot: Slot) -> bool:
    same = (s.start for s in school.grid.slots if (s.bell, s.day) == (slot.bell, slot.day))
    pe = course.subject in school.tagged("pe") and setting.scope.has_course(course, school)
    return pe and slot.start == min(same)


def _late_main(school: School, setting: RuleSetting, course: Course, slot: Slot) -> bool:
    main = course.subject in school.tagged("main") and setting.scope.has_course(course, school)
    return main and slot.half is Half.PM


def _after_duty(school: School, setting: RuleSetting, course: Course, slot: Slot) -> bool:
    late = {(t, s.day + 1) for s in school.office.service if s.end >= setting["late"] for t in s.teachers}
    asked = (t for t in course.teachers if setting.scope.has_teacher(school.teacher[t]))
    early = slot.period <= setting["before"] and course.kind is CourseKind.LESSON
    return early and any((t, slot.day) in late for t in asked)


_FORBIDS = {
    "forbidden_times": _forbidden,
    "preferred_times": _not_preferred,
    "within_times": _not_within,
    "start_times": _not_within,
    "start_window": _too_early,
    "pe_not_first": _first,
    "main_in_morning": _late_main,
    "late_duty_early_lesson": _after_duty,
}
