"""The shares of the subjects (课时比例) beside the ranges of the national plans; the rule that judges has both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from scheduler.domain import School, Text

from .words import grade_name, grade_names, number

if TYPE_CHECKING:
    from ..run import Run

RULE = "curriculum_share"
ABOUT = (
    "国家课程方案只规定各科占九年总课时的比例，不规定哪个年级、哪一周的比例："
    "一年级语文一周占到三成也不违反。“占本校”按课程计划里有的年级算，只供参考。"
)


class Share(Protocol):
    """A group of subjects: its per cent of nine years, the range asked, what belongs to it."""

    @property
    def group(self) -> str:
        """Its name."""

    @property
    def low(self) -> float:
        """The per cent of nine years that it is bound to have."""

    @property
    def high(self) -> float:
        """The per cent that it may have."""

    @property
    def range(self) -> tuple[int, int]:
        """The per cent asked."""

    @property
    def subjects(self) -> tuple[str, ...]:
        """The school's subjects in it."""

    @property
    def lessons(self) -> float:
        """Their lessons in all years that the plan holds."""


@runtime_checkable
class Shares(Protocol):
    """The rule of the shares, as far as a table needs it; ``hints`` explain by group what commonly goes over."""

    plans: tuple[str, ...]
    hints: Mapping[str, Text]

    def shares(self, school: School, plan: str) -> Sequence[Share]:
        """Every group's share under a national plan."""


@dataclass(frozen=True)
class ShareTable:
    """Column heads and rows of text; ``wrong`` are the (row, column) of verdicts that a range is left."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wrong: frozenset[tuple[int, int]]
    notes: tuple[str, ...]


def share_table(run: Run) -> ShareTable | None:
    """A row a group of the newest plan; None where no rule judges shares or no plan is filled in."""
    rule, school = run.rules.get(RULE), run.school
    if not isinstance(rule, Shares) or not school.curriculum:
        return None
    by_plan = {plan: {s.group: s for s in rule.shares(school, plan)} for plan in rule.plans}
    newest = max(by_plan)
    grades = sorted({row.grade for row in school.curriculum})
    total = sum(s.lessons for s in by_plan[newest].values())
    rows, wrong = [], set()
    for share in by_plan[newest].values():
        cells = [share.group, "、".join(share.subjects), *_weekly(school, share, grades)]
        own = 100 * share.lessons / total
        cells += [number(share.lessons), f"{own:.1f}", _span(share)]
        for plan in sorted(by_plan, reverse=True):
            asked = by_plan[plan].get(share.group)
            verdict = _verdict(asked, own) if asked else "并入末行"
            if asked and verdict[0] in "超不":
                wrong.add((len(rows), len(cells) + 1))
            cells += [f"{asked.range[0]}–{asked.range[1]}" if asked else "", verdict]
        rows.append(tuple(cells))
    heads = ("课程", "本校科目", *(f"{grade_name(g).removesuffix('年级')}" for g in grades))
    ends = (f"{plan}年方案" for plan in sorted(by_plan, reverse=True))
    columns = (*heads, "总课时", "占本校%", "占九年%", *(word for end in ends for word in (end, "结论")))
    return ShareTable(columns, tuple(rows), frozenset(wrong), (*_notes(rule, school, grades), ABOUT))


def _weekly(school: School, share: Share, grades: Sequence[int]) -> list[str]:
    lessons = dict.fromkeys(grades, 0.0)
    for row in school.curriculum:
        if row.subject in share.subjects:
            lessons[row.grade] += row.lessons
    return [number(n) if n else "" for n in lessons.values()]


def _span(share: Share) -> str:
    """12.5, or ≥7.4 where grades are wanting."""
    low, high = f"{share.low:.1f}", f"{share.high:.1f}"
    return low if low == high else f"≥{low}"


def _verdict(share: Share, own: float) -> str:
    """超出 and 不足 are certain; where grades are wanting it is open, and ``own`` (the per cent in the grades that are
    there) says which way it leans.
    """
    least, most = share.range
    if share.low > most:
        return f"超出 {share.low - most:.1f}"
    if share.high < least:
        return f"不足 {least - share.high:.1f}"
    if least <= share.low and share.high <= most:
        return "在范围内"
    return "待定，偏高" if own > most else "待定，偏低" if own < least else "待定"


def _notes(rule: Shares, school: School, grades: Sequence[int]) -> list[str]:
    missing = [g for g in range(1, 10) if g not in grades]
    words = f"课程计划没有{grade_names(missing)}，占九年的比例只算得出下限，“待定”的要看这些年级怎么排。"
    return ([words] if missing else []) + [f"{group}：{hint.zh}。" for group, hint in rule.hints.items()]
