"""Each subject's share of nine years' lessons (课程方案规定的课时比例)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import ceil

from scheduler.domain import CurriculumRow, RuleSetting, School, Subject, Text, Timetable, View
from scheduler.domain.tiny import tiny
from scheduler.rule import Case, Measured, Mutant, Param, Rule, Violation, say_grades

from ._shares import FOREIGN, PE, RANGES, Share, grades_missing, shares

HINTS = {
    FOREIGN: Text(
        "三至六年级每周3节加初中每周4节就是8.7%，常见的课表都超出8%",
        "three lessons a week in grades 3-6 and four in junior school, as most have, are 8.7 per cent",
    ),
    PE: Text(
        "每周4节约占13%，每天一节约占16%，与这一比例不能同时做到；以体育课的规定为准时请在 规则 表停用这一条",
        "four PE lessons a week are 13 per cent, five 16: both cannot be had; "
        "where PE comes first, switch this off in sheet 规则",
    ),
}


class CurriculumShare(Rule):
    """Each group of subjects has its share of all lessons of the nine years.

    What it asks: of the lessons of the curriculum plan over nine years (35 weeks a year, 33 in grade 9; 9522 in all)
    each group of subjects has a per cent within the range of the national plan.
    Why: the national plan fixes no weekly lessons for subject and grade, only weekly totals and these shares.
    Breaks when: a share lies outside its range; each per cent off counts one, rounded up.
    Two traps. First, the shares are of nine years, never of a grade or a week: Chinese is 31 per cent of grade 1's
    week and lawful. A school without all nine grades breaks a range only if no plan of the other grades could mend it;
    else the verdict is 'not checkable'. Second, lawful and usual tables leave the ranges: three English lessons in
    grades 3-6 and four in junior school make 8.7 per cent where 8 are the most, and PE every day, which newer documents
    ask for, 16 where 11 are: there the range has to give way. What a breach says points at both.
    Parameters: plan: 2022 or 2001 (which has no computing of its own).
    References: NC-04 (NA-04), NA-02.
    """

    code = "curriculum_share"
    title = Text("各科课时比例", "shares of the subjects")
    asks = Text("各科在九年总课时中占规定的比例", "each subject has its share of nine years' lessons")
    breach = Text(
        "{who}占九年总课时{share}%，应在{range}%", "{who} has {share} per cent of nine years, {range} is asked"
    )
    unit = Text("个百分点", "per cent")
    params = (Param("plan", "2022", "2022 or 2001", Text("哪一年的课程方案", "which national plan")),)
    about_plan = True
    metric = "subject_share_pct"
    reference = "NC-04"
    mutants = (Mutant("the older plan", params=(("plan", "2001"),)),)
    plans = tuple(RANGES)
    hints = HINTS

    def shares(self, school: School, plan: str) -> tuple[Share, ...]:
        """Every group of subjects with its share and range, for a table of them."""
        return shares(school, plan)

    def measure(self, view: View, setting: RuleSetting) -> Iterable[Measured]:
        for share in shares(view.school, setting["plan"]) if not grades_missing(view.school) else ():
            yield Measured((share.group,), (), round(share.low, 2))

    def check(self, view: View, setting: RuleSetting) -> list[Violation]:
        return _off(view.school, setting)

    def applies(self, school: School, setting: RuleSetting) -> bool:
        return any(row.grade <= 9 for row in school.curriculum) or not school.curriculum

    def missing(self, school: School, setting: RuleSetting) -> Text | None:
        if not school.curriculum:
            return Text("没有课程计划（工作表 课程计划）", "no curriculum plan (sheet 课程计划)")
        grades = grades_missing(school)
        if not grades or _off(school, setting):
            return None
        return Text(
            f"比例按九年总课时计算，课程计划（工作表 课程计划）没有{say_grades(grades, 'zh')}，不能判定",
            f"the shares are of nine years: the plan (sheet 课程计划) lacks {say_grades(grades, 'en')}",
        )

    def say(self, violation: Violation, lang: str) -> str:
        group, share, low, high = violation.who
        said = self.breach.say(lang, who=group, share=share, range=f"{low}-{high}")
        hint = self.hints.get(group) if float(share) > float(high) else None
        return f"{said}（{hint.zh}）" if hint and lang == "zh" else f"{said} ({hint.en})" if hint else said

    def cases(self) -> Iterable[Case]:
        yield Case("keeps", Text("各科都在范围内", "all shares in their ranges"), _school(_TABLE), Timetable(), 0)
        english = {
            **_TABLE, "英语": "0 0 3 3 3 3 4 4 4", "科学": "1 1 1 2 2 2 2 5 7", "数": "4 4 4 4 3 5 5 5 5",
            "道德与法治": "2 2 2 1 2 2 2 2 2",
        }  # fmt: skip
        yield Case(
            "breaks", Text("外语832节，占8.7%，最多8%：1", "832 of 9522 lessons, 8.7 per cent, eight at most: one"),
            _school(english), Timetable(), 1,
        )  # fmt: skip
        primary = {s: " ".join(row.split()[:6]) for s, row in _TABLE.items()}
        yield Case(
            "boundary: six grades", Text("只有小学，初中可以补足，不算违反", "junior school can still mend it"),
            _school(primary), Timetable(), 0,
        )  # fmt: skip
        sport = {**primary, "体": "5 5 6 6 6 6", "校本": "2 2 2 2 3 1"}
        yield Case(
            "six grades, past mending",
            Text("体育小学已有1190节，占九年12.5%，最多11%：2", "1190 PE lessons, 12.5 per cent already: two"),
            _school(sport), Timetable(), 2,
        )  # fmt: skip
        yield Case(
            "the plan of 2001", Text("信息科技归综合实践，道德与法治只有6.6%，要求7%：1",
                                     "computing is practice then; ethics has 6.6 of seven per cent: one"),
            _school(_TABLE), Timetable(), 1, (("plan", "2001"),),
        )  # fmt: skip


def _off(school: School, setting: RuleSetting) -> list[Violation]:
    found = []
    for share in shares(school, setting["plan"]):
        low, high = share.range
        off = max(low - share.high, share.low - high)
        if off > 0:
            said = share.low if share.low > high else share.high
            found.append(Violation(setting.id, (share.group, f"{said:.1f}", str(low), str(high)), (), ceil(off)))
    return found


# A table by grade that fits the plan of 2022: 26, 26, 30 … lessons a week
_TABLE = {
    "语": "8 8 7 7 6 6 5 5 5", "数": "4 4 4 4 4 5 5 5 5", "英语": "0 0 2 2 2 3 4 4 4",
    "体": "4 4 3 3 3 3 3 3 3", "音": "2 2 2 2 2 2 1 1 1", "美": "2 2 2 2 2 2 1 1 1",
    "科学": "1 1 2 2 2 2 2 5 7", "道德与法治": "2 2 2 2 2 2 2 2 2", "历史、地理": "0 0 0 0 0 0 4 4 2",
    "信息科技": "0 0 1 1 1 1 1 1 0", "校本": "3 3 5 5 6 4 6 3 4",
}  # fmt: skip


def _school(table: dict[str, str]) -> School:
    tags = {
        "语": "language",
        "数": "maths",
        "体": "pe",
        "音": "music",
        "美": "art",
        "科学": "science",
        "信息科技": "technology",
    }
    subjects = tuple(Subject(s, frozenset({tags[s]} if s in tags else ())) for s in table)
    rows = (CurriculumRow(g, s, int(n)) for s, row in table.items() for g, n in enumerate(row.split(), 1))
    return replace(tiny({"一1": "语1"}), subjects=subjects, curriculum=tuple(rows))
