"""Most lessons of a teacher in a row (连续最多)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scheduler.domain import At, CourseKind, Lesson, RuleSetting, Slot, Strength, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class TeacherRun(Rule):
    """No more than ``most`` lessons in a row within a half-day.

    What it asks: a teacher's lessons follow one another directly (no lesson of the bell schedules he teaches
    in would fit between) at most ``most`` times in a half-day. Meetings are no lessons and end a row.
    Why: the voice, and somebody has to drink a glass of water.
    Breaks when: a row is longer; each lesson beyond ``most`` counts one, a week.
    Posted as: of any ``most`` + 1 slots in a row one is free. These rows are the whole convex hull for one
    half-day.
    Parameters: most — periods in a row.
    """

    code = "teacher_run"
    title = Text("教师连上节数", "a teacher's lessons in a row")
    asks = Text("教师同一半天内连续上课不超过规定节数", "no more than so many lessons in a row within a half-day")
    breach = Text(
        "{who} 在{where}前已连上多节，超 {amount} 节",
        "{who}: {amount} lesson(s) too many in a row up to {where}",
    )
    unit = Text("节", "periods")
    params = (Param("most", 3, "periods", Text("最多连上几节", "most in a row")),)
    strength = Strength.SOFT
    price = 1000
    mutants = (
        Mutant("one more in a row", shift=1),
        Mutant("leaves out a row", skip="first"),
        Mutant("forgets a lesson", forget="last"),
        Mutant("most + 1", params=(("most", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        rows: dict[frozenset[str], list[list[Slot]]] = {}
        for teacher in school.teachers:
            if not setting.scope.has_teacher(teacher):
                continue
            lessons = [c for c in school.courses_of_teacher[teacher.id] if c.kind is CourseKind.LESSON]
            bells = frozenset(c.bell for c in lessons)
            if bells not in rows:
                slots = [s for s in school.grid.slots if s.bell in bells]
                rows[bells] = list(_rows(slots, setting["most"] + 1))
            for row in rows[bells]:
                for week in board.weeks:
                    board.at_most(setting, (teacher.id,), board.lessons(lessons, row, week), setting["most"])

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for teacher in view.school.teachers:
            if not setting.scope.has_teacher(teacher):
                continue
            for week in view.school.weeks:
                lessons = [x for x in view.of_teacher(teacher.id, week) if x.course.groups]
                bells = {c.bell for c in view.school.courses_of_teacher[teacher.id] if c.groups}
                slots = [s for s in view.school.grid.slots if s.bell in bells]
                row: list[Lesson] = []
                for lesson in lessons:
                    row = [*row, lesson] if row and self._directly(row[-1].slot, lesson.slot, slots) else [lesson]
                    if len(row) > setting["most"]:
                        where = (At(lesson.slot.day, lesson.slot.period, week),)
                        found.append(Violation(setting.id, (teacher.id,), where, 1))
        return found

    @staticmethod
    def _directly(a: Slot, b: Slot, slots: Iterable[Slot]) -> bool:
        """Whether b follows a in the same half-day with no room for a lesson between."""
        same = (a.day, a.half) == (b.day, b.half)
        return same and not any(s.day == a.day and a.end <= s.start and s.end <= b.start for s in slots)

    def cases(self) -> Iterable[Case]:
        two = (("most", 2),)
        school = tiny({"一1": "语3"}, {"张": "一1语"}, periods=5, morning=4)
        yield Case(
            "breaks", Text("连上3节，最多2节：超1节", "three in a row, two allowed: one"),
            school, place(school, {"一1": "语 语 语 . ."}), 1, two,
        )  # fmt: skip
        yield Case(
            "keeps", Text("第1、2节，歇一节，第4节", "lessons 1 and 2, a rest, lesson 4"),
            school, place(school, {"一1": "语 语 . 语 ."}), 0, two,
        )  # fmt: skip
        yield Case(
            "boundary: noon ends a row",
            Text("上午第3、4节，下午第5节", "lessons 3 and 4 before noon, 5 after"),
            school, place(school, {"一1": ". . 语 语 语"}), 0, two,
        )  # fmt: skip
        four = tiny({"一1": "语1x2+2"}, {"张": "一1语"}, periods=5, morning=5)
        yield Case(
            "each lesson beyond counts", Text("含连堂连上4节：超2节", "four in a row with a double: two"),
            four, place(four, {"一1": "语 语 语 语 ."}), 2, two,
        )  # fmt: skip
        halves = tiny({"一1": "语2 音0.5 美0.5"}, {"张": "一1语 一1音"}, periods=3, morning=3)
        yield Case(
            "odd and even weeks", Text("单周连上3节：超1节", "three in a row in odd weeks: one"),
            halves, place(halves, {"一1": "语 音/美 语"}), 1, two,
        )  # fmt: skip
        bells = tiny({"一1": "语2", "七1": "语1"}, {"张": "一1语 七1语"}, periods=3, morning=3, bells={"七": (520, 45)})
        yield Case(
            "two bell schedules",
            Text(
                "8:00、8:50 小学，9:30 初中：连上3节，超1节",
                "8:00, 8:50 primary, 9:30 junior: three in a row, one",
            ),
            bells, place(bells, {"一1": "语 语 .", "七1": ". 语 ."}), 1, two,
        )  # fmt: skip


def _rows(slots: Sequence[Slot], length: int) -> Iterator[list[Slot]]:
    """Every ``length`` slots of a half-day that follow one another directly; one bell schedule has one row a
    start."""
    rows = [[s] for s in slots]
    for _ in range(length - 1):
        rows = [[*row, s] for row in rows for s in _followers(row[-1], slots)]
    yield from rows


def _followers(slot: Slot, slots: Sequence[Slot]) -> list[Slot]:
    """The slots that follow directly: those that begin before any that begins after this one is over."""
    later = [s for s in slots if s.day == slot.day and s.half is slot.half and s.start >= slot.end]
    first_end = min((s.end for s in later), default=0)
    return [s for s in later if s.start < first_end]
