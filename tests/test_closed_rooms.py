"""A closed room forbids what can only be held in it; what has another room must be in the other one."""

from __future__ import annotations

from dataclasses import replace

from constraints import catalogue
from scheduler.domain import Scope, Strength, Times, Timetable, View
from scheduler.domain.tiny import place, tiny

SCHOOL = tiny({"一1": "音1"}, periods=2, rooms={"音乐室1": ("音", 1), "音乐室2": ("音", 1)})
FIRST_LESSON = Times.parse("周一1")


def closed(*rooms: str, strength: Strength = Strength.HARD):  # type: ignore[no-untyped-def]
    scope = Scope(rooms=frozenset(rooms))
    return catalogue()["forbidden_times"].setting(scope=scope, strength=strength, times=FIRST_LESSON)


def breaches(setting, room: str) -> int:  # type: ignore[no-untyped-def]
    placed = place(SCHOOL, {"一1": "音 ."}).placements
    timetable = Timetable(tuple(replace(p, rooms=(room,)) for p in placed))
    return len(catalogue()["forbidden_times"].check(View(SCHOOL, timetable), setting))


def test_one_of_two_rooms_closed_forbids_no_time() -> None:
    assert not list(catalogue()["forbidden_times"].forbids(SCHOOL, closed("音乐室1")))
    assert catalogue()["forbidden_times"].applies(SCHOOL, closed("音乐室1"))


def test_both_rooms_closed_forbid_the_time() -> None:
    found = list(catalogue()["forbidden_times"].forbids(SCHOOL, closed("音乐室1", "音乐室2")))
    assert [(c.id, s.period) for c, s in found] == [("一1音", 1)]


def test_a_lesson_in_the_closed_room_is_a_breach_and_in_the_open_one_is_not() -> None:
    assert breaches(closed("音乐室1"), "音乐室1") == 1
    assert breaches(closed("音乐室1"), "音乐室2") == 0


def test_a_soft_wish_about_a_room_speaks_only_of_lessons_that_have_no_other() -> None:
    assert breaches(closed("音乐室1", strength=Strength.SOFT), "音乐室1") == 0
    assert breaches(closed("音乐室1", "音乐室2", strength=Strength.SOFT), "音乐室1") == 1
