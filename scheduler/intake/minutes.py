"""The homework plan: weekly minutes by class and subject, and the minutes of after-school service for it.

Where a school gives no minutes, subjects that usually give homework get a share of what the daily caps allow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scheduler.domain import (
    HomeworkPlan,
    HomeworkTarget,
    RuleSetting,
    School,
    Scope,
    Source,
    Strength,
    Subject,
)
from scheduler.rule import Rule, say_grade

from .draft import Draft
from .log import Log
from .narrowing import Said, Voice
from .sheets.service import ServiceLine
from .subjects import homework_share

NATIONAL_CAPS = {(1, 2): 0, (3, 4, 5, 6): 60, (7, 8, 9): 90}
NATIONAL = "教育部办公厅关于加强义务教育学校作业管理的通知（教基厅函〔2021〕13号）"
_ASKED = (Strength.HARD, Strength.SOFT)
_LEAST, _MOST = 0.4, 0.8  # of the minutes that the caps allow a week
_WRITTEN = "written"
_PIECE = 30  # minutes of one subject on one day


def default_caps(rules: Mapping[str, Rule], said: Sequence[Said], present: Sequence[int]) -> Iterator[Said]:
    """The national caps for the grades of which neither a pack nor the plan says anything."""
    rule = rules.get("homework_day_cap")
    capped = [s.setting.scope for s in said if s.setting.rule == "homework_day_cap"]
    for grades, most in NATIONAL_CAPS.items() if rule else ():
        left = frozenset(g for g in grades if g in present and not any(not s.grades or g in s.grades for s in capped))
        if left and rule:
            source = Source(document=NATIONAL)
            scope = Scope(left)
            made = rule.setting(rule.code, scope=scope, strength=Strength.HARD, source=source, most=most, kind=_WRITTEN)
            yield Said(made, Voice.DEFAULT)


def make_homework(draft: Draft, school: School, log: Log) -> HomeworkPlan:
    """The plan of a school whose settings are known. Notes minutes that the caps do not allow."""
    targets = tuple(_written(draft)) if draft.homework.targets else tuple(_usual(draft, school))
    _check_caps(draft, school, log)
    off = tuple((grade, days, minutes) for (grade, days), minutes in sorted(draft.homework.off.items()))
    return HomeworkPlan(targets, tuple(_service(draft, school)), off)


def _written(draft: Draft) -> Iterator[HomeworkTarget]:
    for klass in draft.classes:
        for (grade, subject), (least, most, _) in draft.homework.targets.items():
            if grade == klass.grade and most:
                yield HomeworkTarget(klass.name, subject, least, most, *_kind(draft, subject))


def _usual(draft: Draft, school: School) -> Iterator[HomeworkTarget]:
    for klass in school.classes:
        cap = day_cap(school.settings, klass.grade)
        days = homework_days(school, klass.grade)
        shares = _shares(draft, school, klass.grade)
        if cap is None or not cap["most"] or not days or not shares:
            continue
        total = cap["most"] * len(days)
        for subject, share in shares.items():
            least = _five(_LEAST * total * share / sum(shares.values()))
            most = _five(_MOST * total * share / sum(shares.values()))
            room = _PIECE * min(len(days), int(draft.line[subject].lessons[klass.grade]))
            least, most = min(least, room), min(most, room)
            if most >= 10:
                yield HomeworkTarget(klass.id, subject, max(10, least), max(10, most), *_kind(draft, subject))


def _kind(draft: Draft, subject: str) -> tuple[str, str]:
    """The kind and layer of a subject's homework."""
    return draft.homework.kinds.get(subject, (_WRITTEN, "required"))


def _shares(draft: Draft, school: School, grade: int) -> dict[str, int]:
    """How the homework of a grade is shared out between subjects: by 有作业 where filled, else as usual."""
    allowed = [
        set(s["subjects"])
        for s in school.settings
        if s.rule == "homework_subjects" and s.strength in _ASKED and (not s.scope.grades or grade in s.scope.grades)
    ]
    found = {}
    for line in draft.curriculum.lines:
        share = homework_share(line.subject, grade) if line.homework is None else 0
        share = max(2, homework_share(line.subject, grade)) if line.homework else share
        subject: Subject = school.subject.get(line.subject, Subject(line.subject))
        names = {subject.id, *subject.tags}
        if share and line.lessons.get(grade) and all(names & a for a in allowed):
            found[line.subject] = share
    return found


def day_cap(settings: Sequence[RuleSetting], grade: int) -> RuleSetting | None:
    """The tightest cap on a grade's written homework, ``most`` minutes a day; None without one."""
    caps = [
        s
        for s in settings
        if s.rule == "homework_day_cap"
        and s.strength in _ASKED
        and s["kind"] in ("all", _WRITTEN)
        and _of_grade(s.scope, grade)
        and not s.scope.subjects
    ]
    return min(caps, key=lambda s: int(s["most"]), default=None)


def _of_grade(scope: Scope, grade: int) -> bool:
    taken = any(not m.groups and not m.subjects and (not m.grades or grade in m.grades) for m in scope.minus)
    return not taken and not scope.groups and (not scope.grades or grade in scope.grades)


def homework_days(school: School, grade: int) -> tuple[int, ...]:
    """The days of a grade that may have homework."""
    free = {
        d
        for s in school.settings
        if s.rule == "homework_free_days" and s.strength in _ASKED and _of_grade(s.scope, grade)
        for d in s["days"]
    }
    return tuple(d for d in school.grid.days if d not in free)


def _five(minutes: float) -> int:
    return int(minutes) // 5 * 5


def _check_caps(draft: Draft, school: School, log: Log) -> None:
    by_grade: dict[int, list[tuple[str, int]]] = {}
    for (grade, subject), (least, _, cell) in draft.homework.targets.items():
        if _kind(draft, subject) == (_WRITTEN, "required"):
            by_grade.setdefault(grade, []).append((subject, least))
        line = draft.line[subject]
        if least and not line.lessons.get(grade) and grade in draft.grades:
            log.add(
                cell,
                f"{say_grade(grade, 'zh')}没有 {subject} 课，不能有作业",
                f"grade {grade} has no lessons of {subject}, so no homework",
            )
    for grade, minutes in by_grade.items():
        cap = day_cap(school.settings, grade)
        days = homework_days(school, grade)
        least = sum(m for _, m in minutes)
        if cap is not None and least > cap["most"] * len(days) and grade in draft.grades:
            subject = minutes[-1][0]
            most = cap["most"] * len(days)
            basis = f"{cap.source.ref}“{cap.source.quotation}”" if cap.source.pack else ""
            log.add(
                draft.homework.targets[grade, subject][2],
                f"{say_grade(grade, 'zh')}各科每周至少 {least} 分钟，"
                f"多于每日上限 {cap['most']} × {len(days)} 天 = {most} 分钟"
                + (f"（上限出自 {basis}）" if basis else ""),
                f"grade {grade}: at least {least} minutes a week, the cap {cap['most']} × {len(days)} days is {most}"
                + (f" (the cap is that of {basis})" if basis else ""),
                f"减少 {least - most} 分钟，或{'去掉这个规则包' if basis else '改每日上限'}",
                f"take off {least - most} minutes, or {'drop that pack' if basis else 'change the cap'}",
            )


def _service(draft: Draft, school: School) -> Iterator[tuple[int, int, int]]:
    """(grade, day, minutes) of homework done in after-school service."""
    for grade in draft.grades:
        minutes = draft.homework.service.get(grade, (0,))[0]
        for day in school.grid.days if minutes else ():
            lines = [x for x in draft.service if not x.grades or grade in x.grades]
            held = _minutes_held([x for x in lines if day in x.days])
            if held or not lines:
                yield grade, day, min(minutes, held or minutes)


def _minutes_held(lines: Sequence[ServiceLine]) -> int:
    """How long the service of a day is; activities held at once count once. Without a start they follow the lessons."""
    clock = {(x.start + n if x.start else -n - 1) for x in lines for n in range(x.minutes)}
    return len(clock)
