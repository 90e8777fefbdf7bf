"""kebiao diff"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.domain import Text

from .lang import lang, t
from .options import UnknownNameError, journal_option, json_option, lang_option, print_json, say_notes, write_file
from .saying_diff import data_of, print_diff

if TYPE_CHECKING:
    from scheduler.moves import Move
    from scheduler.whatif.between import Between


@click.command(
    short_help=t("比较两个结果：谁的课动了，各发一张通知", "Compare two runs: what moved, a slip for each person"),
    help=t(
        "比较两个结果：哪些课从哪里移到哪里（星期、节次、钟点、场地），新增和取消的课，换了的教师和场地，"
        "各班每天作业分钟的变化，哪些规则变好、变差。两个结果的计划不同时，按名称比较。\n\n"
        "--slips 列出发给每个班、每位老师的通知，可以直接贴到群里；-o 通知.xlsx 写成可打印的工作簿，一人一块。\n\n"
        "--back 把第几项退回原处（可以几项，用逗号隔开），写成新的结果；会违反必须满足的要求时不写，退出码 7，"
        "加 --anyway 仍然写出并注明。\n\n\b\n例：\n"
        "  kebiao diff 结果 结果2\n"
        "  kebiao diff 结果 结果2 --slips\n"
        "  kebiao diff 结果 结果2 -o 通知.xlsx\n"
        "  kebiao diff 结果 结果2 --back 1,3 -o 结果3",
        "Compare two runs: which lessons moved from where to where (weekday, period, clock time, room), which came or "
        "went, teachers and rooms that changed, homework minutes by class and day, rules that are kept better or "
        "worse. Runs of different plans are compared by names.\n\n"
        "--slips lists a notice for each class and each teacher, to paste into a chat; -o notices.xlsx writes them as "
        "a workbook to print, a block a person.\n\n"
        "--back puts single items of the list back (several with commas) and writes a new run; what would break a rule "
        "that must hold is not written (exit code 7), unless --anyway, and then marked.\n\n\b\nExamples:\n"
        "  kebiao diff run run2\n"
        "  kebiao diff run run2 --slips\n"
        "  kebiao diff run run2 -o notices.xlsx\n"
        "  kebiao diff run run2 --back 1,3 -o run3",
    ),
)
@click.argument("run_a", type=click.Path(path_type=Path), metavar="RUN_A")
@click.argument("run_b", type=click.Path(path_type=Path), metavar="RUN_B")
@click.option("--slips", "with_slips", is_flag=True, help=t("列出每个人的通知", "list a notice for each person"))
@click.option(
    "--back", metavar=t("序号", "NUMBERS"), help=t("把这几项退回 RUN_A 的位置", "put these back where RUN_A has them")
)
@click.option("--anyway", is_flag=True, help=t("--back 违反要求也写出，并注明", "--back also where it breaks rules"))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help=t("通知写到这个 .xlsx；用 --back 时是新的结果文件夹", "notices to write (.xlsx); with --back the run folder"),
)  # fmt: skip
@journal_option
@json_option
@lang_option
def command(
    run_a: Path,
    run_b: Path,
    with_slips: bool,
    back: str | None,
    anyway: bool,
    output: Path | None,
    journal: bool,
    as_json: bool,
) -> None:
    """See the help text above."""
    from scheduler import api
    from scheduler.whatif.between import between
    from scheduler.whatif.slips import slips

    if back is None and (anyway or (output is not None and output.suffix.lower() != ".xlsx")):
        raise click.UsageError(
            t("-o 写通知要以 .xlsx 结尾；--anyway 用于 --back", "-o ends in .xlsx; --anyway is for --back")
        )
    if back is not None and output is None:
        raise click.UsageError(t("--back 要用 -o 说明写到哪个文件夹", "--back needs -o, the folder to write"))
    found = between(api.open_run(run_a)[1], api.open_run(run_b)[1])
    if back is not None:
        assert output is not None
        _put_back(found, run_b, back, anyway, output, journal, as_json)
        return
    told = slips(found)
    if as_json:
        print_json(data_of(found, told))
    elif with_slips:
        click.echo("\n\n".join(slip.say(lang()) for slip in told) or t("没有要通知的人", "nobody has to be told"))
    else:
        print_diff(found, run_a.name, run_b.name)
    if output is not None:
        _write(found, output)


def _write(found: Between, path: Path) -> None:
    """Write the workbook of notices."""
    from scheduler.whatif.slip_book import write_slips
    from scheduler.whatif.slips import slips

    school, told = found.after.school, slips(found)
    heading = " ".join(x for x in (school.name, school.term) if x)
    many = t(f"：{len(told)} 张通知", f": {len(told)} notice(s)")
    write_file(path, lambda new: write_slips(new, told, heading, lang()), many)


def _put_back(
    found: Between, run_b: Path, words: str, anyway: bool, output: Path, journal: bool, as_json: bool
) -> None:
    """Write RUN_B with some of its changes undone."""
    from scheduler import api
    from scheduler.moves import WouldBreakError, moved
    from scheduler.output.folder import refuse

    from .move import BROKEN, explained, report

    refuse(output, overwrite=False)
    chosen, before = _chosen(found, words), found.after
    try:
        after = moved(before, chosen, run_b.resolve().name, anyway=anyway)
    except WouldBreakError as error:
        raise explained(before, error) from None
    plan, _ = api.open_run(run_b)
    say_notes(api.save(after, output, plan, parent=run_b, journal=journal))
    report(before, after, chosen, output, as_json)
    if after.audit.invalid:
        raise SystemExit(BROKEN)


def _chosen(found: Between, words: str) -> Sequence[Move]:
    """The moves that take the numbered items back. Raises UnknownNameError for what is no item, or cannot be moved."""
    from scheduler.moves import Move

    count, chosen = len(found.listed), []
    for word in filter(None, re.split(r"[,，、;；\s]+", words)):
        if not word.isdecimal() or not 1 <= int(word) <= count:
            zh, en = f"--back {word}：列出的是第 1 到第 {count} 项", f"--back {word}: the items are 1 to {count}"
            if not count:
                zh, en = f"--back {word}：两个结果的课没有不同", f"--back {word}: no lesson differs"
            raise UnknownNameError(Text(zh, en))
        item = found.listed[int(word) - 1]
        if item.kind not in ("moved", "weeks") or item.before is None:
            zh = f"第 {word} 项不是移动了时间的课，不能退回"
            raise UnknownNameError(Text(zh, f"item {word} is no lesson that moved: it cannot be put back"))
        chosen.append(Move(item.course, item.session, item.before.start, item.before.weeks))
    if not chosen:
        raise UnknownNameError(Text("--back 要写序号，如 1,3", "--back needs numbers, such as 1,3"))
    return tuple(dict.fromkeys(chosen))
