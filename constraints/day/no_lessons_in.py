"""No lessons at times that belong to the pupils (不占用休息时间补课)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from constraints._limits import OfGrades, fits, grade_name, grades_in
from scheduler.domain import (
    At,
    Block,
    BlockKind,
    Calendar,
    Event,
    Office,
    RuleSetting,
    School,
    Scope,
    Service,
    Text,
    Timetable,
    View,
)
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Mutant, Param, Violation

WEEKEND = frozenset({"双休日", "公休日", "周末"})
VACATION = frozenset({"寒暑假", "寒假", "暑假"})
OFF = ("假期", "节假日", "法定节假日", "放假")
TAUGHT = ("补课", "新课", "上课")


class NoLessonsIn(OfGrades):
    """No lessons at week-ends, on holidays, in breaks, at noon: whatever of it is named.

    What it asks, of the ``days`` (双休日, 公休日: the week-end; 节假日, 法定节假日: holidays of the calendar;
    寒暑假: outside the term): no lesson of the timetable on Saturday or Sunday, no event of kind 补课 on such a day.
    Of the ``blocks`` (kinds of blocks or words in their names; 课余 is all that is no lesson, but eye exercises):
    no lesson that overlaps one by the clock, no after-school activity of kind 补课 or 新课 that does (课余: at all),
    and no event of kind 补课 whose name holds the word. For 课余, and where neither is named, every event of kind 补课
    is a breach.
    Why: 不占用双休日、节假日、午休和课余时间组织集体补课.
    Breaks when: such a lesson is found; each period in each week counts, each activity once, each event once a grade.
    Parameters: days, blocks, but (words: kinds or names that are let pass, 答疑), term (1 or 2: only in that term).
    References: DC-18, LJ-01, LJ-07, HZ-05, ZX-02, WB-13, P2-04, P3-02, P3-05, TJ-07, SX-12, PS-07, WB-19, TJ-15, SX-28.
    """

    code = "no_lessons_in"
    title = Text("不占用休息时间上课补课", "no lessons in free time")
    asks = Text(
        "双休日、节假日、午休、课间等规定的时间不上课、不补课", "no lessons and no extra teaching at the times named"
    )
    breach = Text("{who} {where}占用 {amount} 次", "{who}: {amount} lesson(s) at {where}")
    unit = Text("次", "lessons")
    params = (
        Param("days", (), "words", Text("哪些日子（双休日、节假日、寒暑假）", "week-ends, holidays, vacations")),
        Param("blocks", (), "words", Text("哪些时段（类型或名称）", "kinds or names of blocks")),
        Param("but", (), "words", Text("例外（类型或名称）", "what is let pass")),
        Param("term", 0, "", Text("只在第几学期（0 为全年）", "only in this term (0: both)")),
    )
    about_plan = True
    metric = "teaching_in_protected_time"
    reference = "LJ-01, DC-18"
    mutants = (
        Mutant("other days", params=(("days", ("寒暑假",)),)),
        Mutant("other blocks", params=(("blocks", ("练字",)),)),
        Mutant("lets all pass", params=(("but", ("补课",)),)),
        Mutant("the other term", params=(("term", 2),)),
    )

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        if not self.applies(view.school, setting):
            return []
        found = [*_lessons(view, setting), *_events(view.school, setting), *_service(view.school, setting)]
        return [Violation(setting.id, who, where, 1) for who, where in found]

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return setting["term"] == 0 or _term(school) in (0, setting["term"])

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if setting["term"] and not _term(school):
            return Text("没有填是第几学期（工作表 学校）", "which term it is is not said (sheet 学校)")
        weekend = WEEKEND.intersection(setting["days"]) and max(school.grid.days, default=0) > 5
        if school.office.calendar is None and not weekend and (setting["days"] or not setting["blocks"]):
            return Text("没有填校历（工作表 校历）", "there is no calendar (sheet 校历)")
        return None

    def cases(self) -> Iterable[Case]:
        extra = (
            Event(date(2025, 9, 6), date(2025, 9, 6), "补课", "周六补课", (7,)),
            Event(date(2025, 10, 2), date(2025, 10, 2), "补课", "国庆补课"),
            Event(date(2025, 9, 9), date(2025, 9, 9), "补课", "午休补课"),
            Event(date(2025, 10, 1), date(2025, 10, 7), "假期", "国庆节"),
        )
        office = Office(
            Calendar(date(2025, 9, 1), date(2026, 1, 16), extra), (Service(1, 960, 1000, "补课", "数学补课"),)
        )
        noon = Block(1, 870, 900, BlockKind.NOON, "午休")  # 14:30 to 15:00, across both lessons of the afternoon
        eyes = Block(1, 515, 520, BlockKind.EYES, "眼保健操")  # within the first lesson, as many schools have it
        school = tiny({"一1": "语2", "七1": "语1"}, periods=4, blocks=(noon, eyes), office=office)
        school = replace(school, term="2025-2026学年第一学期")
        held = place(school, {"一1": ". . 语 语", "七1": "语 . . ."})
        weekend = (("days", ("双休日", "法定节假日")),)
        yield Case(
            "holidays and week-ends", Text("七年级周六1次，国庆每个年级1次：3", "1 on Saturday, 2 on a holiday"),
            school, held, 3, weekend,
        )  # fmt: skip
        yield Case(
            "none at all", Text("三次补课：一年级2次，七年级3次", "three events: two for grade 1, three for grade 7"),
            school, held, 5, (("term", 0),),
        )  # fmt: skip
        yield Case(
            "noon", Text("下午两节都占午休：2；午休补课每个年级1次：共4", "two lessons, one event a grade: 4"),
            school, held, 4, (("blocks", ("午休",)),),
        )  # fmt: skip
        yield Case(
            "free time", Text("两节，课后补课每个年级1次，校历上5次：共9", "2 lessons, 2 activities, 5 events"),
            school, held, 9, (("blocks", ("课余",)),),
        )  # fmt: skip
        yield Case(
            "keeps: let pass", Text("补课除外", "what is so named is let pass"),
            school, held, 0, (("but", ("补课",)), ("days", ("双休日", "节假日", "寒暑假"))),
        )  # fmt: skip
        yield Case(
            "boundary: by grade", Text("一年级周六没有补课", "grade 1 has none on Saturday"),
            school, held, 0, (("days", ("双休日",)),), Scope(grades=frozenset({1})),
        )  # fmt: skip
        six = tiny({"一1": "语1.5"}, days=6, periods=1)
        row = {"一1": "语 | . | . | . | . | 语/."}
        yield Case(
            "a timetable with Saturday", Text("单周周六一节：1", "one lesson on the Saturday of odd weeks"),
            six, place(six, row), 1, (("days", ("公休日",)),),
        )  # fmt: skip
        yield Case("empty", Text("没有课", "no lesson"), six, Timetable(), 0, (("days", ("公休日",)),))


Place = tuple[tuple[str, ...], tuple[At, ...]]


def _lessons(view: View, setting: RuleSetting) -> Iterator[Place]:
    """Lessons of the timetable on Saturday or Sunday, or across a block."""
    weekend = not WEEKEND.isdisjoint(setting["days"])
    for klass in filter(setting.scope.has_group, view.school.classes):
        blocks = view.school.grid.bell[klass.bell].blocks
        kept = [b for b in blocks if b.kind is not BlockKind.LESSON and fits(b, setting["blocks"])]
        for week in view.school.weeks:
            for x in view.of_class(klass, week):
                across = any(b.day == x.slot.day and b.start < x.slot.end and x.slot.start < b.end for b in kept)
                if across or (weekend and x.slot.day in (6, 7)):
                    yield (klass.id, x.course.subject), (At(x.slot.day, x.slot.period, week),)


def _events(school: School, setting: RuleSetting) -> Iterator[Place]:
    """Extra teaching of the calendar, once a grade."""
    days, blocks = frozenset(setting["days"]), setting["blocks"]
    calendar = school.office.calendar
    if calendar is None:
        return
    for grade in grades_in(school, setting.scope):
        for e in calendar.of(("补课",), grade):
            free = "课余" in blocks or not (days or blocks)
            if not _passed(e.kind + e.name, setting) and (
                free or any(w in e.name for w in blocks) or any(_off(calendar, d, days, grade) for d in e.days)
            ):
                yield (grade_name(grade), e.name or e.kind), (At(0),)


def _off(calendar: Calendar, day: date, kinds: frozenset[str], grade: int) -> bool:
    """Whether a day is one of these kinds of days for a grade."""
    holidays = [d for e in calendar.of(OFF, grade) for d in e.days]
    vacations = [d for e in calendar.of(VACATION, grade) for d in e.days]
    outside = day < calendar.first or day > calendar.last
    return (
        (bool(kinds & WEEKEND) and day.weekday() >= 5)
        or (bool(kinds & set(OFF)) and day in holidays)
        or (bool(kinds & VACATION) and (outside or day in vacations))
    )


def _service(school: School, setting: RuleSetting) -> Iterator[Place]:
    """Teaching in after-school service, once a grade: across a block, or at all where free time is named."""
    for bell in school.grid.bells:
        for grade in grades_in(school, setting.scope) if setting["blocks"] else ():
            kept = [b for b in bell.blocks if grade in bell.grades and fits(b, setting["blocks"])]
            for s in school.office.service_of(grade) if grade in bell.grades else ():
                across = any(b.day == s.day and b.start < s.end and s.start < b.end for b in kept)
                taught = any(w in s.kind for w in TAUGHT) and not _passed(s.kind + s.name, setting)
                if taught and (across or "课余" in setting["blocks"]):
                    yield (grade_name(grade), s.name or s.kind), (At(s.day),)


def _passed(words: str, setting: RuleSetting) -> bool:
    return any(w in words for w in setting["but"])


def _term(school: School) -> int:
    """The number of the term: 1 (第一学期, 上学期, 秋), 2 (第二学期, 下学期, 春), or 0 where it is not said."""
    found = re.search(r"(第?[一1]学期|上(?:学)?期|秋)|(第?[二2]学期|下(?:学)?期|春)", school.term)
    return 0 if found is None else 1 if found[1] else 2
