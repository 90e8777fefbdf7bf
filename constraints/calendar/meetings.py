"""Few meetings a week, and weeks without any (无会周)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from scheduler.domain import Calendar, CourseKind, Event, Office, RuleSetting, School, Text, Timetable, View, Weeks
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param, Rule, Violation

from ._terms import no_calendar, say_stretches


class Meetings(Rule):
    """In no week of the term do teachers have more meetings than allowed; in some weeks none is called.

    What it asks: the meetings (会议) of the calendar in a week, and the weekly meetings of the plan that one teacher
    attends at most, are together at most ``most``. In the ``free_week``-th week of each month (the one with the
    month's first, second … Monday) the calendar has none; the plan's weekly meetings, which are research and
    preparation, are not called meetings here.
    Why: 每月第一周“无会周”; fewer meetings leave teachers time for their pupils.
    Breaks when: a week has more; each meeting beyond counts one; so does each called in a free week.
    Parameters: most, meetings a week; free_week, which week of the month, 0 for none.
    References: DR-17, TB-03.
    """

    code = "meetings"
    title = Text("会议次数", "meetings")
    asks = Text("每周会议不超过规定次数，无会周不开会", "no more meetings a week than allowed, and weeks without any")
    breach = Text("{who}：多 {amount} 次会议", "{who}: {amount} meeting(s) too many")
    unit = Text("次", "meetings")
    params = (
        Param("most", 99, "meetings a week", Text("每周最多几次", "meetings a week at most")),
        Param("free_week", 0, "week of the month", Text("每月第几周不开会", "the month's week without")),
    )
    about_plan = True
    metric = "meeting_count"
    bounds = {"most": "<="}
    reference = "DR-17"
    mutants = (
        Mutant("one more", params=(("most", 1),)),
        Mutant("the week after", params=(("free_week", 1),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        weekly = _weekly(view.school)
        for number, events in self._weeks(view.school):
            yield Measured((f"W{number}",), (), weekly + len(events))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        weekly, found = _weekly(view.school), []
        for number, events in self._weeks(view.school):
            over = len(events) + weekly - setting["most"]
            if over > 0:
                found.append(Violation(setting.id, (f"W{number}",), (), int(-(-over // 1))))
        calendar = view.school.office.calendar
        for event in calendar.of(("会议",)) if calendar else ():
            if any(_week_of_month(day) == setting["free_week"] for day in event.days):
                found.append(Violation(setting.id, (event.name, event.first.isoformat()), (), 1))
        return found

    @staticmethod
    def _weeks(school: School) -> Iterator[tuple[int, list[Event]]]:
        calendar = school.office.calendar
        if calendar is None:
            return
        meetings = calendar.of(("会议",))
        for number in range(1, calendar.weeks + 1):
            yield number, [e for e in meetings if calendar.week(e.first) <= number <= calendar.week(e.last)]

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return no_calendar(school)

    def say(self, violation: Violation, lang: str) -> str:
        who = say_stretches(" ".join(violation.who), lang)
        return self.breach.say(lang, who=who, amount=violation.amount)

    def cases(self) -> Iterable[Case]:
        calendar = Calendar(
            date(2024, 9, 2),
            date(2024, 9, 27),
            (
                Event(date(2024, 9, 3), date(2024, 9, 3), "会议", "开学工作会"),
                Event(date(2024, 9, 11), date(2024, 9, 11), "会议", "安全会"),
                Event(date(2024, 9, 12), date(2024, 9, 12), "会议", "家长会筹备会"),
            ),
        )
        staff = {"张": "一1语"}
        school = tiny({"一1": "语1"}, staff, office=Office(calendar=calendar), meetings={"教研": "张"})
        yield Case("breaks", Text("9月第一周开了会：1次", "one in September's first week"),
                   school, Timetable(), 1, (("free_week", 1),))  # fmt: skip
        yield Case(
            "too many", Text("第2周两次会加一次教研，最多2次：多1", "two and the weekly one, two allowed: one"),
            school, Timetable(), 1, (("most", 2),),
        )  # fmt: skip
        yield Case("boundary", Text("最多3次：正好", "three allowed: just so"), school, Timetable(), 0, (("most", 3),))
        yield Case("keeps", Text("第三周没有会", "none in the third week"), school, Timetable(), 0, (("free_week", 3),))


def _weekly(school: School) -> float:
    """The weekly meetings of the teacher who has most; one every other week is half a meeting."""
    counts = (
        sum(
            1 if session.weeks is Weeks.ALL else 0.5
            for course in school.courses_of_teacher[teacher.id] if course.kind is CourseKind.MEETING
            for session in course.sessions
        )
        for teacher in school.teachers
    )  # fmt: skip
    return max(counts, default=0)


def _week_of_month(day: date) -> int:
    """1 for the week (from Monday) that holds its month's first Monday, 2 for the next …"""
    monday = day.toordinal() - day.weekday()
    return (date.fromordinal(monday).day - 1) // 7 + 1
