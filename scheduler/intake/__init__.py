"""Reading a school's plan: a workbook in, a frozen School and a list of located problems out.

cells   workbook (files, cells) → tables (sheets, headers) → sheets/* (rows)
compile draft → grid, staff, courses, teaching_groups, research, office → School
ask     regulations, wishes, overrides → narrowing → School.settings
back    origins (the cells behind a School), edits (changed cells, in memory and in a copy of the file)
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scheduler.rule import Rule

from .edits import Edit, edited, write_edited
from .origins import Origins
from .plan import Plan, compile_book
from .plan import read_plan as read_workbook


def read_plan(path: Path, rules: Mapping[str, Rule], *, ignore_unsupported: bool = False) -> Plan:
    """Read a plan: a workbook, or a FET file (by its suffix). Never raises for what a user can put right.

    ``ignore_unsupported`` leaves out what a FET file asks and no rule keeps.
    """
    from .fet import read_fet

    path = Path(path)
    if path.suffix.lower() == ".fet":
        return read_fet(path, rules, ignore_unsupported=ignore_unsupported)
    return read_workbook(path, rules)


def write_template(path: Path, lang: str = "zh", rules: Mapping[str, Rule] | None = None) -> None:
    """Write an empty plan workbook with every sheet, its dropdowns and explanations, and a filled example.

    ``rules`` fill the dropdown of the sheet 规则. Raises OSError when the file cannot be written.
    """
    from .template import write_template as write

    write(path, lang, rules)


__all__ = ["Edit", "Origins", "Plan", "compile_book", "edited", "read_plan", "write_edited", "write_template"]
