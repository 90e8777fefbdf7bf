"""``--keep`` and ``--free``: which lessons of an earlier run stay where they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from scheduler.domain import Placement, School, Text
from scheduler.rule import say_grade

from .lang import lang, t
from .options import UnknownNameError, nearest

if TYPE_CHECKING:
    from scheduler.api import Plan
    from scheduler.output import Run

_GRADES = "一二三四五六七八九"
_SHOWN = 6
FREE_MORE = Text(
    "保留的课互相冲突，或与新的要求冲突；用 --free 多放开一些",
    "the kept lessons leave no way; --free more of them",
)


def kept_lessons(plan: Plan, before: Run, words: Iterable[str]) -> tuple[Placement, ...]:
    """The placements of an earlier run that stay when what ``words`` name may move.

    Says on stderr which others have to move, because their plan changed. Raises UnknownNameError for a word
    that names nothing.
    """
    from scheduler import api

    moving = {course for word in words for course in selected(plan.school, word)}
    kept = api.kept_placements(plan, before, moving.__contains__)
    stay = {p.course for p in kept}
    changed = [c.id for c in plan.school.courses if c.sessions and c.id not in stay | moving]
    if changed:
        names = "、".join(changed[:_SHOWN]) + ("……" if len(changed) > _SHOWN else "")
        zh = f"计划改动后，{len(changed)} 门课不能留在原处，一并重排：{names}"
        en = f"the plan changed: {len(changed)} course(s) cannot stay and may move too: {names}"
        click.echo(f"{t('注意', 'note')}: {t(zh, en)}", err=True)
    return kept


def selected(school: School, word: str, option: str = "--free") -> set[str]:
    """The ids of the courses that a word of an option names: a grade, class or group, teacher, or subject."""
    word = word.strip()
    number = _grade(word)
    if number:
        found = {c.id for c in school.courses if number in school.grades_of(c)}
    elif word in school.group:
        atoms = set(school.group[word].atoms)
        found = {c.id for c in school.courses if any(atoms & set(school.group[g].atoms) for g in c.groups)}
    elif word in school.teacher:
        found = {c.id for c in school.courses_of_teacher[word]}
    else:
        found = {c.id for c in school.courses if c.subject == word}
    if not found:
        grades = sorted({g.grade for g in school.groups})
        names = [say_grade(g, lang()) for g in grades]
        maybe = nearest(word, [*names, *school.group, *school.teacher, *school.subject], names[0])
        zh = f"{option} {word}：没有这个年级、班级、教师或科目\n  可以：{maybe}"
        raise UnknownNameError(Text(zh, f"{option} {word}: no such grade, class, teacher or subject\n  Maybe: {maybe}"))
    return found


def _grade(word: str) -> int:
    """3 for 三年级, 3年级, grade 3 and 3; 0 for any other word."""
    found = re.fullmatch(rf"(?:grade)?\s*([1-9{_GRADES}])\s*(?:年级)?", word, re.IGNORECASE)
    if not found or word in _GRADES:
        return 0
    return int(found[1]) if found[1].isdigit() else _GRADES.index(found[1]) + 1
