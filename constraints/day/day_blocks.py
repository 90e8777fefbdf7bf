"""Each school day has its blocks (两操一活动)."""

from __future__ import annotations

from collections.abc import Iterable

from constraints._limits import bells_in, school_days
from constraints._words import say_word
from scheduler.domain import At, Block, BlockKind, RuleSetting, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Mutant, Param, Rule, Violation, say_at


class DayBlocks(Rule):
    """Every school day of the bell schedules has at least one block of each kind.

    What it asks: on each day with lessons, a bell schedule has a block of every kind named: eye exercises,
    long break, activity …
    Why: 合理安排课间操、眼保健操: what has no time of its own is left out.
    Breaks when: a kind is missing on a day; each kind and day counts, once for the schedule.
    Parameters: kinds, of the kinds of blocks (``eye_exercises``, ``long_break``, ``activity``, ``noon`` …).
    References: HL-05, ZX-09, PS-05, DC-04.
    """

    code = "day_blocks"
    title = Text("每天有两操和大课间", "blocks of the day")
    asks = Text("每个上学日都有规定的时段（眼保健操、大课间等）", "each school day has the blocks asked for")
    breach = Text("{who} {where}没有{kind}", "{who} has no {kind} on {where}")
    unit = Text("个时段", "blocks")
    params = (Param("kinds", ("eye_exercises", "long_break"), "", Text("哪些时段", "kinds of blocks")),)
    about_plan = True
    metric = "block_count_day"
    reference = "HL-05"
    mutants = (Mutant("asks for another", params=(("kinds", ("activity",)),)),)

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        found = []
        for bells, _ in bells_in(view.school, setting.scope):
            for day in school_days(bells):
                kinds = {b.kind.value for b in bells.on(day)}
                missing = (kind for kind in setting["kinds"] if kind not in kinds)
                found += [Violation(setting.id, (bells.id, kind), (At(day),), 1) for kind in missing]
        return found

    def say(self, violation: Violation, lang: str) -> str:
        bells, kind = violation.who
        return self.breach.say(lang, who=bells, kind=say_word(kind, lang), where=say_at(violation.where[0], lang))

    def cases(self) -> Iterable[Case]:
        eyes = tuple(Block(day, 600, 605, BlockKind.EYES, "眼保健操") for day in (1, 2))
        long = (Block(1, 605, 635, BlockKind.LONG_BREAK, "大课间"),)
        school = tiny({"一1": "语1"}, days=2, periods=1, blocks=(*eyes, *long))
        yield Case("breaks", Text("周二没有大课间：1个", "no long break on Tuesday: one"), school, Timetable(), 1)
        yield Case(
            "boundary", Text("只要求眼保健操", "only eye exercises asked for"),
            school, Timetable(), 0, (("kinds", ("eye_exercises",)),),
        )  # fmt: skip
        sunday = Block(7, 600, 605, BlockKind.OTHER, "值日")
        full = tiny({"一1": "语1"}, periods=1, blocks=(eyes[0], *long, sunday))
        yield Case(
            "keeps",
            Text("上学日都有；周日没有课，不要求", "every school day has both; Sunday has no lessons"),
            full, Timetable(), 0,
        )  # fmt: skip
        bare = tiny({"一1": "语1"}, periods=1)
        yield Case("nothing at all", Text("一天缺两样：2个", "both missing on a day: two"), bare, Timetable(), 2)
