"""Small schools with everything a move may touch, and the comparison with a full audit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from constraints import catalogue
from scheduler.auditor import Audit, audit
from scheduler.domain import HomeworkAllocation, School, Scope, Strength, Times, Timetable
from scheduler.domain.tiny import tiny
from scheduler.engine.outcome import Options
from scheduler.engine.schedule import schedule
from scheduler.moves import Move, Moves, Option

from ..engine.schools import with_defaults

RULES = catalogue()


@dataclass(frozen=True)
class Solved:
    """A school with its timetable, homework and audit, and the moves of it."""

    school: School
    timetable: Timetable
    homework: HomeworkAllocation
    proof: Audit
    moves: Moves


def asked(school: School, *codes: str) -> School:
    """The school with just these rules, as they are by default."""
    return replace(school, settings=tuple(RULES[code].setting() for code in codes))


def ready(school: School, timetable: Timetable, homework: HomeworkAllocation | None = None) -> Solved:
    """A timetable to move lessons of."""
    given = homework or HomeworkAllocation()
    proof = audit(school, timetable, given, RULES)
    return Solved(school, timetable, given, proof, Moves.of(school, timetable, given, RULES))


def solved(school: School) -> Solved:
    """The school's timetable after a little improvement."""
    answer = schedule(school, RULES, Options(workers=1, rounds=2, seconds=60))
    assert answer.timetable is not None
    return ready(school, answer.timetable, answer.homework)


def rich() -> School:
    """Doubles, odd and even weeks, a joint lesson, a band, a meeting, rooms that differ and close, homework; rules
    about single rooms; two bell schedules."""
    plan = "语3 数1x2+1 体2 音0.5 美0.5"
    school = tiny(
        {"三1": plan, "三2": plan, "七1": "语3 数1x2+1 体2 音1 科1x2"},
        {"张": "三1语 三2语", "李": "三1数 三2数 三1+三2班", "王": "三1体 三2体 七1体", "赵": "三1音 三2音 七1音 三1美",
         "钱": "三2美 七1语 七1数 七1科", "孙": "选甲选", "周": "选乙选"},
        days=4, periods=4, morning=2, bells={"七": (490, 45)},
        rooms={"操场": ("体", 1), "甲室": ("音美", 1), "乙室": ("音美", 1), "实验室": ("科", 1)},
        joint={"班1": "三1 三2"}, bands={"选甲:选1": "三1 三2", "选乙:选1": "三1 三2"}, meetings={"会": "张 孙"},
        homework={"三1": "语20-40 数20-40", "七1": "语10-40"},
    )  # fmt: skip
    rooms = tuple(replace(r, building="东楼" if r.id == "甲室" else "西楼") for r in school.rooms)
    school = with_defaults(replace(school, rooms=rooms))
    music = Scope(subjects=frozenset({"音", "美"}))
    soft = Strength.SOFT
    more = (
        RULES["forbidden_times"].setting(
            "甲室关", scope=Scope(rooms=frozenset({"甲室"})), times=Times.parse("周一；周三1")
        ),
        RULES["forbidden_times"].setting(
            "乙室关", scope=Scope(rooms=frozenset({"乙室"})), times=Times.parse("周三上午")
        ),
        RULES["forbidden_times"].setting("周五前", scope=Scope(teachers=frozenset({"钱"})), times=Times.parse("周二1")),
        RULES["forbidden_times"].setting(
            "少排", scope=Scope(subjects=frozenset({"数"})), times=Times.parse("每天下午"), strength=soft
        ),
        RULES["fixed_time"].setting("班会", scope=Scope(subjects=frozenset({"班"})), times=Times.parse("周四4")),
        RULES["preferred_room"].setting("乙室好", scope=music, rooms=("乙室",), strength=soft),
        RULES["same_room"].setting("不换", scope=music, strength=soft),
        RULES["few_rooms"].setting("一间", scope=music, strength=soft),
        RULES["building_changes"].setting("换楼", strength=soft),
        RULES["teacher_day_load"].setting("最多", most=3, strength=soft),
    )
    usual = (s for s in school.settings if s.rule != "class_week_full")
    return replace(school, settings=(*usual, *more))


def disagreement(before: Solved, moves: tuple[Move, ...], option: Option) -> dict[str, object]:
    """What a full audit of the moved timetable says otherwise than the option: empty when they agree."""
    after = audit(before.school, before.moves.apply(moves), before.homework, RULES)
    amounts = {e.setting.id: e.amount for e in before.proof.entries}
    costs = {e.setting.id: e.cost for e in before.proof.entries}
    broken = {e.setting.id for e in after.invalid if e.amount > amounts[e.setting.id]}
    spent = {e.setting.id: e.cost - costs[e.setting.id] for e in after.entries if e.cost != costs[e.setting.id]}
    found: dict[str, object] = {}
    if broken != {b.setting for b in option.breaks}:
        found["breaks"] = sorted(broken ^ {b.setting for b in option.breaks})
    if option.cost is not None and (spent != dict(option.costs) or option.cost != sum(spent.values())):
        found["costs"] = (spent, option.costs)
    return found


def audited_again(before: Solved, *, every: int = 1) -> list[tuple[Option, dict[str, object]]]:
    """Every option of every lesson (or of each ``every``-th) that a full audit contradicts."""
    wrong = []
    number = 0
    for p in before.timetable.placements:
        for option in before.moves.where(p.course, p.session):
            number += 1
            if option.moves and number % every == 0:
                differs = disagreement(before, option.moves, option)
                if differs:
                    wrong.append((option, differs))
    return wrong


def first(before: Solved, course: str, start: str) -> Move:
    """The move of a course's first lesson to a start."""
    p = next(p for p in before.timetable.placements if p.course == course)
    return Move(p.course, p.session, start, p.weeks)
