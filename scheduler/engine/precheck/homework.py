"""Homework: each subject's least minutes a week (``homework_weekly``, hard) against what the days of a class allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from scheduler.domain import Group, HomeworkTarget, RuleSetting, Text, Weeks
from scheduler.domain.sayings import say_day

from .facts import Facts
from .flow import PLENTY, SINK, Net
from .shortage import Shortage
from .words import join

STEP = 5  # homework is given in multiples of five minutes
_LONGEST = 180  # minutes of a subject on a day: the board knows no more

Plan = dict[HomeworkTarget, dict[int, int]]  # by target and day, the most minutes there can be
Why = dict[HomeworkTarget, list[str]]  # the settings that lower them


def homework(facts: Facts) -> Iterator[Shortage]:
    """Classes whose homework cannot be given; those short alike together."""
    alike: dict[tuple[Text, int, int], list[tuple[Group, tuple[str, ...]]]] = defaultdict(list)
    for klass, targets in _classes(facts):
        plan, settings = _plan(facts, klass, targets)
        for what, need, have, ids in _short(facts, klass, plan, settings):
            alike[what, need, have].append((klass, ids))
    for (what, need, have), some in alike.items():
        names = tuple(k.id for k, _ in some)
        asked = dict.fromkeys(i for _, ids in some for i in ids)
        known = {s.id: s for mine in facts.hard.values() for s in mine}
        text = Text(f"{join(names, 'zh')} {what.zh}", f"{join(names, 'en')} {what.en}")
        sources = tuple(dict.fromkeys(known[i].source for i in asked))
        yield Shortage("homework", names, need, have, text, sources, (), (), tuple(asked))


def _classes(facts: Facts) -> Iterator[tuple[Group, list[HomeworkTarget]]]:
    """The classes with subjects that must give a least of minutes in every week."""
    school = facts.school
    mine: dict[str, list[HomeworkTarget]] = defaultdict(list)
    for target in school.homework.targets:
        mine[target.group].append(target)
    for klass in school.classes:
        asked = [s for s in facts.hard["homework_weekly"] if s.scope.has_group(klass)]
        wanted = [
            t for t in mine[klass.id]
            if t.least and any(s.scope.has_subject(t.subject) for s in asked) and _weekly(facts, klass, t)
        ]  # fmt: skip
        if wanted:
            yield klass, wanted


def _weekly(facts: Facts, klass: Group, target: HomeworkTarget) -> bool:
    courses = facts.school.courses_of(klass, target.subject)
    return not courses or any(s.weeks is Weeks.ALL for c in courses for s in c.sessions)


def _asked(facts: Facts, rule: str, klass: Group, target: HomeworkTarget) -> list[RuleSetting]:
    found = (s for s in facts.hard[rule] if s.scope.has_group(klass))
    return [s for s in found if s.scope.has_subject(target.subject)]


def _counts(cap: RuleSetting, target: HomeworkTarget) -> bool:
    """Whether a ``homework_day_cap`` counts this homework: by its kind and layer."""
    if target.layer == "chosen" and cap["layers"] != "all" and cap["most"]:
        return False
    return bool(cap["kind"] == "all" or (cap["kind"] == "written") == (target.kind == "written"))


def _plan(facts: Facts, klass: Group, targets: Sequence[HomeworkTarget]) -> tuple[Plan, Why]:
    """The most minutes of each target on each day, and the settings that lower them."""
    school = facts.school
    allowed = {s.id: school.tagged(*s["subjects"]) | set(s["subjects"]) for s in facts.hard["homework_subjects"]}
    plan: Plan = {}
    settings: Why = {}
    for target in targets:
        days = dict.fromkeys(school.grid.days, min(target.most, _LONGEST))
        why = settings[target] = []
        for setting in _asked(facts, "homework_free_days", klass, target):
            why.append(setting.id)
            days |= {d: 0 for d in setting["days"] if d in days}
        for setting in _asked(facts, "homework_subjects", klass, target):
            if target.kind == "written" and target.subject not in allowed[setting.id]:
                why.append(setting.id)
                days = dict.fromkeys(days, 0)
        class_days = {s.day for s in school.slots_of(klass)}
        for cap in _asked(facts, "homework_day_cap", klass, target):
            if _counts(cap, target) and cap["statistic"] == "max":
                why.append(cap.id)
                days = {d: min(m, cap["most"]) if d in class_days else m for d, m in days.items()}
        for setting in _asked(facts, "homework_on_lesson_days", klass, target):
            why.append(setting.id)
            mask = 0
            for course in school.courses_of(klass, target.subject):
                mask |= facts.open(course)
            days = {d: m if mask & facts.days[d] else 0 for d, m in days.items()}
        least = max((s["least"] for s in _asked(facts, "homework_least_piece", klass, target)), default=0)
        plan[target] = {d: m // STEP * STEP if m >= least else 0 for d, m in days.items()}
    return plan, settings


Short = tuple[Text, int, int, tuple[str, ...]]


def _short(facts: Facts, klass: Group, plan: Plan, settings: Why) -> Iterator[Short]:
    weekly = tuple(s.id for s in facts.hard["homework_weekly"] if s.scope.has_group(klass))
    alone = False
    for target, days in plan.items():
        lessons = _lesson_days(facts, klass, target, len(days))
        have = sum(sorted(days.values(), reverse=True)[:lessons])
        if _least(target) > have:
            alone = True
            text = Text(
                f"{target.subject}作业每周至少 {target.least} 分钟，能留的日子最多留 {have} 分钟，"
                f"差 {target.least - have} 分钟{_on(days, 'zh')}",
                f"{target.subject} homework is {target.least} minutes a week at least, the days allow {have}: "
                f"{target.least - have} short{_on(days, 'en')}",
            )
            yield text, target.least, have, (*weekly, *settings[target])
    if not alone:
        yield from _together(facts, klass, plan, settings, weekly)
        yield from _pieces(facts, klass, plan, settings, weekly)


def _least(target: HomeworkTarget) -> int:
    return -(-target.least // STEP) * STEP


def _lesson_days(facts: Facts, klass: Group, target: HomeworkTarget, days: int) -> int:
    """On how many days of a week the subject can give homework: no more than it has lessons, where it follows them."""
    if not _asked(facts, "homework_on_lesson_days", klass, target):
        return days
    courses = facts.school.courses_of(klass, target.subject)
    return min(days, sum(s.weeks in (Weeks.ALL, Weeks.EITHER) for c in courses for s in c.sessions) or days)


def _on(days: dict[int, int], lang: str) -> str:
    most = {d: m for d, m in days.items() if m}
    said = [f"{say_day(d, lang)} {m}" for d, m in most.items()]
    if lang == "zh":
        return f"\n  每天最多：{join(said, lang) or '没有一天可留'}"
    return f"\n  at most: {join(said, lang) or 'no day at all'}"


def _together(facts: Facts, klass: Group, plan: Plan, settings: Why, weekly: tuple[str, ...]) -> Iterator[Short]:
    """All subjects that a daily cap counts, against the caps of all days."""
    for cap in facts.hard["homework_day_cap"]:
        if not cap.scope.has_group(klass):
            continue
        counted = [t for t in plan if cap.scope.has_subject(t.subject) and _counts(cap, t)]
        net = Net()
        per_day = cap["most"] // STEP * STEP
        class_days = {s.day for s in facts.school.slots_of(klass)}
        mean = cap["statistic"] == "mean"
        whole = net.node()
        net.arc(whole, SINK, cap["most"] * len(class_days) if mean else PLENTY)
        days = {d: net.node() for d in facts.days}
        for day, node in days.items():
            net.arc(node, whole, per_day if day in class_days and not mean else PLENTY)
        for target in counted:
            node = net.demand((target.subject,), _least(target))
            for day, most in plan[target].items():
                net.arc(node, days[day], most)
        cut = net.cut()
        if cut is not None:
            near = [t for t in counted if t.subject in cut.demands]
            need = sum(_least(t) for t in near)
            size = need, need - cut.short
            text = Text(
                f"每天作业最多 {cap['most']} 分钟，{'、'.join(t.subject for t in near)}每周至少共 {need} 分钟，"
                f"最多留得下 {size[1]} 分钟，差 {cut.short} 分钟",
                f"may have {cap['most']} minutes of homework a day; {', '.join(t.subject for t in near)} want {need} a "
                f"week at least, there is room for {size[1]}: {cut.short} short",
            )
            yield text, *size, tuple(dict.fromkeys((*weekly, cap.id, *(i for t in near for i in settings[t]))))
            return


def _pieces(facts: Facts, klass: Group, plan: Plan, settings: Why, weekly: tuple[str, ...]) -> Iterator[Short]:
    """The days on which each subject has to give homework, against the subjects that a day may have."""
    for setting in facts.hard["homework_subjects_a_day"]:
        if not setting.scope.has_group(klass):
            continue
        net = Net()
        days = {d: net.node() for d in facts.days}
        for node in days.values():
            net.arc(node, SINK, setting["most"])
        counted = [t for t in plan if setting.scope.has_subject(t.subject)]
        for target in counted:
            node = net.demand((target.subject,), _pieces_of(target, plan[target]))
            for day, most in plan[target].items():
                net.arc(node, days[day], int(most > 0))
        cut = net.cut()
        if cut is not None:
            near = [t for t in counted if t.subject in cut.demands]
            need = sum(_pieces_of(t, plan[t]) for t in near)
            size = need, need - cut.short
            text = Text(
                f"每天最多 {setting['most']} 科留作业，{'、'.join(t.subject for t in near)}每周至少要留 {need} 次，"
                f"最多留 {size[1]} 次，差 {cut.short} 次",
                f"may have homework of {setting['most']} subjects a day; {', '.join(t.subject for t in near)} need "
                f"{need} pieces a week, there is room for {size[1]}: {cut.short} short",
            )
            yield text, *size, tuple(dict.fromkeys((*weekly, setting.id, *(i for t in near for i in settings[t]))))
            return


def _pieces_of(target: HomeworkTarget, days: dict[int, int]) -> int:
    """On how many days at least a target has to be given."""
    left, pieces = _least(target), 0
    for most in sorted(days.values(), reverse=True):
        if left <= 0:
            break
        left, pieces = left - most, pieces + 1
    return pieces
