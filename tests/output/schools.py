"""Schools and runs for the tests of the exports: a town school that looks like one, and small ones of every
kind.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from scheduler.auditor import Audit, Entry, audit
from scheduler.domain import (
    At,
    Block,
    BlockKind,
    HomeworkAllocation,
    Placement,
    RuleSetting,
    School,
    Scope,
    Source,
    Strength,
    Text,
    Timetable,
    Verdict,
    View,
    Way,
    Weeks,
)
from scheduler.domain.tiny import assign, place, tiny
from scheduler.output import Run
from scheduler.packs import Pack, PackRow
from scheduler.rule import Case, Rule, Violation

_DAYS = range(1, 6)
BLOCKS = tuple(
    block
    for day in _DAYS
    for block in (
        Block(day, 460, 475, BlockKind.READING, "晨读"),
        Block(day, 570, 580, BlockKind.BREAK, "课间"),
        Block(day, 575, 579, BlockKind.LONG_BREAK, "大课间"),
        Block(day, 670, 830, BlockKind.NOON, "午餐午休"),
        *((Block(day, 970, 1050, BlockKind.SERVICE, "课后服务"),) if day != 3 else ()),
    )
)


def town() -> tuple[School, Timetable, HomeworkAllocation]:
    """Six classes, five days of six lessons, rooms, a research meeting, odd and even weeks, homework."""
    lower = "语文7 数学4 体育4 音乐2 美术2 道德与法治2 科学1 班会1 综合实践0.5 劳动0.5"
    upper = "语文5 数学4 英语3 体育3 音乐2 美术1x2 道德与法治2 科学2 信息科技1 班会1 综合实践0.5 劳动0.5"
    plan = {"一1": lower, "一2": lower, "三1": upper, "三2": upper, "五1": upper, "五2": upper}
    staff: dict[str, list[str]] = defaultdict(list)
    heads = {
        "一1": "陈雨桐",
        "一2": "林晓燕",
        "三1": "王芳",
        "三2": "赵敏",
        "五1": "周建国",
        "五2": "欧阳文静",
    }
    for klass, words in plan.items():
        for word in words.split():
            subject = word.rstrip("0123456789.x")
            one = {"语文": heads[klass], "班会": heads[klass]}
            by_grade = {"数学": "孙丽何军吴倩"["一三五".index(klass[0]) * 2 :][:2], "道德与法治": "郑洁"}
            shared = {
                "英语": "Lily 李", "体育": "高强" if klass[1] == "1" else "马超", "音乐": "白灵",
                "美术": "唐宁",
                "科学": "许诺", "信息科技": "冯涛", "综合实践": "许诺", "劳动": "唐宁",
            }  # fmt: skip
            staff[{**shared, **by_grade, **one}[subject].replace(" ", "")].append(klass + subject)
    made = tiny(
        plan,
        {t: " ".join(words) for t, words in staff.items()},
        days=5,
        periods=6,
        morning=4,
        rooms={},
        meetings={"数学教研": "孙丽 何军 吴倩"},
        blocks=BLOCKS,
        homework={k: "语文50-80 数学40-60" for k in plan if k[0] != "一"},
        service=40,
    )
    classes = {k: replace(made.group[k], class_teacher=heads[k], home_room=f"{k}教室") for k in plan}
    school = replace(
        made,
        name="青溪镇中心小学",
        term="2026—2027学年第一学期",
        groups=tuple(classes.get(g.id, g) for g in made.groups),
        settings=settings(),
    )
    homework = assign(school, {k: {"语文": "15 20 0 20 15", "数学": "15 10 0 45 15"} for k in plan if k[0] != "一"})
    return school, first_fit(school), homework


def first_fit(school: School) -> Timetable:
    """Each session in the first place free for its people, days taking turns; one that finds none is left
    out.
    """
    busy: set[tuple[str, str, Weeks]] = set()
    load: dict[tuple[str, int], int] = defaultdict(int)
    placements = []
    both = (Weeks.ODD, Weeks.EVEN)
    jobs = [(c, s) for c in school.courses for s in c.sessions]
    for course, session in sorted(jobs, key=lambda x: (bool(x[0].groups), -x[1].duration)):
        atoms = [a for g in course.groups for a in school.group[g].atoms]
        people = {*atoms, *course.teachers}
        options = [(w,) for w in both] if session.weeks is Weeks.EITHER else [both]
        starts = sorted(course.starts, key=lambda s: (load[course.id, school.grid.slot[s].day], s[-1], s))
        if len(options) == 2:  # an odd-week lesson of the class waits for its even-week one
            starts.sort(key=lambda s: (atoms[0], s, Weeks.ODD) not in busy or (atoms[0], s, Weeks.EVEN) in busy)
        for start, weeks in ((s, w) for s in starts for w in options):
            run = school.grid.run(school.grid.slot[start], session.duration)
            taken = {(p, s.id, w) for p in people for s in run for w in weeks}
            if run and not taken & busy:
                busy |= taken
                load[course.id, run[0].day] += 1
                held = weeks[0] if len(weeks) == 1 else Weeks.ALL
                placements.append(Placement(course.id, session.id, start, held))
                break
    return Timetable(tuple(sorted(placements)))


class NoMondayFirst(Rule):
    """A rule made up for these tests: nobody has Monday's first lesson."""

    code = "no_monday_first"
    title = Text("周一第一节不排课", "no lesson in Monday's first period")
    asks = Text("周一第一节不排课", "no lesson in Monday's first period")
    breach = Text("{who} 在{where}有课", "{who} has a lesson on {where}")
    unit = Text("节", "periods")

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        return [
            Violation(setting.id, (x.course.groups or x.course.teachers)[:1], (At(1, 1, x.week.value),), 1)
            for x in view.lessons
            if (x.slot.day, x.slot.period) == (1, 1) and setting.scope.has_course(x.course, view.school)
        ]

    def cases(self) -> tuple[Case, ...]:
        return ()


class HomeworkCap(NoMondayFirst):
    """The daily cap under its real code, with this file's own check."""

    code = "homework_day_cap"
    title = Text("每天作业上限", "homework a day")
    breach = Text("{who} {where}的作业超出 {amount} 分钟", "{who}: {amount} minutes too much on {where}")
    unit = Text("分钟", "minutes")

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        days = ((k.id, w, d) for k in view.school.classes for w in view.school.weeks for d in view.school.grid.days)
        over = ((k, w, d, sum(view.homework_of(k, w, d).values()) - setting["most"]) for k, w, d in days)
        return [Violation(setting.id, (k,), (At(d, 0, w.value),), n) for k, w, d, n in over if n > 0]


RULES: dict[str, Rule] = {r.code: r for r in (NoMondayFirst(), HomeworkCap())}
LAW = Source("national", "homework-60", "小学三至六年级每天书面作业总量平均完成时间不超过60分钟", "双减意见", "二（4）")


def settings() -> tuple[RuleSetting, ...]:
    """One broken regulation, one soft wish of the school's, one default that does not apply."""
    return (
        RuleSetting("cap", "homework_day_cap", params=(("most", 60),), source=LAW),
        RuleSetting("monday", "no_monday_first", Scope(groups=frozenset({"三1"})), strength=Strength.SOFT,
                    source=Source(sheet="规则", cell="A7")),
        RuleSetting("none", "no_monday_first", Scope(groups=frozenset({"九9"}))),
    )  # fmt: skip


def row(id: str, way: Way, rule: str = "", grades: tuple[int, ...] = (), note: str = "") -> PackRow:
    """A pack's row."""
    return PackRow(id, f"条款 {id}", "双减意见", "二", grades, way, Strength.HARD, rule, note=Text(note, note))


PACK = Pack(
    "national",
    Text("国家规定", "national"),
    (
        row("homework-60", Way.ENFORCED, "homework_day_cap"),
        row("no-tutoring", Way.DECLARED),
        row("sleep", Way.REPORTED, note="需要作息调查"),
        row("junior-90", Way.ENFORCED, "homework_day_cap", (7, 8, 9)),
        row("lost", Way.AUDITED, "no_monday_first"),
    ),
)


def run_of(school: School, timetable: Timetable, homework: HomeworkAllocation | None = None) -> Run:
    """A run with its real audit."""
    homework = homework or HomeworkAllocation()
    found = audit(school, timetable, homework, RULES)
    return Run(school, timetable, homework, found, (PACK,), RULES, {"status": "optimal", "seed": 1, "seconds": 1.5})


def town_run() -> Run:
    """The town school's run, with a setting that cannot be judged."""
    run = run_of(*town())
    asks = Text("缺少课后服务表，请填工作表“课后服务”", "sheet After-school is missing")
    entry = Entry(RuleSetting("service", "no_monday_first"), Verdict.NOT_CHECKABLE, missing=asks)
    return replace(run, audit=Audit((*run.audit.entries, entry)))


__all__ = ["PACK", "RULES", "first_fit", "place", "run_of", "settings", "tiny", "town", "town_run"]
