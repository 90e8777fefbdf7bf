"""Most lessons of a teacher a week (周课时)."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from scheduler.domain import At, RuleSetting, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Mutant, Param, Rule, Violation


class TeacherWeekLoad(Rule):
    """A teacher has no more than ``most`` lessons a week.

    What it asks: the periods of lessons of a teacher, a week on the average of odd and even weeks, are at
    most ``most``. Meetings are no lessons. The assignment of teachers decides it; no timetable can change it.
    Why: the load agreed for a full post.
    Breaks when: he has more; each period begun beyond counts one.
    Parameters: most — periods a week.
    """

    code = "teacher_week_load"
    title = Text("教师周课时", "a teacher's lessons a week")
    asks = Text("教师每周的课不超过规定节数", "no more than so many lessons a week")
    breach = Text("{who} 每周多 {amount} 节课", "{who} has {amount} lesson(s) a week too many")
    unit = Text("节", "periods")
    params = (Param("most", 20, "periods a week", Text("每周最多几节", "most a week")),)
    about_plan = True
    mutants = (Mutant("most + 1", params=(("most", 1),)),)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        weeks = view.school.weeks
        for teacher in view.school.teachers:
            if not setting.scope.has_teacher(teacher):
                continue
            periods = sum(1 for w in weeks for x in view.of_teacher(teacher.id, w) if x.course.groups)
            over = ceil(periods / len(weeks) - setting["most"])
            if over > 0:
                found.append(Violation(setting.id, (teacher.id,), (At(0),), over))
        return found

    def cases(self) -> Iterable[Case]:
        two = (("most", 2),)
        school = tiny({"一1": "语1x2+1"}, {"张": "一1语"}, periods=4, morning=4)
        yield Case(
            "breaks", Text("连堂2节加1节，最多2节：多1节", "a double and a single, two allowed: one"),
            school, place(school, {"一1": "语 语 . 语"}), 1, two,
        )  # fmt: skip
        light = tiny({"一1": "语2"}, {"张": "一1语"}, periods=3, morning=3, meetings={"会": "张"})
        yield Case(
            "boundary: meetings are no lessons", Text("2节课和一次教研，正好", "two lessons and a meeting"),
            light, place(light, {"一1": "语 语 ."}, 会="1-3"), 0, two,
        )  # fmt: skip
        halves = tiny({"一1": "语1 音0.5", "一2": "音0.5"}, {"张": "一1语 一1音 一2音"}, periods=3)
        yield Case(
            "keeps: the average of both weeks",
            Text("单周3节、双周1节，平均2节", "three in odd, one in even weeks: two on the average"),
            halves, place(halves, {"一1": "语 音/. .", "一2": ". . 音/."}), 0, two,
        )  # fmt: skip
