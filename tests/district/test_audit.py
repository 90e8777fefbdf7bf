"""The audit over a district: what is planted is found, what just keeps is not, and shifted bounds are caught."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import pytest

from scheduler.auditor import audit as audit_school
from scheduler.district import audit_checks
from scheduler.district.audit import Breach, Whole, audit
from scheduler.district.domain import District, DistrictSchool, Policy, SharedTeacher, Visit
from scheduler.district.written import Arts, Presence, Written, broken_rules, written
from scheduler.domain import Half, RuleSetting, School, Slot, Strength, Text, Times, Verdict, Weeks
from scheduler.domain.tiny import place, tiny
from tests.output.schools import NoMondayFirst

START = {1: 480, 2: 530, 3: 580, 4: 640, 5: 840, 6: 890}  # 08:00, 08:50, 09:40, 10:40; 14:00, 14:50
WAY = 160  # from the end of the fourth lesson (11:20) to the start of the fifth (14:00)


def at(
    school: str, day: int, period: int, *, week: Weeks = Weeks.ALL, subject: str = "音乐", lesson: bool = True,
    later: int = 0,
) -> Presence:  # fmt: skip
    """A period of the shared teacher 张; ``later``: minutes after the usual start."""
    start = START[period] + later
    slot = Slot(f"{day}-{period}", "全校", day, period, start, start + 40, Half.AM if period < 5 else Half.PM)
    return Presence("张", school, week, slot, subject, "一1" if lesson else "例会", lesson)


def district(travel: int | None = WAY, policy: Policy | None = None, **teacher: object) -> District:
    schools = tuple(DistrictSchool(name, b"", Path(f"{name}.xlsx")) for name in ("甲", "乙", "丙"))
    ways = {} if travel is None else {("甲", "乙"): travel, ("乙", "丙"): travel, ("甲", "丙"): travel}
    return District("区", schools, (SharedTeacher("张", ("音乐",), **teacher),), ways, policy=policy or Policy())  # type: ignore[arg-type]


@dataclass(frozen=True)
class Case:
    """``found``: how many breaches the check ``code`` finds; ``arts`` and ``broken`` are those of the first school."""

    name: str
    code: str
    found: int
    district: District
    periods: tuple[Presence, ...] = ()
    visits: tuple[Visit, ...] | None = None
    arts: tuple[Arts, ...] = ()
    broken: tuple[Text, ...] = ()
    missing: str = ""

    def whole(self) -> Whole:
        files = tuple(
            Written(name, tuple(p for p in self.periods if p.school == name),
                    *((self.arts, self.broken) if name == "甲" else ()))
            for name in self.district.school if name != self.missing
        )  # fmt: skip
        return Whole(self.district, files, None if self.visits is None else frozenset(self.visits))


ODD, EVEN = Weeks.ODD, Weeks.EVEN
ONE_DAY = Policy(same_day=False)
MORNING = (Visit("张", "乙", 1, Half.AM),)
CASES = (
    Case("a school without files", "no_timetable", 1, district(), missing="丙"),
    Case("all have files", "no_timetable", 0, district()),
    Case("a school breaks a rule", "own_rules", 1, district(), broken=(Text("教师不冲突", "clash"),)),
    Case("no school does", "own_rules", 0, district()),
    Case("the same lesson at two schools", "two_places", 1, district(), (at("甲", 1, 1), at("乙", 1, 1))),
    Case("a minute together", "two_places", 1, district(), (at("甲", 1, 1), at("乙", 1, 1, later=39))),
    Case("one ends when the other begins", "two_places", 0, district(), (at("甲", 1, 1), at("乙", 1, 1, later=40))),
    Case("on other days", "two_places", 0, district(), (at("甲", 1, 1), at("乙", 2, 1))),
    Case("in other weeks", "two_places", 0, district(), (at("甲", 1, 1, week=ODD), at("乙", 1, 1, week=EVEN))),
    Case("one in odd weeks, one always", "two_places", 1, district(), (at("甲", 1, 1, week=ODD), at("乙", 1, 1))),
    Case("a meeting counts", "two_places", 1, district(), (at("甲", 1, 1, lesson=False), at("乙", 1, 1))),
    Case("just the minutes of the way", "travel", 0, district(WAY), (at("甲", 1, 4), at("乙", 1, 5))),
    Case("a minute short", "travel", 1, district(WAY + 1), (at("甲", 1, 4), at("乙", 1, 5))),
    Case("back again", "travel", 1, district(WAY + 1), (at("乙", 1, 4), at("甲", 1, 5))),
    Case("nobody says how far", "travel", 1, district(None), (at("甲", 1, 4), at("乙", 1, 5))),
    Case("no minutes between", "travel", 1, district(1), (at("甲", 1, 1), at("乙", 1, 1, later=40))),
    Case("the next day", "travel", 0, district(None), (at("甲", 1, 5), at("乙", 2, 1))),
    Case("other weeks", "travel", 0, district(None), (at("甲", 1, 4, week=ODD), at("乙", 1, 5, week=EVEN))),
    Case("by way of a third school", "travel", 2, district(11), (at("甲", 1, 1), at("乙", 1, 2), at("丙", 1, 3))),
    Case("two schools of a morning", "half_days", 1, district(0), (at("甲", 1, 1), at("乙", 1, 4))),
    Case("morning and afternoon", "half_days", 0, district(0), (at("甲", 1, 4), at("乙", 1, 5))),
    Case("in turns", "half_days", 0, district(0), (at("甲", 1, 1, week=ODD), at("乙", 1, 2, week=EVEN))),
    Case("two schools of a day", "same_day", 1, district(0, ONE_DAY), (at("甲", 1, 4), at("乙", 1, 5))),
    Case("two schools, two days", "same_day", 0, district(0, ONE_DAY), (at("甲", 1, 4), at("乙", 2, 5))),
    Case("when he is away", "away", 1, district(away=Times.parse("周一上午")), (at("甲", 1, 4), at("甲", 1, 5))),
    Case("after he was away", "away", 0, district(away=Times.parse("周一上午")), (at("甲", 1, 5), at("甲", 2, 1))),
    Case("as many as a day may have", "day_most", 0, district(day_most=2), (at("甲", 1, 1), at("乙", 1, 5))),
    Case("one more", "day_most", 1, district(day_most=2), (at("甲", 1, 1), at("甲", 1, 2), at("乙", 1, 5))),
    Case("a meeting is no lesson", "day_most", 0, district(day_most=1), (at("甲", 1, 1), at("甲", 1, 2, lesson=False))),
    Case("a week's", "week_most", 0, district(week_most=2), (at("甲", 1, 1), at("乙", 2, 1))),
    Case("one more a week", "week_most", 1, district(week_most=1), (at("甲", 1, 1), at("乙", 2, 1))),
    Case("the mean of both weeks", "week_most", 0, district(week_most=1),
         (at("甲", 1, 1, week=ODD), at("乙", 2, 1, week=ODD))),
    Case("half a lesson more", "week_most", 1, district(week_most=1), (at("甲", 1, 1), at("乙", 2, 1, week=ODD))),
    Case("where he may not go", "allowed", 1, district(home="甲", schools=frozenset("乙")), (at("丙", 1, 1),)),
    Case("at home", "allowed", 0, district(home="甲", schools=frozenset("乙")), (at("甲", 1, 1), at("乙", 2, 1))),
    Case("not his subject", "subjects", 1, district(), (at("甲", 1, 1, subject="数学"),)),
    Case("his by another name", "subjects", 0, district(), (at("甲", 1, 1, subject="唱歌"),)),
    Case("three schools", "schools_most", 1, district(policy=Policy(schools_most=2)),
         (at("甲", 1, 1), at("乙", 2, 1), at("丙", 3, 1))),
    Case("two schools", "schools_most", 0, district(policy=Policy(schools_most=2)), (at("甲", 1, 1), at("乙", 2, 1))),
    Case("out on two days", "days_most", 1, district(policy=Policy(days_most=1), home="甲"),
         (at("乙", 1, 1), at("丙", 2, 1))),
    Case("home days are not out", "days_most", 0, district(policy=Policy(days_most=1), home="甲"),
         (at("乙", 1, 1), at("甲", 2, 1), at("甲", 1, 5))),
    Case("just the share", "specialist_share", 0, district(policy=Policy(specialist_share=0.7)),
         arts=(Arts("music", "音乐", 4, 1), Arts("pe", "体育", 6, 6))),
    Case("half a lesson short of it", "specialist_share", 1, district(policy=Policy(specialist_share=0.7)),
         arts=(Arts("music", "音乐", 4, 1), Arts("pe", "体育", 6, 5.5))),
    Case("a half-day given out", "as_told", 0, district(home="甲"), (at("乙", 1, 4), at("甲", 3, 1)), MORNING),
    Case("another half of the day", "as_told", 1, district(home="甲"), (at("乙", 1, 5),), MORNING),
    Case("another school", "as_told", 1, district(home="甲"), (at("丙", 1, 4),), MORNING),
)  # fmt: skip


def count(breaches: Iterable[Breach]) -> int:
    return len(set(breaches))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.code}: {c.name}")
def test_what_is_planted_is_found(case: Case) -> None:
    whole = case.whole()
    entry = audit(whole.district, whole.written, whole.visits).by_code[case.code]
    assert entry.verdict is (Verdict.BROKEN if case.found else Verdict.KEPT)
    assert len(entry.breaches) == case.found, [b.text.zh for b in entry.breaches]
    for breach in entry.breaches:
        assert all(name in breach.text.zh and name in breach.text.en for name in breach.who)
        assert breach.schools


def test_every_check_has_one_that_breaks_and_one_that_keeps() -> None:
    for check in audit_checks.CHECKS:
        assert {bool(c.found) for c in CASES if c.code == check.code} == {False, True}, check.code


MUTANTS = (
    ("gap < needed", "gap <= needed"),
    ("gap < needed", "gap < needed - 1"),
    ("gap < 0", "gap <= 0"),
    ("if needed is None:", "needed = needed or 0\n            if needed is None:"),
    ("other.slot.start - one.slot.end", "other.slot.start - one.slot.start"),
    ("one.slot.overlaps(other.slot)", "one.slot.start == other.slot.start"),
    ("len(schools) > 1:\n                yield", "len(schools) > 2:\n                yield"),
    ("p.slot.half is half", "True"),
    ("len(schools) > 1:\n            yield", "len(schools) > 2:\n            yield"),
    ("p.slot in teacher.away", "p.slot.day == 9"),
    ("count > most", "count >= most"),
    ("count > most", "count > most + 1"),
    ("sum(p.lesson for p in periods)", "len(periods)"),
    ("count > teacher.week_most", "count >= teacher.week_most"),
    ("count > teacher.week_most", "count > teacher.week_most + 1"),
    (" / len(whole.weeks)", ""),
    (" / len(whole.weeks)", " // len(whole.weeks)"),
    ("teacher.schools | {teacher.home}", "teacher.schools"),
    ("school not in may", "school in may"),
    ("p.lesson and not any", "p.lesson and any"),
    ("len(schools) > most", "len(schools) >= most"),
    ("len(schools) > most", "len(schools) > most + 1"),
    ("if p.school != teacher.home]", "]"),
    ("len(days) > most", "len(days) >= most"),
    ("len(days) > most", "len(days) > most + 1"),
    ("given < share * lessons - 1e-9", "given <= share * lessons"),
    ("given < share * lessons - 1e-9", "given < share * lessons - 1"),
    ("given < share * lessons - 1e-9", "given < (share + 0.01) * lessons"),
    ("p.school != teacher.home and (p.teacher", "(p.teacher"),
    ("(p.teacher, p.school, day, p.slot.half) not in sent", "(p.teacher, p.school, day, Half.AM) not in sent"),
    ("school.name not in there", "school.name in there"),
    ("for w in whole.written if w.broken", "for w in whole.written[1:] if w.broken"),
)  # fmt: skip


@pytest.mark.parametrize(("right", "wrong"), MUTANTS, ids=lambda text: " ".join(text.split()))
def test_a_shifted_bound_is_caught(right: str, wrong: str) -> None:
    source = Path(audit_checks.__file__).read_text("utf-8")
    assert right in source
    find = _checks(source.replace(right, wrong, 1))
    assert any(count(find[c.code](c.whole())) != count(_find(c)) for c in CASES)


def _find(case: Case) -> Iterable[Breach]:
    return next(c for c in audit_checks.CHECKS if c.code == case.code).find(case.whole())


def _checks(source: str) -> dict[str, Callable[[Whole], Iterable[Breach]]]:
    module = ModuleType("scheduler.district.mutated")
    module.__package__ = "scheduler.district"
    sys.modules[module.__name__] = module
    try:
        exec(compile(source, "mutated", "exec"), module.__dict__)
    finally:
        del sys.modules[module.__name__]
    return {c.code: c.find for c in module.CHECKS}


def test_what_is_not_asked_has_no_verdict() -> None:
    nobody = replace(district(), teachers=())
    verdicts = {e.code: e.verdict for e in audit(nobody, ()).entries}
    asked = {code for code, verdict in verdicts.items() if verdict is not Verdict.NOT_APPLICABLE}
    assert asked == {"no_timetable", "own_rules"}
    shared = {e.code: e.verdict for e in audit(district(), Case("", "", 0, district()).whole().written).entries}
    assert shared["travel"] is Verdict.KEPT
    assert shared["specialist_share"] is shared["same_day"] is shared["as_told"] is Verdict.NOT_APPLICABLE


def test_without_any_timetable_nothing_is_kept() -> None:
    """Every check of a district of which nothing was solved was shown as kept."""
    verdicts = {e.code: e.verdict for e in audit(district(), ()).entries}
    assert verdicts["no_timetable"] is Verdict.BROKEN
    assert verdicts["travel"] is verdicts["own_rules"] is Verdict.NOT_CHECKABLE
    assert Verdict.KEPT not in verdicts.values()


def test_a_breach_is_said_with_who_where_and_how_much() -> None:
    short = next(c for c in CASES if c.name == "a minute short").whole()
    (breach,) = audit(short.district, short.written).by_code["travel"].breaches
    assert breach.text.zh == (
        "张 周一 10:40–11:20在 甲 一1音乐，接着14:00–14:40在 乙 一1音乐，只有 160 分钟，路上要 161 分钟"
    )
    assert breach.text.en == (
        "张 on Mon: 10:40–11:20 at 甲 音乐 of 一1, then 14:00–14:40 at 乙 音乐 of 一1: 160 minutes for a way of 161"
    )
    odd = next(c for c in CASES if c.name == "one in odd weeks, one always").whole()
    (breach,) = audit(odd.district, odd.written).by_code["two_places"].breaches
    assert breach.text.zh.endswith("（单周）")
    assert breach.text.en.endswith(" (odd weeks)")


def test_a_breach_of_every_week_is_said_once_where_some_school_has_odd_weeks() -> None:
    """A school with odd and even weeks made every breach of the district be said twice."""
    periods = (at("甲", 1, 1), at("乙", 1, 1), at("丙", 2, 1, week=ODD))
    whole = Case("", "", 0, district(), periods).whole()
    (breach,) = audit(whole.district, whole.written).by_code["two_places"].breaches
    assert breach.week is Weeks.ALL
    assert "周）" not in breach.text.zh


def test_the_audit_shares_nothing_with_the_master() -> None:
    """Of the district's own modules it knows what a district is, and itself."""
    folder = Path(audit_checks.__file__).parent
    own = {"audit", "audit_checks", "written"}
    for name in own:
        tree = ast.parse((folder / f"{name}.py").read_text("utf-8"))
        known = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level == 1}
        assert known <= {"domain", *own}, name


def village() -> School:
    plan = {"一1": "语2 音1 体1", "一2": "语2 音1.5 体0.5"}
    return tiny(plan, {"王": "一1语 一1体", "李": "一2语", "张": "一1音 一2音", "赵": "一2体"}, days=2, periods=4,
                morning=2, meetings={"例会": "张 王"})  # fmt: skip


def test_what_a_school_s_timetable_says() -> None:
    school = village()
    timetable = place(school, {"一1": "语 音 体 . | 语 . . .", "一2": "语 . . 音 | 语 音/体 . ."}, 例会="2-4")
    found = written("村小", school, timetable, (), district())
    lessons = [p for p in found.presences if p.lesson and p.week is Weeks.ODD]
    assert [(p.slot.day, p.slot.period, p.who, p.subject) for p in lessons] == [
        (1, 2, "一1", "音"), (1, 4, "一2", "音"), (2, 2, "一2", "音"),
    ]  # fmt: skip
    assert sum(not p.lesson for p in found.presences) == 2  # the meeting, in odd and in even weeks
    assert {p.teacher for p in found.presences} == {"张"}
    # music: 1 + 1.5 by 张; PE: 1 by 王, who gives Chinese, and 0.5 by 赵, who gives PE alone
    assert [(a.kind, a.lessons, a.specialists, a.nobody) for a in found.arts] == [
        ("music", 2.5, 2.5, 0.0), ("pe", 1.5, 0.5, 0.0),
    ]  # fmt: skip
    willing = replace(district(), teachers=(replace(district().teachers[0], specialist=False),))
    assert written("村小", school, timetable, (), willing).arts[0].specialists == 0


def test_lessons_that_nobody_gives_are_no_specialist_s() -> None:
    school = tiny({"一1": "美2"}, {}, days=1, periods=2, morning=2)
    (found,) = written("村小", school, place(school, {"一1": "美 美"}), (), district()).arts
    assert (found.kind, found.lessons, found.specialists, found.nobody) == ("art", 2, 0, 2)


def test_the_rules_that_a_school_breaks_are_named_once() -> None:
    rule = NoMondayFirst()
    settings = tuple(RuleSetting(f"s{n}", rule.code, strength=Strength.HARD) for n in (1, 2))
    school = replace(tiny({"一1": "语1"}, {"王": "一1语"}, days=1, periods=1, morning=1), settings=settings)
    proof = audit_school(school, place(school, {"一1": "语"}), None, {rule.code: rule})  # type: ignore[arg-type]
    assert broken_rules(proof, {rule.code: rule.title}) == (rule.title,)
