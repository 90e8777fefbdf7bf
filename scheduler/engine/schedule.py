"""The whole search: counting, a first timetable by the hard rules, improvement by the soft ones, then homework.

What leaves this module has been audited: placements and minutes are checked by every rule's ``check``, and the cost is
recomputed from them; if that disagrees with the engine's own figure it is an error, never a result.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scheduler.auditor import Audit, audit
from scheduler.domain import HomeworkAllocation, Placement, RuleSetting, School, Strength, Text, Timetable
from scheduler.errors import DisagreementError
from scheduler.rule import Rule, Stage

from .board import SolverBoard, forbidden, post
from .homework import HomeworkResult, allocate, in_service
from .improve import Progress, improve
from .precheck import Shortage, shortages
from .program import Program
from .rooms import NoRooms, give_rooms, make_explicit
from .solve import Limits, Solved, Status, Stop, solve


ENDLESS = 1e6  # seconds: where deterministic limits end a solve, the clock must not


@dataclass(frozen=True)
class Options:
    """How to search. ``seconds`` is wall time for everything; ``rounds`` makes the run reproducible: it replaces the
    clock by a fixed number of improvement rounds with deterministic limits."""

    seconds: float = 60.0
    workers: int = 2
    seed: int = 1
    until_first: bool = False
    rounds: int | None = None
    kept: tuple[Placement, ...] = ()


@dataclass(frozen=True)
class Event:
    """Something to show while solving. ``stage``: counting, model, first, improving, homework, bound, done.
    Costs are in thousandths; ``costs`` are by rule code."""

    stage: str
    seconds: float
    cost: int | None = None
    bound: float | None = None
    costs: Mapping[str, int] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """What the search found. ``timetable`` is None unless every hard rule holds; ``shortages`` prove impossibility.
    ``history`` is (seconds, cost) at each improvement; ``seconds`` is by stage."""

    status: Status
    timetable: Timetable | None
    homework: HomeworkAllocation
    audit: Audit | None
    cost: int | None
    bound: float | None
    shortages: tuple[Shortage, ...]
    seconds: Mapping[str, float]
    history: tuple[tuple[float, int], ...]
    size: Mapping[str, int]


Tell = Callable[[Event], None]
Write = Callable[[Answer], None]


class Clock:
    """Seconds since the start, and by stage."""

    def __init__(self) -> None:
        self.began = self._last = time.monotonic()
        self.stages: dict[str, float] = {}

    def __call__(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.began

    def lap(self, stage: str) -> None:
        """The time since the last lap belongs to this stage."""
        now = time.monotonic()
        self.stages[stage] = self.stages.get(stage, 0.0) + now - self._last
        self._last = now


def schedule(
    school: School,
    rules: Mapping[str, Rule],
    options: Options,
    *,
    stop: Stop | None = None,
    tell: Tell = lambda event: None,
    first: Write = lambda answer: None,
) -> Answer:
    """Search a timetable and homework for a school.

    ``first`` receives the first valid, audited answer as soon as there is one, so that it can be written down.
    Raises DisagreementError when the audit contradicts the engine.
    """
    return _Scheduler(school, rules, options, Stop() if stop is None else stop, tell, first).run()


class _Scheduler:
    def __init__(
        self, school: School, rules: Mapping[str, Rule], options: Options, stop: Stop, tell: Tell, first: Write
    ):
        self.school, self.rules, self.options, self.stop = school, rules, options, stop
        self.tell, self.first = tell, first
        self.clock = Clock()
        self.history: list[tuple[float, int]] = []
        live = [s for s in school.settings if _live(school, rules[s.rule], s)]
        self.timetabling = [s for s in live if rules[s.rule].stage is Stage.TIMETABLE]
        self.homework = [s for s in live if rules[s.rule].stage is Stage.HOMEWORK]
        self.board = SolverBoard(school)
        self.bound: float | None = None
        self._shown = 0.0

    # -- the stages ------------------------------------------------------------------------------------------------

    def run(self) -> Answer:
        """Stage by stage; each ends early when a stop is asked for."""
        self.tell(Event("counting", self.clock()))
        closed = forbidden(self.school, self.rules, self.timetabling)
        short = () if self.options.kept else tuple(shortages(self.school, self.timetabling, closed))
        self.clock.lap("counting")
        if short:
            return self._answer(Status.INFEASIBLE, shortages=short)
        self.tell(Event("model", self.clock()))
        self.board.place(closed, self.options.kept)
        post(self.board, self.rules, (s for s in self.timetabling if s.hard))
        self.clock.lap("model")
        self.tell(Event("first", self.clock()))
        solved, timetable = self._first_timetable()
        self.clock.lap("first")
        if timetable is None:
            return self._answer(solved.status)
        minutes = self._allocate(timetable, quick=True)
        if minutes is None:
            return self._answer(Status.INFEASIBLE, shortages=(_NO_HOMEWORK,))
        answer = self._answer(Status.FEASIBLE, timetable, minutes)
        self.tell(Event("first", self.clock(), answer.cost, None, answer.audit.costs if answer.audit else {}))
        self.first(answer)
        self.clock.lap("first written")
        if self.options.until_first or self.stop:
            return answer
        assert solved.values is not None
        return self._better(solved.values)

    def _first_timetable(self) -> tuple[Solved, Timetable | None]:
        """Hard rules only, no objective: feasibility jump finds it. Rooms join the model only where counting failed."""
        explicit: set[frozenset[str]] = set()
        while True:
            solved = solve(self.board.program, self._first_limits(), stop=self.stop, objective=False)
            if solved.values is None:
                return solved, None
            try:
                return solved, give_rooms(self.school, self.board.timetable(solved.values))
            except NoRooms as short:
                if short.rooms in explicit:
                    raise DisagreementError(
                        Text(f"场地 {short} 无法分配", f"rooms {short} cannot be given out")
                    ) from None
                explicit.add(short.rooms)
                make_explicit(self.board, short.rooms)

    def _first_limits(self) -> Limits:
        o = self.options
        if o.rounds is not None:
            return Limits(seconds=ENDLESS, work=600, workers=o.workers, seed=o.seed, first=True)
        return Limits(seconds=max(o.seconds - self.clock(), 1), workers=o.workers, seed=o.seed, first=True)

    def _better(self, values: Sequence[int]) -> Answer:
        program = self.board.program
        decided = {v: values[v] for v in range(len(values))}
        post(self.board, self.rules, (s for s in self.timetabling if not s.hard))
        complete = np.array(program.complete(decided), dtype=np.int64)
        self.clock.lap("model")
        left = self.options.seconds - self.clock()
        share = max(0.0, left - min(10.0, 0.2 * left))  # the rest is for homework and writing
        self._show(program.total(complete.tolist()), complete.tolist())
        search = improve(
            self.school, self.board, complete,
            seconds=share, workers=self.options.workers, seed=self.options.seed, stop=self.stop,
            tell=self._progress, rounds=self.options.rounds,
        )  # fmt: skip
        self.clock.lap("improving")
        best = search.values.tolist()
        timetable = self._with_rooms(best)
        self.tell(Event("homework", self.clock()))
        minutes = self._allocate(timetable, quick=False)
        self.clock.lap("homework")
        if minutes is None:
            return self._answer(Status.INFEASIBLE, shortages=(_NO_HOMEWORK,))
        answer = self._answer(Status.FEASIBLE, timetable, minutes)
        self._compare(answer, program, best)
        self.tell(Event("done", self.clock(), answer.cost, self.bound, answer.audit.costs if answer.audit else {}))
        return answer

    def _with_rooms(self, values: Sequence[int]) -> Timetable:
        return give_rooms(self.school, self.board.timetable(values))

    def _allocate(self, timetable: Timetable, quick: bool) -> HomeworkAllocation | None:
        """Share out the homework. Where a stop cut that short, or was asked for before, the quick way ends it: a
        stop means no more search, not an empty board."""
        result = None if quick or self.stop else self._homework(timetable, quick=False)
        if result is None or self.stop:
            fast = self._homework(timetable, quick=True)
            if result is None or result.cost is None or (fast.cost is not None and fast.cost < result.cost):
                result = fast
        return None if result.allocation is None else in_service(self.school, result.allocation)

    def _homework(self, timetable: Timetable, quick: bool) -> HomeworkResult:
        left = 1.0 if quick else min(max(self.options.seconds - self.clock(), 1.0), 20.0)
        limits = Limits(
            seconds=left if self.options.rounds is None else ENDLESS,
            workers=self.options.workers, seed=self.options.seed, first=quick,
        )  # fmt: skip
        stop = None if quick else self.stop
        return allocate(self.school, timetable, self.rules, self.homework, limits, stop=stop)

    # -- reporting -------------------------------------------------------------------------------------------------

    def _progress(self, progress: Progress) -> None:
        self.history.append((round(self.clock(), 3), progress.cost))
        if self.clock() - self._shown > 0.25:
            self._show(progress.cost, progress.values.tolist())

    def _show(self, cost: int, values: Sequence[int]) -> None:
        self._shown = self.clock()
        self.tell(Event("improving", self.clock(), cost, self.bound, self._costs(values)))

    def _costs(self, values: Sequence[int]) -> dict[str, int]:
        rule_of = {s.id: s.rule for s in self.timetabling}
        costs: dict[str, int] = {}
        for setting, terms in self.board.costs.items():
            spent = sum(w * (e.const + sum(c * values[v] for v, c in e.terms.items())) for w, e in terms)
            if spent:
                costs[rule_of[setting]] = costs.get(rule_of[setting], 0) + spent
        return costs

    def _compare(self, answer: Answer, program: Program, values: Sequence[int]) -> None:
        """The engine's cost of the timetable against the audit's: they must be the same figure."""
        assert answer.audit is not None
        ids = {s.id for s in self.timetabling}
        audited = sum(e.cost for e in answer.audit.entries if e.setting.id in ids)
        posted = program.total(program.complete({v: values[v] for v in range(len(values))}))
        if audited != posted:
            raise DisagreementError(
                Text(
                    f"程序内部不一致：求解器算得 {posted}，独立核查算得 {audited}（{self._differences(answer, values)}）",
                    f"internal disagreement: engine {posted}, audit {audited} ({self._differences(answer, values)})",
                )
            )

    def _differences(self, answer: Answer, values: Sequence[int]) -> str:
        engine = self._costs(values)
        found = answer.audit.costs if answer.audit else {}
        rules: Iterable[str] = sorted({*engine, *found})
        return ", ".join(f"{r} {engine.get(r, 0)}/{found.get(r, 0)}" for r in rules if engine.get(r, 0) != found.get(r, 0))

    def _answer(
        self,
        status: Status,
        timetable: Timetable | None = None,
        homework: HomeworkAllocation | None = None,
        shortages: tuple[Shortage, ...] = (),
    ) -> Answer:
        proof = audit(self.school, timetable, homework or HomeworkAllocation(), self.rules) if timetable else None
        if proof and proof.invalid:
            names = ", ".join(sorted({e.setting.id for e in proof.invalid}))
            raise DisagreementError(
                Text(f"程序内部不一致：独立核查发现硬性规则未满足（{names}）",
                     f"internal disagreement: the audit finds hard rules broken ({names})")
            )  # fmt: skip
        size: dict[str, Any] = {
            "variables": len(self.board.program.lower),
            "rows": len(self.board.program.rows),
            "decisions": len(self.board.decisions),
        }
        return Answer(
            status, timetable, homework or HomeworkAllocation(), proof, proof.cost if proof else None, self.bound,
            shortages, dict(self.clock.stages), tuple(self.history), size,
        )  # fmt: skip


def _live(school: School, rule: Rule, setting: RuleSetting) -> bool:
    """Whether a setting has a part in the search: what the school lacks input for is the audit's matter."""
    if setting.strength not in (Strength.HARD, Strength.SOFT) or rule.about_plan:
        return False
    return rule.applies(school, setting) and rule.missing(school, setting) is None


_NO_HOMEWORK = Shortage(
    (), 0, 0,
    Text("作业分不下去：每日上限、无作业日等硬性要求互相矛盾", "no homework board keeps all hard homework rules"),
)  # fmt: skip
