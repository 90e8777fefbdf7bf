"""A teacher's marking is even over the week (批改量均衡)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

from constraints.homework import homework_days, up_to_five
from scheduler.domain import At, Group, HomeworkTarget, RuleSetting, School, Strength, Teacher, Text, View
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Stage, Violation


class HomeworkEvenMarking(Rule):
    """The exercise books a teacher has to mark come in evenly over the week.

    What it asks: the marking of a day is the sum over the teacher's classes of minutes × pupils in tens (at
    least one). Let A be the marking of all least targets divided by the days on which one of the classes
    may have homework, but not less than what one class alone brings when its target is divided over its
    lesson days. The marking of a day above A, above 5/4 A and above 3/2 A costs (each rounded up), so that
    the cost is convex.
    Only written homework is marked. Who marks: in each class, the first teacher of the course with the most
    lessons of the subject.
    Why: all homework is marked (全批全改), so marking is work, and it should not all come on one evening.
    Breaks when: a day's marking lies above; the amount is the sum of what is above, in minutes × ten
    pupils.
    Price: 5 a minute of ten pupils (100 for five minutes of a class of forty).
    References: HL-11.
    """

    code = "homework_even_marking"
    title = Text("批改量均衡", "even marking over the week")
    asks = Text("教师每天要批改的作业量尽量一样多", "a teacher has about as much to mark on each day")
    breach = Text("{who} 在{where}的批改量偏多（{amount}）", "{who} on {where}: too much to mark ({amount})")
    unit = Text("十人·分钟", "minutes of ten pupils")
    strength = Strength.SOFT
    price = 5
    stage = Stage.HOMEWORK
    reference = "HL-11"
    mutants = (
        Mutant("forgives five minutes", shift=5),
        Mutant("forgets a class", forget="last"),
        Mutant("passes over the first level", skip="first"),
        Mutant("passes over the last level", skip="last"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        marked: dict[str, list[tuple[Group, HomeworkTarget]]] = {}
        for klass, target, name in _markers(school):
            marked.setdefault(name, []).append((klass, target))
        for teacher in filter(setting.scope.has_teacher, school.teachers):
            mine = marked.get(teacher.id, [])
            days = sorted({d for klass, _ in mine for d in homework_days(school, klass)})
            for week in board.weeks:
                for day in days:
                    marking = board.sum(
                        board.minutes(klass.id, week, day, t.subject) * tens(klass) for klass, t in mine
                    )
                    for level in self._levels(school, mine, len(days)):
                        board.at_most(setting, (teacher.id,), marking, level)

    def _levels(self, school: School, mine: list[tuple[Group, HomeworkTarget]], days: int) -> tuple[int, int, int]:
        one_class = 0
        for klass, target in mine:
            lessons = sum(len(c.sessions) for c in school.courses_of(klass, target.subject))
            alone = up_to_five(target.least / max(1, min(lessons, len(homework_days(school, klass)))))
            one_class = max(one_class, tens(klass) * alone)
        fair = max(one_class, ceil(sum(t.least * tens(k) for k, t in mine) / days))
        return fair, ceil(fair * 5 / 4), ceil(fair * 3 / 2)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for teacher in filter(setting.scope.has_teacher, view.school.teachers):
            mine = [t for t in view.targets if self._marks(view.school, teacher, t)]
            days = {t.group: self._days(view.school, t.group) for t in mine}
            books = {t.group: max(1, (view.school.group[t.group].pupils + 5) // 10) for t in mine}
            both = sorted(set().union(*days.values()))
            fair = -(-sum(books[t.group] * t.least for t in mine) // len(both)) if both else 0
            for t in mine:
                klass = view.school.group[t.group]
                count = sum(len(c.sessions) for c in view.school.courses_of(klass, t.subject))
                times = min(count, len(days[t.group])) or 1
                fair = max(fair, books[t.group] * 5 * -(-t.least // (5 * times)))
            for week in view.school.weeks:
                for day in both:
                    load = sum(books[t.group] * view.minutes(t.group, week, day, t.subject) for t in mine)
                    over = sum(max(0, load - -(-fair * quarters // 4)) for quarters in (4, 5, 6))
                    if over:
                        found.append(Violation(setting.id, (teacher.id,), (At(day, 0, week),), over))
        return found

    def _marks(self, school: School, teacher: Teacher, target: HomeworkTarget) -> bool:
        staffed = [c for c in school.courses_of(school.group[target.group], target.subject) if c.teachers]
        return (
            target.kind == "written"
            and bool(staffed)
            and max(staffed, key=lambda c: c.periods).teachers[0] == teacher.id
        )

    def _days(self, school: School, group: str) -> set[int]:
        klass = school.group[group]
        days = {s.day for s in school.slots_of(klass)}
        for s in school.settings:
            if s.rule == "homework_free_days" and s.strength in ("hard", "soft") and s.scope.has_group(klass):
                days -= set(s["days"])
        return days

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(setting.scope.has_teacher(school.teacher[t]) for _, _, t in _markers(school))

    def cases(self) -> Iterable[Case]:
        school = tiny(
            {"三1": "语2", "三2": "语2"},
            {"张": "三1语 三2语"},
            days=2,
            pupils=40,
            homework={"三1": "语20-40", "三2": "语20-40"},
        )
        lessons = place(school, {"三1": "语 . | 语 .", "三2": ". 语 | . 语"})
        yield Case(
            "breaks",
            Text(
                "平均 4×40÷2=80；第一天 4×35=140：超 80、100、120 各 60、40、20，共 120",
                "average 4 × 40 / 2 = 80; day 1 has 4 × 35 = 140, over 80, 100, 120 by 60 + 40 + 20 = 120",
            ),
            school,
            lessons,
            120,
            homework=assign(school, {"三1": {"语": "20 0"}, "三2": {"语": "15 5"}}),
        )
        yield Case(
            "keeps",
            Text("两个班错开：每天 80", "the classes take turns: 80 each day"),
            school,
            lessons,
            0,
            homework=assign(school, {"三1": {"语": "20 0"}, "三2": {"语": "0 20"}}),
        )
        alone = tiny({"三1": "语1"}, {"张": "三1语"}, days=2, pupils=38, homework={"三1": "语20-40"})
        yield Case(
            "boundary: one lesson a week",
            Text(
                "只有一天有课，20 分钟只能在那天：不算偏多",
                "taught on one day only: twenty minutes there are no more than must be",
            ),
            alone,
            place(alone, {"三1": "语 . . . | . . . ."}),
            0,
            homework=assign(alone, {"三1": {"语": "20 0"}}),
        )
        spoken = tiny({"三1": "语2"}, {"张": "三1语"}, days=2, homework={"三1": "语20-60:oral"})
        yield Case(
            "keeps: nothing to mark",
            Text("口头作业不用批改", "what is spoken is not marked"),
            spoken,
            place(spoken, {"三1": "语 . . . | 语 . . ."}),
            0,
            homework=assign(spoken, {"三1": {"语": "30 0"}}),
        )
        small = tiny({"三1": "语2"}, {"张": "三1语"}, days=2, pupils=3, homework={"三1": "语20-60"})
        yield Case(
            "a small class counts as ten pupils",
            Text(
                "平均 10；30 分钟超 10、13、15 各 20、17、15：共 52",
                "average 10; 30 is over 10, 13, 15 by 20 + 17 + 15 = 52",
            ),
            small,
            place(small, {"三1": "语 . . . | 语 . . ."}),
            52,
            homework=assign(small, {"三1": {"语": "30 0"}}),
        )


def tens(klass: Group) -> int:
    """The pupils of a class in tens, rounded, at least one."""
    return max(1, (klass.pupils + 5) // 10)


def _markers(school: School) -> Iterator[tuple[Group, HomeworkTarget, str]]:
    """Each target with its class and the teacher who marks it."""
    for target in school.homework.targets:
        klass = school.group[target.group]
        staffed = [c for c in school.courses_of(klass, target.subject) if c.teachers]
        if staffed and target.kind == "written":
            yield klass, target, max(staffed, key=lambda c: c.periods).teachers[0]
