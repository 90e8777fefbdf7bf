"""Which share of the homework is of some type (作业类型)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from constraints._limits import Limit
from constraints.homework import NO_TARGETS
from scheduler.domain import (
    At,
    HomeworkItem,
    HomeworkTarget,
    RuleSetting,
    School,
    Text,
    View,
    Weeks,
    homework_kind,
    homework_layer,
)
from scheduler.domain.tiny import assign, place, tiny
from scheduler.rule import Case, Measured, Mutant, Param, Stage


class HomeworkTypes(Limit):
    """Some types of homework make up at least, or at most, so much of a class's week.

    What it asks: of a class's homework minutes of a week, ``least`` to ``most`` per cent are of one of the
    ``types``: kinds (口头, 实践, 探究 …), layers (分层, 弹性: what is 选做), or subjects. With the defaults
    it only measures, which is what 提倡 and 鼓励 ask for.
    Why: 提倡布置口头性、差异性作业，注重作业的实践性、探究性.
    Breaks when: a class-week lies outside; the amount is the per cent that are missing or too many.
    Parameters: types (words, Chinese or English), least and most (per cent).
    References: DC-22, LJ-25, HZ-22, P3-14, TJ-24, DR-30, DR-31, DA-08, NX-22, SU-09, CX-13.
    """

    code = "homework_types"
    title = Text("作业类型", "types of homework")
    asks = Text("这些类型的作业占一定的比例", "these types make up a share of the homework")
    breach = Text("{who} {where}这些类型的作业差{amount}个百分点", "{who}, {where}: {amount} per cent off")
    unit = Text("%", "per cent")
    params = (
        Param("types", (), "types", Text("作业类型", "types of homework")),
        Param("least", 0, "per cent", Text("至少百分之几", "least per cent")),
        Param("most", 100, "per cent", Text("至多百分之几", "most per cent")),
    )
    stage = Stage.HOMEWORK
    reference = "DC-22"
    metric = "homework_type_share"
    mutants = (
        Mutant("asks for less", params=(("least", -5),)),
        Mutant("takes other types", params=(("types", ("阅读",)),)),
        Mutant("allows all", params=(("most", 100),)),
    )

    def measure(self, view: View, setting: RuleSetting) -> Iterator[Measured]:
        """Per cent, of the class-weeks that have homework."""
        minutes, of_type = Counter[tuple[str, Weeks]](), Counter[tuple[str, Weeks]]()
        for item in view.homework.items:
            if setting.scope.has_subject(item.subject) and setting.scope.has_group(view.school.group[item.group]):
                for week in filter(item.week.covers, view.school.weeks):
                    minutes[item.group, week] += item.minutes
                    of_type[item.group, week] += item.minutes * _is_one(view.school, setting, item)
        for (group, week), total in sorted(minutes.items()):
            yield Measured((group,), (At(0, 0, week),), 100 * of_type[group, week] / total)

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        targets = school.homework.targets
        if not targets:
            return NO_TARGETS
        told = any((t.kind, t.layer) != ("written", "required") for t in targets)
        if told or any(_is_subject(school, word, s.id) for word in setting["types"] for s in school.subjects):
            return None
        return Text("没有填写作业的类型或层次（工作表 作业）", "no types or layers of homework are given (sheet 作业)")

    def cases(self) -> Iterable[Case]:
        school = tiny({"三1": "语1 数1 英1"}, homework={"三1": "语0-40:oral 数0-40 英0-40:written:chosen"})
        lessons = place(school, {"三1": "语 数 英 ."})
        board = assign(school, {"三1": {"语": "10", "数": "25", "英": "5"}})
        for name, zh, en, amount, params in (
            ("breaks", "口头 10/40=25%，要求 30%：差 5", "oral 10 of 40 is 25 per cent, 30 asked: 5", 5,
             {"types": ("口头", "实践"), "least": 30}),
            ("boundary", "分层 5/40=12.5%，加口头共 37.5%，要求 37%", "12.5 per cent chosen and 25 oral, 37 asked", 0,
             {"types": ("分层", "听说"), "least": 37}),
            ("at most", "书面 30/40=75%，至多 70%：多 5", "written 75 per cent, at most 70: 5", 5,
             {"types": ("书面",), "most": 70}),
            ("by subject", "数学 62.5%，至少 60%", "mathematics 62.5 per cent, 60 asked", 0,
             {"types": ("数",), "least": 60}),
            ("keeps: only measured", "提倡探究", "inquiry is welcome", 0, {"types": ("探究",)}),
        ):  # fmt: skip
            yield Case(name, Text(zh, en), school, lessons, amount, tuple(params.items()), homework=board)


def _is_one(school: School, setting: RuleSetting, item: HomeworkItem | HomeworkTarget) -> bool:
    words: tuple[str, ...] = setting["types"]
    found = {f(word) for word in words for f in (homework_kind, homework_layer)}
    return not found.isdisjoint((item.kind, item.layer)) or any(_is_subject(school, w, item.subject) for w in words)


def _is_subject(school: School, word: str, subject: str) -> bool:
    """Whether a word is the name of the subject, or a tag that it has."""
    return word in (subject, *school.subject[subject].tags) and homework_kind(word) is None
