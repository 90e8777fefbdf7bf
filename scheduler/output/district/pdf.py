"""The first page of the report as a pdf: what it comes to, the schools, the checks over the district."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scheduler.domain import Verdict

from ..pdf.press import typeset
from .overview import Column, columns
from .report import District, SchoolReport
from .shared import CheckLine
from .tables import brief, check_word
from .views import headline, title

_SCHOOLS = 30  # that a page holds
_SAID = 3  # breaches said of one check
_LOOKS = {Verdict.BROKEN: "bad", Verdict.KEPT: "good", Verdict.NOT_CHECKABLE: "open", Verdict.NOT_APPLICABLE: "idle"}


def write_pdf(path: Path, district: District) -> None:
    """Write the page. Raises RunError when typst or a Chinese font is not installed, OSError when it cannot be
    written."""
    path.write_bytes(typeset(district.name, [first_page(district)]))


def first_page(district: District) -> dict[str, Any]:
    """The data of the page. Of more schools than it holds, those with something wrong come first."""
    found = [c for c in columns(district) if not c.detail]
    rows = [_row(school, found) for school in district.schools]
    shown = rows if len(rows) <= _SCHOOLS else sorted(rows, key=lambda row: not row["bad"])[:_SCHOOLS]
    left = len(rows) - len(shown)
    return {
        "kind": "district",
        "school": district.name,
        "term": "",
        "title": f"{title(district)}汇总",
        "headline": [line.zh for line in headline(district)],
        "columns": [c.head.replace("（", "\n（") for c in found],
        "rows": shown,
        "more": f"另有 {left} 所学校，见区县报告.xlsx。" if left else "",
        "checks": [_check(c) for c in district.sharing.checks] if district.sharing else [],
        "note": "红色的不符合要求。逐条规定的原文与各校结论、走教安排、各校清单见 区县报告.xlsx。",
    }


def _row(school: SchoolReport, found: list[Column]) -> dict[str, Any]:
    cells = [] if school.error else [c.cell(school) for c in found]
    error = f"{school.lacks}：{brief(school.error)}" if school.error else ""
    return {"name": school.name, "error": error, "cells": cells, "bad": bool(error) or any(bad for _, bad in cells)}


def _check(check: CheckLine) -> dict[str, Any]:
    more = len(check.says) - _SAID
    says = [t.zh for t in check.says[:_SAID]] + ([f"……还有 {more} 处"] if more > 0 else [])
    return {"title": check.title.zh, "asks": check.asks.zh, "verdict": check_word(check),
            "look": _LOOKS[check.verdict], "says": says}  # fmt: skip
