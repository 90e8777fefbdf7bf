"""A research group has its weekly meeting, and all its teachers are free for it (教研、集体备课)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scheduler.domain import At, RuleSetting, School, Teacher, Text, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Mutant, Param, Rule, Violation


class ResearchMeeting(Rule):
    """Each week the research group meets; every member attends, and none has a lesson then.

    What it asks: in every week there is a meeting that all teachers of the research group attend, none of
    them having a lesson or another meeting at that time. It stands in the plan as a course without pupils, so
    the board places it and ``teacher_clash`` keeps its time free; the rule is the proof of it.
    Why: collective preparation (集体备课) and research by subject are asked of every school.
    Breaks when: of the meetings in a week, the one that most members can attend lacks somebody; each member
    who does not attend, or has something else at the time, counts one. Without a meeting all members count.
    Parameters: group — the research group (教研组) as in the sheet 教师; '' is every group of two or more.
    References: DA-03.
    """

    code = "research_meeting"
    title = Text("教研活动", "meeting of the research group")
    asks = Text(
        "教研组每周有集体活动时间，全组教师都没有课",
        "the research group meets weekly, and no member has a lesson then",
    )
    breach = Text("教研组活动 {where}：{who} 不能参加", "meeting at {where}: {who} cannot attend")
    unit = Text("人", "teachers")
    params = (Param("group", "", "research group", Text("教研组；空着是每个组", "the group; empty is every group")),)
    about_plan = True
    reference = "DA-03"
    metric = "common_free_minutes_week"
    mutants = (Mutant("another group", params=(("group", "数学组"),)),)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for group in self._groups(view.school, setting):
            members = self._members(view.school, setting, group)
            for week in view.school.weeks:
                absent, where = self._best(view, members, week)
                if absent:
                    found.append(Violation(setting.id, tuple(absent), where, len(absent)))
        return found

    @staticmethod
    def _groups(school: School, setting: RuleSetting) -> list[str]:
        named = setting["group"]
        all_groups = dict.fromkeys(t.research_group for t in school.teachers if t.research_group)
        return [g for g in all_groups if named in ("", g)]

    @staticmethod
    def _members(school: School, setting: RuleSetting, group: str) -> list[str]:
        members = [t for t in school.teachers if t.research_group == group and setting.scope.has_teacher(t)]
        alone = len(members) == 1 and not setting["group"]  # nobody to meet with
        return [] if alone else [t.id for t in members]

    @staticmethod
    def _best(view: View, members: list[str], week: Weeks) -> tuple[list[str], tuple[At, ...]]:
        """The members who miss the meeting that suits the group best, and when that is."""
        best = members
        where: tuple[At, ...] = (At(0, 0, week),)
        for course in view.school.courses:
            run = view.of_course(course.id, week)
            if course.groups or not run:
                continue
            absent = [
                m
                for m in members
                if m not in course.teachers
                or any(
                    x.course is not course and x.slot.overlaps(y.slot) for x in view.of_teacher(m, week) for y in run
                )
            ]
            if len(absent) < len(best):
                best, where = absent, tuple(At(y.slot.day, y.slot.period, week) for y in run)
        return best, where

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(self._groups(school, setting)) or bool(setting["group"])

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if self._groups(school, setting):
            return None
        group = setting["group"]
        return Text(f"教师表：没有人的教研组是“{group}”", f"sheet Teachers: nobody is in the research group '{group}'")

    def cases(self) -> Iterable[Case]:
        chinese = (("group", "语文组"),)

        def grouped(school: School) -> School:
            def member(t: Teacher) -> Teacher:
                return replace(t, research_group="数学组" if t.id == "王" else "语文组")

            return replace(school, teachers=tuple(member(t) for t in school.teachers))

        staff = {"张": "一1语", "李": "一2语", "王": "一1数"}
        school = grouped(
            tiny({"一1": "语1 数1", "一2": "语1"}, staff, periods=3, meetings={"语研": "张 李", "数研": "王"})
        )
        yield Case(
            "breaks",
            Text("语文组第1节活动，李有课：1人", "the group meets in lesson 1 while 李 teaches: one"),
            school, place(school, {"一1": ". 语 数", "一2": "语 . ."}, 语研="1-1", 数研="1-1"), 1, chinese,
        )  # fmt: skip
        yield Case(
            "keeps", Text("第3节活动，张、李都没有课", "lesson 3: neither 张 nor 李 teaches"),
            school, place(school, {"一1": "语 数 .", "一2": ". 语 ."}, 语研="1-3", 数研="1-1"), 0, chinese,
        )  # fmt: skip
        yield Case(
            "boundary: others may teach then",
            Text("第3节活动时数学组的王有课", "王 of mathematics teaches then"),
            school, place(school, {"一1": "语 . 数", "一2": ". 语 ."}, 语研="1-3", 数研="1-1"), 0, chinese,
        )  # fmt: skip
        alone = grouped(tiny({"一1": "语1 数1", "一2": "语1"}, staff, periods=3, meetings={"语研": "张 李"}))
        yield Case(
            "every group of two or more",
            Text("王一个人的数学组不用开会", "王 is alone in mathematics: nobody to meet"),
            alone, place(alone, {"一1": "语 . 数", "一2": ". 语 ."}, 语研="1-3"), 0,
        )  # fmt: skip
        none = grouped(tiny({"一1": "语1 数1", "一2": "语1"}, staff, periods=3, meetings={"数研": "王"}))
        yield Case(
            "no meeting", Text("语文组没有活动时间：全组2人", "the group has no meeting: both members"),
            none, place(none, {"一1": "语 . 数", "一2": ". 语 ."}, 数研="1-1"), 2, chinese,
        )  # fmt: skip
