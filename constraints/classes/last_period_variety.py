"""The last lesson of the day is not always the same subject's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from scheduler.domain import At, RuleSetting, School, Strength, Text, View
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Mutant, Param, Rule, Violation


class LastPeriodVariety(Rule):
    """No minor subject of a class has the last lesson of the day again and again.

    What it asks: a subject that is not a main one has the last slot of the day of a class's bell schedule on
    at most ``most`` days a week.
    Why: the last lesson is lost first (events, early leave), so a subject put there every time loses lessons.
    Breaks when: it has the last slot on more days; each day beyond counts one, a week.
    Parameters: most — days a week.
    """

    code = "last_period_variety"
    title = Text("末节轮换", "variety in the last lesson of the day")
    asks = Text(
        "同一门副科一周内排在当天最后一节的天数有限",
        "a minor subject has the day's last lesson only now and then",
    )
    breach = Text("{who} 在{where}都是末节，多 {amount} 天", "{who}: last lesson on {where}, {amount} day(s) too many")
    unit = Text("天", "days")
    params = (Param("most", 2, "days a week", Text("最多几天", "at most this many days")),)
    strength = Strength.SOFT
    price = 500
    mutants = (
        Mutant("one day more", shift=1),
        Mutant("forgets a day", forget="first"),
        Mutant("most + 1", params=(("most", 1),)),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        main = school.tagged("main")
        for klass in school.classes:
            lasts = list({s.day: s for s in sorted(school.slots_of(klass), key=lambda s: s.start)}.values())
            for subject in school.subjects_of(klass):
                courses = school.courses_of(klass, subject)
                courses = tuple(c for c in courses if setting.scope.has_lessons(klass, c))
                if subject in main or sum(len(c.sessions) for c in courses) <= setting["most"]:
                    continue  # main subjects, and those with too few lessons to be last too often
                for week in board.weeks:
                    last = board.lessons(courses, lasts, week)
                    board.at_most(setting, (klass.id, subject), last, setting["most"])

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        school, found = view.school, []
        for klass in school.classes:
            for week in school.weeks:
                last: dict[str, list[At]] = defaultdict(list)
                for x in view.of_class(klass, week):
                    ours = [s for s in school.grid.slots if s.bell == klass.bell and s.day == x.slot.day]
                    minor = "main" not in school.subject[x.course.subject].tags
                    ends = x.slot in ours and all(s.start <= x.slot.start for s in ours)
                    if ends and minor and setting.scope.has_lessons(klass, x.course):
                        last[x.course.subject].append(At(x.slot.day, x.slot.period, week))
                for subject, where in last.items():
                    over = len(where) - setting["most"]
                    if over > 0:
                        found.append(Violation(setting.id, (klass.id, subject), tuple(where), over))
        return found

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(setting.scope.has_group(g) for g in school.classes)

    def cases(self) -> Iterable[Case]:
        once = (("most", 1),)
        school = tiny({"一1": "体3 语3"}, days=3, periods=2)
        yield Case(
            "breaks", Text("体育三天都在末节，最多两天：多1天", "PE is last on three days, two allowed: one"),
            school, place(school, {"一1": "语 体 | 语 体 | 语 体"}), 1,
        )  # fmt: skip
        yield Case(
            "boundary", Text("两天末节，正好", "last on two days: just right"),
            school, place(school, {"一1": "语 体 | 体 语 | 语 体"}), 0,
        )  # fmt: skip
        yield Case(
            "keeps: a main subject may be last", Text("语文天天末节不管", "Chinese may be last every day"),
            school, place(school, {"一1": "体 语 | 体 语 | 体 语"}), 0,
        )  # fmt: skip
        halves = tiny({"一1": "音1+0.5 体0.5"}, days=2, periods=1)
        yield Case(
            "odd and even weeks",
            Text(
                "单周音乐两天末节，最多一天：多1天",
                "music is last on two days of odd weeks, one allowed: one",
            ),
            halves, place(halves, {"一1": "音 | 音/体"}), 1, once,
        )  # fmt: skip
        long = tiny({"一1": "美2x2"}, days=2, periods=3, morning=3)
        yield Case(
            "doubles", Text("两次连堂都收尾，最多一天：多1天", "both doubles end the day, one allowed: one"),
            long, place(long, {"一1": ". 美 美 | . 美 美"}), 1, once,
        )  # fmt: skip
