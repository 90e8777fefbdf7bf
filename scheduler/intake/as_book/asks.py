"""Rule settings as cells: times people and rooms are away, 固排禁排, and rows of 规则."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scheduler.domain import RuleSetting, School, Slot, Strength, TimePattern, Times
from scheduler.rule import Rule

from .units import Unit

_OF_LESSONS = frozenset({"first", "last"})  # parameters that are numbers of lessons of the day


@dataclass
class Asks:
    """What goes into which sheet; ``left_out`` counts by name what goes nowhere."""

    away: dict[str, Times] = field(default_factory=dict)
    shut: dict[str, Times] = field(default_factory=dict)
    locks: list[tuple[str, Times]] = field(default_factory=list)
    rules: list[dict[str, str]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


class Clock:
    """Times as the workbook counts them: by the number of the lesson in its day."""

    def __init__(self, school: School):
        self.slots = school.grid.slots
        self.number: dict[str, int] = {}
        for day in school.grid.days:
            for number, slot in enumerate((s for s in self.slots if s.day == day), 1):
                self.number[slot.id] = number
        self.same = all(s.period == self.number[s.id] for s in self.slots)

    def written(self, slots: Iterable[Slot]) -> Times:
        """The slots as written times, whole days as days."""
        by_day: dict[int, list[int]] = defaultdict(list)
        for slot in slots:
            by_day[slot.day].append(self.number[slot.id])
        full = Counter(s.day for s in self.slots)
        found = []
        for day, numbers in sorted(by_day.items()):
            whole = len(numbers) == full[day]
            found += [TimePattern(day)] if whole else [TimePattern(day, "", n) for n in sorted(numbers)]
        return Times(tuple(found))

    def read(self, times: Times) -> list[Slot]:
        """The slots of written times."""
        return [
            s for s in self.slots if any(p.day == s.day and p.period in (0, self.number[s.id]) for p in times.patterns)
        ]


class Asking:
    """Sorts settings into sheets. ``names`` are the workbook's names of classes, teachers, rooms by id."""

    def __init__(self, school: School, units: Sequence[Unit], names: Mapping[str, Mapping[str, str]],
                 rules: Mapping[str, Rule]):  # fmt: skip
        self.school, self.units, self.names, self.rules = school, units, names, rules
        self.clock = Clock(school)
        self.unit_of = {c.id: u for u in units for c in u.courses}
        self.found = Asks()

    def all(self) -> Asks:
        """Every setting that somebody asked; before them, the program's own wishes are switched off."""
        for rule in self.rules.values():
            if rule.strength in (Strength.HARD, Strength.SOFT) and not (rule.only_hard or rule.structural):
                self.found.rules.append({"rule": rule.code, "strength": "不用"})
        for setting in self.school.settings:
            if setting.source.sheet and not (self._away(setting) or self._row(setting)):
                self.found.left_out[setting.source.sheet] += 1
        return self.found

    def _away(self, setting: RuleSetting) -> bool:
        """A hard forbidden time of teachers, classes or rooms alone."""
        scope = setting.scope
        named = [(f, ids) for f in ("teachers", "groups", "rooms") if (ids := getattr(scope, f))]
        if setting.rule != "forbidden_times" or not setting.hard or len(named) != 1 or scope.courses:
            return False
        (kind, ids), slots = named[0], [s for s in self.clock.slots if s in setting["times"]]
        if not slots:  # in breaks, where there is no lesson anyhow
            return True
        if kind == "groups":
            self.found.locks.append(("、".join(self._named("groups", ids)), self.clock.written(slots)))
            return True
        table = self.found.away if kind == "teachers" else self.found.shut
        for id in ids & self.names[kind].keys():
            before = self.clock.read(table[id]) if id in table else []
            table[id] = self.clock.written(dict.fromkeys([*before, *slots]))
        return True

    def _named(self, kind: str, ids: Iterable[str]) -> list[str]:
        names = self.names[kind]
        return [names[i] for i in names if i in set(ids)]

    def _row(self, setting: RuleSetting) -> bool:
        """A row of 规则."""
        scope, row = setting.scope, {"rule": setting.rule}
        if not (scope.groups <= self.names["groups"].keys() and scope.rooms <= self.names["rooms"].keys()):
            return False
        params, about = self._params(setting), self._about(setting)
        if params is None or about is None:
            return False
        row["class"], row["subject"] = about
        row["teacher"] = "、".join(self._named("teachers", scope.teachers))
        row["room"] = "、".join(self._named("rooms", scope.rooms))
        row["strength"] = "必须" if setting.hard else "尽量"
        times = setting.weight / self.rules[setting.rule].price
        if not setting.hard and not 0 < times <= 1000:
            return False
        row["weight"] = "" if setting.hard else f"{times:g}"
        row["params"], row["note"] = params, f"{setting.source.sheet} {setting.source.cell}"
        self.found.rules.append(row)
        return True

    def _about(self, setting: RuleSetting) -> tuple[str, str] | None:
        """The class and subject cells that name just the setting's courses; None where none do."""
        scope = setting.scope
        groups = "、".join(self._named("groups", scope.groups))
        if not scope.courses:
            return groups, ""
        if not scope.courses <= self.unit_of.keys():
            return None
        units = list(dict.fromkeys(self.unit_of[c] for c in scope.courses))
        classes, subjects = {k for u in units for k in u.classes}, {u.subject for u in units}
        meant = {u for u in self.units if u.subject in subjects and not classes.isdisjoint(u.classes)}
        if scope.groups or meant != set(units) or {c.id for u in units for c in u.courses} != set(scope.courses):
            return None
        return "、".join(self._named("groups", classes)), "、".join(sorted(subjects))

    def _params(self, setting: RuleSetting) -> str | None:
        """``name=value;…`` of what differs from the rule's defaults; None where a value cannot be written."""
        defaults = {p.name: p.default for p in self.rules[setting.rule].params}
        parts = []
        for name, value in setting.params:
            if value == defaults.get(name) and not isinstance(value, Times):
                continue
            text = self._value(name, value)
            if text is None:
                return None
            parts.append(f"{name}={text}")
        return ";".join(parts)

    def _value(self, name: str, value: Any) -> str | None:
        if isinstance(value, Times):
            slots = [s for s in self.clock.slots if s in value]
            return str(self.clock.written(slots)) if slots else None
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, tuple):
            return "、".join(self._named("rooms", value)) if name == "rooms" and self._rooms(value) else None
        return None if name in _OF_LESSONS and not self.clock.same else str(value)

    def _rooms(self, ids: Iterable[str]) -> bool:
        return all(r in self.names["rooms"] for r in ids)


def said(asks: Asks) -> Iterator[tuple[str, int]]:
    """What was left out, most first."""
    yield from sorted(asks.left_out.items(), key=lambda pair: (-pair[1], pair[0]))
