"""Two sessions on one day follow directly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scheduler.domain import At, Course, RuleSetting, School, Scope, Slot, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Lin, Mutant, Rule, Violation


class AdjacentSameDay(Rule):
    """Sessions of the courses in scope that fall on one day are at most two, one directly after the other.

    What it asks: any two sessions of the courses in scope on one day follow directly, with no break of a period and no
    noon between them. So there are at most two on a day, in one stretch.
    Why: where a course must come twice on a day, two lessons in a row are better than two apart.
    Breaks when: a day's sessions make more than one stretch, or are more than two; each stretch beyond the first and
    each session beyond the second counts. Sessions at the same time are no stretch of their own.
    Posted hard, for sessions of one period, as cliques: of slots of which no two are neighbours at most one is taken;
    the cliques of even and odd places cover every such pair. Else by counting stretches: a session that does not begin
    where another ends opens one.
    References: cf. FET, Min days between activities (consecutive if same day).
    """

    code = "adjacent_same_day"
    title = Text("同一天的课相连", "lessons on one day in a row")
    asks = Text("同一门课同一天有两次时必须相连", "two sessions of a course on one day follow each other directly")
    breach = Text("{who} 在{where}没有相连", "{who}: not in a row on {where}")
    unit = Text("次", "lessons")
    price = 1500
    reference = "FET"
    mutants = (
        Mutant("allows one more", shift=1),
        Mutant("forgets a term", forget="first"),
        Mutant("forgets the last bound", skip="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        courses = school.within(setting.scope)
        who = tuple(c.id for c in courses)
        simple = len({c.bell for c in courses}) == 1 and all(s.duration == 1 for c in courses for s in c.sessions)
        for week in board.weeks if sum(len(c.sessions) for c in courses) > 1 else ():
            for day in school.grid.days:
                if setting.hard and simple:
                    for clique in _cliques(_day(school, courses[0].bell, day)):
                        board.at_most(setting, who, board.sessions(courses, clique, week), 1)
                    continue
                slots = [s for b in sorted({c.bell for c in courses}) for s in _day(school, b, day)]
                board.at_most(setting, who, self._stretches(board, courses, slots, week), 1)
                board.at_most(setting, who, board.sessions(courses, slots, week), 2)

    @staticmethod
    def _stretches(board: Board, courses: Sequence[Course], slots: Sequence[Slot], week: Weeks) -> Lin:
        """How many sessions begin where no other of them ends."""
        before = {s.next: s for s in slots if s.next}
        opened = []
        for slot in slots:
            begun = board.sessions(courses, [slot], week)
            if slot.id in before:
                begun = begun - board.sum(board.ends(c, before[slot.id], week) for c in courses)
            opened.append(board.above(begun, 0))
        return board.sum(opened)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        ids = [c.id for c in view.school.within(setting.scope)]
        for week in view.school.weeks:
            lessons = [x for i in ids for x in view.of_course(i, week)]
            for day in sorted({x.slot.day for x in lessons}):
                today = [x for x in lessons if x.slot.day == day]
                starts = [x.slot.id for x in today if x.first]
                going_on = [x.slot.id for x in today if not x.first]
                ended = [x.slot.next for x in today]
                for slot in going_on:
                    ended.remove(slot)
                opened = sum(max(0, starts.count(s) - ended.count(s)) for s in set(starts))
                amount = max(0, opened - 1) + max(0, len(starts) - 2)
                if amount:
                    who = tuple(sorted({x.course.id for x in today}))
                    found.append(Violation(setting.id, who, (At(day, 0, week),), amount))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return sum(len(c.sessions) for c in school.within(setting.scope)) > 1

    def cases(self) -> Iterable[Case]:
        chinese = Scope(subjects=frozenset({"语"}))
        two = tiny({"一1": "语2"}, days=2, periods=5, morning=3)
        yield Case(
            "breaks", Text("第1节、第3节不相连：1次", "lessons 1 and 3 are not in a row: one"),
            two, place(two, {"一1": "语 . 语 . . | . . . . ."}), 1, scope=chinese,
        )  # fmt: skip
        yield Case(
            "keeps", Text("第2、3节相连", "lessons 2 and 3"),
            two, place(two, {"一1": ". 语 语 . . | . . . . ."}), 0, scope=chinese,
        )  # fmt: skip
        yield Case(
            "boundary: different days", Text("不在同一天，不要求", "on different days nothing is asked"),
            two, place(two, {"一1": "语 . . . . | . . . . 语"}), 0, scope=chinese,
        )  # fmt: skip
        yield Case(
            "noon between", Text("第3、4节隔着中午：1次", "noon lies between lessons 3 and 4: one"),
            two, place(two, {"一1": ". . 语 语 . | . . . . ."}), 1, scope=chinese,
        )  # fmt: skip
        three = tiny({"一1": "语3"}, days=2, periods=4, morning=4)
        yield Case(
            "three in a row", Text("一天三节：多1次", "three on a day: one too many"),
            three, place(three, {"一1": "语 语 语 . | . . . ."}), 1, scope=chinese,
        )  # fmt: skip
        double = tiny({"一1": "语1x2+1", "一2": "语1"}, days=2, periods=4, morning=4)
        first = Scope(groups=frozenset({"一1"}))
        yield Case(
            "a double and a lesson", Text("连堂后隔一节又上：1次", "a lesson after the double, not directly: one"),
            double, place(double, {"一1": "语 语 . 语 | . . . .", "一2": ". . . . | . . . 语"}), 1, scope=first,
        )  # fmt: skip
        yield Case(
            "directly after a double", Text("连堂后紧接一节", "a lesson directly after the double"),
            double, place(double, {"一1": ". 语 语 语 | . . . .", "一2": ". . . . | . . . 语"}), 0, scope=first,
        )  # fmt: skip
        yield Case(
            "at the same time", Text("两门课同时：2段，多1", "two courses at once: two stretches"),
            double, place(double, {"一1": "语 语 . . | . . 语 .", "一2": ". . . . | . . 语 ."}), 1, scope=chinese,
        )  # fmt: skip
        halves = tiny({"一1": "语1.5"}, days=1, periods=4, morning=4)
        yield Case(
            "odd and even weeks", Text("单周第1、3节：1次", "lessons 1 and 3 in odd weeks: one"),
            halves, place(halves, {"一1": "语 . 语/. ."}), 1, scope=chinese,
        )  # fmt: skip


def _day(school: School, bell: str, day: int) -> list[Slot]:
    """The slots of a day in one bell schedule, in clock order."""
    return sorted((s for s in school.grid.slots if s.bell == bell and s.day == day), key=lambda s: s.start)


def _cliques(slots: Sequence[Slot]) -> Iterator[list[Slot]]:
    """Sets of slots without neighbours that together hold every pair of slots that are no neighbours.

    Slots get places on a line, a place being left out where one does not run on into the next; places of one parity up
    to some place, and of the other parity from three beyond it, are such a set.
    """
    places: list[int] = []
    for i, slot in enumerate(slots):
        places.append(places[-1] + (1 if slots[i - 1].next == slot.id else 2) if places else 0)
    seen: set[frozenset[int]] = set()
    for cut in range(-3, (places[-1] if places else -3) + 1):
        early = {p for p in places if p <= cut and (cut - p) % 2 == 0}
        late = {p for p in places if p >= cut + 3 and (p - cut) % 2 == 1}
        chosen = frozenset(early | late)
        if chosen and not any(chosen <= other for other in seen):
            seen.add(chosen)
            yield [s for s, p in zip(slots, places, strict=True) if p in chosen]
