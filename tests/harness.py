"""Holds a rule's ``post`` against its ``check``: the engine room of test_rules.py and of tests/constraints.

For one rule on one tiny school: every candidate timetable (up to a cap) is fixed in turn and the rule's cost minimised.
Hard: feasible exactly when ``check`` finds nothing. Soft: the least cost equals the sum of ``check``'s amounts.
The candidates come from plain enumeration of starts, never from the board.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice, product
from typing import Any

from ortools.sat.python import cp_model

from constraints import catalogue
from scheduler.domain import (
    HomeworkAllocation,
    HomeworkItem,
    Placement,
    RoomNeed,
    RuleSetting,
    School,
    Strength,
    Timetable,
    View,
    Weeks,
)
from scheduler.domain.tiny import _with_rooms
from scheduler.engine.board import SolverBoard
from scheduler.engine.model import forbidden, post
from scheduler.engine.readout import rooms_of, values_of
from scheduler.engine.solve import to_model
from scheduler.rule import Case, Mutant, Rule, Stage

CAP = 300


def setting_of(rule: Rule, case: Case, strength: Strength) -> RuleSetting:
    params = {**dict(case.params)}
    return rule.setting(scope=case.scope, strength=strength, weight=1, **params)


# -- candidates ----------------------------------------------------------------------------------------------------


def _course_choices(school: School, course: Any, rng: random.Random) -> list[list[Placement]]:
    """Ways to place all sessions of one course without overlapping itself."""
    kinds: dict[tuple[int, Weeks], list[str]] = {}
    for s in course.sessions:
        kinds.setdefault((s.duration, s.weeks), []).append(s.id)
    grid = school.grid
    per_kind = []
    for (duration, weeks), ids in kinds.items():
        chosen = (Weeks.ODD, Weeks.EVEN) if weeks is Weeks.EITHER else (weeks,)
        starts = [(s, w) for s in course.starts for w in chosen if grid.run(grid.slot[s], duration)]
        ways = list(islice(combinations(starts, len(ids)), 4000))
        per_kind.append(
            [[Placement(course.id, i, start, w) for i, (start, w) in zip(ids, way, strict=True)] for way in ways]
        )
    duration = {s.id: s.duration for s in course.sessions}
    found = []
    ways = list(islice(product(*per_kind), 4000))
    for way in ways:
        placements = [p for part in way for p in part]
        taken = [
            (slot.id, week)
            for p in placements
            for slot in grid.run(grid.slot[p.start], duration[p.session])
            for week in school.weeks
            if p.weeks.covers(week)
        ]
        if len(taken) == len(set(taken)):
            found.append(placements)
    rng.shuffle(found)
    return found


def candidates(school: School, cap: int = CAP, clashes: bool = False) -> Iterator[Timetable]:
    """Timetables with every session placed. Without ``clashes`` nobody is in two places (unless that cannot be)."""
    rng = random.Random(7)
    choices = [_course_choices(school, c, rng) for c in school.courses]
    size = 1
    for c in choices:
        size *= len(c)
    if size <= 20 * cap:
        pool: Iterator[Any] = iter(sorted(product(*choices), key=lambda _: rng.random()))
    else:
        pool = (tuple(rng.choice(c) for c in choices) for _ in range(60 * cap))
    given = 0
    for pick in pool:
        timetable = Timetable(tuple(sorted(_with_rooms(school, [p for part in pick for p in part]))))
        if clashes or _clash_free(school, timetable):
            yield timetable
            given += 1
            if given >= cap:
                return


def _clash_free(school: School, timetable: Timetable) -> bool:
    view = View(school, timetable)
    for week in school.weeks:
        for rows in [view.of_teacher(t.id, week) for t in school.teachers] + [
            view.of_atom(a, week) for a in school.atoms
        ]:
            if any(a.slot.overlaps(b.slot) for a, b in combinations(rows, 2)):
                return False
    return True


def homework_candidates(school: School, timetable: Timetable, cap: int = CAP) -> Iterator[HomeworkAllocation]:
    """Random homework boards in steps of five minutes, within each subject's weekly most."""
    rng = random.Random(11)
    for _ in range(cap):
        items = []
        for target in school.homework.targets:
            for day in school.grid.days:
                minutes = rng.choice([0, 0, 5, 10, 10, 15, 20, 30])
                if 0 < minutes <= target.most:
                    what = (target.kind, target.layer)
                    items.append(HomeworkItem(target.group, Weeks.ALL, day, target.subject, minutes, "home", *what))
        yield HomeworkAllocation(tuple(sorted(items)))


# -- agreement -----------------------------------------------------------------------------------------------------


class Faulty(SolverBoard):
    """A board that posts a mutant's bounds."""

    mutant: Mutant | None = None
    calls = 0
    only = -1

    def _skipped(self) -> bool:
        self.calls += 1
        return self.only == self.calls

    def _forget(self, expression: Any) -> Any:
        if not self.mutant or not self.mutant.forget or not expression.terms:
            return expression
        order = sorted(expression.terms)
        var = order[0] if self.mutant.forget == "first" else order[-1]
        return expression - type(expression)({var: expression.terms[var]})

    def at_most(self, setting: Any, who: Any, expression: Any, bound: Any) -> None:
        if not self._skipped():
            shift = self.mutant.shift if self.mutant else 0
            super().at_most(setting, who, self._forget(expression), bound + shift)

    def at_least(self, setting: Any, who: Any, expression: Any, bound: Any) -> None:
        shift = self.mutant.shift if self.mutant else 0
        if not self._skipped():
            SolverBoard.at_most(self, setting, who, -self._forget(expression), -(bound + shift))

    def exactly(self, setting: Any, who: Any, expression: Any, bound: Any) -> None:
        shift = self.mutant.shift if self.mutant else 0
        if self._skipped():
            return
        expression = self._forget(expression) - (bound + shift)
        if setting.hard:
            self.program.require(expression, 0, 0)
        else:
            SolverBoard.at_most(self, setting, who, expression, 0)
            SolverBoard.at_most(self, setting, who, -expression, 0)


class Agreement:
    """One rule on one case's school: solve for each candidate, compare with ``check``."""

    def __init__(self, rule: Rule, case: Case, strength: Strength, mutant: Mutant | None = None, only: int = -1):
        self.rule, self.case, self.strength = rule, case, strength
        school = case.school
        self.setting = setting_of(rule, case, strength)
        posted = _mutated(self.setting, mutant)
        fixed = case.timetable if rule.stage is Stage.HOMEWORK else None
        board = Faulty(school, fixed=fixed)
        board.mutant, board.only = mutant, only
        wrapped = _LettingThrough(rule) if mutant and mutant.forbids else rule
        rules = {rule.code: wrapped}
        board.place(forbidden(school, rules, [posted]))
        post(board, rules, [posted])  # type: ignore[arg-type]
        for target in school.homework.targets if rule.stage is Stage.HOMEWORK else ():
            for day in school.grid.days:  # every homework variable exists, also where the rule names none
                for week in board.weeks:
                    board.minutes(target.group, week, day, target.subject)
        self.board = board
        self.calls = board.calls
        self.model = to_model(board.program)
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers = 1
        self.solver.parameters.cp_model_presolve = False

    def least_cost(self, timetable: Timetable, homework: HomeworkAllocation) -> int | None:
        """The least cost with the candidate fixed; None when it is impossible."""
        fixed = dict(values_of(self.board, timetable))
        placed = sum(fixed.values())
        if self.board._fixed is None and placed != len(timetable.placements):
            return None  # a placement that the board has no variable for: forbidden
        fixed |= rooms_of(self.board, timetable)
        minutes = {(i.group, i.week, i.day, i.subject): i.minutes // 5 for i in homework.items}
        for var, key in self.board.homework.items():
            group, _, day, subject = key
            value = minutes.get(key, minutes.get((group, Weeks.ALL, day, subject), 0))
            if value > self.board.program.upper[var]:
                return None
            fixed[var] = value
        model = self.model.clone()
        for var, value in fixed.items():
            model.add(model.get_int_var_from_proto_index(var) == value)
        status = self.solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return None
        assert status == cp_model.OPTIMAL, self.solver.status_name(status)
        return round(self.solver.objective_value) if self.board.program.cost else self.board.program.offset

    def disagreement(self, cap: int = CAP) -> str | None:
        """The first candidate on which post and check differ, or None."""
        school = self.case.school
        if self.rule.stage is Stage.HOMEWORK:
            pairs = [(self.case.timetable, h) for h in homework_candidates(school, self.case.timetable, cap)]
            pairs.append((self.case.timetable, self.case.homework))
        else:
            clashes = self.rule.code in CLASHES
            pairs = [(t, HomeworkAllocation()) for t in candidates(school, cap, clashes)]
            if complete(school, self.case.timetable) and (clashes or _clash_free(school, self.case.timetable)):
                pairs.append((self.case.timetable, HomeworkAllocation()))
        if self.board.room_choices:
            pairs = [(t, h) for t, h in _in_other_rooms(school, pairs) if self._housed(t)]
            assert pairs, "no timetable has rooms"
        for timetable, homework in pairs:
            found = self.rule.check(View(school, timetable, homework), self.setting)
            amount = sum(v.amount for v in found)
            cost = self.least_cost(timetable, homework)
            agree = (cost is not None) == (not found) if self.strength is Strength.HARD else cost == amount
            if not agree:
                return f"check {amount}, post {cost}: {timetable} {homework}"
        return None

    def _housed(self, timetable: Timetable) -> bool:
        """Whether every lesson has its room."""
        places = catalogue()["room_places"]
        return not places.check(View(self.case.school, timetable), places.setting())


def _in_other_rooms(
    school: School, pairs: Sequence[tuple[Timetable, HomeworkAllocation]]
) -> Iterator[tuple[Timetable, HomeworkAllocation]]:
    """Each timetable once more with its rooms given out in another order of preference."""
    rng = random.Random(13)
    for timetable, homework in pairs:
        yield timetable, homework
        courses = tuple(
            replace(c, needs=tuple(RoomNeed(tuple(rng.sample(n.options, len(n.options)))) for n in c.needs))
            for c in school.courses
        )
        placements = rng.sample(timetable.placements, len(timetable.placements))
        yield Timetable(tuple(sorted(_with_rooms(replace(school, courses=courses), placements)))), homework


CLASHES = {"class_clash", "teacher_clash", "room_places"}


def complete(school: School, timetable: Timetable) -> bool:
    """Whether every session is placed exactly once."""
    wanted = sorted((c.id, s.id) for c in school.courses for s in c.sessions)
    return wanted == sorted((p.course, p.session) for p in timetable.placements)


class _LettingThrough:
    """A rule whose ``forbids`` lets its first placement through."""

    def __init__(self, rule: Rule):
        self._rule = rule

    def __getattr__(self, name: str) -> Any:
        return getattr(self._rule, name)

    def forbids(self, school: School, setting: RuleSetting) -> Iterator[Any]:
        return islice(self._rule.forbids(school, setting), 1, None)


def _mutated(setting: RuleSetting, mutant: Mutant | None) -> RuleSetting:
    if mutant is None:
        return setting
    changed = {
        name: setting[name] + change if isinstance(change, int) and not isinstance(change, bool) else change
        for name, change in mutant.params
    }
    return setting.with_params(**changed) if changed else setting


def strengths(rule: Rule) -> Sequence[Strength]:
    """The strengths to try: a rule by default soft is also tried hard, and the other way round."""
    return (Strength.HARD,) if rule.only_hard else (Strength.HARD, Strength.SOFT)


def catches(rule: Rule, mutant: Mutant) -> bool:
    """Whether some case's agreement notices the mutant."""
    for case in rule.cases():
        for strength in strengths(rule):
            if mutant.skip:
                calls = Agreement(rule, case, strength).calls
                only = 1 if mutant.skip == "first" else calls
                if calls and Agreement(rule, case, strength, mutant, only).disagreement(120):
                    return True
            elif Agreement(rule, case, strength, mutant).disagreement(120):
                return True
    return False


def rule(code: str) -> Rule:
    return catalogue()[code]


def replace_setting(setting: RuleSetting, **changes: Any) -> RuleSetting:
    return replace(setting, **changes)
