"""The closest timetable: fewest moves, proved; what stays, stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.domain import RuleSetting, School, Scope, Strength, Times, Timetable
from scheduler.domain.tiny import place, tiny
from scheduler.errors import Impossible
from scheduler.whatif.differences import weight_of
from scheduler.whatif.repair import RepairOptions, repair
from tests.engine.schools import hidden, with_defaults
from tests.whatif.closest import RULES, asking, away, places, repaired, run_of


def _hard(school: School, *codes: str) -> School:
    """The school with these rules only, so that every number is plain."""
    return replace(school, settings=tuple(RULES[c].setting() for c in codes))


CLASHES = ("class_clash", "teacher_clash", "room_places")


@pytest.mark.parametrize("seed", range(3))
def test_nothing_moves_where_nothing_changed(seed: int) -> None:
    school = hidden(seed)
    run = run_of(school)
    found = repaired(school, run)
    assert places(found.timetable) == places(run.timetable)
    assert (found.weight, found.least, found.moved, found.proven) == (0, 0, (), True)


def test_a_teacher_away_moves_just_what_is_forced() -> None:
    """张 has the first period in both classes, two days; away on Monday morning his lessons of that day go to the free
    fourth period, and nothing else moves."""
    school = _hard(tiny({"一1": "语2 数2", "一2": "语2"}, {"张": "一1语 一2语", "李": "一1数"}, days=2), *CLASHES)
    old = place(school, {"一1": "语 数 . . | 语 数 . .", "一2": ". 语 . . | . 语 . ."})
    after = away(school, "张", "周一上午")
    found = repaired(after, run_of(school, old))
    assert sorted(m.course for m in found.moved) == ["一1语", "一2语"]
    assert (found.weight, found.least, found.proven) == (4, 4, True)


def test_the_lighter_lesson_moves() -> None:
    """Two lessons clash on one teacher: the one with two teachers stays."""
    before = _hard(tiny({"一1": "语1", "一2": "数1"}, {"张": "一1语", "李": "一2数", "王": "一2数"}), *CLASHES)
    old = place(before, {"一1": "语 . . .", "一2": "数 . . ."})
    shared = replace(
        before,
        courses=tuple(replace(c, teachers=(*c.teachers, "李")) if c.id == "一1语" else c for c in before.courses),
    )
    found = repaired(shared, run_of(before, old))
    # 语 now has 张 and 李: 3 to tell; 数 has 李 and 王: 3 as well, so one of them alone moves
    assert (found.weight, len(found.moved)) == (3, 1)
    heavier = replace(
        shared, courses=tuple(replace(c, teachers=("李",)) if c.id == "一1语" else c for c in shared.courses)
    )
    found = repaired(heavier, run_of(before, old))
    assert [m.course for m in found.moved] == ["一1语"]
    assert found.weight == 2


def test_published_days_are_left_alone_where_another_will_do() -> None:
    """数 comes twice at the place of a lesson that is closed: either day can be exchanged."""
    school = _hard(tiny({"一1": "语1 数1", "一2": "语1"}, {"张": "一1语 一2语"}, days=2, periods=1), *CLASHES)
    old = place(school, {"一1": "语 | 数", "一2": ". | 语"})
    shut = RULES["forbidden_times"].setting("x", scope=Scope(courses=frozenset({"一1数"})), times=_times("周二1"))
    free = repaired(asking(school, shut), run_of(school, old))
    assert free.weight == 2 + 1 + 2  # 一1语, 一1数, and 一2语 makes room
    told = repaired(asking(school, shut), run_of(school, old), days=(1,))
    assert told.weight == weight_of(school, old, school, told.timetable, (1,)) == 4 + 1 + 2


def _times(text: str) -> Times:
    return Times.parse(text)


def test_what_must_stay_stays_even_where_that_moves_more() -> None:
    """张 is away in the first period. 语 could trade with 数 alone; with 数 held it trades with two others."""
    school = tiny({"一1": "语1 数1 英1 体1"}, {"张": "一1语", "李": "一1数", "王": "一1英", "赵": "一1体"})
    school = _hard(school, *CLASHES, "class_week_full")
    old = place(school, {"一1": "语 数 英 体"})
    after = away(away(away(school, "张", "周一1"), "王", "周一1"), "赵", "周一1")
    free = repaired(after, run_of(school, old))
    assert sorted(m.course for m in free.moved) == ["一1数", "一1语"]
    with pytest.raises(Impossible) as error:
        repaired(after, run_of(school, old), stay=frozenset({"一1数"}))
    assert [r.courses for r in error.value.reasons] == [("一1数",)]
    open_ = away(away(school, "张", "周一1-3"), "赵", "周一1")
    held = repaired(open_, run_of(school, old), stay=frozenset({"一1英"}))
    assert "一1英" not in {m.course for m in held.moved}
    assert (len(held.moved), held.proven) == (3, True)


def test_a_place_that_is_closed_cannot_be_stayed_at() -> None:
    school = _hard(tiny({"一1": "语1"}, {"张": "一1语"}), *CLASHES)
    run = run_of(school, place(school, {"一1": "语 . . ."}))
    with pytest.raises(Impossible) as error:
        repaired(away(school, "张", "周一1"), run, stay=frozenset({"一1语"}))
    (reason,) = error.value.reasons
    assert "一1语" in reason.say("zh")
    assert "一1语" in reason.say("en")


def test_impossible_without_any_that_must_stay_says_so() -> None:
    school = _hard(tiny({"一1": "语2"}, {"张": "一1语"}, periods=2), *CLASHES)
    run = run_of(school, place(school, {"一1": "语 语"}))
    with pytest.raises(Impossible):
        repaired(away(school, "张", "周一1"), run)


def test_a_class_more_and_a_class_fewer_move_nobody_else() -> None:
    teachers = {"张": "一1语 一2语", "李": "一1数 一2数"}
    one = _hard(tiny({"一1": "语2 数2"}, teachers), *CLASHES, "class_week_full")
    two = _hard(tiny({"一1": "语2 数2", "一2": "语2 数2"}, teachers), *CLASHES, "class_week_full")
    run = run_of(one, place(one, {"一1": "语 数 语 数"}))
    more = repaired(two, run)
    assert {m.kind for m in more.moved} == {"new"}
    assert (more.weight, more.proven) == (0, True)
    fewer = repaired(one, run_of(two, more.timetable))
    assert {m.kind for m in fewer.moved} == {"gone"}
    assert fewer.weight == 0


def test_one_lesson_for_another_uses_its_place() -> None:
    before = tiny({"一1": "语2 数2 体1"}, {"张": "一1语", "李": "一1数", "王": "一1体"}, periods=5)
    after = tiny({"一1": "语1 数2 体2"}, {"张": "一1语", "李": "一1数", "王": "一1体"}, periods=5)
    before, after = (_hard(s, *CLASHES, "class_week_full") for s in (before, after))
    found = repaired(after, run_of(before, place(before, {"一1": "语 数 体 数 语"})))
    assert sorted(m.kind for m in found.moved) == ["gone", "new"]
    assert found.weight == 0


def test_odd_and_even_weeks_stay() -> None:
    school = tiny({"一1": "音0.5 美0.5 语1"}, {"张": "一1音", "李": "一1美", "王": "一1语"}, periods=3)
    school = _hard(school, *CLASHES)
    old = place(school, {"一1": "音/美 语 ."})
    found = repaired(away(school, "王", "周一2"), run_of(school, old))
    assert [m.course for m in found.moved] == ["一1语"]
    assert found.weight == 2


def test_doubles_move_whole() -> None:
    school = _hard(tiny({"一1": "语1x2 数1"}, {"张": "一1语", "李": "一1数"}, days=2), *CLASHES)
    old = place(school, {"一1": "语 语 数 . | . . . ."})
    found = repaired(away(school, "张", "周一2"), run_of(school, old))
    assert [(m.course, m.kind) for m in found.moved] == [("一1语", "moved")]
    assert found.weight == 2  # the double counts as one lesson, one class and one teacher


def test_groups_of_a_band_and_joint_lessons_move_together() -> None:
    school = tiny(
        {"一1": "语1", "一2": "语1"}, {"张": "甲日", "李": "乙德", "王": "一1+一2体", "赵": "一1语", "钱": "一2语"},
        bands={"甲:日1": "一1 一2", "乙:日1": "一1 一2"}, joint={"体1": "一1 一2"}, periods=4,
    )  # fmt: skip
    school = _hard(school, *CLASHES, "same_time")
    run = run_of(school)
    band = {p.course: p.start for p in run.timetable.placements if school.course[p.course].band}
    assert len(set(band.values())) == 1
    period = school.grid.slot[next(iter(band.values()))].period
    after = asking(
        school,
        RULES["forbidden_times"].setting(
            "x", scope=Scope(courses=frozenset({next(iter(band))})), times=_times(f"周一{period}")
        ),
    )
    found = repaired(after, run)
    moved = {m.course for m in found.moved}
    assert band.keys() <= moved
    assert found.proven
    assert found.weight == weight_of(school, run.timetable, after, found.timetable) == found.least


def test_rooms_stay_with_those_who_stay() -> None:
    """Two like rooms: 一1 keeps 馆 though 操场 comes first, and the lesson that moves takes what is left."""
    school = tiny(
        {"一1": "体1", "一2": "体1"}, {"张": "一1体", "李": "一2体"}, rooms={"操场": ("体", 1), "馆": ("体", 1)}
    )  # fmt: skip
    school = _hard(school, *CLASHES)
    old = place(school, {"一1": ". 体 . .", "一2": "体 . . ."})
    rooms = {"一1体": ("馆",), "一2体": ("操场",)}
    old = Timetable(tuple(replace(p, rooms=rooms[p.course]) for p in old.placements))
    after = asking(
        away(school, "李", "周一1"),
        RULES["forbidden_times"].setting("pm", scope=Scope(teachers=frozenset({"李"})), times=_times("周一3-4")),
    )
    found = repaired(after, run_of(school, old))
    assert {p.course: p.rooms for p in found.timetable.placements} == {"一1体": ("馆",), "一2体": ("操场",)}
    assert [m.course for m in found.moved] == ["一2体"]


def test_a_room_that_is_gone_is_given_anew_and_moves_nobody() -> None:
    before = tiny({"一1": "体1"}, {"张": "一1体"}, rooms={"操场": ("体", 1), "馆": ("体", 1)})
    after = tiny({"一1": "体1"}, {"张": "一1体"}, rooms={"操场": ("体", 1)})
    before, after = _hard(before, *CLASHES), _hard(after, *CLASHES)
    old = Timetable(tuple(replace(p, rooms=("馆",)) for p in place(before, {"一1": "体 . . ."}).placements))
    found = repaired(after, run_of(before, old))
    assert (found.weight, [p.rooms for p in found.timetable.placements]) == (0, [("操场",)])


def _with_homework(minutes: int) -> School:
    homework = dict.fromkeys(("三1", "三2"), f"语{minutes}-{minutes} 数40-40")
    teachers = {"张": "三1语", "李": "三1数", "王": "三2语", "赵": "三2数"}
    school = tiny({"三1": "语4 数4", "三2": "语4 数4"}, teachers, days=2, homework=homework)
    return with_defaults(school)


def test_homework_of_classes_that_are_not_concerned_stays_to_the_minute() -> None:
    school = _with_homework(40)
    run = run_of(school)
    assert run.homework.items
    found = repaired(away(school, "张", _where(run.timetable, school, "三1语")), run)
    assert [m for m in found.moved if m.course.startswith("三1")]
    before, after = ({i for i in h.items if i.group == "三2"} for h in (run.homework, found.homework))
    assert before == after


def _where(timetable: Timetable, school: School, course: str) -> str:
    first = next(p for p in timetable.placements if p.course == course)
    slot = school.grid.slot[first.start]
    return f"周{'一二三四五'[slot.day - 1]}{slot.period}"


def test_a_cap_is_kept_with_few_other_minutes() -> None:
    school = _with_homework(40)
    run = run_of(school)
    cap = RULES["homework_day_cap"].setting("cap", scope=Scope(groups=frozenset({"三1"})), most=30)
    found = repaired(asking(school, cap), run)
    assert found.weight == 0
    total: dict[tuple[str, int], int] = {}
    for item in found.homework.items:
        total[item.group, item.day] = total.get((item.group, item.day), 0) + item.minutes
    assert max(m for (group, _), m in total.items() if group == "三1") <= 30
    before, after = ({i for i in h.items if i.group == "三2"} for h in (run.homework, found.homework))
    assert before == after


def test_other_targets_are_followed() -> None:
    school, more = _with_homework(40), _with_homework(60)
    found = repaired(more, run_of(school))
    minutes = {
        g: sum(i.minutes for i in found.homework.items if (i.group, i.subject) == (g, "语")) for g in ("三1", "三2")
    }
    assert minutes == {"三1": 60, "三2": 60}


def test_lessons_move_where_homework_needs_other_days() -> None:
    """语 has both lessons on Monday; with Monday free of homework they have to be given on Tuesday."""
    school = tiny({"三1": "语2"}, {"张": "三1语"}, days=2, homework={"三1": "语20-20"})
    settings: list[RuleSetting] = [RULES[c].setting() for c in (*CLASHES, "homework_on_lesson_days")]
    settings += [RULES["homework_weekly"].setting(strength=Strength.HARD)]
    school = replace(school, settings=tuple(settings))
    run = run_of(school, place(school, {"三1": "语 语 . . | . . . ."}))
    free = RULES["homework_free_days"].setting("free", days=(1,))
    found = repaired(asking(school, free), run)
    assert not found.audit.invalid
    assert len(found.moved) == 1
    assert {i.day for i in found.homework.items} == {2}


def test_quality_is_improved_among_the_fewest_moves() -> None:
    """The lesson that must move may go to either free period: it goes where no wish is broken."""
    school = _hard(tiny({"一1": "语1"}, {"张": "一1语"}, days=1), *CLASHES)
    old = place(school, {"一1": "语 . . ."})
    shunned = RULES["forbidden_times"].setting(
        "wish", scope=Scope(teachers=frozenset({"张"})), times=_times("周一2-3"), strength=Strength.SOFT
    )
    found = repaired(asking(away(school, "张", "周一1"), shunned), run_of(school, old))
    assert [school.grid.slot[p.start].period for p in found.timetable.placements] == [4]
    assert found.cost == 0


def test_options_say_what_they_mean() -> None:
    school = hidden(1)
    run = run_of(school)
    found = repair(school, run, RULES, RepairOptions(seconds=2, workers=1))
    assert set(found.seconds) >= {"model", "moves", "audit"}
