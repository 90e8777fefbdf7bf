"""Writes the sample: ``python samples/shaanxi13/write.py [-o DIR]``. Equal cells every time."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE.parents[1]) not in sys.path:  # run as a program, not imported
    sys.path.insert(0, str(HERE.parents[1]))

from samples.book import Klass, Line, Plan  # noqa: E402
from samples.shaanxi13.layouts import DIGITS, STYLES, write  # noqa: E402
from samples.shaanxi13.schools import GRADES, NAMES, PLAN, school  # noqa: E402
from samples.write import save  # noqa: E402


def plan() -> Plan:
    """The plan that all thirteen are judged by: the curriculum, and the monitoring of the county. It has no sheet 任课:
    who teaches is in the timetables, or nowhere."""
    return Plan(
        7,
        tuple(Line(s, " ".join(str(n) if n else "-" for n in counts)) for s, counts in PLAN.items()),
        tuple(Klass(f"{DIGITS[g]}1", g, 45, "") for g in GRADES),
        {},
        school=(("学校名称", "某县十三所初中（示例）"), ("学段", "初中"), ("每周天数", 5), ("规则包", "shaanxi-audit")),
    )


def save_plan(path: Path) -> None:
    """Write the plan workbook, without the empty sheet 任课."""
    import openpyxl

    save(plan(), path)
    book = openpyxl.load_workbook(path)
    if "任课" in book.sheetnames:
        del book["任课"]
    book.save(path)


def main(argv: list[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="write the thirteen timetables and their plan")
    parser.add_argument("-o", "--output", type=Path, default=HERE, metavar="DIR", help="folder to write to")
    folder = parser.parse_args(argv).output
    (folder / "timetables").mkdir(parents=True, exist_ok=True)
    save_plan(folder / "plan.xlsx")
    for number, name in enumerate(NAMES, 1):
        path = folder / "timetables" / f"{number:02d}{name}.xlsx"
        write(school(number), STYLES[number - 1]).save(path)
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
