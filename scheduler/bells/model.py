"""The school day as a small exact model: a row of blocks, each with its minutes, in steps of five.

arrival · (morning activity) · (reading) · lessons with breaks, one of them long, eye exercises in another · noon ·
lessons as before · (activity) · after-school service. What stands in brackets may be left out; so may long breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from scheduler.domain import Block, BlockKind

from .day import Day, Wanted

STEP = 5
EYES = 5
Expr = Any  # a linear expression of the solver, or a number: its own types say less
_EARLIEST, _LATEST = 7 * 60, 21 * 60
_MORNING_ENDS = (11 * 60, 12 * 60 + 30)  # the noon break begins between these
_AFTERNOON = 13 * 60  # and the afternoon's first lesson not before this
_USUAL_NOON = 110


@dataclass(frozen=True)
class Part:
    """A block of the day: its minutes are 0 where it is left out, ``shown`` then is 0."""

    kind: BlockKind
    name: str
    start: Expr
    minutes: Expr
    shown: Expr


class DayModel:
    """Variables of one day; everything in minutes after midnight or minutes."""

    def __init__(self, wanted: Wanted, morning: int):
        self.wanted = wanted
        self.model = cp_model.CpModel()
        self.parts: list[Part] = []
        self.gaps: list[Expr] = []
        self.lesson = wanted.lesson_minutes
        self._pause = self._minutes("pause", 10, 20)  # of every plain break
        self._morning_long: Expr = 0
        self._odd: list[Expr] = []  # long breaks and eye exercises elsewhere than usual
        self._at: Expr = self._minutes("arrival", _EARLIEST, 9 * 60)
        self.arrival = self._at
        self._block(BlockKind.ARRIVAL, "到校", self._minutes("settling", 10, 30))
        self._optional(BlockKind.OTHER, "晨间活动", 10, 20)
        self._optional(BlockKind.READING, "晨读", 10, 20)
        self.half_starts = [self._half("上午", range(1, morning + 1))]
        self.noon = self._minutes("noon", 60, 180)
        if wanted.lessons > morning:
            self.model.add_linear_constraint(self._at, *_MORNING_ENDS)
            self._block(BlockKind.NOON, "午餐午休", self.noon)
            self.model.add(self._at >= _AFTERNOON)
            self.half_starts.append(self._half("下午", range(morning + 1, wanted.lessons + 1)))
        self.activity = self._optional(BlockKind.ACTIVITY, "课外活动", 20, 60)
        self.school_end = self._at
        self.service = self._optional(BlockKind.SERVICE, "课后服务", 30, 180)
        self.end = self._at
        self.model.add(self.end <= _LATEST)

    def _minutes(self, name: str, least: int, most: int) -> Expr:
        return STEP * self.model.new_int_var(least // STEP, most // STEP, name)

    def _block(self, kind: BlockKind, name: str, minutes: Expr, shown: Expr = 1) -> None:
        self.parts.append(Part(kind, name, self._at, minutes, shown))
        self._at = self._at + minutes

    def _optional(self, kind: BlockKind, name: str, least: int, most: int) -> Expr:
        """A block that may be left out; returns its minutes, 0 then."""
        shown = self.model.new_bool_var(name)
        steps = self.model.new_int_var(0, most // STEP, name)
        self.model.add(steps >= least // STEP * shown)
        self.model.add(steps <= most // STEP * shown)
        self._block(kind, name, STEP * steps, shown)
        return STEP * steps

    def _half(self, half: str, numbers: range) -> Expr:
        """The lessons of a half-day with their breaks; returns when the first begins."""
        start = self._at
        long = [self.model.new_bool_var(f"long {n}") for n in numbers[:-1]]
        eyes = [self.model.new_bool_var(f"eyes {n}") for n in numbers[:-1]]
        self.model.add_at_most_one(long)
        self.model.add_at_most_one(eyes)
        for index, number in enumerate(numbers):
            self._block(BlockKind.LESSON, f"第{number}节", self.lesson)
            if index < len(long):
                self._gap(half, long[index], eyes[index])
        if half == "上午":
            self._morning_long = sum(long)
        self._odd += [flag for index, flag in enumerate(long) if _usual_long(half, len(long)) != index]
        self._odd += [flag for index, flag in enumerate(eyes) if _usual_long(half, len(long)) == index]
        return start

    def _gap(self, half: str, long: cp_model.IntVar, eyes: cp_model.IntVar) -> None:
        """A break: long, or with eye exercises before a plain pause, or plain."""
        before = self._at
        steps = self.model.new_int_var(0, 40 // STEP, "long")
        self.model.add(steps >= 20 // STEP * long)
        self.model.add(steps <= 40 // STEP * long)
        name = "大课间" if half == "上午" else "下午大课间"
        self._block(BlockKind.LONG_BREAK, name, STEP * steps, long)
        self._block(BlockKind.EYES, "眼保健操", EYES * eyes, eyes)
        pause = self.model.new_int_var(0, 20 // STEP, "gap")
        self.model.add(STEP * pause == self._pause).only_enforce_if(~long)
        self.model.add(pause == 0).only_enforce_if(long)
        self._at = self._at + STEP * pause
        self.gaps.append(self._at - before)

    def shown(self, *kinds: BlockKind) -> Expr:
        """How many blocks of these kinds the day has."""
        return sum((p.shown for p in self.parts if p.kind in kinds), 0)

    def minutes(self, *kinds: BlockKind) -> Expr:
        """The minutes of all blocks of these kinds."""
        return sum((p.minutes for p in self.parts if p.kind in kinds), 0)

    def dear(self) -> Expr:
        """What a school would rather not have, in minutes: a long day, lessons that begin at an unusual time, a short
        noon, no long break in the morning, no eye exercises, blocks that nobody asked for."""
        usual = 8 * 60 if min(self.wanted.grades) >= 7 else 8 * 60 + 30
        off = self.model.new_int_var(0, 240, "off the usual start")
        self.model.add(off >= self.half_starts[0] - usual)
        self.model.add(off >= usual - self.half_starts[0])
        short = self.model.new_int_var(0, _USUAL_NOON, "short noon")
        self.model.add(short >= _USUAL_NOON - self.noon)
        extra = self.shown(
            BlockKind.OTHER, BlockKind.READING, BlockKind.ACTIVITY, BlockKind.SERVICE, BlockKind.LONG_BREAK
        )
        lacks = 100 * (1 - self._morning_long) + 50 * (1 - self.has(BlockKind.EYES))
        return self.end - self.arrival + 3 * off + 2 * short + 5 * extra + lacks + 3 * sum(self._odd)

    def has(self, kind: BlockKind) -> Expr:
        """1 only when the day has a block of this kind."""
        there = self.model.new_bool_var(f"has {kind}")
        self.model.add(there <= self.shown(kind))
        return there

    def read(self, solver: cp_model.CpSolver) -> Day:
        """The day as the solver left it."""
        return Day(tuple(self._blocks(solver)))

    def _blocks(self, solver: cp_model.CpSolver) -> Iterator[Block]:
        for part in self.parts:
            if solver.value(part.shown):
                start = solver.value(part.start)
                yield Block(1, start, start + solver.value(part.minutes), part.kind, part.name)


def _usual_long(half: str, gaps: int) -> int:
    """After which lesson (0: the first) of a half-day the long break usually stands: the second in the morning."""
    return min(1, gaps - 1) if half == "上午" else 0
