"""What would change if …: a change in an office's words, a scenario of several, and the plan that they make.

A change is a set of edits of the plan's workbook, so a changed plan is a workbook that the office can open, read and
go on with. The user's own file is never written to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scheduler.domain import Text, Timetable, Weeks
from scheduler.errors import RunError
from scheduler.intake import Edit, Plan, edited
from scheduler.intake.log import Log
from scheduler.intake.origins import find_origins
from scheduler.intake.plan import compile_school, read_draft
from scheduler.rule import Rule

from .error import ChangeError
from .kind import kind_of

__all__ = ["Change", "ChangeError", "Changed", "Scenario", "changed", "exchanged", "joined"]


@dataclass(frozen=True)
class Change:
    """One change: the code of its kind (see ``kind.kinds``), its values by field, and where it was written, such as
    ``雨天 · changes.yaml:12``. Any kind may have a value ``school``: the schools of a district that it is for."""

    kind: str
    values: tuple[tuple[str, Any], ...] = ()
    at: str = ""

    @classmethod
    def of(cls, kind: str, /, **values: Any) -> Change:
        """A change from a program: ``Change.of("absent", teacher="张三", times="周二下午")``."""
        return cls(kind, tuple((name, value) for name, value in values.items() if value not in (None, "")))

    def __getitem__(self, field: str) -> Any:
        """The value of a field, '' where nothing is said of it."""
        return next((value for name, value in self.values if name == field), "")

    def say(self, lang: str) -> str:
        """The change as a person would say it: 张三 周二下午 不在."""
        said, schools = kind_of(self.kind).say(self, lang), self["school"]
        if not schools:
            return said
        return f"{said}（{schools}）" if lang == "zh" else f"{said} (at {schools})"


@dataclass(frozen=True)
class Scenario:
    """Changes that are tried together, with a name."""

    name: str
    changes: tuple[Change, ...]
    note: str = ""

    def say(self, lang: str) -> str:
        """All its changes in a sentence."""
        return ("；" if lang == "zh" else "; ").join(change.say(lang) for change in self.changes)


@dataclass(frozen=True)
class Changed:
    """The plan after the changes, and the cells of the original workbook that are not as they were.

    ``swapped``: ids of the courses whose lessons of odd and even weeks change places. That no cell says: exchange them
    in the timetable that one starts from, with ``exchanged``.
    """

    plan: Plan
    edits: tuple[Edit, ...]
    swapped: frozenset[str] = frozenset()


def changed(plan: Plan, changes: Iterable[Change], rules: Mapping[str, Rule]) -> Changed:
    """The plan with these changes made one after the other, in memory.

    On the way a plan may have problems that a later change puts right (a lesson more of one subject, then one less of
    another). Raises ChangeError for a name that nobody knows (with the nearest), for what cannot be changed so, and,
    with ``problems``, where the changed workbook has fatal ones in the end.
    """
    if plan.book is None or plan.school is None or plan.origins is None:
        raise ChangeError(
            Text("只有工作簿写的、没有问题的计划能试变更", "only a sound plan that is a workbook can be changed")
        )
    edits: tuple[Edit, ...] = ()
    swapped: frozenset[str] = frozenset()
    culprit: Change | None = None
    for change in changes:
        made, weeks = _made(plan, change, rules)
        plan = _compiled(plan, change, made, rules)
        edits, swapped = joined(edits, made), swapped ^ weeks
        culprit = (culprit or change) if any(p.fatal for p in plan.problems) else None
    if culprit is not None:
        raise _problems(plan, culprit)
    return Changed(plan, edits, swapped)


def exchanged(timetable: Timetable, courses: frozenset[str]) -> Timetable:
    """The timetable with the lessons of odd and of even weeks exchanged, in these courses."""
    other = {Weeks.ODD: Weeks.EVEN, Weeks.EVEN: Weeks.ODD}
    placed = (replace(p, weeks=other.get(p.weeks, p.weeks)) if p.course in courses else p for p in timetable.placements)
    return replace(timetable, placements=tuple(placed))


def _made(plan: Plan, change: Change, rules: Mapping[str, Rule]) -> tuple[tuple[Edit, ...], frozenset[str]]:
    """The edits of one change and the courses whose weeks it exchanges; its errors say where it was written."""
    try:
        if change["school"]:
            zh, en = "只有区县的结果能写 学校=", "school= is for the run of a district"
            raise ChangeError(Text(f"{zh}（这里写的是 {change['school']}）", f"{en} (here: {change['school']})"))
        kind = kind_of(change.kind)
        return tuple(kind.edits(plan, change, rules)), kind.swaps(plan, change) if kind.swaps else frozenset()
    except ChangeError as error:
        raise error if error.at or not change.at else ChangeError(error.plain, change.at, error.problems) from error


def _compiled(plan: Plan, change: Change, edits: Sequence[Edit], rules: Mapping[str, Rule]) -> Plan:
    """The plan of the edited workbook, with what could be understood where it has fatal problems."""
    assert plan.book is not None  # seen by ``changed``
    if not edits:
        return plan
    try:
        book = edited(plan.book, edits)
    except RunError as error:  # a cell that cannot be changed, such as one that shows an error
        raise ChangeError(error.text, change.at) from error
    log = Log()
    draft = read_draft(book, log)
    school = compile_school(draft, rules, log)
    return Plan(school, tuple(log.problems), book=book, origins=find_origins(draft, school))


def _problems(plan: Plan, change: Change) -> ChangeError:
    fatal = [p for p in plan.problems if p.fatal]
    more = Text(f"（共 {len(fatal)} 处）", f" ({len(fatal)} problems)") if len(fatal) > 1 else Text("", "")
    zh = f"“{change.say('zh')}”之后计划有问题{more.zh}：{fatal[0].say('zh')}"
    en = f"after '{change.say('en')}' the plan has problems{more.en}: {fatal[0].say('en')}"
    return ChangeError(Text(zh, en), change.at, fatal)


def joined(first: Sequence[Edit], then: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits of two changes as one, against the original; what came back to what it was is left out."""
    cells = {(e.sheet, e.cell): e for e in first}
    for e in then:
        old = cells[e.sheet, e.cell].old if (e.sheet, e.cell) in cells else e.old
        cells[e.sheet, e.cell] = Edit(e.sheet, e.cell, old, e.new)
    return tuple(e for e in cells.values() if e.old != e.new)
