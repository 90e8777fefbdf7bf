"""Who is away and who takes what, as the command line writes it: ``李四:上午``, ``2=王芳``, ``2=周四3``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain import School, Slot, Text, Times

from .options import UnknownNameError, nearest

if TYPE_CHECKING:
    from scheduler.cover import Absence, Days, SchoolDay, Take

STUDY = ("自习", "study", "self-study")


def absences(days: Days, day: SchoolDay, words: Sequence[str]) -> list[Absence]:
    """Who is away, and when. Raises UnknownNameError for a name or a time that is none."""
    from scheduler.cover import Absence

    found = []
    for word in words:
        plain = unicodedata.normalize("NFKC", word).strip()
        name, _, times = (plain, "", "") if plain in days.school.teacher else plain.partition(":")
        name = teacher_named(days.school, name)
        found.append(Absence(name, _times(days.school, day, times.strip())))
    return found


def teacher_named(school: School, word: str) -> str:
    """The teacher that a word names. Raises UnknownNameError with the nearest."""
    plain = word.strip()
    for name in school.teacher:
        if unicodedata.normalize("NFKC", name) == plain or name == plain:
            return name
    others = [name for name in school.teacher if name.startswith(f"{plain}(")]
    maybe = "、".join(others) or nearest(plain, school.teacher, next(iter(school.teacher), ""))
    zh = f"没有教师 {plain}\n  可以：{maybe}"
    raise UnknownNameError(Text(zh, f"no teacher {plain}\n  Maybe: {maybe}"))


def _times(school: School, day: SchoolDay, words: str) -> str:
    """The times as they were written, when the day has such."""
    if not words:
        return ""
    try:
        times = Times.parse(words)
    except ValueError:
        times = Times()
    if not any(s in times for s in school.grid.slots if s.day == day.day):
        zh = f"{day.date} 没有 {words} 这样的时间\n  可以：上午、3-5、第2节"
        raise UnknownNameError(Text(zh, f"{day.date} has no such time as {words}\n  Maybe: am, 3-5"))
    return words


def takes(days: Days, day: SchoolDay, words: Sequence[str]) -> dict[int, Take]:
    """What was decided, by number. Raises UnknownNameError for what cannot be read."""
    from scheduler.cover import Take

    found: dict[int, Take] = {}
    for word in words:
        read = re.fullmatch(r"\s*(\d{1,4})\s*[=:]\s*(.+?)\s*", unicodedata.normalize("NFKC", word))
        if read is None:
            zh = f"--take {word}：写成 2=王芳、2=自习 或 2=周四3"
            raise UnknownNameError(Text(zh, f"--take {word}: write 2=NAME, 2=study or 2=Thu3"))
        number, who = int(read[1]), read[2]
        if number in found:
            raise UnknownNameError(Text(f"--take {number} 写了两次", f"--take {number} is said twice"))
        if who in STUDY:
            found[number] = Take(study=True)
        elif place := _place(days, day, who):
            found[number] = Take(to=place[0], slot=place[1])
        else:
            found[number] = Take(teacher_named(days.school, who))
    return found


def _place(days: Days, day: SchoolDay, word: str) -> tuple[date, Slot] | None:
    """The date and the lesson time of 周四3 in the same week; None for what is no time."""
    if word in days.school.teacher:
        return None
    try:
        times = Times.parse(word)
    except ValueError:
        return None
    slots = [s for s in days.school.grid.slots if s in times]
    if len({(s.day, s.period) for s in slots}) != 1:
        zh, en = f"{word} 不是一个节次\n  可以：周四3", f"{word} is not one lesson time\n  Maybe: Thu3"
        raise UnknownNameError(Text(zh, en))
    there = days.around(day.date).get(slots[0].day)
    if there is None:
        raise UnknownNameError(Text(f"这一周的 {word} 没有课", f"there are no lessons at {word} in that week"))
    return there.date, slots[0]
