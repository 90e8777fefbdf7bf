"""The proof: every rule setting's verdict on a finished timetable and homework board.

Shares nothing with the solver: it reads a School and an answer, runs each rule's ``check``, and adds up what the
breaches cost. The engine's own figures are compared with these, never the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from scheduler.domain import HomeworkAllocation, RuleSetting, School, Strength, Text, Timetable, Verdict, View
from scheduler.rule import Rule, Stage, Violation


@dataclass(frozen=True)
class Entry:
    """One setting's verdict. ``missing`` says which input a verdict would need; ``about_plan`` that no timetable can
    change it."""

    setting: RuleSetting
    verdict: Verdict
    violations: tuple[Violation, ...] = ()
    missing: Text | None = None
    about_plan: bool = False

    @property
    def amount(self) -> int:
        """The sum of the breaches, in the rule's unit."""
        return sum(v.amount for v in self.violations)

    @property
    def cost(self) -> int:
        """What a soft setting's breaches cost, in thousandths; 0 for others, and for what no timetable can change."""
        soft = self.setting.strength is Strength.SOFT and not self.about_plan
        return self.amount * self.setting.weight if soft else 0


@dataclass(frozen=True)
class Audit:
    """Every setting's verdict, in the order of the school's settings."""

    entries: tuple[Entry, ...]

    @property
    def cost(self) -> int:
        """The objective, recomputed from the placements and the homework alone, in thousandths."""
        return sum(e.cost for e in self.entries)

    @property
    def hard_broken(self) -> tuple[Entry, ...]:
        """The hard settings that are broken."""
        return tuple(e for e in self.entries if e.setting.hard and e.verdict is Verdict.BROKEN)

    @property
    def invalid(self) -> tuple[Entry, ...]:
        """The hard settings that the timetable or the homework breaks: empty for anything the search may show."""
        return tuple(e for e in self.hard_broken if not e.about_plan)

    @cached_property
    def by_setting(self) -> dict[str, Entry]:
        """Entries by setting id."""
        return {e.setting.id: e for e in self.entries}

    @property
    def costs(self) -> dict[str, int]:
        """Cost by rule code, in thousandths, for the rules that cost something."""
        found: dict[str, int] = {}
        for entry in self.entries:
            if entry.cost:
                found[entry.setting.rule] = found.get(entry.setting.rule, 0) + entry.cost
        return found


def audit(
    school: School,
    timetable: Timetable,
    homework: HomeworkAllocation,
    rules: Mapping[str, Rule],
    *,
    stages: frozenset[Stage] = frozenset(Stage),
    actual: Timetable | None = None,
) -> Audit:
    """Check every setting of the school whose rule is of one of these stages. ``actual``: what was really taught."""
    view = View(school, timetable, homework, actual)
    wanted = (s for s in school.settings if s.strength is not Strength.OFF and rules[s.rule].stage in stages)
    return Audit(tuple(_entry(view, rules[s.rule], s) for s in wanted))


def _entry(view: View, rule: Rule, setting: RuleSetting) -> Entry:
    plan = rule.about_plan
    grades = setting.scope.grades
    nobody = bool(grades) and grades.isdisjoint(k.grade for k in view.school.classes)
    if nobody or not rule.applies(view.school, setting):
        return Entry(setting, Verdict.NOT_APPLICABLE, about_plan=plan)
    missing = rule.missing(view.school, setting) or rule.unseen(view, setting)
    if missing is not None:
        return Entry(setting, Verdict.NOT_CHECKABLE, missing=missing, about_plan=plan)
    found = tuple(sorted(rule.check(view, setting)))
    return Entry(setting, Verdict.BROKEN if found else Verdict.KEPT, found, about_plan=plan)
