"""kebiao staff"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from constraints import catalogue

from .lang import lang, t
from .options import json_option, lang_option, print_json
from .waiting import awaited

if TYPE_CHECKING:
    from scheduler.intake import Edit
    from scheduler.staffing import Load, Staffed

WIDE = 160  # columns where the output goes into a file
SHORT = 5  # the exit code where lessons are left without a teacher


@click.command(
    short_help=t("安排任课：给空着的格配教师", "Who teaches what: fill the empty cells"),
    help=t(
        "任课 表里空着的格，由 教师 表中任教该科目、课时还没满的教师来上：先让没人上的课最少，再让音乐、美术、体育"
        "由专任教师上，班主任上本班的课，接着教去年的班（可选的 去年任课 表，写法同 任课），最后让课时均衡，"
        "每人的年级、科目和班少。已经写好的格不动，一个班一门课不分给两个人。能不能排出课表，由 solve 来定。\n\n"
        "配不齐时说明缺什么、缺多少节、为什么（退出码 5），配得上的照样写出。不改原文件；不给 -o 时只列出来。"
        "\n\n\b\n例：\n"
        "  kebiao staff 计划.xlsx\n"
        "  kebiao staff 计划.xlsx -o 计划2.xlsx\n"
        "  kebiao staff 计划.xlsx --most 16        没写“每周最多”的教师不超过 16 节",
        "The empty cells of the sheet assignment go to those whose subject it is (sheet teachers) and who have lessons "
        "left: first, as few lessons as can be without a teacher; then music, art and PE by specialists, class "
        "teachers in their own classes, those who had the class last year (optional sheet 'last year', written like "
        "assignment), and last even loads and few grades, subjects and classes a teacher. What is written stays; a "
        "class's lessons of a subject stay with one teacher. Whether a timetable exists is for solve to say.\n\n"
        "Where teachers are short it says what is, how much and why (exit code 5); what could be staffed is written "
        "all the same. Your file is not changed; without -o the result is only shown.\n\n\b\nExamples:\n"
        "  kebiao staff plan.xlsx\n"
        "  kebiao staff plan.xlsx -o plan2.xlsx\n"
        "  kebiao staff plan.xlsx --most 16        at most 16 lessons where no limit is given",
    ),
)
@click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN.xlsx")
@click.option("-o", "--output", type=click.Path(path_type=Path), help=t("写出填好的计划", "write the filled plan"))
@click.option("--most", type=click.IntRange(1, 40), default=None, metavar="N",
              help=t("没写“每周最多”的教师每周最多几节", "lessons a week of teachers without a limit"))  # fmt: skip
@click.option("--time", "seconds", type=click.FloatRange(0.1), default=10.0, show_default=True,
              help=t("最多几秒", "seconds at most"))  # fmt: skip
@json_option
@lang_option
def command(plan: Path, output: Path | None, most: int | None, seconds: float, as_json: bool) -> None:
    """See the help text above."""
    from scheduler.engine.solve import Stop
    from scheduler.errors import RunError
    from scheduler.intake import write_edited
    from scheduler.intake.workbook import open_book
    from scheduler.staffing import staff_school

    if output and output.suffix.lower() != ".xlsx":
        output = output.with_name(output.name + ".xlsx")
    if output and output.exists():
        from scheduler.domain import Text

        raise RunError(Text(f"{output} 已经存在，没有写", f"{output} exists already: nothing was written"))
    book, stop = open_book(plan), Stop()
    stopping = t("正在停止，用目前最好的……", "stopping with the best so far …")
    found = awaited(partial(staff_school, book, catalogue(), seconds, stop, most=most or 0), stop, stopping=stopping)
    if output:
        write_edited(plan, found.edits, output)
    if as_json:
        print_json(_data(found, output))
    else:
        _print(found, plan, output)
    if found.short:
        raise SystemExit(SHORT)


def _print(found: Staffed, plan: Path, output: Path | None) -> None:
    empty = len(found.given) + sum(len(s.classes) for s in found.short)
    if not empty:
        click.echo(t("任课 没有空着的格。", "sheet 任课 has no empty cells."))
        return
    lessons = sum(g.lessons for g in found.given)
    click.echo(
        t(f"空着的 {empty} 格，配好 {len(found.given)} 格（每周 {lessons:g} 节）。",
          f"{empty} empty cells, {len(found.given)} staffed ({lessons:g} lessons a week).")
    )  # fmt: skip
    if found.texts:
        click.echo(t("教师不够：", "not enough teachers:"))
    for text in found.texts:
        click.echo("  " + text.say(lang()))
    if found.short and found.proven:
        click.echo("  " + t("已证明：怎样安排都不能缺得更少。", "Proved: no staffing leaves less without a teacher."))
    _print_loads([load for load in found.loads if load.after > load.before])
    if output:
        click.echo(t(f"已写好 {output}，{plan} 没有改", f"wrote {output}; {plan} is as it was"))
    elif found.edits:
        click.echo(t("加 -o 新计划.xlsx 写出填好的计划", "-o new-plan.xlsx writes the filled plan"))


def _print_loads(loads: list[Load]) -> None:
    """Those who got lessons, with what they teach afterwards."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for zh, en, right in (
        ("教师", "teacher", False), ("原有", "before", True), ("现有", "after", True), ("最多", "most", True),
        ("班", "classes", True), ("年级", "grades", False), ("科目", "subjects", False),
    ):  # fmt: skip
        table.add_column(t(zh, en), justify="right" if right else "left")
    for load in loads:
        table.add_row(
            load.teacher, f"{load.before:g}", f"{load.after:g}", f"{load.most:g}", str(load.classes),
            t("、", ",").join(map(str, load.grades)), t("、", ", ").join(load.subjects),
        )  # fmt: skip
    if loads:
        Console(width=None if sys.stdout.isatty() else WIDE).print(table)


def _data(found: Staffed, output: Path | None) -> dict[str, Any]:
    return {
        "ok": not found.short,
        "proven": found.proven,
        "short_at_least": found.bound,
        "short": [{"subject": s.subject, "lessons": s.lessons, "classes": list(s.classes)} for s in found.short],
        "texts": [text.say(lang()) for text in found.texts],
        "given": [
            {"class": g.klass, "subject": g.subject, "teacher": g.teacher, "lessons": g.lessons} for g in found.given
        ],
        "loads": [
            {
                "teacher": x.teacher, "before": x.before, "after": x.after, "most": x.most, "classes": x.classes,
                "subjects": list(x.subjects), "grades": list(x.grades),
            }
            for x in found.loads
        ],
        "edits": [_edit(e) for e in found.edits],
        "written": str(output) if output else None,
    }  # fmt: skip


def _edit(edit: Edit) -> dict[str, Any]:
    return {"sheet": edit.sheet, "cell": edit.cell, "new": edit.new}
