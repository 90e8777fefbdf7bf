"""kebiao solve"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from constraints import catalogue
from scheduler.domain import School, Text
from scheduler.errors import KebiaoError, RunError

from .lang import lang, t
from .options import json_option, lang_option, print_json, say_notes

if TYPE_CHECKING:
    from scheduler.api import Plan
    from scheduler.engine.solve import Stop
    from scheduler.output import Run

ROUNDS = 60  # of a reproducible run, when no other number is given


@click.command(
    help=t(
        "排课并分配作业，写出结果文件夹（课表.xlsx、csv、json）。Ctrl-C 停止并写出目前最好的结果。\n\n\b\n例：\n"
        "  kebiao solve 计划.xlsx -o 结果\n"
        "  kebiao solve 计划.xlsx -o 结果 --time 120 --workers 2\n"
        "  kebiao solve --keep 结果 --free '三年级' -o 结果2\n"
        "  kebiao solve 计划.xlsx -o 结果 --reproducible --seed 7",
        "Make the timetable and share out the homework; writes a run folder (课表.xlsx, csv, json). Ctrl-C stops and "
        "writes the best so far.\n\n\b\nExamples:\n"
        "  kebiao solve plan.xlsx -o run\n"
        "  kebiao solve plan.xlsx -o run --time 120 --workers 2\n"
        "  kebiao solve --keep run --free 'grade 3' -o run2\n"
        "  kebiao solve plan.xlsx -o run --reproducible --seed 7",
    )
)
@click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN.xlsx", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path), help=t("结果文件夹", "run folder to write"))
@click.option("--overwrite", is_flag=True, help=t("替换已有的结果", "replace an existing run"))
@click.option("--time", "seconds", type=click.FloatRange(1, 86400), help=t("总秒数", "seconds in all"))
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help=t("随机种子", "random seed"))
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help=t("线程数", "threads"))
@click.option("--until-first", is_flag=True, help=t("得到第一个可行课表就停", "stop at the first valid timetable"))
@click.option(
    "--reproducible", is_flag=True,
    help=t("可重复：同版本、同类机器、同种子、同输入，结果相同", "same versions, machine kind, seed and input give the same answer"),
)  # fmt: skip
@click.option("--rounds", type=click.IntRange(0, 10**6), help=t(f"可重复模式的改进轮数（默认 {ROUNDS}）", f"rounds of --reproducible (default {ROUNDS})"))  # fmt: skip
@click.option("--keep", type=click.Path(path_type=Path), metavar="RUN", help=t("保留这次结果的课", "keep the lessons of this run"))
@click.option("--free", multiple=True, help=t("重排的部分：年级、班级、教师或科目", "what may move: a grade, class, teacher or subject"))
@json_option
@lang_option
def command(
    plan: Path | None,
    output: Path | None,
    overwrite: bool,
    seconds: float | None,
    seed: int,
    workers: int,
    until_first: bool,
    reproducible: bool,
    rounds: int | None,
    keep: Path | None,
    free: tuple[str, ...],
    as_json: bool,
) -> None:
    """See the help text above."""
    from scheduler import api

    source = plan or (keep / "plan.xlsx" if keep else None)
    if source is None:
        raise click.UsageError(t("要给出 PLAN.xlsx，或 --keep RUN", "PLAN.xlsx or --keep RUN is needed"))
    loaded = api.load(source)
    for warning in loaded.warnings:
        click.echo(f"{t('提醒', 'warning')}: {warning.say(lang())}", err=True)
    folder = output or Path(f"{source.stem}-课表")
    if keep and output is None:
        raise click.UsageError(t("--keep 要用 -o 给出新的结果文件夹", "--keep needs a new folder: -o"))
    _refuse_full(folder, overwrite)
    kept = _kept(loaded, keep, free) if keep else ()
    run = _solve(
        loaded, folder, overwrite, quiet=as_json, seconds=seconds, seed=seed, workers=workers,
        until_first=until_first, kept=kept, rounds=(rounds or ROUNDS) if reproducible or rounds else None,
    )  # fmt: skip
    say_notes(api.save(run, folder, loaded, overwrite=True))
    _report(run, folder, as_json)


def _refuse_full(folder: Path, overwrite: bool) -> None:
    """Say it before an hour of solving, not after."""
    if folder.is_dir() and any(folder.iterdir()) and not overwrite:
        raise RunError(
            Text(f"文件夹 {folder} 里已有内容；换一个文件夹，或用 --overwrite 覆盖",
                 f"folder {folder} is not empty\n  Maybe: another folder, or --overwrite")
        )  # fmt: skip


def _solve(plan: Plan, folder: Path, overwrite: bool, *, quiet: bool, **options: Any) -> Run:
    """Solve in a thread, so that Ctrl-C reaches the main thread and can ask for a stop."""
    from scheduler import api
    from scheduler.engine.solve import Stop

    from .display import open_display

    limit = options["seconds"] or plan.school.seconds
    display = open_display(catalogue(), limit, quiet)
    stop = Stop()
    found: list[Run] = []
    failed: list[BaseException] = []

    def first(run: Run) -> None:
        """The first valid timetable is written at once: whatever happens later, it is there."""
        api.save(run, folder, plan, overwrite=overwrite)

    def work() -> None:
        try:
            save_first = None if options["until_first"] else first
            found.append(api.solve(plan, stop=stop, tell=display.show, first=save_first, **options))
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        _wait(thread, display.tick, stop)
    finally:
        display.close()
    if failed:
        raise failed[0]
    return found[0]


def _wait(thread: threading.Thread, tick: Callable[[], None], stop: Stop) -> None:
    done = threading.Event()
    threading.Thread(target=lambda: (thread.join(), done.set()), daemon=True).start()
    while not done.is_set():
        try:
            done.wait(0.2)
            tick()
        except KeyboardInterrupt:
            if stop:
                raise
            click.echo(t("停止：写出目前最好的结果……", "stopping: writing the best so far ..."), err=True)
            stop.ask()


def _kept(plan: Plan, keep: Path, free: tuple[str, ...]) -> Any:
    from scheduler import api

    _, before = api.open_run(keep)
    moving = {c for word in free for c in _selected(plan.school, word)}
    return api.kept_placements(plan, before, lambda course: course in moving)


def _selected(school: School, word: str) -> set[str]:
    """The courses that a word names: a grade, class or group, teacher, or subject."""
    word = word.strip()
    grade = re.fullmatch(r"(?:grade\s*)?(\d)\s*(?:年级)?", word, re.IGNORECASE) or re.fullmatch(r"([一二三四五六七八九])年级", word)
    if grade:
        number = int(grade[1]) if grade[1].isdigit() else "一二三四五六七八九".index(grade[1]) + 1
        found = {c.id for c in school.courses if number in school.grades_of(c)}
    elif word in school.group:
        atoms = set(school.group[word].atoms)
        found = {c.id for c in school.courses if any(atoms & set(school.group[g].atoms) for g in c.groups)}
    elif word in school.teacher:
        found = {c.id for c in school.courses_of_teacher[word]}
    else:
        found = {c.id for c in school.courses if c.subject == word}
    if not found:
        import difflib

        near = difflib.get_close_matches(word, [*school.group, *school.teacher, *school.subject], 1)
        maybe = near[0] if near else t("3年级", "grade 3")
        raise KebiaoError(
            Text(f"--free {word}：没有这个年级、班级、教师或科目\n  可以：{maybe}",
                 f"--free {word}: no such grade, class, teacher or subject\n  Maybe: {maybe}")
        )  # fmt: skip
    return found


def _report(run: Run, folder: Path, as_json: bool) -> None:
    from .audit import summary

    if as_json:
        print_json({"folder": str(folder), **run.record})
        return
    click.echo(summary(run.audit))
    for code, cost in sorted(run.audit.costs.items(), key=lambda item: -item[1]):
        click.echo(f"  {catalogue()[code].title.say(lang())}: {cost / 1000:g}")
    click.echo(t(f"已写好 {folder}（课表.xlsx、timetable.csv、homework.csv……）", f"wrote {folder}"))
