"""At most so many minutes of learning a day (每天学习时间)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import Limit, school_days
from scheduler.domain import At, Block, BlockKind, RuleSetting, Text, View
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Case, Measured, Mutant, Param


class LearningMinutes(Limit):
    """A class learns at most so many minutes a day: lessons, reading, self-study, and homework where that counts.

    What it asks: on each school day the lessons of a class (by the clock), the reading and self-study blocks of its
    bell schedule and, with ``homework``, the homework of the day add up to at most ``most`` minutes, without breaks.
    Why: GB/T 17223-2012: 4 hours in grades 1–2, 5 in grades 3–4, 6 in grades 5–6, 7 in junior schools, homework
    included; 在校集中学习时间不超过6小时.
    Breaks when: a class's day holds more; the minutes beyond count.
    Parameters: most, minutes a day (less than six hours is 359); homework, whether it counts.
    References: GZ-03, WB-01, P2-01, P3-01, NC-18. Lessons a day are kept small by ``lesson_minutes_day``, homework by
    ``homework_learning_time``; this rule adds it all up.
    """

    code = "learning_minutes"
    title = Text("每天学习时间", "minutes of learning a day")
    asks = Text(
        "每班每天上课、阅读、自习（以及作业）合计不超过规定分钟",
        "lessons, reading and self-study (and homework) of a class-day stay within the minutes allowed",
    )
    breach = Text("{who} {where}学习超出 {amount} 分钟", "{who}: {amount} minutes of learning too many on {where}")
    unit = Text("分钟", "minutes")
    params = (
        Param("most", 360, "minutes a day", Text("每天最多多少分钟", "minutes a day at most")),
        Param("homework", False, "", Text("是否算上作业", "whether homework counts")),
    )
    metric = "learning_minutes_day"
    bounds = {"most": "<="}
    reference = "GZ-03, NC-18"
    mutants = (
        Mutant("ten minutes fewer", params=(("most", -10),)),
        Mutant("forgets homework", params=(("homework", False),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for klass in filter(setting.scope.has_group, view.school.classes):
            bells = view.school.grid.bell[klass.bell]
            for week in view.school.weeks:
                lessons = view.of_class(klass, week)
                for day in school_days(bells):
                    minutes = sum(b.minutes for b in bells.on(day, BlockKind.READING, BlockKind.SELF_STUDY))
                    minutes += sum(x.slot.end - x.slot.start for x in lessons if x.slot.day == day)
                    if setting["homework"]:
                        minutes += sum(view.homework_of(klass.id, week, day).values())
                    yield Measured((klass.id,), (At(day, 0, week),), minutes)

    def cases(self) -> Iterable[Case]:
        reading = Block(1, 460, 480, BlockKind.READING, "早读")
        school = tiny({"三1": "语1 数1"}, days=2, periods=2, blocks=(reading,), homework={"三1": "语0-40"})
        held = place(school, {"三1": "语 数 | . ."})
        board = assign(school, {"三1": {"语": "30 10"}})
        yield Case(
            "breaks", Text("早读20＋两节80＋作业30＝130，最多120：超10", "20 + 80 + 30 = 130 of 120: 10 too many"),
            school, held, 10, (("homework", True), ("most", 120)), homework=board,
        )  # fmt: skip
        yield Case(
            "boundary: without homework", Text("20＋80＝100：正好", "20 + 80: just 100"),
            school, held, 0, (("most", 100),), homework=board,
        )  # fmt: skip
        yield Case("keeps", Text("最多360", "360 allowed"), school, held, 0, homework=board)
        other = tiny({"三1": "音0.5 语1"}, periods=2)
        yield Case(
            "odd and even weeks", Text("单周两节80，最多60：超20", "two lessons in odd weeks, 60 allowed: 20"),
            other, place(other, {"三1": "语 音/."}), 20, (("most", 60),),
        )  # fmt: skip
