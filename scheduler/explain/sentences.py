"""A conflict in the words of the workbook: what clashes, who asks it, and in which cells it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduler.domain import School
from scheduler.intake.origins import Origins
from scheduler.packs.sayings import say_basis, say_classes
from scheduler.rule import Rule

from .conflict import Conflict

_NAMES = 6  # people, or courses, that are named one by one


class Teller:
    """Says the conflicts of one school in one language."""

    def __init__(self, school: School, rules: Mapping[str, Rule], origins: Origins | None, lang: str):
        self._school, self._rules, self._origins, self._lang = school, rules, origins, lang
        self._setting = {s.id: s for s in school.settings}
        self._comma = "、" if lang == "zh" else ", "

    def paragraph(self, conflict: Conflict) -> str:
        """The conflict: a sentence, what is asked by whom, and the lessons."""
        whose: dict[str, list[tuple[str, ...]]] = {}
        for member in conflict.members:
            whose.setdefault(member.setting, []).append(member.who)
        asked = [self._asked(id, who) for id, who in whose.items() if conflict.shortage is None or self._told(id)]
        lines = [self._head(conflict, len(whose)), *(f"    · {line}" for line in asked)]
        if conflict.courses:
            lines.append("    " + self._t("有关的课：", "lessons: ") + self._lessons(conflict.courses))
        return "\n".join(lines)

    def _head(self, conflict: Conflict, count: int) -> str:
        if conflict.shortage is not None:
            return str(conflict.shortage.text.say(self._lang)).partition("\n")[0]
        if count == 1:
            return self._t("单是这一条，这份计划就满足不了：", "this one alone cannot hold with this plan:")
        if conflict.minimal:
            return self._t(
                f"下面 {count} 条不能同时满足（少了任何一条，别的都能满足）：",
                f"these {count} cannot hold together (without any one of them the others can):",
            )
        return self._t(
            f"下面 {count} 条不能同时满足（是不是每一条都有关，时间不够查清）：",
            f"these {count} cannot hold together (there was no time to see whether all of them matter):",
        )

    def _told(self, id: str) -> bool:
        """Whether a demand needs telling beside a shortage: that nobody can be in two places does not."""
        return not self._rules[self._setting[id].rule].only_hard

    def _asked(self, id: str, whose: Sequence[tuple[str, ...]]) -> str:
        setting = self._setting[id]
        rule = self._rules[setting.rule]
        basis = "" if rule.only_hard else say_basis(setting).say(self._lang).strip()
        told = rule.demand(setting, self._names(whose), self._lang)
        if not basis:
            return told
        return f"{told}（{basis}）" if self._lang == "zh" else f"{told} ({basis})"

    def _names(self, whose: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        """The people of a demand; classes by their grade where it is asked of all of it."""
        if len(whose) == 1:
            return whose[0]
        classes = {k.id for k in self._school.classes}
        firsts = list(dict.fromkeys(who[0] for who in whose))
        if classes.issuperset(firsts):
            return (say_classes(self._school, firsts).say(self._lang),)
        shown = self._comma.join(" ".join(w) for w in whose[:_NAMES])
        many = len(whose)
        return (shown if many <= _NAMES else self._t(f"{shown} 等 {many} 处", f"{shown} and {many - _NAMES} more"),)

    def _lessons(self, courses: Sequence[str]) -> str:
        """The courses with the cells that give them to their teachers."""
        said = [c + self._cell(c) for c in courses[:_NAMES]]
        more = len(courses) - len(said)
        tail = self._t(f" 等 {len(courses)} 门", f" and {more} more") if more else ""
        return self._comma.join(said) + tail

    def _cell(self, course: str) -> str:
        cell = self._origins.course.get(course) if self._origins else None
        if cell is None or not cell.address:
            return ""
        return self._t(f"（{cell.sheet} {cell.address}）", f" ({cell.sheet} {cell.address})")

    def _t(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en
