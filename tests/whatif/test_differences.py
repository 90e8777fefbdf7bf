"""Differences between two timetables: matched so that the fewest differ."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain import Course, School, Timetable, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.whatif.differences import differences, other_rooms, weight_of


def _moves(school: School, old: str, new: str) -> list[tuple[str, str, str]]:
    a, b = place(school, {"一1": old}), place(school, {"一1": new})
    return sorted(
        (m.course, m.before.start if m.before else "", m.after.start if m.after else "")
        for m in differences(school, a, school, b)
    )


def test_nothing_differs_from_itself() -> None:
    school = tiny({"一1": "语2 数1"}, days=2, periods=2)
    assert _moves(school, "语 数 | 语 .", "语 数 | 语 .") == []


def test_an_exchange_is_two_moves_and_lessons_of_a_course_are_alike() -> None:
    school = tiny({"一1": "语2 数1"}, days=2, periods=2)
    # 语 is at 1-1 and 2-1 before, 1-2 and 2-1 after: one of the two moved, whatever its number
    assert [m[0] for m in _moves(school, "语 数 | 语 .", "数 语 | 语 .")] == ["一1数", "一1语"]


def test_sessions_that_change_numbers_did_not_move() -> None:
    school = tiny({"一1": "语2"}, days=2, periods=2)
    old = place(school, {"一1": "语 . | 语 ."})
    first, second = old.placements
    turned = Timetable((replace(first, session=second.session), replace(second, session=first.session)))
    assert differences(school, old, school, turned) == ()


def test_a_double_is_not_matched_with_a_single() -> None:
    one, two = tiny({"一1": "语2"}, days=2, periods=2), tiny({"一1": "语1x2"}, days=2, periods=2)
    found = differences(one, place(one, {"一1": "语 语 | . ."}), two, place(two, {"一1": "语 语 | . ."}))
    assert sorted(m.kind for m in found) == ["gone", "gone", "new"]


def test_new_and_gone_weigh_nothing() -> None:
    before, after = tiny({"一1": "语2 数1"}, days=1), tiny({"一1": "语1 数2 体1"}, days=1)
    old, new = place(before, {"一1": "语 语 数 ."}), place(after, {"一1": "体 语 数 数"})
    found = differences(before, old, after, new)
    assert sorted((m.course, m.kind) for m in found) == [("一1体", "new"), ("一1数", "new"), ("一1语", "gone")]
    assert weight_of(before, old, after, new) == 0


def test_of_fewer_lessons_those_that_are_elsewhere_moved() -> None:
    before, after = tiny({"一1": "语3"}, days=1), tiny({"一1": "语2"}, days=1)
    old, new = place(before, {"一1": "语 语 语 ."}), place(after, {"一1": "语 . . 语"})
    assert sorted(m.kind for m in differences(before, old, after, new)) == ["gone", "moved"]
    assert weight_of(before, old, after, new) == 1  # one class, nobody teaches it


def test_weight_counts_teachers_and_classes_and_published_days_twice() -> None:
    school = tiny({"一1": "语1", "一2": "数1"}, {"张": "一1语", "李": "一1语"}, days=2, periods=2)
    old = place(school, {"一1": "语 . | . .", "一2": "数 . | . ."})
    new = place(school, {"一1": ". . | 语 .", "一2": ". 数 | . ."})
    assert weight_of(school, old, school, new) == 3 + 1
    assert weight_of(school, old, school, new, days=(1,)) == 6 + 2
    assert weight_of(school, old, school, new, days=(2,)) == 3 + 1  # it counts where they were


def test_odd_weeks_for_even_ones_at_the_same_time_differ() -> None:
    school = tiny({"一1": "音0.5 美0.5"}, days=1, periods=2)
    old, new = place(school, {"一1": "音/美 ."}), place(school, {"一1": "美/音 ."})
    found = differences(school, old, school, new)
    assert [(m.course, m.kind) for m in found] == [("一1音", "weeks"), ("一1美", "weeks")]
    assert weight_of(school, old, school, new) == 2  # the timetable had the choice


def test_weeks_that_the_plan_turns_are_seen_and_weigh_nothing() -> None:
    school = tiny({"一1": "音0.5 美0.5"}, days=1, periods=2)
    old, new = place(school, {"一1": "音/美 ."}), place(school, {"一1": "美/音 ."})
    after = replace(school, courses=tuple(_fixed(c, new) for c in school.courses))
    assert [m.kind for m in differences(school, old, after, new)] == ["weeks", "weeks"]
    assert weight_of(school, old, after, new) == 0


def _fixed(course: Course, timetable: Timetable) -> Course:
    weeks = {p.course: p.weeks for p in timetable.placements}
    assert weeks[course.id] in (Weeks.ODD, Weeks.EVEN)
    return replace(course, sessions=tuple(replace(s, weeks=weeks[course.id]) for s in course.sessions))


def test_another_teacher_of_the_same_lessons_is_no_move() -> None:
    before = tiny({"一1": "语2"}, {"张": "一1语"}, days=1)
    course = before.courses[0]
    after = replace(
        tiny({"一1": "语2"}, {"李": "一1语"}, days=1), courses=(replace(course, id="一1语/李", teachers=("李",)),)
    )
    old = place(before, {"一1": "语 语 . ."})
    new = Timetable(tuple(replace(p, course="一1语/李") for p in old.placements))
    assert differences(before, old, after, new) == ()
    first = new.placements[0]
    elsewhere = Timetable((replace(first, start=before.grid.slots[3].id), *new.placements[1:]))
    assert [m.kind for m in differences(before, old, after, elsewhere)] == ["moved"]


def test_other_clock_times_are_the_same_place() -> None:
    before = tiny({"一1": "语1"}, days=1, bells={"一": (480, 40)})
    after = tiny({"一1": "语1"}, days=1, bells={"一": (510, 40)})
    old, new = place(before, {"一1": ". 语 . ."}), place(after, {"一1": ". 语 . ."})
    assert before.grid.slots[1].start != after.grid.slots[1].start
    assert differences(before, old, after, new) == ()


def test_rooms_are_told_apart() -> None:
    school = tiny({"一1": "体1 音1"}, days=1, rooms={"操场": ("体音", 1), "馆": ("体音", 1)})
    old = place(school, {"一1": "体 音 . ."})
    placed = [replace(p, rooms=("操场",)) for p in old.placements]
    new = Timetable((replace(placed[0], rooms=("馆",)), placed[1]))
    assert differences(school, Timetable(tuple(placed)), school, new) == ()
    (found,) = other_rooms(school, Timetable(tuple(placed)), school, new)
    assert (found.kind, found.course) == ("rooms", placed[0].course)
