"""The whole search: counting, a first timetable by the hard rules, homework for it, then both improved together.

The lessons are improved alone first; then homework minutes become decisions on the same board, so that a lesson moves
where that helps the homework; at last the minutes are shared out once more, exactly, for the final timetable.

What leaves this module has been audited: placements and minutes are checked by every rule's ``check``, and the cost is
recomputed from them; if that disagrees with the engine's own figure it is an error, never a result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from scheduler.auditor import audit
from scheduler.domain import HomeworkAllocation, RuleSetting, School, Text, Timetable
from scheduler.rule import Rule, Stage

from .agreement import agree, internal
from .board import STEP, SolverBoard
from .bound import lower_bound
from .first import first_assignment
from .homework import allocate, in_service
from .matrix import Ints
from .model import fill, forbidden, live, post, share_all
from .outcome import Answer, Clock, Options, Tell, Write
from .precheck import Shortage, shortages
from .readout import allocation_of, rooms_of, timetable_of
from .reporting import Reporter
from .rooms import NoRooms, give_rooms
from .searcher import Searcher
from .solve import ENDLESS, Limits, Solved, Status, Stop, solve, without_relaxation

TOGETHER = 0.3  # of the improvement's time goes to lessons and homework together (benchmarks/README.md)


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
        self,
        school: School,
        rules: Mapping[str, Rule],
        options: Options,
        stop: Stop,
        tell: Tell,
        first: Write,
    ):
        self.school, self.rules, self.options, self.stop = school, rules, options, stop
        self.first = first
        self.clock = Clock()
        asked = live(school, rules)
        self.timetabling = [s for s in asked if rules[s.rule].stage is Stage.TIMETABLE]
        self.homework = [s for s in asked if rules[s.rule].stage is Stage.HOMEWORK]
        self._firm = {s.id for s in self.timetabling if rules[s.rule].only_hard}
        self.rule_of = {s.id: s.rule for s in (*self.timetabling, *self.homework)}
        self.board = SolverBoard(school)
        self.report = Reporter(self.board, self.rule_of, self.clock, tell)
        self.search = Searcher(school, self.board, options, stop, self.report)

    # -- the stages ------------------------------------------------------------------------------------------------

    def run(self) -> Answer:
        """Stage by stage; each ends early when a stop is asked for."""
        self.report.stage("counting")
        closed = forbidden(self.school, self.rules, self.timetabling)
        asked = [*self.timetabling, *self.homework]
        short = () if self.options.kept else tuple(shortages(self.school, asked, closed))
        self.clock.lap("counting")
        if short:
            return self._answer(Status.INFEASIBLE, shortages=short)
        self.report.stage("model")
        self.board.place(closed, self.options.kept)
        post(self.board, self.rules, (s for s in self.timetabling if s.hard))
        fill(self.board)
        self.clock.lap("model")
        self.report.stage("first")
        solved, timetable = self._first_timetable()
        self.clock.lap("first")
        if timetable is None:
            return self._answer(solved.status)
        homework = self._allocate(timetable, quick=True)
        if homework is None:
            solved, timetable = self._first_with_homework()
            if timetable is None or solved.values is None:
                return self._answer(solved.status, shortages=_no_homework(solved))
            homework = allocation_of(self.board, solved.values)
        answer = self._answer(Status.FEASIBLE, timetable, homework)
        self.report.answer("first", answer)
        self.first(answer)
        self.clock.lap("first written")
        if self.options.until_first or self.stop:
            return replace(answer, seconds=dict(self.clock.stages))
        assert solved.values is not None
        return self._better(solved.values, answer, homework)

    def _first_timetable(self) -> tuple[Solved, Timetable | None]:
        """Hard rules only, no objective: feasibility jump finds it. Rooms join the model only where counting failed."""
        explicit: set[frozenset[str]] = set()
        near: Sequence[int] | None = None
        while True:
            left = self.options.seconds - self.clock()
            solved = first_assignment(self.board, self._firm, self.options, max(left, 1.0), self.stop, near)
            if solved.values is None:
                return solved, None
            try:
                return solved, give_rooms(self.school, timetable_of(self.board, solved.values))
            except NoRooms as short:
                if short.rooms in explicit:
                    raise internal(f"场地 {short} 无法分配", f"rooms {short} cannot be given out") from None
                explicit.add(short.rooms)
                self.board.choose_rooms(short.rooms)
                near = solved.values

    def _first_with_homework(self) -> tuple[Solved, Timetable | None]:
        """Where hard homework rules cannot be kept on the first timetable, another may keep them: lessons and minutes
        are decided at once. Only here is it a proof that there is nothing."""
        self._post_homework([s for s in self.homework if s.hard])
        return self._first_timetable()

    def _better(self, values: Sequence[int], first: Answer, homework: HomeworkAllocation) -> Answer:
        """Improve the lessons, then lessons and homework together, then share out the minutes exactly."""
        board = self.board
        post(board, self.rules, [s for s in self.timetabling if not s.hard])
        decided = dict(enumerate(values)) | rooms_of(board, first.timetable or Timetable())
        best = np.array(board.program.complete(decided), dtype=np.int64)
        self.clock.lap("model")
        self.report.stage("improving")
        left = self.options.seconds - self.clock()
        if self.school.homework.targets:
            # the rest is for sharing out homework, the bound and writing, which take longer in larger schools
            end = self.options.seconds - min(0.2 * left, 0.05 * left + 0.07 * len(self.school.classes) + 1)
            best = self._with_homework_too(best, homework, end)
        else:
            # the rest is for the bound and for writing
            left -= min(0.1 * left, 1.0 + 0.05 * left)
            best = self.search.best(best, left)
        self.clock.lap("improving")
        try:
            best, timetable = self._with_rooms(best)
        except NoRooms:
            return replace(first, seconds=dict(self.clock.stages))
        answer = self._answer(Status.FEASIBLE, timetable, allocation_of(board, best.tolist()))
        agree(self.board, self.rule_of, best.tolist(), answer.audit)
        self.report.answer("homework" if self.school.homework.targets else "improving", answer)
        shared = self._allocate(timetable, quick=False) if self.school.homework.targets and not self.stop else None
        if shared is not None:
            answer = min(answer, self._answer(Status.FEASIBLE, timetable, shared), key=lambda a: a.cost or 0)
        self.clock.lap("homework")
        answer = self._bounded(answer, best)
        self.report.answer("done", answer)
        return replace(answer, seconds=dict(self.clock.stages))

    def _with_homework_too(self, best: Ints, homework: HomeworkAllocation, end: float) -> Ints:
        """The lessons improved alone, then, for a last part of the time, together with the homework."""
        self.report.rest = self._homework_cost(best.tolist(), homework)
        start, best = best, self.search.better(best, (1 - TOGETHER) * (end - self.clock()), 1 - TOGETHER)
        better = self._allocate(timetable_of(self.board, best.tolist()), quick=True)
        if better is None:  # hard homework rules cannot be kept on the improved lessons
            best, better = start, homework
        best = self._with_homework(best, better)
        self.report.rest, self.search.floor = 0, 0
        return self.search.better(best, end - self.clock(), TOGETHER)

    def _with_rooms(self, values: Ints) -> tuple[Ints, Timetable]:
        """The best with its rooms. Where places were counted rightly and yet cannot be given out, the rooms join the
        model, and the nearest timetable that has rooms is improved a little more. Raises NoRooms if there is none."""
        explicit: set[frozenset[str]] = set()
        while True:
            try:
                return values, give_rooms(self.school, timetable_of(self.board, values.tolist()))
            except NoRooms as short:
                if short.rooms in explicit:
                    raise
                explicit.add(short.rooms)
                self.board.choose_rooms(short.rooms)
            limits = Limits(
                seconds=60 if self.options.rounds is None else ENDLESS,
                work=None if self.options.rounds is None else 600.0,
                workers=self.options.workers, seed=self.options.seed, first=True,
            )  # fmt: skip
            solved = solve(
                self.board.program, limits, hint=dict(enumerate(values.tolist())), objective=False,
                configure=without_relaxation,
            )  # fmt: skip
            if solved.values is None:
                raise NoRooms(frozenset().union(*explicit))
            decided = dict(enumerate(solved.values))
            values = np.array(self.board.program.complete(decided), dtype=np.int64)
            values = self.search.better(values, 5.0, 0.2)

    def _homework_cost(self, values: Sequence[int], homework: HomeworkAllocation) -> int:
        """What the homework costs by the audit: shown on top of the timetable's cost while that is improved alone."""
        timetable = timetable_of(self.board, values)
        proof = audit(self.school, timetable, homework, self.rules, stages=frozenset({Stage.HOMEWORK}))
        return proof.cost

    def _with_homework(self, values: Ints, homework: HomeworkAllocation) -> Ints:
        """Add the homework to the board; the values of all its variables."""
        board = self.board
        decided = dict(enumerate(values.tolist()))
        self._post_homework(self.homework)
        minutes = {(i.group, i.week, i.day, i.subject): i.minutes for i in homework.items}
        decided |= {var: minutes.get(key, 0) // STEP for var, key in board.homework.items()}
        return np.array(board.program.complete(decided), dtype=np.int64)

    def _post_homework(self, settings: Iterable[RuleSetting]) -> None:
        """Put these rules and all homework minutes on the board; what is there already stays as it is."""
        post(self.board, self.rules, settings)
        share_all(self.board)

    def _allocate(self, timetable: Timetable, quick: bool) -> HomeworkAllocation | None:
        """Share out the homework for a timetable: ``quick`` is one pass over the classes."""
        left = 4.0 if quick else min(max(self.options.seconds - self.clock(), 1.0) / 2, 10.0)
        limits = Limits(
            seconds=left if self.options.rounds is None else ENDLESS,
            workers=self.options.workers, seed=self.options.seed, first=quick,
        )  # fmt: skip
        stop = None if quick else self.stop
        return allocate(self.school, timetable, self.rules, self.homework, limits, stop=stop).allocation

    def _bounded(self, answer: Answer, best: Ints) -> Answer:
        """The answer with a proven bound, found in the time that is left but for a second to write; optimal where the
        cost is no more than that."""
        left = self.options.seconds - self.clock() - 1.0
        found = self.search.floor
        more = left > 0.5 or self.options.rounds is not None
        if answer.audit is not None and not self.stop and more and found < (answer.cost or 0):
            self.report.answer("bound", answer)
            limits = Limits(
                seconds=left if self.options.rounds is None else ENDLESS,
                work=None if self.options.rounds is None else 0.3,
                seed=self.options.seed, linearization=1,
            )  # fmt: skip
            found = max(found, lower_bound(self.school, self.board, best, limits, self.stop))
            self.clock.lap("bound")
        if found > (answer.cost or 0):
            raise internal("下界高于代价", "the bound exceeds the cost")
        status = Status.OPTIMAL if found == answer.cost else answer.status
        return replace(answer, bound=found, status=status)

    def _answer(
        self,
        status: Status,
        timetable: Timetable | None = None,
        homework: HomeworkAllocation | None = None,
        shortages: tuple[Shortage, ...] = (),
    ) -> Answer:
        homework = in_service(self.school, homework or HomeworkAllocation())
        proof = audit(self.school, timetable, homework, self.rules) if timetable else None
        if proof and proof.invalid:
            names = ", ".join(sorted({e.setting.id for e in proof.invalid}))
            raise internal(f"独立核查发现硬性规则未满足（{names}）", f"the audit finds hard rules broken ({names})")
        size: dict[str, Any] = {
            "variables": len(self.board.program.lower),
            "rows": len(self.board.program.rows),
            "decisions": len(self.board.decisions),
        }
        return Answer(
            status, timetable, homework, proof, proof.cost if proof else None, None,
            shortages, dict(self.clock.stages), tuple(self.report.history), size,
        )  # fmt: skip


def _no_homework(solved: Solved) -> tuple[Shortage, ...]:
    """The reason, where it is proved that no timetable has a homework board."""
    text = Text("作业分不下去：每日上限、无作业日等硬性要求互相矛盾", "no homework board keeps all hard homework rules")
    return (Shortage("homework", (), 0, 0, text),) if solved.status is Status.INFEASIBLE else ()
