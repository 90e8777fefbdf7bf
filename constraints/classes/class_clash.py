"""A class, and every part of it, has one lesson at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from scheduler.domain import At, Course, RuleSetting, School, Strength, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class ClassClash(Rule):
    """A class has one lesson at a time, also in joint lessons and teaching groups.

    What it asks: no two lessons of the same pupils overlap in clock time, whether they are lessons of the
    class, of several classes together (合班) or of a teaching group drawn from classes (走班).
    Why: pupils cannot be in two lessons.
    Breaks when: a lesson begins while another lesson of the same pupils goes on. Each set of pupils that is
    never separated counts by itself: two halves of a class that both have a clash are two.
    Posted as at most one lesson in each set of slots that overlap by the clock, for sets of courses of which every
    two have pupils in common and which between them hold every such pair. Where hundreds of pupils choose their
    courses this takes a tenth of the rows, and stronger ones, than going pupil by pupil; where nobody chooses, the
    sets are the classes' own.
    References: de Werra, An introduction to timetabling, EJOR 19 (1985).
    """

    code = "class_clash"
    title = Text("班级不冲突", "no class in two lessons")
    asks = Text(
        "同一班级（或走班中的同一批学生）同一时间只上一节课，合班课、走班课都算",
        "a class, or each part of it, has one lesson at a time, joint and group lessons included",
    )
    breach = Text("{who} 在{where}同时有两节课", "{who} has two lessons at once at {where}")
    unit = Text("处", "clashes")
    wants = Text("班级 {who} 同一时间只能上一节课", "class {who} can have one lesson at a time")
    strength = Strength.HARD
    only_hard = True
    reference = "de Werra 1985"
    mutants = (Mutant("allows two at once", shift=1), Mutant("forgets a lesson", forget="first"))

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for courses in _clashing(school, setting):
            who = _classes(school, courses)
            for moment in school.grid.moments(c.bell for c in courses):
                for week in board.weeks:
                    board.at_most(setting, who, board.lessons(courses, moment.slots, week), 1)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        clashes: Counter[tuple[str, At]] = Counter()
        for klass in view.school.classes:
            if not setting.scope.has_group(klass):
                continue
            for atom in klass.atoms:
                for week in view.school.weeks:
                    lessons = view.of_atom(atom, week)
                    for i, lesson in enumerate(lessons):
                        if any(earlier.slot.overlaps(lesson.slot) for earlier in lessons[:i]):
                            clashes[klass.id, At(lesson.slot.day, lesson.slot.period, week)] += 1
        return [Violation(setting.id, (who,), (at,), n) for (who, at), n in clashes.items()]

    def cases(self) -> Iterable[Case]:
        joint = tiny({"一1": "语1", "一2": "语1"}, periods=2, joint={"体1": "一1 一2"})
        yield Case(
            "breaks",
            Text(
                "第1节合班体育时，一2 还有语文：1处",
                "joint PE in lesson 1 while 一2 has Chinese: one clash",
            ),
            joint, place(joint, {"一1": "体 语", "一2": "语 ."}), 1,
        )  # fmt: skip
        yield Case(
            "keeps", Text("合班体育在第1节，语文在第2节", "joint PE in lesson 1, Chinese in lesson 2"),
            joint, place(joint, {"一1": "体 语", "一2": ". 语"}), 0,
        )  # fmt: skip
        halves = tiny({"一1": "音0.5 美0.5"}, periods=1)
        yield Case(
            "boundary: alternating",
            Text("单周音乐、双周美术，同一节", "music in odd, art in even weeks, one slot"),
            halves, place(halves, {"一1": "音/美"}), 0,
        )  # fmt: skip
        walking = tiny({"七1": "语1"}, periods=2, bands={"物甲:物1": "七1", "物乙:物1": "七1"})
        yield Case(
            "teaching groups",
            Text(
                "七1 一半学生走班上物理时全班有语文：1处",
                "half of 七1 in physics while the class has Chinese: one",
            ),
            walking, place(walking, {"七1": "语 .", "物甲": "物 .", "物乙": ". 物"}), 1,
        )  # fmt: skip
        long = tiny({"一1": "美1x2"}, periods=3, morning=3, joint={"体1": "一1"})
        yield Case(
            "doubles", Text("美术连堂占第1、2节，体育在第3节", "a double in lessons 1 and 2, PE in lesson 3"),
            long, place(long, {"一1": "美 美 体"}), 0,
        )  # fmt: skip


def _classes(school: School, courses: Iterable[Course]) -> tuple[str, ...]:
    """The classes that have pupils in all of these courses; in any of them where no class is in all."""
    present = [{school.atoms[a].id for g in c.groups for a in school.group[g].atoms} for c in courses]
    return tuple(sorted(set.intersection(*present) or set.union(*present)))


def _clashing(school: School, setting: RuleSetting) -> Iterator[tuple[Course, ...]]:
    """Sets of courses of which every two share pupils; every two that do are together in one of them."""
    rank = {c.id: i for i, c in enumerate(school.courses)}
    asked = (atom for atom, klass in school.atoms.items() if setting.scope.has_group(klass))
    clashes: dict[int, set[int]] = defaultdict(set)
    for courses in {school.courses_of_atom[atom]: None for atom in asked}:
        numbers = [rank[c.id] for c in courses]
        for number in numbers:
            clashes[number].update(numbers)
    left = {n: set(others) for n, others in clashes.items()}  # pairs in no set yet
    for first in sorted(clashes, key=lambda n: (len(clashes[n]), n)):
        while left[first]:
            together, more = {first}, clashes[first] - {first}
            gain = {n: int(n in left[first]) for n in more}
            while more:  # greedily, the course that brings in most pairs, then the one with fewest pairs in all
                best = max(more, key=lambda n: (gain[n], -len(clashes[n]), -n))
                together.add(best)
                more = (more & clashes[best]) - {best}
                for n in more & left[best]:
                    gain[n] += 1
            for n in together:
                left[n] -= together
            yield tuple(school.courses[n] for n in sorted(together))
