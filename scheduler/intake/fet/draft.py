"""All constraints of a file, family by family, and what they leave to each activity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from scheduler.rule import Rule

from ..log import Log
from . import days, relations, rooms, timing
from .asked import ENOUGH, Asked, BadConstraint, Constraint, NotHandled
from .reading import Family, Reading
from .rooms import Places, all_places, only_choice
from .times import read_times, spread

FAMILIES: Mapping[str, Family] = {**timing.FAMILIES, **days.FAMILIES, **relations.FAMILIES, **rooms.FAMILIES}
_BASIC = ("ConstraintBasicCompulsoryTime", "ConstraintBasicCompulsorySpace")
_BREAKS = "ConstraintBreakTimes"


@dataclass
class Draft:
    """What the constraints ask, before activities are gathered into courses. ``left_out`` counts those that no rule
    keeps, by family."""

    reading: Reading
    rules: Mapping[str, Rule]
    log: Log
    asked: list[Asked] = field(default_factory=list)
    places: dict[int, Places] = field(default_factory=dict)
    breaks: frozenset[tuple[int, int]] = frozenset()
    left_out: Counter[str] = field(default_factory=Counter)

    def read(self, root: Element) -> None:
        """Read them all; contradictions are told in the log."""
        constraints = {c.number: c for c in _constraints(root)}
        for c in constraints.values():
            with self._telling(c):
                self._read(c)
            if len(self.log.problems) > ENOUGH:
                return
        try:
            self.places, refused = all_places(self.reading)
        except BadConstraint as error:
            self.log.add("", error.zh, error.en)
            return
        for number, form in refused.items():
            self._leave_out(constraints[number], form)
        self._closed_for_some(constraints)
        for wish in self._wishes():
            if wish.rule in self.rules:
                self.asked.append(wish)
            else:
                self._leave_out(wish.by, "")

    def _closed_for_some(self, constraints: Mapping[int, Constraint]) -> None:
        """A room that is only better left alone at some times: told of lessons that have no other room, where there are
        no others."""
        for one in list(self.asked):
            if one.rooms and not one.by.hard and not only_choice(next(iter(one.rooms)), self.places.values()):
                self.asked.remove(one)
                self._leave_out(constraints[one.by.number], "weight < 100")

    def _read(self, c: Constraint) -> None:
        if c.family in _BASIC:
            if not c.hard:
                raise BadConstraint("权重应为 100", "its weight must be 100")
        elif c.family == _BREAKS:
            self.breaks |= spread(read_times(c, self.reading.names), self.reading.names)
        elif c.family not in FAMILIES:
            raise NotHandled("")
        else:
            asked = list(FAMILIES[c.family].read(c, self.reading))
            if any(a.rule not in self.rules for a in asked):
                raise NotHandled("")
            self.asked += [a for a in asked if a.always or c.weight]

    def _wishes(self) -> list[Asked]:
        """The wishes for rooms, gathered by constraint and by the rooms that fulfil it."""
        found: dict[tuple[int, tuple[str, ...]], set[int]] = {}
        by: dict[int, Constraint] = {}
        for number, places in self.places.items():
            for wish, room_names in places.wishes:
                if wish.by.weight:
                    by[wish.by.number] = wish.by
                    found.setdefault((wish.by.number, room_names), set()).add(number)
        return [
            Asked(by[number], "preferred_room", {"rooms": room_names}, {"": frozenset(ids)})
            for (number, room_names), ids in found.items()
        ]

    @contextmanager
    def _telling(self, c: Constraint) -> Iterator[None]:
        """What goes wrong inside is told of this constraint."""
        try:
            yield
        except BadConstraint as error:
            self.log.add("", f"{c.family}（第 {c.number} 条）：{error.zh}", f"{c.family} (no. {c.number}): {error.en}")
        except NotHandled as error:
            self._leave_out(c, error.form)

    def _leave_out(self, c: Constraint, form: str) -> None:
        self.left_out[f"{c.family} ({form})" if form else c.family] += 1


def _constraints(root: Element) -> Iterator[Constraint]:
    """The active ones, numbered as they stand in the file."""
    number = 0
    for tag in ("Time_Constraints_List", "Space_Constraints_List"):
        found = root.find(tag)
        for element in () if found is None else found:
            number += 1
            c = Constraint.read(number, element)
            if c.flag("Active", True):
                yield c
