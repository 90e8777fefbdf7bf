"""kebiao check"""

from __future__ import annotations

from pathlib import Path

import click

from constraints import catalogue
from scheduler.errors import IntakeError

from .lang import lang, t
from .options import json_option, lang_option, plan_argument, print_json


@click.command(
    help=t(
        "读入计划并一次报告全部问题（工作表、单元格、读到什么、应该怎样）。有问题时退出码为 3，算得出排不了时为 5。"
        "\n\n\b\n例：\n  kebiao check 计划.xlsx",
        "Read a plan and report every problem at once, by sheet and cell. Exit code 3 when there are problems, 5 when "
        "counting shows that no timetable exists.\n\n\b\nExample:\n  kebiao check plan.xlsx",
    )
)
@plan_argument
@json_option
@lang_option
def command(plan: Path, as_json: bool) -> None:
    """See the help text above."""
    from scheduler import api
    from scheduler.intake import read_plan

    read = read_plan(plan, catalogue())
    short = api.count(read.school) if read.school else ()
    if as_json:
        problems = [
            {"sheet": p.sheet, "cell": p.cell, "value": p.value, "fatal": p.fatal, "text": p.say(lang())}
            for p in read.problems
        ]
        shortages = [{"who": s.who, "need": s.need, "have": s.have, "text": s.say(lang())} for s in short]
        print_json({"ok": read.school is not None and not short, "problems": problems, "shortages": shortages})
    else:
        _print(read.problems, short, read.school)
    if read.school is None:
        raise SystemExit(IntakeError.exit_code)
    if short:
        raise SystemExit(api.Impossible.exit_code)


def _print(problems: object, short: object, school: object) -> None:
    from scheduler.domain import School

    for problem in problems:  # type: ignore[attr-defined]
        mark = t("错误", "error") if problem.fatal else t("提醒", "warning")
        click.echo(f"{mark}: {problem.say(lang())}")
    for shortage in short:  # type: ignore[attr-defined]
        click.echo(f"{t('排不出来', 'impossible')}: {shortage.say(lang())}")
    if isinstance(school, School):
        lessons = sum(c.periods for c in school.courses if c.groups)
        click.echo(
            t(
                f"{school.name}：{len(school.classes)} 个班，{len(school.teachers)} 名教师，每周 {lessons:g} 节课，"
                f"{len(school.settings)} 条规则设置",
                f"{school.name}: {len(school.classes)} classes, {len(school.teachers)} teachers, {lessons:g} lessons a "
                f"week, {len(school.settings)} rule settings",
            )
        )
        if not problems and not short:
            click.echo(t("没有发现问题。", "no problems found."))
