"""A class has a subject at most once a day, or as often as it must."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import ceil

from scheduler.domain import (
    At,
    BlockKind,
    Group,
    RuleSetting,
    School,
    Scope,
    Strength,
    Text,
    Timetable,
    View,
    Weeks,
)
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class SubjectADay(Rule):
    """A class's lessons of one subject are shared out over the days.

    What it asks: a class has at most ``most`` lessons of a subject on one day. With ``most`` 0 it has as many
    sessions a day as the week makes necessary, ⌈sessions of the week ÷ school days⌉; a double lesson is one
    session.
    Why: two separate lessons of a subject on one day mean a day without it elsewhere, and homework in heaps.
    Breaks when: more begin (``most`` 0) or are held (``most`` above 0) on a day; each one beyond counts. All
    courses of the class in the subject count together, each of odd and even weeks by itself.
    Parameters: most, lessons a day; 0 is automatic.
    References: Post et al., An XML format for benchmarks in high school timetabling (Spread Events), Ann. OR
    194 (2012).
    """

    code = "subject_a_day"
    title = Text("同科每天不重复", "a subject once a day")
    asks = Text(
        "同一班同一科目每天不超过规定节数；不填则按周次数平均到每天（连堂算一次）",
        "a class has a subject no more than so often a day; by default as evenly as its sessions allow",
    )
    breach = Text("{who} 在{where}多出 {amount} 节", "{who}: {amount} too many on {where}")
    unit = Text("节", "lessons")
    params = (
        Param(
            "most",
            0,
            "lessons a day",
            Text("每天最多几节（0 为自动）", "lessons a day at most (0: automatic)"),
        ),
    )
    strength = Strength.HARD
    price = 2000
    reference = "XHSTT Spread Events"
    mutants = (
        Mutant("allows one more", shift=1),
        Mutant("forgets a lesson", forget="first"),
        Mutant("forgets the last bound", skip="last"),
        Mutant("counts one more lesson a day", params=(("most", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school, most, scope = board.school, setting["most"], setting.scope
        slots = {day: [s for s in school.grid.slots if s.day == day] for day in school.grid.days}
        count = board.lessons if most else board.sessions
        for klass in school.classes:
            days = len({s.day for s in school.slots_of(klass)})
            for subject in school.subjects_of(klass):
                courses = [c for c in school.courses_of(klass, subject) if scope.has_lessons(klass, c)]
                for week in board.weeks:
                    held = (Weeks.ALL, Weeks.EITHER, week)
                    lengths = [s.duration for c in courses for s in c.sessions if s.weeks in held]
                    bound = most or -(-len(lengths) // days)
                    enough = (sum(lengths) if most else len(lengths)) <= bound
                    for day in () if enough else slots:
                        board.at_most(setting, (klass.id, subject), count(courses, slots[day], week), bound)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in view.school.classes:
            for week in view.school.weeks:
                bound = self._bounds(view.school, setting, klass, week)
                held: Counter[tuple[str, int]] = Counter()
                for x in view.of_class(klass, week):
                    if setting.scope.has_lessons(klass, x.course) and (setting["most"] or x.first):
                        held[x.course.subject, x.slot.day] += 1
                for (subject, day), number in sorted(held.items()):
                    if number > bound[subject]:
                        where = (At(day, 0, week),)
                        found.append(Violation(setting.id, (klass.id, subject), where, number - bound[subject]))
        return found

    @staticmethod
    def _bounds(school: School, setting: RuleSetting, klass: Group, week: Weeks) -> dict[str, int]:
        """Lessons or sessions a day at most, by subject: the sessions possible in the week over the days."""
        bells = school.grid.bell[klass.bell]
        days = len({b.day for b in bells.blocks if b.kind is BlockKind.LESSON})
        number: Counter[str] = Counter()
        for course in school.courses_of_atom[klass.atoms[0]]:
            if setting.scope.has_lessons(klass, course):
                may = [s for s in course.sessions if s.weeks is Weeks.EITHER or s.weeks.covers(week)]
                number[course.subject] += len(may)
        return {subject: setting["most"] or ceil(n / days) for subject, n in number.items()}

    def cases(self) -> Iterable[Case]:
        two = tiny({"一1": "语2"}, days=2)
        yield Case(
            "breaks",
            Text("两天两节，都在周一：多1节", "two lessons, two days, both on Monday: one too many"),
            two, place(two, {"一1": "语 . 语 . | . . . ."}), 1,
        )  # fmt: skip
        yield Case("keeps", Text("每天一节", "one a day"), two, place(two, {"一1": "语 . . . | . . . 语"}), 0)
        three = tiny({"一1": "语3"}, days=2, periods=3)
        yield Case(
            "boundary: more lessons than days",
            Text("三节两天：⌈3÷2⌉＝2，一天两节可以", "three lessons, two days: ⌈3÷2⌉ = 2 on a day are right"),
            three, place(three, {"一1": "语 语 . | . . 语"}), 0,
        )  # fmt: skip
        yield Case(
            "three on a day", Text("一天三节，最多2：多1节", "three on a day, two allowed: one too many"),
            three, place(three, {"一1": "语 语 语 | . . ."}), 1,
        )  # fmt: skip
        double = tiny({"一1": "语1x2+1"}, days=2)
        yield Case(
            "a double lesson is one",
            Text("连堂算一次：2次两天，每天1次", "a double is one session: one each day"),
            double, place(double, {"一1": "语 语 . . | . . 语 ."}), 0,
        )  # fmt: skip
        yield Case(
            "lessons, not sessions",
            Text("最多2节：连堂2节加1节，多1节", "two allowed: a double and one more"),
            double, place(double, {"一1": "语 语 语 . | . . . ."}), 1, (("most", 2),),
        )  # fmt: skip
        other = tiny({"一1": "语1.5"}, days=2, periods=2)
        yield Case(
            "odd and even weeks", Text("单周周一两节：多1节", "two on the Monday of odd weeks: one too many"),
            other, place(other, {"一1": "语 语/. | . ."}), 1,
        )  # fmt: skip
        yield from self._joint()

    @staticmethod
    def _joint() -> Iterable[Case]:
        school = tiny({"一1": "语1", "一2": "数1"}, joint={"语1": "一1 一2"}, days=2, periods=2)
        shared = place(school, {"一2": "语 . | . 数"}).placements
        own = place(tiny({"一1": "语1"}, days=2, periods=2), {"一1": ". 语 | . ."}).placements
        yield Case(
            "with other classes too",
            Text("合班一节、本班一节同一天：多1节", "one joint and one own on a day"),
            school, Timetable((*own, *shared)), 1, scope=Scope(subjects=frozenset({"语"})),
        )  # fmt: skip
