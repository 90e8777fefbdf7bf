"""kebiao check"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from constraints import catalogue
from scheduler.domain import School
from scheduler.errors import IntakeError, IntakeProblem

from .lang import lang, t
from .options import ignore_option, json_option, lang_option, plan_argument, print_json


@click.command(
    short_help=t("检查计划，一次报告全部问题", "Report every problem of a plan at once"),
    help=t(
        "读入计划并一次报告全部问题（工作表、单元格、读到什么、应该怎样）。"
        "有问题时退出码为 3，算得出排不了时为 5。文件夹是一个区县：district.xlsx 和各校的计划。"
        "\n\n\b\n例：\n  kebiao check 计划.xlsx\n  kebiao check 区县",
        "Read a plan and report every problem at once, by sheet and cell. Exit code 3 when there are "
        "problems, 5 when counting shows that no timetable exists. A folder is a district: district.xlsx and the plans "
        "of its schools.\n\n\b\nExamples:\n  kebiao check plan.xlsx\n  kebiao check county",
    ),
)
@plan_argument
@ignore_option
@json_option
@lang_option
def command(plan: Path, ignore_unsupported: bool, as_json: bool) -> None:
    """See the help text above."""
    if plan.is_dir() and plan.suffix.lower() not in (".xlsx", ".fet"):  # a folder called like a plan is a slip
        from . import whatif_district

        whatif_district.checked(plan, as_json)
        return
    from scheduler import api
    from scheduler.intake import read_plan

    read = read_plan(plan, catalogue(), ignore_unsupported=ignore_unsupported)
    short = api.count(read.school) if read.school else ()
    if as_json:
        print_json(_data(read.school, read.problems, short))
    else:
        _print(read.school, read.problems, short)
    if read.school is None:
        raise SystemExit(IntakeError.exit_code)
    if short:
        raise SystemExit(api.Impossible.exit_code)


def _data(school: School | None, problems: Sequence[IntakeProblem], shortages: Sequence[Any]) -> dict[str, object]:
    return {
        "ok": school is not None and not shortages,
        "problems": [
            {"sheet": p.sheet, "cell": p.cell, "value": p.value, "fatal": p.fatal, "text": p.say(lang())}
            for p in problems
        ],
        "shortages": [{"who": s.who, "need": s.need, "have": s.have, "text": s.say(lang())} for s in shortages],
    }


def _print(school: School | None, problems: Sequence[IntakeProblem], shortages: Sequence[Any]) -> None:
    for problem in problems:
        mark = t("错误", "error") if problem.fatal else t("提醒", "warning")
        click.echo(f"{mark}: {problem.say(lang())}")
    for shortage in shortages:
        click.echo(f"{t('排不出来', 'impossible')}: {shortage.say(lang())}")
    if school is None:
        return
    classes, teachers, asked = len(school.classes), len(school.teachers), len(school.settings)
    lessons = sum(c.periods for c in school.courses if c.groups)
    zh = f"{school.name}：{classes} 个班，{teachers} 名教师，每周 {lessons:g} 节课，{asked} 条规则设置"
    en = f"{school.name}: {classes} classes, {teachers} teachers, {lessons:g} lessons a week, {asked} rules"
    click.echo(t(zh, en))
    if not problems and not shortages:
        click.echo(t("没有发现问题。", "no problems found."))
