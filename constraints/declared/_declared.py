"""What the rules have in common that judge by a declaration: one word of the school for an item and a grade."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from math import ceil, inf

from scheduler.domain import Declaration, RuleSetting, School, Text, View
from scheduler.rule import Measured, Rule, Violation, say_grades

from .._limits import grades_in
from ._items import item


class Declared(Rule):
    """Declared values lie between two bounds; each that does not is a breach, its amount rounded up.

    A declaration for all grades counts once; what is declared grade by grade counts for each. Where one grade's word
    is missing nothing is said of the whole, unless another's is a breach already.
    """

    about_plan = True

    def items(self, setting: RuleSetting) -> tuple[str, ...]:
        """The ids of what is to be declared."""
        return (item(setting["item"]).id,)

    @abstractmethod
    def limits(self, setting: RuleSetting) -> tuple[float, float]:
        """The least and the most that a declared value may be."""

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for name in self.items(setting):
            for said in dict.fromkeys(d for d in self._words(view.school, setting, name).values() if d):
                yield Measured((name, *map(str, said.grades)), (), said.value)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        least, most = self.limits(setting)
        found = []
        for measured in self.measure(view, setting):
            off = max(least - measured.value, measured.value - most)
            if off > 0:
                found.append(Violation(setting.id, measured.who, (), ceil(off)))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(grades_in(school, setting.scope))

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        wanting = [n for n in self.items(setting) if None in self._words(school, setting, n).values()]
        least, most = self.limits(setting)
        said = (d for n in self.items(setting) for d in self._words(school, setting, n).values() if d)
        if not wanting or any(not least <= d.value <= most for d in said):
            return None
        words = [item(n).title for n in wanting]
        zh, en = "；".join(w.zh for w in words), "; ".join(w.en for w in words)
        return Text(f"没有填：{zh}（工作表 自查）", f"not declared: {en} (sheet 自查)")

    def say(self, violation: Violation, lang: str) -> str:
        name, *grades = violation.who
        who = item(name).title.say(lang)
        if grades:
            said = say_grades(map(int, grades), lang)
            who += f"（{said}）" if lang == "zh" else f" ({said})"
        unit = item(name).unit.say(lang)
        amount = f"{violation.amount}{unit}" if unit == "%" else f"{violation.amount} {unit}".rstrip()
        return self.breach.say(lang, who=who, amount=amount)

    @staticmethod
    def _words(school: School, setting: RuleSetting, name: str) -> dict[int, Declaration | None]:
        return {g: school.office.declaration(name, g) for g in grades_in(school, setting.scope)}


NOTHING, EVERYTHING = -inf, inf
