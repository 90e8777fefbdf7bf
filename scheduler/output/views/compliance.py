"""The compliance list (合规): every row of the school's rule packs and every rule setting, with an honest
verdict.

What the school declares is never shown as verified, and a row that nothing computes never as kept. Where several
packs speak of one quantity, each line says which of them binds. Every line has its area too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from scheduler.domain import RuleSetting, School, Source, Strength, Verdict, View, Way, Weeks
from scheduler.packs import bindings, declared_items, say_document
from scheduler.rule import TIME_OF_DAY, Rule, Violation, say_clock

from .areas import Area, area_of
from .words import grade_names

if TYPE_CHECKING:
    from scheduler.auditor import Entry
    from scheduler.packs import Pack, PackRow

    from ..run import Run

_NAMED = ("items", "kinds", "types")  # parameters that name what a setting is about
_SAID = 8  # breaches said in one cell; the rest are in audit.json


class Mark(Enum):
    """A verdict as it is shown."""

    BROKEN = "违反"
    PARTLY = "未全满足"
    KEPT = "符合"
    DECLARED = "自查符合"
    REPORTED = "情况报告"
    TO_DECLARE = "待自查"
    UNCHECKED = "未自动核查"
    NOT_CHECKABLE = "无法核查"
    NOT_APPLICABLE = "不适用"


ATTENTION = (Mark.BROKEN, Mark.PARTLY, Mark.TO_DECLARE, Mark.UNCHECKED, Mark.NOT_CHECKABLE)
WAYS = {Way.ENFORCED: "排课保证", Way.AUDITED: "程序核查", Way.DECLARED: "学校自查", Way.REPORTED: "情况报告"}
STRENGTHS = {Strength.HARD: "必须", Strength.SOFT: "尽量", Strength.TARGET: "目标", Strength.OFF: "不启用"}


@dataclass(frozen=True)
class Line:
    """One line of the list. ``says`` are the breaches, or why there is no verdict; ``cost`` is in thousandths.

    ``value`` is what was measured, least to greatest; ``binds`` says which row binds where several speak of one thing;
    ``ref`` is the regulation's id in its pack, '' for what is none; ``places`` how many breaches there are, ``rule``
    the title of its rule alone.
    """

    section: str
    title: str
    basis: str
    quotation: str
    strength: str
    mark: Mark
    says: tuple[str, ...] = ()
    amount: int = 0
    unit: str = ""
    cost: int = 0
    way: str = ""
    value: str = ""
    binds: str = ""
    area: Area = Area.LESSONS
    ref: str = ""
    places: int = 0
    rule: str = ""


def compliance(run: Run) -> list[Line]:
    """All lines: what the plan asks for and no rule keeps, then pack by pack in the packs' order, then what the
    school itself set, then the program's defaults.
    """
    return _Report(run).lines()


class _Report:
    """A run with what every line needs of it."""

    def __init__(self, run: Run):
        self.run = run
        self.view = View(run.school, run.timetable, run.homework)
        self.rows = {(pack.name, row.id): row for pack in run.packs for row in pack.rows}
        self.binds = _binds(run)

    def lines(self) -> list[Line]:
        run = self.run
        by_row: dict[tuple[str, str], list[Entry]] = {}
        for entry in run.audit.entries:
            source = entry.setting.source
            by_row.setdefault((source.pack, source.ref), []).append(entry)
        lines = list(_left_out(run))
        for pack in run.packs:
            for row in pack.rows:
                entries = by_row.pop((pack.name, row.id), [])
                lines += [self._judged(pack.title.zh, e) for e in entries] or [_unjudged(run, pack, row)]
        left = [e for e in run.audit.entries if (e.setting.source.pack, e.setting.source.ref) in by_row]
        ordered = sorted(left, key=lambda e: _order(e.setting.source))  # stable: in the order of the settings
        return lines + [self._judged(_section(e.setting.source), e) for e in ordered]

    def _judged(self, section: str, entry: Entry) -> Line:
        setting, rule = entry.setting, self.run.rules.get(entry.setting.rule)
        source = setting.source
        row = self.rows.get((source.pack, source.ref))
        mark = mark_of(entry, row.way if row else Way.AUDITED)
        notes = (row.note.zh,) if row and row.note.zh and mark is not Mark.NOT_APPLICABLE else ()
        return Line(
            section=section,
            title=_title(rule, setting) + _scope(self.run.school, setting),
            basis=_basis(source.document, source.part, source.sheet, source.cell),
            quotation=source.quotation,
            strength=STRENGTHS[setting.strength],
            mark=mark,
            says=(*_says(entry, rule), *notes),
            amount=entry.amount if mark is not Mark.REPORTED else 0,
            unit=rule.unit.zh if rule else "",
            cost=entry.cost,
            way=WAYS[row.way] if row else "",
            value=self._value(rule, setting) if entry.missing is None else "",
            binds=self.binds.get(setting.id, ""),
            area=area_of(rule, setting),
            ref=source.ref.partition("#")[0],
            places=len(_every_week(entry.violations)),
            rule=rule.title.zh if rule else setting.rule,
        )

    def _value(self, rule: Rule | None, setting: RuleSetting) -> str:
        """What the rule measures, from the least to the greatest."""
        values = [m.value for m in rule.measure(self.view, setting)] if rule else []
        if not rule or not values:
            return ""
        if (item := declared_items().get(dict(setting.params).get("item", ""))) is not None:
            said = dict.fromkeys(_number(v, False) if item.number else "是" if v else "否" for v in sorted(set(values)))
            return "–".join(said) + (f" {item.unit.zh}" if item.number else "")
        clock = any(p.unit == TIME_OF_DAY for p in rule.params if p.name in rule.bounds)
        ends = dict.fromkeys(_number(v, clock) for v in (min(values), max(values)))
        return "–".join(ends) + ("" if clock else f" {rule.unit.zh}")


def _title(rule: Rule | None, setting: RuleSetting) -> str:
    """The rule's title, and of what it speaks where it is asked of single items: 应有的做法（自查）：作业当天批改."""
    if rule is None:
        return setting.rule
    params, items = dict(setting.params), declared_items()
    if params.get("item") in items:
        return f"{rule.title.zh}：{items[params['item']].title.zh}"
    named = next((params[name] for name in _NAMED if params.get(name)), ())
    words = [word for word in named if isinstance(word, str) and not word.isascii()]
    return f"{rule.title.zh}：{'、'.join(words)}" if words and rule.params[0].name in _NAMED else rule.title.zh


def _number(value: float, clock: bool) -> str:
    return say_clock(value) if clock else f"{value:.2f}".rstrip("0").rstrip(".")


def _binds(run: Run) -> dict[str, str]:
    """By setting id, where several settings speak of one quantity: whether it binds, and what binds more tightly."""
    said: dict[str, str] = {}
    for found in bindings(run.school, run.rules):
        refs = "、".join(dict.fromkeys(_ref(s) for s in found.tightest))
        for asked in found.looser:
            said[asked.setting.id] = f"较宽，以 {refs} 为准"
        if found.looser:
            said.update({s.id: "最严，以此为准" for s in found.tightest if s.id not in said})
    return said


def _ref(setting: RuleSetting) -> str:
    source = setting.source
    return source.ref or (f"工作表 {source.sheet} {source.cell}".strip() if source.sheet else "默认规则")


def by_area(lines: Iterable[Line]) -> list[tuple[Area, list[Line]]]:
    """The lines of each area that has any: what is broken first, then what else needs somebody's attention."""
    found: dict[Area, list[Line]] = {area: [] for area in Area}
    for line in lines:
        found[line.area].append(line)
    return [(area, sorted(group, key=_urgency)) for area, group in found.items() if group]


def _urgency(line: Line) -> tuple[bool, bool]:
    return line.mark is not Mark.BROKEN, line.mark not in ATTENTION


def summary(lines: Iterable[Line]) -> list[tuple[Mark, int]]:
    """How many lines have each mark, in the order of ``Mark``."""
    counts = Counter(line.mark for line in lines)
    return [(mark, counts[mark]) for mark in Mark]


def _left_out(run: Run) -> Iterator[Line]:
    """What the timetable was made without (``--ignore-unsupported``)."""
    for family, count in run.record.get("left_out", {}).items():
        why = f"文件里有 {count} 条，没有规则能管，课表可能不合这些要求"
        yield Line("没有管的要求", family, "排课文件", "", "", Mark.UNCHECKED, (why,))


def _order(source: Source) -> tuple[int, str]:
    return (0, source.pack) if source.pack else (1, "") if source.sheet else (2, "")


def _section(source: Source) -> str:
    return source.pack or ("本校设定" if source.sheet else "默认规则")


def mark_of(entry: Entry, way: Way) -> Mark:
    """How a verdict is shown: what a school declares is never shown as verified, but a breach it declares is one."""
    if way is Way.REPORTED and entry.verdict in (Verdict.BROKEN, Verdict.KEPT):
        return Mark.REPORTED
    if way is Way.DECLARED and entry.verdict is Verdict.KEPT:
        return Mark.DECLARED
    if way is Way.DECLARED and entry.verdict is Verdict.NOT_CHECKABLE:
        return Mark.TO_DECLARE
    if entry.verdict is Verdict.BROKEN:
        return Mark.BROKEN if entry.setting.hard else Mark.PARTLY
    return {
        Verdict.KEPT: Mark.KEPT,
        Verdict.NOT_APPLICABLE: Mark.NOT_APPLICABLE,
        Verdict.NOT_CHECKABLE: Mark.NOT_CHECKABLE,
    }[entry.verdict]


def _says(entry: Entry, rule: Rule | None) -> Iterator[str]:
    if entry.missing is not None:
        yield entry.missing.zh
    found = _every_week(entry.violations)
    for violation in found[:_SAID]:
        yield rule.say(violation, "zh") if rule else "、".join(violation.who)
    if len(found) > _SAID:
        yield f"……共 {len(found)} 处，其余见 audit.json"


def _every_week(violations: Iterable[Violation]) -> list[Violation]:
    """One breach for two that differ in odd and even weeks only; to be said, not to be counted."""
    found: dict[Violation, set[str]] = {}
    for v in violations:
        found.setdefault(_of_any_week(v), set()).update(at.week for at in v.where)
    both = {v for v, weeks in found.items() if {Weeks.ODD, Weeks.EVEN} <= weeks}
    return sorted((*both, *(v for v in violations if _of_any_week(v) not in both)))


def _of_any_week(violation: Violation) -> Violation:
    where = dict.fromkeys(replace(at, week=Weeks.ALL.value) for at in violation.where)
    return replace(violation, where=tuple(where))


def _unjudged(run: Run, pack: Pack, row: PackRow) -> Line:
    """A pack's row without a verdict of the program: why there is none."""
    rule = run.rules.get(row.rule) if row.rule else None
    mark, why = Mark.UNCHECKED, "程序没有核查这一条"
    if row.grades and not set(row.grades) & {k.grade for k in run.school.classes}:
        mark, why = Mark.NOT_APPLICABLE, "本校没有这些年级"
    elif row.way is Way.DECLARED:
        mark, why = Mark.TO_DECLARE, "由学校自查并负责"
    elif _covered(run.school, row.rule):
        why = "本校对这条规则另有设定，见“本校设定”"
    return Line(
        section=pack.title.zh,
        title=rule.title.zh if rule else row.id,
        basis=_basis(row.document, row.part),
        quotation=row.quotation,
        strength=STRENGTHS[row.strength],
        mark=mark,
        says=(row.note.zh or why,),
        way=WAYS[row.way],
        area=area_of(rule, RuleSetting(row.id, row.rule, params=row.params)) if rule else Area.CONDUCT,
        ref=row.id.partition("#")[0],
    )


def _covered(school: School, rule: str) -> bool:
    """Whether the workbook has a setting of this rule in place of the pack's."""
    return any(s.rule == rule and s.source.sheet for s in school.settings)


def _basis(document: str, part: str, sheet: str = "", cell: str = "") -> str:
    parts = [say_document(document), part]
    parts += [f"工作表 {sheet}" + (f" {cell}" if cell else "")] if sheet else []
    return " ".join(p for p in parts if p)


def _scope(school: School, setting: RuleSetting) -> str:
    """Whom the setting is about, where it is not everybody: （三、四年级；语文）."""
    scope = setting.scope
    parts = []
    grades = {k.grade for k in school.classes}
    if scope.grades and not grades <= scope.grades:
        parts.append(grade_names(scope.grades & grades))
    named = (scope.groups, scope.subjects, scope.teachers, scope.rooms)
    parts += ["、".join(sorted(names)) for names in named if names]
    if scope.minus and not parts:
        parts.append("另有设定的除外")
    return f"（{'；'.join(parts)}）" if parts else ""
