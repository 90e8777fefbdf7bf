"""Where shared teachers are: one school a half-day, travel by the clock, the policy, and limits over all schools.

The rows stand in groups with a reason each (see ``clash``). The master knows the schools by counting beside them; the
joint model has the schools' own models beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations

from scheduler.domain import Half, Text
from scheduler.engine.program import Expr, Program, total

from .clash import Reason
from .domain import District, SharedTeacher, Visit
from .parts import HalfDay, Part, Teaching, by_teacher, clock_allows

TRIP = 1_000  # what a day at a school away from home costs, in minutes of travel
UNSAID = 60  # minutes that a journey counts for of which nobody says how long it takes


class Journeys:
    """Decides ``present`` (1: the teacher is at the school on that half-day), ``trip`` (on that day), and ``quota``:
    his most lessons at a school on a day, for those who have a limit a day over all schools."""

    def __init__(self, district: District, parts: Sequence[Part], program: Program, reasons: dict[str, Reason]):
        self._district, self._program, self._reasons = district, program, reasons
        self._weeks = {p.school: p.weeks for p in parts}
        self.teachings = by_teacher(parts)
        self.present: dict[Visit, Expr] = {}
        self.quota: dict[tuple[str, str, int], Expr] = {}
        self.trip: dict[tuple[str, str, int], Expr] = {}
        for teacher, schools in self.teachings.items():
            self._visits(district.teacher[teacher], schools)
            self._limits(district.teacher[teacher], schools)

    def at(self, teacher: str, school: str) -> dict[HalfDay, Expr]:
        """His presence at a school by half-day."""
        halves = self.teachings[teacher][school].most
        return {(d, h): self.present[Visit(teacher, school, d, h)] for d, h in halves}

    def _visits(self, teacher: SharedTeacher, schools: Mapping[str, Teaching]) -> None:
        """One school a half-day; two a day only where policy and clock allow."""
        at: dict[HalfDay, list[Expr]] = defaultdict(list)
        for school, teaching in schools.items():
            for day, half in teaching.most:
                there = Expr({self._program.variable(): 1})
                self.present[Visit(teacher.id, school, day, half)] = there
                at[day, half].append(there)
            self._trips(teacher, school)
        for some in at.values():
            self._program.require(total(some), hi=1)
        for (first, before), (then, after) in permutations(schools.items(), 2):
            for day in sorted(before.leaves.keys() & after.comes.keys()):
                self._both(teacher, (first, before), (then, after), day)

    def _trips(self, teacher: SharedTeacher, school: str) -> None:
        """On which days he goes to the school, and what that costs where it is away from home."""
        minutes = 2 * self._minutes(teacher.home, school) if teacher.home else 0
        for (day, _), there in self.at(teacher.id, school).items():
            key = teacher.id, school, day
            if key not in self.trip:
                self.trip[key] = Expr({self._program.variable(): 1})
                if school != teacher.home:
                    self._program.add_cost(self.trip[key], TRIP + minutes)
            self._program.require(self.trip[key] - there, lo=0)

    def _minutes(self, one: str, other: str) -> int:
        known = {one, other} <= self._district.school.keys()
        minutes = self._district.minutes(one, other) if known else None
        return UNSAID if minutes is None else minutes

    def _both(
        self, teacher: SharedTeacher, morning: tuple[str, Teaching], afternoon: tuple[str, Teaching], day: int
    ) -> None:
        first, then = morning[0], afternoon[0]
        both = (
            self.present[Visit(teacher.id, first, day, Half.AM)] + self.present[Visit(teacher.id, then, day, Half.PM)]
        )
        if not self._district.policy.same_day:
            self._program.require(both, hi=1, setting="same_day")
            text = Text("同一天只去一所学校（政策）", "one school a day (policy)")
            self._reasons["same_day"] = Reason(text)
        elif not clock_allows(self._district, morning, afternoon, day):
            name = f"travel:{teacher.id}:{first}:{then}"
            self._program.require(both, hi=1, setting=name)
            self._reasons[name] = _travel(self._district, teacher.id, first, then)
        else:
            both_ways = Expr({self._program.variable(): 1})
            self._program.require(both - both_ways, hi=1)
            self._program.add_cost(both_ways, self._minutes(first, then))

    # -- limits over all schools -----------------------------------------------------------------------------------

    def _limits(self, teacher: SharedTeacher, schools: Mapping[str, Teaching]) -> None:
        policy = self._district.policy
        days = sorted({day for t in schools.values() for day, _ in t.most})
        if policy.days_most:
            self._days_away(teacher, schools, days)
        if policy.schools_most and len(schools) > policy.schools_most:
            text = Text(f"{teacher.id} 任教 {len(schools)} 所学校，政策最多 {policy.schools_most} 所",
                        f"{teacher.id} is at {len(schools)} schools, policy allows {policy.schools_most}")  # fmt: skip
            self._never(f"schools:{teacher.id}", Reason(text, frozenset(schools)))
        load = sum(x.units / self._weeks[s] for s, t in schools.items() for x in t.loads if x.lesson)
        if teacher.week_most and load > teacher.week_most:
            text = Text(f"{teacher.id} 每周共 {load:g} 节，最多 {teacher.week_most} 节",
                        f"{teacher.id} has {load:g} lessons a week, at most {teacher.week_most}")  # fmt: skip
            self._never(f"week:{teacher.id}", Reason(text, frozenset(schools)))
        for day in days if teacher.day_most else ():
            self._share_day(teacher, schools, day)

    def _never(self, name: str, reason: Reason) -> None:
        self._reasons[name] = reason
        self._program.require(Expr(), lo=1, setting=name)

    def _days_away(self, teacher: SharedTeacher, schools: Iterable[str], days: Iterable[int]) -> None:
        away = []
        for day in days:
            gone = Expr({self._program.variable(): 1})
            for school in schools:
                if school != teacher.home and (teacher.id, school, day) in self.trip:
                    self._program.require(gone - self.trip[teacher.id, school, day], lo=0)
            away.append(gone)
        most, name = self._district.policy.days_most, f"days:{teacher.id}"
        self._program.require(total(away), hi=most, setting=name)
        zh, en = f"每周最多外出 {most} 天（政策）", f"is away at most {most} day(s) a week (policy)"
        self._reasons[name] = Reason(Text(f"{teacher.id} {zh}", f"{teacher.id} {en}"))

    def _share_day(self, teacher: SharedTeacher, schools: Mapping[str, Teaching], day: int) -> None:
        """The quotas of a day are no more together than his limit."""
        name, quotas = f"day:{teacher.id}", []
        for school, teaching in schools.items():
            if teaching.holds(day):
                quotas.append(Expr({self._program.variable(teacher.day_most): 1}))
                self.quota[teacher.id, school, day] = quotas[-1]
        self._program.require(total(quotas), hi=teacher.day_most, setting=name)
        most = teacher.day_most
        text = Text(f"{teacher.id} 每天最多 {most} 节", f"{teacher.id} has at most {most} lessons a day")
        self._reasons[name] = Reason(text)


def _travel(district: District, teacher: str, first: str, then: str) -> Reason:
    minutes = district.minutes(first, then)
    far = Text("没有写路程", "no time is given")
    if minutes is not None:
        far = Text(f"{minutes} 分钟", f"{minutes} minutes")
    text = Text(f"{teacher} 上午在{first}，下午来不及到{then}（{far.zh}）",
                f"{teacher}: {first} in the morning, {then} in the afternoon is too far ({far.en})")  # fmt: skip
    return Reason(text, frozenset({first, then}))
