"""The compliance reports as data: one page for the head teacher, the full table for the bureau."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ..views.compliance import Line, Mark, compliance, summary
from ..views.head import head, verdict
from ..views.shares import share_table

if TYPE_CHECKING:
    from ..run import Run

Data = dict[str, Any]
MARKS = {
    Mark.BROKEN: "bad", Mark.PARTLY: "partly", Mark.KEPT: "good", Mark.DECLARED: "said", Mark.REPORTED: "idle",
    Mark.TO_DECLARE: "open", Mark.UNCHECKED: "open", Mark.NOT_CHECKABLE: "open", Mark.NOT_APPLICABLE: "idle",
}  # fmt: skip
NOTE = (
    "“自查符合”是学校自己填报的，程序没有核实；“待自查”的条款请填 自查 表；“未全满足”的是尽量满足的要求，没有全做到。"
)


def head_page(run: Run) -> Data:
    """One page: verdicts by area, what is broken and where, what is still to be declared."""
    found = head(compliance(run))
    return {
        **about(run, "head", "课表与减负合规情况"),
        "verdict": found.verdict,
        "sound": found.sound,
        "packs": [pack.title.zh for pack in run.packs],
        "marks": [(m.value, MARKS[m]) for m in found.marks],
        "counts": found.counts,
        "broken": [(m.value, MARKS[m], *words) for m, *words in found.broken],
        "open": found.open,
        "note": NOTE,
    }


def bureau(run: Run) -> Data:
    """Every regulation with its quotation, document, measured value and verdict; the school's own rules in short."""
    lines = compliance(run)
    of_packs = [x for x in lines if x.ref]
    said, sound = verdict(lines)
    shares = share_table(run)
    return {
        **about(run, "bureau", "合规报告"),
        "verdict": said,
        "sound": sound,
        "marks": [(m.value, MARKS[m], n) for m, n in summary(of_packs) if n],
        "sections": [(name, _rows(list(group))) for name, group in groupby(of_packs, key=lambda x: x.section)],
        "own": _own([x for x in lines if not x.ref]),
        "note": NOTE,
        "shares": {
            "columns": shares.columns, "rows": shares.rows, "wrong": sorted(shares.wrong), "notes": shares.notes,
        } if shares else None,
    }  # fmt: skip


def about(run: Run, kind: str, title: str) -> Data:
    """What every part has: the template that draws it, and its heading."""
    return {"kind": kind, "school": run.school.name, "term": run.school.term, "title": title}


def _rows(lines: list[Line]) -> list[Data]:
    """Rows of one regulation share its quotation: the first has their number as ``span``, the others 0."""
    rows = []
    for _, group in groupby(lines, key=lambda x: (x.ref, x.quotation)):
        found = [_row(x) for x in group]
        rows += [{**row, "span": 0 if n else len(found)} for n, row in enumerate(found)]
    return rows


def _row(line: Line) -> Data:
    return {
        "ref": line.ref, "basis": line.basis, "quotation": line.quotation, "title": line.title,
        "strength": line.strength, "way": line.way, "mark": line.mark.value, "look": MARKS[line.mark],
        "value": line.value, "says": line.says, "binds": line.binds,
        "amount": f"{line.amount} {line.unit}" if line.amount else "",
    }  # fmt: skip


def _own(lines: list[Line]) -> list[tuple[str, str, str, str]]:
    """(section, rule, how many settings, verdicts), a row a rule: names of people stay within the school."""
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        found[line.section, line.rule or line.title].append(line)
    rows = []
    for (section, rule), group in found.items():
        counts = Counter(x.mark for x in group)
        rows.append((section, rule, str(len(group)), "　".join(f"{m.value} {counts[m]}" for m in Mark if counts[m])))
    return rows
