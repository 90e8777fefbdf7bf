"""Exchanges within the week: both teachers free, the rules of both days kept, rooms there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.cover import Candidates, CoverError, Exchange, Exchanges, Kind, Piece, Record, Take, counts, slips
from scheduler.cover.candidates import needs
from scheduler.domain import School, Timetable
from scheduler.domain.tiny import place, tiny

from .schools import MONDAY, RULES, asked, audit_day, away, days, numbered, propose, setting, three_classes


def found(school: School, timetable: Timetable, absent: str = "张", times: str = "") -> list[Exchange]:
    """The exchanges of Monday's first open lesson, all of them."""
    where = days(school, timetable, [Record(Kind.AWAY, MONDAY, absent, times=times, number=1)])
    need = next(needs(where.held(MONDAY)))
    return Exchanges(Candidates(where, RULES, MONDAY, {})).of(need, 99)


def places(exchanges: list[Exchange]) -> set[tuple[int, int, str]]:
    """(day of the week, period, course)."""
    return {(e.to.isoweekday(), e.other.slots[0].period, e.other.course.id) for e in exchanges}


def two(*settings: object, **more: object) -> tuple[School, Timetable]:
    """One class, two days of three periods: 张 语, 李 数, 王 音."""
    school = tiny({"一1": "语2 数2 音1"}, {"张": "一1语", "李": "一1数", "王": "一1音"}, days=2, periods=3, morning=3,
                  **more)  # type: ignore[arg-type]  # fmt: skip
    return asked(school, *settings), place(school, {"一1": "语 数 音 | 数 语 ."})  # type: ignore[arg-type]


def test_every_lesson_of_another_teacher_on_another_day() -> None:
    """Monday 1 (语) with Tuesday 1 (数); Monday's are out, for 张 is away all Monday."""
    assert places(found(*two())) == {(2, 1, "一1数")}


def test_on_the_same_day_when_away_for_a_part_of_it() -> None:
    assert places(found(*two(), times="1")) == {(2, 1, "一1数"), (1, 2, "一1数"), (1, 3, "一1音")}


def test_both_have_to_be_free() -> None:
    """李 cannot come on Monday 1; 张 not on Tuesday 1."""
    assert found(*two(away("李", "周一1"))) == []
    assert found(*two(away("张", "周二1"))) == []


@pytest.mark.parametrize("rules", [True, False])
def test_nobody_is_in_two_places_after_an_exchange(rules: bool) -> None:
    """李 teaches 一2 on Monday 1 (张 teaches it on Tuesday 1): by the clock, whether a rule says so or not."""
    plan = {"一1": "语1 数1", "一2": "音1"}
    for staff in ({"张": "一1语", "李": "一1数 一2音"}, {"张": "一1语 一2音", "李": "一1数"}):
        school = tiny(plan, staff, days=2, periods=2)
        row = "音 . | . ." if "一2音" in staff["李"] else ". . | 音 ."
        timetable = place(school, {"一1": "语 . | 数 .", "一2": row})
        made = asked(school)
        assert found(made if rules else replace(made, settings=()), timetable) == []
        free = place(school, {"一1": "语 . | 数 .", "一2": ". . | . 音"})
        assert places(found(made if rules else replace(made, settings=()), free)) == {(2, 1, "一1数")}


def test_the_rules_of_both_days_are_kept() -> None:
    """Once a day: 数 twice on Monday is not allowed."""
    assert places(found(*two(setting("subject_a_day", most=1)))) == set()
    assert places(found(*two(setting("subject_a_day", most=2)))) == {(2, 1, "一1数")}


def test_fixed_lessons_stay() -> None:
    from scheduler.domain import Scope, Times

    fixed = RULES["fixed_time"].setting(
        "fixed", scope=Scope(courses=frozenset({"一1数"})), times=Times.parse("周二1；周一2")
    )
    assert found(*two(fixed)) == []


def test_rooms_have_to_be_free() -> None:
    """美 needs the one studio; on Tuesday 1 一2 is in it."""
    plan = {"一1": "美1 数1", "一2": "美1 数1"}
    staff = {"张": "一1美", "李": "一1数", "王": "一2美", "赵": "一2数"}
    for holds, fine in ((1, False), (2, True)):
        school = tiny(plan, staff, days=2, periods=2, rooms={"画室": ("美", holds)})
        timetable = place(school, {"一1": "美 . | 数 .", "一2": ". 数 | 美 ."})
        swaps = found(asked(school), timetable)
        assert bool(swaps) is fine
        assert all(e.rooms == ("画室",) and e.other_rooms == () for e in swaps)


def test_a_double_changes_places_with_a_double_only() -> None:
    school = tiny(
        {"一1": "美1x2 科1x2 语1"}, {"张": "一1美", "李": "一1科", "王": "一1语"}, days=2, periods=4, morning=4
    )
    timetable = place(school, {"一1": "美 美 . . | 科 科 语 ."})
    assert places(found(asked(school), timetable)) == {(2, 1, "一1科")}


def test_lessons_of_bands_stay() -> None:
    school = tiny({"一1": "数2"}, {"张": "甲选", "李": "一1数"}, days=2, periods=2, bands={"甲:选1": "一1"})
    timetable = place(school, {"一1": "数 . | . 数", "甲": ". 选 | . ."})
    assert found(asked(school), timetable) == []


def test_an_exchange_is_on_both_days() -> None:
    school, timetable = two()
    proposal = propose(
        days(school, timetable),
        MONDAY,
        "张",
        takes={1: Take(to=MONDAY + timedelta(days=1), slot=school.grid.slot["铃/2-1"])},
    )
    records = numbered((), proposal.records)
    assert [r.kind for r in records] == [Kind.AWAY, Kind.EXCHANGE]
    where = days(school, timetable, records)
    monday, tuesday = where.held(MONDAY), where.held(MONDAY + timedelta(days=1))
    assert [(h.course.id, h.slots[0].period, h.teachers) for h in monday] == [
        ("一1数", 1, ("李",)), ("一1数", 2, ("李",)), ("一1音", 3, ("王",)),
    ]  # fmt: skip
    assert [(h.course.id, h.slots[0].period) for h in tuesday] == [("一1语", 1), ("一1语", 2)]
    for n in (0, 1):
        assert audit_day(school, timetable, records, MONDAY + timedelta(days=n), n + 1) == []
    assert {c.teacher: (c.given, c.total, c.exchanged) for c in counts(where)} == {"张": (0, 0, 1), "李": (0, 0, 1)}
    told = {s.teacher: s.text.zh for s in slips(where, MONDAY)}
    assert "一1数 由9月8日（周二）第1节调到9月7日（周一）第1节，与 一1语 对调" in told["李"]
    assert "一1语 由9月7日（周一）第1节调到9月8日（周二）第1节" in told["张"]
    assert where.held(MONDAY + timedelta(weeks=1))[0].course.id == "一1语"  # the next week is as always


def test_somebody_who_is_away_on_the_day_of_the_exchange_needs_cover_there() -> None:
    school, timetable = two()
    tuesday = MONDAY + timedelta(days=1)
    swap = Take(to=tuesday, slot=school.grid.slot["铃/2-1"])
    records = numbered((), propose(days(school, timetable), MONDAY, "张", takes={1: swap}).records)
    again = propose(days(school, timetable, records), tuesday, "张")
    assert {o.need.held.slots[0].period for o in again.offers} == {1, 2}
    assert all(o.chosen is not None for o in again.offers)


def test_what_nobody_can_take_is_exchanged() -> None:
    """李 has as many lessons a week as he may, so that he can take none; but he can change places."""
    school = tiny({"一1": "语2 数2"}, {"张": "一1语", "李": "一1数"}, days=2, periods=2)
    timetable = place(school, {"一1": "语 数 | 数 语"})
    full = asked(school, setting("teacher_week_load", ["李"], most=2))
    (offer,) = propose(days(full, timetable), MONDAY, "张").offers
    assert offer.chosen is None
    assert offer.exchange is not None
    assert places([offer.exchange]) == {(2, 1, "一1数")}
    once = asked(school, setting("teacher_day_load", ["李"], most=1))  # he would have two on Monday by that too
    assert [o.left for o in propose(days(once, timetable), MONDAY, "张").offers] == [True]


@pytest.mark.parametrize(("day", "period"), [(1, 1), (1, 2), (2, 2), (2, 3)])
def test_an_exchange_that_cannot_be_is_refused(day: int, period: int) -> None:
    """With itself, on the day he is away, with his own lesson, with nothing."""
    school, timetable = two()
    take = Take(to=MONDAY + timedelta(days=day - 1), slot=school.grid.slot[f"铃/{day}-{period}"])
    with pytest.raises(CoverError) as error:
        propose(days(school, timetable), MONDAY, "张", takes={1: take})
    assert "对调" in error.value.text.zh


def test_a_record_of_a_plan_that_changed_is_told_and_harms_nothing() -> None:
    school, timetable = two()
    swap = Take(to=MONDAY + timedelta(days=1), slot=school.grid.slot["铃/2-1"])
    records = numbered((), propose(days(school, timetable), MONDAY, "张", takes={1: swap}).records)
    gone = tiny({"一1": "数5"}, {"李": "一1数"}, days=5, periods=3)
    where = days(asked(gone), place(gone, {"一1": "数 . . | 数 . . | 数 . . | 数 . . | 数 . ."}), records)
    assert [r.kind for r in where.stale(MONDAY)] == [Kind.EXCHANGE]
    assert [h.course.id for h in where.held(MONDAY)] == ["一1数"]


def test_records_that_make_no_sense_harm_nothing() -> None:
    """Somebody edited the file: a course, a time, a length or a person that is not there."""
    school, timetable = three_classes()
    tuesday = MONDAY + timedelta(days=1)
    fine = Piece("一1语", "#1", "铃/1-1")
    for spoilt in (
        Record(Kind.EXCHANGE, MONDAY, lesson=fine, to=tuesday, other=Piece("一1数", "#9", "铃/2-2")),
        Record(Kind.EXCHANGE, MONDAY, lesson=fine, to=tuesday, other=Piece("一1数", "#2", "铃/2-9")),
        Record(Kind.EXCHANGE, MONDAY, lesson=fine, to=tuesday, other=Piece("一1数", "#2", "铃/2-2", 99)),
        Record(Kind.EXCHANGE, MONDAY, lesson=fine, to=tuesday, other=Piece("一1数", "#2", "铃/3-2")),
        Record(Kind.EXCHANGE, MONDAY, lesson=fine, to=MONDAY + timedelta(days=5), other=Piece("一1数", "#2", "铃/2-2")),
        Record(Kind.EXCHANGE, MONDAY, lesson=fine),
        Record(Kind.COVER, MONDAY, "没有这人", "张", lesson=Piece("一1语", "#1", "铃/9-9")),
        Record(Kind.COVER, MONDAY, "没有这人", "张", lesson=Piece("一1语", "#9", "铃/1-1", 99), fit="brilliant"),
        Record(Kind.AWAY, MONDAY, "没有这人"),
    ):
        where = days(school, timetable, [replace(spoilt, number=1)])
        assert [h.course.id for h in where.held(MONDAY)] == [h.course.id for h in days(school, timetable).held(MONDAY)]
        assert len(where.stale(MONDAY)) == (spoilt.kind is not Kind.AWAY)
        assert counts(where) == ()
        assert slips(where, MONDAY) is not None
        assert all(o.chosen for o in propose(where, MONDAY, "张").offers)
    unknown = Record(Kind.COVER, MONDAY, "没有这人", "张", lesson=fine, number=1)
    assert propose(days(school, timetable, [unknown]), MONDAY, "张")
