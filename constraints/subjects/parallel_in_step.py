"""A teacher's parallel classes keep in step (教案齐头)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from scheduler.domain import At, Course, RuleSetting, School, Strength, Teacher, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Lin, Mutant, Param, Rule, Violation


class ParallelInStep(Rule):
    """A teacher's parallel classes are never far apart in their lessons.

    What it asks: of a teacher's courses of one subject in one grade with equally many sessions, at the end of
    every day the one furthest on has had at most ``ahead`` sessions more, since the beginning of the week,
    than the last.
    Why: 教案齐头: one preparation serves all classes, and none hears of the test before the others.
    Breaks when: at the end of a day the difference is greater; each session beyond counts, for each such day.
    Parameters: ahead, sessions.
    References: 教案齐头 in the programs Chinese schools use. Up to three classes are compared two by two;
    more of them with their greatest and their least.
    """

    code = "parallel_in_step"
    title = Text("教案齐头", "parallel classes in step")
    asks = Text(
        "同一教师同年级同科的各班进度一致，每天放学时相差不超过规定节数",
        "a teacher's parallel classes differ by no more than so many lessons at the end of any day",
    )
    breach = Text("{who} 到{where}进度多差 {amount} 节", "{who}: {amount} lesson(s) too far apart after {where}")
    unit = Text("节", "lessons")
    params = (Param("ahead", 1, "lessons", Text("最多相差几节", "lessons apart at most")),)
    strength = Strength.SOFT
    price = 500
    mutants = (
        Mutant("allows one more", shift=1),
        Mutant("forgets the last bound", skip="last"),
        Mutant("forgets a lesson", forget="first"),
        Mutant("one more apart", params=(("ahead", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school, ahead = board.school, setting["ahead"]
        for teacher in school.teachers:
            for courses in _parallel(school, setting, teacher):
                most = len(courses[0].sessions)
                alternates = any(s.weeks is not Weeks.ALL for c in courses for s in c.sessions)
                for day in school.grid.days if alternates else school.grid.days[:-1]:
                    for week in board.weeks if most > ahead else ():
                        given = [self._given(board, c, day, week, alternates) for c in courses]
                        who = (teacher.id, courses[0].subject)
                        board.at_most(setting, who, self._apart(board, given, most), ahead)

    @staticmethod
    def _given(board: Board, course: Course, day: int, week: Weeks, alternates: bool) -> Lin:
        """The sessions up to the end of a day; late in the week, all of them less those still to come."""
        grid = board.school.grid
        before, after = [s for s in grid.slots if s.day <= day], [s for s in grid.slots if s.day > day]
        if alternates or len(before) <= len(after):
            return board.sessions((course,), before, week)
        return len(course.sessions) - board.sessions((course,), after, week)

    @staticmethod
    def _apart(board: Board, given: list[Lin], most: int) -> Lin:
        """The greatest minus the least of ``given``, none of which is above ``most``."""
        if len(given) <= 3:
            return board.worst(a - b for a in given for b in given if a is not b)
        return board.worst(given) + board.worst(most - a for a in given) - most

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for teacher in view.school.teachers:
            for courses in _parallel(view.school, setting, teacher):
                for week in view.school.weeks:
                    given = {c.id: 0 for c in courses}
                    for day in view.school.grid.days:
                        for course in courses:
                            today = (x for x in view.of_course(course.id, week) if x.slot.day == day)
                            given[course.id] += sum(x.first for x in today)
                        apart = max(given.values()) - min(given.values())
                        if apart > setting["ahead"]:
                            who = (teacher.id, courses[0].subject)
                            amount = apart - setting["ahead"]
                            found.append(Violation(setting.id, who, (At(day, 0, week),), amount))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(_parallel(school, setting, t) for t in school.teachers)

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语2", "一2": "语2"}, {"张": "一1语 一2语"}, days=3, periods=2)
        yield Case(
            "breaks",
            Text(
                "周一后一1上了2节，一2没上：相差2，多1；周二后2:1",
                "after Monday 2 to 0: one too many; Tuesday 2 to 1",
            ),
            school, place(school, {"一1": "语 语 | . . | . .", "一2": ". . | 语 . | 语 ."}), 1,
        )  # fmt: skip
        yield Case(
            "boundary", Text("周一后1:0，周二后2:1", "1 to 0 after Monday, 2 to 1 after Tuesday"),
            school, place(school, {"一1": "语 . | 语 . | . .", "一2": ". . | . 语 | 语 ."}), 0,
        )  # fmt: skip
        yield Case(
            "never apart", Text("每天放学时都相同", "the same at the end of every day"),
            school, place(school, {"一1": "语 . | . 语 | . .", "一2": ". 语 | 语 . | . ."}), 0,
            (("ahead", 0),),
        )  # fmt: skip
        four = dict.fromkeys(("一1", "一2", "一3", "一4"), "语2")
        many = tiny(four, {"张": "一1语 一2语 一3语 一4语"}, days=3, periods=4)
        row = {"一1": "语 . . . | 语 . . . | . . . .", "一2": ". 语 . . | . 语 . . | . . . ."}
        late = {"一3": ". . . . | . . . 语 | 语 . . .", "一4": ". . . . | . . . . | . 语 语 ."}
        yield Case(
            "four classes",
            Text("周二后最多2节、最少0节：多1", "after Tuesday the most is 2, the least 0: one too many"),
            many, place(many, row | late), 1,
        )  # fmt: skip
        other = tiny({"一1": "语1.5", "一2": "语1.5"}, {"张": "一1语 一2语"}, days=2, periods=2)
        yield Case(
            "odd and even weeks",
            Text(
                "不许相差：单周周一、周二后都差1，双周周二后差1，共3",
                "none allowed: odd weeks 1 after both days, even weeks 1 after Tuesday",
            ),
            other, place(other, {"一1": "语 语/. | . .", "一2": ". 语 | ./语 ."}), 3, (("ahead", 0),),
        )  # fmt: skip
        grades = tiny({"一1": "语1", "二1": "语1"}, {"张": "一1语 二1语"}, days=2, periods=1)
        yield Case(
            "other grades are not parallel", Text("两个年级不比", "two grades are not compared"),
            grades, place(grades, {"一1": "语 | .", "二1": ". | 语"}), 0, (("ahead", 0),),
        )  # fmt: skip


def _parallel(school: School, setting: RuleSetting, teacher: Teacher) -> list[list[Course]]:
    """The teacher's courses of one subject, grade and number of sessions, where there are several."""
    if setting.scope.teachers and teacher.id not in setting.scope.teachers:
        return []
    alike: dict[tuple[object, ...], list[Course]] = defaultdict(list)
    for course in school.courses_of_teacher[teacher.id]:
        if course.groups and setting.scope.has_course(course, school):
            alike[course.subject, school.grades_of(course), len(course.sessions)].append(course)
    return [courses for courses in alike.values() if len(courses) > 1]
