"""What a place means for a lesson: free, at a cost, not allowed and by whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.domain import School, Scope, Strength, Times, Weeks
from scheduler.domain.tiny import assign, place, tiny
from scheduler.errors import RunError
from scheduler.moves import Broken, Fit, Move, MoveError, Option

from .schools import RULES, Solved, asked, first, ready

CLASHES = ("class_clash", "teacher_clash", "room_places")


def option(before: Solved, course: str, start: str, weeks: Weeks = Weeks.ALL) -> Option:
    p = next(p for p in before.timetable.placements if p.course == course)
    (found,) = (o for o in before.moves.where(p.course, p.session) if (o.start, o.weeks) == (start, weeks))
    return found


def with_rule(school: School, code: str, **words: object) -> School:
    setting = RULES[code].setting(**words)  # type: ignore[arg-type]
    return replace(school, settings=(*school.settings, setting))


def two_classes() -> Solved:
    school = asked(tiny({"一1": "语1", "一2": "语1"}, {"张": "一1语 一2语"}, periods=3, morning=2), *CLASHES)
    wish = {"scope": Scope(subjects=frozenset({"语"})), "times": Times.parse("周一3"), "strength": Strength.SOFT}
    school = with_rule(school, "forbidden_times", id="避免", weight=700, **wish)
    return ready(school, place(school, {"一1": "语 . .", "一2": ". 语 ."}))


def test_here_breaks_costs() -> None:
    before = two_classes()
    assert option(before, "一1语", "铃/1-1").fit is Fit.HERE
    taken = option(before, "一1语", "铃/1-2")
    assert (taken.fit, taken.breaks, taken.cost) == (Fit.BREAKS, (Broken("teacher_clash", ("张",)),), None)
    assert [p.course for p in taken.hits] == ["一2语"]
    dear = option(before, "一1语", "铃/1-3")
    assert (dear.fit, dear.cost, dear.costs, dear.breaks) == (Fit.COSTS, 700, (("避免", 700),), ())


def test_free_and_better() -> None:
    before = two_classes()
    move = first(before, "一1语", "铃/1-3")
    after = ready(before.school, before.moves.apply([move]))
    back = option(after, "一1语", "铃/1-1")
    assert (back.fit, back.cost, back.costs) == (Fit.FREE, -700, (("避免", -700),))


def test_a_forbidden_time_names_the_setting() -> None:
    school = asked(tiny({"一1": "语1"}, {"张": "一1语"}, periods=3), *CLASHES)
    away = {"scope": Scope(teachers=frozenset({"张"})), "times": Times.parse("周一2")}
    before = ready(with_rule(school, "forbidden_times", id="外出", **away), place(school, {"一1": "语 . ."}))
    assert [b.setting for b in option(before, "一1语", "铃/1-2").breaks] == ["外出"]
    assert option(before, "一1语", "铃/1-3").fit is Fit.FREE


def test_a_fixed_lesson_may_go_nowhere() -> None:
    school = asked(tiny({"一1": "班1 语1"}, periods=3), *CLASHES)
    fixed = {"scope": Scope(subjects=frozenset({"班"})), "times": Times.parse("周一2")}
    before = ready(with_rule(school, "fixed_time", id="固排", **fixed), place(school, {"一1": "语 班 ."}))
    others = [o for o in before.moves.where("一1班", "#1") if o.fit is not Fit.HERE]
    assert len(others) == 2
    assert all("固排" in {b.setting for b in o.breaks} for o in others)


def test_a_double_is_offered_where_it_fits() -> None:
    school = asked(tiny({"一1": "数1x2 语1"}, periods=5, morning=3), *CLASHES)
    before = ready(school, place(school, {"一1": "数 数 语 . ."}))
    fits = {o.start: o.fit for o in before.moves.where("一1数", "#1")}
    assert fits == {"铃/1-1": Fit.HERE, "铃/1-2": Fit.BREAKS, "铃/1-4": Fit.FREE}  # not over noon, nor past the end
    assert option(before, "一1数", "铃/1-2").hits[0].course == "一1语"


def test_a_lesson_every_other_week_may_choose_its_week() -> None:
    school = asked(tiny({"一1": "音0.5 美0.5 语1"}, periods=3), *CLASHES)
    before = ready(school, place(school, {"一1": "音/美 语 ."}))
    fits = {(o.start, o.weeks): o.fit for o in before.moves.where("一1音", "#1")}
    assert fits["铃/1-1", Weeks.EVEN] is Fit.BREAKS
    assert fits["铃/1-3", Weeks.EVEN] is Fit.FREE
    assert fits["铃/1-2", Weeks.ODD] is Fit.BREAKS
    assert len(fits) == 6


def test_two_lessons_of_a_course_cannot_be_at_once() -> None:
    """They are one variable to the board: two at once were a value above its bound, in no row."""
    school = asked(tiny({"一1": "语2"}, periods=3), *CLASHES)
    before = ready(school, place(school, {"一1": "语 语 ."}))
    assert [b.setting for b in option(before, "一1语", "铃/1-2").breaks] == ["class_clash"]
    assert option(before, "一1语", "铃/1-3").fit is Fit.FREE


def test_a_band_goes_together() -> None:
    school = tiny({"七1": "语1"}, periods=3, bands={"物甲:物1": "七1", "物乙:物1": "七1"})
    before = ready(
        asked(school, *CLASHES, "same_time"), place(school, {"七1": ". 语 .", "物甲": "物 . .", "物乙": "物 . ."})
    )
    free = option(before, "物甲物", "铃/1-3")
    assert free.fit is Fit.FREE
    assert {m.course for m in free.moves} == {"物甲物", "物乙物"}
    assert before.moves.together(first(before, "物甲物", "铃/1-3")) == free.moves
    assert option(before, "物甲物", "铃/1-2").fit is Fit.BREAKS


def test_a_joint_lesson_meets_all_its_classes() -> None:
    school = asked(tiny({"一1": "语1", "一2": "数1"}, periods=3, joint={"体1": "一1 一2"}), *CLASHES)
    before = ready(school, place(school, {"一1": "体 语 .", "一2": "体 . 数"}))
    assert [p.course for p in option(before, "一1+一2体", "铃/1-2").hits] == ["一1语"]
    assert [p.course for p in option(before, "一1+一2体", "铃/1-3").hits] == ["一2数"]


def test_the_room_it_would_get() -> None:
    """The free one; none: the ground is full, and whose lesson is there is said."""
    rooms = {"甲室": ("音", 1), "乙室": ("音", 1)}
    school = asked(tiny({"一1": "音1", "一2": "音1", "一3": "音1"}, periods=2, rooms=rooms), *CLASHES)
    before = ready(school, place(school, {"一1": "音 .", "一2": ". 音", "一3": ". 音"}))
    full = option(before, "一1音", "铃/1-2")
    assert [b.setting for b in full.breaks] == ["room_places"]
    assert full.hits
    third = option(before, "一3音", "铃/1-1")
    assert (third.fit, third.rooms) == (Fit.FREE, ("乙室",))


def test_others_change_rooms_where_that_makes_room() -> None:
    """Music alone needs room one, in which art is held; art may go to the other room."""
    school = tiny({"一1": "音1", "一2": "美1"}, periods=2, rooms={"甲室": ("音美", 1), "乙室": ("美", 1)})
    school = asked(school, *CLASHES)
    before = ready(school, place(school, {"一1": "音 .", "一2": ". 美"}))
    move = first(before, "一1音", "铃/1-2")
    assert option(before, "一1音", "铃/1-2").fit is Fit.FREE
    rooms = {p.course: p.rooms for p in before.moves.apply([move]).placements}
    assert rooms == {"一1音": ("甲室",), "一2美": ("乙室",)}


def test_homework_stays_where_it_is_and_may_forbid() -> None:
    school = asked(
        tiny({"三1": "语1"}, days=2, periods=1, homework={"三1": "语5-10"}), *CLASHES, "homework_on_lesson_days"
    )
    before = ready(school, place(school, {"三1": "语 | ."}), assign(school, {"三1": {"语": "10 0"}}))
    assert [b.setting for b in option(before, "三1语", "铃/2-1").breaks] == ["homework_on_lesson_days"]


def test_what_is_broken_already_forbids_no_move() -> None:
    """A lesson elsewhere may move though two others clash; and mending the clash breaks nothing."""
    school = asked(tiny({"一1": "语1 数1", "一2": "英1"}, {"张": "一2英"}, periods=3), *CLASHES)
    whole = place(school, {"一1": "语 数 .", "一2": "英 . ."})
    assert ready(school, whole).moves.apply([]) == whole
    clash = tuple(replace(p, start="铃/1-1") if p.course == "一1数" else p for p in whole.placements)
    after = ready(school, replace(whole, placements=clash))
    assert option(after, "一2英", "铃/1-2").fit is Fit.FREE
    assert option(after, "一1数", "铃/1-2").fit is Fit.FREE


def test_unknown_lessons_and_places_are_refused() -> None:
    before = two_classes()
    with pytest.raises(MoveError):
        before.moves.where("一1语", "#9")
    for start in ("", "铃/9-9"):
        with pytest.raises(MoveError):
            before.moves.apply([Move("一1语", "#1", start)])
    with pytest.raises(MoveError):
        before.moves.apply([Move("一1语", "#1", "铃/1-3", Weeks.ODD)])


def test_half_a_timetable_is_refused() -> None:
    school = asked(tiny({"一1": "语2"}, periods=3), *CLASHES)
    whole = place(school, {"一1": "语 语 ."})
    for placements in (whole.placements[:1], (*whole.placements, whole.placements[0])):
        with pytest.raises(RunError):
            ready(school, replace(whole, placements=placements))


def test_homework_that_the_plan_does_not_know_is_refused() -> None:
    school = asked(tiny({"三1": "语1"}, homework={"三1": "语5-10"}), *CLASHES)
    with pytest.raises(RunError):
        ready(school, place(school, {"三1": "语 . . ."}), assign(school, {"三1": {"语": "7"}}))
