"""So many blocks of a kind a day (大课间、眼保健操、阅读时间)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints._limits import NO_BLOCKS, Limit, bells_in, fits, only_lessons, school_days
from constraints._words import say_word
from scheduler.domain import At, Block, BlockKind, RuleSetting, School, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param, Violation, say_at


class BlocksADay(Limit):
    """Every school day has at least so many blocks of a kind, each long enough, and after another where that is asked.

    What it asks: of the blocks of a school day that are no lessons, at least ``least`` are of one of the ``kinds`` (or
    have one of these words in their name), are ``minutes`` long or longer, and begin when a block that ``after`` names
    has ended.
    Why: 每天两个大课间, 每天两次眼保健操, 午饭后练字20分钟: what has no time of its own is left out.
    Breaks when: a day has fewer; each block missing counts, once for the schedule.
    Parameters: kinds, kinds of blocks (``long_break``) or words (大课间, 练字), any of them; least, blocks a day;
    minutes; after, a kind or word ('' for any time).
    References: DC-04, HL-19, ZX-09, P2-03, CX-05 to CX-07, WB-26, P3-16, TJ-21, TJ-22, YB-22, NC-21.
    """

    code = "blocks_a_day"
    title = Text("每天的固定时段", "blocks of each day")
    asks = Text("每个上学日都有规定的时段，够数够时长", "each school day has so many of these blocks, long enough")
    breach = Text("{who} {where}少 {amount} 个时段：{kinds}", "{who} lacks {amount} block(s) on {where}: {kinds}")
    unit = Text("个时段", "blocks")
    params = (
        Param("kinds", ("long_break",), "words", Text("哪些时段（类型或名称）", "kinds or names of blocks")),
        Param("least", 1, "blocks a day", Text("每天至少几个", "a day at least")),
        Param("minutes", 0, "minutes", Text("每个至少多少分钟", "minutes of each at least")),
        Param("after", "", "", Text("在什么时段之后", "after which block")),
    )
    metric = "block_count_day"
    bounds = {"least": ">="}
    reference = "P2-03, NC-21"
    mutants = (
        Mutant("asks for one more", params=(("least", 1),)),
        Mutant("longer ones", params=(("minutes", 10),)),
        Mutant("asks for another", params=(("kinds", ("练字",)),)),
        Mutant("at any time", params=(("after", ""),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        for bells, _ in bells_in(view.school, setting.scope):
            for day in school_days(bells):
                blocks = [b for b in bells.on(day) if b.kind is not BlockKind.LESSON]
                ends = [b.end for b in blocks if fits(b, (setting["after"],))] if setting["after"] else [0]
                first = min(ends, default=24 * 60)
                found = (
                    b for b in blocks
                    if fits(b, setting["kinds"]) and b.minutes >= setting["minutes"] and b.start >= first
                )  # fmt: skip
                yield Measured((bells.id, *setting["kinds"]), (At(day),), sum(1 for _ in found))

    def say(self, violation: Violation, lang: str) -> str:
        bells, *kinds = violation.who
        words = ("、" if lang == "zh" else ", ").join(dict.fromkeys(say_word(kind, lang) for kind in kinds))
        where = say_at(violation.where[0], lang)
        return self.breach.say(lang, who=bells, kinds=words, where=where, amount=violation.amount)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        return NO_BLOCKS if only_lessons(school, setting.scope) else None

    def cases(self) -> Iterable[Case]:
        blocks = (
            Block(1, 560, 590, BlockKind.LONG_BREAK, "阳光体育"), Block(1, 900, 920, BlockKind.OTHER, "下午大课间"),
            Block(1, 700, 730, BlockKind.NOON, "午餐"), Block(1, 730, 750, BlockKind.OTHER, "习字练字"),
            Block(2, 560, 590, BlockKind.LONG_BREAK, "大课间"), Block(2, 480, 500, BlockKind.OTHER, "练字"),
        )  # fmt: skip
        school = tiny({"一1": "语1"}, days=2, periods=1, blocks=blocks)
        two = (("kinds", ("大课间",)), ("least", 2))
        yield Case(
            "breaks", Text("周二只有一个大课间：少1", "one long break on Tuesday: one"), school, Timetable(), 1, two
        )
        yield Case("keeps", Text("每天都有大课间", "a long break each day"), school, Timetable(), 0)
        yield Case(
            "boundary: length", Text("都正好30分钟", "each is just 30 minutes"),
            school, Timetable(), 0, (("minutes", 30),),
        )  # fmt: skip
        yield Case(
            "after another", Text("周二的练字不在午饭后：少1", "Tuesday's calligraphy is not after lunch: one"),
            school, Timetable(), 1, (("kinds", ("练字",)), ("minutes", 20), ("after", "午饭")),
        )  # fmt: skip
