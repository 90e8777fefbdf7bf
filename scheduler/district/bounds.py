"""Counting bounds in the master: the lessons of each shared teacher are dealt to half-days, as far as counting goes.

How many units of each of his courses lie in which half-day is decided beside the visits. Every timetable of the school
gives such numbers, so whatever these rows exclude is excluded rightly.
"""

from __future__ import annotations

from scheduler.domain import Half, Text
from scheduler.domain.sayings import say_day
from scheduler.engine.program import Expr, Program, total

from .clash import Reason
from .parts import HalfDay, Part, Teaching

_NAMED = 4  # half-days that are named one by one


class Bounds:
    """Posts the bounds of parts to a program; ``reasons`` by the rows' setting (rows without one are never let off)."""

    def __init__(self, program: Program, reasons: dict[str, Reason]):
        self._program, self._reasons = program, reasons

    def of_part(self, part: Part, present: dict[str, dict[HalfDay, Expr]]) -> dict[str, dict[int, Expr]]:
        """All that a school's counting says; ``present`` by teacher. The units dealt to each day, by teacher."""
        on_ground: list[dict[HalfDay, list[Expr]]] = [{half: [] for half in g.places} for g in part.grounds]
        lessons = {
            t: self._of_teacher(part, t, teaching, present[t], on_ground) for t, teaching in part.teachings.items()
        }
        for number, uses in enumerate(on_ground):
            if any(uses.values()):
                self._ground(part, number, uses)
        return lessons

    def _of_teacher(
        self, part: Part, teacher: str, teaching: Teaching, present: dict[HalfDay, Expr],
        on_ground: list[dict[HalfDay, list[Expr]]],
    ) -> dict[int, Expr]:  # fmt: skip
        lessons: dict[int, Expr] = {}
        held: dict[HalfDay, list[Expr]] = {half: [] for half in teaching.most}
        name = f"load:{teacher}:{part.school}"
        self._reasons[name] = _load_reason(part, teacher, teaching)
        for load in teaching.loads:
            dealt = {half: Expr({self._program.variable(most): 1}) for half, most in load.most.items()}
            self._program.require(total(dealt.values()), load.units, load.units, name)
            for day in {day for day, _ in dealt}:
                units = total(dealt[half] for half in dealt if half[0] == day)
                self._program.require(units, hi=load.day)
                if load.lesson:
                    lessons[day] = lessons.get(day, Expr()) + units
            for half, units in dealt.items():
                self._program.require(units - present[half] * load.most[half], hi=0)
                held[half].append(units)
                for number in load.grounds:
                    on_ground[number][half].append(units * load.places)
        for half, some in held.items():
            self._program.require(total(some) - present[half] * teaching.most[half], hi=0)
        for units in lessons.values():
            if teaching.day is not None:
                self._program.require(units, hi=teaching.day)
        return lessons

    def _ground(self, part: Part, number: int, uses: dict[HalfDay, list[Expr]]) -> None:
        """Places taken by shared teachers' lessons, and those that the others need besides."""
        ground, name = part.grounds[number], f"ground:{part.school}:{number}"
        rooms = "、".join(ground.rooms[:3])
        text = Text(f"{part.school}的{rooms}各半天容得下的课", f"what {rooms} of {part.school} can hold each half-day")
        self._reasons[name] = Reason(text, frozenset({part.school}))
        left = []
        for half, places in ground.places.items():
            others = Expr({self._program.variable(min(ground.others_most[half], places)): 1})
            self._program.require(total([others, *uses[half]]), hi=places, setting=name)
            left.append(others)
        self._program.require(total(left), lo=ground.others, setting=name)


def _load_reason(part: Part, teacher: str, teaching: Teaching) -> Reason:
    """His lessons there, and on which half-days they can be."""
    by_subject: dict[str, int] = {}
    for load in teaching.loads:
        by_subject[load.subject] = by_subject.get(load.subject, 0) + load.units
    zh = "、".join(f"{subject} {units / part.weeks:g} 节" for subject, units in by_subject.items())
    en = ", ".join(f"{units / part.weeks:g} of {subject}" for subject, units in by_subject.items())
    halves = sorted(teaching.most)
    only_zh, only_en = "", ""
    if len(halves) <= _NAMED:
        only_zh = "，只能在" + "、".join(say_half(*half).zh for half in halves)
        only_en = ", only on " + ", ".join(say_half(*half).en for half in halves)
    text = Text(f"{teacher} 在{part.school}每周上 {zh}{only_zh}", f"{teacher} at {part.school}: {en} a week{only_en}")
    return Reason(text, frozenset({part.school}))


def say_half(day: int, half: Half) -> Text:
    """A half-day: 周二上午, Tue morning."""
    am = half is Half.AM
    return Text(
        say_day(day, "zh") + ("上午" if am else "下午"), say_day(day, "en") + (" morning" if am else " afternoon")
    )
