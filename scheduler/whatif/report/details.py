"""What is said of each scenario beside its figures: its changes, the cause, whom it hits, which verdicts are others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scheduler.domain import Verdict

from ..compare import Answer, Outcome, Shift
from .table import ANSWERS, Words, counted, number, words

ALL = 10_000  # names of a list that is told in full


@dataclass(frozen=True)
class Part:
    """A heading with its lines; ``tone`` is good, bad or ''."""

    title: str
    lines: tuple[str, ...]
    tone: str = ""


def headline(outcome: Outcome, lang: str) -> str:
    """What came of it in a line."""
    t = words(lang)
    said = t(*ANSWERS[outcome.answer])
    m = outcome.movement
    if m is None or outcome.answer not in (Answer.POSSIBLE, Answer.BROKEN):
        return said
    proof = t("已证明最少", "proved least")
    if not m.proven:
        proof = t(f"牵动 {m.weight} 人次，至少 {m.least}", f"{m.weight} classes and teachers, at least {m.least}")
    return t(f"{said}，移动 {m.moved} 节（{m.share:.1%}），{proof}",
             f"{said}, lessons moved: {m.moved} ({m.share:.1%}), {proof}")  # fmt: skip


def details(outcome: Outcome, lang: str) -> tuple[Part, ...]:
    """Everything about a scenario that has words; parts without lines are left out."""
    return tuple(p for p in _parts(outcome, words(lang), lang) if p.lines)


def _parts(o: Outcome, t: Words, lang: str) -> Iterator[Part]:
    bad = "bad" if o.answer in (Answer.IMPOSSIBLE, Answer.BROKEN, Answer.FAILED) else ""
    yield Part(t("变更", "changes"), tuple(c.say(lang) for c in o.changes))
    yield Part(t("说明", "note"), (o.note,) if o.note else ())
    yield Part(t("原因", "cause"), (o.cause.say(lang),) if o.cause else (), bad)
    yield Part(t("可以", "maybe"), (o.remedy.say(lang),) if o.remedy else ())
    yield Part(t("注意", "mind"), tuple(remark.say(lang) for remark in o.remarks))
    if o.movement is not None:
        yield Part(t("涉及班级（移动的课）", "classes (lessons moved)"), _one(counted(o.movement.classes, t, ALL)))
        yield Part(t("涉及教师（移动的课）", "teachers (lessons moved)"), _one(counted(o.movement.teachers, t, ALL)))
    kinds: tuple[tuple[str, Callable[[Shift], bool], str], ...] = (
        (t("新违反的规定", "regulations newly broken"), lambda s: s.lost and s.regulation, "bad"),
        (t("新违反的本校要求", "own demands newly broken"), lambda s: s.lost and not s.regulation, "bad"),
        (t("新符合的", "newly kept"), lambda s: s.gained, "good"),
        (t("违反得更多或更少", "broken by more or less"), lambda s: s.both, ""),
        (t("结论有别的变化", "other changes of verdicts"), _other, ""),
    )
    for title, which, tone in kinds:
        yield Part(title, tuple(_shift(s, t, lang) for s in o.shifts if which(s)), tone)
    yield Part(t("结果文件夹", "run folder"), _one(o.folder))


def _one(line: str) -> tuple[str, ...]:
    return (line,) if line else ()


def _other(shift: Shift) -> bool:
    """What is neither lost, gained nor broken by another amount: not asked any more, newly asked, not checkable now."""
    return not (shift.lost or shift.gained or shift.both)


_VERDICTS = {
    Verdict.KEPT: ("符合", "kept"), Verdict.BROKEN: ("违反", "broken"),
    Verdict.NOT_APPLICABLE: ("不适用", "not applicable"),
    Verdict.NOT_CHECKABLE: ("无法核查", "not checkable"), None: ("没有这条", "not asked"),
}  # fmt: skip


def _shift(s: Shift, t: Words, lang: str) -> str:
    """DC-12 作业上限（五年级）：符合→违反 3 分钟."""
    old, new = (t(*_VERDICTS[v]) for v in (s.before, s.after))
    a, b = (f" {number(n)} {s.unit.say(lang)}".rstrip() if n else "" for n in s.amounts)
    soft = "" if s.hard else t("（尽量）", " (soft)")
    return f"{s.ref} {s.title.say(lang)}{soft}{t('：', ': ')}{old}{a} → {new}{b}".strip()
