"""Blocks that a school day must not have (早自习、午自习)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import NO_BLOCKS, NOON, Limit, bells_in, fits, grades_in, only_lessons, school_days
from scheduler.domain import (
    At,
    Bells,
    Block,
    BlockKind,
    Declaration,
    Office,
    RuleSetting,
    School,
    Text,
    Timetable,
    View,
)
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param

AFTERNOON, EVENING = 14 * 60, 18 * 60
VOLUNTARY = "evening_study_voluntary"
FORCED = "走读生强制晚自习"
_WHEN = {"早自习": "morning", "午自习": "noon", "晚自习": "evening", FORCED: "evening"}


class ForbiddenBlocks(Limit):
    """No block of these kinds stands in a bell schedule.

    What it asks: no block that is no lesson is of one of the ``kinds`` or has one of these words in its name, on any
    school day; with ``when`` only blocks of that time of day are looked at. 早自习, 午自习 and 晚自习 are self-study
    (kind 自习, or 自习 in the name) before the first lesson, between those of the morning and those of the afternoon,
    and from 18:00. 走读生强制晚自习 is evening self-study, unless the school declares that day pupils come freely.
    Why: 不设早自习，确保学生早晨的睡眠时间; the noon is for rest.
    Breaks when: there is such a block; each counts, once for the schedule.
    Parameters: kinds, kinds of blocks or words; when, ``morning``, ``noon``, ``evening`` or '' (the whole day); most,
    blocks a day that are let pass.
    References: DC-16, ZX-06, TJ-06, PS-04, P2-09.
    """

    code = "forbidden_blocks"
    title = Text("不得安排的时段", "blocks not allowed")
    asks = Text("作息中不安排规定禁止的时段（早自习、午自习等）", "the school day has none of the blocks named")
    breach = Text("{who} {where}有 {amount} 个不得安排的时段", "{who}: {amount} block(s) not allowed on {where}")
    unit = Text("个时段", "blocks")
    params = (
        Param("kinds", ("早自习",), "words", Text("哪些时段（类型或名称）", "kinds or names of blocks")),
        Param(
            "when", "", "", Text("时间：morning 早，noon 午，evening 晚，空为全天", "morning, noon, evening or empty")
        ),
        Param("most", 0, "blocks a day", Text("每天最多几个", "a day at most")),
    )
    metric = "forbidden_block_count"
    bounds = {"most": "<="}
    reference = "DC-16"
    mutants = (
        Mutant("lets one pass", params=(("most", 1),)),
        Mutant("looks for others", params=(("kinds", ("练字",)),)),
        Mutant("at any time", params=(("when", ""),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for bells, classes in bells_in(view.school, setting.scope):
            kinds = [k for k in setting["kinds"] if k != FORCED or not _voluntary(view.school, classes[0].grade)]
            for day in school_days(bells):
                blocks = [b for b in bells.on(day) if b.kind is not BlockKind.LESSON]
                found = [b for b in blocks if _at(bells, b, setting["when"]) and any(_is(bells, b, k) for k in kinds)]
                names = dict.fromkeys(b.name for b in found)
                yield Measured((bells.id, *names), (At(day),), len(found))

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if only_lessons(school, setting.scope):
            return NO_BLOCKS
        if FORCED not in setting["kinds"]:
            return None
        held = any(_is(bells, b, FORCED) for bells, _ in bells_in(school, setting.scope) for b in bells.blocks)
        said = all(school.office.declaration(VOLUNTARY, g) for g in grades_in(school, setting.scope))
        if not held or said:
            return None
        return Text(
            "没有说明晚自习是否自愿（工作表 自查）", "whether evening study is voluntary is not said (sheet 自查)"
        )

    def cases(self) -> Iterable[Case]:
        def study(start: int, kind: BlockKind = BlockKind.SELF_STUDY, name: str = "自习") -> Block:
            return Block(1, start, start + 30, kind, name)

        early = tiny({"一1": "语1"}, periods=4, blocks=(study(440), study(790), study(1140)))
        yield Case("breaks", Text("7:20有早自习：1个", "self-study at 7:20: one"), early, Timetable(), 1)
        three = (("kinds", ("早自习", "午自习", FORCED)),)
        yield Case(
            "all day", Text("早、午、晚各一个：3个", "morning, noon, evening: three"), early, Timetable(), 3, three
        )
        free = tiny(
            {"一1": "语1"}, periods=4, blocks=(study(1140), study(440, BlockKind.READING, "早读")),
            office=Office(declared=(Declaration(VOLUNTARY, 1),)),
        )  # fmt: skip
        yield Case(
            "keeps", Text("早读不是自习，晚自习自愿", "reading is no self-study; the evening is voluntary"),
            free, Timetable(), 0, three,
        )  # fmt: skip
        noon = tiny({"一1": "语1"}, periods=4, blocks=(study(440, BlockKind.READING, "晨读"), study(800)))
        read = (("kinds", ("看书", "练字")), ("when", "noon"))
        yield Case("boundary", Text("晨读不在中午", "the reading is not at noon"), noon, Timetable(), 0, read)


def _is(bells: Bells, block: Block, word: str) -> bool:
    """Whether a block is what the word says; the kinds of self-study by their time of day."""
    if word in _WHEN:
        return fits(block, ("自习",)) and _at(bells, block, _WHEN[word])
    return fits(block, (word,))


def _at(bells: Bells, block: Block, when: str) -> bool:
    """Whether a block lies in a time of day ('' for any)."""
    lessons = bells.on(block.day, BlockKind.LESSON)
    if not when or not lessons:
        return not when
    if when == "evening":
        return block.start >= EVENING
    if when == "morning":
        return block.end <= lessons[0].start
    morning = [b.end for b in lessons if b.start < NOON]
    afternoon = [b.start for b in lessons if b.start >= NOON]
    return bool(morning) and morning[-1] <= block.start and block.end <= (afternoon or [AFTERNOON])[0]


def _voluntary(school: School, grade: int) -> bool:
    said = school.office.declaration(VOLUNTARY, grade)
    return said is not None and said.value > 0
