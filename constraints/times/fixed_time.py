"""Times at which a lesson is held (固排)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from scheduler.domain import At, Course, RuleSetting, School, Scope, Text, TimePattern, Times, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class FixedTime(Rule):
    """At each of these times there is a lesson of what is in scope.

    What it asks: for every class and every subject in scope, and for every meeting in scope, each written
    time holds at least one of its lessons, in every week; where all its lessons are every other week, in one
    week at least. A setting without subjects asks that the class, or failing that each teacher named, has any
    lesson then.
    Why: the class meeting on Monday, a meeting of the staff, an agreement with another school.
    Breaks when: one of the times holds none of the lessons; each time counts one, a week.
    Parameters: times — written times such as ``周一6；周三上午``; ``周四5-6`` is two times.
    """

    code = "fixed_time"
    title = Text("固排", "fixed times")
    asks = Text("规定的每个时间都要排上", "there is a lesson at each of the times given")
    breach = Text("{who} 没有固排在{where}", "{who} is not held at {where} as fixed")
    unit = Text("处", "times")
    wants = Text("{who} 固排在 {times}", "{who} is fixed at {times}")
    params = (Param("times", Times(), "times", Text("固定的时间", "the times")),)
    price = 2000
    mutants = (
        Mutant("wants two", shift=1),
        Mutant("wants none", shift=-1),
        Mutant("forgets the times", params=(("times", Times()),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        for who, courses in self._wanted(board.school, setting):
            weekly = any(s.weeks is Weeks.ALL for c in courses for s in c.sessions)
            asked = [(w,) for w in board.weeks] if weekly else [board.weeks]
            for pattern, weeks in product(setting["times"].patterns, asked):
                slots = [s for s in board.school.grid.slots if pattern.matches(s)]
                held = board.sum(board.lessons(courses, slots, week) for week in weeks)
                board.at_least(setting, who, held, 1)

    @staticmethod
    def _wanted(school: School, setting: RuleSetting) -> Iterator[tuple[tuple[str, ...], list[Course]]]:
        """The courses of which one is to be held, with the names of whose they are."""
        scope = setting.scope
        inside = [c for c in school.courses if scope.has_course(c, school)]
        if scope.teachers and not (scope.subjects or scope.groups or scope.grades):
            for teacher in sorted(scope.teachers & {t for c in inside for t in c.teachers}):
                yield (teacher,), [c for c in inside if teacher in c.teachers]
            return
        yield from (((c.id,), [c]) for c in inside if not c.groups)
        for klass in school.classes:
            attended = {c.id: c for atom in klass.atoms for c in school.courses_of_atom[atom]}
            courses = [c for c in attended.values() if scope.has_lessons(klass, c)]
            if courses and not scope.subjects:
                yield (klass.id,), courses
                continue
            for subject in dict.fromkeys(c.subject for c in courses):
                yield (klass.id, subject), [c for c in courses if c.subject == subject]

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for who, courses in self._people(view.school, setting).items():
            lessons = [x for x in view.lessons if x.course.id in courses]
            sessions = [s for c in courses for s in view.school.course[c].sessions]
            alternating = all(s.weeks is not Weeks.ALL for s in sessions)
            for pattern in setting["times"].patterns:
                kept = {x.week for x in lessons if pattern.matches(x.slot)}
                missed = () if alternating and kept else [w for w in view.school.weeks if w not in kept]
                for week in list(missed)[: 1 if alternating else None]:
                    at = At(pattern.day, pattern.period, Weeks.ALL if alternating else week)
                    found.append(Violation(setting.id, who, (at,), 1))
        return found

    @staticmethod
    def _people(school: School, setting: RuleSetting) -> dict[tuple[str, ...], set[str]]:
        """Whose lessons are asked for, and the ids of the courses that answer it."""
        scope = setting.scope
        people: dict[tuple[str, ...], set[str]] = {}
        by_teacher = scope.teachers and not scope.subjects and not scope.groups and not scope.grades
        for course in school.courses:
            keys: list[tuple[str, ...]] = []
            if by_teacher or not course.groups:
                inside = scope.has_course(course, school)
                who = [t for t in course.teachers if t in scope.teachers] if by_teacher else [course.id]
                keys = [(w,) for w in who if inside]
            else:
                atoms = {a for g in course.groups for a in school.group[g].atoms}
                classes = [g for g in school.classes if not atoms.isdisjoint(g.atoms)]
                classes = [g for g in classes if scope.has_lessons(g, course)]
                keys = [(g.id, course.subject) if scope.subjects else (g.id,) for g in classes]
            for key in keys:
                people.setdefault(key, set()).add(course.id)
        return people

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(setting["times"]) and any(setting.scope.has_course(c, school) for c in school.courses)

    def cases(self) -> Iterable[Case]:
        second = (("times", Times((TimePattern(1, "", 2),))),)
        one = tiny({"一1": "班1 语2"}, {"张": "一1班"}, periods=3, morning=3, meetings={"会": "张"})
        meeting = Scope(subjects=frozenset({"班"}))
        yield Case(
            "breaks", Text("班会固定在第2节，却排在第1节：1处", "fixed in lesson 2, held in lesson 1: one"),
            one, place(one, {"一1": "班 语 语"}, 会="1-2"), 1, second, meeting,
        )  # fmt: skip
        yield Case(
            "keeps", Text("班会在第2节", "the class meeting is in lesson 2"),
            one, place(one, {"一1": "语 班 语"}, 会="1-1"), 0, second, meeting,
        )  # fmt: skip
        half = (("times", Times((TimePattern(1, "am"), TimePattern(0, "", 3)))),)
        yield Case(
            "boundary: one of two lessons in each time",
            Text("语文上午有、第3节有", "Chinese in the morning, and in lesson 3"),
            one, place(one, {"一1": "语 班 语"}, 会="1-1"), 0, half, Scope(subjects=frozenset({"语"})),
        )  # fmt: skip
        yield Case(
            "a meeting", Text("教研固定在第2节，却排在第3节：1处", "the meeting is not in lesson 2: one"),
            one, place(one, {"一1": "语 班 语"}, 会="1-3"), 1, second, Scope(subjects=frozenset({"教研"})),
        )  # fmt: skip
        yield Case(
            "a teacher",
            Text("张第2节要有课：班会在第2节", "张 has something in lesson 2: the class meeting"),
            one, place(one, {"一1": "语 班 语"}, 会="1-3"), 0, second, Scope(teachers=frozenset({"张"})),
        )  # fmt: skip
        halves = tiny({"一1": "音0.5 美0.5 语1"}, periods=2)
        walking = tiny({"七1": ""}, periods=2, bands={"物甲:物1": "七1", "物乙:物1": "七1"})
        yield Case(
            "a teaching group",
            Text(
                "乙组固定第2节，却在第1节：1处",
                "the second group is fixed in lesson 2, held in lesson 1: one",
            ),
            walking, place(walking, {"物甲": ". 物", "物乙": "物 ."}), 1, second,
            Scope(groups=frozenset({"物乙"})),
        )  # fmt: skip
        yield Case(
            "every other week is enough", Text("音乐单周在第2节", "music is in lesson 2 of odd weeks"),
            halves, place(halves, {"一1": "语 音/美"}), 0, second, Scope(subjects=frozenset({"音"})),
        )  # fmt: skip
        yield Case(
            "every week", Text("语文两周都不在第2节：2处", "Chinese is in lesson 2 in neither week: two"),
            halves, place(halves, {"一1": "语 音/美"}), 2, second,
            Scope(groups=frozenset({"一1"}), subjects=frozenset({"语"})),
        )  # fmt: skip
