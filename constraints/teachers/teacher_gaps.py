"""Few empty periods between a teacher's lessons of one half-day (空堂)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from scheduler.domain import At, RuleSetting, Strength, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class TeacherGaps(Rule):
    """A half-day in which a teacher waits between two lessons costs; gaps over noon do not.

    What it asks: within a half-day a teacher's lessons follow one another; every maximal run of empty periods
    between two lessons of the half-day is one gap, and a half-day counts at most one.
    Why: the wish heard most often from teachers, after free half-days.
    Breaks when: in a half-day, a lesson, then at least one empty period, then a lesson.
    References: encoding by one Boolean a half-day, w[a] + w[b] − Σ(between) − e ≤ 1: measured far stronger
    than counting block starts (see benchmarks/README.md).
    """

    code = "teacher_gaps"
    title = Text("教师少空堂", "few gaps for teachers")
    asks = Text("同一半天内，教师的课尽量连着上，中间不空堂", "a teacher's lessons of a half-day follow one another")
    breach = Text("{who} 在{where}这个半天中间有空堂", "{who} has a gap in the half-day of {where}")
    unit = Text("个半天", "half-days")
    strength = Strength.SOFT
    price = 1000
    mutants = (Mutant("forgives a gap", shift=1), Mutant("forgets the first lesson of a row", forget="first"))

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for teacher in school.teachers:
            if not setting.scope.has_teacher(teacher):
                continue
            for _, moments in groupby(school.moments_of(teacher), key=lambda m: (m.day, m.half)):
                half = list(moments)
                for week in board.weeks:
                    busy = [board.busy(teacher, m, week) for m in half]
                    gap = board.worst(
                        busy[a] + busy[b] - board.sum(busy[a + 1 : b]) - 1
                        for a in range(len(busy))
                        for b in range(a + 2, len(busy))
                    )
                    board.at_most(setting, (teacher.id,), gap, 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for teacher in view.school.teachers:
            if not setting.scope.has_teacher(teacher):
                continue
            for week in view.school.weeks:
                taken = {x.slot.id for x in view.of_teacher(teacher.id, week)}
                for key, moments in groupby(view.school.moments_of(teacher), key=lambda m: (m.day, m.half)):
                    row = "".join("x" if any(s.id in taken for s in m.slots) else "." for m in moments)
                    if "." in row.strip("."):
                        found.append(Violation(setting.id, (teacher.id,), (At(key[0], 0, week),), 1))
        return found

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语2"}, {"张": "一1语"}, periods=4, morning=4)
        yield Case(
            "breaks", Text("第1、3节有课，第2节空：1个半天", "lessons 1 and 3, nothing in 2: one half-day"),
            school, place(school, {"一1": "语 . 语 ."}), 1,
        )  # fmt: skip
        yield Case(
            "one gap a half-day", Text("第2、3节都空，仍是1个半天", "2 and 3 empty: still one half-day"),
            school, place(school, {"一1": "语 . . 语"}), 1,
        )  # fmt: skip
        yield Case(
            "keeps", Text("第2、3节连上", "lessons 2 and 3 in a row"),
            school, place(school, {"一1": ". 语 语 ."}), 0,
        )  # fmt: skip
        noon = tiny({"一1": "语2"}, {"张": "一1语"}, periods=4, morning=2)
        yield Case(
            "boundary: noon is no gap",
            Text("上午第1节、下午第4节：两个半天各一节", "one lesson in each half-day"),
            noon, place(noon, {"一1": "语 . . 语"}), 0,
        )  # fmt: skip
