"""Wishes about single rooms, in schools that give homework too."""

from __future__ import annotations

from dataclasses import replace

from constraints import catalogue
from scheduler.domain import Scope, Strength
from scheduler.domain.tiny import tiny
from scheduler.engine.outcome import Options
from scheduler.engine.schedule import schedule

from .schools import with_defaults


def test_a_wish_about_rooms_and_homework_in_one_school() -> None:
    """The variables of the rooms came with the wish, after the first timetable: reading that one again ended in an
    IndexError."""
    rules = catalogue()
    school = tiny(
        {"三1": "语2 音1 数1"}, periods=4, rooms={"甲室": ("音", 1), "乙室": ("音", 1)}, homework={"三1": "语5-10"}
    )
    school = with_defaults(school)
    wish = rules["preferred_room"].setting(
        scope=Scope(subjects=frozenset({"音"})), rooms=("乙室",), strength=Strength.SOFT
    )
    school = replace(school, settings=(*school.settings, wish))
    answer = schedule(school, rules, Options(workers=1, rounds=2))
    assert answer.timetable is not None
    assert [p.rooms for p in answer.timetable.placements if p.course == "三1音"] == [("乙室",)]
