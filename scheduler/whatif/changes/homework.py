"""Homework: minutes a day at most, days without, minutes a week of a subject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scheduler.domain import Text
from scheduler.domain.sayings import say_day, say_grade
from scheduler.intake import Edit, Plan, words
from scheduler.intake.minutes import day_cap, homework_days
from scheduler.intake.sheets.homework import ITEMS
from scheduler.rule import Rule

from .. import shapes
from ..change import Change
from ..desk import Desk
from ..error import ChangeError
from ..kind import Field, kind

GRADES = Field("grades", Text("年级", "grades"), "people", aliases=("grade",), many=True)
_MINUTES = Text("分钟", "minutes")
_STEP = 5  # minutes
_LEAST_PIECE = 10  # minutes of a subject a week that are worth giving


def _say_cap(change: Change, lang: str) -> str:
    grades, most = change["grades"], change["minutes"]
    return (
        f"{grades}作业每天最多 {most} 分钟" if lang == "zh" else f"{grades}: at most {most} minutes of homework a day"
    )


@kind(
    "homework_cap", Text("作业上限", "homework cap"), (GRADES, Field("minutes", _MINUTES, "number")),
    Text("作业上限 五年级 45", "homework cap 五年级 45"), _say_cap, ("每日作业上限", "作业时长"),
)  # fmt: skip
def homework_cap(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """The row 每日上限 of 作业. Where the subjects' minutes no longer fit, all become fewer in proportion."""
    desk = Desk(plan)
    most = shapes.whole(change["minutes"], _MINUTES, 0, 600)
    for grade in desk.names.grades_in(change["grades"]):
        _write(desk, "cap", grade, most)
        _fit(desk, grade, most, len(homework_days(desk.school, grade)))
    return desk.edits


def _say_free(change: Change, lang: str) -> str:
    grades, written = change["grades"], change["days"]
    if words.key(written) in words.NO:
        return f"{grades}不设无作业日" if lang == "zh" else f"{grades}: homework on every day"
    try:
        days = [say_day(d, lang) for d in words.weekdays(str(written))]
    except ValueError:
        days = [str(written)]
    return f"{grades}{'、'.join(days)}不留作业" if lang == "zh" else f"{grades}: no homework on {', '.join(days)}"


@kind(
    "homework_free", Text("无作业日", "homework-free days"),
    (GRADES, Field("days", Text("星期", "days"), "days", many=True, fixed=tuple(words.NO - {"0"}))),
    Text("无作业日 三年级 周五", "homework-free days 三年级 Fri"), _say_free, ("不留作业",),
)  # fmt: skip
def homework_free(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """The row 无作业日 of 作业 (无: none). Where the subjects' minutes do not fit, all become fewer in proportion."""
    desk = Desk(plan)
    none = words.key(change["days"]) in words.NO
    days = () if none else shapes.days(change["days"])
    for grade in desk.names.grades_in(change["grades"]):
        _write(desk, "free", grade, "无" if none else "、".join(say_day(d, "zh") for d in days))
        cap = day_cap(desk.school.settings, grade)
        before = desk.origins.homework.free.get(grade, ((), None))[0]
        others = {d for d in desk.school.grid.days if d not in homework_days(desk.school, grade)} - set(before)
        open_days = [d for d in desk.school.grid.days if d not in others and d not in days]
        if cap is not None:
            _fit(desk, grade, int(cap["most"]), len(open_days))
    return desk.edits


def _say_minutes(change: Change, lang: str) -> str:
    grades, subject, minutes = (change[f] for f in ("grades", "subject", "minutes"))
    none = str(minutes) in ("0", "无")
    if lang == "zh":
        return f"{grades}{subject}" + ("不留作业" if none else f"作业每周 {minutes} 分钟")
    return f"{grades}: " + ("no homework" if none else f"{minutes} minutes of homework a week") + f" in {subject}"


@kind(
    "homework_minutes", Text("作业分钟", "homework minutes"),
    (GRADES, Field("subject", Text("科目", "subject")),
     Field("minutes", _MINUTES, "minutes", fixed=tuple(words.NO - {"0"}))),
    Text("作业分钟 五年级 数学 40-60", "homework minutes 五年级 数学 40-60"), _say_minutes, ("作业时间",),
)  # fmt: skip
def homework_minutes(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[Edit, ...]:
    """The subject's row of 作业: least and most minutes a week, 0 for none."""
    desk = Desk(plan)
    subject = desk.names.subject(change["subject"])
    least, most = shapes.minutes(change["minutes"])
    for grade in desk.names.grades_in(change["grades"]):
        if most and not desk.origins.lessons.get((grade, subject)):
            zh = f"{say_grade(grade, 'zh')}没有 {subject} 课"
            raise ChangeError(Text(zh, f"{say_grade(grade, 'en')} has no lessons of {subject}"))
        value = None if not most else f"{least}-{most}" if least < most else most
        _write(desk, subject, grade, value)
    return desk.edits


def _write(desk: Desk, item: str, grade: int, value: Any) -> None:
    """Write in a row of 作业; one that is missing is added below the others."""
    names = {words.key(n) for n in ITEMS.get(item, ())}
    for row in desk.rows("homework"):
        written = row["item"].value
        mine = words.key(written) in names if names else _is_subject(desk, written, item)
        if mine:
            desk.write(desk.cell("homework", row.number, desk.grade_column("homework", grade)), value)
            return
    if value is not None:
        number = desk.add_row("homework", {"item": ITEMS[item][0] if names else item})
        desk.write(desk.cell("homework", number, desk.grade_column("homework", grade)), value)


def _is_subject(desk: Desk, written: Any, subject: str) -> bool:
    try:
        return desk.names.subject(written) == subject
    except ChangeError:
        return False


def _fit(desk: Desk, grade: int, most: int, days: int) -> None:
    """Lower the least minutes of a grade's written homework, in proportion, to what the cap allows a week."""
    sheet = desk.origins.homework
    written = {
        subject: target for (g, subject), target in sheet.targets.items()
        if g == grade and sheet.kinds.get(subject, ("written", "required")) == ("written", "required")
    }  # fmt: skip
    need, have = sum(least for least, _, _ in written.values()), most * days
    if need <= have:
        return
    for least, top, cell in written.values():
        fewer = least * have // need // _STEP * _STEP
        upper = max(fewer, min(top, top * have // need // _STEP * _STEP))
        desk.write(cell, None if upper < _LEAST_PIECE else upper if fewer == upper else f"{fewer}-{upper}")
