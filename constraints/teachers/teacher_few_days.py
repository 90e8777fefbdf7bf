"""Part-time and itinerant teachers come on few days."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from math import ceil

from scheduler.domain import At, RuleSetting, School, Strength, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class TeacherFewDays(Rule):
    """A teacher who is not full-time comes on the least number of days.

    What it asks: the days on which he has a lesson or meeting are no more than the least number that can do:
    his periods a week divided by the periods of a day, rounded up, and no fewer than the sessions a week of
    any one of his courses (a class has a subject once a day), as far as there are days.
    Why: his way to school; itinerant teachers (走教) serve several schools.
    Breaks when: he comes on more days; each day beyond counts one, a week. A day costs as much as two gaps.
    """

    code = "teacher_few_days"
    title = Text("兼职走教教师少跑", "few days for part-time teachers")
    asks = Text("兼职、走教教师的课集中在尽量少的日子", "part-time teachers come on as few days as can be")
    breach = Text("{who} 每周多来 {amount} 天", "{who} comes on {amount} day(s) more than needed")
    unit = Text("天", "days")
    strength = Strength.SOFT
    price = 2000
    mutants = (Mutant("one day more", shift=1), Mutant("forgets a day", forget="first"))

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for teacher in school.teachers:
            if teacher.kind == "full-time" or not setting.scope.has_teacher(teacher):
                continue
            days = [list(ms) for _, ms in groupby(school.moments_of(teacher), key=lambda m: m.day)]
            courses = school.courses_of_teacher[teacher.id]
            if not courses:
                continue
            least = max(
                ceil(ceil(sum(c.periods for c in courses)) / max(len(day) for day in days)),
                *(len(c.sessions) for c in courses),
            )
            if least >= len(days):
                continue
            for week in board.weeks:
                present = [board.worst(board.busy(teacher, m, week) for m in day) for day in days]
                board.at_most(setting, (teacher.id,), board.sum(present), least)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for teacher in view.school.teachers:
            if teacher.kind == "full-time" or not setting.scope.has_teacher(teacher):
                continue
            for week in view.school.weeks:
                days = {x.slot.day for x in view.of_teacher(teacher.id, week)}
                over = len(days) - self._least(view.school, teacher.id)
                if over > 0:
                    found.append(Violation(setting.id, (teacher.id,), (At(0, 0, week),), over))
        return found

    @staticmethod
    def _least(school: School, teacher: str) -> int:
        """The number of days that can do, by trying 1, 2, 3 …"""
        courses = [c for c in school.courses if teacher in c.teachers]
        moments = [m.day for m in school.moments_of(school.teacher[teacher])]
        a_day = max((moments.count(d) for d in school.grid.days), default=0)
        days = 1
        while days < len(set(moments)) and (
            days * a_day < sum(c.periods for c in courses) or any(len(c.sessions) > days for c in courses)
        ):
            days += 1
        return days

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(t.kind != "full-time" and setting.scope.has_teacher(t) for t in school.teachers)

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语1", "一2": "语1"}, {"张": "一1语 一2语"}, days=3, periods=2, part_time=["张"])
        yield Case(
            "breaks",
            Text("2节，每天可排2节，却来了2天：多1天", "two lessons fit one day, he comes on two: one"),
            school, place(school, {"一1": "语 . | . . | . .", "一2": ". . | 语 . | . ."}), 1,
        )  # fmt: skip
        yield Case(
            "boundary", Text("一天上完", "both on one day"),
            school, place(school, {"一1": "语 . | . . | . .", "一2": ". 语 | . . | . ."}), 0,
        )  # fmt: skip
        daily = tiny({"一1": "语2"}, {"张": "一1语"}, days=3, periods=2, part_time=["张"])
        yield Case(
            "keeps: a class has a subject once a day",
            Text("同一班2节，来2天", "two lessons of one class, two days"),
            daily, place(daily, {"一1": "语 . | . 语 | . ."}), 0,
        )  # fmt: skip
        full = tiny({"一1": "语1", "一2": "语1"}, {"张": "一1语 一2语"}, days=3, periods=2)
        yield Case(
            "full-time teachers are not asked", Text("专任教师不算", "about part-time teachers only"),
            full, place(full, {"一1": "语 . | . . | . .", "一2": ". . | 语 . | . ."}), 0,
        )  # fmt: skip
        halves = tiny(
            {"一1": "音0.5 美1x2", "一2": "音0.5"}, {"张": "一1音 一2音 一1美"},
            days=2, periods=3, morning=3, part_time=["张"],
        )  # fmt: skip
        yield Case(
            "odd and even weeks",
            Text(
                "2+1节，每天可排3节；双周来了2天：多1天",
                "three periods fit one day, in even weeks he comes on two: one",
            ),
            halves, place(halves, {"一1": "音/. 美 美 | . . .", "一2": ". . . | ./音 . ."}), 1,
        )  # fmt: skip
