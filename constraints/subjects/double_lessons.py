"""Double lessons are two periods in a row (连堂)."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain import At, Placement, RuleSetting, School, Strength, Text, Timetable, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Rule, Violation


class DoubleLessons(Rule):
    """A double lesson fits into one half-day, one period after the other.

    What it asks: every session of two periods begins where the next lesson of the same half-day follows it.
    Why: compositions, experiments and handicraft need the time in one piece.
    Breaks when: a double lesson is not placed, or begins at the last lesson of a half-day; each counts.
    Guaranteed by the board.
    References: timetabling customs (作文、实验连堂).
    """

    code = "double_lessons"
    title = Text("连堂课连着上", "double lessons in a row")
    asks = Text("连堂课占同一半天里相连的两节", "a double lesson takes two periods in a row of one half-day")
    breach = Text("{who} 的连堂在{where}没有连上", "the double lesson of {who} is not in a row at {where}")
    unit = Text("次", "double lessons")
    strength = Strength.HARD
    structural = True
    reference = "连堂"

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        school, found = view.school, []
        starts: dict[tuple[str, str], list[str]] = {}
        for p in view.timetable.placements:
            starts.setdefault((p.course, p.session), []).append(p.start)
        for course in school.courses:
            if not setting.scope.has_course(course, school):
                continue
            for session in course.sessions:
                placed = starts.get((course.id, session.id), [])
                if session.duration > 1 and not placed:
                    found.append(Violation(setting.id, (course.id,), (At(0),), 1))
                for start in placed if session.duration > 1 else ():
                    slot = school.grid.slot[start]
                    half = (slot.bell, slot.day, slot.half)
                    after = [s for s in school.grid.slots if (s.bell, s.day, s.half) == half and s.start > slot.start]
                    if len(after) < session.duration - 1 or slot.next is None:
                        where = (At(slot.day, slot.period),)
                        found.append(Violation(setting.id, (course.id,), where, 1))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(s.duration > 1 for c in school.courses for s in c.sessions)

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语1x2+1"}, periods=4, morning=2)
        yield Case(
            "breaks: across noon",
            Text("第2节开始，第3节已是下午：1次", "begins in lesson 2, lesson 3 is after noon: one"),
            school, Timetable((Placement("一1语", "#1", "铃/1-2"), Placement("一1语", "#2", "铃/1-1"))), 1,
        )  # fmt: skip
        yield Case("keeps", Text("第1、2节", "lessons 1 and 2"), school, place(school, {"一1": "语 语 语 ."}), 0)
        yield Case(
            "boundary", Text("第3、4节，下午最后两节", "lessons 3 and 4, the last two"),
            school, place(school, {"一1": "语 . 语 语"}), 0,
        )  # fmt: skip
        yield Case(
            "not placed", Text("连堂没有排：1次", "the double lesson is left out: one"),
            school, Timetable((Placement("一1语", "#2", "铃/1-1"),)), 1,
        )  # fmt: skip
