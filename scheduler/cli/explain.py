"""kebiao explain"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from constraints import catalogue

from .lang import lang, t
from .options import ignore_option, json_option, lang_option, plan_argument, print_json
from .waiting import awaited

if TYPE_CHECKING:
    from scheduler.api import Impossible, Plan
    from scheduler.explain.explanation import Explained, Explanation, Tried
    from scheduler.explain.sentences import Teller

WHY = 60.0  # seconds for the explanation that follows a solve


@click.command(
    short_help=t("排不出来时：是哪几条要求互相矛盾，怎样改就行", "Why a plan is impossible, and what would help"),
    help=t(
        "说明计划为什么排不出来：最少是哪几条要求互相矛盾、写在哪些单元格，并给出试排过的改法。原文件不会被改动；"
        "--apply 另写一份改好的。退出码：0 排得出，5 排不出，6 时间内没有结论。\n\n\b\n例：\n"
        "  kebiao explain 计划.xlsx\n"
        "  kebiao explain 计划.xlsx --apply 改好.xlsx\n"
        "  kebiao explain 计划.xlsx --json",
        "Say why a plan cannot be solved: the fewest demands that clash, the cells in which they stand, and changes "
        "that were tried out. The file itself is never changed; --apply writes a changed copy. Exit code 0: it can be "
        "solved, 5: it cannot, 6: no answer in time.\n\n\b\nExamples:\n"
        "  kebiao explain plan.xlsx\n"
        "  kebiao explain plan.xlsx --apply mended.xlsx\n"
        "  kebiao explain plan.xlsx --json",
    ),
)
@plan_argument
@click.option(
    "--time", "seconds", type=click.IntRange(5, 3600), default=60, show_default=True,
    help=t("总秒数", "seconds in all"),
)  # fmt: skip
@click.option(
    "--apply", "out", type=click.Path(path_type=Path), metavar="OUT.xlsx",
    help=t("照每处矛盾的第一条改好，另存为", "write a copy with the first change of each conflict made"),
)  # fmt: skip
@ignore_option
@json_option
@lang_option
def command(plan: Path, seconds: int, out: Path | None, ignore_unsupported: bool, as_json: bool) -> None:
    """See the help text above."""
    from scheduler import api

    loaded = api.load(plan, ignore_unsupported=ignore_unsupported)
    found = explained(loaded, seconds, quiet=as_json)
    if as_json:
        print_json(data(loaded, found))
    else:
        print_explanation(loaded, found)
    if out is not None:
        _apply(loaded, found, out)
    code = {"possible": 0, "impossible": api.Impossible.exit_code}.get(found.verdict, api.NoTimetable.exit_code)
    raise SystemExit(code)


def explained(plan: Plan, seconds: float, *, quiet: bool, impossible: bool = False) -> Explanation:
    """The explanation, searched for in a thread so that Ctrl-C can ask for what was found until then."""
    from scheduler import api
    from scheduler.engine.solve import Stop

    stop = Stop()
    tell = (lambda stage, number, of: None) if quiet else _progress()
    return awaited(partial(api.explain, plan, seconds=seconds, stop=stop, tell=tell, impossible=impossible), stop)


def tell_why(plan: Plan, error: Impossible, as_json: bool, going_on: bool) -> Explanation:
    """What ``solve`` says of an impossible plan: the contradictions of regulations, or the explanation."""
    found = explained(plan, WHY, quiet=as_json, impossible=True)
    if as_json and not going_on:
        print_json(data(plan, found))
    elif not as_json:
        if not found.conflicts:
            for reason in error.reasons:
                click.echo(reason.say(lang()), err=going_on)
        print_explanation(plan, found)
    return found


def _progress() -> Callable[[str, int, int], None]:
    """A line to stderr for each stage."""
    names = {
        "counting": t("计数检查", "counting"),
        "alone": t("逐个检查教师、班级、场地", "each teacher, class and room alone"),
        "wider": t("逐个检查年级、科目", "each grade and subject"),
        "whole": t("整体试排", "the whole plan"),
        "core": t("从整体证明里找原因", "the cause in the proof of the whole"),
        "families": t("分类去掉规则再试", "without one kind of rules at a time"),
        "remedies": t("找改法", "what would help"),
        "trying": t("试排改法", "trying the changes"),
    }
    last = [""]

    def tell(stage: str, done: int, of: int) -> None:
        if stage != last[0]:
            last[0] = stage
            click.echo(f"  {names.get(stage, stage)} …", err=True)

    return tell


def print_explanation(plan: Plan, found: Explanation) -> None:
    """In the words of the workbook."""
    from scheduler.explain.sentences import Teller

    read = plan.read
    teller = Teller(plan.school, catalogue(), read.origins if read else None, lang())
    for line in _headline(plan, found):
        click.echo(line)
    for number, one in enumerate(found.conflicts, 1):
        click.echo()
        click.echo(f"{t('矛盾', 'conflict')} {number}{t('：', ': ')}{teller.paragraph(one.conflict)}")
        if read is not None and read.book is not None:  # a FET file has no cells to change
            _print_remedies(one)
    if found.edits:
        click.echo()
        click.echo(t(
            "每处矛盾都照第 1 条改，就排得出来（已试排）。要一份改好的：kebiao explain … --apply 改好.xlsx",
            "with the first change of every conflict the plan can be solved (tried). For a changed copy: "
            "kebiao explain … --apply mended.xlsx",
        ))  # fmt: skip


def _headline(plan: Plan, found: Explanation) -> list[str]:
    name, count = plan.path.name, len(found.conflicts)
    if found.verdict == "possible":
        return [t(f"{name} 排得出来，没有矛盾。", f"{name} can be solved: no conflict.")]
    if found.verdict == "unknown":
        lines = [t(
            f"{name}：时间内没有排出，也没有证明排不出；各教师、班级、场地单独看都没有矛盾。",
            f"{name}: neither a timetable nor a proof in time; each teacher, class and room alone is no problem.",
        )]  # fmt: skip
        for family, seconds in found.easier:
            lines.append(t(
                f"  不管“{family}”类的要求，{seconds:.0f} 秒就能排出：先看这些要求是不是太紧。",
                f"  without the rules of '{family}' it takes {seconds:.0f} s: look there first.",
            ))  # fmt: skip
        return [*lines, t("  可以：延长 --time", "  Maybe: more --time")]
    if not count:
        return [t(
            f"{name} 排不出来（已证明），时间内没有找出是哪几条要求；可以延长 --time。",
            f"{name} is impossible (proved); which demands clash was not found in time: more --time may help.",
        )]  # fmt: skip
    zh = f"{name} 排不出来：找到 {count} 处矛盾" + ("，每一处都要改。" if count > 1 else "。")
    en = f"{name} is impossible: {count} conflict(s) found" + (", each has to be settled." if count > 1 else ".")
    return [t(zh, en)]


def _print_remedies(one: Explained) -> None:
    if not one.remedies:
        click.echo("  " + t("没有找到只改几个单元格就行的办法。", "no change of a few cells was found to help."))
        return
    click.echo("  " + t("可以（任选一条）：", "Maybe (any one of these):"))
    for number, tried in enumerate(one.remedies, 1):
        click.echo(f"    {number}) {tried.remedy.text.say(lang())}{_mark(tried)}")


def _mark(tried: Tried) -> str:
    if tried.works:
        return t("〔已试排，可行〕", " [tried: works]")
    if tried.works is None:
        return t("〔能消除这处矛盾，没有来得及整体试排〕", " [settles this conflict; the whole was not tried in time]")
    return t("〔能消除这处矛盾，但还不够〕", " [settles this conflict, but is not enough]")


def data(plan: Plan, found: Explanation) -> dict[str, Any]:
    """For a program: every demand with its cell, every change as cells to edit."""
    from scheduler.explain.sentences import Teller

    read = plan.read
    teller = Teller(plan.school, catalogue(), read.origins if read else None, lang())
    return {
        "verdict": found.verdict.value,
        "complete": found.complete,
        "seconds": {"conflicts": round(found.seconds[0], 2), "all": round(found.seconds[1], 2)},
        "conflicts": [_conflict(plan, one, teller) for one in found.conflicts],
        "edits": [_edit(e) for e in found.edits],
        "easier_without": [{"family": family, "seconds": round(s, 1)} for family, s in found.easier],
    }


def _conflict(plan: Plan, one: Explained, teller: Teller) -> dict[str, Any]:
    conflict, settings = one.conflict, {s.id: s for s in plan.school.settings}
    members = []
    for member in conflict.members:
        setting = settings[member.setting]
        source = setting.source
        members.append({
            "setting": member.setting, "rule": setting.rule, "who": list(member.who), "sheet": source.sheet,
            "cell": source.cell, "pack": source.pack, "ref": source.ref,
        })  # fmt: skip
    short = conflict.shortage
    return {
        "text": teller.paragraph(conflict),
        "members": members,
        "courses": list(conflict.courses),
        "minimal": conflict.minimal,
        "need": short.need if short else None,
        "have": short.have if short else None,
        "remedies": [
            {"kind": x.remedy.kind, "price": x.remedy.price, "text": x.remedy.text.say(lang()), "works": x.works,
             "edits": [_edit(e) for e in x.remedy.edits]}
            for x in one.remedies
        ],
    }  # fmt: skip


def _edit(edit: Any) -> dict[str, Any]:
    return {"sheet": edit.sheet, "cell": edit.cell, "old": edit.old, "new": edit.new}


def _apply(plan: Plan, found: Explanation, out: Path) -> None:
    from scheduler.intake.edits import write_edited

    if not found.edits:
        click.echo(
            t("没有试排通过的改法，没有写文件。", "no change was tried that works: nothing was written."), err=True
        )
        return
    write_edited(plan.path, found.edits, out)
    click.echo(t(f"已写好 {out}", f"wrote {out}"), err=True)
