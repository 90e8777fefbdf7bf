"""Everything that is demanded of a timetable as rows that can be taken back one by one, and parts of it.

The board is left open: what a hard rule forbids is a row like any other. A part is what all rows say of some courses
whatever the others do: where that is impossible, so is the whole, and the fewest demands behind it are found in
milliseconds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np
from ortools.sat.python import cp_model

from scheduler.domain import RuleSetting, School, Scope
from scheduler.engine.board import SolverBoard
from scheduler.engine.matrix import Ints, Mask, Matrix
from scheduler.engine.model import live, post, share_all
from scheduler.engine.neighbourhoods import Layout
from scheduler.engine.room_choice import connected
from scheduler.engine.solve import Limits, Status, Stop, solve
from scheduler.engine.table import Table
from scheduler.rule import Rule, Stage

from .conflict import Member

FEW = 4  # closed rooms that stand in for each other of which every combination is looked at
ALWAYS = -1  # the member of rows that nobody may take back: each lesson is held, helpers mean what they mean


def quickly(solver: cp_model.CpSolver) -> None:
    """Without what presolve needs longest for: most parts are easy, and there are hundreds (twice as quick)."""
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0


@dataclass(frozen=True)
class Part:
    """The rows over some decisions: for each row the number of its member (ALWAYS: none), and the course whose lessons
    it holds (-1: none)."""

    table: Table
    member_of: Ints
    course_of: Ints

    @cached_property
    def members(self) -> tuple[int, ...]:
        """The members that have a row here, in the order of their rows."""
        return tuple(dict.fromkeys(int(m) for m in self.member_of if m != ALWAYS))

    def only(self, members: Collection[int]) -> Part:
        """The part without the rows of other members."""
        return self._with(np.isin(self.member_of, [ALWAYS, *members]))

    def holding(self, courses: Collection[int]) -> Part:
        """The part in which only these courses have to be held."""
        return self._with(np.isin(self.course_of, [-1, *courses]))

    def _with(self, chosen: Mask) -> Part:
        return Part(self.table.only(chosen), self.member_of[chosen], self.course_of[chosen])

    def impossible(self, seconds: float, stop: Stop) -> bool | None:
        """Whether it is proved that these rows cannot hold together; None when neither that nor a way is found."""
        limits = Limits(seconds=seconds, workers=1, first=True, linearization=2)
        status = solve(self.table, limits, stop=stop, objective=False, configure=quickly).status
        return None if status is Status.UNKNOWN else status is Status.INFEASIBLE


class Demands:
    """All hard rules of a school on an open board."""

    def __init__(self, school: School, rules: Mapping[str, Rule]):
        self.school, self.rules = school, rules
        asked = [s for s in live(school, rules) if s.hard]
        self.setting: dict[str, RuleSetting] = {s.id: s for s in asked}
        self.several: dict[str, tuple[str, ...]] = {}  # the settings behind a demand that several make together
        self._closures = [s for s in asked if s.rule == "forbidden_times" and s.scope.rooms and _alone(s.scope)]
        self.board = board = SolverBoard(self._open_but(()), apart=True)
        board.place({})
        for setting in asked:
            board.forbid(setting, rules[setting.rule].forbids(school, setting))
        post(board, rules, [s for s in asked if rules[s.rule].stage is Stage.TIMETABLE])
        self._close_rooms([s for s in asked if s.rule == "room_places"])
        board.school = school
        self._post_homework([s for s in asked if rules[s.rule].stage is Stage.HOMEWORK])
        self.matrix = Matrix(board.program)
        self.layout = Layout(school, board, self.matrix)
        self._number_rows()

    def _open_but(self, closures: Collection[RuleSetting]) -> School:
        """The school in which rooms are closed by these settings only."""
        open_ = [s for s in self._closures if s not in closures]
        return replace(self.school, settings=tuple(s for s in self.school.settings if s not in open_))

    def _close_rooms(self, asked: list[RuleSetting]) -> None:
        """Closed rooms take places away: rows of their own beside those of all places, so that they can be opened one
        by one. What only several take away together is asked by all of them (``several``)."""
        sets: list[tuple[RuleSetting, ...]] = [(s,) for s in self._closures]
        for rooms in connected(self.school):
            near = [s for s in self._closures if not s.scope.rooms.isdisjoint(rooms)]
            sizes = range(2, len(near) + 1) if len(near) <= FEW else [len(near)]
            sets += [some for size in sizes for some in combinations(near, size)]
        known = {(r.vars, r.coefs, r.hi) for r in self.board.program.rows if r.setting in {s.id for s in asked}}
        for closed in sets:
            setting = replace(closed[-1], id="+".join(s.id for s in closed))
            self.setting[setting.id], self.several[setting.id] = setting, tuple(s.id for s in closed)
            self.board.school = self._open_but(closed)
            rows = self.board.program.rows
            before = len(rows)
            for rule in {s.rule for s in asked}:
                self.rules[rule].post(self.board, setting)
            new = [r for r in rows[before:] if (r.vars, r.coefs, r.hi) not in known]
            known.update((r.vars, r.coefs, r.hi) for r in new)
            rows[before:] = new

    def _post_homework(self, asked: list[RuleSetting]) -> None:
        if not asked:
            return
        post(self.board, self.rules, asked)
        share_all(self.board)

    def _number_rows(self) -> None:
        rows = self.board.program.rows
        keys = [Member(r.setting, r.who) if r.setting else None for r in rows]
        self.members = tuple(dict.fromkeys(k for k in keys if k))
        number = {m: i for i, m in enumerate(self.members)}
        self._member_of = np.array([ALWAYS if k is None else number[k] for k in keys], dtype=np.int64)
        courses = {c.id: i for i, c in enumerate(self.school.courses)}
        held = {variables: courses[self.board.decisions[variables[0]].course.id]
                for variables, _ in self.board.alike if variables}  # fmt: skip
        self._course_of = np.array([held.get(r.vars, -1) if not r.setting and r.lo == r.hi else -1 for r in rows],
                                   dtype=np.int64)  # fmt: skip

    def part(self, decisions: Mask) -> Part:
        """What all rows say of these decisions, whatever the others are."""
        inside = decisions.copy()
        inside[self.matrix.helpers] = self.matrix.inside(decisions)
        cut = self.matrix.relax(inside, np.zeros(len(inside), dtype=np.int64))
        return Part(cut.program, self._member_of[cut.rows], self._course_of[cut.rows])

    def whole(self) -> Part:
        """Everything."""
        return Part(Table.of(replace(self.board.program, cost={})), self._member_of, self._course_of)

    def of_courses(self, courses: Collection[str]) -> Mask:
        """The decisions about some courses (ids), and the homework of their classes in their subjects."""
        mask = np.zeros(len(self.matrix.lower), dtype=bool)
        mask[[v for v, d in self.board.decisions.items() if d.course.id in courses]] = True
        pairs = {(g, c.subject) for c in map(self.school.course.__getitem__, courses) for g in c.groups}
        mask[[v for v, (group, _, _, subject) in self.board.homework.items() if (group, subject) in pairs]] = True
        return mask

    def parts_of(self, member: Member) -> tuple[Member, ...]:
        """The demands of single settings behind one."""
        return tuple(Member(id, member.who) for id in self.several.get(member.setting, (member.setting,)))

    def wanted(self, members: Collection[int]) -> set[str]:
        """The courses whose lessons these members ask for, rather than limit."""
        keys = {self.members[m] for m in members}
        rows = (r for r in self.board.program.rows if Member(r.setting, r.who) in keys)
        asking = {v for r in rows for v, c in zip(r.vars, r.coefs, strict=True)
                  if (c > 0 and r.lo > 0) or (c < 0 and r.hi < 0)}  # fmt: skip
        pairs = {(g, s) for v in asking if v in self.board.homework for g, _, _, s in [self.board.homework[v]]}
        given = {c.id for c in self.school.courses if any((g, c.subject) in pairs for g in c.groups)}
        return given | {self.board.decisions[v].course.id for v in asking if v in self.board.decisions}

    def owners(self) -> Iterator[Mask]:
        """The decisions of each teacher, of each class, and of each set of rooms that are given out together."""
        layout = self.layout
        for column in range(layout.teacher_of.shape[1]):
            yield layout.mask(layout.teacher_of[:, column])
        for column in range(layout.class_of.shape[1]):
            yield layout.mask(layout.class_of[:, column])
        for rooms in connected(self.school):
            needing = {c.id for c in self.school.courses if any(n.options[0] in rooms for n in c.needs)}
            yield self.of_courses(needing)

    def wider(self) -> Iterator[Mask]:
        """The decisions of each grade, and of each subject with its meetings."""
        school = self.school
        for grade in sorted({k.grade for k in school.classes}):
            yield self.of_courses({c.id for c in school.courses if grade in school.grades_of(c)})
        for subject in school.subjects:
            teachers = {t for c in school.courses if c.subject == subject.id for t in c.teachers}
            yield self.of_courses({c.id for c in school.courses if not teachers.isdisjoint(c.teachers)})


def _alone(scope: Scope) -> bool:
    """Whether a scope names rooms and nobody else."""
    return not (scope.grades or scope.groups or scope.subjects or scope.teachers or scope.courses)
