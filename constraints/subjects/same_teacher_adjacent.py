"""A teacher's two parallel classes in the same half-day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from scheduler.domain import At, Course, Half, RuleSetting, School, Strength, Teacher, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class SameTeacherAdjacent(Rule):
    """On a day on which a teacher has both of two parallel classes, both lie in the same half-day.

    What it asks: where a teacher has one subject in just two classes of a grade, their lessons of a day lie
    in the same half of it.
    Why: the second class hears what the first has just heard, the preparation is fresh, a half-day stays
    free.
    Breaks when: on a day, the sessions of one class in the morning and those of the other in the afternoon
    are more than one together; each beyond the first counts, the worse of the two ways round. While a class
    has the subject once a day this is one for each day on which the two lie apart.
    References: cf. XHSTT and the wishes of teachers (同头课相邻). Two rows and one slack a day: flags for
    'some lesson of this class in this half' would need ten times as many.
    """

    code = "same_teacher_adjacent"
    title = Text("同头课排在同一半天", "parallel classes in one half-day")
    asks = Text(
        "教师两个平行班的课，同一天都有时尽量在同一半天",
        "a teacher's two parallel classes of a day lie in the same half-day",
    )
    breach = Text("{who} 在{where}两个平行班不在同一半天", "{who}: parallel classes in different half-days on {where}")
    unit = Text("天", "days")
    strength = Strength.SOFT
    price = 250
    mutants = (
        Mutant("allows it", shift=1),
        Mutant("forgets the slack", forget="first"),
        Mutant("forgets the last day", skip="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for teacher in school.teachers:
            for pair in _pairs(school, setting, teacher):
                for day in school.grid.days:
                    am, pm = ([s for s in school.grid.slots if s.day == day and s.half is half] for half in Half)
                    for week in board.weeks:
                        apart = board.worst(
                            board.sessions((a,), am, week) + board.sessions((b,), pm, week) - 1
                            for a, b in (pair, pair[::-1])
                        )
                        board.at_most(setting, (teacher.id, pair[0].subject), apart, 0)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for teacher in view.school.teachers:
            for one, two in _pairs(view.school, setting, teacher):
                for week in view.school.weeks:
                    count: dict[int, dict[tuple[str, Half], int]] = {}
                    for x in (*view.of_course(one.id, week), *view.of_course(two.id, week)):
                        day = count.setdefault(x.slot.day, defaultdict(int))
                        day[x.course.id, x.slot.half] += x.first
                    for d, held in sorted(count.items()):
                        ways = (
                            held[one.id, Half.AM] + held[two.id, Half.PM],
                            held[two.id, Half.AM] + held[one.id, Half.PM],
                        )
                        if max(ways) > 1:
                            who = (teacher.id, one.subject)
                            found.append(Violation(setting.id, who, (At(d, 0, week),), max(ways) - 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(_pairs(school, setting, t) for t in school.teachers)

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语2", "一2": "语2"}, {"张": "一1语 一2语"}, days=2, periods=4, morning=2)
        yield Case(
            "breaks",
            Text(
                "周一一班上午、一班下午：1天；周二都在上午",
                "Monday apart: one day; Tuesday both before noon",
            ),
            school, place(school, {"一1": "语 . . . | 语 . . .", "一2": ". . 语 . | . 语 . ."}), 1,
        )  # fmt: skip
        yield Case(
            "keeps", Text("两天都在同一半天", "both days in one half"),
            school, place(school, {"一1": "语 . . . | . . . 语", "一2": ". 语 . . | . . 语 ."}), 0,
        )  # fmt: skip
        one = tiny({"一1": "语1", "一2": "语1"}, {"张": "一1语 一2语"}, days=2, periods=2, morning=1)
        yield Case(
            "boundary: different days", Text("不在同一天，不比", "on different days there is nothing to ask"),
            one, place(one, {"一1": "语 . | . .", "一2": ". . | . 语"}), 0,
        )  # fmt: skip
        double = tiny({"一1": "语1x2 音0.5", "一2": "语1x2"}, {"张": "一1语 一2语"}, periods=4, morning=2)
        yield Case(
            "double lessons, odd and even weeks",
            Text("连堂一上一下：单双周各1天", "one double before noon, one after it: a day in both weeks"),
            double, place(double, {"一1": "语 语 音/. .", "一2": ". . 语 语"}), 2,
        )  # fmt: skip
        three = dict.fromkeys(("一1", "一2", "一3"), "语1")
        more = tiny(three, {"张": "一1语 一2语 一3语"}, periods=3, morning=1)
        yield Case(
            "three classes are not asked", Text("三个平行班不作要求", "three parallel classes are not asked"),
            more, place(more, {"一1": "语 . .", "一2": ". 语 .", "一3": ". . 语"}), 0,
        )  # fmt: skip


def _pairs(school: School, setting: RuleSetting, teacher: Teacher) -> list[tuple[Course, Course]]:
    """The teacher's two courses of a subject in a grade, where there are just two."""
    if setting.scope.teachers and teacher.id not in setting.scope.teachers:
        return []
    alike: dict[tuple[object, ...], list[Course]] = defaultdict(list)
    for course in school.courses_of_teacher[teacher.id]:
        if course.groups and setting.scope.has_course(course, school):
            alike[course.subject, school.grades_of(course)].append(course)
    return [(courses[0], courses[1]) for courses in alike.values() if len(courses) == 2]
