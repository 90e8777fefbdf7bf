"""What the rules about lessons in a row have in common; see ``_people``.

Two lessons are in a row when no lesson of the person's bell schedules would fit between them and the pause is shorter
than the lesson before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scheduler.domain import At, CourseKind, Lesson, RuleSetting, Slot, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Violation

from ._people import People, Person


class Runs(People):
    """No more than ``most`` lessons in a row within a half-day."""

    unit = Text("节", "periods")
    params = (
        Param("most", 3, "periods", Text("最多连上几节", "most in a row")),
        Param(
            "each",
            "period",
            "period or row",
            Text("超出时按节（period）还是按次（row）计", "a row beyond most counts its periods, or one"),
        ),
    )
    price = 1000
    mutants = (
        Mutant("one more in a row", shift=1),
        Mutant("leaves out a row", skip="first"),
        Mutant("forgets a lesson", forget="last"),
        Mutant("most + 1", params=(("most", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        rows: dict[frozenset[str], list[list[Slot]]] = {}
        for person in (p.only_lessons() for p in self.people(board.school, setting)):
            bells = frozenset(s.bell for m in person.moments for s in m.slots)
            if bells not in rows:
                slots = [s for s in board.school.grid.slots if s.bell in bells]
                rows[bells] = list(_rows(slots, setting["most"] + 1))
            for row in rows[bells] if person.courses else ():
                for week in board.weeks:
                    self._post_row(board, setting, person, row, week)

    def _post_row(self, board: Board, setting: RuleSetting, person: Person, row: list[Slot], week: Weeks) -> None:
        taken = person.at(board, row, week)
        if setting["each"] == "row" and not setting.hard:  # counted where the row ends
            slots = [s for m in person.moments for s in m.slots]
            taken -= person.at(board, _followers(row[-1], slots), week)
        board.at_most(setting, (person.id,), taken, setting["most"])

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for days in self.weeks(view, setting):
            lessons = [x for day in days for x in day.lessons if x.course.kind is CourseKind.LESSON]
            slots = self._slots(view, days[0].who)
            row: list[Lesson] = []
            for lesson in lessons:
                row = [*row, lesson] if row and self._directly(row[-1].slot, lesson.slot, slots) else [lesson]
                if len(row) == setting["most"] + 1 or (len(row) > setting["most"] and setting["each"] == "period"):
                    where = (At(lesson.slot.day, lesson.slot.period, days[0].week),)
                    found.append(Violation(setting.id, (days[0].who,), where, 1))
        return found

    @staticmethod
    def _slots(view: View, who: str) -> list[Slot]:
        """The slots of the bell schedules that a teacher or a pupil of a class lives by."""
        school = view.school
        atoms = set(school.group[who].atoms[:1]) if who in school.group else set()
        mine = [
            c for c in school.courses
            if (any(atoms.intersection(school.group[g].atoms) for g in c.groups) if atoms else who in c.teachers)
        ]  # fmt: skip
        bells = {c.bell for c in mine}
        return [s for s in school.grid.slots if s.bell in bells]

    @staticmethod
    def _directly(a: Slot, b: Slot, slots: Iterable[Slot]) -> bool:
        """Whether b follows a in the same half-day, with no lesson between and no pause as long as a."""
        same = (a.day, a.half) == (b.day, b.half) and b.start - a.end < a.end - a.start
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
            "boundary: noon ends a row", Text("上午第3、4节，下午第5节", "lessons 3 and 4 before noon, 5 after"),
            school, place(school, {"一1": ". . 语 语 语"}), 0, two,
        )  # fmt: skip
        four = tiny({"一1": "语1x2+2"}, {"张": "一1语"}, periods=5, morning=5)
        yield Case(
            "each lesson beyond counts", Text("含连堂连上4节：超2节", "four in a row with a double: two"),
            four, place(four, {"一1": "语 语 语 语 ."}), 2, two,
        )  # fmt: skip
        yield Case(
            "counted by the row", Text("连上4节，只算1次", "four in a row, counted once: one"),
            four, place(four, {"一1": "语 语 语 语 ."}), 1, (("each", "row"), ("most", 2)),
        )  # fmt: skip
        halves = tiny({"一1": "语2 音0.5"}, {"张": "一1语 一1音"}, periods=3, morning=3)
        yield Case(
            "odd and even weeks", Text("单周连上3节：超1节", "three in a row in odd weeks: one"),
            halves, place(halves, {"一1": "语 音/. 语"}), 1, two,
        )  # fmt: skip


def _rows(slots: Sequence[Slot], length: int) -> Iterator[list[Slot]]:
    """Every ``length`` slots of a half-day that follow one another directly; one bell schedule has one row a start."""
    rows = [[s] for s in slots]
    for _ in range(length - 1):
        rows = [[*row, s] for row in rows for s in _followers(row[-1], slots)]
    yield from rows


def _followers(slot: Slot, slots: Sequence[Slot]) -> list[Slot]:
    """The slots that follow directly: those that begin before any that begins after this one is over has ended, and
    before a pause as long as this one. They overlap, so a person is in one of them at most."""
    later = [s for s in slots if s.day == slot.day and s.half is slot.half and s.start >= slot.end]
    first_end = min((s.end for s in later), default=0)
    return list({s.id: s for s in later if s.start < min(first_end, 2 * slot.end - slot.start)}.values())
