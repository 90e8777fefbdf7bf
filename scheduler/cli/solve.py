"""kebiao solve"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from constraints import catalogue

from .audit import BROKEN
from .explain import tell_why
from .keeping import FREE_MORE, kept_lessons
from .lang import lang, t
from .options import anyway_option, ignore_option, journal_option, json_option, lang_option, say_notes
from .report import report
from .waiting import awaited

if TYPE_CHECKING:
    from scheduler.api import Plan
    from scheduler.output import Run

ROUNDS = 60  # of a reproducible run, when no other number is given


@click.command(
    short_help=t("排课并分配作业", "Make the timetable and share out the homework"),
    help=t(
        "排课并分配作业，写出结果文件夹（课表.xlsx、csv、json）。"
        "Ctrl-C 停止并写出目前最好的结果；再按一次则中止。\n\n\b\n例：\n"
        "  kebiao solve 计划.xlsx -o 结果\n"
        "  kebiao solve 计划.xlsx -o 结果 --time 120 --workers 2\n"
        "  kebiao solve --keep 结果 --free 三年级 -o 结果2\n"
        "  kebiao solve 计划.xlsx -o 结果 --reproducible --seed 7\n"
        "  kebiao solve 学校.fet -o 结果",
        "Make the timetable and share out the homework; writes a run folder (课表.xlsx, csv, json). Ctrl-C "
        "stops and writes the best so far; a second Ctrl-C aborts.\n\n\b\nExamples:\n"
        "  kebiao solve plan.xlsx -o run\n"
        "  kebiao solve plan.xlsx -o run --time 120 --workers 2\n"
        '  kebiao solve --keep run --free "grade 3" -o run2\n'
        "  kebiao solve plan.xlsx -o run --reproducible --seed 7\n"
        "  kebiao solve school.fet -o run",
    ),
)
@click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN.xlsx|.fet", required=False)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help=t("结果文件夹", "run folder to write")
)  # fmt: skip
@click.option("--overwrite", is_flag=True, help=t("替换已有的结果", "replace an existing run"))
@click.option(
    "--time", "seconds", type=click.IntRange(1, 86400),
    help=t("总秒数（默认用工作簿里的 求解秒数）", "seconds in all (default: the workbook's)"),
)  # fmt: skip
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True,
    help=t("随机种子", "random seed"),
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help=t("线程数", "threads")
)  # fmt: skip
@click.option(
    "--until-first", is_flag=True, help=t("得到第一个可行课表就停", "stop at the first valid timetable")
)  # fmt: skip
@click.option(
    "--reproducible", is_flag=True,
    help=t("可重复：同版本、同类机器、同种子、同线程数、同输入，结果相同",
           "same versions, kind of machine, seed, threads and input give the same answer"),
)  # fmt: skip
@click.option(
    "--rounds", type=click.IntRange(0, 10**6),
    help=t(f"可重复模式的改进轮数（默认 {ROUNDS}）", f"rounds of --reproducible (default {ROUNDS})"),
)  # fmt: skip
@click.option(
    "--keep", type=click.Path(path_type=Path), metavar="RUN",
    help=t("保留这次结果的课", "keep the lessons of this run"),
)  # fmt: skip
@click.option(
    "--free", multiple=True, metavar=t("名称", "NAME"),
    help=t("重排的部分：年级、班级、教师或科目；可写多次",
           "what may move: a grade, class, teacher or subject; may be repeated"),
)  # fmt: skip
@anyway_option
@ignore_option
@journal_option
@json_option
@lang_option
def command(
    plan: Path | None,
    output: Path | None,
    overwrite: bool,
    reproducible: bool,
    rounds: int | None,
    keep: Path | None,
    free: tuple[str, ...],
    anyway: bool,
    ignore_unsupported: bool,
    journal: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """See the help text above."""
    from scheduler import api
    from scheduler.output.folder import refuse

    _refuse_words(plan, output, keep, free)
    folder = output or Path(f"{plan.stem if plan else ''}-课表")
    refuse(folder, overwrite)
    earlier = api.open_run(keep) if keep else None
    if plan:
        loaded = api.load(plan, ignore_unsupported=ignore_unsupported)
    else:
        assert earlier is not None
        loaded = earlier[0]
    for warning in loaded.warnings:
        click.echo(f"{t('提醒', 'warning')}: {warning.say(lang())}", err=True)
    if reproducible and rounds is None:
        rounds = ROUNDS
    kept = kept_lessons(loaded, earlier[1], free) if earlier else ()
    options |= {"rounds": rounds, "kept": kept}
    write = partial(api.save, folder=folder, plan=loaded, parent=keep, journal=journal)
    first = partial(write, overwrite=overwrite, book=False, early=True)
    try:
        run = _solve(api.solve, loaded, first, quiet=as_json, **options)
    except api.Impossible as error:
        if kept or loaded.read is None:
            raise api.Impossible((*error.reasons, FREE_MORE)) if kept else error from None
        found = tell_why(loaded, error, as_json, anyway)
        if not anyway:
            raise SystemExit(error.exit_code) from None
        run = _solve(partial(api.solve_anyway, found=found), loaded, first, quiet=as_json, **options)
    say_notes(write(run, overwrite=True))
    report(run, loaded, folder, as_json)
    if run.record.get("breaks"):
        raise SystemExit(BROKEN)


def _refuse_words(plan: Path | None, output: Path | None, keep: Path | None, free: tuple[str, ...]) -> None:
    """Raises UsageError for options that do not belong together."""
    if free and not keep:
        raise click.UsageError(t("--free 要和 --keep RUN 一起用", "--free needs --keep RUN"))
    if keep and output is None:
        raise click.UsageError(t("--keep 要用 -o 给出新的结果文件夹", "--keep needs a new folder: -o"))
    if plan is None and keep is None:
        raise click.UsageError(t("要给出 PLAN.xlsx，或 --keep RUN", "PLAN.xlsx or --keep RUN is needed"))


def _solve(
    search: Callable[..., Run], plan: Plan, first: Callable[[Run], object], *, quiet: bool, **options: Any
) -> Run:
    """Solve in a thread, so that Ctrl-C reaches the main thread and can ask for a stop.

    ``first`` writes the first valid timetable at once: whatever happens later, it is there. 课表.xlsx comes last.
    """
    from scheduler import api
    from scheduler.engine.solve import Stop

    from .display import open_display

    stop = Stop()
    display = open_display(catalogue(), options["seconds"] or plan.school.seconds, quiet)
    save_first = None if options["until_first"] else first
    work = partial(search, plan, stop=stop, tell=display.show, first=save_first, **options)
    stopping = t("停止：写出目前最好的结果……", "stopping: writing the best so far ...")
    try:
        return awaited(work, stop, stopping=stopping, tick=display.tick)
    except api.NoTimetable:
        if stop:
            raise KeyboardInterrupt from None  # stopped before there was anything to keep
        raise
    finally:
        display.close()
