"""kebiao audit"""

from __future__ import annotations

from pathlib import Path

import click

from constraints import catalogue
from scheduler.auditor import Audit
from scheduler.domain import Text, Verdict

from .lang import lang, t
from .options import json_option, lang_option, print_json, run_argument, say_left_out, say_notes, say_strength

BROKEN = 7


@click.command(
    short_help=t("从写出的文件重新核查每一条规则", "Check every rule again from the written files"),
    help=t(
        "从写出的文件（timetable.csv、homework.csv）和原计划重新核查每一条规则，不用求解器。"
        "有必须满足的规则未满足时退出码为 7。\n\n\b\n例：\n  kebiao audit 结果",
        "Check every rule again from the written files (timetable.csv, homework.csv) and the plan, without "
        "the solver. Exit code 7 when a rule that must hold is broken.\n\n\b\nExample:\n  kebiao audit run",
    ),
)
@run_argument
@click.option("--all", "show_all", is_flag=True, help=t("也列出满足的规则", "list kept rules too"))
@json_option
@lang_option
def command(run: Path, show_all: bool, as_json: bool) -> None:
    """See the help text above."""
    from scheduler import api
    from scheduler.output.json_files import audit_json

    _, opened = api.open_run(run)
    recorded = opened.record.get("objective")
    if as_json:
        print_json(audit_json(opened))
    else:
        _print(opened.audit, show_all)
        say_left_out(opened.record.get("left_out", {}))
    if isinstance(recorded, int) and recorded != opened.audit.cost:
        said, now = f"{recorded / 1000:g}", f"{opened.audit.cost / 1000:g}"
        zh = f"run.json 记的代价是 {said}，现在核查是 {now}，文件被改过"
        say_notes([Text(zh, f"run.json says cost {said}, the files say {now}: they were changed")])
    if opened.audit.hard_broken:
        raise SystemExit(BROKEN)


def _print(audit: Audit, show_all: bool) -> None:
    words = {
        Verdict.KEPT: t("满足", "kept"),
        Verdict.BROKEN: t("未满足", "broken"),
        Verdict.NOT_APPLICABLE: t("不涉及", "not applicable"),
        Verdict.NOT_CHECKABLE: t("无法核查", "not checkable"),
    }
    for entry in audit.entries:
        if entry.verdict is Verdict.KEPT and not show_all:
            continue
        if entry.verdict is Verdict.NOT_APPLICABLE and not show_all:
            continue
        rule = catalogue()[entry.setting.rule]
        strength = say_strength(entry.setting.strength)
        if entry.about_plan:
            strength += t("，计划本身", ", about the plan")
        line = f"[{words[entry.verdict]}] {rule.title.say(lang())} ({strength}, {entry.setting.id})"
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
