"""What the rules have in common that bound a measured quantity which no timetable can change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from scheduler.domain import Bells, Block, BlockKind, Group, RuleSetting, School, Scope, Text, View
from scheduler.rule import Rule, Violation, say_grade

NOON = 12 * 60  # minutes after midnight: what begins before belongs to the morning
NO_BLOCKS = Text("作息表里只有上课时段（工作表 作息）", "the bell schedule holds nothing but lessons (sheet 作息)")
NO_SERVICE = Text("没有填写课后服务（工作表 课后服务）", "no after-school service is given (sheet 课后服务)")
_KINDS = {
    "大课间": {BlockKind.LONG_BREAK}, "课间操": {BlockKind.LONG_BREAK},
    "课间": {BlockKind.BREAK, BlockKind.LONG_BREAK}, "眼保健操": {BlockKind.EYES}, "眼操": {BlockKind.EYES},
    "午休": {BlockKind.NOON}, "午间": {BlockKind.NOON}, "午餐": {BlockKind.NOON},
    "休息": {BlockKind.NOON, BlockKind.BREAK, BlockKind.LONG_BREAK}, "自习": {BlockKind.SELF_STUDY},
    "阅读": {BlockKind.READING}, "看书": {BlockKind.READING}, "活动": {BlockKind.ACTIVITY},
    "课外活动": {BlockKind.ACTIVITY}, "自由活动": {BlockKind.ACTIVITY}, "课后服务": {BlockKind.SERVICE},
    "到校": {BlockKind.ARRIVAL},
    "课余": set(BlockKind) - {BlockKind.LESSON, BlockKind.EYES},  # eye exercises may lie within a lesson
}  # fmt: skip


class Limit(Rule):
    """At least ``least`` and at most ``most`` of what ``measure`` finds; a rule has one of the two, or both.

    Each value out of bounds is one breach, its amount the difference rounded up.
    """

    about_plan = True
    bounds: ClassVar[dict[str, str]] = {"least": ">=", "most": "<="}

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        bounds = dict(setting.params)
        found = []
        for measured in self.measure(view, setting):
            short = bounds.get("least", measured.value) - measured.value
            over = measured.value - bounds.get("most", measured.value)
            amount = -int(-max(short, over) // 1)
            if amount > 0:
                found.append(Violation(setting.id, measured.who, measured.where, amount))
        return found


class OfGrades(Rule):
    """A rule that names grades among those who break it (``grade_name``): they are said in both languages."""

    def say(self, violation: Violation, lang: str) -> str:
        said = super().say(violation, lang)
        return re.sub(r"(\d+)年级", lambda found: say_grade(int(found[1]), lang), said)


def grade_name(grade: int) -> str:
    """A grade where a breach names it; ``OfGrades`` says it."""
    return f"{grade}年级"


def bells_in(school: School, scope: Scope) -> Iterator[tuple[Bells, tuple[Group, ...]]]:
    """The bell schedules of the classes that a scope is about, of every season, each with those classes."""
    asked = [k for k in school.classes if scope.has_group(k)]
    for bells in school.grid.bells:
        classes = tuple(k for k in asked if k.bell == bells.id)
        if classes:
            yield bells, classes
    for bells in school.other_bells:
        classes = tuple(k for k in asked if k.grade in bells.grades)
        if classes:
            yield bells, classes


def school_days(bells: Bells) -> tuple[int, ...]:
    """The days of a bell schedule on which there are lessons, ascending."""
    return tuple(sorted({b.day for b in bells.blocks if b.kind is BlockKind.LESSON}))


def fits(block: Block, words: Iterable[str]) -> bool:
    """Whether one of the words is the block's kind (``long_break`` or 大课间) or part of its name (练字)."""
    return any(
        word == block.kind.value or block.kind in _KINDS.get(_plain(word), ()) or _plain(word) in _plain(block.name)
        for word in words
    )


def _plain(word: str) -> str:
    return word.replace("饭", "餐")  # 午饭 and 午餐 are one


def only_lessons(school: School, scope: Scope) -> bool:
    """Whether the bell schedules of a scope hold nothing but lessons: then nobody wrote down the rest of the day."""
    return all(b.kind is BlockKind.LESSON for bells, _ in bells_in(school, scope) for b in bells.blocks)


def grades_in(school: School, scope: Scope) -> tuple[int, ...]:
    """The grades of the school that a scope is about, ascending."""
    return tuple(sorted({k.grade for k in school.classes if scope.has_group(k)}))
