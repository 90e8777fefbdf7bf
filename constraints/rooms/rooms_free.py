"""Rooms that are open to pupils in their free time (开放图书馆、阅览室、计算机室)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scheduler.domain import At, Bells, Block, BlockKind, RuleSetting, School, Text, Timetable, View, Weeks
from scheduler.domain.tiny import place, tiny
from scheduler.rule import Case, Measured, Mutant, Param

from .._limits import Limit, bells_in
from ._kinds import rooms_like


class RoomsFree(Limit):
    """In the pupils' free time there is a room of each kind in which nobody is taught.

    What it asks: in each block of the kinds named, of every school day, at least ``least`` rooms of each kind have no
    lesson at that time, by the clock, in any week. (In one bell schedule no lesson lies in a block; in a school with
    several, the others may be taught.) That the doors are open then is the school's word.
    Why: 在学生自由活动时间内开放图书馆、阅览室、计算机室、体育艺术设施.
    Breaks when: in a block fewer rooms of a kind are free; each room short counts one.
    Parameters: kinds, words of the document; blocks, kinds of blocks (``activity`` …) or words of their names; least,
    rooms of each kind.
    References: TJ-08.
    """

    code = "rooms_free"
    title = Text("自由活动时间的场地", "rooms in free time")
    asks = Text("自由活动时间有图书室等场地可以开放", "rooms of these kinds are free in the pupils' free time")
    breach = Text("{where}可开放的{who}少 {amount} 间", "{who}: {amount} free room(s) short on {where}")
    unit = Text("间", "rooms")
    params = (
        Param("kinds", ("图书馆", "阅览室", "计算机室"), "", Text("哪些场地", "kinds of rooms")),
        Param("blocks", ("activity",), "", Text("哪些时段", "blocks of the day")),
        Param("least", 1, "rooms", Text("每种至少几间", "of each kind at least")),
    )
    metric = "rooms_free_in_block"
    bounds = {"least": ">="}
    each = "kinds"
    reference = "TJ-08"
    mutants = (
        Mutant("one more", params=(("least", 1),)),
        Mutant("other blocks", params=(("blocks", ("noon",)),)),
        Mutant("other rooms", params=(("kinds", ("图书馆",)),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        for bells, block in _blocks(view.school, setting):
            for kind in setting["kinds"]:
                rooms = rooms_like(view.school, kind)
                free = sum(not any(_taught(view, room.id, block, w) for w in view.school.weeks) for room in rooms)
                yield Measured((f"{bells.name} {block.name} {kind}",), (At(block.day),), free)

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return bool(setting["kinds"]) and any(bells_in(school, setting.scope))

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if not any(_blocks(school, setting)):
            return Text("作息表里没有自由活动的时段（工作表 作息）", "no block of free time (sheet 作息)")
        wanting = [k for k in setting["kinds"] if not rooms_like(school, k)]
        if wanting:
            names = "、".join(wanting)
            return Text(f"场地表里没有：{names}（工作表 场地）", f"no rooms of these kinds: {names} (sheet 场地)")
        return None

    def cases(self) -> Iterable[Case]:
        free = (Block(1, 480, 520, BlockKind.ACTIVITY, "自由活动"),)
        school = tiny(
            {"一1": "信1", "七1": "信1"}, bells={"七": (490, 40)}, rooms={"微机室": ("信", 1)}, blocks=free, periods=2
        )
        # the activity block belongs to grade 1 alone: grade 7 has its first lesson then
        bells = (replace(school.grid.bells[0]), replace(school.grid.bells[1], blocks=school.grid.bells[1].blocks[1:]))
        school = replace(school, grid=replace(school.grid, bells=bells))
        computers = (("kinds", ("计算机室",)),)
        yield Case(
            "breaks", Text("一年级活动时七年级在微机室上课：少1间", "grade 7 is taught in it meanwhile: one"),
            school, place(school, {"一1": ". 信", "七1": "信 ."}), 1, computers,
        )  # fmt: skip
        yield Case(
            "boundary", Text("活动后才上课：1间，正好", "taught after it: one is free"),
            school, place(school, {"一1": ". 信", "七1": ". 信"}), 0, computers,
        )  # fmt: skip
        yield Case(
            "keeps: no such block", Text("没有午休时段，不用看", "there is no noon block"),
            school, Timetable(), 0, (*computers, ("blocks", ("noon",))),
        )  # fmt: skip


def _blocks(school: School, setting: RuleSetting) -> Iterator[tuple[Bells, Block]]:
    for bells, _ in bells_in(school, setting.scope):
        for block in bells.blocks if bells in school.grid.bells else ():  # lessons go by the season's own clock
            if any(word == block.kind.value or word in block.name for word in setting["blocks"]):
                yield bells, block


def _taught(view: View, room: str, block: Block, week: Weeks) -> bool:
    lessons = view.in_room(room, week)
    return any(x.slot.day == block.day and x.slot.start < block.end and block.start < x.slot.end for x in lessons)
