"""The timetable leaves room for the homework that the school wants (课表留得出作业)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from constraints.homework import (
    NO_CAP,
    alternates,
    counts,
    day_caps,
    has_targets,
    homework_days,
    may_give,
    piece_cap,
    targets_by_class,
)
from scheduler.domain import (
    At,
    Group,
    HomeworkTarget,
    RuleSetting,
    School,
    Session,
    Strength,
    Text,
    View,
    Weeks,
)
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Board, Case, Lin, Mutant, Param, Rule, Violation


class HomeworkPossible(Rule):
    """Lesson days are such that each subject's weekly homework can be given on them within the caps.

    What it asks: of a class and week let D be its homework days, and for a subject with the target
    ``least`` let p be the largest piece (``piece``, or the tightest cap that counts it where that is less),
    and y(d) = 1 when it is taught on day d. Three conditions follow when the targets can be met (Hall's
    condition for no day, for all days but one, and for one day), 2 and 3 for each daily cap c of the whole
    class, over the subjects that it counts (see ``homework_day_cap`` for kinds and layers):

    1. each subject: p × its lesson days among D ≥ least;
    2. each day d: Σ min(p, least) · y(d) ≥ Σ least − c × (D − 1): the other days cannot take all, so d
    takes its share;
    3. each day d: Σ forced · y(d) ≤ c, where forced = least − p × (k − 1) if positive, with k the fewer of
    the subject's lessons and D: a subject that needs all its lesson days brings at least this to each.

    They are necessary, and linear in the lesson days, so that the timetable can be chosen with them in
    mind. Subjects that may give no homework (``homework_subjects``, a cap of 0) are left out; subjects taught
    every other week owe condition 1 in their weeks only, and are left out of the sums of 2 and 3 that demand.
    Why: a timetable with physics on the day without homework and on one other cannot be repaired
    afterwards.
    Breaks when: a condition fails; the amount is the minutes that find no place.
    Parameters: piece (most minutes of one subject on a day).
    Price: 50 a minute (750 a piece of fifteen).
    References: Hall, J. London Math. Soc. 10 (1935); WB-08, NX-02.
    """

    code = "homework_possible"
    title = Text("课表留得出作业", "room for the homework in the timetable")
    asks = Text(
        "各科上课的日子要分布得能留完每周的作业",
        "the lesson days of each subject leave room for its homework",
    )
    breach = Text("按课表，{who} {where}有{amount}分钟作业留不出来", "{who}, {where}: no room for {amount} minutes")
    unit = Text("分钟", "minutes")
    params = (Param("piece", 30, "minutes", Text("一科一天最多几分钟", "most minutes of one subject a day")),)
    strength = Strength.SOFT
    price = 50
    reference = "WB-08, NX-02"
    mutants = (
        Mutant("allows longer pieces", params=(("piece", 10),)),
        Mutant("forgives five minutes", shift=-5),
        Mutant("passes over a subject", skip="first"),
        Mutant("passes over the last day", skip="last"),
        Mutant("forgets a lesson day", forget="first"),
    )

    def post(self, board: Board, setting: RuleSetting) -> None:
        school = board.school
        for klass, targets in targets_by_class(school, setting.scope):
            pieces = {t: min(setting["piece"], piece_cap(school, klass, t)) for t in targets}
            wanted = [t for t in targets if t.least and pieces[t] and may_give(school, klass, t)]
            for week in board.weeks:
                taught = {t: self._post_subject(board, setting, klass, week, t, pieces[t]) for t in wanted}
                for cap in self._caps(school, klass):
                    self._post_days(board, setting, klass, cap, [(t, pieces[t], taught[t]) for t in wanted])

    def _caps(self, school: School, klass: Group) -> list[RuleSetting]:
        """The daily caps of the whole class, of those that count the same the tightest."""
        caps: dict[tuple[str, str, bool], RuleSetting] = {}
        for cap in sorted(day_caps(school, klass), key=lambda s: int(s["most"])):
            if not cap.scope.subjects:
                caps.setdefault((cap["kind"], cap["layers"], not cap["most"]), cap)
        return list(caps.values())

    def _post_subject(
        self, board: Board, setting: RuleSetting, klass: Group, week: Weeks, target: HomeworkTarget, piece: int
    ) -> dict[int, Lin]:
        """Condition 1; returns by day whether the subject is taught."""
        school, days = board.school, homework_days(board.school, klass)
        courses = school.courses_of(klass, target.subject)
        on = {d: [s for s in school.slots_of(klass) if s.day == d] for d in days}
        taught = {d: board.any([board.lessons(courses, on[d], week)]) for d in days}
        owed = target.least * (board.any(taught.values()) if alternates(school, klass, target.subject) else 1)
        board.at_least(setting, (klass.id, target.subject), board.sum(taught.values()) * piece, owed)
        return taught

    def _post_days(
        self,
        board: Board,
        setting: RuleSetting,
        klass: Group,
        cap: RuleSetting,
        wanted: list[tuple[HomeworkTarget, int, dict[int, Lin]]],
    ) -> None:
        """Conditions 2 and 3 for a cap."""
        school, days = board.school, homework_days(board.school, klass)
        share: dict[int, list[Lin]] = {d: [] for d in days}
        forced: dict[int, list[Lin]] = {d: [] for d in days}
        total = 0
        for target, piece, taught in wanted:
            if not counts(cap, target):
                continue
            sometimes = alternates(school, klass, target.subject)
            courses = school.courses_of(klass, target.subject)
            lessons = min(sum(len(c.sessions) for c in courses), len(days))
            total += 0 if sometimes else target.least
            rest = 0 if sometimes else max(0, target.least - piece * (lessons - 1))
            for d in days:
                share[d].append(taught[d] * min(piece, target.least))
                forced[d].append(taught[d] * rest)
        for d in days:
            board.at_least(setting, (klass.id,), board.sum(share[d]), total - cap["most"] * (len(days) - 1))
            board.at_most(setting, (klass.id,), board.sum(forced[d]), cap["most"])

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found: list[Violation] = []
        for klass in filter(setting.scope.has_group, view.school.classes):
            plan = _Plan(view.school, klass)
            asked = [t for t in view.targets if t.group == klass.id and setting.scope.has_subject(t.subject)]
            mine = [t for t in asked if t.least and plan.cap(t) and plan.gives(t)]
            for week in view.school.weeks:
                found += self._short_subjects(view, setting, plan, week, mine)
                for most, counted in plan.caps(mine):
                    found += self._short_days(view, setting, plan, week, counted, most)
        return found

    def _short_subjects(
        self, view: View, setting: RuleSetting, plan: _Plan, week: Weeks, mine: list[HomeworkTarget]
    ) -> Iterator[Violation]:
        for target in mine:
            days = plan.taught(view, week, target.subject)
            short = target.least - len(days) * min(setting["piece"], plan.cap(target))
            if short > 0 and (days or plan.every_week(target.subject)):
                yield Violation(setting.id, (plan.klass.id, target.subject), (At(0, 0, week),), short)

    def _short_days(
        self, view: View, setting: RuleSetting, plan: _Plan, week: Weeks, mine: list[HomeworkTarget], cap: int
    ) -> Iterator[Violation]:
        piece = {t.subject: min(setting["piece"], plan.cap(t)) for t in mine}
        days = {t.subject: plan.taught(view, week, t.subject) for t in mine}
        steady = [t for t in mine if plan.every_week(t.subject)]
        others = cap * (len(plan.days) - 1)
        for day in plan.days:
            takes = sum(min(piece[t.subject], t.least) for t in mine if day in days[t.subject])
            brings = 0
            for t in steady:
                most = min(len(plan.sessions(t.subject)), len(plan.days))
                brings += max(0, t.least - piece[t.subject] * (most - 1)) * (day in days[t.subject])
            lacks = max(0, sum(t.least for t in steady) - others - takes) + max(0, brings - cap)
            if lacks:
                yield Violation(setting.id, (plan.klass.id,), (At(day, 0, week),), lacks)

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return has_targets(school, setting.scope)

    def cases(self) -> Iterable[Case]:
        school = _asked(
            tiny({"三1": "语2 数1"}, days=3, periods=2, homework={"三1": "语40-60 数10-30"}), cap=60, free=(2,)
        )
        tight = _asked(
            tiny({"三1": "语2 数1 英1"}, days=2, periods=4, homework={"三1": "语20-60 数30-30 英30-30"}), cap=50
        )
        turns = _asked(tiny({"三1": "语1 科0.5 劳0.5"}, days=2, periods=2, homework={"三1": "语20-30 科40-60"}), cap=60)
        barred = _asked(
            tiny({"三1": "语2 科1"}, days=2, periods=2, homework={"三1": "语30-60 科40-60"}), cap=60, only=("语",)
        )
        spoken = _asked(
            tiny({"三1": "语2 英1"}, days=2, periods=2, homework={"三1": "语40-60 英30-30:oral"}),
            cap=25,
            kind="written",
        )
        for name, zh, en, case, row, amount in (
            ("breaks", "语文要 40 分钟、一天最多 30，周二不留：只有周一能留，少 10",
             "Chinese needs 40, at most 30 a day, none on day 2: only day 1 is left, 10 short",
             school, "语 数 | 语 . | . .", 10),
            ("keeps", "语文在周一、周三", "Chinese on days 1 and 3", school, "语 数 | . . | 语 .", 0),
            ("a day must take its share",
             "共 80 分钟、每天上限 50：每天至少担 30；第二天只有语文，能担 20，少 10；"
             "第一天数学、英语必留 60，超 10：共 20",
             "80 minutes, cap 50: each day takes 30 or more. Day 2 has Chinese alone and takes 20, 10 short; "
             "mathematics and English bring 60 to day 1, 10 over: 20", tight, "语 数 英 . | 语 . . .", 20),
            ("boundary", "数学、英语分开：各天都担得起", "mathematics and English apart: each day takes its share",
             tight, "语 数 . . | 语 英 . .", 0),
            ("odd and even weeks", "科学只有单周有课，单周一天最多 30，少 10",
             "science is taught in odd weeks: 30 at most, 10 short", turns, "语 科/劳 | . .", 10),
            ("a subject that may give none", "科学不留书面作业，不计", "science may give none and does not count",
             barred, "语 科 | 语 .", 0),
            ("a cap on written homework",
             "上限 25 只管书面：语文只在一天有课，少 15；第二天没有语文，应担 15，少 15：共 30；口头不计",
             "the cap of 25 is on written homework: Chinese, on one day, is 15 short, and day 2 should take 15: 30; "
             "what is oral does not count", spoken, "语 语 | 英 .", 30),
        ):  # fmt: skip
            yield Case(name, Text(zh, en), case, place(case, {"三1": row}), amount)


@dataclass(frozen=True)
class _Plan:
    """What ``check`` reads of a class and of the settings about its homework."""

    school: School
    klass: Group

    def _asked(self, rule: str) -> list[RuleSetting]:
        return [s for s in self.school.settings if s.rule == rule and s.scope.has_group(self.klass)]

    @property
    def days(self) -> list[int]:
        free = [s["days"] for s in self._asked("homework_free_days") if s.strength in ("hard", "soft")]
        return sorted({s.day for s in self.school.slots_of(self.klass)}.difference(*free))

    @property
    def _day_caps(self) -> list[RuleSetting]:
        return [
            s for s in self._asked("homework_day_cap") if s.strength in ("hard", "soft") and s["statistic"] == "max"
        ]

    def cap(self, target: HomeworkTarget) -> int:
        """The tightest cap that counts this homework; NO_CAP without any."""
        caps = [s for s in self._day_caps if s.scope.has_subject(target.subject) and _counted(s, target)]
        return min([NO_CAP, *(int(s["most"]) for s in caps)])

    def caps(self, wanted: list[HomeworkTarget]) -> Iterator[tuple[int, list[HomeworkTarget]]]:
        """Each cap of the whole class with what it counts; where two count the same, the tighter."""
        found: dict[tuple[str, str, bool], RuleSetting] = {}
        for cap in (s for s in self._day_caps if not s.scope.subjects):
            what = (cap["kind"], cap["layers"], cap["most"] == 0)
            found[what] = min(found.get(what, cap), cap, key=lambda s: int(s["most"]))
        return ((int(s["most"]), [t for t in wanted if _counted(s, t)]) for s in found.values())

    def gives(self, target: HomeworkTarget) -> bool:
        """Whether no list of subjects leaves it out."""
        asked = [s for s in self._asked("homework_subjects") if s.hard and s.scope.has_subject(target.subject)]
        names = {target.subject, *self.school.subject[target.subject].tags}
        return target.kind != "written" or all(names & set(s["subjects"]) for s in asked)

    def sessions(self, subject: str) -> list[Session]:
        return [s for c in self.school.courses_of(self.klass, subject) for s in c.sessions]

    def every_week(self, subject: str) -> bool:
        sessions = self.sessions(subject)
        return not sessions or any(s.weeks is Weeks.ALL for s in sessions)

    def taught(self, view: View, week: Weeks, subject: str) -> set[int]:
        lessons = view.of_class(self.klass, week)
        return {x.slot.day for x in lessons if x.course.subject == subject} & set(self.days)


def _counted(cap: RuleSetting, target: HomeworkTarget) -> bool:
    if target.layer == "chosen" and cap["layers"] != "all" and cap["most"] > 0:
        return False
    kind: str = cap["kind"]
    return kind == "all" or (kind == "written") == (target.kind == "written")


def _asked(
    school: School, cap: int, free: tuple[int, ...] = (), only: tuple[str, ...] = (), kind: str = "all"
) -> School:
    """The school with a daily cap, free days and allowed subjects, for the cases."""
    params = (("most", cap), ("kind", kind), ("statistic", "max"), ("layers", "required"))
    settings = [RuleSetting("cap", "homework_day_cap", params=params)]
    settings += [RuleSetting("free", "homework_free_days", params=(("days", free),))] if free else []
    settings += [RuleSetting("only", "homework_subjects", params=(("subjects", only),))] if only else []
    return replace(school, settings=tuple(settings))
