"""The search for conflicts: what counting shows, each teacher, class and set of rooms alone, grades and subjects, all.

Whoever repairs one conflict only to meet the next has not been helped, so after each one a member of it is let off and
the search goes on. The small parts come first: nearly every conflict that offices meet is in one of them, and there
its smallest form is proved in milliseconds (benchmarks/contradictions).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from scheduler.domain import School
from scheduler.engine.matrix import Mask
from scheduler.engine.precheck import Shortage
from scheduler.engine.solve import Stop
from scheduler.rule import Rule

from .conflict import Conflict, Member
from .core import core
from .demands import Demands, Part
from .minimal import fewest

PROBE = 2.0  # seconds for one proof in a small part
CONFLICT = 5.0  # and for the smallest form of one conflict
MOST = 12  # conflicts; who has more begins with these
Tell = Callable[[str, int, int], None]


@dataclass
class Found:
    """Conflicts so far, and the demands let off to find the next ones: without them nothing found stays impossible.

    ``complete``: what is left was searched to the end of the small parts."""

    conflicts: list[Conflict] = field(default_factory=list)
    released: list[Member] = field(default_factory=list)
    complete: bool = False


class Search:
    """Conflicts of one school, until ``seconds`` are over; ``workers`` parts are looked at at a time."""

    def __init__(self, school: School, rules: Mapping[str, Rule], seconds: float, stop: Stop, workers: int = 2):
        self.demands = Demands(school, rules)
        self.found = Found()
        self._end, self._stop, self._workers = time.monotonic() + seconds, stop, workers
        self._off: set[int] = set()

    def counted(self, shortages: Sequence[Shortage]) -> None:
        """The conflicts behind what counting shows; one that needs more demands than another says nothing new."""
        self._impossible_by_itself()
        small = sorted(shortages, key=lambda s: (len(s.settings), len(s.courses)))
        conflicts = [self._behind(shortage) for shortage in small]
        known = [self._asked(c) for c in self.found.conflicts]
        asked = [self._asked(c) for c in conflicts]
        for i, conflict in enumerate(conflicts):
            new = not any(other <= asked[i] for other in [*known, *asked[:i]])
            if new and not any(other < asked[i] for other in asked):
                self._take(conflict)

    def _behind(self, shortage: Shortage) -> Conflict:
        """The conflict that a shortage is, among its courses or all of their people's; its own settings where the proof
        takes too long."""
        people = {*shortage.who, *(p for c in shortage.courses for p in self._people(c))}
        mine = [c.id for c in self.demands.school.courses if not people.isdisjoint((*c.groups, *c.teachers))]
        for courses in (shortage.courses, mine):
            part = self.demands.part(self.demands.of_courses(courses))
            if courses and self._broken(part):
                return self._conflict(self._narrowed(part, shortage), shortage)
        named = (m for m in self.demands.members if m.setting in shortage.settings)
        members = tuple(m for m in named if not people.isdisjoint(m.who))
        return Conflict(members, shortage.courses, False, shortage)

    def _narrowed(self, part: Part, shortage: Shortage) -> Part:
        """The part with only those demands on which the shortage rests, where they are enough for a proof."""
        members = [(m, self.demands.members[m]) for m in part.members]
        asked = [(m, {p.setting for p in self.demands.parts_of(x)}, self._structural(x)) for m, x in members]
        counted = part.only([m for m, ids, always in asked if always or ids.issubset(shortage.settings)])
        return counted if self._broken(counted) else part

    def _people(self, course: str) -> tuple[str, ...]:
        found = self.demands.school.course[course]
        return (course, *found.groups, *found.teachers)

    def _asked(self, conflict: Conflict) -> frozenset[str]:
        """The settings of a conflict that could be taken back."""
        return frozenset(m.setting for m in conflict.members if not self._structural(m))

    def alone(self, tell: Tell = lambda stage, done, of: None) -> None:
        """Each teacher, each class, each set of rooms alone; then each grade and subject, where nothing was found."""
        self._through("alone", list(self.demands.owners()), tell)
        if not self.found.conflicts:
            self._through("wider", list(self.demands.wider()), tell)
        self.found.complete = not self._over()

    def everything(self) -> bool:
        """A conflict of the whole, where it is known to be impossible; whether one was found."""
        part = self._without(self.demands.whole())
        members = core(part, self._left(), self._stop)
        if members is None:
            return False
        self._take(self._conflict(part.only(members), None, self._left()))
        return True

    def _through(self, stage: str, owners: Sequence[Mask], tell: Tell) -> None:
        """Look at each of these parts, several at a time; those that are impossible then one after the other, since
        what is let off for one may be enough for the next."""
        with ThreadPoolExecutor(self._workers) as pool:
            broken = []
            for number, bad in enumerate(pool.map(lambda decisions: self._broken(self._part(decisions)), owners)):
                tell(stage, number, len(owners))
                broken += [owners[number]] if bad else []
        for decisions in broken:
            while not self._over():
                part = self._part(decisions)
                if not self._broken(part):
                    break
                conflict = self._conflict(part, None)
                self._take(conflict)
                if not conflict.members:
                    break  # too many lessons, whatever is asked: nothing can be let off

    def _impossible_by_itself(self) -> None:
        """Demands that nothing can meet: a lock where its lesson can never be. They need no time."""
        demands = self.demands
        for row in demands.board.program.rows:
            if not row.vars and row.setting and not row.lo <= 0 <= row.hi:
                member = Member(row.setting, row.who)
                if member not in self.found.released:
                    self._take(Conflict((member,), (), True))

    def _conflict(self, part: Part, shortage: Shortage | None, seconds: float = CONFLICT) -> Conflict:
        """The fewest members of an impossible part, then the fewest courses that they make impossible (those counted
        where it is a shortage), and those whose lessons the members ask for themselves (locks)."""
        end = min(time.monotonic() + seconds, self._end)
        members, sure = self._fewest(part, end)
        rest = part.only(members)
        if shortage is not None and shortage.courses:
            named = {*shortage.courses} | self.demands.wanted(members)
        else:
            numbers = sorted({int(c) for c in rest.course_of if c >= 0})
            held, _ = fewest(numbers, lambda some: self._ask(rest.holding(some), end))
            named = {self.demands.school.courses[c].id for c in held} | self.demands.wanted(members)
        courses = tuple(c.id for c in self.demands.school.courses if c.id in named)
        people = {p for c in courses for p in (*self._people(c), *self._rooms(c))}
        told = (p for m in members for p in self.demands.parts_of(self.demands.members[m])
                if not self._structural(p) or not people.isdisjoint(p.who))  # fmt: skip
        return Conflict(tuple(dict.fromkeys(told)), courses, sure, shortage)

    def _fewest(self, part: Part, end: float) -> tuple[list[int], bool]:
        """The fewest members besides what is never taken back (nobody is in two places), then the fewest kinds of that;
        those that several settings ask together come last, so that single ones are found where they are enough."""
        free = [m for m in part.members if not self._structural(self.demands.members[m])]
        free.sort(key=lambda m: len(self.demands.several.get(self.demands.members[m].setting, ())))
        kinds: dict[str, list[int]] = {}
        for m in part.members:
            if self._structural(self.demands.members[m]):
                kinds.setdefault(self.demands.members[m].setting, []).append(m)
        always = [m for kind in kinds.values() for m in kind]
        found, sure = fewest(free, lambda some: self._ask(part.only([*always, *some]), end))
        left, _ = fewest(
            list(kinds), lambda some: self._ask(part.only([*found, *(m for k in some for m in kinds[k])]), end)
        )
        return sorted([*found, *(m for kind in left for m in kinds[kind])]), sure

    def _structural(self, member: Member) -> bool:
        return self.demands.rules[self.demands.setting[member.setting].rule].only_hard

    def _rooms(self, course: str) -> tuple[str, ...]:
        return tuple(r for n in self.demands.school.course[course].needs for r in n.options)

    def _ask(self, part: Part, end: float) -> bool | None:
        left = end - time.monotonic()
        if left <= 0 or self._stop:
            return None
        return part.impossible(min(PROBE, left), self._stop) if part.members else False

    def _broken(self, part: Part) -> bool:
        return bool(self._ask(part, self._end))

    def _take(self, conflict: Conflict) -> None:
        self.found.conflicts.append(conflict)
        if conflict.members:
            softest = min(conflict.members, key=self._firmness)
            self.found.released.append(softest)
            members = enumerate(self.demands.members)
            self._off.update(i for i, m in members if softest in self.demands.parts_of(m))

    def _firmness(self, member: Member) -> tuple[int, int]:
        """Who would be asked first to give way: a cell of the plan, a default, a regulation; never that nobody is in
        two places. Among those alike, what is asked of the fewest."""
        setting = self.demands.setting[member.setting]
        asked = sum(m.setting == member.setting for m in self.demands.members)
        if self._structural(member):
            return 3, asked
        return 0 if setting.source.sheet else 2 if setting.source.pack else 1, asked

    def _part(self, decisions: Mask) -> Part:
        return self._without(self.demands.part(decisions))

    def _without(self, part: Part) -> Part:
        return part.only([m for m in part.members if m not in self._off]) if self._off else part

    def _left(self) -> float:
        return max(self._end - time.monotonic(), 0.05)

    def _over(self) -> bool:
        return bool(self._stop) or time.monotonic() > self._end or len(self.found.conflicts) >= MOST
