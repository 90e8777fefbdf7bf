"""So many events of a kind in the school calendar (校历): surveys, screenings, competitions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from scheduler.domain import Calendar, Event, Office, RuleSetting, School, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param, Rule, Violation, say_grades

from .._limits import grades_in
from ._terms import Stretch, no_calendar, say_stretches, stretches

_YEAR = 30  # weeks: a calendar with fewer holds one term, not the year


class Events(Rule):
    """A grade has at least and at most so many events of these kinds in each stretch of the term.

    What it asks: in each day, week or month of the term, or in the term as a whole, events of the kinds are at least
    ``least`` and at most ``most``. An event that lasts counts in every stretch it touches. Days, weeks and months
    without school (holidays in the calendar; a month with fewer than ten school days) are asked for nothing.
    Why: 每学期两次视力筛查, 每月一次检查; 不举办学科竞赛.
    Breaks when: there are fewer or more; each event short or beyond counts one, once for grades that are off alike.
    Parameters: kinds, words found in the event's kind or name; least and most, events; per: term, year, month, week or
    day; month, 1-12: only this month (not applicable in a term without it); approved: what the authority has approved
    does not count against ``most``. A year's events may lie in the other term: a calendar of one term cannot show that
    one is missing.
    References: GZ-10, YB-12, YB-17, DA-02, NX-12, DC-33, ZX-18, TB-05.
    """

    code = "events"
    title = Text("校历上的活动次数", "events of the calendar")
    asks = Text(
        "校历上规定的活动达到或不超过规定的次数", "the calendar has the events asked for, and no more than allowed"
    )
    breach = Text("{who}：差 {amount} 次", "{who}: {amount} event(s) off")
    unit = Text("次", "events")
    params = (
        Param("kinds", (), "", Text("哪些活动", "kinds of events")),
        Param("least", 0, "events", Text("至少几次", "at least")),
        Param("most", 999, "events", Text("至多几次", "at most")),
        Param("per", "term", "term, year, month, week or day", Text("每学期/年/月/周/日", "in each")),
        Param("month", 0, "month", Text("只看几月", "only in this month")),
        Param("approved", False, "", Text("批准的不计", "the approved pass")),
    )
    about_plan = True
    metric = "calendar_event_count"
    bounds = {"least": ">=", "most": "<="}
    reference = "GZ-10"
    mutants = (
        Mutant("one more wanted", params=(("least", 1),)),
        Mutant("one more allowed", params=(("most", 1),)),
        Mutant("other kinds", params=(("kinds", ("运动会",)),)),
        Mutant("by the month", params=(("per", "month"),)),
        Mutant("two months before", params=(("month", -2),)),
        Mutant("counts the approved", params=(("approved", False),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        for grade in grades_in(view.school, setting.scope):
            for stretch, count, _ in self._counted(view.school, setting, grade):
                yield Measured((stretch.name, str(grade)), (), count)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        school = view.school
        off: dict[str, dict[str, int]] = defaultdict(dict)  # stretch → grade → by how many
        for grade in grades_in(school, setting.scope):
            for stretch, count, against in self._counted(school, setting, grade):
                short = setting["least"] - count if stretch.asked else 0
                amount = max(short, against - setting["most"])
                if amount > 0:
                    off[stretch.name][str(grade)] = amount
        return _told(setting, off, len(grades_in(school, setting.scope)))

    @staticmethod
    def _counted(school: School, setting: RuleSetting, grade: int) -> Iterator[tuple[Stretch, int, int]]:
        """Each stretch with its events, all and those that count against ``most``."""
        calendar = school.office.calendar
        if calendar is None:
            return
        of_kind = [e for e in calendar.of((), grade) if any(k in e.kind or k in e.name for k in setting["kinds"])]
        counted = [e for e in of_kind if not (setting["approved"] and e.approved)]
        for stretch in stretches(calendar, setting["per"], setting["month"], len(school.grid.days)):
            yield stretch, _touching(of_kind, stretch), _touching(counted, stretch)

    def applies(self, school: School, setting: RuleSetting) -> bool:
        if not setting["kinds"] or not grades_in(school, setting.scope):
            return False
        calendar = school.office.calendar
        return not (setting["month"] and calendar) or setting["month"] in (m for _, m in calendar.months)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        calendar = school.office.calendar
        if calendar is None or not calendar.events:
            return no_calendar(school)
        counts = [x for g in grades_in(school, setting.scope) for x in self._counted(school, setting, g)]
        if (
            setting["per"] == "year" and not setting["month"] and calendar.weeks < _YEAR
            and any(count < setting["least"] for _, count, _ in counts)
            and all(against <= setting["most"] for _, _, against in counts)
        ):  # fmt: skip
            return Text(
                "校历只有一个学期，全年的次数看不全（工作表 校历）",
                "the calendar holds one term: the year's events cannot all be seen (sheet 校历)",
            )
        return None

    def say(self, violation: Violation, lang: str) -> str:
        what, name, *grades = violation.who
        who = f"{what} {say_stretches(name, lang)}"
        if grades:
            who += f" {say_grades(map(int, grades), lang)}"
        return self.breach.say(lang, who=who, amount=violation.amount)

    def cases(self) -> Iterable[Case]:
        school = tiny({"一1": "语1", "三1": "语1"}, days=5, office=Office(calendar=_CALENDAR))
        screening = ("kinds", ("视力筛查",))
        yield Case(
            "breaks", Text("视力筛查1次，要求2次：少1", "one screening of two: one"),
            school, Timetable(), 1, (screening, ("least", 2)),
        )  # fmt: skip
        yield Case(
            "boundary", Text("要求1次：正好", "one asked for: just so"),
            school, Timetable(), 0, (screening, ("least", 1), ("most", 1)),
        )  # fmt: skip
        contest = ("kinds", ("竞赛",))
        yield Case(
            "none allowed", Text("三年级竞赛2次，其中1次批准：多1", "two contests of grade 3, one approved: one"),
            school, Timetable(), 1, (contest, ("most", 0), ("approved", True)),
        )  # fmt: skip
        check = ("kinds", ("常规检查",))
        yield Case(
            "each month",
            Text("9、10月有检查，11月没有：少1；12月只有5天课，不要求", "none in November; December is short: one"),
            school, Timetable(), 1, (check, ("least", 1), ("per", "month")),
        )  # fmt: skip
        yield Case(
            "each week", Text("13周有课，检查在其中6周：少7", "six of 13 weeks with school: seven short"),
            school, Timetable(), 7, (check, ("least", 1), ("per", "week")),
        )  # fmt: skip
        yield Case(
            "keeps: in its month", Text("11月有家长助教月", "November has it"),
            school, Timetable(), 0, (("kinds", ("家长助教",)), ("least", 1), ("month", 11)),
        )  # fmt: skip
        yield Case(
            "not in its month", Text("视力筛查在9月，要求11月：少1", "screened in September, not November: one"),
            school, Timetable(), 1, (screening, ("least", 1), ("month", 11)),
        )  # fmt: skip


def _touching(events: Iterable[Event], stretch: Stretch) -> int:
    return sum(e.first <= stretch.last and e.last >= stretch.first for e in events)


def _told(setting: RuleSetting, off: dict[str, dict[str, int]], grades: int) -> list[Violation]:
    """One breach for all stretches in which the same grades are off alike: it names the first three."""
    alike: dict[tuple[tuple[str, int], ...], list[str]] = defaultdict(list)
    for stretch, by_grade in off.items():
        for amount in dict.fromkeys(by_grade.values()):
            alike[tuple((g, n) for g, n in by_grade.items() if n == amount)].append(stretch)
    found = []
    for who, names in alike.items():
        said = "、".join(names[:3]) + (f" … {len(names)}" if len(names) > 3 else "")
        some = tuple(g for g, _ in who) if len(who) < grades else ()
        found.append(Violation(setting.id, ("、".join(setting["kinds"]), said, *some), (), who[0][1] * len(names)))
    return found


_CALENDAR = Calendar(
    date(2024, 9, 2),
    date(2024, 12, 6),
    (
        Event(date(2024, 9, 10), date(2024, 9, 11), "视力筛查", "视力筛查"),
        Event(date(2024, 9, 16), date(2024, 10, 31), "检查", "教学常规检查"),
        Event(date(2024, 9, 30), date(2024, 10, 6), "节假日", "国庆节"),
        Event(date(2024, 10, 12), date(2024, 10, 12), "学科竞赛", "口算竞赛", (3,)),
        Event(date(2024, 11, 2), date(2024, 11, 2), "竞赛", "科技竞赛", (3,), (), True),
        Event(date(2024, 11, 1), date(2024, 11, 30), "家长活动", "家长助教月"),
    ),
)
