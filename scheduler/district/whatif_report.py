"""A what-if over a district for people and programs: the whole in the figures of ``whatif.report``, and beside it a
table of schools and scenarios."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table as Drawn

from scheduler.output import json_dump
from scheduler.whatif.compare import Answer, Outcome
from scheduler.whatif.report.beside import Beside
from scheduler.whatif.report.data import data as plain_data
from scheduler.whatif.report.html import write_html as _write_html
from scheduler.whatif.report.table import ANSWERS, Cell, Words, signed, words
from scheduler.whatif.report.text import text as plain_text
from scheduler.whatif.report.xlsx import write_xlsx as _write_xlsx

from .whatif import DistrictComparison, DistrictOutcome, Now
from .whatif_sums import summed

_TONES = {Answer.POSSIBLE: "", Answer.UNKNOWN: "bad", Answer.BROKEN: "bad", Answer.IMPOSSIBLE: "bad",
          Answer.FAILED: "bad"}  # fmt: skip
_NAME, _COLUMN = 30, 34  # half-width characters of a line at most


def text(found: DistrictComparison, lang: str, width: int) -> str:
    """For a terminal: the whole as ``whatif`` says it of one school, then school by school."""
    said = [plain_text(summed(found, answers=False), lang, width)]
    said += ["\n".join([o.name, *(f"   {text.say(lang)}" for text in o.found)]) for o in found.outcomes if o.found]
    if any(o.tried for o in found.outcomes):
        said.append(_drawn(beside(found, lang), width))
    t = words(lang)
    said += [f"{name}{t('：没有试——', ': not tried, ')}{why.say(lang)}" for name, why in found.left]
    return "\n\n".join(said)


def data(found: DistrictComparison, lang: str) -> dict[str, Any]:
    """For a program: the whole, then each scenario's schools."""
    schools = [
        {
            "scenario": o.name,
            "lost": [b.say(lang) for b in o.lost],
            "gained": [b.say(lang) for b in o.gained],
            "found": [b.say(lang) for b in o.found],
            "schools": [
                {"school": s.school, "unfit": [u.say(lang) for u in s.unfit],
                 "outcome": json_dump(s.outcome) if s.outcome else None}
                for s in o.schools
            ],
        }
        for o in found.outcomes
    ]  # fmt: skip
    left = [{"school": name, "why": why.say(lang)} for name, why in found.left]
    return {**plain_data(summed(found), lang), "by_school": schools, "left": left}


def write_xlsx(path: Path, found: DistrictComparison) -> None:
    """方案对比.xlsx with a sheet of the schools. Raises OSError when it cannot be written."""
    _write_xlsx(path, summed(found), beside(found, "zh"))


def write_html(path: Path, found: DistrictComparison) -> None:
    """The page with a table of the schools. Raises OSError when it cannot be written."""
    _write_html(path, summed(found), beside(found, "zh"))


def beside(found: DistrictComparison, lang: str) -> Beside:
    """Schools and scenarios: whether a school can have it, the lessons that move there, verdicts, homework, cost."""
    t = words(lang)
    lines = [(now.school, tuple(_cell(now, o, t, lang) for o in found.outcomes)) for now in found.now]
    lines += [(name, tuple(Cell(t("没有课表", "no timetable")) for _ in found.outcomes)) for name, _ in found.left]
    totals = (t("合计", "in all"), tuple(_total(o, t) for o in found.outcomes))
    about = t(
        "走教安排（哪半天在哪所学校）不变。新符合、新违反的是规定和本校要求；作业是改动的分钟。共用教师的节数按学校分别计。",
        "Who is at which school on which half-day stays. Homework: minutes that change. A shared teacher's periods are "
        "counted school by school.",
    )
    return Beside(t("各校", "schools"), about, tuple(o.name for o in found.outcomes), (*lines, totals))


def _cell(now: Now, outcome: DistrictOutcome, t: Words, lang: str) -> Cell:
    tried = next((s for s in outcome.schools if s.school == now.school), None)
    if tried is None or tried.outcome is None:
        return Cell(t("不涉及", "not concerned"))
    made = tried.outcome
    m = made.movement
    if m is None or made.measures is None:
        return Cell(t(*ANSWERS[made.answer]), tone=_TONES.get(made.answer, ""))
    head = t("不用动", "nothing moves") if not m.moved else t(f"移动 {m.moved} 节", f"{m.moved} moved")
    if made.answer is Answer.BROKEN:
        head = f"{t(*ANSWERS[made.answer])}{t('，', ', ')}{head}"
    cost = (made.measures.cost - now.measures.cost) / 1000
    more = [
        *_verdicts(made, t),
        t(f"新增 {m.added} 节", f"{m.added} new") if m.added else "",
        t(f"取消 {m.dropped} 节", f"{m.dropped} gone") if m.dropped else "",
        t(f"作业 {m.homework} 分", f"homework {m.homework} min") if m.homework else "",
        t(f"代价 {signed(cost)}", f"cost {signed(cost)}") if abs(cost) >= 0.005 else "",
    ]
    lost = any(s.lost for s in made.shifts)
    tone = "bad" if lost else _TONES[made.answer] or ("good" if any(s.gained for s in made.shifts) else "")
    return Cell(head, m.moved, small=t("，", ", ").join(x for x in more if x), tone=tone)


def _verdicts(made: Outcome, t: Words) -> tuple[str, str]:
    lost = list(dict.fromkeys(s.ref for s in made.shifts if s.lost))
    gained = list(dict.fromkeys(s.ref for s in made.shifts if s.gained))
    return (
        t(f"新违反 {'、'.join(lost)}", f"newly broken {', '.join(lost)}") if lost else "",
        t(f"新符合 {'、'.join(gained)}", f"newly kept {', '.join(gained)}") if gained else "",
    )


def _total(outcome: DistrictOutcome, t: Words) -> Cell:
    """How many schools can have it, and the lessons that move in all."""
    outcomes = [o for _, o in outcome.tried]
    if not outcomes:
        return Cell()
    can = sum(o.answer is Answer.POSSIBLE for o in outcomes)
    moved = sum(o.movement.moved for o in outcomes if o.movement)
    minutes = sum(o.movement.homework for o in outcomes if o.movement)
    small = t(f"移动 {moved} 节", f"{moved} moved")
    small += t(f"，作业 {minutes} 分", f", homework {minutes} min") if minutes else ""
    whole = t(f"{can}/{len(outcomes)} 校可行", f"possible in {can} of {len(outcomes)}")
    return Cell(whole, moved, small=small, tone="" if can == len(outcomes) else "bad")


def _drawn(table: Beside, width: int) -> str:
    grid = Drawn(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    grid.add_column(table.title, max_width=_NAME)
    for head in table.heads:
        grid.add_column(head, max_width=_COLUMN)
    for name, cells in table.lines:
        grid.add_row(name, *(c.text + (f"\n{c.under}" if c.under else "") for c in cells))
    out = StringIO()
    wide = max(width, _NAME + len(table.heads) * 18)
    Console(file=out, width=wide, color_system=None, markup=False, emoji=False, highlight=False).print(grid)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n") if line.strip()) + f"\n{table.about}"
