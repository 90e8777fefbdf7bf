"""kebiao audit"""

from __future__ import annotations

from pathlib import Path

import click

from constraints import catalogue
from scheduler.auditor import Audit
from scheduler.domain import Text, Verdict

from .lang import lang, t
from .options import json_option, lang_option, print_json, say_left_out, say_notes, say_strength, say_verdict

BROKEN = 7


@click.command(
    short_help=t("核查课表：排出的，或别处做的", "Check a timetable: a run's, or one made elsewhere"),
    help=t(
        "从写出的文件（timetable.csv、homework.csv）和原计划重新核查每一条规则，不用求解器。"
        "有必须满足的规则未满足时退出码为 7。\n\n"
        "给出 --plan 时，核查别处做的课表：手工的 Excel 课表（一班一张、一页几张、全校总课表），csv，"
        "FET 导出的 csv，本程序的 timetable.csv、课表.xlsx 或结果文件夹。读不懂的格逐一列出，不猜。\n\n"
        "给出 --folder 时，文件夹里一个文件一所学校，得出区县报告。\n\n"
        "区县排课的结果文件夹：各校重新核查，再核查全区（共用教师不同时在两校、路上来得及……）。\n\n\b\n例：\n"
        "  kebiao audit 结果\n"
        "  kebiao audit 区县结果 -o 报告\n"
        "  kebiao audit 三年级.xlsx 四年级.xlsx --plan 计划.xlsx\n"
        "  kebiao audit --folder 各校课表 --plan 计划.xlsx -o 报告",
        "Check every rule again from the written files (timetable.csv, homework.csv) and the plan, without "
        "the solver. Exit code 7 when a rule that must hold is broken.\n\n"
        "With --plan, check a timetable made elsewhere: by hand in Excel (a sheet a class, several on a sheet, one "
        "table of the school), csv, the csv that FET writes, our own timetable.csv, workbook or run folder. Every "
        "cell that could not be read is listed; nothing is guessed.\n\n"
        "With --folder, a file a school: the report on a district.\n\n"
        "A district's run: every school anew, then the whole (nobody at two schools at once, time for the way ...)."
        "\n\n\b\nExamples:\n"
        "  kebiao audit run\n"
        "  kebiao audit district-run -o report\n"
        "  kebiao audit grade3.xlsx grade4.xlsx --plan plan.xlsx\n"
        "  kebiao audit --folder timetables --plan plan.xlsx -o report",
    ),
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="RUN | FILE...")
@click.option("--plan", type=click.Path(path_type=Path), help=t("按这份计划核查", "the plan to check against"))
@click.option(
    "--taught",
    multiple=True,
    type=click.Path(path_type=Path),
    help=t("班级实际上的课表，与报送的对比", "what the classes were really taught, to compare"),
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help=t(
        "一个文件一所学校；--plan 是一份计划，或同名计划的文件夹", "a file a school; --plan is one plan or a folder"
    ),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=t(
        "把报告写到这里：.xlsx 清单、.html 网页；--folder 时是文件夹", "write the report: .xlsx, .html, or a folder"
    ),
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, help=t("多所学校时几个进程", "processes for many schools")
)
@click.option("--all", "show_all", is_flag=True, help=t("也列出满足的规则", "list kept rules too"))
@json_option
@lang_option
def command(
    files: tuple[Path, ...],
    plan: Path | None,
    taught: tuple[Path, ...],
    folder: Path | None,
    output: Path | None,
    workers: int,
    show_all: bool,
    as_json: bool,
) -> None:
    """See the help text above."""
    from . import foreign, saying_district

    if plan is None and not (folder or taught) and len(files) == 1 and (files[0] / "district.json").is_file():
        saying_district.audited(files[0], output, workers, as_json)
    elif plan is None:
        if folder or output or taught or len(files) != 1:
            raise click.UsageError(_which(files))
        _run(files[0], show_all, as_json)
    elif folder is not None:
        if files or taught:
            raise click.UsageError(t("--folder 之外不再给文件", "no files beside --folder"))
        foreign.district(folder, plan, output, workers, as_json)
    elif not files:
        raise click.UsageError(t("没有给出课表文件", "no timetable file is named"))
    else:
        foreign.school(files, plan, taught, output, as_json, lambda audit: print_audit(audit, show_all))


def _which(files: tuple[Path, ...]) -> str:
    if not files:
        return t("给出结果文件夹，或课表文件和 --plan", "name a run folder, or timetable files and --plan")
    return t("核查别处做的课表，要用 --plan 给出计划", "a timetable made elsewhere needs --plan")


def _run(run: Path, show_all: bool, as_json: bool) -> None:
    """Audit a run folder."""
    from scheduler import api
    from scheduler.output.json_files import audit_json

    _, opened = api.open_run(run)
    recorded = opened.record.get("objective")
    if as_json:
        print_json(audit_json(opened))
    else:
        print_audit(opened.audit, show_all)
        say_left_out(opened.record.get("left_out", {}))
    if isinstance(recorded, int) and recorded != opened.audit.cost:
        said, now = f"{recorded / 1000:g}", f"{opened.audit.cost / 1000:g}"
        zh = f"run.json 记的代价是 {said}，现在核查是 {now}，文件被改过"
        say_notes([Text(zh, f"run.json says cost {said}, the files say {now}: they were changed")])
    if opened.audit.hard_broken:
        raise SystemExit(BROKEN)


def print_audit(audit: Audit, show_all: bool) -> None:
    """The verdicts with their breaches, and the line that sums them up."""
    for entry in audit.entries:
        if entry.verdict is Verdict.KEPT and not show_all:
            continue
        if entry.verdict is Verdict.NOT_APPLICABLE and not show_all:
            continue
        rule = catalogue()[entry.setting.rule]
        strength = say_strength(entry.setting.strength)
        if entry.about_plan:
            strength += t("，计划本身", ", about the plan")
        line = f"[{say_verdict(entry.verdict)}] {rule.title.say(lang())} ({strength}, {entry.setting.id})"
        if entry.violations:
            line += f": {entry.amount} {rule.unit.say(lang())}"
        if entry.missing:
            line += f": {entry.missing.say(lang())}"
        click.echo(line)
        limit = None if entry.setting.hard else 3
        for violation in entry.violations[:limit]:
            click.echo("    " + rule.say(violation, lang()))
        if limit and len(entry.violations) > limit:
            more = len(entry.violations) - limit
            click.echo("    " + t(f"……还有 {more} 处", f"... and {more} more"))
    click.echo(summary(audit))


def summary(audit: Audit) -> str:
    """One line: how many settings are kept, broken, and what the wishes cost."""
    count = {v: sum(e.verdict is v for e in audit.entries) for v in Verdict}
    hard = len(audit.hard_broken)
    soft = count[Verdict.BROKEN] - hard
    kept, unseen, none = (count[v] for v in (Verdict.KEPT, Verdict.NOT_CHECKABLE, Verdict.NOT_APPLICABLE))
    return t(
        f"核查 {len(audit.entries)} 条：满足 {kept}，必须项未满足 {hard}，尽量项有欠缺 {soft}，"
        f"无法核查 {unseen}，不涉及 {none}；总代价 {audit.cost / 1000:g}",
        f"{len(audit.entries)} settings: {kept} kept, {hard} hard broken, {soft} soft with breaches, "
        f"{unseen} not checkable, {none} not applicable; cost {audit.cost / 1000:g}",
    )
