"""Which lesson a teacher means: ``一1 数学`` at ``周三2`` as a course, a session and a place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from scheduler.domain import At, Course, Placement, School, Slot, Text, Times, Timetable, Weeks
from scheduler.rule import say_at

from .lang import lang, t
from .options import UnknownNameError, nearest

_SHOWN = 12  # names said in one message
_WEEKS = re.compile(r"[（(]?(?P<odd>单周?|odd)?(?P<even>双周?|even)?(?:weeks?)?[）)]?$", re.IGNORECASE)


def lesson_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--lesson`` and ``--at``."""
    at = click.option("--at", metavar=t("时间", "TIME"), help=t("现在的时间，如 周三2", "when it is now, such as Wed2"))
    text = t('哪门课：班级和科目，如 "一1 数学"', 'which: class and subject, such as "1A Maths"')
    return click.option("--lesson", required=True, metavar=t("课", "LESSON"), help=text)(at(command))


def lesson_named(school: School, timetable: Timetable, word: str, at: str | None) -> Placement:
    """The lesson that ``word`` names, the one at the time ``at`` where the course has several.

    Raises UnknownNameError, with the names or times there are, for what names none or more than one.
    """
    course = _course(school, word)
    held = [p for p in timetable.placements if p.course == course.id]
    held.sort(key=lambda p: (school.grid.slot[p.start].day, school.grid.slot[p.start].period, p.weeks))
    found = held if at is None else [p for p in held if _covers(school, p, at)]
    if len(found) == 1:
        return found[0]
    times = "、".join(say_place(school, p.start, p.weeks) for p in held) or t(
        "（课表里没有）", "(not in the timetable)"
    )
    if at is None:
        zh, en = "一周有几节，要用 --at 说是哪一节", "has several lessons a week; say which with --at"
    elif found:
        zh, en = f"{at} 不止一节，要写明节次（单双周写 周三2单）", f"has several at {at}; name the period (Wed2odd)"
    else:
        zh, en = f"{at} 没有课", f"has no lesson at {at}"
    raise UnknownNameError(Text(f"{course.id} {zh}\n  可以：{times}", f"{course.id} {en}\n  Maybe: {times}"))


def place_named(school: School, lesson: Placement, word: str) -> tuple[str, Weeks]:
    """The start (a slot id) and the weeks that ``word`` names for a lesson; its own weeks where none are named.

    Raises UnknownNameError when it is no single lesson time of the course.
    """
    times, weeks = _read(word)
    course = school.course[lesson.course]
    starts = [s for s in course.starts if school.grid.slot[s] in times]
    if len(starts) != 1:
        example = say_place(school, course.starts[0], Weeks.ALL)
        zh = f"{word} 不是 {course.id} 的一个节次\n  可以：{example}"
        raise UnknownNameError(Text(zh, f"{word} is not one lesson time of {course.id}\n  Maybe: {example}"))
    return starts[0], weeks or lesson.weeks


def say_place(school: School, start: str, weeks: Weeks) -> str:
    """A start as it is said: 周二第3节(单周)."""
    return say_slot(school.grid.slot[start], weeks)


def say_slot(slot: Slot, weeks: Weeks) -> str:
    """A slot as it is said."""
    return say_at(At(slot.day, slot.period, weeks), lang())


def _covers(school: School, p: Placement, word: str) -> bool:
    times, weeks = _read(word)
    duration = next(s.duration for s in school.course[p.course].sessions if s.id == p.session)
    run = school.grid.run(school.grid.slot[p.start], duration)
    return any(slot in times for slot in run) and weeks in (None, p.weeks)


def _read(word: str) -> tuple[Times, Weeks | None]:
    """A written time, with 单 or 双 (odd, even) after it where it is every other week."""
    plain = unicodedata.normalize("NFKC", word).strip()
    found = _WEEKS.search(plain)
    weeks = None
    if found:
        weeks = Weeks.ODD if found["odd"] else Weeks.EVEN if found["even"] else None
        plain = plain[: found.start()] if weeks else plain
    try:
        times = Times.parse(plain)
    except ValueError:
        times = Times()
    if not times:
        zh = f"读不懂时间 {word}\n  可以：周三2"
        raise UnknownNameError(Text(zh, f"cannot read the time {word}\n  Maybe: Wed2"))
    return times, weeks


def _course(school: School, word: str) -> Course:
    """The course of a class (or group, or teacher) and subject, or of that id."""
    if word in school.course:
        return school.course[word]
    asked = _plain(word)
    found = [c for c in school.courses if asked in (_plain(name) for name in _names(school, c))]
    first = found[:1]
    if first and all(c.band and c.band == first[0].band for c in found[1:]):
        return first[0]  # the groups of a band go together: one stands for all
    if found:
        names = _few(c.id for c in found)
        zh = f"--lesson {word} 可以是好几门课\n  可以：{names}"
        raise UnknownNameError(Text(zh, f"--lesson {word} may be several\n  Maybe: {names}"))
    known = [name for c in school.courses for name in _names(school, c)]
    maybe = _of_class(school, asked) or nearest(word, known, school.courses[0].id if school.courses else "")
    zh = f"--lesson {word}：没有这门课\n  可以：{maybe}"
    raise UnknownNameError(Text(zh, f"--lesson {word}: no such lesson\n  Maybe: {maybe}"))


def _names(school: School, course: Course) -> list[str]:
    """All names of a course: its id, and subject after each class, group or teacher it concerns."""
    atoms = {a for g in course.groups for a in school.group[g].atoms}
    classes = dict.fromkeys(school.atoms[a].id for a in sorted(atoms) if a in school.atoms)
    people = dict.fromkeys([*course.groups, *classes, *course.teachers])
    return [course.id, *(f"{one} {course.subject}" for one in people)]


def _of_class(school: School, asked: str) -> str:
    """Where the class is right and the subject is not: the class's subject most like it, or all of them."""
    for group in sorted(school.groups, key=lambda g: -len(g.id)):
        if asked.startswith(_plain(group.id)):
            subjects = list(dict.fromkeys(c.subject for c in school.courses if group.id in c.groups))
            if subjects:
                near = nearest(asked[len(_plain(group.id)) :], subjects, _few(subjects))
                return f"{group.id} {near}"
    return ""


def _few(names: Iterable[str]) -> str:
    found: Sequence[str] = list(names)
    return "、".join(found[:_SHOWN]) + ("……" if len(found) > _SHOWN else "")


def _plain(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).strip("“”\"'").casefold().split())
