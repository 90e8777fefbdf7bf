"""Lessons of a subject evenly over the week (均衡)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from math import ceil

from scheduler.domain import At, BlockKind, Group, RuleSetting, School, Strength, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class EvenSpread(Rule):
    """The few lessons of a subject do not crowd into neighbouring days.

    What it asks: of the n sessions a class has in a subject in a week of D days (2 ≤ n ≤ D), any w days in a
    row (2 ≤ w < D) hold at most ⌈n·w ÷ D⌉, where that is fewer than w. With five days: two lessons are not on
    neighbouring days, three not on three days in a row; four lie as they like.
    Why: what is learnt apart is kept better; the homework of a subject comes evenly.
    Breaks when: w days in a row hold more; the greatest excess of such a stretch counts, for each class,
    subject and week. ⌈n·w ÷ D⌉ is what the even spread itself reaches, so nothing unavoidable counts.
    References: Post et al., XHSTT (Spread Events), Ann. OR 194 (2012); 每周两节的课至少隔一天.
    """

    code = "even_spread"
    title = Text("各科每周均衡分布", "subjects spread over the week")
    asks = Text(
        "每周只有几节的科目要分散到各天，如每周两节的至少隔一天",
        "the few lessons of a subject are spread over the week: two lessons are not on neighbouring days",
    )
    breach = Text(
        "{who} 从{where}起几天内过于集中（多 {amount} 节）",
        "{who} crowds from {where} on ({amount} too many)",
    )
    unit = Text("节", "lessons")
    strength = Strength.SOFT
    price = 1000
    mutants = (
        Mutant("allows one more", shift=1),
        Mutant("forgets the slack", forget="first"),
        Mutant("forgets the last subject", skip="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school, scope = board.school, setting.scope
        slots = {day: [s for s in school.grid.slots if s.day == day] for day in school.grid.days}
        for klass in school.classes:
            days = sorted({s.day for s in school.slots_of(klass)})
            for subject in school.subjects_of(klass):
                courses = [c for c in school.courses_of(klass, subject) if scope.has_lessons(klass, c)]
                for week in board.weeks:
                    held = (Weeks.ALL, Weeks.EITHER, week)
                    n = sum(s.weeks in held for c in courses for s in c.sessions)
                    crowd = board.worst(
                        board.sessions(courses, [s for d in stretch for s in slots[d]], week) - bound
                        for stretch, bound in self._stretches(n, days)
                    )
                    board.at_most(setting, (klass.id, subject), crowd, 0)

    @staticmethod
    def _stretches(n: int, days: list[int]) -> Iterable[tuple[list[int], int]]:
        """Days in a row with the sessions they may hold at most, where that says something."""
        for width in range(2, len(days)):
            bound = -(-n * width // len(days))
            if 2 <= n <= len(days) and bound < min(width, n):
                yield from ((days[i : i + width], bound) for i in range(len(days) - width + 1))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for klass in view.school.classes:
            blocks = view.school.grid.bell[klass.bell].blocks
            days = sorted({b.day for b in blocks if b.kind is BlockKind.LESSON})
            for week in view.school.weeks:
                wanted = self._wanted(view.school, setting, klass, week)
                held: dict[str, list[int]] = {subject: [] for subject in wanted}
                for x in view.of_class(klass, week):
                    if x.first and x.course.subject in held and setting.scope.has_lessons(klass, x.course):
                        held[x.course.subject].append(x.slot.day)
                for subject, on in held.items():
                    crowds = list(self._crowds(wanted[subject], on, days))
                    if crowds:
                        amount = max(excess for _, excess in crowds)
                        first = min(day for day, excess in crowds if excess == amount)
                        found.append(Violation(setting.id, (klass.id, subject), (At(first, 0, week),), amount))
        return found

    @staticmethod
    def _wanted(school: School, setting: RuleSetting, klass: Group, week: Weeks) -> Counter[str]:
        """The sessions possible in the week, by subject."""
        number: Counter[str] = Counter()
        for course in school.courses_of_atom[klass.atoms[0]]:
            if setting.scope.has_lessons(klass, course):
                may = [s for s in course.sessions if s.weeks is Weeks.EITHER or s.weeks.covers(week)]
                number[course.subject] += len(may)
        return number

    @staticmethod
    def _crowds(number: int, held: list[int], days: list[int]) -> Iterable[tuple[int, int]]:
        """(first day, excess) of every stretch of days that holds too many of the ``number`` sessions."""
        if not 2 <= number <= len(days):
            return
        for first, last in combinations(range(len(days)), 2):
            width = last - first + 1
            share = ceil(number * width / len(days))
            inside = sum(days[first] <= day <= days[last] for day in held)
            if share < width < len(days) and inside > share:
                yield days[first], inside - share

    def cases(self) -> Iterable[Case]:
        two = tiny({"一1": "音2"}, days=5, periods=2)
        yield Case(
            "breaks", Text("两节在周二、周三：⌈2×2÷5⌉＝1，多1节", "Tue and Wed: ⌈2·2÷5⌉ = 1, one too many"),
            two, place(two, {"一1": ". . | 音 . | . 音 | . . | . ."}), 1,
        )  # fmt: skip
        yield Case(
            "boundary", Text("周二、周四：隔一天", "Tue and Thu: a day between"),
            two, place(two, {"一1": ". . | 音 . | . . | . 音 | . ."}), 0,
        )  # fmt: skip
        yield Case(
            "both on one day",
            Text("两节都在周二：多1节", "both on Tuesday: one too many"),
            two, place(two, {"一1": ". . | 音 音 | . . | . . | . ."}), 1,
        )  # fmt: skip
        three = tiny({"一1": "科3"}, days=5, periods=2)
        yield Case(
            "three in a row",
            Text("三天连着：⌈3×3÷5⌉＝2，多1节", "three days in a row: ⌈3·3÷5⌉ = 2, one too many"),
            three, place(three, {"一1": ". . | . . | 科 . | 科 . | . 科"}), 1,
        )  # fmt: skip
        yield Case(
            "boundary of three",
            Text("周一、二、四：任意三天内最多2节", "Mon, Tue, Thu: two in any three days"),
            three, place(three, {"一1": "科 . | 科 . | . . | . 科 | . ."}), 0,
        )  # fmt: skip
        other = tiny({"一1": "音1.5"}, days=4, periods=1)
        yield Case(
            "odd and even weeks",
            Text("单周周一、周二：多1节；双周一节", "odd weeks Mon and Tue: one; even weeks none"),
            other, place(other, {"一1": "音 | 音/. | . | ."}), 1,
        )  # fmt: skip
        four = tiny({"一1": "科4"}, days=5, periods=1)
        yield Case(
            "four lie as they like",
            Text("四节：⌈4×4÷5⌉＝4，没有限制", "four lessons: ⌈4·4÷5⌉ = 4, no bound"),
            four, place(four, {"一1": "科 | 科 | 科 | 科 | ."}), 0,
        )  # fmt: skip
