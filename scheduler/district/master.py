"""The master problem: which school each shared teacher is at, half-day by half-day.

It knows of the schools what counting shows (``bounds``) and what they proved they cannot do (``cuts``), so it is a
relaxation of the whole: where it has no solution, the district has none. Its rows stand in groups that carry a reason,
so that a clash is told as the fewest reasons that cannot hold together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from scheduler.engine.program import Expr, Program, total
from scheduler.engine.solve import Limits, Status, Stop, solve

from .bounds import Bounds
from .clash import Clash, Reason, clash_of
from .domain import Absence, Cut, District, Visit, Visits
from .journeys import TRIP, Journeys
from .parts import HalfDay, Part, Teaching
from .spare import Quotas, idle, shared_days

SLACK = 1.25  # as many periods as this times his lessons are wanted where he teaches: schools need room to move
# the search is bounded in the solver's own units, so that it ends the same however busy the computer is: resuming finds
# the visits again. Variables for each unit; with two workers in turns it proves more than two side by side
MOST_WORK, PER_WORK = 10.0, 2500
# what a unit costs, in minutes of travel: far enough apart to come one after the other
KEPT, SHORT, DOUBTED = 10 * TRIP, 50 * TRIP, 500 * TRIP


@dataclass(frozen=True)
class Wishes:
    """What is better, not what must be. ``kept``: by school that is solved, what it was solved under; it is left in
    peace where that can be. ``doubted``: restrictions under which a school was not solved in time, which proves
    nothing: others are tried first."""

    kept: Mapping[str, frozenset[Absence]] = field(default_factory=dict)
    doubted: tuple[frozenset[Absence], ...] = ()


@dataclass(frozen=True)
class Placed:
    """Where everybody is. ``quotas``: most lessons that a teacher gives at a school on a day which he shares between
    two, so that his day's limit holds over both. ``trips``: days at schools away from home; ``proven``: that no
    cheaper placing keeps what the master knows."""

    visits: Visits
    quotas: Quotas
    trips: int
    proven: bool


def place(
    district: District,
    parts: Sequence[Part],
    cuts: Sequence[Cut] = (),
    wishes: Wishes | None = None,
    *,
    seconds: float = 10.0,
    seed: int = 1,
    stop: Stop | None = None,
) -> Placed | Clash | None:
    """Visits and quotas that keep all bounds and cuts, the proof that there are none, or None: neither in time."""
    model = _Model(district, parts, cuts, wishes or Wishes())
    stop = Stop() if stop is None else stop
    work = min(MOST_WORK, 0.3 + len(model.program.lower) / PER_WORK)
    limits = Limits(seconds=seconds, work=work, workers=2, seed=seed, linearization=2)
    solved = solve(model.program, limits, stop=stop)
    if solved.status is Status.UNKNOWN and not stop:
        solved = solve(model.program, replace(limits, work=None, first=True), stop=stop, objective=False)
    if solved.status is Status.INFEASIBLE:
        return clash_of(model.program, model.reasons, stop)
    return None if solved.values is None else model.read(solved.values, solved.status is Status.OPTIMAL)


class _Model:
    def __init__(self, district: District, parts: Sequence[Part], cuts: Sequence[Cut], wishes: Wishes):
        self.district, self.parts = district, parts
        self.program = Program(apart=True)
        self.reasons: dict[str, Reason] = {}
        self.who = Journeys(district, parts, self.program, self.reasons)
        bounds = Bounds(self.program, self.reasons)
        for part in parts:
            here = {t: self.who.at(t, part.school) for t in part.teachings}
            lessons = bounds.of_part(part, here)
            for teacher, teaching in part.teachings.items():
                self._slack(teaching, here[teacher])
                self._quotas(teacher, part, lessons[teacher])
                days = {day for day, _ in teaching.most}
                trips = total(self.who.trip[teacher, part.school, day] for day in sorted(days))
                self.program.require(trips, lo=teaching.days, setting=f"load:{teacher}:{part.school}")
        for number, cut in enumerate(cuts):
            self._cut(f"cut:{number}", cut)
        self._wish(wishes)

    def _quotas(self, teacher: str, part: Part, lessons: Mapping[int, Expr]) -> None:
        """The lessons that counting deals to a day are within its quota, where there is one."""
        for day, units in lessons.items():
            quota = self.who.quota.get((teacher, part.school, day))
            if quota is not None:
                self.program.require(units - quota * part.weeks, hi=0)

    # -- cuts and wishes -------------------------------------------------------------------------------------------

    def _lifted(self, absence: Absence) -> Expr:
        """1 only where the restriction is lifted; constant 0 where nothing here can lift it."""
        a = absence
        if a.half is not None:
            return self.who.present.get(Visit(a.teacher, a.school, a.day, a.half), Expr())
        quota = self.who.quota.get((a.teacher, a.school, a.day))
        if quota is None or a.most is None:
            return Expr()
        more = Expr({self.program.variable(): 1})
        self.program.require(quota - more * (a.most + 1), lo=0)
        return more

    def _cut(self, name: str, cut: Cut) -> None:
        self.reasons[name] = Reason(cut.why, frozenset({cut.school}))
        self.program.require(total(self._lifted(a) for a in sorted(cut.absences, key=str)), lo=1, setting=name)

    def _slack(self, teaching: Teaching, present: Mapping[HalfDay, Expr]) -> None:
        room = total(present[half] * n for half, n in teaching.most.items())
        wanted = min(int(SLACK * teaching.units + 0.999), sum(teaching.most.values()))
        short = Expr({self.program.variable(wanted): 1})
        self.program.require(room + short, lo=wanted)
        self.program.add_cost(short, SHORT)

    def _wish(self, wishes: Wishes) -> None:
        for absences in wishes.doubted:
            again = Expr({self.program.variable(): 1})
            self.program.require(total([again, *(self._lifted(a) for a in sorted(absences, key=str))]), lo=1)
            self.program.add_cost(again, DOUBTED)
        self._keep(wishes.kept)

    def _keep(self, kept: Mapping[str, frozenset[Absence]]) -> None:
        """Every visit, and every lesson of a quota, that a solved school loses costs: it would be solved anew."""
        every = [a for some in kept.values() for a in some]
        absent = {Visit(a.teacher, a.school, a.day, a.half) for a in every if a.half is not None}
        limited = {(a.teacher, a.school, a.day): a.most for a in every if a.most is not None}
        held: dict[tuple[str, str, int], int] = {}
        for visit, there in self.who.present.items():
            if visit.school in kept and visit not in absent:
                self.program.add_cost(there, -KEPT)
                self.program.offset += KEPT
                key = visit.teacher, visit.school, visit.day
                most = self.who.teachings[visit.teacher][visit.school].most[visit.day, visit.half]
                held[key] = held.get(key, 0) + most
        for key, most in held.items():
            quota = self.who.quota.get(key)
            if quota is not None:
                before = min(limited.get(key, most), most, self.district.teacher[key[0]].day_most)
                less = Expr({self.program.variable(before): 1})
                self.program.require(quota + less, lo=before)
                self.program.add_cost(less, KEPT)

    # -- what came out ---------------------------------------------------------------------------------------------

    def read(self, values: Sequence[int], proven: bool) -> Placed:
        """The visits of a solution; what is left of days and half-days is given away, since more never hurts."""
        visits = {v for v, e in self.who.present.items() if _value(e, values)}
        used = {key: _value(e, values) for key, e in self.who.quota.items()}
        visits |= set(idle(self.district, self.who.teachings, visits))
        quotas = dict(shared_days(self.district, self.parts, visits, used))
        trips = {(v.teacher, v.school, v.day) for v in visits if self.district.teacher[v.teacher].home != v.school}
        return Placed(frozenset(visits), quotas, len(trips), proven)


def _value(expr: Expr, values: Sequence[int]) -> int:
    return expr.const + sum(c * values[v] for v, c in expr.terms.items())
