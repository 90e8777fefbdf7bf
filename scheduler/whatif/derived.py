"""Homework minutes that nobody wrote: what a change of caps makes of them, said plainly."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain import School, Text
from scheduler.domain.sayings import say_grade
from scheduler.intake import Plan

_Spans = dict[str, tuple[int, int]]


def derived(before: Plan, after: Plan) -> tuple[Text, ...]:
    """A sentence for each grade whose weekly minutes are reckoned from its daily cap and are others than before.

    Where the sheet 作业 gives no minutes they are a share of what the caps allow, so a cap moves them, and with them
    what the homework of that grade is measured against, also where not a minute of it is changed.
    """
    if before.school is None or after.school is None or after.origins is None or after.origins.homework.targets:
        return ()
    return tuple(_said(before.school, after.school))


def _said(before: School, after: School) -> Iterator[Text]:
    for grade in sorted({k.grade for k in after.classes} & {k.grade for k in before.classes}):
        old, new = _spans(before, grade), _spans(after, grade)
        if old == new:
            continue
        changed = {s: (old.get(s), new.get(s)) for s in {**old, **new} if old.get(s) != new.get(s)}
        spans = [f"{subject} {_span(a)} → {_span(b)}" for subject, (a, b) in changed.items()]
        zh = (
            f"{say_grade(grade, 'zh')}没有写作业分钟，每周分钟按每日上限和留作业的天数推算：{'、'.join(spans)}；"
            "作业的尽量项照新的分钟评，只涉及这个年级和批改它的教师"
        )
        en = (
            f"{say_grade(grade, 'en')} gives no homework minutes, they are reckoned from its daily cap and days: "
            f"{', '.join(spans)} a week; the wishes about homework are measured by these, for this grade and "
            "those who mark it alone"
        )
        yield Text(zh, en)


def _spans(school: School, grade: int) -> _Spans:
    """Least and most minutes a week by subject; the classes of a grade have the same."""
    classes = {k.id for k in school.classes if k.grade == grade}
    return {t.subject: (t.least, t.most) for t in school.homework.targets if t.group in classes}


def _span(minutes: tuple[int, int] | None) -> str:
    return "0" if minutes is None else f"{minutes[0]}–{minutes[1]}"
