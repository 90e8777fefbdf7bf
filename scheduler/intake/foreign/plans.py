"""Reading a plan for an audit: who teaches may be missing, for the timetable may say it, or nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from scheduler.domain import Text
from scheduler.errors import IntakeProblem
from scheduler.rule import Rule

from ..log import Log
from ..plan import Plan, compile_school, read_draft
from ..tables import SHEETS
from ..words import key
from ..workbook import BadFileError, open_book

_ASSIGNMENT = frozenset(key(name) for name in SHEETS["assignment"])


def read_plan_to_audit(path: Path, rules: Mapping[str, Rule]) -> Plan:
    """Read a plan workbook whose sheet 任课 may be missing or incomplete; what is wrong with that sheet is a warning.

    Its classes, curriculum, bells and rules must be sound: a timetable is judged by them.
    """
    log = Log()
    try:
        book = open_book(path)
    except BadFileError as error:
        return Plan(None, (IntakeProblem("", "", str(path), error.text, error.advice),))
    school = compile_school(read_draft(book, log), rules, log)
    problems = tuple(_eased(p) for p in log.problems if not _says_missing(p.text))
    return Plan(None if any(p.fatal for p in problems) else school, problems)


def _says_missing(text: Text) -> bool:
    return text.zh == f"缺少工作表 {SHEETS['assignment'][0]}"


def _eased(problem: IntakeProblem) -> IntakeProblem:
    return replace(problem, fatal=False) if key(problem.sheet) in _ASSIGNMENT else problem
