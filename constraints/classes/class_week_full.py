"""Every lesson slot of a class's week has a lesson (课表排满)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scheduler.domain import At, RuleSetting, Strength, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Rule, Violation


class ClassWeekFull(Rule):
    """No pupil has an empty lesson slot.

    What it asks: in every week, in every lesson slot of the class's bell schedule, all pupils of the class
    have a lesson; one that runs by another bell schedule at that time counts.
    Why: children are supervised all through the school day, and the plan gives every slot a lesson.
    Breaks when: a slot has no lesson for some pupils; each set of pupils that is never separated counts by
    itself.
    Posted as at least one lesson in each slot; with ``class_clash`` it is exactly one.
    """

    code = "class_week_full"
    title = Text("班级课表排满", "a full week for every class")
    asks = Text("班级作息表里的每一节都有课", "every lesson slot of a class's bell schedule has a lesson")
    breach = Text("{who} 在{where}没有课", "{who} has no lesson at {where}")
    unit = Text("节", "slots")
    wants = Text("{who} 每节都要有课", "{who} has a lesson in every period")
    strength = Strength.HARD
    price = 4000
    mutants = (Mutant("wants two lessons", shift=1), Mutant("leaves out a slot", skip="last"))

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for atom, klass in school.atoms.items():
            if not setting.scope.has_group(klass):
                continue
            courses = school.courses_of_atom[atom]
            others = {c.bell for c in courses} - {klass.bell}
            strange = [s for s in school.grid.slots if s.bell in others]
            for slot in school.slots_of(klass):
                slots = [slot, *(s for s in strange if s.overlaps(slot))]
                for week in board.weeks:
                    board.at_least(setting, (klass.id,), board.lessons(courses, slots, week), 1)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        empty: Counter[tuple[str, At]] = Counter()
        for klass in view.school.classes:
            if not setting.scope.has_group(klass):
                continue
            slots = [s for s in view.school.grid.slots if s.bell == klass.bell]
            for atom in klass.atoms:
                for week in view.school.weeks:
                    lessons = view.of_atom(atom, week)
                    taken = {x.slot.id for x in lessons}
                    for slot in slots:
                        if slot.id not in taken and not any(x.slot.overlaps(slot) for x in lessons):
                            empty[klass.id, At(slot.day, slot.period, week)] += 1
        return [Violation(setting.id, (who,), (at,), n) for (who, at), n in empty.items()]

    def cases(self) -> Iterable[Case]:
        short = tiny({"一1": "语2"}, periods=3)
        yield Case(
            "breaks", Text("3节只排了2节课：1节空", "two lessons for three slots: one is empty"),
            short, place(short, {"一1": "语 . 语"}), 1,
        )  # fmt: skip
        full = tiny({"一1": "语2 体1"}, periods=3)
        yield Case(
            "keeps", Text("3节都有课", "all three slots have a lesson"),
            full, place(full, {"一1": "语 体 语"}), 0,
        )  # fmt: skip
        halves = tiny({"一1": "语1 音0.5 美0.5"}, periods=2)
        yield Case(
            "boundary: odd and even weeks",
            Text("单周音乐、双周美术，合起来排满", "music in odd, art in even weeks"),
            halves, place(halves, {"一1": "语 音/美"}), 0,
        )  # fmt: skip
        alone = tiny({"一1": "语1 音0.5"}, periods=2)
        yield Case(
            "an empty even week", Text("双周第2节空：1节", "lesson 2 is empty in even weeks: one"),
            alone, place(alone, {"一1": "语 音/."}), 1,
        )  # fmt: skip
        walking = tiny({"七1": "语1"}, periods=2, bands={"物甲:物1": "七1", "物乙:物1": "七1"})
        yield Case(
            "teaching groups",
            Text("两个走班组同在第2节：都有课", "both teaching groups meet in lesson 2: all have a lesson"),
            walking, place(walking, {"七1": "语 .", "物甲": ". 物", "物乙": ". 物"}), 0,
        )  # fmt: skip
        yield Case(
            "half the class is free",
            Text("一半学生第2节没有课：1节", "half of the class has nothing in lesson 2: one"),
            walking, place(walking, {"七1": "语 .", "物甲": ". 物", "物乙": "物 ."}), 1,
        )  # fmt: skip
        long = tiny({"一1": "美1x2 语1"}, periods=3, morning=3)
        yield Case(
            "doubles", Text("连堂占两节，加一节语文：排满", "a double and a single fill three slots"),
            long, place(long, {"一1": "语 美 美"}), 0,
        )  # fmt: skip
